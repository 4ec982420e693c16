"""The ends that a quantity may come to have: the numbers that a repair can bring it to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.terms import (
    Count,
    Maximum,
    Mean,
    Minimum,
    Number,
    Quantity,
    Round,
    Select,
    Sum,
    Value,
    exact_number,
    round_number,
)

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.normal_form.changeability import Changeability
    from kiemdinh.rules.repairs.normal_form.forms import Position

__all__ = ["QuantityEnds"]

_MAX_ENDS: Final = 256
"""A sum within a minimum, maximum, choice or rounding is followed up to so many ends: their number multiplies."""


class QuantityEnds:
    """Lists the ends of quantities in one case."""

    def __init__(self, context: Changeability) -> None:
        self._context = context

    def list_better_ends(
        self, term: Quantity, up: bool, alone: Position | None
    ) -> tuple[Position | None, Sequence[Position]]:
        """Return the worst end of a term, and the better ends that it may get, from worse to better.

        The worst end is None if the term is unbounded.
        """
        if isinstance(term, Value):
            return self._context.reach.reachable_ends(term.id, up, self._context.facts.value(term.id), alone)
        worst, ends = self._list_possible_ends(term, up)
        better = [end for end in ends if worst is None or (end > worst if up else end < worst)]
        return None if worst is None else (worst, 0), [(end, 0) for end in sorted(better, reverse=not up)]

    def _list_possible_ends(self, term: Quantity, up: bool) -> tuple[Number | None, set[Number]]:
        """Return the worst end of any term (None: unbounded), and the set of all ends that it may have.

        The set may hold ends that cannot be reached together with others: each becomes a leaf that is tested by itself.
        """
        if not self._context.may_change(term):
            return self.find_present_end(term, up)
        match term:
            case Minimum(parts) | Maximum(parts):
                several = [self._list_possible_ends(part, up) for part in parts]
            case Select(_, then, otherwise):
                several = [self._list_possible_ends(part, up) for part in (then, otherwise)]
            case Round(part, digits, half):
                worst, ends = self._list_possible_ends(part, up)
                low = None if worst is None else round_number(worst, digits, half)
                return low, {round_number(end, digits, half) for end in ends}
            case Value(name):
                base, levels = self._context.reach.reachable_ends(name, up, self._context.facts.value(name), None)
                return None if base is None else base[0], {number for number, _ in (*levels, *_known(base))}
            case Count(counted):
                return (0 if up else len(counted)), set(range(len(counted) + 1))
            case Sum(parts, weights):
                return self._list_sum_ends(term, parts, weights or (1,) * len(parts), up)
            case Mean(parts):
                return self._list_sum_ends(term, parts, (Fraction(1, len(parts)),) * len(parts), up)
            case _:
                self._context.record_unfollowed(term)
                return self.find_present_end(term, up)
        ends = set[Number]().union(*(found for _, found in several))
        worsts = [worst for worst, _ in several]
        return _find_worst_end(worsts, up), ends

    def find_present_end(self, term: Quantity, up: bool) -> tuple[Number | None, set[Number]]:
        """Return the present end of a term, alone and as a set (empty if the term is unbounded)."""
        span = self._context.value_of(term)
        end = span.low if up else span.high
        return end, set() if end is None else {end}

    def _list_sum_ends(
        self, term: Quantity, parts: Sequence[Quantity], weights: Sequence[Number], up: bool
    ) -> tuple[Number | None, set[Number]]:
        """Return the worst end of a weighted sum and all sums of ends of its members, up to a limit."""
        worst: Number | None = 0
        ends: set[Number] = {0}
        for part, weight in zip(parts, weights, strict=True):
            low, found = self._list_possible_ends(part, up if weight > 0 else not up) if weight else (0, {0})
            worst = None if worst is None or low is None else worst + weight * low
            ends = {exact_number(end + weight * one) for end in ends for one in found}
            if len(ends) > _MAX_ENDS:
                self._context.record_unfollowed(term)
                return self.find_present_end(term, up)
        return worst, ends


def _known(position: Position | None) -> tuple[Position, ...]:
    return () if position is None else (position,)


def _find_worst_end(ends: list[Number | None], up: bool) -> Number | None:
    """Return the worst of several ends; None if one is unbounded."""
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    return min(known) if up else max(known)
