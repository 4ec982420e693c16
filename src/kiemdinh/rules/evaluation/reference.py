"""The reference evaluator: both readings of a condition, and the interval of a quantity (semantics 1.2 to 1.5).

Every faster way to evaluate a condition must give the same results as this one.
"""

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
    """What is known of the names that conditions read.

    A class is a source of facts if it has these two methods; it need not inherit from this one.

    Examples
    --------
    >>> class Everything:
    ...     def truth(self, name):
    ...         return MET
    ...
    ...     def value(self, name):
    ...         return UNBOUNDED
    >>> from kiemdinh.rules import Fact
    >>> evaluate(Fact("plan"), Everything()).name
    'MET'
    """

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact."""

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Facts from two mappings by name.

    Attributes
    ----------
    truths
        The truth of each fact; one that is absent is unknown.
    values
        What is known of each value; one that is absent is unbounded.

    Examples
    --------
    >>> Assignment({"a": MET}).truth("b").name
    'UNKNOWN'
    """

    truths: Mapping[str, Truth] = field(default_factory=dict)
    values: Mapping[str, Interval] = field(default_factory=dict)

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact; ``UNKNOWN`` if the fact is absent."""
        return self.truths.get(name, UNKNOWN)

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value; the unbounded interval if the value is absent."""
        return self.values.get(name, UNBOUNDED)


def evaluate(condition: Condition, facts: Facts) -> Truth:
    """Return the truth of a condition, from what is known of its facts and values.

    Both readings are sound: what is certain holds however the unknowns turn out, and what is impossible does not. They
    are exact if no unknown name enters the condition both ways (semantics 1.6;
    :func:`~kiemdinh.rules.mixed_polarity_names`). The time is linear in the size of the condition.

    Examples
    --------
    >>> from kiemdinh.rules import AtLeast, Fact
    >>> condition = AtLeast(2, (Fact("a"), Fact("b"), Fact("c")))
    >>> evaluate(condition, Assignment({"a": MET, "b": MET})).name
    'MET'
    >>> evaluate(condition, Assignment({"a": MET})).name
    'UNKNOWN'
    """
    return fold(condition, TruthAlgebra(facts))


def evaluate_quantity(quantity: Quantity, facts: Facts) -> Interval:
    """Return the interval in which a quantity lies, from what is known of its facts and values.

    The interval contains every number that the quantity can be; it may be wider where a value occurs more than once.
    The time is linear in the size of the quantity.

    Examples
    --------
    >>> from kiemdinh.rules import Sum, Value
    >>> evaluate_quantity(Sum((Value("x"), Value("y"))), Assignment({}, {"x": Interval(1, 2), "y": Interval.point(5)}))
    Interval(low=6, high=7)
    """
    return fold(quantity, TruthAlgebra(facts))


@dataclass(frozen=True, slots=True)
class TruthAlgebra:
    """The algebra of the reference evaluator: conditions become truths, quantities become intervals.

    Attributes
    ----------
    facts
        What is known of the facts and values that conditions read.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, fold
    >>> fold(All((Fact("a"), Fact("b"))), TruthAlgebra(Assignment({"a": MET, "b": MET}))).name
    'MET'
    """

    facts: Facts

    def fact(self, name: str, /) -> Truth:
        """Return what ``facts`` knows of a fact."""
        return self.facts.truth(name)

    def known(self, truth: Truth, /) -> Truth:
        """Return the truth as it is."""
        return truth

    def all(self, parts: Sequence[Truth], /) -> Truth:
        """Return the conjunction of both readings: truths are ordered so that it is the least."""
        return min(parts)

    def any(self, parts: Sequence[Truth], /) -> Truth:
        """Return the disjunction of both readings: truths are ordered so that it is the greatest."""
        return max(parts)

    def at_least(self, k: int, parts: Sequence[Truth], /) -> Truth:
        """Compare ``k`` with the number of members that are certain, and with the number of those that are possible."""
        certain, possible = _count_members(parts)
        return Truth.of(certain >= k, possible >= k)

    def negate(self, part: Truth, /) -> Truth:
        """Return both readings negated and exchanged."""
        return part.negated()

    def compare(self, left: Interval, op: Comparison, right: Interval, /) -> Truth:
        """Compare two intervals.

        The comparison is certain if it holds for all pairs of numbers from them, possible if it holds for some pair.
        """
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
        """Return the arm that the test selects; both arms joined while the test is unknown (semantics 1.7)."""
        if test is UNKNOWN:
            return join_truths((then, otherwise))
        return then if test is MET else otherwise

    def constant(self, value: Number, /) -> Interval:
        """Return the interval of this number only."""
        return Interval.point(value)

    def value(self, name: str, /) -> Interval:
        """Return what ``facts`` knows of a value."""
        return self.facts.value(name)

    def sum(self, parts: Sequence[Interval], weights: Sequence[Number] | None, /) -> Interval:
        """Add the intervals, each times its weight if there are weights."""
        if weights is not None:
            parts = [part.scaled(weight) for part, weight in zip(parts, weights, strict=True)]
        return _sum_intervals(parts)

    def product(self, left: Interval, right: Interval, /) -> Interval:
        """Multiply two intervals; zero times unbounded is zero (semantics 1.4)."""
        return left * right

    def mean(self, parts: Sequence[Interval], /) -> Interval:
        """Add the intervals and divide by their number, exactly."""
        return _sum_intervals(parts).scaled(Fraction(1, len(parts)))

    def minimum(self, parts: Sequence[Interval], /) -> Interval:
        """Return the interval from the least low end to the least high end."""
        return interval_of_minimum(parts)

    def maximum(self, parts: Sequence[Interval], /) -> Interval:
        """Return the interval from the greatest low end to the greatest high end."""
        return interval_of_maximum(parts)

    def count(self, parts: Sequence[Truth], /) -> Interval:
        """Return the interval from the number of certain members to the number of possible ones."""
        return Interval(*_count_members(parts))

    def select(self, test: Truth, then: Interval, otherwise: Interval, /) -> Interval:
        """Return the arm that the test selects; the least interval around both arms while the test is unknown."""
        if test is UNKNOWN:
            return then.hull(otherwise)
        return then if test is MET else otherwise

    def rounded(self, part: Interval, digits: int, half: Half, /) -> Interval:
        """Round both ends, which is exact because rounding never changes the order of numbers."""
        low, high = (None if end is None else round_number(end, digits, half) for end in (part.low, part.high))
        return Interval(low, high)


def _count_members(parts: Sequence[Truth]) -> tuple[int, int]:
    """Return the number of members that are certain, and the number of those that are possible."""
    return sum(part is MET for part in parts), sum(part is not UNMET for part in parts)


def _sum_intervals(parts: Sequence[Interval]) -> Interval:
    """Return the sum of the intervals; one open end leaves the sum open on that side."""
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts if part.high is not None]
    return Interval(sum(lows) if len(lows) == len(parts) else None, sum(highs) if len(highs) == len(parts) else None)


def _truth_of_above(left: Interval, right: Interval, *, strict: bool) -> Truth:
    """Compare two intervals by "greater", or by "greater or equal" unless ``strict``."""
    # At worst the left side is at its low end and the right side at its high end; at best the other way round.
    certain = left.low is not None and right.high is not None and _is_greater(left.low, right.high, strict)
    possible = left.high is None or right.low is None or _is_greater(left.high, right.low, strict)
    return Truth.of(certain, possible)


def _is_greater(left: Number, right: Number, strict: bool) -> bool:
    """Return whether one number is greater than another, or equal to it unless ``strict``."""
    return left > right or (not strict and left == right)


def _truth_of_equality(left: Interval, right: Interval) -> Truth:
    """Compare two intervals by equality: neither is less than the other."""
    return min(_truth_of_above(left, right, strict=False), _truth_of_above(right, left, strict=False))
