"""Where schools stand whose rows are plain: the rules are compiled once for all rows of the same stages and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.assessment.awards import AwardStanding
from kiemdinh.assessment.cases import JoinedCases
from kiemdinh.assessment.plain import (
    CompiledStage,
    NotPlainError,
    Record,
    RecordLeaves,
    RecordPlace,
    compile_stage,
    place_of,
)
from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.assessment.school_facts import SchoolFacts, resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier, FindingRecord, School, ValueRecord
from kiemdinh.portfolio.batch.plane_standings import find_statuses
from kiemdinh.portfolio.batch.standing import RowStanding, StandingNames
from kiemdinh.portfolio.coded import CodedColumn, code_cells, group_rows, has_code, rows_of_codes, take_codes
from kiemdinh.rules.compiled import STATUS, InexactError
from kiemdinh.standards.names import FactKind, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable, TableColumn
    from kiemdinh.standards.loading import Framework

__all__ = ["PlainRows", "find_general_rows", "gather_rows"]


@dataclass(frozen=True, slots=True)
class _ColumnLeaves:
    """A column of a table as a place of leaves: the leaf of a row is the code of its entry."""

    column: TableColumn
    is_always: bool

    @property
    def whole_numbers(self) -> None:
        """No number stands for itself: leaves are codes."""

    def add_table(self, make_entry: Callable[[Record | None], object]) -> list[object]:
        """Return what is made of each entry of the column, by its code."""
        return [make_entry(entry.plain) for entry in self.column.entries]

    def write_optional(self, table: str, leaf: str) -> str:
        """Return the source of the entry of a leaf."""
        return f"{table}[{leaf}]"


@dataclass(frozen=True, slots=True)
class PlainRows:
    """The rows of a table that have the same stages and day, and so the same rules.

    Attributes
    ----------
    framework
        The framework.
    columns
        The columns that record something plain; their codes are the leaves.
    leaves, places
        What is known of each column, and the column of each record by what it is about.
    facts, empty
        The facts of a school that has a record in each column, and of one that has recorded nothing.
    """

    framework: Framework
    columns: Sequence[TableColumn]
    leaves: Sequence[_ColumnLeaves]
    places: Mapping[RecordPlace, int]
    facts: SchoolFacts
    empty: SchoolFacts

    def find_standings(self, rows: Sequence[int]) -> CodedColumn[RowStanding | None]:
        """Return where each of some rows stands; None for a row that has to go the general way.

        The cost is that of compiling the rules, some tens of milliseconds; and of each row some operations on planes,
        or one call of the compiled rules for each stage, some microseconds.

        Raises
        ------
        NotPlainError
            All rows have to go the general way.
        """
        names = StandingNames.of(self.framework)
        waits = tuple(_find_waits(self.framework, self.empty))
        found = self._find_statuses(rows, names)
        main, size = names.main, len(names.outcomes)
        # Many rows stand alike: each way to stand is made once.
        standings = [
            None if one is None else RowStanding(one[:main], tuple(map(min, one[size:], waits)))
            for one in found.contents
        ]
        return CodedColumn(standings, found.codes)

    def _find_statuses(self, rows: Sequence[int], names: StandingNames) -> CodedColumn[tuple[int, ...] | None]:
        if tuple(self.facts.stages) != (None,):
            return self._find_by_stage(rows, names)
        wanted = (*names.outcomes, *names.awards)
        try:
            return find_statuses(self._leaves_of(None), self.empty.as_one, self.columns, rows, wanted)
        except (NotPlainError, InexactError):
            compiled = self._compile(None, wanted)
            return code_cells(_attempt(compiled.find_statuses, codes) for codes in self._list_leaves(rows))

    def _find_by_stage(self, rows: Sequence[int], names: StandingNames) -> CodedColumn[tuple[int, ...] | None]:
        """Return the outcomes and awards of schools whose stages are assessed each on its own (2.6)."""
        facts = self.facts.rules.facts
        read = sorted({fact for award in names.awards for fact in facts[award] if _is_outcome(fact)})
        outcomes = tuple(dict.fromkeys((*names.outcomes, *read)))
        stages = [self._compile(stage, outcomes) for stage in self.facts.stages]
        awards = self._compile(None, names.awards, outcomes)
        size = len(names.outcomes)

        def find_statuses_of(codes: tuple[int, ...]) -> tuple[int, ...]:
            each = [stage.find_statuses(codes, is_only=False) for stage in stages]
            # One stage without the level leaves the school without it.
            school = each[0] if len(each) == 1 else tuple(map(min, *each))
            return (*school[:size], *awards.find_statuses(codes, is_only=False, given=school))

        return code_cells(_attempt(find_statuses_of, codes) for codes in self._list_leaves(rows))

    def _list_leaves(self, rows: Sequence[int]) -> Iterable[tuple[int, ...]]:
        if not self.columns:
            return ((),) * len(rows)
        return zip(*(take_codes(column.codes, rows) for column in self.columns), strict=True)

    def _compile(self, stage: str | None, tops: Sequence[str], given: Sequence[str] = ()) -> CompiledStage:
        part, without = (one.as_one if stage is None else one.stages[stage] for one in (self.facts, self.empty))
        return compile_stage(part, without, self.leaves, self.places, tops, given=given)

    def _leaves_of(self, stage: str | None) -> RecordLeaves:
        return RecordLeaves(self.facts.stages[stage], self.leaves, self.places)


def _attempt(find: Callable[[tuple[int, ...]], tuple[int, ...]], codes: tuple[int, ...]) -> tuple[int, ...] | None:
    try:
        return find(codes)
    except NotPlainError:
        return None


def find_general_rows(table: SchoolTable) -> frozenset[int]:
    """Return the rows that have to go the general way: with evidence, an external finding, or a record of later.

    The cost is one pass over the columns that have such an entry.
    """
    rows = table.rows
    groups = group_rows([(one.codes, len(one.contents)) for one in (rows.dates, rows.days)], len(rows))
    later = {number for number, row in enumerate(groups.rows) if not _is_seen(rows.dates[row], rows.days[row])}
    found = set(rows_of_codes(groups.codes, later, len(groups.rows)) if later else ())
    for column in table.columns:
        odd = {
            code for code, entry in enumerate(column.entries) if code and not _is_plain(entry.plain, table.framework)
        }
        if odd:
            found.update(rows_of_codes(column.codes, odd, len(column.entries)))
    return frozenset(found)


def _is_seen(date: dt.date | None, day: dt.date | None) -> bool:
    return date is not None and day is not None and date <= day


def _is_plain(record: Record | None, framework: Framework) -> bool:
    if record is None:
        return False
    # A decision begins and ends on days of its own (2.9).
    return isinstance(record, FindingRecord) or framework.inputs[record.name].type != "decision"


def gather_rows(table: SchoolTable, stages: tuple[str, ...] | None, day: dt.date) -> PlainRows:
    """Return what is common to the rows of a table that have these stages and this day."""
    framework = table.framework
    first = {i: _first_record(column, framework, day) for i, column in enumerate(table.columns)}
    columns = [table.columns[i] for i, record in first.items() if record is not None]
    records = [record for record in first.values() if record is not None]
    places = {place_of(record): i for i, record in enumerate(records)}
    findings = tuple(record for record in records if isinstance(record, FindingRecord))
    values = tuple(record for record in records if isinstance(record, ValueRecord))
    nothing = Dossier(School(stages=stages), day)
    facts, empty = (
        resolve_school(framework, one, Dates(day, day, day))
        for one in (replace(nothing, findings=findings, values=values), nothing)
    )
    leaves = [_ColumnLeaves(column, not has_code(column.codes, 0)) for column in columns]
    return PlainRows(framework, columns, leaves, places, facts, empty)


def _is_outcome(fact: str) -> bool:
    return read_fact_name(fact).kind is FactKind.OUTCOME


def _first_record(column: TableColumn, framework: Framework, day: dt.date) -> Record | None:
    records = (entry.plain for entry in column.entries[1:])
    found = next((record for record in records if _is_plain(record, framework)), None)
    return None if found is None else replace(found, date=day)


def _find_waits(framework: Framework, empty: SchoolFacts) -> Sequence[int]:
    """Return the status of the waiting time of each grade, in the order of the award facts (S16)."""
    school = ReportedSchool(empty, JoinedCases({}, True))
    standings = (AwardStanding(framework, empty.as_one.dossier, award, school) for award in framework.awards)
    return [STATUS[one.waiting_time.is_over(i)] for one in standings for i in range(len(one.fact_names))]
