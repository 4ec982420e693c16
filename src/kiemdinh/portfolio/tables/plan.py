"""What each column of a sheet is taken for: by the mapping of the user, else by its heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import ReadingError, fold_word
from kiemdinh.portfolio.sheets import Sheet, column_letters
from kiemdinh.portfolio.tables.cells import ColumnRule
from kiemdinh.portfolio.tables.headings import ColumnMeaning, HeadingReader
from kiemdinh.portfolio.tables.mapping import ColumnMapping, MappedColumn

__all__ = ["ColumnPlan", "PlannedColumn", "plan_columns"]


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column that is known: its place, its heading, what it stands for and how its cells are taken."""

    index: int
    heading: str
    meaning: ColumnMeaning
    rule: ColumnRule

    @property
    def letters(self) -> str:
        """The column as a spreadsheet names it."""
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What the columns of a sheet are taken for.

    Attributes
    ----------
    columns
        The columns that are known, by their place.
    left_out
        The headings of those that the user leaves out.
    unknown
        What is told of those that are not known.
    """

    columns: Mapping[int, PlannedColumn]
    left_out: tuple[str, ...] = ()
    unknown: tuple[Diagnostic, ...] = field(default=())

    def about_row(self, kind: str) -> PlannedColumn | None:
        """Return the column that says one thing of each row, such as its school; None where there is none."""
        return next((one for one in self.columns.values() if one.meaning.kind == kind), None)

    @property
    def records(self) -> tuple[PlannedColumn, ...]:
        """The columns that record something."""
        return tuple(one for one in self.columns.values() if one.meaning.records)


def plan_columns(sheet: Sheet, headings: HeadingReader, mapping: ColumnMapping) -> ColumnPlan:
    """Return what the columns of a sheet are taken for.

    Raises
    ------
    InputError
        Two columns stand for one thing (KD703), or the mapping names a column that is not there (KD719).
    """
    planned: dict[int, PlannedColumn] = {}
    left_out: list[str] = []
    unknown: list[Diagnostic] = []
    for index, heading in enumerate(sheet.headings):
        if not heading.strip():
            continue
        try:
            mapped = mapping.find(heading) or MappedColumn(headings.read(heading))
        except ReadingError as error:
            path = f"{column_letters(index)}{sheet.heading_row}"
            unknown.append(
                Diagnostic(error.code, "warning", error.message, sheet.file, path=path,
                           expected=error.expected, found=heading, hint=error.hint)
            )  # fmt: skip
            continue
        if mapped.meaning is None:
            left_out.append(heading)
        else:
            planned[index] = PlannedColumn(index, heading, mapped.meaning, mapped.rule)
    problems = [*_find_twice(sheet, planned), *_find_missing(sheet, mapping)]
    if problems:
        raise InputError(problems)
    return ColumnPlan(planned, tuple(left_out), tuple(unknown))


def _find_twice(sheet: Sheet, planned: Mapping[int, PlannedColumn]) -> list[Diagnostic]:
    first: dict[ColumnMeaning, PlannedColumn] = {}
    problems = []
    for column in planned.values():
        before = first.setdefault(column.meaning, column)
        if before is not column:
            message = Message(
                "the columns {first} ('{one}') and {second} ('{other}') both stand for '{meaning}'",
                first=before.letters, one=before.heading, second=column.letters, other=column.heading,
                meaning=column.meaning,
            )  # fmt: skip
            path = f"{column.letters}{sheet.heading_row}"
            problems.append(
                Diagnostic("KD703", "error", message, sheet.file, path=path, found=column.heading, hint=_LEAVE_ONE)
            )
    return problems


def _find_missing(sheet: Sheet, mapping: ColumnMapping) -> list[Diagnostic]:
    there = {fold_word(heading) for heading in sheet.headings}
    return [
        Diagnostic(
            "KD719", "error", Message("the table has no column '{key}'", key=mapping.headings[key]), sheet.file,
            path="columns", found=mapping.headings[key],
        )
        for key in mapping.columns
        if key not in there
    ]  # fmt: skip


_LEAVE_ONE = Message(
    "leave out one of them in the mapping of columns, {{HEADING: null}}; a spreadsheet makes 1.1 of 1.10"
)
