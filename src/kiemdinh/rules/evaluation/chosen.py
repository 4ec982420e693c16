"""Conditions over facts that are free to be chosen, beside facts that are known or unknown.

Evaluation reads every unknown at its worst and at its best. Here some facts are *free*, which means that they may still
be chosen, and others are unknown. This module reads a condition twice, with the free facts chosen for the worst and for
the best. Each of the two is a reading under all that is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kiemdinh.rules.evaluation.reference import Assignment, TruthAlgebra
from kiemdinh.rules.terms import MET, MIRRORED, UNMET, Interval, Truth, fold, interval_of_maximum, interval_of_minimum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.terms import Comparison, Condition, Half, Number

__all__ = ["FREE", "ChosenTruth", "ChosenValue", "FreeFacts", "evaluate_chosen"]


class ChosenTruth(NamedTuple):
    """The truth of a condition with the free facts chosen for the worst, and with them chosen for the best."""

    worst: Truth
    best: Truth


class ChosenValue(NamedTuple):
    """The interval of a quantity with the free facts chosen to make it low, and with them chosen to make it high."""

    low: Interval
    high: Interval


FREE: Final = ChosenTruth(UNMET, MET)
"""A fact that is free: unmet at worst, met at best."""


class FreeFacts(Protocol):
    """What is known of the names that conditions read, and which of them are free."""

    def chosen_truth(self, name: str, /) -> ChosenTruth:
        """Return the truth of a fact at worst and at best; both differ only where it depends on a free fact."""

    def chosen_value(self, name: str, /) -> ChosenValue:
        """Return the interval of a value where it is chosen to be low, and to be high."""


def evaluate_chosen(condition: Condition, facts: FreeFacts) -> ChosenTruth:
    """Return the truth of a condition with its free facts chosen for the worst and for the best.

    Both are sound under what is unknown, as :func:`~kiemdinh.rules.evaluate` is. A free fact that enters a condition
    more than once may be chosen differently each time. The time is linear in the size of the condition.

    Examples
    --------
    >>> from kiemdinh.rules import UNKNOWN, All, Fact, Not
    >>> class Facts:
    ...     def chosen_truth(self, name):
    ...         return ChosenTruth(UNKNOWN, UNKNOWN) if name == "unknown" else FREE
    >>> evaluate_chosen(All((Fact("free"), Not(Fact("unknown")))), Facts())
    ChosenTruth(worst=<Truth.UNMET: 0>, best=<Truth.UNKNOWN: 1>)
    """
    return fold(condition, _ChosenAlgebra(facts))


_PLAIN: Final = TruthAlgebra(Assignment())
"""The readings of one choice, whose operations on truths and intervals read no fact."""


@dataclass(slots=True, eq=False, repr=False)
class _ChosenAlgebra:
    """The algebra that keeps both choices side by side; a negation exchanges them."""

    facts: FreeFacts

    def fact(self, name: str, /) -> ChosenTruth:
        return self.facts.chosen_truth(name)

    def known(self, truth: Truth, /) -> ChosenTruth:
        return ChosenTruth(truth, truth)

    def all(self, parts: Sequence[ChosenTruth], /) -> ChosenTruth:
        return ChosenTruth(min(part.worst for part in parts), min(part.best for part in parts))

    def any(self, parts: Sequence[ChosenTruth], /) -> ChosenTruth:
        return ChosenTruth(max(part.worst for part in parts), max(part.best for part in parts))

    def at_least(self, k: int, parts: Sequence[ChosenTruth], /) -> ChosenTruth:
        worst, best = (_PLAIN.at_least(k, side) for side in zip(*parts, strict=True))
        return ChosenTruth(worst, best)

    def negate(self, part: ChosenTruth, /) -> ChosenTruth:
        return ChosenTruth(part.best.negated(), part.worst.negated())

    def compare(self, left: ChosenValue, op: Comparison, right: ChosenValue, /) -> ChosenTruth:
        if op == "==":
            return self.all([self.compare(left, ">=", right), self.compare(left, "<=", right)])
        if op in ("<=", "<"):
            return self.compare(right, MIRRORED[op], left)
        # At worst the left side is chosen low and the right side high; at best the other way round.
        return ChosenTruth(_PLAIN.compare(left.low, op, right.high), _PLAIN.compare(left.high, op, right.low))

    def branch(self, test: ChosenTruth, then: ChosenTruth, otherwise: ChosenTruth, /) -> ChosenTruth:
        # A test that can be chosen may select either arm.
        worst = min(_PLAIN.branch(chosen, then.worst, otherwise.worst) for chosen in test)
        return ChosenTruth(worst, max(_PLAIN.branch(chosen, then.best, otherwise.best) for chosen in test))

    def constant(self, value: Number, /) -> ChosenValue:
        return _unchosen(Interval.point(value))

    def value(self, name: str, /) -> ChosenValue:
        return self.facts.chosen_value(name)

    def sum(self, parts: Sequence[ChosenValue], weights: Sequence[Number] | None, /) -> ChosenValue:
        if weights is not None:
            parts = [_scale(part, weight) for part, weight in zip(parts, weights, strict=True)]
        return ChosenValue(*(_PLAIN.sum(side, None) for side in zip(*parts, strict=True)))

    def product(self, left: ChosenValue, right: ChosenValue, /) -> ChosenValue:
        corners = [one * other for one in left for other in right]
        return ChosenValue(interval_of_minimum(corners), interval_of_maximum(corners))

    def mean(self, parts: Sequence[ChosenValue], /) -> ChosenValue:
        return ChosenValue(*(_PLAIN.mean(side) for side in zip(*parts, strict=True)))

    def minimum(self, parts: Sequence[ChosenValue], /) -> ChosenValue:
        return ChosenValue(*(interval_of_minimum(side) for side in zip(*parts, strict=True)))

    def maximum(self, parts: Sequence[ChosenValue], /) -> ChosenValue:
        return ChosenValue(*(interval_of_maximum(side) for side in zip(*parts, strict=True)))

    def count(self, parts: Sequence[ChosenTruth], /) -> ChosenValue:
        return ChosenValue(*(_PLAIN.count(side) for side in zip(*parts, strict=True)))

    def select(self, test: ChosenTruth, then: ChosenValue, otherwise: ChosenValue, /) -> ChosenValue:
        low = interval_of_minimum([_PLAIN.select(chosen, then.low, otherwise.low) for chosen in test])
        return ChosenValue(
            low, interval_of_maximum([_PLAIN.select(chosen, then.high, otherwise.high) for chosen in test])
        )

    def rounded(self, part: ChosenValue, digits: int, half: Half, /) -> ChosenValue:
        return ChosenValue(*(_PLAIN.rounded(side, digits, half) for side in part))


def _unchosen(interval: Interval) -> ChosenValue:
    return ChosenValue(interval, interval)


def _scale(value: ChosenValue, factor: Number) -> ChosenValue:
    low, high = (side.scaled(factor) for side in value)
    # A factor below 0 turns low into high.
    return ChosenValue(low, high) if factor >= 0 else ChosenValue(high, low)
