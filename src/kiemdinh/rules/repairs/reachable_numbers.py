"""The numbers that an action can bring a value to, along its choices or its grid, up to its furthest one."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from kiemdinh.rules.repairs.problem import Bound, ValueAction
from kiemdinh.rules.terms import exact_number

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.normal_form import Position
    from kiemdinh.rules.terms import Number

__all__ = ["furthest_number", "is_allowed", "last_reachable_position", "nearest_reachable_bound"]


def is_allowed(action: ValueAction, number: Number) -> bool:
    """Return whether a number lies within the furthest number of the action."""
    if action.furthest is None:
        return True
    return number <= action.furthest if action.direction == "up" else number >= action.furthest


def furthest_number(action: ValueAction) -> Number | None:
    """Return the furthest number that an action can bring its value to; None if there is none."""
    if not action.choices:
        return action.furthest
    return max(action.choices) if action.direction == "up" else min(action.choices)


def nearest_reachable_bound(action: ValueAction, position: Position) -> Bound | None:
    """Return the nearest bound that an action can bring a value to, at a position or beyond it; None if there is none.

    Choices and the grid of the action (``spacing``) are respected, and its furthest number.

    >>> people = ValueAction(id="hire", value="teachers", direction="up", spacing=1)
    >>> nearest_reachable_bound(people, (45, 1))
    Bound(number=46, direction='up', strict=False)
    """
    up = action.direction == "up"
    if action.choices:
        beyond = [step for step in action.choices if ((step, 0) >= position if up else (step, 0) <= position)]
        if not beyond:
            return None
        return Bound(min(beyond) if up else max(beyond), action.direction)
    number, strict = position
    # On a grid a strict bound is a plain bound one point further: "more than 45" people is "at least 46".
    if action.spacing is not None:
        count = Fraction(number) / action.spacing
        whole = (floor(count) + 1 if strict else ceil(count)) if up else (ceil(count) - 1 if strict else floor(count))
        number, strict = exact_number(whole * Fraction(action.spacing)), 0
    bound = Bound(number, action.direction, strict != 0)
    return bound if is_allowed(action, number) and (not strict or number != action.furthest) else None


def last_reachable_position(action: ValueAction, end: Position) -> Position | None:
    """Return the last position that an action can bring a value to before it passes *end*; None if there is none.

    >>> people = ValueAction(id="hire", value="teachers", direction="up", spacing=2)
    >>> last_reachable_position(people, (45, 0))
    (44, 0)
    """
    up = action.direction == "up"
    if action.choices:
        before = [step for step in action.choices if ((step, 0) <= end if up else (step, 0) >= end)]
        return ((max if up else min)(before), 0) if before else None
    number, beside = end
    if action.spacing is None:
        return end
    count = Fraction(number) / action.spacing
    # Just before a number of the grid lies the one before it.
    below, above = (ceil(count) - 1, floor(count) + 1) if beside else (floor(count), ceil(count))
    last = below if up else above
    return exact_number(last * Fraction(action.spacing)), 0
