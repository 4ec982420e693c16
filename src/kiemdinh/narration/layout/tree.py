"""A page as a tree of blocks, before it becomes plain text, Markdown or coloured lines on a terminal."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

__all__ = ["Item", "Line", "Page", "PageBlock", "PageTable", "Section"]


class Line(NamedTuple):
    """A paragraph of one sentence or a few words; *strong* marks the verdict, which is set in bold."""

    text: str
    strong: bool = False


class Item(NamedTuple):
    """An entry of a list, with the entries below it in ``parts``."""

    text: str
    parts: tuple[Item, ...] = ()


class PageTable(NamedTuple):
    """A table: the first column is set to the left and may be long, the others are short and set to the right.

    Every row has as many cells as the header. ``texts`` are the numbers of further columns that may be long: they are
    set to the left, and in plain text each stands on lines of its own below the row.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[int, ...] = ()


class Section(NamedTuple):
    """A heading and the blocks below it; a section inside a section has a heading of lower rank."""

    title: str
    blocks: tuple[PageBlock, ...]


class Page(NamedTuple):
    """A title and the blocks below it: what :func:`render_text` and :func:`render_markdown` take."""

    title: str
    blocks: tuple[PageBlock, ...]


PageBlock: TypeAlias = Line | Item | PageTable | Section
"""What a page is made of."""
