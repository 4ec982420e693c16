"""The sheets of a workbook of one school, recognised by their headings; their rows are cells by the keys of columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.portfolio.sheets import Sheet, SheetRows, column_letters, is_nothing, open_each_sheet
from kiemdinh.portfolio.templates.labels import (
    EVIDENCE_COLUMNS,
    HEAD_COLUMNS,
    HELD_COLUMNS,
    RECORD_COLUMNS,
    REGISTER_COLUMNS,
    RESULT_COLUMNS,
    TEXT_COLUMNS,
    make_vocabulary,
)

__all__ = ["FormCell", "FormRow", "FormTable", "read_form"]

_KINDS: Final[Mapping[str, tuple[Vocabulary, frozenset[str]]]] = {
    "head": (make_vocabulary(HEAD_COLUMNS), frozenset(HEAD_COLUMNS)),
    "records": (make_vocabulary(RECORD_COLUMNS), frozenset({"id", "value"})),
    "evidence": (make_vocabulary(EVIDENCE_COLUMNS), frozenset({"code", "title"})),
    "held": (make_vocabulary(HELD_COLUMNS), frozenset({"award", "signed"})),
    "register": (make_vocabulary(REGISTER_COLUMNS), frozenset({"id", "from", "until"})),
    "results": (make_vocabulary(RESULT_COLUMNS), frozenset({"outcome", "side"})),
    "texts": (make_vocabulary(TEXT_COLUMNS), frozenset({"id", "situation"})),
}
"""The columns of each kind of sheet, and those by which it is told."""
_OPEN: Final = "register"
"""The kind of sheet that has columns of its framework's own, each read under its heading."""
_NOT_READ: Final = {"records": frozenset({"title", "unit"}), "texts": frozenset({"title"})}
"""Columns that say what is asked."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """What stands in a cell, and where, as messages name it: ``Sheet!D17``."""

    content: Any
    place: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """The cells of a row that have something in them, by the keys of their columns, and where the row stands."""

    cells: Mapping[str, FormCell]
    place: str


@dataclass(frozen=True, slots=True)
class FormTable:
    """The rows of one sheet, and the day 0 from which its serial dates count."""

    rows: Sequence[FormRow] = ()
    epoch: dt.datetime | None = None


def read_form(path: Path) -> tuple[Mapping[str, FormTable], tuple[Diagnostic, ...]]:
    """Return the sheets of a workbook of one school by their kind, and warnings about them.

    A sheet is recognised by its headings, whatever its name and its position; hidden sheets are read too. A missing
    sheet counts as an empty one. The cost is one pass over each sheet.

    Raises
    ------
    InputError
        It is no such workbook, or two sheets are of one kind (KD720); or it cannot be read at all.
    """
    found: dict[str, Sheet] = {}
    problems: list[Diagnostic] = []
    for sheet in open_each_sheet(path, lambda names: max(_count_known(kind, names) for kind in _KINDS)):
        kind = max(_KINDS, key=lambda kind: _count_known(kind, sheet.headings))
        other = found.setdefault(kind, sheet)
        if other is not sheet:
            message = Message(
                "the sheets '{one}' and '{other}' have the same columns", one=other.name, other=sheet.name
            )
            problems.append(Diagnostic("KD720", "error", message, sheet.file, path=sheet.name or ""))
    if "records" not in found:
        raise InputError([_describe_other_workbook(path), *problems])
    read = {kind: _read_sheet(sheet, kind, problems) for kind, sheet in found.items()}
    return {kind: read.get(kind, FormTable()) for kind in _KINDS}, tuple(problems)


def _count_known(kind: str, names: Sequence[str]) -> int:
    vocabulary, required = _KINDS[kind]
    keys = {vocabulary.find(name) for name in names if name.strip()} - {None}
    return len(keys) if required <= keys else 0


def _describe_other_workbook(path: Path) -> Diagnostic:
    labels = _KINDS["records"][0].titles
    return Diagnostic(
        "KD720", "error", Message("this is no workbook of one school"), str(path),
        expected=Message(
            "a sheet with the columns '{id}' and '{value}', as kiemdinh new --format xlsx writes it",
            id=Message.join(labels["id"][:2], " / "), value=Message.join(labels["value"][:2], " / "),
        ),
        hint=Message("a table with a row for each school is read by: kiemdinh batch FILE"),
    )  # fmt: skip


def _read_sheet(sheet: Sheet, kind: str, problems: list[Diagnostic]) -> FormTable:
    keys = _find_keys(sheet, _KINDS[kind][0], problems, is_open=kind == _OPEN)
    rows = sheet.read_rows([index for index, heading in enumerate(sheet.headings) if heading.strip()])
    problems += [cell.to_diagnostic() for cell in rows.rejected]
    # Blank rows stand between records in every form, and cause no warning; hidden rows and columns do.
    problems += [warning for warning in rows.warnings if warning.code == "KD711"]
    problems += _tell_unread(sheet, rows, keys)
    wanted = {index: key for index, key in keys.items() if key not in _NOT_READ.get(kind, ())}
    return FormTable([_read_row(sheet, rows, wanted, row) for row in range(len(rows))], sheet.epoch)


def _find_keys(sheet: Sheet, vocabulary: Vocabulary, problems: list[Diagnostic], *, is_open: bool) -> dict[int, str]:
    """Return the key of each known column; in an open sheet others have their heading. Two of one key are a problem."""
    found: dict[int, str] = {}
    for index, heading in enumerate(sheet.headings):
        named = heading.strip()
        key = (vocabulary.find(heading) or (named if is_open else None)) if named else None
        if key is not None and key in found.values():
            message = Message("two columns are called '{heading}'", heading=heading)
            path = f"{sheet.name}!{column_letters(index)}{sheet.heading_row}"
            problems.append(Diagnostic("KD703", "error", message, sheet.file, path=path, found=heading))
        elif key is not None:
            found[index] = key
    return found


def _tell_unread(sheet: Sheet, rows: SheetRows, keys: Mapping[int, str]) -> list[Diagnostic]:
    """Return a warning for each column that has a heading and entries, and is not known."""
    return [
        Diagnostic(
            "KD701", "warning", Message("the column '{heading}' is not read", heading=heading), sheet.file,
            path=f"{sheet.name}!{column_letters(index)}{sheet.heading_row}",
        )
        for index, heading in enumerate(sheet.headings)
        if index not in keys and heading.strip() and not all(map(is_nothing, rows.columns[index].contents))
    ]  # fmt: skip


def _read_row(sheet: Sheet, rows: SheetRows, keys: Mapping[int, str], row: int) -> FormRow:
    number = rows.numbers[row]
    cells = {}
    for index, key in keys.items():
        column = rows.columns[index]
        content = column.contents[column.codes[row]]
        # A dash may be a word of the framework, so the reader of results decides about it.
        if not is_nothing(content) or (key == "value" and content):
            cells[key] = FormCell(content, f"{sheet.name}!{column_letters(index)}{number}")
    first = column_letters(min(keys, default=0))
    return FormRow(cells, f"{sheet.name}!{first}{number}")
