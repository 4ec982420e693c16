"""What actions can change: which facts and values, and to which ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.rules.repairs.cells import NumberCell, is_elastic, list_cells
from kiemdinh.rules.repairs.problem import Action, FactAction, ValueAction
from kiemdinh.rules.repairs.reachable_numbers import is_allowed, last_reachable_position, nearest_reachable_bound
from kiemdinh.rules.terms import Interval, Number, exact_number

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.normal_form import Position

__all__ = ["ActionReach", "CellsByChain"]

_MAX_STEPS: Final = 500
"""The most grid points that are tried for a value in a sum: each becomes a move."""

CellsByChain: TypeAlias = Mapping[tuple[str, bool], tuple[NumberCell, ...]]
"""The cells of values in sums, by the value and whether they lead upward."""


class ActionReach:
    """What the actions can change: the :class:`Reachability` that the normal form asks.

    Without *cells* the members of sums that are :func:`elastic <is_elastic>` are taken as they are now, and noted: this
    finds out which values need cells, and :meth:`list_cells` makes them.
    """

    def __init__(self, actions: Iterable[Action], cells: CellsByChain | None = None) -> None:
        self._facts: set[str] = set()
        self._values: dict[tuple[str, bool], ValueAction] = {}
        for action in actions:
            if isinstance(action, FactAction):
                self._facts.add(action.fact)
            else:
                self._values[action.value, action.direction == "up"] = action
        self._cells: CellsByChain = {} if cells is None else cells
        self._sufficient: dict[tuple[str, bool], list[Number]] = {}
        self.cut_short: set[str] = set()
        """The values in sums that can be brought to more numbers than are tried."""

    def may_change_fact(self, name: str, /) -> bool:
        """Return whether an action is on the fact."""
        return name in self._facts

    def may_change_value(self, name: str, /) -> bool:
        """Return whether an action, upward or downward, is on the value."""
        return (name, True) in self._values or (name, False) in self._values

    @property
    def summed(self) -> frozenset[tuple[str, bool]]:
        """The elastic values that sums were found to read, and the directions in which they can be moved."""
        return frozenset(self._sufficient)

    def list_cells(self, name: str, up: bool, now: Interval, numbers: Iterable[Number]) -> tuple[NumberCell, ...]:
        """Return the cells of a value that a sum reads, cut at *numbers*."""
        enough = self._sufficient[name, up]
        return list_cells(self._values[name, up], now, numbers, (max if up else min)(enough) if enough else None)

    def reachable_ends(
        self, name: str, up: bool, now: Interval, alone: Position | None, /
    ) -> tuple[Position | None, Sequence[Position]]:
        """Return the worst end that a value in a sum may get, and the better ends that it may get, in order.

        The worst end is its present one, unless an action can make the value worse.
        """
        end = now.low if up else now.high
        # Past a strict bound, a whole unit further is enough.
        enough = None if alone is None else exact_number(sum(alone))
        ends = self._list_better_positions(name, up, end, enough)
        worse = self._values.get((name, not up))
        if end is None or worse is None:
            return None if end is None else (end, 0), ends
        if not (is_elastic(worse) or worse.choices) and worse.furthest is None:
            return None, [(end, 0), *ends]  # it may bring the value anywhere
        worst, *others = (*self._list_worse_positions(worse, up, end), (end, 0))
        return worst, [*others, *ends]

    def _list_better_positions(
        self, name: str, up: bool, end: Number | None, alone: Number | None
    ) -> Sequence[Position]:
        action = self._values.get((name, up))
        if action is None:
            return []
        if not is_elastic(action):
            numbers = _list_reachable_numbers(action, end, alone)
            if len(numbers) > _MAX_STEPS or not (action.choices or (action.spacing is not None and end is not None)):
                self.cut_short.add(name)
            return [(number, 0) for number in numbers]
        found = self._sufficient.setdefault((name, up), [])
        if alone is not None:
            found.append(alone)
        return [cell.reach for cell in self._cells.get((name, up), ())]

    def _list_worse_positions(self, action: ValueAction, up: bool, end: Number) -> Sequence[Position]:
        """Return the worse ends that an action the other way may bring, from the worst on."""
        if is_elastic(action):
            chain = action.value, not up
            self._sufficient.setdefault(chain, [])
            # A cell is entered no further than is needed, so that its nearest number is what it takes at least.
            found = [cell.least for cell in self._cells.get(chain, ())]
            return sorted({one for one in found if (one < (end, 0) if up else one > (end, 0))}, reverse=not up)
        back = [step for step in action.choices if (step < end if up else step > end)]
        if not action.choices and action.furthest is not None:
            back = [action.furthest]
        return [(step, 0) for step in sorted(back, reverse=not up)]


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
    reached = (number for number in found if _is_better(number, end, up) and is_allowed(action, number))
    return sorted(reached, reverse=not up)


def _list_grid_points(action: ValueAction, end: Number, alone: Number | None) -> Iterator[Number]:
    """Yield the grid points beyond an end, nearest first, up to the first that would be enough by itself."""
    step = action.spacing or 1
    sign = 1 if action.direction == "up" else -1
    first = floor(Fraction(end) / step) if sign > 0 else ceil(Fraction(end) / step)
    for count in range(1, _MAX_STEPS + 1):
        number = exact_number((first + sign * count) * Fraction(step))
        if not is_allowed(action, number):
            return
        yield number
        if alone is not None and (number >= alone if sign > 0 else number <= alone):
            return
    # Of those that are left, one is offered: the first that is enough, else the last.
    last = None if action.furthest is None else last_reachable_position(action, (action.furthest, 0))
    bound = None if alone is None else nearest_reachable_bound(action, (alone, 0))
    if bound is not None:
        yield bound.number
    elif last is not None:
        yield last[0]


def _is_better(number: Number, end: Number | None, up: bool) -> bool:
    """Return whether a number lies beyond an end, in the direction of the action."""
    return end is None or (number > end if up else number < end)
