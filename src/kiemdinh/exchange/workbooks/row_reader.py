"""The rows of one sheet of a framework's workbook: the data and the place of each cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.exchange.workbooks.cell_forms import CellForm, read_cell
from kiemdinh.exchange.workbooks.sheets import COLUMNS_NEEDED, HEAD_FORMS, SHEETS, column_vocabulary
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.portfolio.sheets import NOT_CALCULATED, Sheet, SheetRows, column_letters

__all__ = ["ReadRow", "ReadValue", "read_sheet_rows"]

_KEY: Final = re.compile(r"[a-z_]+(?:/[a-z_]+)?")
"""A heading that can be a key of the language."""
_NOT_READ: Final = frozenset({"meaning"})
_MAX_COLUMNS: Final = 100
"""The most columns that are read of a sheet; the widest sheet that is written has some 20."""


@dataclass(frozen=True, slots=True)
class ReadValue:
    """The data of a cell, and its place as messages name it: ``Outline!B12``."""

    data: Any
    place: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """The values of a row by the paths of their columns, its first cell, and whether one of its cells was refused."""

    values: Mapping[str, ReadValue]
    place: str
    is_refused: bool = False


def read_sheet_rows(sheet: Sheet, key: str, problems: list[Diagnostic]) -> list[ReadRow]:
    """Return the rows of a sheet that are not empty; cells that cannot be read are added to the problems.

    Rows that are set aside, such as those of merged cells, are returned without values, at the place of their cells.

    Raises
    ------
    InputError
        The sheet lacks a column without which no row can be read (KD750).
    """
    columns, unread = _find_columns(sheet, key, problems)
    rows = sheet.read_rows(columns)
    _require_columns(sheet, key, columns.values(), unread)
    if len(rows):
        problems += _tell_missing(sheet, key, columns.values())
    problems += [*sheet.warnings, *rows.warnings]
    problems += [cell.to_diagnostic() for cell in rows.rejected]
    aside = [ReadRow({}, f"{sheet.name}!{cell.cell}", is_refused=True) for cell in rows.rejected]
    found = (_read_row(sheet, rows, key, columns, row, problems) for row in range(len(rows)))
    return [*aside, *(row for row in found if row.values or row.is_refused)]


def _find_columns(sheet: Sheet, key: str, problems: list[Diagnostic]) -> tuple[dict[int, str], list[str]]:
    """Return the path of each column that is read, by its place, and the headings of others; these are reported."""
    found: dict[int, str] = {}
    unread: list[str] = []
    for index, heading in enumerate(sheet.headings):
        named = heading.strip()
        path = column_vocabulary(key).find(named) or (named if _KEY.fullmatch(named) else None) if named else None
        place = f"{sheet.name}!{column_letters(index)}{sheet.heading_row}"
        if path is not None and path in found.values():
            message = Message("two columns are called '{heading}'", heading=heading)
            problems.append(Diagnostic("KD703", "error", message, sheet.file, path=place, found=heading))
        elif path is not None:
            found[index] = path
        elif named:
            unread.append(heading)
            message = Message("the column '{heading}' is not read", heading=heading)
            problems.append(Diagnostic("KD701", "warning", message, sheet.file, path=place))
        if len(found) > _MAX_COLUMNS:
            message = Message("more than {n:,} columns", n=_MAX_COLUMNS)
            raise InputError([*problems, Diagnostic("KD718", "error", message, sheet.file, path=place)])
    return {index: path for index, path in found.items() if path not in _NOT_READ}, unread


def _require_columns(sheet: Sheet, key: str, found: Collection[str], unread: Sequence[str]) -> None:
    """Refuse a sheet without a column that each row needs; the hint names columns that may be meant for it."""
    headings = {column.path: column.heading for column in SHEETS[key]}
    hint = Message("write it in the row of headings again; cells below it may be empty")
    if unread:
        hint = Message("columns that are not read: {names}", names=Message.join(unread))
    place = f"{sheet.name}!A{sheet.heading_row}"
    missing = [
        Diagnostic(
            "KD750", "error", Message("the column '{heading}' is missing", heading=headings[path]), sheet.file,
            path=place, expected=headings[path], hint=hint,
        )
        for path in COLUMNS_NEEDED[key]
        if path not in found
    ]  # fmt: skip
    if missing:
        raise InputError(missing)


def _tell_missing(sheet: Sheet, key: str, found: Collection[str]) -> list[Diagnostic]:
    """Return one warning for the other columns that a sheet has when it is written but that are missing now."""
    missing = [column.heading for column in SHEETS[key] if column.path not in (*_NOT_READ, *found)]
    if not missing:
        return []
    message = Message("columns that are missing count as empty: {names}", names=Message.join(missing))
    place = f"{sheet.name}!A{sheet.heading_row}"
    return [Diagnostic("KD750", "warning", message, sheet.file, path=place)]


def _read_row(
    sheet: Sheet, rows: SheetRows, key: str, columns: Mapping[int, str], row: int, problems: list[Diagnostic]
) -> ReadRow:
    number = rows.numbers[row]
    forms: Mapping[str, CellForm] = {column.path: column.form for column in SHEETS[key]}
    values: dict[str, ReadValue] = {}
    before = len(problems)
    for index, path in columns.items():
        column = rows.columns[index]
        content = column.contents[column.codes[row]]
        if content is None or not str(content).strip():
            continue
        place = f"{sheet.name}!{column_letters(index)}{number}"
        form = _form_of_head(values) if (key, path) == ("head", "value") else forms.get(path, "data")
        try:
            values[path] = ReadValue(read_cell(form, content), place)
        except ReadingError as error:
            problems.append(
                Diagnostic(
                    error.code, "error", error.message, sheet.file, path=place, expected=error.expected,
                    found=None if content == NOT_CALCULATED else shorten_text(str(content)), hint=error.hint,
                )
            )  # fmt: skip
    return ReadRow(values, f"{sheet.name}!{column_letters(min(columns, default=0))}{number}", len(problems) > before)


def _form_of_head(values: Mapping[str, ReadValue]) -> CellForm:
    return HEAD_FORMS.get(values["key"].data, "data") if "key" in values else "data"
