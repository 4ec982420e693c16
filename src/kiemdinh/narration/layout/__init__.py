"""Pages as trees of blocks, and how a page becomes plain text, Markdown or HTML.

Begin with ``tree``, the blocks. ``text``, ``markdown`` and ``html`` render a page; ``shortening_note`` is the note
under a page whose lists are shortened.

Words: a *block* is a line, an item of a list, a table or a section; to *render* is to turn a page into text.

Layout takes texts as they are: it makes no sentence and knows no result.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use
from kiemdinh.narration.layout.shortening_note import note_shortened_lists
from kiemdinh.narration.layout.text import LineRole, render_lines, render_text
from kiemdinh.narration.layout.tree import (
    Item,
    Line,
    Page,
    PageBlock,
    PageBreak,
    PageTable,
    Picture,
    Section,
    SideBySide,
    Title,
    list_tables,
)

if TYPE_CHECKING:
    from kiemdinh.narration.layout.html import STYLESHEET, render_blocks, render_fragment, render_html
    from kiemdinh.narration.layout.markdown import render_markdown

__all__ = [
    "STYLESHEET",
    "Item",
    "Line",
    "LineRole",
    "Page",
    "PageBlock",
    "PageBreak",
    "PageTable",
    "Picture",
    "Section",
    "SideBySide",
    "Title",
    "list_tables",
    "note_shortened_lists",
    "render_blocks",
    "render_fragment",
    "render_html",
    "render_lines",
    "render_markdown",
    "render_text",
]

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(
        __name__,
        {
            "html": ("STYLESHEET", "render_blocks", "render_fragment", "render_html"),
            "markdown": ("render_markdown",),
        },
    )
