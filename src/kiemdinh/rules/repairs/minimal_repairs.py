"""Minimal repairs (*phương án khắc phục*): the smallest sets of changes that make a condition certain.

Semantics 5.3 says what a repair is, 5.9 in which order repairs come.

A problem is answered by the first of these that applies: adding up (no move is shared), a solver (much is shared), the
search of :mod:`kiemdinh.rules.search`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.repairs.amounts import fit_amounts
from kiemdinh.rules.repairs.limits import add_limits
from kiemdinh.rules.repairs.model import RepairModel
from kiemdinh.rules.repairs.problem import FactAction
from kiemdinh.rules.repairs.solver_query import query_solver
from kiemdinh.rules.search import (
    Budget,
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

__all__ = [
    "MIN_MOVES_ASKED_AT_ONCE",
    "ExhaustedError",
    "MinimalRepair",
    "MinimalRepairs",
    "SolverError",
    "find_minimal_repairs",
]

_MAX_COUNTED: Final = 1_000
"""The most cheapest repairs that are counted by listing them."""
_MAX_EXCLUDED: Final = 50
"""How many sets of moves may turn out to have no numbers that satisfy all sums at once before the search gives up."""
MIN_MOVES_ASKED_AT_ONCE: Final = 24
"""From this many undecided moves on, a solver is asked before the kernel searches; below it, the search is quicker."""


@dataclass(frozen=True, slots=True)
class MinimalRepair:
    """A set of changes that makes the condition certain; no change can be left out or made smaller.

    See the example of :func:`kiemdinh.rules.find_minimal_repairs`.

    Attributes
    ----------
    cost
        The sum of the costs of the changes.
    changes
        The changes, in the declared order of their actions.
    also
        The sums of the other costs of the changes, by name.
    """

    cost: Number
    changes: tuple[Change, ...]
    also: Mapping[str, Number] = field(default_factory=dict)


def find_minimal_repairs(
    problem: RepairProblem, *, budget: Budget | None = None, solver: Solver | None = None
) -> MinimalRepairs:
    """Return the minimal repairs of a problem, cheapest first.

    Parts of the condition that share no change are solved by dynamic programming (the k cheapest members of an
    "at least k"). Parts that share changes are solved by branch and bound, between a dual ascent bound and a greedy
    solution. This is linear for a read-once condition, and exponential at worst in the number of shared changes: the
    problem contains minimum hitting set (Karp 1972).

    The least cost is proved at once. Where changes are shared, the order of equally cheap repairs (5.9) is proved when
    they are asked for, which takes longer.

    Parameters
    ----------
    problem
        The condition, what is known now, and the actions.
    budget
        The steps that the search may take, now and while repairs are asked for; None takes the default.
    solver
        Asked at once where much is shared, else after a few splits. Its answer is checked by evaluating the condition
        again. Where it proves nothing, the kernel searches alone.

    Returns
    -------
    MinimalRepairs
        An iterable of :class:`MinimalRepair`, empty if the condition is out of reach.

    Raises
    ------
    ValueError
        If a definition refers to itself.
    SolverError
        If the solver's answer does not make the condition certain, or costs more than a repair that the kernel found.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, Any, Assignment, Fact, FactAction, RepairProblem
    >>> problem = RepairProblem(
    ...     condition=Any((Fact("library"), Fact("laboratory"))),
    ...     cases=(Assignment({"library": UNMET, "laboratory": UNMET}),),
    ...     actions=(
    ...         FactAction(id="build library", fact="library", to=MET, cost=5),
    ...         FactAction(id="build laboratory", fact="laboratory", to=MET, cost=3),
    ...     ),
    ... )
    >>> for repair in find_minimal_repairs(problem):
    ...     print(repair.cost, [change.id for change in repair.changes])
    3 ['build laboratory']
    5 ['build library']
    """
    found = MinimalRepairs(RepairModel.from_problem(problem, budget, with_fees=True), solver)
    if problem.completions and found.cost != 0:
        some = replace(problem, cases=problem.completions, completions=())
        found.bound_by(find_minimal_repairs(some, budget=found.budget, solver=solver))
    return found


class MinimalRepairs:
    """The minimal repairs of one problem, in the order of 5.9: cost, number of changes, declared order.

    See the example of :func:`kiemdinh.rules.find_minimal_repairs`.

    Attributes
    ----------
    proved
        Whether ``cost`` is proved to be the least. If not, it is the cost of the greedy repair.
    cost
        The cost of the cheapest repair; 0 if the condition is certain already, None if no repair was found: the
        condition is out of reach, unless ``proved`` is false.
    budget
        The steps that may be taken, and have been.
    gap
        How far ``cost`` may lie above the least cost: the difference to a lower bound; 0 if proved.
    unfollowed
        Names of facts and values whose actions had to be left out, because the condition depends on them in a form
        that the normal form does not cover (a product of two quantities that can both change), and of values in sums
        that can be brought to more numbers than are tried. Where there are any, nothing but a cost of 0 is proved.
    """

    def __init__(self, model: RepairModel, solver: Solver | None) -> None:
        self._model, self._solver = model, solver
        self.budget = model.budget
        self._excluded = 0
        self._witness: MinimalRepair | None = None
        self._found: list[MinimalRepair] = []
        self._more: Iterator[MinimalRepair] = iter(())
        self._answer: int | None = None
        self.unfollowed = model.unfollowed
        self.proved = True
        self.cost: Number | None = None
        self.gap: Number = 0
        self._find_cheapest()
        if self.unfollowed:
            self._withdraw_proof()

    def bound_by(self, others: MinimalRepairs) -> None:
        """Take the least cost of *others*, to which every repair of this problem belongs, as a lower bound."""
        if self.cost is None:
            self.proved = self.proved and others.proved and others.cost is None
            return
        self.gap = max(self.gap, self.cost - (others.cost or 0) + others.gap)
        self.proved = self.proved and self.gap == 0

    @cached_property
    def _search(self) -> CheapestSearch:
        """The search, built when it is first needed: many problems are solved without one."""
        return CheapestSearch(self._model.gates, self._model.scale.weights, self._solver)

    def _find_cheapest(self) -> None:
        """Find the least cost, by the first means that answers; where the budget runs out, keep bounds instead."""
        if self._model.has_cells:
            self._find_cheapest_that_fits()
            return
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

    def _withdraw_proof(self) -> None:
        """Say that nothing is proved but a cost of 0: what was left out might have been cheaper."""
        if self.cost != 0:
            self.proved, self.gap = False, self.cost or 0

    def _find_cheapest_that_fits(self) -> None:
        """Find the least cost: that of a cheapest set of moves, or where it has no numbers that of the first with some.

        A cheapest set is found sooner than the first, since the order of equally cheap sets need not be proved.
        """
        self._more = self._list_those_that_fit()
        try:
            weight, made = self._search.find_cheapest(self._model.root)
            if weight >= self._search.infeasible:
                return
            self._witness = self._make_fitting_repair(self._drop_needless(made))
            if self._witness is not None:
                self.cost = self._witness.cost
                return
            first = next(self._more, None)
        except ExhaustedError:
            self._keep_bounds()
            return
        if first is not None:
            self.cost = first.cost
            self._found = [first]

    def _drop_needless(self, made: int) -> int:
        """Return a set of moves without those that cost nothing and are not needed."""
        for move in sorted(set_bits(made), reverse=True):
            fewer = made & ~(1 << move)
            if not self._model.scale.weights[move] and self._model.gates.is_satisfied(self._model.root, fewer):
                made = fewer
        return made

    def _list_those_that_fit(self) -> Iterator[MinimalRepair]:
        """Yield the repairs in order; a set of moves without fitting numbers is ruled out, and the search begun again.

        Sets that hold it may have numbers that fit, so that it alone is ruled out. Where the budget does not reach for
        the first in order, one of the cheapest is yielded, which is known.
        """
        is_first = True
        try:
            for repair in self._search_those_that_fit():
                is_first = False
                yield repair
        except ExhaustedError:
            if is_first and self._witness is not None:
                yield self._witness
            raise

    def _search_those_that_fit(self) -> Iterator[MinimalRepair]:
        gates, count = self._model.gates, len(self._model.moves.moves)
        listed: set[int] = set()
        root = self._model.root
        while True:
            for _, made in find_minimal_sets(self._search, root, count):
                repair = None if made in listed else self._make_fitting_repair(made)
                if repair is not None:
                    listed.add(made)
                    yield repair
                elif made not in listed:
                    self._excluded += 1
                    if self._excluded > _MAX_EXCLUDED:
                        raise ExhaustedError
                    read = set_bits(gates.moves_of(self._model.root))
                    others = [gates.make_literal(move, positive=not made >> move & 1) for move in read]
                    root = gates.make_all([root, gates.make_any(others)])
                    break
            else:
                return

    def _make_fitting_repair(self, made: int) -> MinimalRepair | None:
        changes = fit_amounts(self._model, made)
        return None if changes is None else self._make_repair_of(changes)

    def _solve_without_search(self) -> int | None:
        """Return the least weight if no search is needed for it: by adding up, or by a solver; else None.

        A solver proves the least cost only, not the fewest changes among repairs of this cost.
        """
        rest, scale = self._model.reduced, self._model.scale
        if rest is None:
            return None
        if rest.is_read_once:
            return rest.least_weight(scale.weights)
        if self._solver is None or len(rest.read) < MIN_MOVES_ASKED_AT_ONCE:
            return None
        self._answer = query_solver(self._solver, rest, scale.prices, self.budget)
        if self._answer is None:
            # A solver that cannot prove the whole would be asked again for its parts, each time in vain.
            self._solver = None
            return None
        return sum(scale.weights[move] for move in set_bits(self._answer))

    def _solve_by_search(self) -> int | None:
        """Return the least weight by branch and bound; None if the condition is out of reach."""
        weight, made = self._search.find_cheapest(self._model.root)
        if weight >= self._search.infeasible:
            return None
        if self._search.used_solver:
            self._check_solver_answer(made)
        return weight

    def _keep_bounds(self) -> None:
        """Keep the greedy repair and its distance to the lower bound, after the search gave up."""
        self.proved = False
        with self.budget.lifted():
            root = drop_harmful_moves(self._model.gates, self._model.root)
            weights = self._model.scale.weights
            made = greedy_solution(self._model.gates, root, weights)
            least = lower_bound(self._model.gates, root, weights)
            repair = None if made is None else self._make_fitting_repair(made)
        if repair is None:
            return
        self.cost = repair.cost
        self.gap = exact_number(repair.cost - self._model.scale.cost_of(least))
        self._found = [repair]

    def _check_solver_answer(self, made: int) -> None:
        """Raise an error if the moves of the solver's answer do not make the condition certain."""
        # By evaluation, which shares no code with the normal form, the gates or the program.
        if not self._model.is_confirmed(made):
            msg = "the solver's answer does not make the target certain"
            raise SolverError(msg)

    def _list_in_order(self) -> Iterator[MinimalRepair]:
        """Yield the repairs in order; the first one without a search where that is possible."""
        rest, first = self._model.reduced, self._first_without_search()
        if first is not None:
            yield self._make_repair(first)
        # Nothing but forced moves: there is no second repair.
        if first is not None and rest is not None and not rest.parts:
            return
        try:
            for _, made in find_minimal_sets(self._search, self._model.root, len(self._model.moves.moves)):
                if made != first:
                    yield self._make_repair(made)
                    self._answer = None
        except ExhaustedError:
            # The order is not proved. But the solver proved that its repair is one of the cheapest.
            if self._answer is not None:
                yield self._make_repair(self._answer)
            raise

    def _first_without_search(self) -> int | None:
        """Return the moves of the first repair if no move is shared and all have a cost; else None."""
        rest, weights = self._model.reduced, self._model.scale.weights
        return rest.first_solution(weights) if rest is not None and rest.is_read_once and all(weights) else None

    def _make_repair(self, made: int) -> MinimalRepair:
        """Return the repair that a mask of moves stands for, none of which leads into a cell."""
        return self._make_repair_of(self._model.changes_of(made))

    def _make_repair_of(self, changes: tuple[Change, ...]) -> MinimalRepair:
        """Return the repair of some changes, each with its limit."""
        changes = add_limits(self._model, changes)
        actions = {action.id: action for action in self._model.moves.actions}
        fees = self._model.problem.fees
        unpaid = set(fees)
        also: dict[str, Number] = {}
        paid: list[Change] = []
        for change in changes:
            action = actions[change.id]
            # A fee is paid once, and stands at the first change that needs it.
            due = [fees[name] for name in (action.fees if isinstance(action, FactAction) else ()) if name in unpaid]
            unpaid -= set(action.fees if isinstance(action, FactAction) else ())
            paid.append(replace(change, cost=exact_number(change.cost + sum(fee.cost for fee in due))))
            for name, cost in ((name, cost) for costs in (action, *due) for name, cost in costs.also.items()):
                also[name] = exact_number(also.get(name, 0) + cost)
        return MinimalRepair(exact_number(sum(change.cost for change in paid)), tuple(paid), also)

    def __iter__(self) -> Iterator[MinimalRepair]:
        """Yield the repairs in order; each is found when it is first asked for, and kept.

        Raises
        ------
        ExhaustedError
            If the budget runs out before the next one is proved.
        """
        position = 0
        while True:
            while position < len(self._found):
                yield self._found[position]
                position += 1
            following = next(self._more, None)
            if following is None:
                return
            self._found.append(following)

    @property
    def cheapest(self) -> MinimalRepair | None:
        """The first repair in order; None if the condition is out of reach.

        Raises ``ExhaustedError`` if the budget runs out before the order of equally cheap repairs is proved.
        """
        return next(iter(self), None)

    @cached_property
    def count(self) -> int | None:
        """The number of minimal repairs of least cost; None if the limits do not allow to count them."""
        if self.cost is None:
            return 0 if self.proved else None
        if not self.proved:
            return None
        try:
            fits_all = self._model.has_cells and self._all_sets_fit()
            has_positive_costs = all(move.cost is None or move.cost > 0 for move in self._model.moves.moves)
            if has_positive_costs and (fits_all or not self._model.has_cells):
                return self._count_by_structure()
            # Fitting numbers to each set takes long, and is of use only where some set may have none.
            return self._count_by_listing(self._list_costs() if fits_all else (repair.cost for repair in self))
        except ExhaustedError:
            return None

    def _all_sets_fit(self) -> bool:
        """Return whether each set of moves has numbers that fit: where no move of it can do harm, as far as it goes."""
        gates = self._model.gates
        clean = drop_harmful_moves(gates, self._model.root)
        return not self._excluded and not gates.negative_moves[clean]

    def _count_by_structure(self) -> int:
        """Count the cheapest repairs without listing them."""
        # By cost alone: the weights also count changes, and would tell repairs of equal cost apart.
        scale = self._model.scale
        search = CheapestSearch(self._model.gates, scale.prices, self._solver)
        return SetCounter(search).count_sets(self._model.root)

    def _list_costs(self) -> Iterator[Number]:
        """Yield the costs of the minimal sets of moves, each taken to have numbers that fit."""
        scale = self._model.scale
        for weight, _ in find_minimal_sets(self._search, self._model.root, len(self._model.moves.moves)):
            yield scale.cost_of(weight)

    def _count_by_listing(self, costs: Iterable[Number]) -> int | None:
        """Count by listing them: a move that adds no cost makes sets of least cost that are not minimal."""
        found = 0
        for _ in takewhile(lambda cost: cost == self.cost, costs):
            found += 1
            if found > _MAX_COUNTED:
                return None
        return found
