"""Questions about the rows of a table, cluster by cluster: each is asked once for all rows with the same cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeAlias, TypeVar

from kiemdinh.assessment.cases import find_context_below
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Dossier, FindingRecord, Level, School, ValueRecord
from kiemdinh.explanation.composition import NotComposableError, outline_target
from kiemdinh.explanation.repairs import MAX_REPAIR_CASES
from kiemdinh.portfolio.batch.plain_rows import find_general_rows, find_unseen_rows
from kiemdinh.portfolio.progress import track
from kiemdinh.standards.names import read_value_name

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.assessment.cases import ContextCells
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.explanation.composition import Cluster, TargetOutline
    from kiemdinh.portfolio.tables import SchoolTable
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["ClusterRows", "walk_rows"]

Record: TypeAlias = "FindingRecord | ValueRecord"
Cells: TypeAlias = Hashable
"""What some columns record of a row: the code of each, alone where there is one."""
_ReadCells: TypeAlias = Callable[[Sequence[int]], Cells]

_MAX_KEPT: Final = 4_000
"""Answers of clusters, and of whole rows, that are kept of one target; beyond these all are asked anew."""
_MAX_TARGETS: Final = 64
"""Targets, each for some stages and a day, of which answers are kept."""


_TOGETHER: Final = 512
"""Rows whose cells are read together."""


class _Keyed(Protocol):
    @property
    def key(self) -> object:
        """A key that is equal for two answers of a cluster between which a row makes no difference."""


AskedT = TypeVar("AskedT", bound=_Keyed)
AnswerT = TypeVar("AnswerT")


def walk_rows(rows: Sequence[int], levels: Sequence[str | None]) -> Iterator[tuple[int, tuple[int, str | None]]]:
    """Yield each row with its level and its place among *rows*; how far this has come can be followed."""
    yield from enumerate(zip(track(rows, Message("working out results school by school")), levels, strict=True))


@dataclass
class ClusterRows(Generic[AskedT, AnswerT]):
    """Answers a question about rows by the answers of their clusters.

    The memory does not grow with the number of rows. Each cluster is asked once for each different set of records about
    it, and one answer is composed for each different combination of clusters.

    Attributes
    ----------
    table
        The table.
    ask
        Asks a cluster of a school, in each case of the unknown context on which it depends.
    answer
        Puts together what the clusters of a row were asked, which the outline of the target tells apart; None where
        that cannot be done.
    """

    table: SchoolTable
    ask: Callable[[Framework, SchoolFacts, Cluster, ContextCells], AskedT]
    answer: Callable[[TargetOutline, Sequence[AskedT]], AnswerT | None]
    _targets: dict[object, _TargetRows[AskedT, AnswerT]] = field(default_factory=dict)
    _days: dict[tuple[int, int], tuple[object, ...]] = field(default_factory=dict)
    _first: int = -1
    _rows: list[tuple[int, ...]] = field(default_factory=list)

    def find_answer(self, row: int, fact: FactName) -> AnswerT | None:
        """Return the answer about *fact* for a plain row; None where the row has to be asked as a whole."""
        stages, days = self.table.rows.stages, self.table.rows.days
        day = days[row]
        if row in self._general or day is None:
            return None
        codes = stages.codes[row], days.codes[row]
        if codes not in self._days:
            self._days[codes] = self._tell_days_apart(stages[row], day)
        key = (*self._days[codes], fact)
        if key not in self._targets:
            if len(self._targets) >= _MAX_TARGETS:
                self._targets.clear()
            self._targets[key] = self._outline_rows(stages[row], day, fact)
        return self._targets[key].find_answer(row)

    @cached_property
    def _general(self) -> frozenset[int]:
        return find_general_rows(self.table) | find_unseen_rows(self.table)

    def _tell_days_apart(self, stages: tuple[str, ...] | None, day: dt.date) -> tuple[object, ...]:
        """Return a key that is equal for two days on which the facts of plain rows are the same."""
        rules = self.table.framework.rules(stages, day)
        return rules, (day if rules.durations else None)

    def _outline_rows(
        self, stages: tuple[str, ...] | None, day: dt.date, fact: FactName
    ) -> _TargetRows[AskedT, AnswerT]:
        empty = resolve_school(self.table.framework, Dossier(School(stages=stages), day), Dates(day, day, day))
        outline = outline_target(self.table.framework, empty.rules, tuple(empty.stages), fact)
        return _TargetRows(self, stages, day, str(fact), outline, _list_context(self.table, empty))

    @cached_property
    def records(self) -> RowRecords:
        """The records of the table."""
        return RowRecords.of(self.table)

    def read_row(self, row: int) -> Sequence[int]:
        """Return the code of each column of a row; those of rows that stand beside each other are read together."""
        if not self.table.columns:
            return ()
        start = row - row % _TOGETHER
        if start != self._first:
            together = slice(start, start + _TOGETHER)
            self._first = start
            self._rows = list(zip(*(column.codes[together] for column in self.table.columns), strict=True))
        return self._rows[row - start]


def _list_context(table: SchoolTable, empty: SchoolFacts) -> tuple[int, ...]:
    """Return the columns that say which context is unknown, for context that cases could settle (1.7)."""
    names = (read_value_name(name) for name in empty.rules.cases)
    inputs = {one.name for name in names for one in (name.numerator, name.denominator)}
    return tuple(i for i, column in enumerate(table.columns) if column.meaning.id in inputs)


@dataclass(slots=True)
class _TargetRows(Generic[AskedT, AnswerT]):
    """The rows of a table that have the same stages, day and target.

    Attributes
    ----------
    question
        What is asked.
    target
        The name of the target.
    outline
        The outline of the target.
    context
        The columns that tell which context is unknown.
    """

    question: ClusterRows[AskedT, AnswerT]
    stages: tuple[str, ...] | None
    day: dt.date
    target: str
    outline: TargetOutline
    context: tuple[int, ...]
    _columns: list[tuple[int, ...]] = field(init=False)
    _readers: list[_ReadCells] = field(init=False)
    _asked: dict[object, AskedT | None] = field(default_factory=dict)
    _alike: dict[object, AskedT] = field(default_factory=dict)
    _too_many: dict[Cells, bool] = field(default_factory=dict)
    _answers: dict[tuple[int, ...], AnswerT | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = [self._list_columns(cluster) for cluster in self.outline.clusters]
        self._readers = [_read_columns(columns) for columns in self._columns]

    def _list_columns(self, cluster: Cluster) -> tuple[int, ...]:
        """Return the columns with records on which a cluster depends."""
        names = {"node": cluster.nodes, "input": cluster.inputs}
        meanings = (column.meaning for column in self.question.table.columns)
        return tuple(i for i, meaning in enumerate(meanings) if meaning.id in names[meaning.kind])

    def find_answer(self, row: int) -> AnswerT | None:
        """Return the answer for a row; None where it has to be asked as a whole."""
        school = _RowSchool(self.question, row, self.stages, self.day)
        self._make_room()
        if self._has_too_many_cases(school):
            return None
        asked = [one for number in range(len(self._columns)) if (one := self._ask(number, school)) is not None]
        if len(asked) < len(self._columns):
            return None
        # A kept object is not replaced, so its identity stays.
        key = tuple(map(id, asked))
        if key not in self._answers:
            self._answers[key] = self.question.answer(self.outline, asked)
        return self._answers[key]

    def _make_room(self) -> None:
        """Forget everything where there is much: answers are known by the identity of what was asked."""
        if max(len(self._asked), len(self._too_many), len(self._answers)) >= _MAX_KEPT:
            for kept in (self._asked, self._alike, self._too_many, self._answers):
                kept.clear()

    def _has_too_many_cases(self, school: _RowSchool) -> bool:
        """Return whether a school as a whole leaves unknown context unknown, since it has too many cases (5.3)."""
        cells = tuple([school.cells[i] for i in self.context])
        if cells not in self._too_many:
            context = find_context_below(school.resolve(self.context), self.target)
            self._too_many[cells] = prod(map(len, context.values())) > MAX_REPAIR_CASES
        return self._too_many[cells]

    def _find_context(self, facts: SchoolFacts, cluster: Cluster) -> ContextCells:
        """Return the unknown context on which a cluster depends."""
        context = find_context_below(facts, self.target)
        return {value: cells for value, cells in context.items() if read_value_name(value[1]).name in cluster.inputs}

    def _ask(self, number: int, school: _RowSchool) -> AskedT | None:
        """Return what a cluster of the school of a row answers; None where it cannot be asked apart."""
        key = (number, school.gives_whole_nodes, self._readers[number](school.cells))
        if key not in self._asked:
            self._asked[key] = self._ask_anew(number, school)
        return self._asked[key]

    def _ask_anew(self, number: int, school: _RowSchool) -> AskedT | None:
        facts, cluster = school.resolve(self._columns[number]), self.outline.clusters[number]
        try:
            asked = self.question.ask(self.question.table.framework, facts, cluster, self._find_context(facts, cluster))
        except NotComposableError:
            return None
        return self._alike.setdefault((number, asked.key), asked)


def _read_columns(columns: Sequence[int]) -> _ReadCells:
    """Return a function that takes the codes of a row and returns those of some columns."""
    # Without columns all rows are alike.
    return itemgetter(*columns) if columns else itemgetter(slice(0))


@dataclass(slots=True)
class RowRecords:
    """The plain records of a table, by its columns and their codes.

    Attributes
    ----------
    columns
        The records of each column by code; None where nothing is recorded. Each is of a day before all assessments: the
        records of a plain row are of one day, and which one makes no difference.
    node_columns
        The columns about nodes.
    whole_nodes
        Those with levels of whole nodes, and the codes of these.
    """

    columns: list[list[Record | None]]
    node_columns: tuple[int, ...]
    whole_nodes: tuple[tuple[int, frozenset[int]], ...]

    @classmethod
    def of(cls, table: SchoolTable) -> RowRecords:
        """Return the records of a table, in time linear in its distinct cells."""
        columns = [[entry.plain for entry in column.entries] for column in table.columns]
        levels = ((i, frozenset(code for code, one in enumerate(c) if _is_level(one))) for i, c in enumerate(columns))
        nodes = (i for i, column in enumerate(table.columns) if column.meaning.kind == "node")
        return cls(columns, tuple(nodes), tuple((i, codes) for i, codes in levels if codes))


def _is_level(record: Record | None) -> bool:
    return isinstance(record, FindingRecord) and isinstance(record.verdict, Level)


@dataclass
class _RowSchool:
    """The school of a plain row."""

    question: ClusterRows[Any, Any]
    row: int
    stages: tuple[str, ...] | None
    day: dt.date

    @cached_property
    def cells(self) -> Sequence[int]:
        """The code of each column."""
        return self.question.read_row(self.row)

    @cached_property
    def gives_whole_nodes(self) -> bool:
        """Whether levels of whole nodes are given, or nothing: unknowns are then settled as such (S8)."""
        cells, records = self.cells, self.question.records
        if any(cells[i] in codes for i, codes in records.whole_nodes):
            return True
        return not any(cells[i] for i in records.node_columns)

    def resolve(self, columns: Sequence[int]) -> SchoolFacts:
        """Return what is known of the school by some columns; by all, where these alone give whole nodes otherwise."""
        found = self._find_records(columns)
        if _give_whole_nodes(found) is not self.gives_whole_nodes:
            found = self._find_records(range(len(self.question.table.columns)))
        findings = tuple(one for one in found if isinstance(one, FindingRecord))
        values = tuple(one for one in found if isinstance(one, ValueRecord))
        dossier = Dossier(School(stages=self.stages), self.day, findings=findings, values=values)
        return resolve_school(self.question.table.framework, dossier, Dates(self.day, self.day, self.day))

    def _find_records(self, columns: Iterable[int]) -> list[Record]:
        records = self.question.records
        entries = (records.columns[i][self.cells[i]] for i in columns)
        return [one for one in entries if one is not None]


def _give_whole_nodes(records: Iterable[Record]) -> bool:
    findings = [one for one in records if isinstance(one, FindingRecord)]
    return not findings or any(map(_is_level, findings))
