"""Calculated aggregates: a mean, the lowest or the highest as a quantity, where members may be absent or weighed.

An aggregate that is compared as a whole needs no division (see ``comparison.py``). One that is part of a calculation,
such as the mean of a standard inside the mean of all standards, is divided by the weight of the members that are there.
Weights are numbers, so that the number of possible totals is finite: the quantity chooses among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from kiemdinh.rules import (
    Compare,
    Condition,
    Constant,
    Maximum,
    Mean,
    Minimum,
    Number,
    Quantity,
    Select,
    Sum,
    exact_number,
)
from kiemdinh.standards.lowering.quantities import ZERO

__all__ = ["MAX_TOTALS", "WeighedPart", "calculate_extreme", "calculate_mean"]

MAX_TOTALS: Final = 200
"""The most totals of weights among which a mean chooses, and the most members that may be absent in a calculation."""


class WeighedPart(NamedTuple):
    """One member of a calculated aggregate: its value, its weight (None: 1), and when it is there.

    ``presence`` is None where it always is.
    """

    value: Quantity
    weight: Quantity | None
    presence: Condition | None

    @property
    def factor(self) -> Number | None:
        """Its weight as a number; None where the weight is no number."""
        weight = Constant(1) if self.weight is None else self.weight
        return weight.value if isinstance(weight, Constant) else None

    def select(self, value: Quantity, otherwise: Quantity) -> Quantity:
        """Return *value* while the member is there, else *otherwise*."""
        return value if self.presence is None else Select(self.presence, value, otherwise)


def calculate_mean(parts: Sequence[WeighedPart]) -> Quantity | None:
    """Return the weighted mean of the parts that are there; at least one must be.

    The result is None where it cannot be calculated: a weight is no number, no total is above 0, or there are more than
    :data:`MAX_TOTALS` totals. Where no member is there, or the total weight is 0 or less, the quantity has no meaning.

    Examples
    --------
    >>> from kiemdinh.rules import Value
    >>> calculate_mean([WeighedPart(Value("a"), None, None), WeighedPart(Value("b"), Constant(3), None)])
    Sum((Value('a'), Value('b')), (Fraction(1, 4), Fraction(3, 4)))
    """
    if all(part.factor == 1 and part.presence is None for part in parts):
        return Mean(tuple(part.value for part in parts))
    weights = [part.factor for part in parts if part.factor is not None]
    totals = _list_totals(parts) if len(weights) == len(parts) else ()
    if not totals:
        return None
    values = tuple(part.select(part.value, ZERO) for part in parts)
    total = Sum(tuple(part.select(Constant(1), ZERO) for part in parts), tuple(weights))
    found = _divide(values, weights, totals[-1])
    for less in reversed(totals[:-1]):
        found = Select(Compare(total, "<=", Constant(less)), _divide(values, weights, less), found)
    return found


def _divide(values: tuple[Quantity, ...], weights: list[Number], total: Number) -> Quantity:
    return Sum(values, tuple(exact_number(Fraction(weight) / Fraction(total)) for weight in weights))


def _list_totals(parts: Sequence[WeighedPart]) -> tuple[Number, ...]:
    """Return the totals above 0 that the weights can have, the least first; none where there are too many."""
    totals = {exact_number(sum(Fraction(part.factor or 0) for part in parts if part.presence is None))}
    for part in parts:
        if part.presence is not None:
            totals |= {exact_number(Fraction(total) + Fraction(part.factor or 0)) for total in totals}
        if len(totals) > MAX_TOTALS:
            return ()
    return tuple(sorted(total for total in totals if total > 0))


def calculate_extreme(parts: Sequence[WeighedPart], *, is_lowest: bool) -> Quantity | None:
    """Return the lowest or the highest of the parts that are there; at least one must be.

    A part that is not there gets the value of one that is: the extreme of those that always are, else the first that is
    there. The result is None where more than :data:`MAX_TOTALS` may be absent.
    """
    extreme = Minimum if is_lowest else Maximum
    certain = tuple(part.value for part in parts if part.presence is None)
    open_parts = [part for part in parts if part.presence is not None]
    if len(open_parts) > MAX_TOTALS:
        return None
    stand_in: Quantity | None = extreme(certain) if certain else None
    if stand_in is None:
        stand_in = open_parts[-1].value
        for part in reversed(open_parts[:-1]):
            stand_in = part.select(part.value, stand_in)
    return extreme((*certain, *(part.select(part.value, stand_in) for part in open_parts)))
