"""Where schools stand whose rows are plain: the rules are compiled once for all rows of the same stages."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.assessment.awards import AwardStanding
from kiemdinh.assessment.cases import JoinedCases
from kiemdinh.assessment.plain import (
    NotPlainError,
    Record,
    RecordLeaves,
    RecordPlace,
    SettledPlanes,
    compile_plane_schools,
    place_of,
    settle_planes,
)
from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.assessment.school_facts import SchoolFacts, resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier, FindingRecord, School, ValueRecord
from kiemdinh.portfolio.batch.row_days import DayGroups, RowDays
from kiemdinh.portfolio.batch.standing import RowStanding, StandingNames
from kiemdinh.portfolio.batch.table_part import RecordColumns, TablePart
from kiemdinh.portfolio.coded import (
    CodedColumn,
    code_cells,
    group_rows,
    has_code,
    rows_of_codes,
    take_codes,
    translate_codes,
)
from kiemdinh.rules.compiled import STATUS, InexactError, PlaneRows, plane_rows

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable, TableColumn
    from kiemdinh.standards.loading import Framework

__all__ = [
    "PlainRows",
    "SettledRows",
    "find_general_rows",
    "find_unseen_rows",
    "find_waits",
    "gather_rows",
    "group_plain_rows",
]


_TOGETHER: Final = 4
"""Statuses whose bits make a byte."""


@dataclass(frozen=True, slots=True)
class _ColumnLeaves:
    """A column of a table as a place of leaves: the leaf of a row is the code of its entry."""

    column: TableColumn
    is_always: bool

    @property
    def whole_numbers(self) -> None:
        """No leaf is itself a number: leaves are codes."""

    def add_table(self, make_entry: Callable[[Record | None], object]) -> list[object]:
        """Return what is made of each entry of the column, by its code."""
        return [make_entry(entry.plain) for entry in self.column.entries]

    def write_optional(self, table: str, leaf: str) -> str:
        """Return the source of the entry of a leaf."""
        return f"{table}[{leaf}]"


class SettledRows(NamedTuple):
    """Facts of rows as planes.

    Attributes
    ----------
    planes
        How many rows there are.
    stages
        What they record of each stage; without stages of the schools as one, under the key None.
    found
        The facts.
    """

    planes: PlaneRows
    stages: Mapping[str | None, TablePart]
    found: SettledPlanes


@dataclass(frozen=True, slots=True)
class PlainRows:
    """The rows of a table that have the same stages, and the same rules but for the school years that these name.

    Attributes
    ----------
    framework
        The framework.
    columns
        The columns that record something plain; their codes are the leaves.
    leaves, places
        What is known of each column, and the column of each record by what it is about.
    facts, empty
        The facts of a school that has a record in each column, and of one that has recorded nothing; both on the day of
        one of the rows.
    days
        The day on which each row of the table is assessed.
    """

    framework: Framework
    columns: Sequence[TableColumn]
    leaves: Sequence[_ColumnLeaves]
    places: Mapping[RecordPlace, int]
    facts: SchoolFacts
    empty: SchoolFacts
    days: CodedColumn[dt.date | None]

    def find_standings(self, rows: Sequence[int]) -> CodedColumn[RowStanding]:
        """Return where each of some rows stands.

        The cost is that of compiling the rules, some tens of milliseconds for each stage, and of some operations on
        words of 64 rows.

        Raises
        ------
        NotPlainError
            All rows have to go the general way.
        """
        names = StandingNames.of(self.framework)
        waits = tuple(find_waits(self.framework, self.empty))
        wanted = (*names.outcomes, *names.awards)
        settled = self.settle(rows, wanted)
        found = _code_statuses(settled, wanted)
        main, size = names.main, len(names.outcomes)
        # Many rows stand alike: each way to stand is made once.
        standings = [RowStanding(one[:main], tuple(map(min, one[size:], waits))) for one in found.contents]
        return CodedColumn(standings, found.codes)

    def settle(
        self,
        rows: Sequence[int],
        tops: Sequence[str] = (),
        of_stages: Sequence[str] = (),
        explained: Sequence[str] = (),
    ) -> SettledRows:
        """Return facts of some rows as planes.

        Parameters
        ----------
        rows
            The rows, in rising order.
        tops, of_stages, explained
            The outcomes, labels and awards that are asked for, facts of each stage, and those of them whose grounds are
            asked for, by their names in the rules.

        Raises
        ------
        NotPlainError
            All rows have to go the general way.
        """
        try:
            return self._settle_on(plane_rows(len(rows)), rows, tops, of_stages, explained)
        except InexactError:
            # Whole numbers of Python have no greatest one.
            return self._settle_on(plane_rows(len(rows), numpy=False), rows, tops, of_stages, explained)

    def _settle_on(
        self,
        planes: PlaneRows,
        rows: Sequence[int],
        tops: Sequence[str],
        of_stages: Sequence[str],
        explained: Sequence[str],
    ) -> SettledRows:
        codes = [take_codes(column.codes, rows) for column in self.columns]
        days = RowDays.of(self.framework, self.empty.rules, self.days, rows)
        columns = RecordColumns(planes, self.columns, codes, days)
        as_one = self._read_part(columns, None)
        stages = {stage: as_one if stage is None else self._read_part(columns, stage) for stage in self.facts.stages}
        schools = compile_plane_schools(planes, stages, as_one, tops, of_stages, explained)
        return SettledRows(planes, stages, settle_planes(schools))

    def _read_part(self, columns: RecordColumns, stage: str | None) -> TablePart:
        facts, empty = (one.as_one if stage is None else one.stages[stage] for one in (self.facts, self.empty))
        return TablePart(columns, RecordLeaves(facts, self.leaves, self.places), empty)


def _code_statuses(settled: SettledRows, wanted: Sequence[str]) -> CodedColumn[tuple[int, ...]]:
    """Return the statuses of facts of the schools for each row, together; many rows have the same.

    A status is the number of its two bits, the certain one the lower.
    """
    school, planes = settled.found.facts.school, settled.planes
    parts = [wanted[start : start + _TOGETHER] for start in range(0, len(wanted), _TOGETHER)]
    numbers = [planes.combine([plane for name in part for plane in school[name]]) for part in parts]
    sizes = [1 << 2 * len(part) for part in parts]
    groups = group_rows([(array("B", bytes(one)), size) for one, size in zip(numbers, sizes, strict=True)], planes.rows)
    found = [
        tuple(
            int(one[row]) >> 2 * place & 3
            for one, part in zip(numbers, parts, strict=True)
            for place in range(len(part))
        )
        for row in groups.rows
    ]
    return CodedColumn(found, groups.codes)


def find_general_rows(table: SchoolTable) -> frozenset[int]:
    """Return the rows that have to go the general way: with evidence, an external finding, an award or without a day.

    Of a framework with populations all rows do. The cost is one pass over the columns that have such an entry.
    """
    rows = table.rows
    if table.members is not None or table.framework.definition.populations:
        return frozenset(range(len(rows)))
    found: set[int] = set()
    for dates in (rows.dates, rows.days):
        missing = {number for number, day in enumerate(dates.contents) if day is None}
        found.update(rows_of_codes(dates.codes, missing, len(dates.contents)) if missing else ())
    if rows.beside is not None:
        more = {number for number, beside in enumerate(rows.beside.contents) if beside is not None}
        found.update(rows_of_codes(rows.beside.codes, more, len(rows.beside.contents)) if more else ())
    for column in table.columns:
        odd = {
            code for code, entry in enumerate(column.entries) if code and not _is_plain(entry.plain, table.framework)
        }
        if odd:
            found.update(rows_of_codes(column.codes, odd, len(column.entries)))
    return frozenset(found)


def _is_plain(record: Record | None, framework: Framework) -> bool:
    if record is None:
        return False
    # A decision begins and ends on its own days (2.9).
    return isinstance(record, FindingRecord) or framework.inputs[record.name].type != "decision"


def group_plain_rows(table: SchoolTable, rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the rows together that one compilation of the rules serves.

    They are of the same stages and of days that :class:`DayGroups` does not tell apart, and recorded by then or not.
    """
    stages, days, seen = about = table.rows.stages, table.rows.days, _find_seen(table)
    groups = group_rows([(take_codes(one.codes, rows), len(one.contents)) for one in about], len(rows))
    alike, firsts = DayGroups(table.framework), [rows[row] for row in groups.rows]
    kinds = code_cells((stages[row], alike.key_of(stages[row], days[row]), seen[row]) for row in firsts)
    if len(kinds.contents) == 1:
        yield rows
        return
    codes = translate_codes(groups.codes, kinds.codes)
    for number in range(len(kinds.contents)):
        yield [rows[place] for place in rows_of_codes(codes, {number}, len(kinds.contents))]


def find_unseen_rows(table: SchoolTable) -> frozenset[int]:
    """Return the rows that were recorded after the day of their assessment: nothing of them is known then (4.1)."""
    seen = _find_seen(table)
    unseen = {number for number, is_seen in enumerate(seen.contents) if not is_seen}
    return frozenset(rows_of_codes(seen.codes, unseen, len(seen.contents)) if unseen else ())


def _find_seen(table: SchoolTable) -> CodedColumn[bool]:
    """Return whether what each row records was recorded by its day; else nothing of it is known then (4.1)."""
    about = (table.rows.dates, table.rows.days)
    groups = group_rows([(one.codes, len(one.contents)) for one in about], len(table))
    return CodedColumn([_is_seen(*(one[row] for one in about)) for row in groups.rows], groups.codes)


def _is_seen(date: dt.date | None, day: dt.date | None) -> bool:
    return date is not None and day is not None and date <= day


def gather_rows(table: SchoolTable, row: int) -> PlainRows:
    """Return what is common to the rows of a group, by one of them.

    Raises
    ------
    NotPlainError
        The row has no day.
    """
    framework, day = table.framework, table.rows.days[row]
    if day is None:
        message = "no day"
        raise NotPlainError(message)
    shown = table.columns if _is_seen(table.rows.dates[row], day) else ()
    first = {i: _first_record(column, framework, day) for i, column in enumerate(shown)}
    columns = [table.columns[i] for i, record in first.items() if record is not None]
    records = [record for record in first.values() if record is not None]
    places = {place_of(record): i for i, record in enumerate(records)}
    findings = tuple(record for record in records if isinstance(record, FindingRecord))
    values = tuple(record for record in records if isinstance(record, ValueRecord))
    nothing = Dossier(School(stages=table.rows.stages[row]), day)
    facts, empty = (
        resolve_school(framework, one, Dates(day, day, day))
        for one in (replace(nothing, findings=findings, values=values), nothing)
    )
    leaves = [_ColumnLeaves(column, not has_code(column.codes, 0)) for column in columns]
    return PlainRows(framework, columns, leaves, places, facts, empty, table.rows.days)


def _first_record(column: TableColumn, framework: Framework, day: dt.date) -> Record | None:
    records = (entry.plain for entry in column.entries[1:])
    found = next((record for record in records if _is_plain(record, framework)), None)
    return None if found is None else replace(found, date=day)


def find_waits(framework: Framework, empty: SchoolFacts) -> Sequence[int]:
    """Return the status of the waiting time of each grade, in the order of the award facts (S16)."""
    school = ReportedSchool(empty, JoinedCases({}, True))
    standings = (AwardStanding(framework, empty.as_one.dossier, award, school) for award in framework.awards)
    return [STATUS[one.waiting_time.is_over(i)] for one in standings for i in range(len(one.fact_names))]
