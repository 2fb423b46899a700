"""A block of code that runs in the page, as a reader meets it: what tests of Chromium share."""

import base64
import zlib
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

PATIENCE = 30_000  # milliseconds for what must end; a busy machine may need long


@dataclass
class Block:
    """One block with its bar. Buttons are pressed where they are, folded boxes included."""

    page: Page
    file: str

    @property
    def bar(self) -> Locator:
        """The bar under the code."""
        return self.page.locator(f'.la-bar[aria-label="{self.file}"]')

    @property
    def code(self) -> Locator:
        """The code itself."""
        return self.page.locator(f'.language-python[data-bar="{self.file}"] pre > code')

    @property
    def status(self) -> str:
        """What the live status reads."""
        return self.bar.locator("[role=status]").text_content() or ""

    @property
    def output(self) -> str:
        """What the last run printed, as it stands in the area labelled Output."""
        return str(
            self.bar.evaluate("bar => bar.nextElementSibling?.querySelector('[aria-label=Output]')?.textContent ?? ''")
        )

    @property
    def mark(self) -> str:
        """What is said about the page's own output."""
        return str(self.bar.evaluate("bar => bar.nextElementSibling.querySelector('.la-same').textContent"))

    def press(self, name: str) -> None:
        """Press a button of the bar, whether or not it is in view."""
        self.bar.get_by_role("button", name=name, exact=True, include_hidden=True).evaluate("button => button.click()")

    def wait(self, *beginnings: str) -> str:
        """Wait until the status begins so; returns it."""
        self.page.wait_for_function(
            """([file, beginnings]) => {
                const status = document.querySelector(`.la-bar[aria-label="${file}"] [role=status]`)?.textContent ?? "";
                return beginnings.some((text) => status.startsWith(text));
            }""",
            arg=[self.file, list(beginnings)],
            timeout=PATIENCE,
        )
        return self.status

    def run(self, button: str = "Run") -> str:
        """Press Run, or Check, and wait for the end; returns the status."""
        self.bar.locator("[role=status]").evaluate("status => { status.textContent = ''; }")
        self.press(button)
        return self.wait("Done", "Error", "Stopped")

    def write(self, text: str) -> None:
        """Put other code in place of what is there, as by paste."""
        self.code.evaluate("code => { code.focus(); getSelection().selectAllChildren(code); }")
        self.page.wait_for_function("code => code.dataset.edits", arg=self.code.element_handle())
        self.page.keyboard.insert_text(text)


def link(address: str, file: str, code: str) -> str:
    """The address that the button Link copies for some code."""
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(code.encode()) + packer.flush()
    return f"{address}#code={file}~{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
