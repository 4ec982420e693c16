"""Cells: the stretches of numbers that a value in a sum can be brought into.

A sum depends on how far all its members go together; how far each of them goes is settled last, by ``amounts``. So a
move of a member leads into a cell, and not to a bound. Cells are cut at the numbers with which the value itself is
compared: within a cell only comparisons of sums can change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.rules.repairs.problem import ValueAction
from kiemdinh.rules.repairs.reachable_numbers import is_allowed, last_reachable_position, nearest_reachable_bound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemdinh.rules.repairs.normal_form import Position
    from kiemdinh.rules.terms import Interval, Number

__all__ = ["NumberCell", "is_elastic", "list_cells"]

_MAX_LISTED_CHOICES: Final = 20
"""Up to so many choices, each is a move of its own; a longer list is searched in cells."""


class NumberCell(NamedTuple):
    """The numbers from ``least``, the nearest to the present end of the value, to ``reach``, the furthest from it.

    A number that matters by itself is a cell of its own: both are equal.
    """

    least: Position
    reach: Position

    @property
    def is_point(self) -> bool:
        """Whether it has one number only."""
        return self.least == self.reach


def is_elastic(action: ValueAction) -> bool:
    """Return whether an action moves its value through cells: its cost is the same however far it goes."""
    return not action.rate and not action.prices and len(action.choices) not in range(1, _MAX_LISTED_CHOICES + 1)


def list_cells(
    action: ValueAction, now: Interval, numbers: Iterable[Number], sufficient: Number | None
) -> tuple[NumberCell, ...]:
    """Return the cells beyond the present end of a value, nearest first.

    Parameters
    ----------
    action
        The action that moves the value; it says in which direction and how far.
    now
        The present interval of the value.
    numbers
        The numbers that the value is compared with by itself.
    sufficient
        The furthest useful number where the action has no furthest number; None if that is not known.

    Examples
    --------
    >>> from kiemdinh.rules.terms import Interval
    >>> points = ValueAction(id="raise", value="points", direction="up", furthest=10)
    >>> for cell in list_cells(points, Interval.point(2), [6], None):
    ...     print(cell)
    NumberCell(least=(2, 1), reach=(6, -1))
    NumberCell(least=(6, 0), reach=(6, 0))
    NumberCell(least=(6, 1), reach=(10, 0))
    """
    up = action.direction == "up"
    before = now.low if up else now.high
    cells: list[NumberCell | None] = []
    for number in sorted(set(numbers), reverse=not up):
        if (before is None or (number > before if up else number < before)) and is_allowed(action, number):
            cells.append(_make_cell(action, before, (number, -1 if up else 1)))
            cells.append(_make_cell(action, number, (number, 0), is_point=True))
            before = number
    end = sufficient if action.furthest is None else action.furthest
    if end is not None and (before is None or (end > before if up else end < before)):
        cells.append(_make_cell(action, before, (end, 0)))
    return tuple(cell for cell in cells if cell is not None)


def _make_cell(
    action: ValueAction, before: Number | None, end: Position, *, is_point: bool = False
) -> NumberCell | None:
    """Return the cell from past *before* (a point: from it) to *end*; None if the action reaches no number in it."""
    up = action.direction == "up"
    reach = last_reachable_position(action, end)
    if reach is None:
        return None
    # A value that is unbounded now has no nearest number: all that is known is how far it goes.
    if before is None:
        return NumberCell(reach, reach)
    first = nearest_reachable_bound(action, (before, 0 if is_point else 1 if up else -1))
    if first is None or (first.position > reach if up else first.position < reach):
        return None
    return NumberCell(first.position, reach)
