"""Mermaid drawings: the text goes into the page, and the library, which is a file of the site, draws it there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

LIBRARY = "mermaid.min.js"
_CLASS = "mermaid-text"


class Drawing(SphinxDirective):
    """A drawing, which stays readable as text where nothing draws it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the text of the drawing as a block that the page draws."""
        text = "\n".join(self.content)
        return [nodes.literal_block(text, text, language="text", classes=[_CLASS])]


def add_library(app: Sphinx, _page: str, _template: str, _context: dict[str, Any], doctree: nodes.Node | None) -> None:
    """Load the library on the pages that have drawings, where it was put beside the other assets."""
    has_library = any((Path(app.confdir) / folder / LIBRARY).exists() for folder in app.config.html_static_path)
    blocks = () if doctree is None else doctree.findall(nodes.literal_block)
    if has_library and any(_CLASS in block["classes"] for block in blocks):
        app.add_js_file(LIBRARY)
        app.add_js_file("drawings.js")


def setup(app: Sphinx) -> dict[str, Any]:
    """Make ``mermaid`` known, as a directive and as the language of a fenced block."""
    app.add_directive("mermaid", Drawing)
    app.config.myst_fence_as_directive = {"mermaid"}
    app.connect("html-page-context", add_library)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
