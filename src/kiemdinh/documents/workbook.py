"""A page as a workbook (XLSX): a sheet for each table, and one for the texts outside tables."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.documents.paper import A4_UPRIGHT, FONT, MARGINS, Paper, clean, find_moment, share_columns
from kiemdinh.narration.layout import (
    Item,
    Line,
    Page,
    PageBlock,
    PageTable,
    Picture,
    Section,
    SideBySide,
    list_tables,
)

__all__ = ["write_xlsx"]

_MOST_LETTERS: Final = 31
"""How many letters the name of a sheet may have."""
_MOST_OF_CELL: Final = 32_767
"""How many letters a cell may have."""
_LETTERS_ACROSS: Final = {False: 68, True: 104}
"""How many letters fit on a line of a sheet of A4."""
_LETTERS_PER_WIDTH: Final = 1.1
"""How many letters of a text fit into the width of one digit, the unit of the width of columns."""
_LINE_HEIGHT: Final = 16.5
_MOST_HEIGHT: Final = 409
"""The height of a row at most, in points."""
_MM_PER_INCH: Final = 25.4
_A4: Final = 9


def write_xlsx(page: Page, paper: Paper = A4_UPRIGHT) -> bytes:
    """Return the page as a workbook: the first sheet has its words, and each table has a sheet of its own.

    Every cell is a text, even if it begins with ``=``. The head of a table stays in view and is printed on each sheet
    of A4. If a page has nothing but one table, the workbook has one sheet.

    Raises
    ------
    InputError
        The extra ``documents`` is not installed (KD717).

    Examples
    --------
    >>> from kiemdinh.documents import Page, PageTable
    >>> file = write_xlsx(Page("Safety", (PageTable(("Criterion", "State"), (("1.1", "met"),)),)))
    >>> file[:2]
    b'PK'
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = import_format("xlsxwriter", "documents").Workbook(file, options)
    book.set_properties({"title": clean(page.title), "created": find_moment(paper.made)})
    writer = _BookWriter(book, paper)
    words = [*_list_words(page.blocks, 0)]
    if any(text for text, _, _ in words):
        writer.write_words(page.title, words)
    for title, table in list_tables(page.blocks, page.title):
        writer.write_table(title, table)
    book.close()
    return file.getvalue()


class _BookWriter:
    """Writes sheets to a workbook of XlsxWriter."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self.book, self.paper = book, paper
        base = {"font_name": FONT, "font_size": 12, "text_wrap": True, "valign": "top"}
        self.title = book.add_format(base | {"bold": True, "font_size": 14})
        self.heading, self.text = book.add_format(base | {"bold": True}), book.add_format(base)
        self.head = book.add_format(base | {"bold": True, "border": 1, "align": "center", "valign": "vcenter"})
        self.cell = book.add_format(base | {"border": 1})
        self.short = book.add_format(base | {"border": 1, "align": "center"})
        self.taken: set[str] = set()

    def write_words(self, title: str, words: Iterable[tuple[str, bool, int]]) -> None:
        """Write titles and lines one below the other, each indented by its depth in the page."""
        sheet = self._add_sheet(title)
        width = _LETTERS_ACROSS[self.paper.across]
        sheet.set_column(0, 0, width)
        sheet.write_string(0, 0, _fit_cell(title), self.title)
        for row, (text, is_title, depth) in enumerate(words, 1):
            indented = _fit_cell("    " * depth + text)
            sheet.set_row(row, _height_of((indented,), (width,)))
            sheet.write_string(row, 0, indented, self.heading if is_title else self.text)

    def write_table(self, title: str, table: PageTable) -> None:
        """Write a table with its title above it."""
        sheet = self._add_sheet(title)
        shares = share_columns(table, self.paper)
        widths = [max(6, _LETTERS_ACROSS[self.paper.across] * share / sum(shares)) for share in shares]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for row, cells in enumerate((table.header, *table.rows), 1):
            sheet.set_row(row, _height_of(cells, widths))
        sheet.write_string(
            0, 0, _fit_cell(title), self.book.add_format({"font_name": FONT, "font_size": 13, "bold": True})
        )
        for column, text in enumerate(table.header):
            sheet.write_string(1, column, _fit_cell(text), self.head)
        for row, cells in enumerate(table.rows, 2):
            for column, text in enumerate(cells):
                sheet.write_string(
                    row, column, _fit_cell(text), self.cell if column in (0, *table.texts) else self.short
                )
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        if table.rows:
            sheet.autofilter(1, 0, len(table.rows) + 1, len(table.header) - 1)

    def _add_sheet(self, title: str) -> Any:
        sheet = self.book.add_worksheet(_name_sheet(title, self.taken))
        sheet.set_paper(_A4)
        if self.paper.across:
            sheet.set_landscape()
        above, right, below, left = (width / _MM_PER_INCH for width in MARGINS)
        sheet.set_margins(left=left, right=right, top=above, bottom=below)
        sheet.fit_to_pages(1, 0)
        sheet.set_header("&C&P")
        return sheet


def _list_words(blocks: Iterable[PageBlock], depth: int) -> Iterator[tuple[str, bool, int]]:
    """Yield each text outside the tables, with whether it is a title, and its depth."""
    for block in blocks:
        match block:
            case Line(text, strong):
                if text:
                    yield text, strong, depth
            case Item(text, parts):
                yield f"– {text}", False, depth
                yield from _list_words(parts, depth + 1)
            case SideBySide(left, right):
                yield from _list_words((*left, *right), depth)
            case Picture(_, text):
                yield text, False, depth
            case Section(title, below):
                words = [*_list_words(below, depth)]
                # The title of a table is written on the sheet of the table, above it.
                if words:
                    yield title, True, depth
                    yield from words


def _height_of(cells: Sequence[str], widths: Sequence[float]) -> float:
    """Return the height of a row in points, since not every program computes it by itself."""
    lines = (
        len(textwrap.wrap(clean(cell), max(1, int(width * _LETTERS_PER_WIDTH))))
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(_LINE_HEIGHT * max((1, *lines)), _MOST_HEIGHT)


def _fit_cell(text: str) -> str:
    """Return a text that fits into a cell; a longer one is cut, and ends in "…"."""
    indent = " " * (len(text) - len(text.lstrip(" ")))
    found = indent + clean(text)
    return found if len(found) <= _MOST_OF_CELL else found[: _MOST_OF_CELL - 1] + "…"


def _name_sheet(title: str, taken: set[str]) -> str:
    """Return a name that spreadsheets accept and that no other sheet has; it is added to *taken*."""
    bare = re.sub(r"[\[\]:*?/\\]", " ", clean(title)).replace("( )", "").strip("' ")[:_MOST_LETTERS].rstrip("' ") or "-"
    found, number = bare, 1
    while found.casefold() in taken:
        number += 1
        end = f" ({number})"
        found = bare[: _MOST_LETTERS - len(end)].rstrip() + end
    taken.add(found.casefold())
    return found
