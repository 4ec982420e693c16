"""The back end for many schools: a condition is a pair of planes, one bit for each school in each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from kiemdinh.rules.compiled.column_ends import EndWriter
from kiemdinh.rules.compiled.column_spans import (
    ChoiceSpan,
    ColumnSpan,
    CompiledColumns,
    CountSpan,
    SpanWriter,
    constant_span,
    span_of_interval,
)
from kiemdinh.rules.compiled.figures import FigureColumns, FigureForm
from kiemdinh.rules.compiled.plane_logic import FULL, NONE, CompiledPlanes, PlaneLogic
from kiemdinh.rules.compiled.plane_rows import Plane, PlanePair, PlaneRows
from kiemdinh.rules.compiled.registers import reuse_variables
from kiemdinh.rules.compiled.twin import NamedTerms
from kiemdinh.rules.compiled.writer import SourceWriter
from kiemdinh.rules.terms import (
    MET,
    MIRRORED,
    UNKNOWN,
    UNMET,
    Comparison,
    Half,
    Interval,
    Number,
    Truth,
    exact_number,
)

__all__ = ["PlaneFunction", "PlaneSource"]


_KNOWN: Final = {
    UNMET: CompiledPlanes(NONE, NONE),
    UNKNOWN: CompiledPlanes(NONE, FULL),
    MET: CompiledPlanes(FULL, FULL),
}


@dataclass(frozen=True, slots=True)
class PlaneFunction:
    """Compiled conditions: a function of what is known of many schools.

    Attributes
    ----------
    truths
        The names of the facts that are read.
    values
        The values that are read, by their names, each with the form that its columns must have.
    function
        Takes the rows, the planes of the facts and the columns of the values, and returns planes: the certain and the
        possible one of each condition in turn.
    """

    truths: tuple[str, ...]
    values: Mapping[str, FigureForm]
    function: Callable[..., tuple[Plane, ...]]

    def evaluate(
        self, rows: PlaneRows, truths: Mapping[str, PlanePair], figures: Mapping[str, FigureColumns]
    ) -> list[PlanePair]:
        """Return the conditions for all schools, in the order in which they were asked for.

        Costs one operation of the processor for each line and each word of 64 schools.

        Parameters
        ----------
        rows
            How many schools there are, and what their planes are.
        truths
            The planes of each fact of ``truths``, by its name.
        figures
            The columns of each value of ``values``, by its name, in the form that it has there.
        """
        planes = [plane for name in self.truths for plane in truths[name]]
        planes += [plane for name in self.values for plane in figures[name].planes]
        found = rows.run(self.function, planes, [column for name in self.values for column in figures[name].columns])
        return [PlanePair(*pair) for pair in zip(found[::2], found[1::2], strict=True)]


def _is_never_settled(_: str) -> bool:
    return False


@dataclass(slots=True)
class PlaneSource(NamedTerms[CompiledPlanes, CompiledColumns]):
    """Writes the source for many schools: conditions become :class:`CompiledPlanes`.

    Attributes
    ----------
    is_settled
        Whether a fact is never unknown, by its name: then one plane says all of it, and half of what is written.
    logic
        Writes the lines.
    forms
        What is known of the columns of values, by their names; of others the default form says it.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, fold
    >>> from kiemdinh.rules.compiled import plane_rows
    >>> source = PlaneSource()
    >>> both = fold(All((Fact("a"), Fact("b"))), source)
    >>> a, b = PlanePair(0b0011, 0b1111), PlanePair(0b0101, 0b0111)
    >>> source.build([both]).evaluate(plane_rows(4, numpy=False), {"a": a, "b": b}, {})
    [PlanePair(certain=1, possible=7)]
    """

    is_settled: Callable[[str], bool] = _is_never_settled
    forms: Mapping[str, FigureForm] = field(default_factory=dict)
    logic: PlaneLogic = field(default_factory=PlaneLogic)

    def build(self, results: Sequence[CompiledPlanes]) -> PlaneFunction:
        """Return the function that gives the planes of *results*, which the algebra has made before."""
        # A settled fact is unpacked twice to one variable.
        planes = [plane for pair in self.truths.values() for plane in pair]
        forms = {name: self._form_of(name) for name in self.values}
        names = [self._name_columns(name, number) for number, name in enumerate(self.values)]
        planes += [plane for _, each in names for plane in each]
        columns = [column for each, _ in names for column in each]
        parameters: dict[str, Sequence[str]] = {"rows": (), "planes": planes, "columns": columns}
        lines, found = reuse_variables(self.logic.writer.lines, [plane for pair in results for plane in pair])
        short = SourceWriter([f"{FULL} = rows.full", *lines], self.logic.writer.constants)
        return PlaneFunction(tuple(self.truths), forms, short.build_function(parameters, found, {}))

    # -- conditions ------------------------------------------------------------------------------------

    def _name_fact(self, name: str, number: int) -> CompiledPlanes:
        return CompiledPlanes(f"c{number}", f"c{number}" if self.is_settled(name) else f"p{number}")

    def known(self, truth: Truth, /) -> CompiledPlanes:
        """Return the planes of a truth, the same for every school."""
        return _KNOWN[truth]

    def all(self, parts: Sequence[CompiledPlanes], /) -> CompiledPlanes:
        """Return the conjunction of both readings."""
        return self._read_twice(self.logic.meet, parts)

    def any(self, parts: Sequence[CompiledPlanes], /) -> CompiledPlanes:
        """Return the disjunction of both readings."""
        return self._read_twice(self.logic.join, parts)

    def at_least(self, k: int, parts: Sequence[CompiledPlanes], /) -> CompiledPlanes:
        """Count the members that are certain, and those that are possible."""
        return self._read_twice(lambda planes: self.logic.at_least(k, planes), parts)

    def _read_twice(self, write: Callable[[Sequence[str]], str], parts: Sequence[CompiledPlanes]) -> CompiledPlanes:
        certain, possible = (write(planes) for planes in zip(*parts, strict=True))
        return CompiledPlanes(certain, possible)

    def negate(self, part: CompiledPlanes, /) -> CompiledPlanes:
        """Return both readings negated and exchanged."""
        return CompiledPlanes(self.logic.complement(part.possible), self.logic.complement(part.certain))

    def branch(self, test: CompiledPlanes, then: CompiledPlanes, otherwise: CompiledPlanes, /) -> CompiledPlanes:
        """Return the arm that the test selects; where the test is unknown, what both arms agree on."""
        logic = self.logic
        if test.certain == test.possible:
            return CompiledPlanes(*map(logic.choose, test, then, otherwise))
        if then == otherwise:
            return then
        is_unmet, may_be_unmet = logic.complement(test.possible), logic.complement(test.certain)
        by_then = logic.meet([then.certain, logic.join([test.certain, otherwise.certain])])
        certain = logic.join([by_then, logic.meet([is_unmet, otherwise.certain])])
        arms = (test.possible, then.possible), (may_be_unmet, otherwise.possible)
        return CompiledPlanes(certain, logic.join([logic.meet(arm) for arm in arms]))

    def certain(self, part: CompiledPlanes, /) -> CompiledPlanes:
        """Return met where the condition is certain, else unmet."""
        return CompiledPlanes(part.certain, part.certain)

    def possible(self, part: CompiledPlanes, /) -> CompiledPlanes:
        """Return met where the condition is possible, else unmet."""
        return CompiledPlanes(part.possible, part.possible)

    def compare(self, left: CompiledColumns, op: Comparison, right: CompiledColumns, /) -> CompiledPlanes:
        """Compare the ends that are worst for the comparison, and those that are best."""
        if op == "==":
            return self.all((self.compare(left, ">=", right), self.compare(left, "<=", right)))
        if op in ("<=", "<"):
            return self.compare(right, MIRRORED[op], left)
        for place, side in enumerate((left, right)):
            if isinstance(side, ChoiceSpan):
                arms = ((arm, right) if place == 0 else (left, arm) for arm in (side.then, side.otherwise))
                then, otherwise = (self.compare(one, op, two) for one, two in arms)
                return self.branch(side.test, then, otherwise)
        return self._compare_counts(left, right, strict=op == ">") or self._compare_columns(left, right, op == ">")

    def _compare_counts(self, left: CompiledColumns, right: CompiledColumns, *, strict: bool) -> CompiledPlanes | None:
        """Return a comparison of a count with a number: whether so many conditions hold."""
        if isinstance(left, CountSpan) and isinstance(right, ColumnSpan) and right.number is not None:
            return self.at_least(_count_above(right.number, strict=strict), left.parts)
        if isinstance(right, CountSpan) and isinstance(left, ColumnSpan) and left.number is not None:
            return self.negate(self.at_least(_count_above(left.number, strict=not strict), right.parts))
        return None

    def _compare_columns(self, left: CompiledColumns, right: CompiledColumns, strict: bool) -> CompiledPlanes:
        one, two = self._column_of(left), self._column_of(right)
        ratio, above = one.unit / two.unit, self._spans.ends.above
        return CompiledPlanes(
            above(one.low, two.high, ratio, strict=strict, where_open=NONE),
            above(one.high, two.low, ratio, strict=strict, where_open=FULL),
        )

    # -- quantities ------------------------------------------------------------------------------------

    def constant(self, value: Number, /) -> CompiledColumns:
        """Return the span of one number."""
        return constant_span(value)

    def interval(self, interval: Interval, /) -> CompiledColumns:
        """Return the span of an interval."""
        return span_of_interval(interval)

    def _name_value(self, name: str, number: int) -> CompiledColumns:
        return self._form_of(name).span_of(*self._name_columns(name, number))

    def _form_of(self, name: str) -> FigureForm:
        return self.forms.get(name, FigureForm())

    def _name_columns(self, name: str, number: int) -> tuple[Sequence[str], Sequence[str]]:
        letters = "lh"[: self._form_of(name).width]
        return [f"{letter}{number}" for letter in letters], [f"o{letter}{number}" for letter in letters]

    def sum(self, parts: Sequence[CompiledColumns], weights: Sequence[Number] | None, /) -> CompiledColumns:
        """Add the ends, each times its weight."""
        if len(parts) == 1 and isinstance(choice := parts[0], ChoiceSpan):
            return self._map_choice(choice, lambda arm: self.sum((arm,), weights))
        spans = [*map(self._column_of, parts)]
        pairs = zip(spans, weights or (1,) * len(spans), strict=True)
        return self._spans.add([self._spans.weigh(*pair) for pair in pairs])

    def product(self, left: CompiledColumns, right: CompiledColumns, /) -> CompiledColumns:
        """Multiply two spans."""
        if isinstance(left, ChoiceSpan):
            return self._map_choice(left, lambda arm: self.product(arm, right))
        if isinstance(right, ChoiceSpan):
            return self._map_choice(right, lambda arm: self.product(left, arm))
        return self._spans.multiply(self._column_of(left), self._column_of(right))

    def mean(self, parts: Sequence[CompiledColumns], /) -> CompiledColumns:
        """Add the spans, each times one divided by their number."""
        return self.sum(parts, (exact_number(Fraction(1, len(parts))),) * len(parts))

    def minimum(self, parts: Sequence[CompiledColumns], /) -> CompiledColumns:
        """Return the least of the low ends and the least of the high ends."""
        return self._find_extreme(parts, "minimum")

    def maximum(self, parts: Sequence[CompiledColumns], /) -> CompiledColumns:
        """Return the greatest of the low ends and the greatest of the high ends."""
        return self._find_extreme(parts, "maximum")

    def _find_extreme(self, parts: Sequence[CompiledColumns], which: Literal["minimum", "maximum"]) -> CompiledColumns:
        return parts[0] if len(parts) == 1 else self._spans.extreme([*map(self._column_of, parts)], which)

    def count(self, parts: Sequence[CompiledPlanes], /) -> CompiledColumns:
        """Count the conditions that hold, as soon as more than a comparison with a number asks for it."""
        return CountSpan(tuple(parts))

    def select(self, test: CompiledPlanes, then: CompiledColumns, otherwise: CompiledColumns, /) -> CompiledColumns:
        """Return the arm that the test selects, as soon as more than a comparison asks for it."""
        if then == otherwise or test == _KNOWN[MET]:
            return then
        if test == _KNOWN[UNMET]:
            return otherwise
        leaves = _count_leaves(then) + _count_leaves(otherwise)
        if leaves > _MAX_LEAVES:
            return self._spans.choose(test, self._column_of(then), self._column_of(otherwise))
        return ChoiceSpan(test, then, otherwise, leaves)

    def rounded(self, part: CompiledColumns, digits: int, half: Half, /) -> CompiledColumns:
        """Round both ends; an open end stays open."""
        if isinstance(part, ChoiceSpan):
            return self._map_choice(part, lambda arm: self.rounded(arm, digits, half))
        return self._spans.round_to(self._column_of(part), digits, half)

    @property
    def _spans(self) -> SpanWriter:
        return SpanWriter(EndWriter(self.logic))

    def _map_choice(self, choice: ChoiceSpan, change: Callable[[CompiledColumns], CompiledColumns]) -> CompiledColumns:
        return self.select(choice.test, change(choice.then), change(choice.otherwise))

    def _column_of(self, quantity: CompiledColumns) -> ColumnSpan:
        """Return the columns of a quantity, which are made now where they are not there yet."""
        if isinstance(quantity, ChoiceSpan):
            return self._spans.choose(quantity.test, *map(self._column_of, (quantity.then, quantity.otherwise)))
        if isinstance(quantity, CountSpan):
            return self._spans.count(quantity)
        return quantity


_MAX_LEAVES: Final = 32
"""A choice of more quantities is made in columns: to compare each of them would cost more."""


def _count_leaves(quantity: CompiledColumns) -> int:
    return quantity.leaves if isinstance(quantity, ChoiceSpan) else 1


def _count_above(number: Fraction, *, strict: bool) -> int:
    """Return the least count that is at least a number; above it with *strict*."""
    return number.__floor__() + 1 if strict else number.__ceil__()
