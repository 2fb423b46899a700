"""The labs: notebooks on real weights, run when the site is built, shown by mkdocs-jupyter like any other page.

source.py reads a lab, execute.py runs it and keeps what came out, page.py makes the page, weights.py checks files.
"""
