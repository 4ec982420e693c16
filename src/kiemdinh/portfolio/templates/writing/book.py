"""Workbooks as openpyxl writes them: cells as texts, drop-down words, notes, print set-up for A4 across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.sheets import column_letters, import_format
from kiemdinh.portfolio.templates.writing.answers import Answer

if TYPE_CHECKING:
    from kiemdinh.rules import Number

__all__ = ["Book", "CellStyle", "FormSheet"]

CellStyle: TypeAlias = Literal[
    "heading", "group", "part", "question", "criterion", "text", "mandatory", "small", "entry"
]
"""How a cell looks: a heading of columns or of a group, what is asked, or an entry that is filled in."""

_FONT: Final = "Arial"
_FILLS: Final[Mapping[CellStyle, str]] = {
    "heading": "1F4E78", "group": "D6E4F0", "question": "D6E4F0", "part": "EEF3F8", "mandatory": "FCE4D6",
    "entry": "FFFBE6",
}  # fmt: skip
_BOLD: Final = frozenset({"heading", "group", "criterion", "mandatory"})
_BORDER: Final = "BFBFBF"
_TEXT_FORMAT: Final = "@"
_DATE_FORMAT: Final = "dd/mm/yyyy"
_PERCENT_FORMAT: Final = "0.00%"
_A4: Final = 9
_LAST_ROW: Final = 1_048_576
"""The last row of a sheet of XLSX."""
_LINE: Final = 12.75
"""Points of a line of text."""
_FULL: Final = 1.2
"""How many characters of a text stand in the width of one: letters are narrower than digits, and lines break early."""
_FULL_OF_BOLD: Final = 1.1
_NOTE_WIDTH: Final = 380
"""Pixels; a line of a note then holds some 55 characters."""
_CHARACTERS_IN_NOTE: Final = 55
_LINE_OF_NOTE: Final = 17
_MAX_NOTE_HEIGHT: Final = 520
_MAX_NOTE: Final = 8_000
"""Characters of the longest note; nobody reads more in one."""


@dataclass(slots=True)
class FormSheet:
    """A sheet that is being written, row by row from the top.

    Attributes
    ----------
    book
        The workbook that it stands in.
    sheet
        The sheet as openpyxl has it.
    """

    book: Book
    sheet: Any
    row: int = 0

    def write_row(self, cells: Sequence[tuple[Any, CellStyle]], widths: Sequence[float] = ()) -> int:
        """Write the next row and return its number, counted from 1. Texts are texts, also those like a formula.

        Where *widths* of the columns are given the row is as high as its texts need; else programs find it out.
        """
        self.row += 1
        lines = max(
            (_count_lines(text, width, style) for (text, style), width in zip(cells, widths, strict=False)), default=1
        )
        if lines > 1:
            self.sheet.row_dimensions[self.row].height = 3 + _LINE * lines
        for column, (value, style) in enumerate(cells, 1):
            cell = self.sheet.cell(self.row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = _TEXT_FORMAT
            elif isinstance(value, date):
                cell.number_format = _DATE_FORMAT
            self.book.style_cell(cell, style)
        return self.row

    def ask(self, cell: str, answer: Answer) -> None:
        """Set how a cell, such as ``E5``, can be answered: by drop-down words, a number or a date."""
        self.format_cell(cell, answer)
        self.book.add_answer(self.sheet.title, cell, answer)

    def format_cell(self, cell: str, answer: Answer) -> None:
        """Give a cell the number format of answers of that kind."""
        self.sheet[cell].number_format = _format_of(answer)

    def ask_column(self, index: int, answer: Answer) -> None:
        """Set the same for all cells below the heading of a column, counted from 0, rows to come included."""
        letters = column_letters(index)
        column = self.sheet.column_dimensions[letters]
        self.book.style_cell(column, "entry")
        column.number_format = _format_of(answer)
        self.book.add_answer(self.sheet.title, f"{letters}{self.row + 1}:{letters}{_LAST_ROW}", answer)

    def add_note(self, cell: str, lines: Iterable[str]) -> None:
        """Put a note at a cell; nothing where there are no lines."""
        text = "\n".join(lines)
        if not text:
            return
        comments = import_format("openpyxl.comments", "xlsx")
        text = text if len(text) <= _MAX_NOTE else text[: _MAX_NOTE - 1] + "…"
        count = sum(1 + len(line) // _CHARACTERS_IN_NOTE for line in text.splitlines())
        height = min(_MAX_NOTE_HEIGHT, 12 + _LINE_OF_NOTE * count)
        self.sheet[cell].comment = comments.Comment(text, "kiemdinh", height=height, width=_NOTE_WIDTH)

    def finish(
        self, widths: Sequence[float], *, title: str, freeze: str | None, fit: bool = True, pages: int = 0
    ) -> None:
        """Set widths, the cells that stay in sight, and the print: on A4 across, the head row on each page.

        Parameters
        ----------
        widths
            The width of each column, in characters.
        title
            What stands at the top of each page.
        freeze
            The first cell that moves; None where all do.
        fit
            Whether all columns stand on one page; else the first ones are repeated on each.
        pages
            On how many pages the rows stand; 0 where it does not matter.
        """
        sheet = self.sheet
        for index, width in enumerate(widths):
            sheet.column_dimensions[column_letters(index)].width = width
        sheet.freeze_panes = freeze
        if freeze is not None:
            sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToHeight = pages
        sheet.page_setup.fitToWidth = 1
        sheet.sheet_properties.pageSetUpPr.fitToPage = fit
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom = 0.75, 0.7
        sheet.page_margins.header = sheet.page_margins.footer = 0.35
        # In a header & begins a command, and two of them are the sign itself.
        sheet.oddHeader.left.text = title.replace("&", "&&")
        sheet.oddHeader.left.size = 9
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
        sheet.oddFooter.left.size = sheet.oddFooter.right.size = 9

    def protect(self) -> None:
        """Protect all cells that are no entries against accidental changes; there is no password."""
        protection = self.sheet.protection
        protection.sheet = True
        # False allows the user to do it.
        protection.formatCells = protection.formatColumns = protection.formatRows = False
        protection.autoFilter = protection.sort = False


@dataclass(slots=True)
class Book:
    """A workbook that is being written.

    Attributes
    ----------
    lang
        The language of messages about cells.
    """

    lang: str
    _book: Any = None
    _styles: dict[CellStyle, Mapping[str, Any]] = field(default_factory=dict)
    _answers: dict[str, dict[Answer, list[str]]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        self._book = import_format("openpyxl", "xlsx").Workbook()
        self._book.remove(self._book.active)
        self._book.properties.creator = "kiemdinh"

    def add_sheet(self, title: str) -> FormSheet:
        """Add a sheet behind the others."""
        return FormSheet(self, self._book.create_sheet(title))

    def add_answer(self, sheet: str, cells: str, answer: Answer) -> None:
        """Note how cells of a sheet can be answered; :meth:`to_bytes` writes it."""
        self._answers[sheet].setdefault(answer, []).append(cells)

    @property
    def word_lists(self) -> tuple[tuple[str, ...], ...]:
        """The lists of words that cells are answered with so far, each once."""
        answers = (answer for found in self._answers.values() for answer in found)
        return tuple(dict.fromkeys(answer.words for answer in answers if answer.kind == "words" and answer.words))

    def to_bytes(self, places: Mapping[tuple[str, ...], str]) -> bytes:
        """Return the workbook as a file has it; *places* are the cells of the words sheet that have each list."""
        for title, found in self._answers.items():
            for answer, cells in found.items():
                rule = self._make_rule(answer, places)
                if rule is not None:
                    for one in cells:
                        rule.add(one)
                    self._book[title].add_data_validation(rule)
        content = BytesIO()
        self._book.save(content)
        return content.getvalue()

    def _make_rule(self, answer: Answer, places: Mapping[tuple[str, ...], str]) -> Any:
        """Return the rule of a spreadsheet for answers; None where any answer is allowed."""
        make = import_format("openpyxl.worksheet.datavalidation", "xlsx").DataValidation
        if answer.kind == "cells":
            return make("list", formula1=answer.source, allow_blank=True)
        # Only a warning, since the reader takes more than the list has: ids, and words in the other language.
        shown = {
            "allow_blank": True, "showErrorMessage": True, "errorStyle": "warning", "errorTitle": "kiemdinh",
            "error": _describe(answer).text_in(self.lang)[:220],
        }  # fmt: skip
        if answer.kind == "words":
            return make("list", formula1=places[answer.words], **shown) if answer.words else None
        if answer.kind == "date":
            return make("date", operator="greaterThan", formula1="10000", **shown)
        low, high = (_as_cell(end, answer) for end in (answer.low, answer.high))
        if low is None and high is None:
            return make("decimal", operator="between", formula1="-1E+300", formula2="1E+300", **shown)
        if low is None or high is None:
            operator = "greaterThanOrEqual" if high is None else "lessThanOrEqual"
            return make("decimal", operator=operator, formula1=low or high, **shown)
        return make("decimal", operator="between", formula1=low, formula2=high, **shown)

    def style_cell(self, cell: Any, style: CellStyle) -> None:
        """Give a cell its look."""
        for name, value in self._look_of(style).items():
            setattr(cell, name, value)

    def _look_of(self, style: CellStyle) -> Mapping[str, Any]:
        if style not in self._styles:
            styles = import_format("openpyxl.styles", "xlsx")
            side = styles.Side("thin", _BORDER)
            fill = _FILLS.get(style)
            across = "center" if style == "heading" else "left"
            look = {
                "font": styles.Font(
                    _FONT, 8 if style == "small" else 10, bold=style in _BOLD,
                    color="FFFFFF" if style == "heading" else "595959" if style == "small" else "000000",
                ),
                "alignment": styles.Alignment(across, "center" if style == "heading" else "top", wrap_text=True),
                "border": styles.Border(side, side, side, side),
                "protection": styles.Protection(locked=style != "entry"),
            }  # fmt: skip
            self._styles[style] = look | ({"fill": styles.PatternFill("solid", fill)} if fill else {})
        return self._styles[style]


def _count_lines(content: Any, width: float, style: CellStyle) -> int:
    """Return about how many lines a text takes in a column of a width in characters."""
    if not isinstance(content, str):
        return 1
    return 1 + int(len(content) / (width * (_FULL_OF_BOLD if style in _BOLD else _FULL)))


def _format_of(answer: Answer) -> str:
    formats = {
        "words": _TEXT_FORMAT,
        "cells": _TEXT_FORMAT,
        "date": _DATE_FORMAT,
        "percent": _PERCENT_FORMAT,
        "number": "General",
    }
    return formats[answer.kind]


def _as_cell(number: Number | None, answer: Answer) -> str | None:
    """Return an end of a range as a formula has it; a percentage is the fraction that its cell shows."""
    if number is None:
        return None
    return repr(float(number / 100 if answer.kind == "percent" else number)).removesuffix(".0")


def _describe(answer: Answer) -> Message:
    if answer.kind == "words":
        return Message("one of these words: {words}", words=Message.join(answer.words))
    if answer.kind == "date":
        return Message("a date such as 30/06/2027")
    what = Message("a percentage") if answer.kind == "percent" else Message("a number")
    ends = [str(end) for end in (answer.low, answer.high) if end is not None]
    if len(ends) == 2:
        return Message("{what} from {low} to {high}", what=what, low=ends[0], high=ends[1])
    return what
