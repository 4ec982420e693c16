"""Blocking sets: sets of changes of which one must be made before a target is certain (semantics 5.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.repairs import RepairModel
from kiemdinh.rules.search import CheapestSearch, drop_harmful_moves, find_minimal_sets, set_bits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.rules.repairs import Change, RepairProblem
    from kiemdinh.rules.search import Budget

__all__ = ["blocking_sets"]


def blocking_sets(problem: RepairProblem, *, budget: Budget | None = None) -> Iterator[tuple[Change, ...]]:
    """Yield each minimal set of changes of which one must be made, or the target is not certain; smallest first.

    A value counts once for each bound that it may have to reach. A target that is certain has no blocking set; one
    that is out of reach has the empty one. Each set is found when it is asked for, at the cost of a repair. The
    steps are spent on *budget*; None takes the default.

    Raises
    ------
    ExhaustedError
        If the budget ran out before the next set was proved.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, All, Any, Assignment, Fact, FactAction, RepairProblem
    >>> problem = RepairProblem(
    ...     condition=All((Fact("a"), Any((Fact("b"), Fact("c"))))),
    ...     cases=(Assignment(dict.fromkeys("abc", UNMET)),),
    ...     actions=tuple(FactAction(id=name, fact=name, to=MET) for name in "abc"),
    ... )
    >>> [[change.id for change in changes] for changes in blocking_sets(problem)]
    [['a'], ['b', 'c']]
    """
    model = RepairModel.from_problem(problem, budget)
    gates, count = model.gates, len(model.moves.moves)
    clean = drop_harmful_moves(gates, model.root)
    if gates.positive_moves[clean] & gates.negative_moves[clean]:
        # Where a move can help and harm, the dual gate does not tell the blocking sets. They are then the minimal
        # hitting sets of all minimal repairs (R. Reiter, "A theory of diagnosis from first principles", 1987).
        search = CheapestSearch(gates, model.scale.weights)
        repairs = [made for _, made in find_minimal_sets(search, model.root, count)]
        dual = gates.make_all(
            [gates.make_any([gates.make_literal(move) for move in set_bits(made)]) for made in repairs]
        )
    else:
        dual = gates.make_dual(clean)
    # Every change counts alike here, whatever it costs: the smallest sets come first.
    for _, left in find_minimal_sets(CheapestSearch(gates, [1] * count), dual, count):
        yield tuple(change for move in set_bits(left) for change in model.changes_of(1 << move))
