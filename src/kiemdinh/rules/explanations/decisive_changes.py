"""Decisive changes: those that turn a target by themselves (semantics 5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.repairs import RepairModel

if TYPE_CHECKING:
    from kiemdinh.rules.repairs import Change, RepairProblem

__all__ = ["decisive_changes"]


def decisive_changes(problem: RepairProblem) -> tuple[Change, ...]:
    """Return the changes that alone make the target certain; if it is certain, those that alone take it away.

    Changes that cannot be acted on are tried too. For a value it is the least change that is enough. Linear in the
    size of the condition for each action.

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
    now = model.gates.is_satisfied(model.root, 0)
    found: dict[int, Change] = {}
    for number, move in enumerate(model.moves.moves):
        needed = model.moves.list_needed_moves(number)
        # A step that needs a step of another action below it is no change by itself.
        alone = all(model.moves.moves[one].action_index == move.action_index for one in needed)
        made = sum(1 << one for one in needed)
        if alone and move.action_index not in found and model.gates.is_satisfied(model.root, made) is not now:
            (found[move.action_index],) = model.changes_of(made)
    return tuple(found.values())
