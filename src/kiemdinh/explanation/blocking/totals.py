"""Sums, means and shares as their author states them: what is known of one, beside the bound (semantics 1.4, 1.7)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import StatedFigure
from kiemdinh.data.outcomes import Titles
from kiemdinh.rules import (
    MET,
    OPPOSITE,
    UNBOUNDED,
    UNMET,
    Compare,
    Facts,
    Interval,
    Number,
    Truth,
    evaluate,
    evaluate_quantity,
    exact_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemdinh.standards.lowering import FrameworkRules, StatedTotal, TotalMember

__all__ = ["find_stated_figure"]


def find_stated_figure(rules: FrameworkRules, condition: Compare, facts: Facts) -> StatedFigure | None:
    """Return a comparison of a sum, mean or share as its author states it; None for any other comparison.

    The kernel compares each member of a mean with the threshold, adds up the differences, and compares the sum with 0.
    A reader would not understand that. Costs the evaluation of each member.
    """
    total = rules.totals.get(condition)
    operator = None if total is None else total.operator
    # A comparison that must not hold is stated as its opposite.
    if total is None and condition.op in OPPOSITE:
        total = rules.totals.get(Compare(condition.left, OPPOSITE[condition.op], condition.right))
        operator = None if total is None else OPPOSITE.get(total.operator)
    if total is None or operator is None:
        return None
    return StatedFigure(
        kind=total.kind,
        name=total.name,
        over=total.over,
        of=total.of,
        now=_find_interval(total, facts),
        op=operator,
        bound=evaluate_quantity(total.bound, facts),
        unit="percent" if total.kind == "share" else None,
        titles=Titles(total.vi, total.en),
    )


def _find_interval(total: StatedTotal, facts: Facts) -> Interval:
    """Return all that a total can be; unbounded where nothing is certain to be in the group."""
    members = [_TotalPart(total_member, facts) for total_member in total.members]
    there = [member for member in members if member.presence is not UNMET]
    if total.kind == "sum":
        return _add_intervals(member.as_addend() for member in there)
    if not any(member.presence is MET for member in there):
        return UNBOUNDED
    ends = [_find_mean(there, lowest=lowest) for lowest in (True, False)]
    return Interval(*ends)


class _TotalPart:
    """What is known of a member of a total: its value, its weight, and whether it is in the group."""

    def __init__(self, member: TotalMember, facts: Facts) -> None:
        self.value = evaluate_quantity(member.value, facts)
        self.weight = Interval.point(1) if member.weight is None else evaluate_quantity(member.weight, facts)
        self.presence: Truth = MET if member.presence is None else evaluate(member.presence, facts)

    def as_addend(self) -> Interval:
        """Return what it adds to a sum; this includes 0 where it may not be in the group."""
        addend = self.value * self.weight
        return addend if self.presence is MET else addend.hull(Interval.point(0))


def _add_intervals(intervals: Iterable[Interval]) -> Interval:
    total = Interval.point(0)
    for interval in intervals:
        total = total + interval
    return total


def _find_mean(members: list[_TotalPart], *, lowest: bool) -> Number | None:
    """Return the lowest, or the highest, value that a weighted mean can have; None where that is not known.

    A member that may not be in the group is counted where that moves the mean outwards.
    """
    ends = [(member, member.value.low if lowest else member.value.high) for member in members]
    if any(end is None or not member.weight.known for member, end in ends):
        return None
    known = [(member.presence, Fraction(end or 0), Fraction(member.weight.low or 0)) for member, end in ends]
    weighed = [(value, weight) for presence, value, weight in known if presence is MET]
    for value, weight in sorted(((v, w) for p, v, w in known if p is not MET), reverse=not lowest):
        mean = _mean_of(weighed)
        if mean is not None and (value < mean if lowest else value > mean):
            weighed.append((value, weight))
    mean = _mean_of(weighed)
    return None if mean is None else exact_number(mean)


def _mean_of(weighed: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    total = sum((weight for _, weight in weighed), Fraction(0))
    return sum((value * weight for value, weight in weighed), Fraction(0)) / total if total > 0 else None
