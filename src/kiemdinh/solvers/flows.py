"""Flows of least cost in a network, found by HiGHS and proved in whole numbers.

A flow has several aims in order: of the flows that are best by the first aim it is the best by the second, and so on.
The linear program of a network has whole numbers at its corners, and its prices are whole numbers too: the answer of
HiGHS is therefore rounded and checked exactly. After each aim, the arcs that carry the same in every best flow are
fixed; the rest is a network again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kiemdinh.solvers.optional import import_solver
from kiemdinh.solvers.steps import spend_steps

if TYPE_CHECKING:
    from kiemdinh.rules import Budget

__all__ = ["AimReached", "Flow", "FlowArc", "FlowNetwork", "find_flow"]


class FlowArc(NamedTuple):
    """An arc from one node to another, and the most that it can carry."""

    tail: int
    head: int
    capacity: int


@dataclass(frozen=True, slots=True)
class FlowNetwork:
    """A network.

    Attributes
    ----------
    supplies
        For each node the amount that begins there; an amount that ends there is negative. They sum to 0.
    arcs
        The arcs.
    """

    supplies: Sequence[int]
    arcs: Sequence[FlowArc]


class AimReached(NamedTuple):
    """The cost of a flow by one aim, and a lower bound on that of all flows that are as good by the earlier aims."""

    cost: int
    bound: int


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow.

    Attributes
    ----------
    amounts
        The amount that each arc carries.
    aims
        The cost of the flow by each aim, in order. Where the budget did not suffice, the list ends early: the last
        bound is then below the cost.
    """

    amounts: tuple[int, ...]
    aims: tuple[AimReached, ...]


def find_flow(network: FlowNetwork, aims: Sequence[Sequence[int]], budget: Budget) -> Flow | None:
    """Return a flow that is best by several aims in order; None where none was found for the first.

    Each pivot of the simplex method is a step, and so is each arc that is handed over. The same network gives the same
    flow on every machine.

    Parameters
    ----------
    network
        The network.
    aims
        The cost of a unit on each arc, by each aim: whole numbers.
    budget
        The steps that it may take.

    Raises
    ------
    MissingSolverError
        If highspy is not installed.
    """
    search = _FlowSearch(network, budget)
    found: tuple[int, ...] | None = None
    reached: list[AimReached] = []
    for costs in aims:
        better, prices = search.minimise(costs)
        found = better if better is not None else found
        if found is None:
            return None
        cost = sum(amount * cost for amount, cost in zip(found, costs, strict=True))
        reached.append(AimReached(cost, search.bound(costs, prices)))
        if reached[-1].bound < cost:
            break
        search.keep_best(costs, prices)
    return None if found is None else Flow(found, tuple(reached))


class _FlowSearch:
    """The linear program of a network, within the bounds that the earlier aims have fixed."""

    def __init__(self, network: FlowNetwork, budget: Budget) -> None:
        self.network, self.budget = network, budget
        self.lower = [0] * len(network.arcs)
        self.upper = [arc.capacity for arc in network.arcs]
        self._highspy = import_solver("highspy", "highspy")
        self._solver: Any = None

    def minimise(self, costs: Sequence[int]) -> tuple[tuple[int, ...] | None, list[int]]:
        """Return a flow within the bounds, None where none was found in time, and a price for each node."""
        nothing = [0] * len(self.network.supplies)
        if not spend_steps(self.budget, len(self.network.arcs)):
            return None, nothing
        solver = self._load(costs)
        solver.setOptionValue("simplex_iteration_limit", min(self.budget.left, 2**31 - 1))
        solver.run()
        spend_steps(self.budget, max(solver.getInfo().simplex_iteration_count, 0))
        solution = solver.getSolution()
        if len(solution.col_value) != len(costs):
            return None, nothing
        amounts = tuple(round(value) for value in solution.col_value)
        prices = [round(price) for price in solution.row_dual] if solution.dual_valid else nothing
        return (amounts if self._is_flow(amounts) else None), prices

    def _load(self, costs: Sequence[int]) -> Any:
        """Return HiGHS with the program; a later aim begins with the solution of the one before."""
        highspy = self._highspy
        basis = None if self._solver is None else self._solver.getBasis()
        # The public class is this one with callbacks, and prints a banner when it is made.
        solver = highspy._Highs()  # noqa: SLF001 - exported by the package in its __all__
        for name, value in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("presolve", "off")):
            solver.setOptionValue(name, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(costs), len(self.network.supplies)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = list(costs), self.lower, self.upper
        lp.row_lower_ = lp.row_upper_ = list(self.network.supplies)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = range(0, 2 * len(costs) + 1, 2)
        lp.a_matrix_.index_ = [node for arc in self.network.arcs for node in (arc.tail, arc.head)]
        lp.a_matrix_.value_ = [1.0, -1.0] * len(costs)
        solver.passModel(lp)
        if basis is not None:
            solver.setBasis(basis)
            solver.setOptionValue("simplex_strategy", 4)  # primal: the flow that the aim before found is feasible
        self._solver = solver
        return solver

    def _is_flow(self, amounts: Sequence[int]) -> bool:
        left = list(self.network.supplies)
        for arc, amount, least, most in zip(self.network.arcs, amounts, self.lower, self.upper, strict=True):
            if not least <= amount <= most:
                return False
            left[arc.tail] -= amount
            left[arc.head] += amount
        return not any(left)

    def _reduced(self, costs: Sequence[int], prices: Sequence[int]) -> list[int]:
        """Return the cost of a unit on each arc, less the difference of the prices of its ends."""
        return [cost - prices[arc.tail] + prices[arc.head] for cost, arc in zip(costs, self.network.arcs, strict=True)]

    def bound(self, costs: Sequence[int], prices: Sequence[int]) -> int:
        """Return a lower bound on the cost of every flow. Any prices give one; the best prices give the least cost."""
        priced = sum(supply * price for supply, price in zip(self.network.supplies, prices, strict=True))
        reduced = self._reduced(costs, prices)
        ends = zip(reduced, self.lower, self.upper, strict=True)
        return max(0, priced + sum(cost * (least if cost > 0 else most) for cost, least, most in ends))

    def keep_best(self, costs: Sequence[int], prices: Sequence[int]) -> None:
        """Allow only the best flows: an arc whose reduced cost is not 0 is fixed at its lower or its upper bound."""
        for i, cost in enumerate(self._reduced(costs, prices)):
            if cost > 0:
                self.upper[i] = self.lower[i]
            elif cost < 0:
                self.lower[i] = self.upper[i]
