"""Where schools stand whose rows are plain: the rules are compiled once for all rows of the same stages and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.assessment.awards import AwardStanding
from kiemdinh.assessment.cases import JoinedCases
from kiemdinh.assessment.plain import CompiledStage, NotPlainError, Record, compile_stage, place_of
from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.assessment.school_facts import SchoolFacts, resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier, FindingRecord, School, ValueRecord
from kiemdinh.portfolio.batch.standing import RowStanding, StandingNames
from kiemdinh.standards.names import FactKind, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable, TableColumn
    from kiemdinh.standards.loading import Framework

__all__ = ["PlainRows", "compile_rows", "find_general_rows"]

_STATUS_OF_WAIT = (0, 2, 3)
"""The status of a truth, by its value."""


@dataclass(frozen=True, slots=True)
class _ColumnLeaves:
    """A column of a table as a place of leaves: the leaf of a row is the code of its entry."""

    column: TableColumn

    @property
    def is_always(self) -> bool:
        """Whether each row records something in the column."""
        return 0 not in self.column.codes

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
    """The compiled rules for rows of the same stages and day.

    Attributes
    ----------
    names
        The facts that a standing is read from.
    stages
        The compiled rules of each stage, which give the outcomes, and the awards too where there are no stages.
    awards
        Where there are stages, the compiled awards of the school as one, over its outcomes.
    waits
        For each award fact the status of its waiting time, the same for all schools that record no award.
    columns
        The columns whose codes are the leaves.
    """

    names: StandingNames
    stages: tuple[CompiledStage, ...]
    awards: CompiledStage | None
    waits: tuple[int, ...]
    columns: tuple[TableColumn, ...]

    def find_standings(self, rows: Sequence[int]) -> list[RowStanding | None]:
        """Return where each of some rows stands; None for a row that has to go the general way.

        The cost is that of one call of the compiled rules for each row and stage, some microseconds.
        """
        picked = zip(*([column.codes[row] for row in rows] for column in self.columns), strict=True)
        leaves = picked if self.columns else ((),) * len(rows)
        return [self._find_standing(codes) for codes in leaves]

    def _find_standing(self, codes: tuple[int, ...]) -> RowStanding | None:
        try:
            if self.awards is None:
                statuses = self.stages[0].find_statuses(codes)
                count = len(self.names.outcomes)
                outcomes, awards = statuses[:count], statuses[count:]
            else:
                found = [stage.find_statuses(codes, is_only=False) for stage in self.stages]
                # One stage without the level leaves the school without it (2.6).
                outcomes = found[0] if len(found) == 1 else tuple(map(min, *found))
                awards = self.awards.find_statuses(codes, is_only=False, given=outcomes)
        except NotPlainError:
            return None
        return RowStanding(outcomes[: self.names.main], tuple(map(min, awards, self.waits)))


def find_general_rows(table: SchoolTable) -> frozenset[int]:
    """Return the rows that have to go the general way: with evidence, an external finding, or a record of later.

    The cost is one pass over the columns that have such an entry.
    """
    rows = table.rows
    found = {i for i, (date, day) in enumerate(zip(rows.dates, rows.days, strict=True)) if not _is_seen(date, day)}
    for column in table.columns:
        odd = {
            code for code, entry in enumerate(column.entries) if code and not _is_plain(entry.plain, table.framework)
        }
        if odd:
            found.update(i for i, code in enumerate(column.codes) if code in odd)
    return frozenset(found)


def _is_seen(date: dt.date | None, day: dt.date | None) -> bool:
    return date is not None and day is not None and date <= day


def _is_plain(record: Record | None, framework: Framework) -> bool:
    if record is None:
        return False
    # A decision begins and ends on days of its own (2.9).
    return isinstance(record, FindingRecord) or framework.inputs[record.name].type != "decision"


def compile_rows(table: SchoolTable, stages: tuple[str, ...] | None, day: dt.date) -> PlainRows:
    """Return the compiled rules for the rows of a table that have these stages and this day.

    The cost is that of compiling the rules, some tens of milliseconds.

    Raises
    ------
    NotPlainError
        All these rows have to go the general way.
    """
    framework = table.framework
    first = {i: _first_record(column, framework, day) for i, column in enumerate(table.columns)}
    columns = [table.columns[i] for i, record in first.items() if record is not None]
    records = [record for record in first.values() if record is not None]
    places = {place_of(record): i for i, record in enumerate(records)}
    dossier = Dossier(
        School(stages=stages),
        day,
        findings=tuple(record for record in records if isinstance(record, FindingRecord)),
        values=tuple(record for record in records if isinstance(record, ValueRecord)),
    )
    facts, empty = (
        resolve_school(framework, one, Dates(day, day, day))
        for one in (dossier, replace(dossier, findings=(), values=()))
    )
    names = StandingNames.of(framework)
    leaves = [_ColumnLeaves(column) for column in columns]

    def compile_of(stage: str | None, tops: Sequence[str], given: Sequence[str] = ()) -> CompiledStage:
        part, without = (one.as_one if stage is None else one.stages[stage] for one in (facts, empty))
        return compile_stage(part, without, leaves, places, tops, given=given)

    waits = tuple(_find_waits(framework, dossier, empty))
    if tuple(facts.stages) == (None,):
        compiled = compile_of(None, (*names.outcomes, *names.awards))
        return PlainRows(names, (compiled,), None, waits, tuple(columns))
    read = sorted({fact for award in names.awards for fact in facts.rules.facts[award] if _is_outcome(fact)})
    outcomes = tuple(dict.fromkeys((*names.outcomes, *read)))
    by_stage = tuple(compile_of(stage, outcomes) for stage in facts.stages)
    awards = compile_of(None, names.awards, outcomes)
    return PlainRows(names, by_stage, awards, waits, tuple(columns))


def _is_outcome(fact: str) -> bool:
    return read_fact_name(fact).kind is FactKind.OUTCOME


def _first_record(column: TableColumn, framework: Framework, day: dt.date) -> Record | None:
    records = (entry.plain for entry in column.entries[1:])
    found = next((record for record in records if _is_plain(record, framework)), None)
    return None if found is None else replace(found, date=day)


def _find_waits(framework: Framework, dossier: Dossier, empty: SchoolFacts) -> Sequence[int]:
    """Return the status of the waiting time of each grade, in the order of the award facts (S16)."""
    school = ReportedSchool(empty, JoinedCases({}, True))
    standings = (AwardStanding(framework, dossier, award, school) for award in framework.awards)
    return [_STATUS_OF_WAIT[one.waiting_time.is_over(i)] for one in standings for i in range(len(one.fact_names))]
