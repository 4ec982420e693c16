"""Blocking sets."""

from __future__ import annotations

from collections.abc import Iterator

from kiemdinh.rules.repairs.minimal_repairs import SPLITS
from kiemdinh.rules.repairs.model import Model
from kiemdinh.rules.repairs.problem import Change, Problem
from kiemdinh.rules.search.branch_and_bound import Search, only_left
from kiemdinh.rules.search.minimal_sets import ways
from kiemdinh.rules.search.threshold_gates import bits

__all__ = ["blocking_sets", "decisive_changes"]


def blocking_sets(problem: Problem, *, splits: int = SPLITS) -> Iterator[tuple[Change, ...]]:
    """Give the minimal sets of changes that, none being made, keep the target from certain; smallest first.

    A value counts once for each of its bounds. The dual gates are solved as repairs are; where a fact enters under
    both signs, the minimal hitting sets of all minimal repairs are given instead (Reiter 1987). A target that is
    certain has none; one out of reach has the empty one.

    Raises
    ------
    ExhaustedError
        If the splits ran out before the next one was proved.
    """
    model = Model.of(problem)
    gates, count = model.gates, len(model.moves.moves)
    clean = only_left(gates, model.root)
    if gates.makes[clean] & gates.shuns[clean]:
        search = Search(gates, model.scale.weights, splits)
        found = [made for _, made in ways(search, model.root, count)]
        dual = gates.all([gates.any([gates.literal(move) for move in bits(made)]) for made in found])
    else:
        dual = gates.dual(clean)
    for _, made in ways(Search(gates, [1] * count, splits), dual, count):
        yield tuple(change for move in bits(made) for change in model.changes(1 << move))


def decisive_changes(problem: Problem) -> tuple[Change, ...]:
    """Give the changes that alone turn the target: into certain, or, if it is, out of it.

    What cannot be acted on is tried too. Linear in the size of the condition for each lever.
    """
    model = Model.of(problem, acting=False)
    now = model.gates.holds(model.root, 0)
    found: dict[int, Change] = {}
    for number, move in enumerate(model.moves.moves):
        needed = model.moves.needed(number)
        alone = all(model.moves.moves[one].lever == move.lever for one in needed)
        made = sum(1 << one for one in needed)
        if alone and move.lever not in found and model.gates.holds(model.root, made) is not now:
            (found[move.lever],) = model.changes(made)
    return tuple(found.values())
