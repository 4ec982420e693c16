"""The cheapest repair of each row of a table: asked cluster by cluster, each once for all rows with the same cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.api.assess import assess
from kiemdinh.api.assessment import facts_of_result
from kiemdinh.assessment.cases import may_have_open_context
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier, FindingRecord, Level, School, ValueRecord
from kiemdinh.explanation.composition import (
    Cluster,
    ClusterQuestion,
    NotComposableError,
    TargetOutline,
    ask_cluster,
    compose_question,
    outline_target,
)
from kiemdinh.explanation.repairs import CheapestRepair, find_cheapest_repair
from kiemdinh.explanation.targets import levels_of
from kiemdinh.portfolio.batch.plain_rows import find_general_rows, find_unseen_rows
from kiemdinh.rules import DEFAULT_BUDGET, Budget
from kiemdinh.standards.names import FactKind, FactName, read_value_name

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.portfolio.tables import CellEntry, SchoolTable
    from kiemdinh.standards.loading import Framework

__all__ = ["find_row_repairs"]

Record: TypeAlias = "FindingRecord | ValueRecord"
Cells: TypeAlias = "tuple[int, ...]"
"""What some columns record of a row: the code of each."""

_MAX_KEPT: Final = 2_000
"""Answers of clusters, and of whole rows, that are kept of one target; beyond these they are asked anew."""


def find_row_repairs(
    table: SchoolTable, rows: Sequence[int], levels: Sequence[str | None], budget: int | None
) -> Iterator[tuple[int, LevelRef, CheapestRepair]]:
    """Yield for each row below the top its place among *rows*, the next level and the cheapest repair that leads there.

    Rows whose question can be put together from clusters are; for others it is asked as a whole, which costs some
    milliseconds. The answers are the same. A framework that is judged by labels has no next level.

    Parameters
    ----------
    rows, levels
        The rows that were assessed, and the id of the level that each holds.
    budget
        The steps that each search may take; None takes the default.
    """
    finder = _RepairFinder(table, DEFAULT_BUDGET if budget is None else budget)
    for place, (row, level) in enumerate(zip(rows, levels, strict=True)):
        target = finder.find_next_level(level)
        if target is not None:
            yield place, target, finder.find_repair(row, target)


@dataclass(slots=True)
class _RepairFinder:
    table: SchoolTable
    steps: int
    _general: frozenset[int] | None = None
    _targets: dict[object, _TargetRows | None] = field(default_factory=dict)

    @property
    def framework(self) -> Framework:
        return self.table.framework

    def find_next_level(self, level: str | None) -> LevelRef | None:
        ladder = self.framework.main_ladder
        if ladder is None:
            return None
        levels = levels_of(self.framework)
        # -1 where no level is held: the next is then the lowest.
        at = next((i for i, one in enumerate(levels) if one.id == level), -1)
        return levels[at + 1] if at + 1 < len(levels) else None

    def find_repair(self, row: int, target: LevelRef) -> CheapestRepair:
        fact = FactName(FactKind.OUTCOME, self.framework.outcomes[0].id, target.id)
        return self._compose(row, fact) or self._ask_whole(row, fact)

    def _ask_whole(self, row: int, fact: FactName) -> CheapestRepair:
        result = assess(self.framework, self.table.dossier_of(row), on=self.table.rows.days[row])
        return find_cheapest_repair(self.framework, facts_of_result(result).facts, fact, Budget(self.steps))

    def _compose(self, row: int, fact: FactName) -> CheapestRepair | None:
        """Return the repair of a plain row, put together; None where that cannot be done."""
        if self._general is None:
            self._general = find_general_rows(self.table) | find_unseen_rows(self.table)
        if row in self._general:
            return None
        stages, days = self.table.rows.stages, self.table.rows.days
        key = (stages.codes[row], days.codes[row], fact)
        if key not in self._targets:
            self._targets[key] = _outline_rows(self.table, stages[row], days[row], fact)
        rows = self._targets[key]
        return None if rows is None else rows.find_repair(row, self.steps)


def _outline_rows(
    table: SchoolTable, stages: tuple[str, ...] | None, day: dt.date | None, fact: FactName
) -> _TargetRows | None:
    if day is None:
        return None
    empty = resolve_school(table.framework, Dossier(School(stages=stages), day), Dates(day, day, day))
    outline = outline_target(table.framework, empty.rules, tuple(empty.stages), fact)
    return _TargetRows(table, stages, day, outline, _list_context(table, empty), _RowRecords.of(table, day))


def _list_context(table: SchoolTable, empty: SchoolFacts) -> tuple[int, ...]:
    """Return the columns that tell which context is open, among those that cases could settle (1.7)."""
    names = (read_value_name(name) for name in empty.rules.cases)
    inputs = {one.name for name in names for one in (name.numerator, name.denominator)}
    return tuple(i for i, column in enumerate(table.columns) if column.meaning.id in inputs)


@dataclass(slots=True)
class _TargetRows:
    """The rows of a table that have the same stages, day and target.

    Attributes
    ----------
    outline
        What the question is for all of them.
    context
        The columns that tell which context is open.
    records
        The records of the table on that day.
    """

    table: SchoolTable
    stages: tuple[str, ...] | None
    day: dt.date
    outline: TargetOutline
    context: tuple[int, ...]
    records: _RowRecords
    _columns: list[tuple[int, ...]] = field(init=False)
    _asked: list[dict[object, ClusterQuestion | None]] = field(init=False)
    _idle: dict[int, ClusterQuestion] = field(default_factory=dict)
    _open: dict[Cells, bool] = field(default_factory=dict)
    _answers: dict[tuple[int, ...], CheapestRepair | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = [self._list_columns(cluster) for cluster in self.outline.clusters]
        self._asked = [{} for _ in self.outline.clusters]

    def _list_columns(self, cluster: Cluster) -> tuple[int, ...]:
        """Return the columns with records that bear on a cluster."""
        names = {"node": cluster.nodes, "input": cluster.inputs}
        meanings = (column.meaning for column in self.table.columns)
        return tuple(i for i, meaning in enumerate(meanings) if meaning.id in names[meaning.kind])

    def find_repair(self, row: int, steps: int) -> CheapestRepair | None:
        """Return the repair of a row; None where its question has to be asked as a whole."""
        school = _RowSchool(self.table, row, self.stages, self.day, self.records)
        if self._is_context_open(school):
            return None
        asked = [self._ask(number, school) for number in range(len(self._columns))]
        clusters = [one for one in asked if one is not None]
        if len(clusters) < len(asked):
            return None
        key = tuple(map(id, clusters))
        if key not in self._answers:
            _make_room(self._answers)
            self._answers[key] = compose_question(self.outline, clusters).find_cheapest_repair(steps)
        return self._answers[key]

    def _is_context_open(self, school: _RowSchool) -> bool:
        cells = school.read_cells(self.context)
        if self.context and cells not in self._open:
            _make_room(self._open)
            self._open[cells] = may_have_open_context(school.resolve(self.context))
        return self._open.get(cells, False)

    def _ask(self, number: int, school: _RowSchool) -> ClusterQuestion | None:
        """Return what a cluster asks of the school of a row; None where it cannot be asked apart."""
        asked = self._asked[number]
        key = (school.gives_whole_nodes, school.read_cells(self._columns[number]))
        if key not in asked:
            _make_room(asked)
            asked[key] = self._ask_anew(number, school)
        return asked[key]

    def _ask_anew(self, number: int, school: _RowSchool) -> ClusterQuestion | None:
        facts = school.resolve(self._columns[number])
        try:
            asked = ask_cluster(self.table.framework, facts, self.outline.clusters[number])
        except NotComposableError:
            return None
        # Rows whose clusters ask nothing stand alike, whatever their cells are.
        return asked if asked.forms else self._idle.setdefault(number, asked)


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= _MAX_KEPT:
        kept.clear()


@dataclass(slots=True)
class _RowRecords:
    """The plain records of a table by its columns and codes, on one day.

    Attributes
    ----------
    columns
        The records of each column by code; None where nothing is recorded.
    node_columns
        The columns about nodes.
    whole_nodes
        Those with levels of whole nodes, and the codes of these.
    """

    columns: list[list[Record | None]]
    node_columns: tuple[int, ...]
    whole_nodes: tuple[tuple[int, frozenset[int]], ...]

    @classmethod
    def of(cls, table: SchoolTable, day: dt.date) -> _RowRecords:
        columns = [[_date_record(entry, day) for entry in column.entries] for column in table.columns]
        levels = ((i, frozenset(code for code, one in enumerate(c) if _is_level(one))) for i, c in enumerate(columns))
        nodes = (i for i, column in enumerate(table.columns) if column.meaning.kind == "node")
        return cls(columns, tuple(nodes), tuple((i, codes) for i, codes in levels if codes))


def _date_record(entry: CellEntry, day: dt.date) -> Record | None:
    plain = entry.plain
    return None if plain is None else replace(plain, date=day)


def _is_level(record: Record | None) -> bool:
    return isinstance(record, FindingRecord) and isinstance(record.verdict, Level)


@dataclass
class _RowSchool:
    """The school of a plain row."""

    table: SchoolTable
    row: int
    stages: tuple[str, ...] | None
    day: dt.date
    records: _RowRecords

    def read_cells(self, columns: Sequence[int]) -> Cells:
        return tuple([self.table.columns[i].codes[self.row] for i in columns])

    @cached_property
    def gives_whole_nodes(self) -> bool:
        """Whether levels of whole nodes are given, or nothing: unknowns are then settled as such (S8)."""
        if any(self.table.columns[i].codes[self.row] in codes for i, codes in self.records.whole_nodes):
            return True
        return not any(self.table.columns[i].codes[self.row] for i in self.records.node_columns)

    def resolve(self, columns: Sequence[int]) -> SchoolFacts:
        """Return what is known of the school by some columns; by all, where these alone give whole nodes otherwise."""
        found = self._find_records(columns)
        if _give_whole_nodes(found) is not self.gives_whole_nodes:
            found = self._find_records(range(len(self.table.columns)))
        findings = tuple(one for one in found if isinstance(one, FindingRecord))
        values = tuple(one for one in found if isinstance(one, ValueRecord))
        dossier = Dossier(School(stages=self.stages), self.day, findings=findings, values=values)
        return resolve_school(self.table.framework, dossier, Dates(self.day, self.day, self.day))

    def _find_records(self, columns: Iterable[int]) -> list[Record]:
        entries = (self.records.columns[i][self.table.columns[i].codes[self.row]] for i in columns)
        return [one for one in entries if one is not None]


def _give_whole_nodes(records: Iterable[Record]) -> bool:
    findings = [one for one in records if isinstance(one, FindingRecord)]
    return not findings or any(map(_is_level, findings))
