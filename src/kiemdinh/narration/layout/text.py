"""A page as plain text of a given width, and as lines with roles, for a terminal that can set them apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from kiemdinh.diagnostics.wording import count_columns
from kiemdinh.diagnostics.wrapping import wrap_words
from kiemdinh.narration.layout.tree import Item, Line, Page, PageBlock, PageTable, Picture, Section, SideBySide
from kiemdinh.parsing.cells import clean_text

__all__ = ["LineRole", "render_lines", "render_text"]

LineRole: TypeAlias = Literal["title", "heading", "strong", "text"]
"""What a line is: the title of the page, a heading, a strong line, or any other text."""

_MIN_WIDTH = 30
_BULLETS = ("• ", "– ")


def render_text(page: Page, width: int = 80) -> str:
    """Return the page as plain text, in lines of at most *width* columns.

    Columns are counted as a terminal shows them, so that a combining mark takes none (see
    :func:`~kiemdinh.diagnostics.wording.count_columns`). A single word may be wider. A *width* under 30 counts as 30.

    >>> from kiemdinh.narration.layout import Item, Page
    >>> print(render_text(Page("Level 1", (Item("1.3", (Item("unknown"),)),))), end="")
    Level 1
    • 1.3
      – unknown
    """
    return "\n".join(line for _, line in render_lines(page, width)) + "\n"


def render_lines(page: Page, width: int = 80) -> Iterator[tuple[LineRole, str]]:
    """Yield the lines of the page, each with its role; *width* as in :func:`render_text`."""
    width = max(width, _MIN_WIDTH)
    for line in _wrap_text(page.title, width):
        yield "title", line
    yield from _render_blocks(page.blocks, width, 0)


def _render_blocks(blocks: tuple[PageBlock, ...], width: int, depth: int) -> Iterator[tuple[LineRole, str]]:
    indent = "  " * depth
    for i, block in enumerate(blocks):
        match block:
            case Line(text, strong):
                for line in _wrap_text(text, width, indent):
                    yield ("strong" if strong else "text"), line
            case Item():
                yield from (("text", line) for line in _render_item(block, width, indent, 0))
            case SideBySide(left, right):
                yield from _render_blocks((*left, *right), width, depth)
            case Picture(_, text):
                yield from _render_blocks((Line(text),), width, depth)
            case PageTable():
                yield from (("text", line) for line in _render_table(block, width, indent))
            case Section(title, below):
                # No blank line between the heading of a section and that of the first section in it.
                if depth == 0 or i > 0:
                    yield "text", ""
                for line in _wrap_text(title, width, indent):
                    yield "heading", line
                yield from _render_blocks(below, width, depth + 1)


def _render_item(item: Item, width: int, indent: str, depth: int) -> Iterator[str]:
    bullet = _BULLETS[min(depth, 1)]
    yield from _wrap_text(item.text, width, indent + bullet, indent + "  ")
    for part in item.parts:
        yield from _render_item(part, width, indent + "  ", depth + 1)


def _render_table(table: PageTable, width: int, indent: str) -> Iterator[str]:
    """Yield the lines of a table: the first column is wrapped in the columns that the others leave.

    Columns of texts stand below their row, each with its title before it, and are left out where they are empty. Where
    the others leave the first column too little room, they all stand below.
    """
    header, *body = (tuple(map(clean_text, row)) for row in (table.header, *table.rows))
    short = [i for i in range(1, len(header)) if i not in table.texts]
    widths = {i: max(count_columns(row[i]) for row in (header, *body)) for i in (0, *short)}
    available = width - len(indent) - sum(widths[i] + 2 for i in short)
    below = table.texts
    if available < min(widths[0], _MIN_WIDTH):
        short, below, available = [], tuple(range(1, len(header))), width - len(indent)
    first = min(widths[0], available)
    for row in (header, *body):
        lines = _wrap_text(row[0], first, rest="  ") or [""]
        numbers = "".join(_align_right(row[i], widths[i] + 2) for i in short)
        yield (indent + lines[0] + " " * (first - count_columns(lines[0])) + numbers).rstrip()
        yield from (indent + line for line in lines[1:])
        if row is not header:
            yield from _render_texts(header, row, below, width, indent + "    ")


def _render_texts(
    header: tuple[str, ...], row: tuple[str, ...], texts: tuple[int, ...], width: int, indent: str
) -> Iterator[str]:
    for i in texts:
        if row[i]:
            yield from _wrap_text(f"{header[i]}: {row[i]}", width, indent, indent + "  ")


def _align_right(cell: str, width: int) -> str:
    return " " * (width - count_columns(cell)) + cell


def _wrap_text(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Break a text between words; the first line begins with *first*, the others with *rest*."""
    return wrap_words(clean_text(text), width, first, rest)
