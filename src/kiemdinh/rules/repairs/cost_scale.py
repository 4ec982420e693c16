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
    """Costs as whole numbers: one weight holds (cost, number of changes, how many of them improve), in this order.

    ``unit`` is the cost that a price of 1 stands for; a weight is price times ``base``, plus what the move adds to the
    two numbers of changes. ``base`` is larger than these can become.
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


def scale_costs(costs: Sequence[Number], firsts: Sequence[bool], improving: Sequence[bool] | None = None) -> CostScale:
    """Return weights for moves that order sets of moves by cost, by the number of changes, and those that settle first.

    ``costs`` are exact and not negative; ``firsts`` says of each move whether it begins a change, ``improving`` whether
    that change improves what is known, which comes after settling what is not.

    >>> scale = scale_costs([2, 3], [True, True], [True, False])
    >>> scale.weights, scale.cost_of(scale.weights[1])
    ((22, 30), 3)
    """
    # To whole numbers without loss: over the common denominator, then divided by what all counts share.
    parts = lcm(*(cost.denominator for cost in costs))
    counts = [int(cost * parts) for cost in costs]
    shared = gcd(*counts) or 1
    most = len(costs) + 1
    improved = improving or [False] * len(costs)
    weights = tuple(
        (count // shared * most + first) * most + (first and improves)
        for count, first, improves in zip(counts, firsts, improved, strict=True)
    )
    return CostScale(weights, exact_number(Fraction(shared, parts)), most**2)
