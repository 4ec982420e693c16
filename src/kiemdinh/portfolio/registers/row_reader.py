"""Reading the rows of a sheet as entries of a register: distinct cells are read once, unreadable rows are set aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.portfolio.columns import ColumnPlan, PlannedColumn
from kiemdinh.portfolio.registers.cells import PLACES, cell_reader, is_day
from kiemdinh.portfolio.registers.entry import RegisteredAward, RegisterEntry
from kiemdinh.portfolio.registers.lost_zeros import find_lost_zeros
from kiemdinh.portfolio.sheets import Sheet, SheetColumn, is_nothing
from kiemdinh.portfolio.tables import RawRows, find_unreadable_text, read_column

__all__ = ["RegisterRows", "read_register_rows"]

_ABOUT_AWARDS: Final = ("grade", "signed", "ends", "state")
_PERIODS: Final = (("from", "until"), ("signed", "ends"))
_WIDE_IDS: Final = ("id", *PLACES)


@dataclass(slots=True)
class RegisterRows:
    """The rows of one sheet, read.

    Attributes
    ----------
    raw
        The rows as they stand in the sheet, those that are set aside included.
    entries
        The entry of each row that is not set aside, by the number of the row, counted from 0.
    headings
        The headings of the inputs.
    places
        The commune, the district and the province of each row, also of those that are set aside.
    has_broken_rows
        Whether some row cannot be taken apart, such as one of another length.
    """

    raw: RawRows
    entries: dict[int, RegisterEntry] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    places: Sequence[tuple[str | None, ...]] = ()
    has_broken_rows: bool = False

    @property
    def gaps(self) -> frozenset[tuple[str | None, ...]]:
        """Where schools may be missing, since rows were set aside: the places that these rows name."""
        found = {self.places[row] for row in self.raw.aside.rejected_rows}
        # Of a row that cannot be taken apart nothing is known.
        return frozenset(found | ({(None,) * len(PLACES)} if self.has_broken_rows else set()))

    def reject(self, row: int, column: str, problem: Diagnostic) -> None:
        """Set a row aside for a cell of it."""
        self.entries.pop(row, None)
        self.raw.aside.reject(row, _find_column(self.raw, column), problem)


def read_register_rows(sheet: Sheet, plan: ColumnPlan) -> RegisterRows:
    """Return the rows of a sheet. The cost is one reading for each distinct cell, and one entry for each row."""
    raw = RawRows(sheet, plan, sheet.read_rows(plan.columns), None, is_day)
    has_broken_rows = bool(raw.rows.rejected)
    raw.leave_out_others()
    raw.require_school()
    columns = {_column_id(one): one for one in plan.columns.values()}
    members = {id_: one for id_, one in columns.items() if one.meaning.kind != "input"}
    inputs = [one for one in plan.columns.values() if one.meaning.kind == "input"]
    cells = {id_: _read_member_column(raw, id_, one) for id_, one in members.items()}
    kept = [(one.meaning.id, _read_input_column(raw, one)) for one in inputs]
    read = RegisterRows(raw, headings=tuple(heading for heading, _ in kept), has_broken_rows=has_broken_rows)
    letters = FrozenMap({_column_id(one).removeprefix("="): one.letters for one in plan.columns.values()})
    for row in list(raw.aside.rows()):
        found = {id_: values[row] for id_, values in cells.items()}
        problem = _find_problem(found)
        if problem is not None:
            read.reject(row, *problem)
            continue
        given = {heading: values[row] for heading, values in kept if values[row] is not None}
        read.entries[row] = replace(_make_entry(found, given, raw, row), letters=letters)
    read.places = [
        tuple(cells[place][row] if place in cells else None for place in PLACES) for row in range(len(raw.rows))
    ]
    return read


def _column_id(planned: PlannedColumn) -> str:
    meaning = planned.meaning
    return "id" if meaning.kind == "school" else f"={meaning.id}" if meaning.kind == "input" else meaning.id


def _find_column(raw: RawRows, id_: str) -> SheetColumn | None:
    found = (one.index for one in raw.plan.columns.values() if _column_id(one) == id_)
    return next((raw.rows.columns[index] for index in found), None)


def _read_member_column(raw: RawRows, id_: str, planned: PlannedColumn) -> Sequence[Any]:
    column = raw.rows.columns[planned.index]
    read = read_column(column, cell_reader(id_, planned.rule, raw.sheet.epoch))
    raw.aside.reject_contents(column, read.errors)
    if id_ in _WIDE_IDS:
        raw.warnings += find_lost_zeros(id_, column, read.values.contents, raw.sheet)
    return list(read.values)


def _read_input_column(raw: RawRows, planned: PlannedColumn) -> Sequence[Any]:
    column = raw.rows.columns[planned.index]
    read = cell_reader(planned.meaning.id, planned.rule, raw.sheet.epoch)
    problems = {
        number: problem
        for number, content in enumerate(column.contents)
        if isinstance(content, str) and (problem := find_unreadable_text(content)) is not None
    }
    raw.aside.reject_contents(column, problems)
    contents = [None if is_nothing(content) else read(content) for content in column.contents]
    return [contents[code] for code in column.codes]


def _find_problem(found: dict[str, Any]) -> tuple[str, Diagnostic] | None:
    """Return a problem that only several cells of a row show together, with the column that it is about."""
    for first, last in _PERIODS:
        start, end = found.get(first), found.get(last)
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            message = Message("{end} lies before {start}", end=end, start=start)
            expected = Message("a day from {start} on", start=start)
            return last, Diagnostic("KD317", "error", message, expected=expected)
    if found.get("award") is None:
        for column in _ABOUT_AWARDS:
            if found.get(column) is not None:
                message = Message("'{key}' is missing", key="award")
                expected = Message("the id or the name of the award that this cell is about")
                return column, Diagnostic("KD101", "error", message, expected=expected)
    return None


def _make_entry(found: dict[str, Any], inputs: dict[str, Any], raw: RawRows, row: int) -> RegisterEntry:
    award = found.get("award")
    awards = () if award is None else (
        RegisteredAward(award, found.get("grade"), found.get("signed"), found.get("ends"), found.get("state")),
    )  # fmt: skip
    return RegisterEntry(
        found["id"], found.get("name"), found.get("stages") or (), found.get("commune"), found.get("district"),
        found.get("province"), found.get("public"), found.get("from"), found.get("until"),
        found.get("succeeds") or (), awards, FrozenMap(inputs), raw.sheet.file, raw.sheet.name, raw.rows.numbers[row],
    )  # fmt: skip
