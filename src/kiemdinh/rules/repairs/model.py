"""A repair problem made ready for the search: its normal forms, its moves, their weights, and the gates over them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.rules.repairs.action_reach import ActionReach, CellsByChain
from kiemdinh.rules.repairs.apply import is_certain_after
from kiemdinh.rules.repairs.cells import NumberCell
from kiemdinh.rules.repairs.cost_scale import CostScale, scale_costs
from kiemdinh.rules.repairs.gate_writer import GateWriter
from kiemdinh.rules.repairs.moves import Move, MoveTable, build_move_table
from kiemdinh.rules.repairs.normal_form import BoundLeaf, Normal, leaves_of, normal_form_of
from kiemdinh.rules.repairs.problem import Action, Change, FactAction, RepairProblem
from kiemdinh.rules.repairs.reduction import ReducedProblem, reduce_problem
from kiemdinh.rules.search import Budget, Gates, set_bits
from kiemdinh.rules.terms import Number, exact_number

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["RepairModel", "assume_forms", "expanded_definitions", "read_normal_forms", "read_plain_forms"]

_MAX_READINGS: Final = 4
"""How often the normal forms are read at most, until no number turns up any more at which cells are to be cut."""


@dataclass(frozen=True, eq=False)  # without slots: what costs most is made when it is asked for, and kept
class PreparedProblem:
    """What all searches of a problem begin with.

    Attributes
    ----------
    forms
        The normal form of the condition in each case.
    moves
        The moves of all actions.
    scale
        The weights of the moves.
    unfollowed
        Names that the normal forms could not follow; the actions on them are left out here. Also values of which not
        all numbers are tried.
    """

    forms: tuple[Normal, ...]
    moves: MoveTable
    scale: CostScale
    unfollowed: tuple[str, ...]
    _bounds: Sequence[BoundLeaf]

    @cached_property
    def reduced(self) -> ReducedProblem | None:
        """The reduced problem; None if the condition is not of the kind that can be reduced."""
        return reduce_problem(self.forms, self.moves)

    @cached_property
    def nudge(self) -> Number:
        """A step past a strict bound that passes no other bound."""
        return _choose_nudge(self._bounds)


@dataclass(frozen=True, eq=False)
class RepairModel:
    """A repair problem in the form that is searched.

    Attributes
    ----------
    budget
        The steps that all searches of the problem may take together.
    prepared
        What does not depend on the budget, which all searches of the problem share.
    """

    problem: RepairProblem
    budget: Budget
    prepared: PreparedProblem

    @classmethod
    def from_problem(
        cls,
        problem: RepairProblem,
        budget: Budget | None = None,
        *,
        actionable_only: bool = True,
        with_fees: bool = False,
    ) -> RepairModel:
        """Return the model of a problem.

        With ``actionable_only`` false, actions without a cost, which cannot be taken, count as if they could. Searches
        spend their steps on the budget; without one it is the default.

        Raises
        ------
        ValueError
            If a definition refers to itself.
        """
        # Where every action can be taken, it makes no difference that others would count.
        is_all_actionable = actionable_only or all(action.cost is not None for action in problem.actions)
        prepare = _PREPARED[is_all_actionable, with_fees and bool(problem.fees)]
        return cls(problem, budget or Budget(), problem.work_out(prepare))

    @property
    def forms(self) -> tuple[Normal, ...]:
        """The normal form of the condition in each case."""
        return self.prepared.forms

    @property
    def moves(self) -> MoveTable:
        """The moves of all actions."""
        return self.prepared.moves

    @property
    def scale(self) -> CostScale:
        """The weights of the moves."""
        return self.prepared.scale

    @property
    def unfollowed(self) -> tuple[str, ...]:
        """Names that the forms could not follow, and values of which not all numbers are tried."""
        return self.prepared.unfollowed

    @property
    def reduced(self) -> ReducedProblem | None:
        """The reduced problem; None if the condition is not of the kind that can be reduced."""
        return self.prepared.reduced

    @property
    def gates(self) -> Gates:
        """The gates over moves; built when they are first asked for, since the reduced problem is often enough."""
        return self._gates_and_root[0]

    @property
    def root(self) -> int:
        """The node of "the condition is certain in every case"."""
        return self._gates_and_root[1]

    @cached_property
    def _gates_and_root(self) -> tuple[Gates, int]:
        gates = Gates(self.budget)
        writer = GateWriter(gates, self.moves)
        with self.budget.lifted():
            return gates, gates.make_all([writer.write_form(form) for form in self.forms])

    @cached_property
    def size(self) -> int:
        """The number of leaves of the forms: about as many steps as it takes to evaluate the condition."""
        return sum(1 for form in self.forms for _ in leaves_of(form))

    @property
    def has_cells(self) -> bool:
        """Whether some move leads into a cell, so that how far it goes is to be settled when a repair is made of it."""
        return any(move.cell is not None for move in self.moves.moves)

    def open_cells(self, made: int) -> dict[str, NumberCell]:
        """Return the cells, by the ids of actions, into which a mask of moves leads; a cell of one number is none."""
        last = {move.action_index: move.cell for move in (self.moves.moves[one] for one in set_bits(made))}
        return {
            self.moves.actions[index].id: cell for index, cell in last.items() if cell is not None and not cell.is_point
        }

    def changes_of(self, made: int) -> tuple[Change, ...]:
        """Return the changes that a mask of moves stands for, in declared order of their actions.

        In a cell a value goes as far as it can.
        """
        by_action: dict[int, list[Move]] = {}
        for move in set_bits(made):
            step = self.moves.moves[move]
            if not step.is_fee:
                by_action.setdefault(step.action_index, []).append(step)
        return tuple(self._make_change(self.moves.actions[index], steps) for index, steps in by_action.items())

    def _make_change(self, action: Action, steps: list[Move]) -> Change:
        """Return the change that some steps of one action add up to."""
        facts = self.problem.cases[0]  # a change says what is known now; the first case stands for all
        cost = exact_number(sum((Fraction(step.cost or 0) for step in steps), Fraction()))
        if isinstance(action, FactAction):
            return Change(action.id, action.fact, facts.truth(action.fact), action.to, cost, action.kind)
        bound = steps[-1].bound
        if bound is None:
            msg = f"{action.id}: a step of a value has a bound"
            raise TypeError(msg)
        return Change(action.id, action.value, facts.value(action.value), bound, cost, action.kind)

    def is_confirmed(self, made: int) -> bool:
        """Return whether a mask of moves makes the condition certain, by evaluating the condition again."""
        return is_certain_after(self.problem, self.changes_of(made), self.prepared.nudge)


def _prepare_problem(problem: RepairProblem, *, actionable_only: bool, with_fees: bool) -> PreparedProblem:
    actions, forms, cells, unfollowed = problem.work_out(_follow_actions)
    bounds = _bounds_wanted(actions, forms)
    moves = build_move_table(actions, bounds, problem.cases, cells, actionable_only=actionable_only)
    if with_fees:
        moves.add_fees(problem.fees)
    costs = [move.cost or 0 for move in moves.moves]
    improving = [move.is_first and actions[move.action_index].kind == "improve" for move in moves.moves]
    scale = scale_costs(costs, [move.is_first for move in moves.moves], improving)
    return PreparedProblem(tuple(forms), moves, scale, unfollowed, bounds)


_PREPARED: Final = {
    (actionable_only, with_fees): partial(_prepare_problem, actionable_only=actionable_only, with_fees=with_fees)
    for actionable_only in (True, False)
    for with_fees in (True, False)
}
"""The ways to prepare a problem, each one object, so that a problem keeps what was prepared."""


def _follow_actions(
    problem: RepairProblem,
) -> tuple[tuple[Action, ...], list[Normal], CellsByChain, tuple[str, ...]]:
    """Return the actions that can be followed, the normal forms and cells with these, and what cannot be followed.

    Without the actions that were left out, other parts of the condition are constant: so the forms are read again until
    nothing more is left out.
    """
    actions, unfollowed = problem.actions, frozenset[str]()
    while True:
        found = read_normal_forms(problem, actions)
        missed = frozenset(_name_changed(action) for action in actions) & found.unfollowed
        if not missed:
            return actions, found.forms, found.cells, tuple(sorted(unfollowed | found.cut_short))
        unfollowed |= missed
        actions = tuple(action for action in actions if _name_changed(action) not in missed)


def read_plain_forms(problem: RepairProblem) -> Sequence[Normal] | None:
    """Return the normal form of a problem in each case; None where values enter sums, or not all could be followed."""
    _, forms, cells, unfollowed = problem.work_out(_follow_actions)
    return None if cells or unfollowed else forms


def assume_forms(problem: RepairProblem, forms: Sequence[Normal]) -> None:
    """Take *forms* for the normal forms of a problem in each of its cases, instead of reading its condition.

    They have to say the same as the condition, and no value may enter a sum.
    """
    no_cells: CellsByChain = {}
    unfollowed: tuple[str, ...] = ()
    problem.keep(_follow_actions, (problem.actions, [*forms], no_cells, unfollowed))


class NormalForms(NamedTuple):
    """The normal form of a problem in each case, and the cells of values in sums.

    ``unfollowed`` are the names of what the forms could not follow, ``cut_short`` those of values that can be brought
    to more numbers than were tried.
    """

    forms: list[Normal]
    cells: CellsByChain
    unfollowed: frozenset[str]
    cut_short: frozenset[str]


def read_normal_forms(problem: RepairProblem, actions: Sequence[Action]) -> NormalForms:
    """Return the normal form of a problem in each case of what is known.

    Where values enter sums the forms are read again with their cells, since these are cut at numbers that only the
    forms show.
    """
    expanded = expanded_definitions(problem)
    cells: CellsByChain | None = None
    numbers: dict[str, set[Number]] = {}
    for _ in range(_MAX_READINGS):
        reach = ActionReach(actions, cells)
        found = [
            normal_form_of(problem.condition, facts, reach, problem.definitions, expanded) for facts in problem.cases
        ]
        forms = [form for form, _ in found]
        missed = {chain for chain in reach.summed if cells is None or chain not in cells}
        new = _numbers_between_cells(forms, reach.summed, cells or {})
        if not missed and all(some <= numbers.get(name, set()) for name, some in new.items()):
            break
        for name, some in new.items():
            numbers.setdefault(name, set()).update(some)
        # The cases differ in context alone, so that the first stands for all.
        now = {name: problem.cases[0].value(name) for name in numbers}
        cells = {
            (name, up): reach.list_cells(name, up, now[name], numbers[name] - {now[name].low, now[name].high})
            for name, up in sorted(reach.summed)
        }
    unfollowed = frozenset[str]().union(*(lost for _, lost in found))
    return NormalForms(forms, cells or {}, unfollowed, frozenset(reach.cut_short))


def _numbers_between_cells(
    forms: Sequence[Normal], summed: frozenset[tuple[str, bool]], cells: CellsByChain
) -> dict[str, set[Number]]:
    """Return the numbers, by values in sums, that the forms compare these with, and that are no ends of their cells."""
    ends = {(name, position) for (name, _), some in cells.items() for cell in some for position in cell}
    found: dict[str, set[Number]] = {name: set() for name, _ in summed}
    for form in forms if summed else ():
        for leaf in leaves_of(form):
            if isinstance(leaf, BoundLeaf) and leaf.value in found and (leaf.value, leaf.position) not in ends:
                found[leaf.value].add(leaf.position[0])
    return found


def expanded_definitions(problem: RepairProblem) -> dict[str, bool]:
    """Return, for each fact that has a definition, whether it is read through it (else it is a leaf)."""
    if problem.expand is not None:
        return {name: problem.expand(name) for name in problem.definitions}
    moved = {action.fact for action in problem.actions if isinstance(action, FactAction)}
    return {name: name not in moved for name in problem.definitions}


def _name_changed(action: Action) -> str:
    """Return the name of the fact or value that an action is on."""
    return action.fact if isinstance(action, FactAction) else action.value


def _bounds_wanted(actions: Sequence[Action], forms: Sequence[Normal]) -> list[BoundLeaf]:
    """Return the leaves of the forms that are bounds; none is needed if no action is on a value."""
    if all(isinstance(action, FactAction) for action in actions):
        return []
    return [leaf for form in forms for leaf in leaves_of(form) if isinstance(leaf, BoundLeaf)]


def _choose_nudge(found: Sequence[BoundLeaf]) -> Number:
    """Return a step so small that a value just past one bound stays before the next."""
    numbers = sorted({leaf.position[0] for leaf in found})
    gaps = [Fraction(two - one) for one, two in pairwise(numbers)]
    return min(gaps, default=Fraction(1)) / 4
