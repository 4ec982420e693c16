"""Decisive changes: each alone makes a target certain, or no longer certain (semantics 5.1)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kiemdinh.rules.repairs import RepairModel
from kiemdinh.rules.search import SatisfactionCounter

if TYPE_CHECKING:
    from kiemdinh.rules.repairs import Change, RepairProblem

__all__ = ["decisive_changes"]


def decisive_changes(problem: RepairProblem) -> tuple[Change, ...]:
    """Return the changes that alone make the target certain; if it is certain, those that alone make it uncertain.

    Changes that cannot be acted on are tried too. For a value it is the least change that is enough. Takes time
    about linear in the size of the condition.

    Examples
    --------
    >>> from kiemdinh.rules import MET, All, Any, Assignment, Fact, FactAction, RepairProblem
    >>> problem = RepairProblem(
    ...     condition=Any((Fact("a"), All((Fact("b"), Fact("c"))))),
    ...     cases=(Assignment(),),
    ...     actions=tuple(FactAction(id=name, fact=name, to=MET) for name in "abc"),
    ... )
    >>> [change.id for change in decisive_changes(problem)]
    ['a']
    """
    model = RepairModel.from_problem(problem, actionable_only=False)
    tally = SatisfactionCounter(model.gates, model.root, 0)
    found: list[Change] = []
    # The moves of one action follow one another, each going further than the last.
    for _, steps in groupby(range(len(model.moves.moves)), lambda number: model.moves.moves[number].action_index):
        moves = list(steps)
        # A step that needs a step of another action below it is no change by itself.
        if set(model.moves.list_needed_moves(moves[-1])) <= set(moves):
            turns = tally.find_turn(moves)
            if turns is not None:
                found += model.changes_of(sum(1 << move for move in moves[: turns + 1]))
    return tuple(found)
