"""The rules of one stage compiled over the leaves of plain mappings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, prod
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.assessment.cases import lies_within
from kiemdinh.assessment.plain.closed_rules import ClosedRules
from kiemdinh.assessment.plain.leaf_records import LeafReader, Record, RecordPlace, place_of
from kiemdinh.assessment.plain.shape import NotPlainError, RecordFact, RecordShape
from kiemdinh.evidence.dossier import FindingRecord, Score, ValueRecord
from kiemdinh.evidence.resolution import allowed_range
from kiemdinh.rules import MAX_CASES, MET, UNKNOWN, UNMET, Interval, iterate_cases
from kiemdinh.rules.compiled import CompiledSpan, SchoolSource
from kiemdinh.standards.definition import list_wholes
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.assessment.plain.mapping_outline import Leaf
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.rules import Number

__all__ = ["CompiledStage", "compile_stage"]

End: TypeAlias = "float | Number"
Ends: TypeAlias = "tuple[End, End]"

_STATUS: Final = {UNMET: 0, UNKNOWN: 2, MET: 3}


@dataclass(frozen=True, slots=True)
class CompiledStage:
    """The levels of one stage as a function of the leaves.

    Attributes
    ----------
    function
        Takes the leaves and, for each value of ``contexts``, None or the ends that a case fixes it to. Returns the
        statuses of the levels, then the ends of each context value; None where two figures contradict each other. It
        raises KeyError for a leaf that was never read.
    contexts
        The context values that are settled by cases (1.7), each with its cases.
    size
        How many levels there are.
    """

    function: Callable[[Sequence[Leaf], Sequence[Ends | None]], tuple[Any, ...] | None]
    contexts: Mapping[str, Sequence[Interval]]
    size: int

    def find_statuses(self, leaves: Sequence[Leaf], *, is_only: bool) -> tuple[int, ...]:
        """Return the status of each level, lowest first: 0 unmet, 2 unknown, 3 met.

        Parameters
        ----------
        leaves
            The leaves of a mapping.
        is_only
            Whether the school has no other stage: then a level that hangs on an unknown context is settled by cases.

        Raises
        ------
        KeyError
            A leaf was never read.
        NotPlainError
            Figures contradict each other, or there are too many cases.
        """
        found = self._call(leaves, (None,) * len(self.contexts))
        statuses = found[: self.size]
        if 2 not in statuses or not self.contexts:
            return statuses
        return self._settle_by_cases(leaves, statuses, self._find_open(found[self.size :]), is_only=is_only)

    def _call(self, leaves: Sequence[Leaf], case: Sequence[Ends | None]) -> tuple[Any, ...]:
        found = self.function(leaves, case)
        if found is None:
            message = "figures contradict each other"
            raise NotPlainError(message)
        return found

    def _find_open(self, ends: Sequence[End]) -> dict[str, Sequence[Interval]]:
        """Return the cases of each context value that is not known, as far as they agree with what is known of it."""
        found: dict[str, Sequence[Interval]] = {}
        for (name, cells), low, high in zip(self.contexts.items(), ends[::2], ends[1::2], strict=True):
            now = Interval(*(None if isinstance(end, float) else end for end in (low, high)))
            left = [cell for cell in cells if lies_within(cell, now)]
            if low != high and len(left) > 1:
                found[name] = left
        return found

    def _settle_by_cases(
        self,
        leaves: Sequence[Leaf],
        statuses: tuple[int, ...],
        cells: Mapping[str, Sequence[Interval]],
        *,
        is_only: bool,
    ) -> tuple[int, ...]:
        if not cells:
            return statuses
        if not is_only or prod(map(len, cells.values())) > MAX_CASES:
            message = "cases"
            raise NotPlainError(message)
        joined: tuple[int, ...] | None = None
        for case in iterate_cases(cells):
            fixed = [_ends_of(case[name]) if name in case else None for name in self.contexts]
            found = self._call(leaves, fixed)[: self.size]
            joined = found if joined is None else tuple(a if a == b else 2 for a, b in zip(joined, found, strict=True))
        return joined or statuses


def compile_stage(
    facts: StageFacts,
    empty: StageFacts,
    readers: Sequence[LeafReader | None],
    places: Mapping[RecordPlace, int],
    levels: Sequence[str],
) -> CompiledStage:
    """Return the levels of a stage as a function of the leaves of all mappings of one outline.

    The cost is that of writing and compiling the rules below the levels, some tens of milliseconds.

    Parameters
    ----------
    facts
        The facts of the stage in one of these schools: they tell which record prevails where.
    empty
        The facts of the stage in a school that has recorded nothing.
    readers
        What reads each leaf.
    places
        The position of the leaf of each record, by what it is about.
    levels
        The facts of the levels of the main outcome, lowest first.

    Raises
    ------
    NotPlainError
        The rules cannot be closed over these records.
    """
    return _StageWriter(facts, empty, readers, places).write(levels)


@dataclass(slots=True)
class _StageWriter:
    facts: StageFacts
    empty: StageFacts
    readers: Sequence[LeafReader | None]
    places: Mapping[RecordPlace, int]
    source: SchoolSource = field(default_factory=SchoolSource)
    prelude: list[str] = field(default_factory=list)

    def write(self, levels: Sequence[str]) -> CompiledStage:
        ends = {place: self._write_leaf(place, i) for place, i in self.places.items() if place[1] is not None}
        self._write_checks(ends)
        shape = self._find_shape()
        contexts = sorted(self.facts.rules.cases)
        for name in sorted({*shape.values, *contexts}):
            self._write_value(name, contexts)
        closed = ClosedRules(self.empty, shape, self.source)
        statuses = [closed.truth(name) for name in levels]
        for name, variable in self.source.truths.items():
            self._write_status(closed.records[name], variable)
        open_ends = [end for name in contexts for end in self.source.value(name)[:2]]
        parameters = {
            "leaves": [f"x{i}" for i in range(len(self.readers))],
            "cases": [f"c{i}" for i in range(len(contexts))],
        }
        function = self.source.build_over(parameters, self.prelude, [*statuses, *open_ends])
        return CompiledStage(function, {name: self.facts.rules.cases[name] for name in contexts}, len(levels))

    # -- what is recorded --------------------------------------------------------------------------------

    def _find_shape(self) -> RecordShape:
        nodes = {node: True for node in self.facts.findings.by_node if self._leaf_of_node(node) is not None}
        names = {name for values in self.facts.rules.values.values() for name in values}
        return RecordShape("self", nodes, {name: True for name in names if self._is_recorded(name, nodes)})

    def _is_recorded(self, name: str, nodes: Mapping[str, bool]) -> bool:
        value = read_value_name(name)
        if value.node is not None:
            return value.node in nodes
        if value.kind is ValueKind.PER:
            return any(self._leaf_of_value(str(one)) is not None for one in (value.numerator, value.denominator))
        return value.kind is ValueKind.INPUT and self._leaf_of_value(name) is not None

    def _leaf_of_node(self, node: str) -> int | None:
        prevailing = self.facts.findings.prevailing_record(node, "self", self.facts.stage)
        return None if prevailing is None else self.places[place_of(prevailing.record)]

    def _leaf_of_value(self, name: str) -> int | None:
        prevailing = self.facts.values.prevailing_record(name)
        return None if prevailing is None else self.places[place_of(prevailing.record)]

    def _reader_of(self, leaf: int) -> LeafReader:
        reader = self.readers[leaf]
        if reader is None:
            raise IndexError(leaf)  # only texts of the school have none
        return reader

    # -- lines -------------------------------------------------------------------------------------------

    def _write_status(self, about: RecordFact, variable: str) -> None:
        leaf = self._leaf_of_node(about.subject)
        if leaf is None:
            raise KeyError(about.subject)  # the shape has no such node
        node = self.facts.framework.nodes[about.subject]

        def make_status(record: Record) -> int | None:
            return _STATUS[about.truth_of(record.verdict, node)] if isinstance(record, FindingRecord) else None

        self.prelude.append(f"{variable} = {self._add_table(leaf, make_status)}[x{leaf}]")

    def _add_table(self, leaf: int, make_entry: Callable[[Record], object]) -> str:
        return self.source.writer.add_object(self._reader_of(leaf).add_table(make_entry))

    def _write_leaf(self, place: RecordPlace, leaf: int) -> CompiledSpan:
        """Write the two ends of the figure of a leaf; a whole number in the range of its input stands for itself."""
        name = place[0]
        reader = self._reader_of(leaf)
        anything = _ends_of(self._anything(name))

        def make_ends(record: Record) -> Ends | None:
            if not isinstance(record, ValueRecord):
                return None
            return anything if record.value is None else (record.value, record.value)

        table = self._add_table(leaf, make_ends)
        low, high = f"n{leaf}l", f"n{leaf}h"
        read = f"{low}, {high} = {table}[x{leaf}]"
        if reader.whole_numbers is None:
            self.prelude.append(read)
        else:
            least, most = reader.whole_numbers
            self.prelude.append(
                f"if x{leaf}.__class__ is int and {least} <= x{leaf} <= {most}: {low} = {high} = x{leaf}"
            )
            self.prelude.append(f"else: {read}")
        floor = self._anything(name).low
        return CompiledSpan(low, high, floor)

    def _anything(self, name: str) -> Interval:
        return allowed_range(name, self.facts.framework)

    def _write_checks(self, ends: Mapping[RecordPlace, CompiledSpan]) -> None:
        """Write that a part is not more than its whole: such a mapping is read in the general way, and refused."""
        for (name, at, stage), part in ends.items():
            for whole_name in list_wholes(self.facts.framework.definition, name):
                whole = ends.get((whole_name, at, stage))
                if whole is not None:
                    is_known = f"{part.low} == {part.high} and {whole.low} == {whole.high}"
                    self.prelude.append(f"if {is_known} and {part.low} > {whole.low}: return None")

    def _write_value(self, name: str, contexts: Sequence[str]) -> None:
        """Write what a value of the rules is, by the leaf of its record."""
        span = self._read_value(name)
        if name in contexts:
            # Variables of its own, since a case overrides the leaf.
            position = contexts.index(name)
            low, high = f"v{position}l", f"v{position}h"
            self.prelude.append(f"{low}, {high} = ({span.low}, {span.high}) if c{position} is None else c{position}")
            span = CompiledSpan(low, high, span.floor)
        self.source.bind_value(name, span)

    def _read_value(self, name: str) -> CompiledSpan:
        value = read_value_name(name)
        if value.node is not None:
            return self._read_score(name, value.node)
        if value.kind is ValueKind.PER:
            return self._read_denominator(name, value)
        leaf = self._leaf_of_value(name)
        return self._span_of_leaf(leaf, name)

    def _span_of_leaf(self, leaf: int | None, name: str) -> CompiledSpan:
        anything = self.empty.value(name)
        if leaf is None:
            return self.source.interval(anything)
        return CompiledSpan(f"n{leaf}l", f"n{leaf}h", anything.low)

    def _read_score(self, name: str, node: str) -> CompiledSpan:
        leaf = self._leaf_of_node(node)
        anything = self.empty.value(name)
        if leaf is None:
            return self.source.interval(anything)
        otherwise = _ends_of(anything)

        def make_ends(record: Record) -> Ends:
            if isinstance(record, FindingRecord) and isinstance(record.verdict, Score):
                return _ends_of(record.verdict.interval)
            return otherwise

        low, high = f"s{len(self.prelude)}l", f"s{len(self.prelude)}h"
        self.prelude.append(f"{low}, {high} = {self._add_table(leaf, make_ends)}[x{leaf}]")
        return CompiledSpan(low, high, anything.low)

    def _read_denominator(self, name: str, value: ValueName) -> CompiledSpan:
        """Return the whole that was recorded with a part, else the value of the other input (S13)."""
        span = self._span_of_leaf(self._leaf_of_value(str(value.denominator)), str(value.denominator))
        leaf = self._leaf_of_value(str(value.numerator))
        if leaf is None:
            return span

        def make_ends(record: Record) -> Ends | None:
            if isinstance(record, ValueRecord) and record.whole is not None:
                return record.whole, record.whole
            return None

        table = self._add_table(leaf, make_ends)
        low, high = f"d{len(self.prelude)}l", f"d{len(self.prelude)}h"
        whole = f"{table}[x{leaf}] if x{leaf} in {table} else ({span.low}, {span.high})"
        self.prelude.append(f"{low}, {high} = {whole}")
        return CompiledSpan(low, high, 0 if span.floor is not None and span.floor >= 0 else None)


def _ends_of(interval: Interval) -> Ends:
    return -inf if interval.low is None else interval.low, inf if interval.high is None else interval.high
