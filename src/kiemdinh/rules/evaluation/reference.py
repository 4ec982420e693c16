"""The reference evaluator: both readings of a condition, the interval of a quantity (semantics 1.2-1.5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from kiemdinh.rules.terms import (
    MET,
    UNBOUNDED,
    UNKNOWN,
    UNMET,
    Interval,
    Number,
    Truth,
    fold,
    interval_of_maximum,
    interval_of_minimum,
    join_truths,
    round_number,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemdinh.rules.terms import Comparison, Condition, Half, Quantity

__all__ = ["Assignment", "Facts", "TruthAlgebra", "evaluate", "evaluate_quantity"]


class Facts(Protocol):
    """What is known of the names that conditions speak of."""

    def truth(self, name: str, /) -> Truth:
        """Give the truth of a fact."""

    def value(self, name: str, /) -> Interval:
        """Give what is known of a value."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Facts from two mappings; a name that is absent is unknown, a value that is absent unbounded."""

    truths: Mapping[str, Truth] = field(default_factory=dict)
    values: Mapping[str, Interval] = field(default_factory=dict)

    def truth(self, name: str, /) -> Truth:
        """Give the truth of a fact, unknown if it is absent."""
        return self.truths.get(name, UNKNOWN)

    def value(self, name: str, /) -> Interval:
        """Give what is known of a value, nothing if it is absent."""
        return self.values.get(name, UNBOUNDED)


def evaluate(condition: Condition, facts: Facts) -> Truth:
    """Give the truth of a condition; linear in its size."""
    return fold(condition, TruthAlgebra(facts))


def evaluate_quantity(quantity: Quantity, facts: Facts) -> Interval:
    """Give the interval that a quantity spans; linear in its size."""
    return fold(quantity, TruthAlgebra(facts))


@dataclass(frozen=True, slots=True)
class TruthAlgebra:
    """Conditions become truths, quantities become intervals."""

    facts: Facts

    def fact(self, name: str, /) -> Truth:
        """Look the fact up."""
        return self.facts.truth(name)

    def known(self, truth: Truth, /) -> Truth:
        """Take the truth as given."""
        return truth

    def all(self, parts: Sequence[Truth], /) -> Truth:
        """Conjoin both readings."""
        return min(parts)

    def any(self, parts: Sequence[Truth], /) -> Truth:
        """Disjoin both readings."""
        return max(parts)

    def at_least(self, k: int, parts: Sequence[Truth], /) -> Truth:
        """Count the members certain for the one reading, the members possible for the other."""
        certain, possible = _count_members(parts)
        return Truth.of(certain >= k, possible >= k)

    def negate(self, part: Truth, /) -> Truth:
        """Negate and swap the readings."""
        return part.negated()

    def compare(self, left: Interval, op: Comparison, right: Interval, /) -> Truth:
        """Certain if it holds on the whole of both intervals, possible if somewhere on them."""
        match op:
            case ">=":
                return _truth_of_above(left, right, strict=False)
            case ">":
                return _truth_of_above(left, right, strict=True)
            case "<=":
                return _truth_of_above(right, left, strict=False)
            case "<":
                return _truth_of_above(right, left, strict=True)
            case "==":
                return _truth_of_equality(left, right)

    def branch(self, test: Truth, then: Truth, otherwise: Truth, /) -> Truth:
        """Take the arm that the test picks; join both while it is unknown."""
        if test is UNKNOWN:
            return join_truths((then, otherwise))
        return then if test is MET else otherwise

    def constant(self, value: Number, /) -> Interval:
        """Make a point."""
        return Interval.point(value)

    def value(self, name: str, /) -> Interval:
        """Look the value up."""
        return self.facts.value(name)

    def sum(self, parts: Sequence[Interval], weights: Sequence[Number] | None, /) -> Interval:
        """Add, each member times its weight."""
        if weights is not None:
            parts = [part.scaled(weight) for part, weight in zip(parts, weights, strict=True)]
        return _weighted_total(parts)

    def product(self, left: Interval, right: Interval, /) -> Interval:
        """Multiply; zero times unbounded is zero."""
        return left * right

    def mean(self, parts: Sequence[Interval], /) -> Interval:
        """Divide the total by the number of members, exactly."""
        return _weighted_total(parts).scaled(Fraction(1, len(parts)))

    def minimum(self, parts: Sequence[Interval], /) -> Interval:
        """Take the least low end and the least high end."""
        return interval_of_minimum(parts)

    def maximum(self, parts: Sequence[Interval], /) -> Interval:
        """Take the greatest low end and the greatest high end."""
        return interval_of_maximum(parts)

    def count(self, parts: Sequence[Truth], /) -> Interval:
        """Span the number certain to the number possible."""
        return Interval(*_count_members(parts))

    def select(self, test: Truth, then: Interval, otherwise: Interval, /) -> Interval:
        """Take the arm that the test picks; span both while it is unknown."""
        if test is UNKNOWN:
            return then.hull(otherwise)
        return then if test is MET else otherwise

    def rounded(self, part: Interval, digits: int, half: Half, /) -> Interval:
        """Round both ends: rounding never changes the order of numbers."""
        low, high = (None if end is None else round_number(end, digits, half) for end in (part.low, part.high))
        return Interval(low, high)


def _count_members(parts: Sequence[Truth]) -> tuple[int, int]:
    return sum(part is MET for part in parts), sum(part is not UNMET for part in parts)


def _weighted_total(parts: Sequence[Interval]) -> Interval:
    return sum(parts, start=Interval.point(0))


def _truth_of_above(left: Interval, right: Interval, *, strict: bool) -> Truth:
    certain = left.low is not None and right.high is not None and _is_greater(left.low, right.high, strict)
    possible = left.high is None or right.low is None or _is_greater(left.high, right.low, strict)
    return Truth.of(certain, possible)


def _is_greater(left: Number, right: Number, strict: bool) -> bool:
    return left > right or (not strict and left == right)


def _truth_of_equality(left: Interval, right: Interval) -> Truth:
    return min(_truth_of_above(left, right, strict=False), _truth_of_above(right, left, strict=False))
