"""Writing a framework as a workbook, for authors who do not write YAML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_choice
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.exchange.flow import definition_as_texts
from kiemdinh.exchange.workbooks.cell_forms import CellForm, write_cell
from kiemdinh.exchange.workbooks.help_sheet import write_help
from kiemdinh.exchange.workbooks.records import SheetRow, list_rows
from kiemdinh.exchange.workbooks.rule_words import word_in
from kiemdinh.exchange.workbooks.sheets import (
    AWARD_ROWS,
    COLUMN_NOTES,
    HEAD_FORMS,
    HEAD_KEYS,
    IDS_LISTED,
    KIND,
    OUTCOME_ROWS,
    SCALE_ROWS,
    SHEET_TITLES,
    SHEETS,
    SheetColumnSpec,
)
from kiemdinh.portfolio.sheets import MAX_CELL_LENGTH, column_letters
from kiemdinh.portfolio.templates import Answer, Book, FormSheet
from kiemdinh.standards.catalogue import load
from kiemdinh.standards.definition import CERTAINTIES

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["write_framework_workbook"]

_LAST_ROW: Final = 1_048_576
_LINE: Final = 12.75
"""The height of a line of text in points."""
_WORDS: Final = {
    "certainty": CERTAINTIES,
    "type": ("yes_no", "choice", "scale", "number", "date", "decision"),
    "verdict": ("met", "level", "rating", "points", "finding"),
    "better": ("higher", "lower"),
    "no_text": ("carries", "fails"),
}
"""The words of columns that have a drop-down list."""
_KINDS: Final = {"scales": SCALE_ROWS, "outcomes": OUTCOME_ROWS, "awards": AWARD_ROWS}
_FREEZE: Final = {"head": "B2", "tree": "C2", "requirements": "D2", "scales": "D2", "outcomes": "D2", "awards": "D2"}


def write_framework_workbook(framework: AnyFramework, *, lang: str | None = None) -> bytes:
    """Write a framework as a workbook (XLSX), which :func:`read_framework_workbook` reads.

    It has a sheet for each kind of part of a definition: outline, requirements, levels, figures, sets, rules and so on.
    The usual rules are sentences in the language of the workbook; the others are YAML in their cell. The workbook has
    all of the definition except the comments of its file.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework. A framework that adopts another is
        written as a whole.
    lang
        The language of headings and rules, ``vi`` or ``en``; None for that of the definition.

    Returns
    -------
    bytes
        The content of the file. The cost is linear in the size of the definition.

    Raises
    ------
    InputError
        The framework cannot be loaded, a part of it is too long for a cell (KD718), or openpyxl is not installed
        (KD717).

    Examples
    --------
    >>> from kiemdinh.exchange import write_framework_workbook
    >>> write_framework_workbook("org.abet", lang="en")[:2]
    b'PK'
    """
    speech = None if lang is None else check_choice("lang", lang, LANGUAGES)
    found = load(framework)
    return _FrameworkBook(found, speech or found.language).write()


@dataclass(frozen=True, slots=True)
class _FrameworkBook:
    framework: Framework
    lang: str

    def write(self) -> bytes:
        rows = list_rows(definition_as_texts(self.framework))
        rows["head"] = _order_head(rows["head"], self.lang)
        book = Book(self.lang)
        for key in SHEETS:
            self._write_sheet(book, key, rows[key])
        return book.to_bytes(write_help(book, self.framework.title(self.lang)))

    def _write_sheet(self, book: Book, key: str, rows: Sequence[SheetRow]) -> None:
        columns = _list_columns(key, rows)
        sheet = book.add_sheet(SHEET_TITLES[key].text_in(self.lang))
        sheet.write_row([(column.heading.text_in(self.lang), "heading") for column in columns])
        sheet.sheet.row_dimensions[1].height = 3 * _LINE
        for index, column in enumerate(columns):
            sheet.ask_column(index, self._answer_of(key, column))
            if (key, column.path) in COLUMN_NOTES:
                sheet.add_note(f"{column_letters(index)}1", [COLUMN_NOTES[key, column.path].text_in(self.lang)])
        for row in rows:
            self._write_row(sheet, key, columns, row)
        sheet.finish(
            [column.width for column in columns], title=self.framework.title(self.lang), freeze=_FREEZE.get(key, "B2")
        )

    def _write_row(self, sheet: FormSheet, key: str, columns: Sequence[SheetColumnSpec], row: SheetRow) -> None:
        texts = [self._text_of(key, column, row) for column in columns]
        is_group = key == "tree" and row.get("?of") is None
        number = sheet.write_row([(text, "criterion" if is_group else "text") for text in texts])
        lines = max(_count_lines(text, column.width) for text, column in zip(texts, columns, strict=True))
        sheet.sheet.row_dimensions[number].height = 3 + _LINE * lines
        for index, text in enumerate(texts):
            if text is None:  # so that typed text stays a text
                sheet.sheet.cell(number, index + 1).number_format = "@"

    def _text_of(self, key: str, column: SheetColumnSpec, row: SheetRow) -> str | None:
        data = row.get(column.path)
        if data is None:
            return None
        if isinstance(data, Message):
            return data.text_in(self.lang)
        form: CellForm = HEAD_FORMS.get(row["key"], "data") if (key, column.path) == ("head", "value") else column.form
        text = write_cell(form, data, self.lang)
        if len(text) > MAX_CELL_LENGTH:
            message = Message("a cell of more than {n:,} characters", n=MAX_CELL_LENGTH)
            name = f"{SHEET_TITLES[key].text_in(self.lang)}: {row.get('id') or row.get('key') or column.path}"
            raise InputError([Diagnostic("KD718", "error", message, self.framework.id, path=name)])
        return text

    def _answer_of(self, key: str, column: SheetColumnSpec) -> Answer:
        if (key, column.path) not in IDS_LISTED:
            return Answer("words", self._list_words(key, column))
        sheet, ids, counted = IDS_LISTED[key, column.path]
        title = SHEET_TITLES[sheet].text_in(self.lang).replace("'", "''")
        letters = {spec.path: column_letters(index) for index, spec in enumerate(SHEETS[sheet])}
        rows = f"COUNTA('{title}'!${letters[counted]}$2:${letters[counted]}${_LAST_ROW})"
        # The list includes rows that an author adds, but no empty rows below them.
        return Answer("cells", source=f"OFFSET('{title}'!${letters[ids]}$2,0,0,MAX(1,{rows}),1)")

    def _list_words(self, key: str, column: SheetColumnSpec) -> tuple[str, ...]:
        if column.path == KIND:
            return tuple(label.text_in(self.lang) for label in _KINDS[key].values())
        if column.form == "yes_no":
            return (word_in(self.lang, "true"), word_in(self.lang, "false"))
        return _WORDS.get(column.path, ())


def _list_columns(key: str, rows: Sequence[SheetRow]) -> list[SheetColumnSpec]:
    """Return the columns of a sheet, followed by one for each other key that a row has."""
    columns = list(SHEETS[key])
    paths = {column.path for column in columns}
    others = dict.fromkeys(path for row in rows for path in row if path not in paths)
    return [*columns, *(SheetColumnSpec(path, Message.verbatim(path), "data", 24) for path in others)]


def _order_head(rows: Sequence[SheetRow], lang: str) -> list[SheetRow]:
    """Return the rows of the first sheet: first those that it always has, with their meaning, then the others."""
    values = {row["key"]: row["value"] for row in rows}
    found = [
        {"key": key, "meaning": meaning.text_in(lang), **({"value": values.pop(key)} if key in values else {})}
        for key, meaning in HEAD_KEYS.items()
    ]
    return [*found, *({"key": key, "value": value} for key, value in values.items())]


def _count_lines(text: Any, width: float) -> int:
    if text is None:
        return 1
    return sum(1 + int(len(line) / (width * 1.1)) for line in text.split("\n"))
