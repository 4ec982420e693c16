"""Costs and numbers of changes as single whole numbers, which the search adds and compares."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from kiemdinh.rules.terms import Number, exact_number

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CostScale", "scale_costs"]


@dataclass(frozen=True, slots=True)
class CostScale:
    """Costs as whole numbers: one weight holds (cost, number of changes), compared in this order.

    ``unit`` is the cost that a price of 1 stands for; a weight is price times ``base``, plus 1 if the move begins a
    change. ``base`` is larger than any number of changes.
    """

    weights: tuple[int, ...]
    unit: Number
    base: int

    @property
    def prices(self) -> tuple[int, ...]:
        """The costs of the moves alone, in units."""
        return tuple([weight // self.base for weight in self.weights])

    def cost_of(self, weight: int) -> Number:
        """Return the cost that a weight, or a sum of weights, stands for."""
        return exact_number(weight // self.base * self.unit)


def scale_costs(costs: Sequence[Number], firsts: Sequence[bool]) -> CostScale:
    """Return weights for moves that order sets of moves by cost, then by the number of changes.

    ``costs`` are exact and not negative; ``firsts`` says of each move whether it begins a change.

    >>> scale = scale_costs([2, 3], [True, True])
    >>> scale.weights, scale.cost_of(scale.weights[1])
    ((7, 10), 3)
    """
    # To whole numbers without loss: over the common denominator, then divided by what all counts share.
    parts = lcm(*(cost.denominator for cost in costs))
    counts = [int(cost * parts) for cost in costs]
    shared = gcd(*counts) or 1
    base = len(costs) + 1
    weights = tuple(count // shared * base + first for count, first in zip(counts, firsts, strict=True))
    return CostScale(weights, exact_number(Fraction(shared, parts)), base)
