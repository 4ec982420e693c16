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
    """A paragraph of one sentence or a few words.

    Plain text and Markdown take no notice of ``align`` and ``slanted``.

    Attributes
    ----------
    text
        What it says.
    strong
        Whether it is set in bold, as the verdict is.
    align
        Where it stands between the margins of a sheet.
    slanted
        Whether its letters are slanted on paper.

    Examples
    --------
    >>> Line("Level 1", strong=True).align
    'left'
    """

    text: str
    strong: bool = False
    align: Literal["left", "center", "right"] = "left"
    slanted: bool = False


class Item(NamedTuple):
    """An entry of a list.

    Attributes
    ----------
    text
        What it says.
    parts
        The entries below it.

    Examples
    --------
    >>> [part.text for part in Item("Criterion 1.1", (Item("not assessed"),)).parts]
    ['not assessed']
    """

    text: str
    parts: tuple[Item, ...] = ()


class PageTable(NamedTuple):
    """A table: the first column is set to the left and may be long, the others are short and set to the right.

    Attributes
    ----------
    header
        The headings of the columns.
    rows
        The cells of each row, as many as there are headings.
    texts
        The numbers, from 0, of further columns that may be long: they are set to the left, and in plain text each
        stands on lines of its own below the row.
    widths
        The widths of the columns on paper, in relation to one another; empty where each takes what its words need.

    Examples
    --------
    >>> PageTable(("Criterion", "State"), (("1.1", "met"), ("1.2", "unmet"))).rows[1]
    ('1.2', 'unmet')
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()


class SideBySide(NamedTuple):
    """Lines that stand beside one another, such as the head of a letter, or where people sign.

    Attributes
    ----------
    left, right
        The lines at the left and at the right of the sheet.

    Examples
    --------
    >>> SideBySide((Line("The school"),), (Line("The head"),)).right[0].text
    'The head'
    """

    left: tuple[Line, ...]
    right: tuple[Line, ...]


class Title(NamedTuple):
    """The title of a page, where it does not stand at the top: below the head of a letter, or inside a cover.

    Attributes
    ----------
    text
        The title.

    Examples
    --------
    >>> Title("Report").text
    'Report'
    """

    text: str


class PageBreak(NamedTuple):
    """A page break: the blocks after it begin on a new sheet.

    Examples
    --------
    >>> Page("Report", (Line("First sheet"), PageBreak(), Line("Second sheet"))).blocks[1]
    PageBreak()
    """


class Picture(NamedTuple):
    """A drawing.

    Attributes
    ----------
    svg
        The drawing, an SVG document of this package.
    text
        What it shows, in words.

    Examples
    --------
    >>> Picture('<svg xmlns="http://www.w3.org/2000/svg"/>', "one criterion is unmet").text
    'one criterion is unmet'
    """

    svg: str
    text: str


class Section(NamedTuple):
    """A heading and the blocks below it; a section inside a section has a heading of lower rank.

    Attributes
    ----------
    title
        The heading.
    blocks
        The blocks below it, in their order.

    Examples
    --------
    >>> Section("Criteria", (Line("All are met."),)).title
    'Criteria'
    """

    title: str
    blocks: tuple[PageBlock, ...]


class Page(NamedTuple):
    """A page, from which the renderers make text, Markdown, HTML or a document.

    Attributes
    ----------
    title
        The name of the page, and the title at its top, unless a block is a :class:`Title`.
    blocks
        The blocks below it, in their order.

    Examples
    --------
    >>> from kiemdinh.narration.layout import render_text
    >>> print(render_text(Page("Safety", (Line("There is a plan."),)), 60), end="")
    Safety
    There is a plan.
    """

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
