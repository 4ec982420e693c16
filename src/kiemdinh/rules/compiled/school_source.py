"""The back end for one school: a status is a small number, a quantity is a pair of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf
from typing import Any, Final, NamedTuple

from kiemdinh.rules.compiled.registers import reuse_variables, sink_definitions
from kiemdinh.rules.compiled.twin import STATUS, NamedTerms
from kiemdinh.rules.compiled.writer import SourceWriter
from kiemdinh.rules.terms import (
    MIRRORED,
    Comparison,
    Half,
    Interval,
    Number,
    Truth,
    exact_number,
    round_number,
)

__all__ = ["CompiledSpan", "SchoolFunction", "SchoolSource"]

_STATUS: Final = {truth: str(status) for truth, status in STATUS.items()}
"""What a truth is in the source."""
_LITERALS: Final = frozenset(_STATUS.values())


class CompiledSpan(NamedTuple):
    """A quantity in the source.

    Attributes
    ----------
    low, high
        The variables or numbers of its two ends.
    floor
        A number that it is never below, whatever the facts are; None where there is none.
    is_finite
        Whether both ends are finite, whatever the facts are.
    """

    low: str
    high: str
    floor: Number | None = None
    is_finite: bool = False

    @property
    def is_factor(self) -> bool:
        """Whether it is finite and above zero, so that it can multiply an open end."""
        return self.is_finite and self.floor is not None and self.floor > 0

    @property
    def is_natural(self) -> bool:
        """Whether it is never below zero."""
        return self.floor is not None and self.floor >= 0


@dataclass(frozen=True, slots=True)
class SchoolFunction:
    """Compiled conditions: a function of what is known of one school.

    Attributes
    ----------
    truths
        The names of the facts whose statuses the function takes as its first argument, in order.
    values
        The names of the values whose low ends it takes as its second argument, and the high ends as its third, in
        order. An end that is open is ``-inf`` or ``inf``; all others are exact numbers.
    function
        Takes the three sequences and returns the statuses of the conditions, in the order in which they were asked for.
    """

    truths: tuple[str, ...]
    values: tuple[str, ...]
    function: Callable[[Sequence[int], Sequence[float | Number], Sequence[float | Number]], tuple[int, ...]]


@dataclass(slots=True)
class SchoolSource(NamedTerms[str, CompiledSpan]):
    """Writes the source for one school: conditions become statuses ``str``, quantities become :class:`CompiledSpan`.

    Parts that depend on no fact are worked out while the source is written.

    Attributes
    ----------
    floors
        Numbers that values are never below, by the names of the values; they make the source shorter.
    writer
        Collects the lines.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, fold
    >>> source = SchoolSource()
    >>> both = fold(All((Fact("a"), Fact("b"))), source)
    >>> source.build([both]).function((3, 2), (), ())
    (2,)
    """

    floors: Mapping[str, Number] = field(default_factory=dict)
    writer: SourceWriter = field(default_factory=SourceWriter)

    def build(self, results: Sequence[str]) -> SchoolFunction:
        """Return the function that gives the statuses of *results*, which the algebra has made before."""
        parameters = {
            "truths": tuple(self.truths.values()),
            "lows": tuple(span.low for span in self.values.values()),
            "highs": tuple(span.high for span in self.values.values()),
        }
        return SchoolFunction(tuple(self.truths), tuple(self.values), self.build_over(parameters, (), results))

    def build_over(
        self, parameters: Mapping[str, Sequence[str]], definitions: Sequence[str], results: Sequence[str]
    ) -> Callable[..., Any]:
        """Return a function of other arguments, of which lines of its own make the variables of facts and values.

        Parameters
        ----------
        parameters
            For each argument the variables that it is unpacked to.
        definitions
            The lines that give each variable of ``truths`` and ``values`` what it is. Each is run, also where nothing
            needs its variables, for it may refuse what it reads.
        results
            The variables that the function returns.
        """
        lines = sink_definitions(definitions, self.writer.lines)
        short, found = reuse_variables(lines, results, frozenset(definitions))
        return SourceWriter(short, self.writer.constants).build_function(parameters, found, _HELPERS)

    # -- conditions ------------------------------------------------------------------------------------

    def _name_fact(self, _: str, number: int) -> str:
        return f"f{number}"

    def known(self, truth: Truth, /) -> str:
        """Return the status of a truth."""
        return _STATUS[truth]

    def all(self, parts: Sequence[str], /) -> str:
        """Return the conjunction: both bits at once."""
        return self._join_bits(parts, "&", neutral="3", final="0")

    def any(self, parts: Sequence[str], /) -> str:
        """Return the disjunction: both bits at once."""
        return self._join_bits(parts, "|", neutral="0", final="3")

    def _join_bits(self, parts: Sequence[str], operator: str, *, neutral: str, final: str) -> str:
        left = [part for part in dict.fromkeys(parts) if part != neutral]
        if final in left or not left:
            return final if final in left else neutral
        return left[0] if len(left) == 1 else self.writer.assign(self.writer.combine(operator, left))

    def at_least(self, k: int, parts: Sequence[str], /) -> str:
        """Return whether so many members hold: those that always do are counted while the source is written."""
        left = [part for part in parts if part not in ("0", "3")]
        k -= parts.count("3")
        if k <= 0 or k > len(left):
            return "3" if k <= 0 else "0"
        if k in (1, len(left)):
            return self.any(left) if k == 1 else self.all(left)
        group = self.writer.assign(f"({', '.join(left)})")
        few = len(left) - k
        return self.writer.assign(f"3 if {group}.count(3) >= {k} else 0 if {group}.count(0) > {few} else 2")

    def negate(self, part: str, /) -> str:
        """Return the negation: unknown stays unknown."""
        if part in _LITERALS:
            return {"0": "3", "2": "2", "3": "0"}[part]
        return self.writer.assign(f"(3, 3, 2, 0)[{part}]")

    def branch(self, test: str, then: str, otherwise: str, /) -> str:
        """Return the arm that the test selects; where the test is unknown, what both arms agree on."""
        if then == otherwise or test == "3":
            return then
        if test == "0":
            return otherwise
        joined = f"{then} if {then} == {otherwise} else 2"
        if test == "2":
            return self.writer.assign(joined)
        return self.writer.assign(f"{then} if {test} == 3 else {otherwise} if not {test} else {joined}")

    def certain(self, part: str, /) -> str:
        """Return met where the condition is certain, else unmet."""
        if part in _LITERALS:
            return "3" if part == "3" else "0"
        return self.writer.assign(f"3 if {part} == 3 else 0")

    def possible(self, part: str, /) -> str:
        """Return met where the condition is possible, else unmet."""
        if part in _LITERALS:
            return "0" if part == "0" else "3"
        return self.writer.assign(f"3 if {part} else 0")

    def compare(self, left: CompiledSpan, op: Comparison, right: CompiledSpan, /) -> str:
        """Compare the ends that are worst for the comparison, and those that are best."""
        if op == "==":
            return self.all((self.compare(left, ">=", right), self.compare(left, "<=", right)))
        if op in ("<=", "<"):
            return self.compare(right, MIRRORED[op], left)
        if left.low == left.high and right.low == right.high:
            return self.writer.assign(f"3 if {left.low} {op} {right.low} else 0")
        return self.writer.assign(f"3 if {left.low} {op} {right.high} else 2 if {left.high} {op} {right.low} else 0")

    # -- quantities ------------------------------------------------------------------------------------

    def constant(self, value: Number, /) -> CompiledSpan:
        """Return the span of one number."""
        text = self._write_number(value)
        return CompiledSpan(text, text, value, True)

    def interval(self, interval: Interval, /) -> CompiledSpan:
        """Return the span of an interval."""
        low, high = interval.low, interval.high
        low_text, high_text = (
            text if end is None else self._write_number(end) for end, text in ((low, "-inf"), (high, "inf"))
        )
        return CompiledSpan(low_text, high_text, low, low is not None and high is not None)

    def _name_value(self, name: str, number: int) -> CompiledSpan:
        return CompiledSpan(f"l{number}", f"h{number}", self.floors.get(name))

    def sum(self, parts: Sequence[CompiledSpan], weights: Sequence[Number] | None, /) -> CompiledSpan:
        """Add the ends, each times its weight; a weight below zero exchanges them."""
        lows, highs, floors = list[str](), list[str](), list[Number | None]()
        for part, weight in zip(parts, weights or (1,) * len(parts), strict=True):
            low, high = (part.low, part.high) if weight > 0 else (part.high, part.low)
            # Zero times an open end is zero (semantics 1.4), so such a member is left out.
            if weight:
                factor = "" if weight == 1 else f" * {self._write_number(weight)}"
                lows.append(low + factor)
                highs.append(high + factor)
                floors.append(part.floor * weight if part.floor is not None and weight > 0 else None)
        low, high = (self._assign_number(self.writer.combine("+", terms) or "0") for terms in (lows, highs))
        known = [floor for floor in floors if floor is not None]
        return CompiledSpan(
            low, high, sum(known) if len(known) == len(floors) else None, all(p.is_finite for p in parts)
        )

    def product(self, left: CompiledSpan, right: CompiledSpan, /) -> CompiledSpan:
        """Multiply two spans: the least and the greatest product of two ends."""
        if (left.is_factor and right.is_natural) or (right.is_factor and left.is_natural):
            low, high = (self.writer.assign(f"{a} * {b}") for a, b in ((left.low, right.low), (left.high, right.high)))
            return CompiledSpan(low, high, 0, left.is_finite and right.is_finite)
        return CompiledSpan(*self.writer.assign_pair(f"multiply({left.low}, {left.high}, {right.low}, {right.high})"))

    def mean(self, parts: Sequence[CompiledSpan], /) -> CompiledSpan:
        """Add the spans, each times one divided by their number."""
        return self.sum(parts, (exact_number(Fraction(1, len(parts))),) * len(parts))

    def minimum(self, parts: Sequence[CompiledSpan], /) -> CompiledSpan:
        """Return the least of the low ends and the least of the high ends."""
        return self._call_on_ends("min", parts)

    def maximum(self, parts: Sequence[CompiledSpan], /) -> CompiledSpan:
        """Return the greatest of the low ends and the greatest of the high ends."""
        return self._call_on_ends("max", parts)

    def _call_on_ends(self, function: str, parts: Sequence[CompiledSpan]) -> CompiledSpan:
        if len(parts) == 1:
            return parts[0]
        low, high = (
            self.writer.assign(f"{function}({', '.join(ends)})") for ends in zip(*(p[:2] for p in parts), strict=True)
        )
        return CompiledSpan(low, high, _lowest_floor(parts), all(part.is_finite for part in parts))

    def count(self, parts: Sequence[str], /) -> CompiledSpan:
        """Count the members that are certain, and those that are possible."""
        group = self.writer.assign(f"({', '.join(parts)},)")
        return CompiledSpan(
            self.writer.assign(f"{group}.count(3)"), self.writer.assign(f"{len(parts)} - {group}.count(0)"), 0, True
        )

    def select(self, test: str, then: CompiledSpan, otherwise: CompiledSpan, /) -> CompiledSpan:
        """Return the arm that the test selects; where the test is unknown, the span around both arms."""
        if then == otherwise or test == "3":
            return then
        if test == "0":
            return otherwise
        arms = then, otherwise
        low, high = (
            self._select_end(test, *(arm[end] for arm in arms), joined=joined)
            for end, joined in ((0, "min"), (1, "max"))
        )
        return CompiledSpan(low, high, _lowest_floor(arms), all(arm.is_finite for arm in arms))

    def _select_end(self, test: str, then: object, otherwise: object, *, joined: str) -> str:
        both = f"{joined}({then}, {otherwise})"
        if test == "2":
            return self.writer.assign(both)
        return self.writer.assign(f"{then} if {test} == 3 else {otherwise} if not {test} else {both}")

    def rounded(self, part: CompiledSpan, digits: int, half: Half, /) -> CompiledSpan:
        """Round both ends; an open end stays open."""
        low, high = (self.writer.assign(f"round_end({end}, {digits}, {half!r})") for end in (part.low, part.high))
        floor = None if part.floor is None else round_number(part.floor, digits, half)
        return CompiledSpan(low, high, floor, part.is_finite)

    def _assign_number(self, expression: str) -> str:
        return self.writer.assign(expression) if " " in expression else expression

    def _write_number(self, number: Number) -> str:
        if isinstance(number, int):
            return str(number) if number >= 0 else f"({number})"
        return self.writer.name_constant(number)


def _lowest_floor(spans: Sequence[CompiledSpan]) -> Number | None:
    floors = [span.floor for span in spans if span.floor is not None]
    return min(floors) if len(floors) == len(spans) else None


def multiply_spans(
    low: float | Number, high: float | Number, other_low: float | Number, other_high: float | Number
) -> tuple[float | Number, float | Number]:
    """Return the least and the greatest product of two numbers from two spans; zero times an open end is zero.

    >>> multiply_spans(0, inf, 2, 3)
    (0, inf)
    """
    corners = [a * b if a and b else 0 for a in (low, high) for b in (other_low, other_high)]
    return min(corners), max(corners)


def _round_end(end: float | Number, digits: int, half: Half) -> float | Number:
    return end if isinstance(end, float) else round_number(end, digits, half)


_HELPERS: Final = {"inf": inf, "multiply": multiply_spans, "round_end": _round_end}
