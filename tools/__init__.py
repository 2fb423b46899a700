"""The build's own code: small, documented, tested. Nothing here is shown to readers."""
