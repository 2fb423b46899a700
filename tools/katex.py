"""Python-Markdown extension: formulas become KaTeX HTML and MathML when the page is built.

The reader's browser runs no script for them. KaTeX itself runs in an in-process JavaScript engine; results
are kept in .cache/katex.json, since a page is converted many times and its formulas seldom change.
"""

import atexit
import contextlib
import html
import json
import logging
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor

ROOT = Path(__file__).resolve().parents[1]
KATEX = ROOT / "node_modules/katex"
CACHE = ROOT / ".cache/katex.json"

# Colour is meaning: these macros put a formula's letters into the roles of theme/assets/colours.css.
ROLES = {"weight": "weight", "bias": "bias", "act": "activation", "grad": "gradient"}
MACROS = {f"\\{macro}": f"\\htmlClass{{{role}}}{{#1}}" for macro, role in ROLES.items()}

log = logging.getLogger("mkdocs.katex")

ARITHMATEX = re.compile(r'<(span|div) class="arithmatex">\\(\(|\[)(.*?)\\[)\]]</\1>([.,;:)]*)', re.DOTALL)
SHORT = 24  # characters of TeX up to which a formula and the punctuation behind it stay on one line


@cache
def _render_with_katex() -> Any:
    """A function of the JavaScript engine: (TeX, options as JSON) -> as JSON, HTML or "!" and the error."""
    import quickjs

    context = quickjs.Context()
    context.eval((KATEX / "dist/katex.min.js").read_text(encoding="utf-8"))
    # Only the role macros may set a class; any other non-standard TeX is an error.
    context.eval("""
        function render(tex, options) {
            const o = JSON.parse(options);
            o.trust = (context) => context.command === "\\\\htmlClass";
            o.strict = (code) => code === "htmlExtension" ? "ignore" : "error";
            let html;
            try { html = katex.renderToString(tex, o); } catch (error) { html = "!" + error.message; }
            return JSON.stringify(html);  // the engine's Python side cannot take a concatenated string
        }""")
    return context.get("render")


@cache
def _cache() -> dict[str, str]:
    """Formulas rendered before, by the same KaTeX and macros; written back when Python ends."""
    version = json.loads((KATEX / "package.json").read_text(encoding="utf-8"))["version"]
    key = json.dumps([version, MACROS])
    known: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        known = json.loads(CACHE.read_text(encoding="utf-8"))
    if known.get("key") != key:
        known = {"key": key}
    before = len(known)

    @atexit.register
    def save() -> None:
        if len(known) > before:
            CACHE.parent.mkdir(exist_ok=True)
            part = CACHE.with_suffix(f".{os.getpid()}")
            part.write_text(json.dumps(known), encoding="utf-8")
            part.replace(CACHE)

    return known


def render(tex: str, display: bool) -> str:
    """One formula as HTML and MathML.

    Of one that KaTeX refuses, its TeX is shown and a warning logged, which fails a strict build; while the
    pages are being written and served, the rest of the page stays readable.
    """
    key = f"{'display' if display else 'inline'} {tex}"
    if key not in _cache():
        options = {"displayMode": display, "throwOnError": True, "output": "htmlAndMathml", "macros": MACROS}
        result = json.loads(_render_with_katex()(tex, json.dumps(options)))
        if result.startswith("!"):
            log.warning("bad TeX in the formula «%s»: %s", tex, result[1:])
            return f'<code class="gradient">{html.escape(tex)}</code>'
        _cache()[key] = result
    return _cache()[key]


class _Formulas(Postprocessor):
    """Replace what pymdownx.arithmatex marked."""

    def run(self, text: str) -> str:
        def replace(match: re.Match[str]) -> str:
            tag, display = match[1], match[2] == "["
            # Display formulas scroll on a phone, so the keyboard must be able to reach them.
            extra = ' tabindex="0" role="group" aria-label="Formula"' if display else ""
            tex, punctuation = html.unescape(match[3]).strip(), match[4]
            # Each formula is three texts (HTML, MathML, TeX): keep them out of the search index.
            formula = f'<{tag} class="math"{extra} data-search-exclude>{render(tex, display)}</{tag}>'
            if punctuation and not display and len(tex) <= SHORT:
                # Browsers would break the line between the two.
                return f'<span class="nowrap">{formula}{punctuation}</span>'
            return formula + punctuation

        return ARITHMATEX.sub(replace, text)


class KatexExtension(Extension):
    """Run after the raw HTML has been put back."""

    def extendMarkdown(self, md: Markdown) -> None:  # the name is Python-Markdown's
        """Register the postprocessor last."""
        md.postprocessors.register(_Formulas(md), "katex", 0)


def makeExtension(**options: Any) -> KatexExtension:  # the name is Python-Markdown's
    """The entry point that Python-Markdown looks for."""
    return KatexExtension(**options)
