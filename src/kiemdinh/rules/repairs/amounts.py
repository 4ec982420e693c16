"""Amounts: how far the values of a repair have to go, and no further than is needed (semantics 5.3, 5.5).

The search decides which values go into which of their cells. What a sum needs can be split among them in many ways:
here one of these is found, and made as small as it can be. Each split is tested by evaluating the condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.repairs.apply import facts_after, is_certain_after
from kiemdinh.rules.repairs.model import read_normal_forms
from kiemdinh.rules.repairs.normal_form import BoundLeaf, leaves_of
from kiemdinh.rules.repairs.problem import Bound, RepairProblem, ValueAction
from kiemdinh.rules.repairs.reachable_numbers import last_reachable_position, nearest_reachable_bound
from kiemdinh.rules.search import ExhaustedError
from kiemdinh.rules.terms import exact_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.repairs.cells import NumberCell
    from kiemdinh.rules.repairs.model import RepairModel
    from kiemdinh.rules.repairs.normal_form import Position
    from kiemdinh.rules.repairs.problem import Change

__all__ = ["NUDGE", "fit_amounts", "leaves_of_value", "without_nudges"]

NUDGE: Final = Fraction(1, 10**12)
"""How far past a strict bound a value is taken to lie: less than what any rule tells apart."""
_SHORTLY: Final = Fraction(1, 10**6)
"""How far past a strict bound a value may lie for the bound to be one that does."""
_MIN_SHIFTED_DENOMINATOR: Final = 10**10
"""A number with a denominator like this was shifted by a nudge; no rule has such numbers."""
_MAX_TESTS: Final = 400
"""The most splits that are tested for one set of moves; one total needs one for each value."""
_PARTS_TRIED: Final = tuple(Fraction(n, 256) for n in (128, 64, 16, 1, 240, 255))
"""How far into its cell a value is tried to go where going as far as it can is too far."""
_MAX_LOOKED_AT: Final = 8
"""Up to so many values, each is looked at whether it can go less far."""
_STEPS_OF_READING: Final = 10
"""The steps of a budget that it takes to read one leaf of the condition again."""
_MAX_ROUNDS: Final = 4
"""How often all amounts are made smaller in turn: where they help only, once is enough."""


def fit_amounts(model: RepairModel, made: int) -> tuple[Change, ...] | None:
    """Return the changes that a mask of moves stands for, each value going no further than it must.

    None if no numbers of their cells make the condition certain together. All values but the last go as far as they
    can, in declared order, the last as far as is still needed; then each is made as small as it can be.
    """
    changes = model.changes_of(made)
    cells = model.open_cells(made)
    return _AmountFitter(model, changes, cells).fit() if cells else changes


def leaves_of_value(
    model: RepairModel, changes: Sequence[Change], change: Change, *, without: bool = False
) -> Iterator[BoundLeaf]:
    """Yield the bounds that a value has to keep or reach while other changes stand, and its own unless *without*."""
    problem = model.problem
    model.budget.spend(_STEPS_OF_READING * model.size)
    others = [one for one in changes if one is not change or not without]
    cases = tuple(facts_after(problem, others, facts, NUDGE, up_to_limit=True) for facts in problem.cases)
    actions = tuple(one for one in problem.actions if one.id == change.id)
    alone = RepairProblem(
        condition=problem.condition,
        cases=cases,
        actions=actions,
        definitions=problem.definitions,
        expand=problem.is_expanded,
    )
    for form in read_normal_forms(alone, actions).forms:
        for leaf in leaves_of(form):
            if isinstance(leaf, BoundLeaf) and leaf.value == change.name:
                yield leaf


class _AmountFitter:
    """Finds the bounds of the values that go into open cells; all other changes stand."""

    def __init__(self, model: RepairModel, changes: Sequence[Change], cells: dict[str, NumberCell]) -> None:
        self._model = model
        self._changes = list(changes)
        self._open = [index for index, change in enumerate(changes) if change.id in cells]
        self._cells = cells
        self._actions = {a.id: a for a in model.moves.actions if isinstance(a, ValueAction)}
        self._tests = 0

    def fit(self) -> tuple[Change, ...] | None:
        """Return the changes with their bounds; None if there are none within the limit on tests."""
        if not self._place(0):
            return None
        placed = tuple(self._changes)
        try:
            for _ in range(_MAX_ROUNDS):
                shrunk = [self._shrink(index) for index in self._open if self._may_shrink(index)]
                if True not in shrunk:
                    break
        except ExhaustedError:
            return placed  # they do, though some may go further than they must
        return tuple(self._changes)

    def _may_shrink(self, index: int) -> bool:
        """Return whether it is worth while to look for a nearer bound of a value.

        Of few values it always is. Of many, those are left out that cannot go a little less far: that takes one test,
        where looking takes a reading of the condition.
        """
        change = self._changes[index]
        if len(self._open) <= _MAX_LOOKED_AT or not isinstance(change.to, Bound):
            return True
        up = change.to.direction == "up"
        less = last_reachable_position(self._actions[change.id], (change.to.number, -1 if up else 1))
        if less is None:
            return False
        number = less[0] + (0 if not less[1] else -NUDGE if up else NUDGE)
        self._changes[index] = replace(change, to=Bound(exact_number(number), change.to.direction))
        is_certain = self._is_certain()
        self._changes[index] = change
        return is_certain

    def _place(self, position: int) -> bool:
        """Find bounds for the open values from one position on; those before it stand."""
        index = self._open[position]
        before = self._changes[index]
        is_last = position + 1 == len(self._open)
        # What is tried is worked out only when all before it failed.
        for bound in self._needed_bounds(index) if is_last else self._tried_bounds(index):
            if self._tests >= _MAX_TESTS:
                break
            self._changes[index] = replace(before, to=bound)
            if self._is_certain() if is_last else self._place(position + 1):
                return True
        self._changes[index] = before
        return False

    def _shrink(self, index: int) -> bool:
        """Bring one value no further than the others let it; return whether it goes less far than before."""
        before = self._changes[index]
        if not isinstance(before.to, Bound):
            return False
        for bound in self._needed_bounds(index):
            if bound == before.to:
                break
            self._changes[index] = replace(before, to=bound)
            if self._is_certain():
                return True
        self._changes[index] = before
        return False

    def _is_certain(self) -> bool:
        self._tests += 1
        self._model.budget.spend(self._model.size)
        bounds: dict[str, list[Bound]] = {}
        for change in self._changes:
            if isinstance(change.to, Bound):
                bounds.setdefault(change.name, []).append(change.to)
        # Of one value that is moved both ways, the lower bound lies below the upper one.
        if any(low.position > high.position for low, high in map(_both_ends, bounds.values()) if low and high):
            return False
        return is_certain_after(self._model.problem, map(_just_past, self._changes), NUDGE, up_to_limit=True)

    def _tried_bounds(self, index: int) -> Iterator[Bound]:
        """Yield what a value may be brought to while others are still open: as far as it can, then what bounds ask."""
        change = self._changes[index]
        cell, action = self._cells[change.id], self._actions[change.id]
        end = nearest_reachable_bound(action, (cell.reach[0], 0)) if not cell.reach[1] else None
        between = (nearest_reachable_bound(action, _number_within(cell, part)) for part in _PARTS_TRIED)
        yield from dict.fromkeys(bound for bound in (end, *between) if bound is not None)
        yield from self._needed_bounds(index)
        absent = [one for i, one in enumerate(self._changes) if i not in self._open or i <= index]
        yield from self._needed_bounds(index, absent)

    def _needed_bounds(self, index: int, others: Sequence[Change] | None = None) -> list[Bound]:
        """Return the bounds of a value at which something comes to hold, within its cell, the nearest first."""
        change = self._changes[index]
        cell, action = self._cells[change.id], self._actions[change.id]
        up = action.direction == "up"
        leaves = leaves_of_value(self._model, self._changes if others is None else others, change, without=True)
        positions = {one for leaf in leaves if leaf.up is up for one in without_nudges(leaf.position, up)}
        bounds = {nearest_reachable_bound(action, position) for position in positions}
        within = [one for one in bounds if one is not None and _lies_in(one, cell, up)]
        return sorted(within, key=lambda bound: bound.position, reverse=not up)


def _just_past(change: Change) -> Change:
    """Return a change to a strict bound as one to any number shortly past it.

    "Less than 1" and "more than 4" do together only where no sum needs the one to make up for the other.
    """
    end = change.to
    if not isinstance(end, Bound) or not end.strict:
        return change
    if end.direction == "up":
        return replace(change, limit=Bound(end.number + _SHORTLY, "down"))
    return replace(change, limit=Bound(end.number - _SHORTLY, "up"))


def _number_within(cell: NumberCell, part: Fraction) -> Position:
    """Return the position that lies a part of the way through a cell, from its nearest number on."""
    near, far = Fraction(cell.least[0]), Fraction(cell.reach[0])
    return exact_number(near + (far - near) * part), 0


def without_nudges(position: Position, up: bool) -> tuple[Position, ...]:
    """Return a position, or, where nudges of other values have shifted it, the number beside it and just past it."""
    number = Fraction(position[0])
    if number.denominator < _MIN_SHIFTED_DENOMINATOR:
        return (position,)
    beside = exact_number(number.limit_denominator(_MIN_SHIFTED_DENOMINATOR // 1000))
    return (beside, 0), (beside, 1 if up else -1)


def _lies_in(bound: Bound, cell: NumberCell, up: bool) -> bool:
    low, high = (cell.least, cell.reach) if up else (cell.reach, cell.least)
    return low <= bound.position <= high


def _both_ends(bounds: Sequence[Bound]) -> tuple[Bound | None, Bound | None]:
    """Return the highest lower bound and the lowest upper one."""
    lows = [bound for bound in bounds if bound.direction == "up"]
    highs = [bound for bound in bounds if bound.direction == "down"]
    return (
        max(lows, key=lambda bound: bound.position, default=None),
        min(highs, key=lambda bound: bound.position, default=None),
    )
