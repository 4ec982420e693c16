"""The least that has to change for a condition to be certain (*phương án khắc phục*, semantics 5.3, 5.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.repairs.model import RepairModel
from kiemdinh.rules.repairs.solver_query import query_solver
from kiemdinh.rules.search import (
    CheapestSearch,
    ExhaustedError,
    SetCounter,
    SolverError,
    drop_harmful_moves,
    find_minimal_sets,
    greedy_solution,
    lower_bound,
    set_bits,
)
from kiemdinh.rules.terms import Number, exact_number

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.problem import Change, RepairProblem
    from kiemdinh.rules.search import Solver

__all__ = ["MAX_SPLITS", "ExhaustedError", "MinimalRepair", "MinimalRepairs", "SolverError", "find_minimal_repairs"]

MAX_SPLITS: Final = 2_000
"""The splits of shared parts up to which a cheapest repair is proved, unless the caller says otherwise."""
_MAX_COUNTED: Final = 1_000
_MIN_MOVES_ASKED_AT_ONCE: Final = 24
"""With so many moves to decide that share something, a solver is asked before the kernel searches."""


@dataclass(frozen=True, slots=True)
class MinimalRepair:
    """A set of changes that makes the target certain, none of which can be left out or made smaller.

    `also` sums the other costs of the changes by name.
    """

    cost: Number
    changes: tuple[Change, ...]
    also: Mapping[str, Number] = field(default_factory=dict)


def find_minimal_repairs(
    problem: RepairProblem, *, splits: int = MAX_SPLITS, solver: Solver | None = None
) -> MinimalRepairs:
    """Give the minimal repairs of a problem, cheapest first.

    Parts that share no change are solved by dynamic programming: the k cheapest members of an "at least k"; where
    none do, the first repair takes no longer than its cost. Otherwise the cost is proved first, and the order of
    equally cheap repairs (5.9) when they are asked for, which takes longer.
    Parts that share some are split on these by branch and bound (dual ascent below, greed above), each part
    once: linear for a read-once condition, exponential at worst in what is shared, which is minimum hitting set
    (Karp 1972).

    Parameters
    ----------
    splits
        How many splits one question may take before the kernel gives up: with the usual number, after about a second.
        A split of more than 32 changes counts as several.
    solver
        Asked at once where much is shared, else after a few splits; its answer is evaluated again. Where it proves
        nothing, the kernel goes on alone.

    Returns
    -------
    Repairs
        An iterable of :class:`MinimalRepair`, empty where the target is out of reach.

    Raises
    ------
    ValueError
        If a definition refers to itself.
    SolverError
        If the solver's answer does not reach the target, or is dearer than a way that the kernel sees.
    """
    return MinimalRepairs(RepairModel.from_problem(problem), splits, solver)


class MinimalRepairs:
    """The minimal repairs of one problem, in the order of 5.9: cost, number of changes, declared order.

    Attributes
    ----------
    proved
        Whether `cost` is proved; if not, `cost` is that of a repair at hand and `gap` what it may be too high.
    cost
        The cost of the cheapest repair; 0 if the target is certain already, None if it is out of reach.
    gap
        How far `cost` may lie above the least; 0 where proved.
    unread
        Names of values and facts whose levers could not be followed (a product of two that can both change).
    """

    def __init__(self, model: RepairModel, splits: int, solver: Solver | None) -> None:
        self._model, self._splits, self._solver = model, splits, solver
        self._found: list[MinimalRepair] = []
        self._more: Iterator[MinimalRepair] = iter(())
        self._answer: int | None = None
        self.unread = model.unread
        self.proved = True
        self.cost: Number | None = None
        self.gap: Number = 0
        self._find_cheapest()

    @cached_property
    def _search(self) -> CheapestSearch:
        return CheapestSearch(self._model.gates, self._model.scale.weights, self._splits, self._solver)

    def _find_cheapest(self) -> None:
        try:
            weight = self._solve_without_search()
            if weight is None:
                weight = self._solve_by_search()
        except ExhaustedError:
            self._keep_bounds()
            return
        if weight is not None:
            self.cost = self._model.scale.cost_of(weight)
            self._more = self._list_in_order()

    def _solve_without_search(self) -> int | None:
        """Give the least weight without a search (by a solver: but for the number of changes); None without one."""
        rest, scale = self._model.reduced, self._model.scale
        if rest is None:
            return None
        if rest.read_once:
            return rest.least_weight(scale.weights)
        if self._solver is None or len(rest.read) < _MIN_MOVES_ASKED_AT_ONCE:
            return None
        self._answer = query_solver(self._solver, rest, scale.prices)
        if self._answer is None:
            # What it cannot prove of the whole it would be asked again of the parts.
            self._solver = None
            return None
        return sum(scale.weights[move] for move in set_bits(self._answer))

    def _solve_by_search(self) -> int | None:
        """Give the least weight; None where there is no way."""
        weight, made = self._search.find_cheapest(self._model.root)
        if weight >= self._search.infeasible:
            return None
        if self._search.used_solver:
            self._check_solver_answer(made)
        return weight

    def _keep_bounds(self) -> None:
        self.proved = False
        root = drop_harmful_moves(self._model.gates, self._model.root)
        weights = self._model.scale.weights
        made = greedy_solution(self._model.gates, root, weights)
        if made is None:
            return
        repair = self._make_repair(made)
        self.cost = repair.cost
        self.gap = exact_number(repair.cost - self._model.scale.cost_of(lower_bound(self._model.gates, root, weights)))
        self._found = [repair]

    def _check_solver_answer(self, made: int) -> None:
        if not self._model.is_confirmed(made):
            msg = "the solver's answer does not make the target certain"
            raise SolverError(msg)

    def _list_in_order(self) -> Iterator[MinimalRepair]:
        rest, first = self._model.reduced, self._first_without_search()
        if first is not None:
            yield self._make_repair(first)
        if first is not None and rest is not None and not rest.parts:
            return
        try:
            for _, made in find_minimal_sets(self._search, self._model.root, len(self._model.moves.moves)):
                if made != first:
                    yield self._make_repair(made)
                    self._answer = None
        except ExhaustedError:
            # The order is not proved, but that this one is among the cheapest is.
            if self._answer is not None:
                yield self._make_repair(self._answer)
            raise

    def _first_without_search(self) -> int | None:
        """Give the moves of the first repair where that takes no search."""
        rest, weights = self._model.reduced, self._model.scale.weights
        return rest.first_solution(weights) if rest is not None and rest.read_once and all(weights) else None

    def _make_repair(self, made: int) -> MinimalRepair:
        changes = self._model.changes_of(made)
        levers = {lever.id: lever for lever in self._model.moves.levers}
        also: dict[str, Number] = {}
        for change in changes:
            for name, cost in levers[change.id].also.items():
                also[name] = exact_number(also.get(name, 0) + cost)
        return MinimalRepair(exact_number(sum(change.cost for change in changes)), changes, also)

    def __iter__(self) -> Iterator[MinimalRepair]:
        """Give the repairs one by one, each found when it is asked for.

        Raises
        ------
        ExhaustedError
            If the splits run out before the next one is proved.
        """
        place = 0
        while True:
            while place < len(self._found):
                yield self._found[place]
                place += 1
            following = next(self._more, None)
            if following is None:
                return
            self._found.append(following)

    @property
    def cheapest(self) -> MinimalRepair | None:
        """The first repair; None where the target is out of reach."""
        return next(iter(self), None)

    @cached_property
    def count(self) -> int | None:
        """The number of minimal repairs that cost the least; None if it is not known within the limits."""
        if self.cost is None:
            return 0 if self.proved else None
        if not self.proved:
            return None
        costs = [move.cost for move in self._model.moves.moves]
        try:
            return (
                self._count_by_structure()
                if all(cost is None or cost > 0 for cost in costs)
                else self._count_by_listing()
            )
        except ExhaustedError:
            return None

    def _count_by_structure(self) -> int | None:
        scale = self._model.scale
        search = CheapestSearch(self._model.gates, scale.prices, self._splits, self._solver)
        return SetCounter(search, self._splits).count_sets(self._model.root)

    def _count_by_listing(self) -> int | None:
        cost, found = self.cost, 0
        for _ in takewhile(lambda repair: repair.cost == cost, self):
            found += 1
            if found > _MAX_COUNTED:
                return None
        return found
