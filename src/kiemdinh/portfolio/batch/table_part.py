"""What the rows of a table record of one stage, as planes and columns."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.assessment.plain import (
    CaseValue,
    Record,
    RecordFact,
    RecordKind,
    RecordLeaves,
    RecordPlace,
    RecordShape,
    interval_of,
    whole_of,
)
from kiemdinh.evidence.dossier import FindingRecord, Level, Reason
from kiemdinh.evidence.resolution import reasons_of_score, reasons_of_value
from kiemdinh.portfolio.coded import (
    BitCodes,
    Codes,
    put_codes,
    rows_of_codes,
    take_codes,
    translate_codes,
    unpack_codes,
)
from kiemdinh.rules import Interval
from kiemdinh.rules.compiled import CodeColumn, FigureColumns, Plane, PlanePair, PlaneRows, code_figures

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.portfolio.batch.row_days import RowDays
    from kiemdinh.portfolio.tables import TableColumn

__all__ = ["RecordColumns", "TablePart"]


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """What each row records of one node or value.

    Attributes
    ----------
    column
        For each row the code of its record.
    records
        The records by code; the first stands for no record.
    """

    column: CodeColumn
    records: Sequence[Record | None]

    @property
    def codes(self) -> array[int]:
        """The code of each row."""
        found: array[int] = unpack_codes(self.column.codes)
        return found


class ValueColumn(NamedTuple):
    """What each row knows of a value: a code; and by code what the value can be, and the record that says so."""

    codes: array[int]
    spans: Sequence[Interval]
    records: Sequence[Record | None]


@dataclass(slots=True)
class RecordColumns:
    """The columns of a table, for some of its rows.

    Attributes
    ----------
    rows
        How many rows there are.
    columns
        The columns, which leaves are positions of.
    codes
        The codes of the rows, of each column.
    days
        The days on which the rows are assessed.
    """

    rows: PlaneRows
    columns: Sequence[TableColumn]
    codes: Sequence[Codes]
    days: RowDays
    _made: dict[tuple[tuple[int, ...], ...], RecordColumn] = field(default_factory=dict)

    def read(self, *leaves: tuple[int, ...]) -> RecordColumn:
        """Return what each row records in the first of some columns in which it records anything.

        Of a figure that is read in several school years *leaves* has the columns of each, and a row records that of its
        own.
        """
        if leaves not in self._made:
            self._made[leaves] = self._make(leaves[0]) if len(leaves) == 1 else self._choose_by_year(leaves)
        return self._made[leaves]

    def _choose_by_year(self, leaves: Sequence[tuple[int, ...]]) -> RecordColumn:
        records: list[Record | None] = [None]
        years = self.days.years
        codes: Codes = BitCodes(self.rows.rows, b"", b"")
        for number, columns in enumerate(leaves):
            if columns:
                rows, found, offset = rows_of_codes(years, {number}, len(leaves)), self.read(columns), len(records) - 1
                numbers = [code and code + offset for code in range(len(found.records))]
                codes = put_codes(codes, rows, translate_codes(take_codes(found.codes, rows), numbers))
                records += found.records[1:]
        return RecordColumn(self._code_column(codes), records)

    def _make(self, leaves: tuple[int, ...]) -> RecordColumn:
        records: list[Record | None] = [None]
        codes: Codes | None = None
        for leaf in leaves:
            own, offset = self.codes[leaf], len(records) - 1
            # Most nodes have one column.
            codes = own if codes is None else _prefer_first(codes, own, offset)
            records += [entry.plain for entry in self.columns[leaf].entries[1:]]
        if codes is None:
            codes = BitCodes(self.rows.rows, b"", b"")
        return RecordColumn(self._code_column(codes), records)

    def _code_column(self, codes: Codes) -> CodeColumn:
        if not isinstance(codes, BitCodes):
            return CodeColumn(self.rows, codes)
        planes = {1: self.rows.read_bits(codes.ones), 2: self.rows.read_bits(codes.twos)}
        return CodeColumn(self.rows, codes, planes, rest=0)


@dataclass
class TablePart:
    """The records of rows about one stage, or about the schools as one.

    Attributes
    ----------
    columns
        The columns of the table.
    leaves
        The leaves of these columns, by what they say of the stage.
    empty
        The facts of the stage in a school that has recorded nothing.
    """

    columns: RecordColumns
    leaves: RecordLeaves
    empty: StageFacts

    @cached_property
    def shape(self) -> RecordShape:
        """What is recorded in at least one row, and what in every row."""
        return replace(self.leaves.find_shape(self.days.names_of), clocks=self.days.clocks)

    @property
    def days(self) -> RowDays:
        """The days on which the rows are assessed."""
        return self.columns.days

    @cached_property
    def context(self) -> dict[str, CaseValue]:
        """The values that have cases, by their names."""
        found = {}
        for name, cells in self.empty.rules.cases.items():
            codes, spans, records = self.read_value(name)
            found[name] = CaseValue(codes, spans, cells, [self._is_shared(name, record) for record in records])
        return found

    @cached_property
    def figures(self) -> dict[str, FigureColumns]:
        """The columns of each value that is recorded, has cases, or is a date counted back."""
        rows, codes = self.columns.rows, self.days.days.codes
        found = {name: code_figures(rows, codes, spans) for name, spans in self.days.read_clocks()}
        found |= {name: value.read_columns(rows) for name, value in self.context.items()}
        for name in sorted(self.shape.values.keys() - found.keys()):
            codes, spans, _ = self.read_value(name)
            found[name] = code_figures(rows, codes, spans)
        return found

    def read_fact(self, about: RecordFact, /) -> PlanePair:
        """Return the truth of a fact about a record, or about all records of a node."""
        if about.kind is RecordKind.WHOLE_NODES:
            return self._read_whole_nodes()
        if about.kind is RecordKind.RECORDED_ANYWHERE:
            return self._settle(self._find_records(_is_recorded, self._places_of(about.subject)))
        if about.kind is RecordKind.OPEN and about.subject not in self.empty.framework.nodes:
            return self._read_open_value(about)
        is_node = about.subject in self.empty.framework.nodes
        names = (about.subject,) if is_node else self.days.names_of(about.subject)
        found = self.columns.read(*(self.leaves.leaves_of(replace(about, subject=name)) for name in names))
        return found.column.read([self.leaves.truth_of(about, record) for record in found.records])

    def read_own(self, nodes: Iterable[str]) -> Plane:
        """Return the rows in which a record of the stage's own is about one of some nodes."""
        stage = self.empty.stage
        own = [(node, None, stage) for node in nodes if stage is not None]
        return self._find_records(_is_recorded, [place for place in own if place in self.leaves.places])

    # -- records of all stages ---------------------------------------------------------------------------

    def _places_of(self, node: str) -> list[RecordPlace]:
        return [place for place in self.leaves.places if place[0] == node and place[1] is None]

    def _find_records(self, is_wanted: Callable[[Record | None], bool], places: Iterable[RecordPlace]) -> Plane:
        columns = [self.columns.read((self.leaves.places[place],)) for place in places]
        found = [one.column.find([is_wanted(record) for record in one.records]) for one in columns]
        return reduce(or_, found, self.columns.rows.nobody)

    def _read_whole_nodes(self) -> PlanePair:
        findings = [place for place in self.leaves.places if place[1] is None]
        rows = self.columns.rows
        levels, nothing = (
            self._find_records(_is_level, findings),
            self._find_records(_is_recorded, findings) ^ rows.full,
        )
        return self._settle(levels | nothing)

    def _settle(self, plane: Plane) -> PlanePair:
        return PlanePair(plane, plane)

    # -- values ------------------------------------------------------------------------------------------

    def _is_shared(self, name: str, record: Record | None) -> bool:
        """Whether a value is one fact for all of the school; of a value without a record, each stage has its own."""
        if self.empty.stage is None or self.empty.values.names_stage(name):
            return True
        return record is not None and record.stage is None

    def read_value(self, name: str) -> ValueColumn:
        """Return what each row knows of a value, by its name in the rules."""
        sources = [self.leaves.sources_of_value(one) for one in self.days.names_of(name)]
        anything = self.empty.value(name)
        own, parts = (self.columns.read(*leaves) for leaves in zip(*sources, strict=True))
        found = ValueColumn(own.codes, [interval_of(record, anything) for record in own.records], own.records)
        return _prefer_wholes(parts, found)

    def _read_open_value(self, about: RecordFact) -> PlanePair:
        """Return whether a value is unknown for a reason: by its record, or because there is none."""
        codes, spans, records = self.read_value(about.subject)
        without = self.empty.known(about.subject).reasons
        reasons = [
            frozenset[Reason]() if span.known else without if record is None else _reasons_of(record)
            for span, record in zip(spans, records, strict=True)
        ]
        plane = CodeColumn(self.columns.rows, codes).find([about.reason in each for each in reasons])
        return self._settle(plane)


def _prefer_first(codes: Codes, others: Codes, offset: int) -> array[int]:
    """Return the codes of rows that have one, and for all others those of another column, moved by an offset."""
    return array("I", [one or (two and two + offset) for one, two in zip(codes, others, strict=True)])


def _prefer_wholes(parts: RecordColumn, values: ValueColumn) -> ValueColumn:
    """Return the wholes that were recorded with parts, where there are some, and the values of all others (S13)."""
    wholes = [whole_of(record) for record in parts.records]
    if not any(wholes):
        return values
    pairs = list(zip(parts.codes, values.codes, strict=True))
    numbers = {pair: i for i, pair in enumerate(dict.fromkeys(pairs))}
    return ValueColumn(
        array("I", map(numbers.__getitem__, pairs)),
        [wholes[part] or values.spans[of] for part, of in numbers],
        [parts.records[part] if wholes[part] else values.records[of] for part, of in numbers],
    )


def _is_recorded(record: Record | None) -> bool:
    return record is not None


def _is_level(record: Record | None) -> bool:
    return isinstance(record, FindingRecord) and isinstance(record.verdict, Level)


def _reasons_of(record: Record) -> frozenset[Reason]:
    return reasons_of_score(record.verdict) if isinstance(record, FindingRecord) else reasons_of_value(record)
