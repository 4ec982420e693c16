"""Limits: how far the values of a repair may go on past their bounds before they spoil the condition (5.3)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.repairs.amounts import NUDGE, leaves_of_value, without_nudges
from kiemdinh.rules.repairs.apply import is_certain_after
from kiemdinh.rules.repairs.normal_form import BoundLeaf, leaves_of
from kiemdinh.rules.repairs.problem import Bound, ValueAction
from kiemdinh.rules.repairs.reachable_numbers import furthest_number, last_reachable_position
from kiemdinh.rules.search import ExhaustedError
from kiemdinh.rules.terms import exact_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemdinh.rules.repairs.model import RepairModel
    from kiemdinh.rules.repairs.normal_form import Position
    from kiemdinh.rules.repairs.problem import Change, Direction

__all__ = ["add_limits"]

_FAR: Final = 10**18
"""How far a value that has no furthest number may go on."""


def add_limits(model: RepairModel, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the changes of a repair with their limits: how far each value may go on while the condition stays certain.

    The limits hold together: any numbers between the bounds and the limits do. What one value is given in declared
    order, the next one lacks. Costs a reading of the condition and a few evaluations for each value that may spoil it.
    """
    actions = {action.id: action for action in model.moves.actions if isinstance(action, ValueAction)}
    limited = list(changes)
    spoiling = _list_spoiling(model, changes)
    with suppress(ExhaustedError):
        if not spoiling or _is_certain(model, _with_furthest_limits(changes, spoiling, actions)):
            return changes
    for index in spoiling:
        action = actions[changes[index].id]
        limit: Bound | None
        try:
            limit = _find_limit(model, limited, index, action)
        except ExhaustedError:
            # Nothing is said of what was not looked at: the value is to come to its bound and no further.
            end = changes[index].to
            limit = _bound_at(action, changes[index], end.position) if isinstance(end, Bound) else None
        limited[index] = replace(changes[index], limit=limit)
    # Where a value cannot go past its limit, the limit says nothing. It does count for the limits of the values after.
    idle = [index for index in spoiling if _is_idle(limited[index].limit, actions[changes[index].id])]
    for index in idle:
        limited[index] = changes[index]
    return tuple(limited)


def _is_certain(model: RepairModel, changes: Sequence[Change]) -> bool:
    model.budget.spend(model.size)
    return is_certain_after(model.problem, changes, NUDGE, up_to_limit=True)


def _with_furthest_limits(
    changes: Sequence[Change], spoiling: Sequence[int], actions: Mapping[str, ValueAction]
) -> list[Change]:
    """Return the changes where those of *spoiling* may go on as far as they can."""
    free = set(spoiling)
    return [
        replace(change, limit=_end_of(actions[change.id])) if index in free else change
        for index, change in enumerate(changes)
    ]


def _list_spoiling(model: RepairModel, changes: Sequence[Change]) -> list[int]:
    """Return which changes are of a value that may spoil the condition by going on; one that moves both ways cannot."""
    opposed = {(leaf.value, leaf.up) for form in model.forms for leaf in leaves_of(form) if isinstance(leaf, BoundLeaf)}
    # The forms leave out ends that cost a sum nothing, so that values in sums are looked at in any case.
    summed = {model.moves.actions[move.action_index].id for move in model.moves.moves if move.cell is not None}
    names = [change.name for change in changes]
    return [
        index
        for index, change in enumerate(changes)
        if isinstance(change.to, Bound)
        and names.count(change.name) == 1
        and (change.id in summed or (change.name, change.to.direction == "down") in opposed)
    ]


def _find_limit(model: RepairModel, changes: Sequence[Change], index: int, action: ValueAction) -> Bound:
    """Return the last bound that the value of one change may go on to; its furthest number where nothing is spoilt."""
    change = changes[index]
    up = action.direction == "up"
    opposite: Direction = "down" if up else "up"
    if _is_certain(model, [*changes[:index], replace(change, limit=_end_of(action)), *changes[index + 1 :]]):
        return _end_of(action)
    positions = {leaf.position for leaf in leaves_of_value(model, changes, change) if leaf.up is not up}
    for number, beside in sorted(positions, reverse=not up):
        # "Below 5" is first spoiled at 5 itself, "at most 5" just past it.
        is_strict = beside == (-1 if up else 1)
        past = number if is_strict else number + (NUDGE if up else -NUDGE)
        tried = [*changes[:index], replace(change, limit=Bound(past, opposite)), *changes[index + 1 :]]
        if not _is_certain(model, tried):
            plain = without_nudges((number, 0), up)[0][0]
            if plain != number and isinstance(change.to, Bound):
                # The number makes up for another that is shortly past a strict bound: half the way is safe for both.
                half = exact_number((Fraction(change.to.number) + Fraction(plain)) / 2)
                return _bound_at(action, change, (half, 0))
            return _bound_at(action, change, (number, beside if is_strict else 0))
    return _end_of(action)


def _bound_at(action: ValueAction, change: Change, limit: Position) -> Bound:
    """Return a limit as a bound: on a scale or grid the last number that keeps it, and never short of the change."""
    opposite: Direction = "down" if action.direction == "up" else "up"
    number, beside = last_reachable_position(action, limit) or limit
    end = change.to
    if isinstance(end, Bound) and not end.strict:
        is_short = (number, beside) < end.position if action.direction == "up" else (number, beside) > end.position
        if is_short:
            return Bound(end.number, opposite)
    return Bound(number, opposite, bool(beside))


def _end_of(action: ValueAction) -> Bound:
    """Return the furthest that an action can bring its value to, as a bound to the other side."""
    up = action.direction == "up"
    furthest = furthest_number(action)
    return Bound((_FAR if up else -_FAR) if furthest is None else furthest, "down" if up else "up")


def _is_idle(limit: Bound | None, action: ValueAction) -> bool:
    """Return whether a limit lies at the furthest number of a value or past it."""
    end = _end_of(action).position
    return limit is not None and (limit.position >= end if action.direction == "up" else limit.position <= end)
