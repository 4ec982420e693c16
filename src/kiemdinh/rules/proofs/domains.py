"""What is left for a value while a proof is sought: the cells it is cut into, or a stretch of the line.

Where a value is only compared with numbers, one point of each cell stands for the cell, and a search through the
points is complete. Where it enters arithmetic, ends and cuts are tried as points and the stretch is halved, which
may go on for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from kiemdinh.rules.evaluation.reference import Assignment, TruthAlgebra
from kiemdinh.rules.terms.exact_numbers import Interval, exact
from kiemdinh.rules.terms.truth import MET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.terms.exact_numbers import Number
    from kiemdinh.rules.terms.language import Comparison
    from kiemdinh.rules.terms.truth import Truth

__all__ = ["Domain", "FiniteDomain", "IntervalDomain"]

_READING = TruthAlgebra(Assignment())


class Domain(Protocol):
    """What a value can still be."""

    @property
    def interval(self) -> Interval:
        """The least interval around it."""

    def kept(self, op: Comparison, number: Number, wanted: Truth, /) -> Domain | None:
        """Give what is left where the comparison with a number turns out as wanted, ``None`` if nothing."""

    def parts(self, up: bool, /) -> Sequence[Domain]:
        """Give smaller rooms that cover this one, those to be tried first in front."""


@dataclass(frozen=True, slots=True)
class FiniteDomain:
    """The points from one index to another (both included) in a rising row."""

    points: tuple[Number, ...]
    first: int
    last: int

    @classmethod
    def of(cls, points: Sequence[Number]) -> FiniteDomain:
        """Give the room of all of some rising points."""
        return cls(tuple(points), 0, len(points) - 1)

    @property
    def interval(self) -> Interval:
        """The interval from the least to the greatest point."""
        return Interval(self.points[self.first], self.points[self.last])

    def kept(self, op: Comparison, number: Number, wanted: Truth, /) -> Domain | None:
        """Leave out points at both ends until the comparison turns out as wanted there."""
        other = Interval.point(number)
        fitting = [
            index
            for index in range(self.first, self.last + 1)
            if _READING.compare(Interval.point(self.points[index]), op, other) is wanted
        ]
        return replace(self, first=fitting[0], last=fitting[-1]) if fitting else None

    def parts(self, up: bool, /) -> Sequence[Domain]:
        """Cut the row in the middle."""
        middle = (self.first + self.last) // 2
        lower, upper = replace(self, last=middle), replace(self, first=middle + 1)
        return (upper, lower) if up else (lower, upper)


@dataclass(frozen=True, slots=True)
class IntervalDomain:
    """All numbers of an interval; `cuts` are rising numbers at which it is best divided."""

    interval: Interval
    cuts: tuple[Number, ...] = ()
    fresh: bool = True

    def kept(self, op: Comparison, number: Number, wanted: Truth, /) -> Domain | None:
        """Clip what lies on the wrong side; the number itself is left also where it does not fit."""
        low, high = self.interval.low, self.interval.high
        if op == "==":
            return self._kept_equal(number, wanted)
        if (op in (">=", ">")) is (wanted is MET):
            low = number if low is None else max(low, number)
        else:
            high = number if high is None else min(high, number)
        if low is not None and high is not None and low > high:
            return None
        return replace(self, interval=Interval(low, high))

    def _kept_equal(self, number: Number, wanted: Truth) -> Domain | None:
        if wanted is not MET:
            return self
        possible = _READING.compare(self.interval, "==", Interval.point(number)).possible
        return replace(self, interval=Interval.point(number)) if possible else None

    def parts(self, up: bool, /) -> Sequence[Domain]:
        """Try the ends once, and where it is cut, as points; then both sides of the cut."""
        low, high = self.interval.low, self.interval.high
        cut = self._cut()
        points = [point for point in ((low, high, cut) if self.fresh else (cut,)) if point is not None]
        points.sort(reverse=up)
        tried: list[Domain] = [IntervalDomain(Interval.point(point)) for point in points]
        sides = [IntervalDomain(side, self.cuts, fresh=False) for side in (Interval(low, cut), Interval(cut, high))]
        return [*tried, *(reversed(sides) if up else sides)]

    def _cut(self) -> Number:
        """Give a number strictly inside: the middle one of the cuts if any, else half-way or twice as far out."""
        low, high = self.interval.low, self.interval.high
        inside = [cut for cut in self.cuts if (low is None or low < cut) and (high is None or cut < high)]
        if inside:
            return inside[len(inside) // 2]
        if low is not None and high is not None:
            return exact(Fraction(low + high) / 2)
        if low is not None:
            return max(2 * low, 1)
        return 0 if high is None else min(2 * high, -1)
