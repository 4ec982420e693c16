"""Domains: what is left of a value while a world is sought (in the sense of constraint programming).

Where a value is only compared with numbers, or has choices, finitely many points stand for all that it can be, and a
search through them is complete: :class:`FiniteDomain`. Where a value enters arithmetic, its interval is halved again
and again, and ends and cuts are tried as points; this may go on for ever: :class:`IntervalDomain`.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Protocol

from kiemdinh.rules.evaluation import Assignment, TruthAlgebra
from kiemdinh.rules.terms import MET, Interval, exact_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kiemdinh.rules.terms import Comparison, Number, Truth

__all__ = ["Domain", "FiniteDomain", "IntervalDomain"]

_ALGEBRA: Final = TruthAlgebra(Assignment())
_HOLDS: Final[Mapping[Comparison, Callable[[Number, Number], bool]]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
}


class Domain(Protocol):
    """What a value can still be; never empty."""

    @property
    def interval(self) -> Interval:
        """The least interval around it."""

    def restrict_by(self, op: Comparison, number: Number, wanted: Truth, /) -> Domain | None:
        """Return what is left where ``value op number`` has the wanted truth; ``None`` if nothing is left.

        The result may keep numbers that do not fit; it never loses one that does.
        """

    def list_subdomains(self, up: bool, /) -> Sequence[Domain]:
        """Return smaller domains that cover this one, in the order to try them: greatest first if ``up``."""


@dataclass(frozen=True, slots=True)
class FiniteDomain:
    """The points from index ``first`` to index ``last``, both included, in a rising row.

    Examples
    --------
    >>> domain = FiniteDomain.of((1, 3, 5, 7))
    >>> domain.restrict_by(">", 2, MET).interval
    Interval(low=3, high=7)
    >>> [part.interval.low for part in domain.list_subdomains(True)]
    [5, 1]
    """

    points: tuple[Number, ...]
    first: int
    last: int

    @classmethod
    def of(cls, points: Sequence[Number]) -> FiniteDomain:
        """Return the domain of all these points, which must rise."""
        return cls(tuple(points), 0, len(points) - 1)

    @property
    def interval(self) -> Interval:
        """The interval from the least to the greatest point."""
        return Interval(self.points[self.first], self.points[self.last])

    def restrict_by(self, op: Comparison, number: Number, wanted: Truth, /) -> Domain | None:
        """Leave out points at both ends until the comparison has the wanted truth there."""
        holds, is_met = _HOLDS[op], wanted is MET
        left = range(self.first, self.last + 1)
        fitting = [index for index in left if holds(self.points[index], number) is is_met]
        return replace(self, first=fitting[0], last=fitting[-1]) if fitting else None

    def list_subdomains(self, up: bool, /) -> Sequence[Domain]:
        """Return the two halves."""
        # Not called on a single point: the reading of its gate is then known, and the gate is not open.
        middle = (self.first + self.last) // 2
        lower, upper = replace(self, last=middle), replace(self, first=middle + 1)
        return (upper, lower) if up else (lower, upper)


@dataclass(frozen=True, slots=True)
class IntervalDomain:
    """All numbers of an interval.

    ``cuts`` are rising numbers at which it is best divided: those that the value is compared with somewhere. In a
    ``fresh`` domain the ends have not been tried as points yet.

    Examples
    --------
    >>> domain = IntervalDomain(Interval(0, 10), cuts=(4,))
    >>> [(part.interval.low, part.interval.high) for part in domain.list_subdomains(True)]
    [(10, 10), (4, 4), (0, 0), (4, 10), (0, 4)]
    """

    interval: Interval
    cuts: tuple[Number, ...] = ()
    fresh: bool = True

    def restrict_by(self, op: Comparison, number: Number, wanted: Truth, /) -> Domain | None:
        """Cut off what lies on the wrong side of the number; the number itself stays, even for a strict bound."""
        low, high = self.interval.low, self.interval.high
        if op == "==":
            return self._restrict_by_equality(number, wanted)
        if (op in (">=", ">")) is (wanted is MET):
            low = number if low is None else max(low, number)
        else:
            high = number if high is None else min(high, number)
        if low is not None and high is not None and low > high:
            return None
        return replace(self, interval=Interval(low, high))

    def _restrict_by_equality(self, number: Number, wanted: Truth) -> Domain | None:
        # One number taken out of an interval leaves no interval, so "not equal" restricts nothing.
        if wanted is not MET:
            return self
        possible = _ALGEBRA.compare(self.interval, "==", Interval.point(number)).possible
        return replace(self, interval=Interval.point(number)) if possible else None

    def list_subdomains(self, up: bool, /) -> Sequence[Domain]:
        """Return the cut as a point, the ends too if not tried before, and then both sides of the cut."""
        low, high = self.interval.low, self.interval.high
        cut = self._choose_cut()
        points = [point for point in ((low, high, cut) if self.fresh else (cut,)) if point is not None]
        points.sort(reverse=up)
        tried: list[Domain] = [IntervalDomain(Interval.point(point)) for point in points]
        sides = [IntervalDomain(side, self.cuts, fresh=False) for side in (Interval(low, cut), Interval(cut, high))]
        return [*tried, *(reversed(sides) if up else sides)]

    def _choose_cut(self) -> Number:
        """Return the middle one of the cuts inside; without any, the midpoint, or a number twice as far out."""
        low, high = self.interval.low, self.interval.high
        # A comparison changes its truth at a cut, so that it is settled on both sides of it.
        inside = [cut for cut in self.cuts if (low is None or low < cut) and (high is None or cut < high)]
        if inside:
            return inside[len(inside) // 2]
        if low is not None and high is not None:
            return exact_number(Fraction(low + high) / 2)
        if low is not None:
            return max(2 * low, 1)
        return 0 if high is None else min(2 * high, -1)
