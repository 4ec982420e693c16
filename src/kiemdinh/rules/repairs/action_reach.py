"""What actions can reach: which facts and values they can change, and to which numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.repairs.problem import Action, Bound, FactAction, ValueAction
from kiemdinh.rules.terms import Interval, Number, exact_number

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.normal_form import Position

__all__ = ["ActionReach", "nearest_reachable_bound"]

_MAX_STEPS: Final = 500
"""The most grid points that are tried for a value in a sum: each becomes a move."""


class ActionReach:
    """What the actions can change: the :class:`Reachability` that the normal form asks."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._facts: set[str] = set()
        self._values: dict[tuple[str, bool], ValueAction] = {}
        for action in actions:
            if isinstance(action, FactAction):
                self._facts.add(action.fact)
            else:
                self._values[action.value, action.direction == "up"] = action

    def may_change_fact(self, name: str, /) -> bool:
        """Return whether an action is on the fact."""
        return name in self._facts

    def may_change_value(self, name: str, /) -> bool:
        """Return whether an action, upward or downward, is on the value."""
        return (name, True) in self._values or (name, False) in self._values

    def reachable_ends(
        self, name: str, up: bool, now: Interval, alone: Number | None, /
    ) -> tuple[Number | None, Sequence[Number]]:
        """Return the worst end that a value in a sum may get, and the better ends that it may get, in order.

        The worst end is its present one, unless an action can make the value worse.
        """
        end = now.low if up else now.high
        better = self._values.get((name, up))
        ends = [] if better is None else _list_reachable_numbers(better, end, alone)
        worse = self._values.get((name, not up))
        if worse is None or end is None:
            return end, ends
        # An action that makes the value worse brings it to a choice, or as far as it may go (None: anywhere).
        back = [step for step in worse.choices if (step < end if up else step > end)]
        base = (min if up else max)(back, default=worse.furthest)
        return base, [*sorted((step for step in back if step != base), reverse=not up), end, *ends]


def _list_reachable_numbers(action: ValueAction, end: Number | None, alone: Number | None) -> list[Number]:
    """Return the numbers beyond its present end that an action can bring a value to, nearest first.

    ``alone`` is the number that would be enough by itself. Without choices or a grid, only this number and the
    furthest one are offered.
    """
    up = action.direction == "up"
    if action.choices:
        found = set(action.choices)
    elif action.spacing is not None and end is not None:
        found = set(_list_grid_points(action, end, alone))
    else:
        found = {number for number in (alone, action.furthest) if number is not None}
    reached = (number for number in found if _is_better(number, end, up) and _is_allowed(action, number))
    return sorted(reached, reverse=not up)


def _list_grid_points(action: ValueAction, end: Number, alone: Number | None) -> Iterable[Number]:
    """Yield the grid points beyond an end, nearest first, up to the first that would be enough by itself."""
    step = action.spacing or 1
    sign = 1 if action.direction == "up" else -1
    first = floor(Fraction(end) / step) if sign > 0 else ceil(Fraction(end) / step)
    for count in range(1, _MAX_STEPS + 1):
        number = exact_number((first + sign * count) * Fraction(step))
        if not _is_allowed(action, number):
            return
        yield number
        if alone is not None and (number >= alone if sign > 0 else number <= alone):
            return


def _is_better(number: Number, end: Number | None, up: bool) -> bool:
    """Return whether a number lies beyond an end, in the direction of the action."""
    return end is None or (number > end if up else number < end)


def _is_allowed(action: ValueAction, number: Number) -> bool:
    """Return whether a number lies within the furthest number of the action."""
    if action.furthest is None:
        return True
    return number <= action.furthest if action.direction == "up" else number >= action.furthest


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
    return bound if _is_allowed(action, number) and (not strict or number != action.furthest) else None
