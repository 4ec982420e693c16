"""A page as a tree of blocks, before it becomes plain text, Markdown, HTML, a document or lines on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

__all__ = [
    "Item",
    "Line",
    "Page",
    "PageBlock",
    "PageBreak",
    "PageTable",
    "Picture",
    "Section",
    "SideBySide",
    "Title",
    "list_tables",
]


class Line(NamedTuple):
    """A paragraph of one sentence or a few words; *strong* marks the verdict, which is set in bold.

    ``align`` and ``slanted`` say how it is set on paper; plain text and Markdown take no notice of them.
    """

    text: str
    strong: bool = False
    align: Literal["left", "center", "right"] = "left"
    slanted: bool = False


class Item(NamedTuple):
    """An entry of a list, with the entries below it in ``parts``."""

    text: str
    parts: tuple[Item, ...] = ()


class PageTable(NamedTuple):
    """A table: the first column is set to the left and may be long, the others are short and set to the right.

    Every row has as many cells as the header. ``texts`` are the numbers of further columns that may be long: they are
    set to the left, and in plain text each stands on lines of its own below the row. ``widths`` are the widths of the
    columns on paper, in relation to one another; without them each column takes what its words need.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()


class SideBySide(NamedTuple):
    """Lines at the left and at the right of a sheet, such as the head of a letter, or where people sign."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]


class Title(NamedTuple):
    """The title of a page, where it does not stand at the top: below the head of a letter, or inside a cover."""

    text: str


class PageBreak(NamedTuple):
    """What stands behind it begins on a new sheet."""


class Picture(NamedTuple):
    """A drawing, an SVG document of this package; ``text`` tells in words what it shows."""

    svg: str
    text: str


class Section(NamedTuple):
    """A heading and the blocks below it; a section inside a section has a heading of lower rank."""

    title: str
    blocks: tuple[PageBlock, ...]


class Page(NamedTuple):
    """A title and the blocks below it: what :func:`render_text` and :func:`render_markdown` take."""

    title: str
    blocks: tuple[PageBlock, ...]


PageBlock: TypeAlias = Line | Item | PageTable | SideBySide | Title | PageBreak | Picture | Section
"""What a page is made of."""


def list_tables(blocks: Iterable[PageBlock], title: str) -> Iterator[tuple[str, PageTable]]:
    """Yield each table among *blocks*, also inside sections, with the title of its section; *title* for one in none."""
    for block in blocks:
        if isinstance(block, PageTable):
            yield title, block
        elif isinstance(block, Section):
            yield from list_tables(block.blocks, block.title)
