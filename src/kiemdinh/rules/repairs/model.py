"""A problem made ready: its moves, its gates and its weights (private to repair)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import gcd, lcm
from typing import TYPE_CHECKING

from kiemdinh.rules.repairs.apply import is_certain_after
from kiemdinh.rules.repairs.moves import ActionReach, MoveTable, ToGates, build_move_table
from kiemdinh.rules.repairs.normal_form import BoundLeaf, Normal, leaves_of, normal_form_of
from kiemdinh.rules.repairs.problem import Action, Change, FactAction, RepairProblem
from kiemdinh.rules.repairs.reduction import ReducedProblem, reduce_problem
from kiemdinh.rules.search import Gates, set_bits
from kiemdinh.rules.terms import Number, exact_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.repairs.moves import Move

__all__ = ["CostScale", "RepairModel", "open_problem", "read_normal_forms", "scale_costs"]


@dataclass(frozen=True, slots=True)
class CostScale:
    """Costs in whole numbers: (cost, number of changes) as one weight, and the way back.

    `unit` is the cost that the whole numbers count.
    """

    weights: tuple[int, ...]
    unit: Number
    base: int

    @property
    def prices(self) -> tuple[int, ...]:
        """The costs alone, in units."""
        return tuple([weight // self.base for weight in self.weights])

    def cost_of(self, weight: int) -> Number:
        """Give the cost within a weight."""
        return exact_number(weight // self.base * self.unit)


def scale_costs(costs: Sequence[Number], firsts: Sequence[bool]) -> CostScale:
    """Weigh moves by their cost, then by whether they begin a change: the fewer changes the better."""
    parts = lcm(*(cost.denominator for cost in costs))
    counts = [int(cost * parts) for cost in costs]
    shared = gcd(*counts) or 1
    base = len(costs) + 1
    weights = tuple(count // shared * base + first for count, first in zip(counts, firsts, strict=True))
    return CostScale(weights, exact_number(Fraction(shared, parts)), base)


@dataclass(frozen=True, eq=False)  # without slots: what costs most is made when it is asked for, and kept
class RepairModel:
    """A problem as its moves and the normal form of its condition in each case (`forms`), and what is made of these.

    `unread` names what the normal forms could not follow: no lever acts on it here.
    """

    problem: RepairProblem
    forms: tuple[Normal, ...]
    moves: MoveTable
    scale: CostScale
    unread: tuple[str, ...]
    nudge: Number

    @classmethod
    def from_problem(cls, problem: RepairProblem, *, acting: bool = True) -> RepairModel:
        """Make a problem ready; with `acting` false everything can be acted on."""
        levers, forms, unread = _follow_actions(problem)
        found = _bounds_wanted(levers, forms)
        moves = build_move_table(levers, found, problem.cases, acting=acting)
        costs = [move.cost or 0 for move in moves.moves]
        scale = scale_costs(costs, [move.first for move in moves.moves])
        return cls(problem, tuple(forms), moves, scale, unread, _choose_nudge(found))

    @cached_property
    def reduced(self) -> ReducedProblem | None:
        """What is still to decide, where the condition is of a kind that it can say."""
        return reduce_problem(self.forms, self.moves)

    @property
    def gates(self) -> Gates:
        """The gates, made when they are first asked for."""
        return self._gates_and_root[0]

    @property
    def root(self) -> int:
        """The node of the condition."""
        return self._gates_and_root[1]

    @cached_property
    def _gates_and_root(self) -> tuple[Gates, int]:
        gates = Gates()
        make = ToGates(gates, self.moves)
        return gates, gates.make_all([make(form) for form in self.forms])

    def changes_of(self, made: int) -> tuple[Change, ...]:
        """Say a set of moves as changes, in declared order."""
        by_lever: dict[int, list[Move]] = {}
        for move in set_bits(made):
            step = self.moves.moves[move]
            by_lever.setdefault(step.lever, []).append(step)
        return tuple(self._make_change(self.moves.levers[index], steps) for index, steps in by_lever.items())

    def _make_change(self, lever: Action, steps: list[Move]) -> Change:
        facts = self.problem.cases[0]
        cost = exact_number(sum((Fraction(step.cost or 0) for step in steps), Fraction()))
        if isinstance(lever, FactAction):
            return Change(lever.id, lever.fact, facts.truth(lever.fact), lever.to, cost, lever.kind)
        bound = steps[-1].bound
        if bound is None:
            msg = f"{lever.id}: a step of a value has a bound"
            raise TypeError(msg)
        return Change(lever.id, lever.value, facts.value(lever.value), bound, cost, lever.kind)

    def is_confirmed(self, made: int) -> bool:
        """Say whether the changes make the condition certain, by evaluating it again."""
        return is_certain_after(self.problem, self.changes_of(made), self.nudge)


def _follow_actions(problem: RepairProblem) -> tuple[tuple[Action, ...], list[Normal], tuple[str, ...]]:
    """Read a problem; levers on what the normal form cannot follow are left out, and it is read_normal_forms again."""
    levers, unread = problem.actions, frozenset[str]()
    while True:
        forms, lost = read_normal_forms(problem, levers)
        missed = frozenset(_name_changed(lever) for lever in levers) & lost if lost else lost
        if not missed:
            return levers, forms, tuple(sorted(unread))
        unread |= missed
        levers = tuple(lever for lever in levers if _name_changed(lever) not in missed)


def read_normal_forms(problem: RepairProblem, levers: Sequence[Action]) -> tuple[list[Normal], frozenset[str]]:
    """Give the normal form of a problem in each of its cases, and the names that were not followed."""
    reach, opens = ActionReach(levers), open_problem(problem)
    found = [normal_form_of(problem.condition, facts, reach, problem.definitions, opens) for facts in problem.cases]
    return [form for form, _ in found], frozenset[str]().union(*(lost for _, lost in found))


def open_problem(problem: RepairProblem) -> dict[str, bool]:
    """Say of each defined fact whether it is read_normal_forms through its definition."""
    if problem.expand is not None:
        return {name: problem.expand(name) for name in problem.definitions}
    moved = {lever.fact for lever in problem.actions if isinstance(lever, FactAction)}
    return {name: name not in moved for name in problem.definitions}


def _name_changed(lever: Action) -> str:
    return lever.fact if isinstance(lever, FactAction) else lever.value


def _bounds_wanted(levers: Sequence[Action], forms: Sequence[Normal]) -> list[BoundLeaf]:
    """Give the bounds that forms ask for; none is needed where no lever moves a value."""
    if all(isinstance(lever, FactAction) for lever in levers):
        return []
    return [leaf for form in forms for leaf in leaves_of(form) if isinstance(leaf, BoundLeaf)]


def _choose_nudge(found: Sequence[BoundLeaf]) -> Number:
    """Give a step so small that it passes no other bound."""
    numbers = sorted({leaf.position[0] for leaf in found})
    gaps = [Fraction(two - one) for one, two in pairwise(numbers)]
    return min(gaps, default=Fraction(1)) / 4
