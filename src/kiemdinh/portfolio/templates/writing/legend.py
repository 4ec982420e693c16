"""The last sheet of a workbook to fill in: how it is filled in, what it is for, and the words of its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.templates.labels import SHEET_TITLES
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.portfolio.templates.writing.book import Book, CellStyle
    from kiemdinh.standards.loading import Framework

__all__ = ["write_legend"]

_ROWS_OF_PAGE: Final = 60
"""How many rows can be read on one page."""
_WIDTHS: Final = (14, 110)
_ADVICE: Final = (
    Message("An empty cell means that nothing is recorded: results that depend on it stay open"),
    Message("Yellow cells are filled in. Where a cell has a list, choose a word of it"),
    Message("The note at a cell, a red corner, has what the law asks or where a figure is used"),
    Message("A percentage is written with its sign: 92%"),
    Message(
        "Rows and columns may be sorted, moved or hidden; the id in its column or heading says what a cell is about"
    ),
    Message("The sheets are protected without a password, so that nothing is changed by accident"),
)


def write_legend(
    book: Book, framework: Framework, further: Sequence[Message], colours: Mapping[str, CellStyle]
) -> Mapping[tuple[str, ...], str]:
    """Write the legend, and return the cells that have each list of words.

    Parameters
    ----------
    book
        The workbook, its other sheets written.
    framework
        What it is for.
    further
        Further lines about this workbook.
    colours
        What each look of a cell stands for, with that look.
    """
    lang = book.lang
    sheet = book.add_sheet(SHEET_TITLES["legend"].text_in(lang))
    sheet.write_row([("", "heading"), (SHEET_TITLES["legend"].text_in(lang), "heading")])
    # No number stands alone in a cell: it may be an id, and the sheet would be taken for a table.
    for message in (*further, *_ADVICE):
        sheet.write_row([("•", "small"), (message.text_in(lang), "text")], _WIDTHS)
    for text, style in colours.items():
        sheet.write_row([("", style), (text, "text")])
    sheet.write_row([(Message("Made for").text_in(lang), "group"), ("", "group")])
    for text in (f"{framework.id}: {framework.title(lang)}", framework.digest, f"kiemdinh {__version__}"):
        sheet.write_row([("", "small"), (text, "small")])
    sheet.write_row([(Message("Lists").text_in(lang), "group"), ("", "group")])
    places: dict[tuple[str, ...], str] = {}
    title = sheet.sheet.title.replace("'", "''")
    for number, words in enumerate(book.word_lists, 1):
        label = Message("list {n}", n=number).text_in(lang)
        rows = [sheet.write_row([(label if i == 0 else "", "small"), (word, "text")]) for i, word in enumerate(words)]
        places[words] = f"'{title}'!$B${rows[0]}:$B${rows[-1]}"
    sheet.finish(_WIDTHS, title=framework.title(lang), freeze="A2", pages=int(sheet.row <= _ROWS_OF_PAGE))
    sheet.protect()
    return places
