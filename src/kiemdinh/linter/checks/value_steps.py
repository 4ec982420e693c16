"""The steps of a quantity: counts move by whole numbers, a rounded mean by its last decimal, an input by its step."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from kiemdinh.standards.definition import (
    ChangeQuantity,
    CountQuantity,
    HighestQuantity,
    ItsQuantity,
    LowestQuantity,
    MeanQuantity,
    RangeScale,
    SumQuantity,
    ValueQuantity,
)

if TYPE_CHECKING:
    from kiemdinh.rules import Number
    from kiemdinh.standards.definition import Definition
    from kiemdinh.standards.lowering import Scope

__all__ = ["Steps", "find_steps"]


@dataclass(frozen=True, slots=True)
class Steps:
    """The numbers that a quantity can be: *start*, and from there by *step* in both directions.

    Parameters
    ----------
    step
        The size of a step, above 0.
    start
        One of its numbers.
    is_rounded
        Whether it has these steps only because it is rounded.
    """

    step: Fraction
    start: Fraction = Fraction(0)
    is_rounded: bool = False

    def has(self, number: Number) -> bool:
        """Return whether the quantity can have this number, by its steps alone."""
        return ((number - self.start) / self.step).denominator == 1

    def next_above(self, number: Number) -> Fraction:
        """Return the lowest of its numbers that is at least *number*.

        >>> Steps(Fraction(1)).next_above(Fraction(7, 2))
        Fraction(4, 1)
        """
        return self.start + ceil((number - self.start) / self.step) * self.step

    def next_below(self, number: Number) -> Fraction:
        """Return the highest of its numbers that is at most *number*."""
        return self.start + floor((number - self.start) / self.step) * self.step


def find_steps(definition: Definition, quantity: Any, scope: Scope, layer: str | None = None) -> Steps | None:
    """Return the steps of a quantity; None where it can be any number, or where its steps are not known.

    Parameters
    ----------
    definition
        The definition whose names the quantity uses; a defined name is written out.
    quantity
        A quantity, or a comparison of one.
    scope
        The current member, to which ``its`` refers.
    layer
        The layer of that member, where the scope has none.
    """
    rounding = getattr(quantity, "round", None)
    if rounding is not None:
        return Steps(Fraction(1, 10**rounding.digits), is_rounded=True)
    if isinstance(quantity, CountQuantity):
        return Steps(Fraction(1))
    if isinstance(quantity, ChangeQuantity):
        inner = _steps_of_name(definition, quantity.change, scope)
        return None if inner is None else Steps(inner.step)
    if isinstance(quantity, ValueQuantity):
        return None if quantity.per is not None else _steps_of_name(definition, quantity.value, scope)
    if isinstance(quantity, ItsQuantity):
        return _steps_of_scale(definition, layer) if quantity.its == "rating" else None
    return _steps_of_aggregate(definition, quantity, scope)


def _steps_of_name(definition: Definition, name: str, scope: Scope) -> Steps | None:
    defined = definition.define.get(name)
    if defined is not None:
        return find_steps(definition, defined, scope)
    found = definition.inputs.get(name)
    return None if found is None or not found.step or found.step < 0 else Steps(Fraction(found.step))


def _steps_of_scale(definition: Definition, layer: str | None) -> Steps | None:
    found = next((each for each in definition.layers if each.id == layer), None)
    scale = None if found is None or found.derive is not None else definition.scales.get(found.scale or "")
    if not isinstance(scale, RangeScale) or not scale.step or scale.step < 0:
        return None
    return Steps(Fraction(scale.step), Fraction(scale.from_))


def _steps_of_aggregate(definition: Definition, quantity: Any, scope: Scope) -> Steps | None:
    """Return the steps of a sum, lowest or highest by those of what is added or compared; a mean can be any number."""
    if isinstance(quantity, MeanQuantity) or not isinstance(quantity, SumQuantity | LowestQuantity | HighestQuantity):
        return None
    name = next(getattr(quantity, key) for key in ("sum_", "lowest", "highest") if hasattr(quantity, key))
    found = definition.sets.get(name)
    inner = find_steps(definition, quantity.of, scope, name if found is None else found.among)
    if not isinstance(quantity, SumQuantity) or inner is None:
        return inner
    # The number of members may vary, so that a sum moves by the step only if the numbers begin at 0 as well.
    is_plain = quantity.weight is None and (inner.start / inner.step).denominator == 1
    return Steps(inner.step) if is_plain else None
