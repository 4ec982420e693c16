"""A page as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiemdinh.narration.layout.tree import Item, Line, Page, PageBlock, PageTable, Picture, Section, SideBySide
from kiemdinh.parsing.cells import clean_text

__all__ = ["render_markdown"]

_SPECIAL = re.compile(r"([\\`*_<>|\[\]#~])")


def render_markdown(page: Page) -> str:
    r"""Return the page as Markdown, with headings, lists and tables.

    A character of a text that Markdown would read as markup is escaped with a backslash. Texts are in the normal form
    NFC and on one line each, without hidden characters.

    >>> from kiemdinh.narration.layout import Item, Page
    >>> print(render_markdown(Page("Level 1", (Item("2 * 3"),))), end="")
    # Level 1
    <BLANKLINE>
    - 2 \* 3
    """
    lines = [f"# {_escape_markup(page.title)}", *_render_blocks(page.blocks, 2)]
    return "\n".join(lines) + "\n"


def _render_blocks(blocks: tuple[PageBlock, ...], depth: int) -> Iterator[str]:
    """Yield the lines of *blocks*; *depth* is the rank of a heading among them."""
    previous: PageBlock | None = None
    for block in blocks:
        # A blank line ends a list, so that there is none between two of its items.
        if not (isinstance(block, Item) and isinstance(previous, Item)):
            yield ""
        yield from _render_block(block, depth)
        previous = block


def _render_block(block: PageBlock, depth: int) -> Iterator[str]:
    match block:
        case Line(text, strong):
            yield f"**{_escape_markup(text)}**" if strong else _escape_markup(text)
        case Item():
            yield from _render_item(block, "")
        case SideBySide(left, right):
            yield from _render_blocks((*left, *right), depth)
        case Picture(_, text):
            yield _escape_markup(text)
        case PageTable(header, rows, texts):
            yield _render_row(header)
            # The colon sets the columns of numbers to the right.
            yield "|" + "".join(" --- |" if i in (0, *texts) else " ---: |" for i in range(len(header)))
            yield from (_render_row(row) for row in rows)
        case Section(title, below):
            # Markdown has six ranks of headings.
            yield f"{'#' * min(depth, 6)} {_escape_markup(title)}"
            yield from _render_blocks(below, depth + 1)


def _render_item(item: Item, indent: str) -> Iterator[str]:
    yield f"{indent}- {_escape_markup(item.text)}"
    for part in item.parts:
        yield from _render_item(part, indent + "  ")


def _render_row(cells: tuple[str, ...]) -> str:
    """Return the line of Markdown of one row of a table."""
    return "| " + " | ".join(_escape_markup(cell) for cell in cells) + " |"


def _escape_markup(text: str) -> str:
    """Return *text* on one line, with a backslash before every character that could begin markup."""
    return _SPECIAL.sub(r"\\\1", clean_text(text))
