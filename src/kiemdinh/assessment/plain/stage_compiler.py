"""The rules of one stage compiled over leaves: cells of a plain mapping, or of a row of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, prod
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemdinh.assessment.cases import lies_within
from kiemdinh.assessment.plain.closed_rules import ClosedRules
from kiemdinh.assessment.plain.leaf_records import Record, RecordPlace, interval_of, whole_of
from kiemdinh.assessment.plain.record_leaves import LeafSource, RecordLeaves
from kiemdinh.assessment.plain.shape import NotPlainError, RecordFact
from kiemdinh.evidence.resolution import allowed_range
from kiemdinh.rules import MAX_CASES, Interval, iterate_cases
from kiemdinh.rules.compiled import STATUS, CompiledSpan, SchoolSource
from kiemdinh.standards.definition import list_wholes
from kiemdinh.standards.names import read_value_name

if TYPE_CHECKING:
    from kiemdinh.assessment.plain.mapping_outline import Leaf
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.rules import Number

__all__ = ["CompiledStage", "compile_stage"]

End: TypeAlias = "float | Number"
Ends: TypeAlias = "tuple[End, End]"


@dataclass(frozen=True, slots=True)
class CompiledStage:
    """Facts of one stage as a function of the leaves.

    Attributes
    ----------
    function
        Takes the leaves, and for each value of ``contexts`` None or the ends that a case fixes it to. Returns the
        statuses of the results, then the ends of each context value; None where two figures contradict each other. It
        raises KeyError for a leaf that was never read.
    contexts
        The context values that are settled by cases (1.7), each with its cases.
    size
        How many results there are: outcomes and awards, which cases can settle.
    """

    function: Callable[[Sequence[Leaf], Sequence[Ends | None]], tuple[Any, ...] | None]
    contexts: Mapping[str, Sequence[Interval]]
    size: int

    def find_statuses(self, leaves: Sequence[Leaf], *, is_only: bool = True) -> tuple[int, ...]:
        """Return the status of each result: 0 unmet, 2 unknown, 3 met.

        Parameters
        ----------
        leaves
            The leaves of a mapping, or of a row.
        is_only
            Whether the school has no other stage: then a level that depends on an unknown context is settled by cases.

        Raises
        ------
        KeyError
            A leaf was never read.
        NotPlainError
            Figures contradict each other, or there are too many cases.
        """
        found = self._call(leaves, (None,) * len(self.contexts))
        statuses = found[: self.size]
        if not self.contexts or 2 not in statuses:
            return statuses
        cells = self._find_open(found[self.size :])
        if not cells:
            return statuses
        if not is_only or prod(map(len, cells.values())) > MAX_CASES:
            message = "cases"
            raise NotPlainError(message)
        return self._settle_by_cases(leaves, cells)

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

    def _settle_by_cases(self, leaves: Sequence[Leaf], cells: Mapping[str, Sequence[Interval]]) -> tuple[int, ...]:
        """Return the statuses on which all cases agree, else unknown (1.7)."""
        cases = (
            [_ends_of(case[name]) if name in case else None for name in self.contexts] for case in iterate_cases(cells)
        )
        each = [self._call(leaves, case)[: self.size] for case in cases]
        return tuple(found[0] if len(set(found)) == 1 else 2 for found in zip(*each, strict=True))


def compile_stage(
    facts: StageFacts,
    empty: StageFacts,
    leaves: Sequence[LeafSource | None],
    places: Mapping[RecordPlace, int],
    tops: Sequence[str],
    *,
    is_checked: bool = False,
) -> CompiledStage:
    """Return facts of a stage as a function of the leaves of all schools that record the same things.

    The cost is that of writing and compiling the rules below the levels, some tens of milliseconds.

    Parameters
    ----------
    facts
        The facts of the stage in a school that has a record in each place: they tell which record prevails where.
    empty
        The facts of the stage in a school that has recorded nothing.
    leaves
        What is known of the leaves at each place; None for a place that records nothing.
    places
        The position of the leaf of each record, by what it is about.
    tops
        The outcomes and awards that are the results.
    is_checked
        Whether the records of each school were read together, so that no part is more than its whole.

    Raises
    ------
    NotPlainError
        The rules cannot be closed over these records.
    """
    return _StageWriter(RecordLeaves(facts, leaves, places), empty, is_checked).write(tops)


@dataclass(slots=True)
class _StageWriter:
    leaves: RecordLeaves
    empty: StageFacts
    is_checked: bool
    source: SchoolSource = field(default_factory=SchoolSource)
    definitions: list[str] = field(default_factory=list)

    def write(self, tops: Sequence[str]) -> CompiledStage:
        ends = {place: self._write_leaf(place, i) for place, i in self.leaves.places.items() if place[1] is not None}
        if not self.is_checked:
            self._write_checks(ends)
        shape = self.leaves.find_shape()
        contexts = sorted(self.leaves.facts.rules.cases)
        for name in sorted({*shape.values, *contexts}):
            self._write_value(name, contexts)
        closed = ClosedRules(self.empty, shape, self.source)
        statuses = [closed.truth(name) for name in tops]
        for name, variable in self.source.truths.items():
            self._write_status(closed.records[name], variable)
        open_ends = [end for name in contexts for end in self.source.value(name)[:2]]
        parameters = {
            "leaves": (),
            "cases": [f"c{i}" for i in range(len(contexts))],
        }
        function = self.source.build_over(parameters, self.definitions, [*statuses, *open_ends])
        cases = self.leaves.facts.rules.cases
        return CompiledStage(function, {name: cases[name] for name in contexts}, len(statuses))

    # -- lines -------------------------------------------------------------------------------------------

    def _write_status(self, about: RecordFact, variable: str) -> None:
        leaf = self.leaves.only_leaf(self.leaves.leaves_of(about))
        if leaf is None:
            raise KeyError(about.subject)
        table = self._add_table(leaf, lambda record: STATUS[self.leaves.truth_of(about, record)])
        self.definitions.append(f"{variable} = {table}[leaves[{leaf}]]")

    def _add_table(self, leaf: int, make_entry: Callable[[Record | None], object]) -> str:
        return self.source.writer.add_object(self.leaves.source_of(leaf).add_table(make_entry))

    def _write_leaf(self, place: RecordPlace, leaf: int) -> CompiledSpan:
        """Write the two ends of the figure of a leaf; a whole number in the range of its input stands for itself."""
        whole_numbers = self.leaves.source_of(leaf).whole_numbers
        anything = self._anything(place[0])
        table = self._add_table(leaf, lambda record: _ends_of(interval_of(record, anything)))
        low, high = f"n{leaf}l", f"n{leaf}h"
        variable = f"x{leaf}"
        read = f"{low}, {high} = {table}[{variable}]"
        self.definitions.append(f"{variable} = leaves[{leaf}]")
        if whole_numbers is None:
            self.definitions.append(read)
        else:
            least, most = whole_numbers
            bounds = [f"{least} <= {variable}"] * (least is not None) + [f"{variable} <= {most}"] * (most is not None)
            is_number = " and ".join([f"{variable}.__class__ is int", *bounds])
            self.definitions.append(f"if {is_number}: {low} = {high} = {variable}\nelse: {read}")
        return CompiledSpan(low, high, anything.low)

    def _anything(self, name: str) -> Interval:
        return allowed_range(name, self.leaves.facts.framework)

    def _write_checks(self, ends: Mapping[RecordPlace, CompiledSpan]) -> None:
        """Write that a part is not more than its whole: such a mapping is read in the general way, and refused."""
        for (name, at, stage), part in ends.items():
            for whole_name in list_wholes(self.leaves.facts.framework.definition, name):
                whole = ends.get((whole_name, at, stage))
                if whole is not None:
                    is_known = f"{part.low} == {part.high} and {whole.low} == {whole.high}"
                    self.definitions.append(f"if {is_known} and {part.low} > {whole.low}: return None")

    def _write_value(self, name: str, contexts: Sequence[str]) -> None:
        """Write what a value of the rules is, by the leaf of its record."""
        span = self._read_value(name)
        if name in contexts:
            # Variables of its own, since a case overrides the leaf.
            position = contexts.index(name)
            low, high = f"v{position}l", f"v{position}h"
            self.definitions.append(
                f"{low}, {high} = ({span.low}, {span.high}) if c{position} is None else c{position}"
            )
            span = CompiledSpan(low, high, span.floor)
        self.source.bind_value(name, span)

    def _read_value(self, name: str) -> CompiledSpan:
        sources = self.leaves.sources_of_value(name)
        leaf, part = self.leaves.only_leaf(sources.own), self.leaves.only_leaf(sources.parts)
        anything = self.empty.value(name)
        span = self._span_of_leaf(leaf, anything, is_score=read_value_name(name).node is not None)
        return span if part is None else self._prefer_whole(part, span)

    def _span_of_leaf(self, leaf: int | None, anything: Interval, *, is_score: bool) -> CompiledSpan:
        if leaf is None:
            return self.source.interval(anything)
        low, high = f"n{leaf}l", f"n{leaf}h"
        if is_score:
            # The ends of figures are there already.
            table = self._add_table(leaf, lambda record: _ends_of(interval_of(record, anything)))
            self.definitions.append(f"{low}, {high} = {table}[leaves[{leaf}]]")
        return CompiledSpan(low, high, anything.low)

    def _prefer_whole(self, part: int, span: CompiledSpan) -> CompiledSpan:
        """Return the whole that was recorded with a part, where there is one (S13)."""

        def make_ends(record: Record | None) -> Ends | None:
            whole = whole_of(record)
            return None if whole is None else _ends_of(whole)

        table = self._add_table(part, make_ends)
        low, high = f"d{len(self.definitions)}l", f"d{len(self.definitions)}h"
        whole = self.leaves.source_of(part).write_optional(table, f"leaves[{part}]")
        self.definitions.append(f"{low}, {high} = {whole} or ({span.low}, {span.high})")
        return CompiledSpan(low, high, 0 if span.floor is not None and span.floor >= 0 else None)


def _ends_of(interval: Interval) -> Ends:
    return -inf if interval.low is None else interval.low, inf if interval.high is None else interval.high
