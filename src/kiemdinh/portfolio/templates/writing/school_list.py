"""The list of schools that a table is made for: ``id, name, stages``, as a CSV file, a workbook or a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.portfolio.columns import ABOUT_ROWS
from kiemdinh.portfolio.sheets import RejectedCell, Sheet, SheetColumn, SheetRows, column_letters, open_sheets
from kiemdinh.portfolio.tables import read_about

__all__ = ["ListedSchool", "read_school_list"]

MAX_SCHOOLS: Final = 20_000
"""Schools of the longest list; a workbook with more rows to fill in is no use to anybody."""
_COLUMNS: Final = Vocabulary(
    {
        "school": ("id", "mã", *ABOUT_ROWS.titles["school"]),
        "name": ("tên", *ABOUT_ROWS.titles["name"]),
        "stage": ("stages", "cấp", *ABOUT_ROWS.titles["stage"]),
    }
)


@dataclass(frozen=True, slots=True)
class ListedSchool:
    """A school of the list: its id, its name and the stages that the list names for it."""

    id: str | None
    name: str | None
    stages: tuple[str, ...] | None


def read_school_list(schools: Any, records: RecordReader) -> tuple[ListedSchool, ...]:
    """Return the schools of a list, in its order.

    Parameters
    ----------
    schools
        A ``Path`` of a table, a frame, or rows as mappings, with the columns ``id``, ``name`` and ``stages``; one of
        the first two at least.
    records
        Reads the stages.

    Raises
    ------
    InputError
        With every cell that cannot be read, and every id that occurs twice.
    """
    found: list[ListedSchool] = []
    problems: list[Diagnostic] = []
    for sheet in open_sheets(schools, _count_known):
        keys = {_COLUMNS.find(heading): index for index, heading in enumerate(sheet.headings) if heading.strip()}
        indices = {key: index for key, index in keys.items() if key is not None}
        rows = sheet.read_rows(list(indices.values()))
        problems += [cell.to_diagnostic() for cell in rows.rejected]
        found += _read_rows(sheet, rows, indices, records, problems)
    if len(found) > MAX_SCHOOLS:
        message = Message("more than {n:,} schools", n=MAX_SCHOOLS)
        problems.append(Diagnostic("KD718", "error", message))
    if problems:
        raise InputError(problems)
    return tuple(found)


def _count_known(names: Sequence[str]) -> int:
    keys = {_COLUMNS.find(name) for name in names if name.strip()} - {None}
    return len(keys) if keys & {"school", "name"} else 0


def _read_rows(
    sheet: Sheet, rows: SheetRows, indices: Mapping[str, int], records: RecordReader, problems: list[Diagnostic]
) -> list[ListedSchool]:
    said: dict[str, Sequence[Any]] = {}
    for kind in _COLUMNS.titles:
        column = rows.columns[indices[kind]] if kind in indices else None
        said[kind] = [None] * len(rows)
        if column is not None:
            read = read_about(kind, column, records, sheet.epoch)
            said[kind] = read.values
            problems += [
                _at_cell(sheet, rows, column, row, read.errors[code]).to_diagnostic()
                for row, code in enumerate(column.codes)
                if code in read.errors
            ]
    problems += [
        _tell_nameless(sheet, rows.numbers[row])
        for row, named in enumerate(zip(said["school"], said["name"], strict=True))
        if named == (None, None)
    ]
    first: dict[str, int] = {}
    for row, school in enumerate(said["school"]):
        before = first.setdefault(school, row) if school is not None else row
        if before != row:
            numbers = Message.join([str(rows.numbers[before]), str(rows.numbers[row])])
            problem = Diagnostic("KD707", "error", Message("rows {rows} are about one school", rows=numbers))
            column = rows.columns[indices["school"]]
            problems.append(_at_cell(sheet, rows, column, row, problem).to_diagnostic())
    return [ListedSchool(*one) for one in zip(said["school"], said["name"], said["stage"], strict=True)]


def _tell_nameless(sheet: Sheet, number: int) -> Diagnostic:
    message = Message("the row does not say which school it is about")
    expected = Message("the id of the school")
    return RejectedCell(
        sheet.file, sheet.name, number, "", f"A{number}", "", "KD709", message, expected
    ).to_diagnostic()


def _at_cell(sheet: Sheet, rows: SheetRows, column: SheetColumn, row: int, problem: Diagnostic) -> RejectedCell:
    number = rows.numbers[row]
    return RejectedCell(
        sheet.file, sheet.name, number, column.heading, f"{column_letters(column.index)}{number}",
        str(column.contents[column.codes[row]]), problem.code, problem.message, problem.expected, problem.hint,
    )  # fmt: skip
