"""Roles: what each change means for a target (semantics 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from kiemdinh.rules.explanations.dependence import Dependence
from kiemdinh.rules.repairs import FactAction, RepairModel
from kiemdinh.rules.search import (
    CheapestSearch,
    ExhaustedError,
    SatisfactionCounter,
    drop_harmful_moves,
    find_minimal_sets,
    set_bits,
)
from kiemdinh.rules.terms import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemdinh.rules.repairs import Action, ReducedProblem, RepairProblem
    from kiemdinh.rules.search import Budget, Solver

__all__ = ["ChangeRole", "ChangeRoles", "Role", "change_roles"]

_MAX_LISTED: Final = 500
"""The minimal repairs that are listed, where a fact enters under both signs, before the roles are given up."""

Role: TypeAlias = Literal["necessary", "relevant", "irrelevant", "keep"]
"""
* ``necessary`` (*bắt buộc*): in every minimal repair;
* ``relevant`` (*có thể góp phần*): in some;
* ``irrelevant`` (*không ảnh hưởng*): in none, and changing it changes no repair;
* ``keep`` (*giữ nguyên*): in none, but the change would spoil one.
"""


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """The role of one action.

    See the example of :func:`kiemdinh.rules.change_roles`.

    Attributes
    ----------
    role
        Its role.
    actable
        Whether the action can be taken: whether it has a cost.
    either_way
        Whether it is unknown now and helps whether it turns out met or unmet. Then it only has to be settled.
    """

    role: Role
    actable: bool
    either_way: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRoles:
    """The role of each action.

    See the example of :func:`kiemdinh.rules.change_roles`.

    Attributes
    ----------
    reachable
        Whether there is a repair. If not, the roles are those that the actions would have if all of them could be
        taken.
    roles
        The roles by the id of the action; actions whose change is made already are left out.
    """

    reachable: bool
    roles: Mapping[str, ChangeRole]


def change_roles(problem: RepairProblem, *, budget: Budget | None = None, solver: Solver | None = None) -> ChangeRoles:
    """Return the role of every action of a problem.

    Takes time about linear in the size of the condition, and no step of the budget, where no change is shared. At worst
    it is exponential in the number of shared changes. Where a fact enters under both signs, all minimal repairs are
    listed instead.

    Raises
    ------
    ExhaustedError
        If the budget, or the repairs that are listed, ran out before the roles were proved.

    Examples
    --------
    >>> from kiemdinh.rules import MET, All, Any, Assignment, Fact, FactAction, RepairProblem
    >>> problem = RepairProblem(
    ...     condition=All((Fact("a"), Any((Fact("b"), Fact("c"))))),
    ...     cases=(Assignment(),),
    ...     actions=tuple(FactAction(id=name, fact=name, to=MET) for name in "abcd"),
    ... )
    >>> {name: found.role for name, found in change_roles(problem).roles.items()}
    {'a': 'necessary', 'b': 'relevant', 'c': 'relevant', 'd': 'irrelevant'}
    """
    model = RepairModel.from_problem(problem, budget)
    rest = model.reduced
    if rest is not None and rest.is_read_once:
        return ChangeRoles(True, _RoleFinder(model, _ReadOnceRoles(rest)).find_roles())
    search = CheapestSearch(model.gates, model.scale.weights, solver)
    reachable = search.find_cheapest(model.root)[0] < search.infeasible
    if not reachable:
        # Without a repair nothing would be relevant. What would be, if all could be acted on, still helps a reader.
        model = RepairModel.from_problem(problem, model.budget, actionable_only=False)
        search = CheapestSearch(model.gates, model.scale.weights, solver)
    return ChangeRoles(reachable, _RoleFinder(model, _SearchedRoles(model, search)).find_roles())


class _MoveRoles(Protocol):
    """What the moves of one model mean for its condition."""

    relevant: int
    """The mask of the moves that some minimal repair makes."""

    def is_necessary(self, move: int) -> bool:
        """Return whether no repair is left without a move that is relevant."""

    def may_spoil(self, move: int) -> bool:
        """Return whether some minimal repair no longer works when a move that is not relevant is made too."""


class _ReadOnceRoles:
    """The roles where no move is shared: each part can do without any one of its moves, and no move does harm."""

    def __init__(self, rest: ReducedProblem) -> None:
        self._forced = rest.forced
        self.relevant = sum(1 << move for move in rest.forced | rest.read)

    def is_necessary(self, move: int) -> bool:
        return move in self._forced

    def may_spoil(self, _move: int) -> bool:
        return False


class _SearchedRoles:
    """The roles where moves are shared, or help one part and harm another."""

    def __init__(self, model: RepairModel, search: CheapestSearch) -> None:
        self._model, self._search = model, search
        self._gates, self._root = model.gates, model.root
        clean = drop_harmful_moves(model.gates, model.root)
        helpful = self._gates.positive_moves[clean]
        self._dependence = Dependence(model.gates)
        # Where a move can help and harm, dependence does not tell what is relevant: only the repairs themselves do.
        self._repairs = self._list_repairs() if helpful & self._gates.negative_moves[clean] else None
        if self._repairs is None:
            self.relevant = self._dependence.decisive_moves(clean)
            self._all_made = SatisfactionCounter(self._gates, clean, helpful)
        else:
            self.relevant = reduce(or_, self._repairs, 0)

    def _list_repairs(self) -> list[int]:
        repairs = find_minimal_sets(self._search, self._root, len(self._model.moves.moves))
        listed = [made for _, made in islice(repairs, _MAX_LISTED + 1)]
        if len(listed) > _MAX_LISTED:
            raise ExhaustedError
        return listed

    def is_necessary(self, move: int) -> bool:
        if self._repairs is not None:
            return all(made >> move & 1 for made in self._repairs)
        return not self._all_made.is_satisfied_without(move)

    def may_spoil(self, move: int) -> bool:
        steps = self._model.moves.list_needed_moves(move)
        if not all(self._model.moves.is_usable(step) for step in steps):
            return False
        needed = sum(1 << step for step in steps)
        if self._repairs is not None:
            return any(not self._gates.is_satisfied(self._root, made | needed) for made in self._repairs)
        # Needed moves that help are made, and harmful ones that are not needed are left. Where what remains depends on
        # a needed move that harms, some repair works only without it; else it is made, and the next one is looked at.
        harmful = self._gates.negative_moves[self._root]
        node = self._gates.assign_moves(self._root, needed & ~harmful, harmful & ~needed)
        for harm in set_bits(needed & harmful):
            if self._dependence.depends_on(node, harm):
                return True
            node = self._gates.assign_moves(node, 1 << harm, 0)
        return False


@dataclass(frozen=True, slots=True)
class _RoleFinder:
    """Finds the roles of all actions of one model."""

    model: RepairModel
    roles: _MoveRoles

    def find_roles(self) -> dict[str, ChangeRole]:
        """Return the role of each action whose change is not made already."""
        moves = self.model.moves
        # Of the moves of one action, the first that begins a change stands for the action.
        firsts = {move.action_index: number for number, move in reversed(list(enumerate(moves.moves))) if move.is_first}
        relevant = {index for index, move in firsts.items() if self.roles.relevant >> move & 1}
        helping = {_effect_of(moves.actions[index]) for index in relevant}
        roles = {}
        for index, action in enumerate(moves.actions):
            if index in firsts:
                role = self._role_of(firsts[index], index in relevant, _opposite_of(action) in helping)
                either_way = index in relevant and self._is_unknown(action) and _opposite_of(action) in helping
                roles[action.id] = ChangeRole(role, action.cost is not None, either_way)
        return roles

    def _is_unknown(self, action: Action) -> bool:
        cases = self.model.problem.cases
        if isinstance(action, FactAction):
            return any(facts.truth(action.fact) is UNKNOWN for facts in cases)
        return any(not facts.value(action.value).known for facts in cases)

    def _role_of(self, move: int, relevant: bool, opposed: bool) -> Role:
        """Return the role of a move; ``opposed`` says whether the opposite change is relevant."""
        if relevant:
            return "necessary" if self.roles.is_necessary(move) else "relevant"
        return "keep" if not opposed and self.roles.may_spoil(move) else "irrelevant"


def _effect_of(action: Action) -> tuple[str, object]:
    """Return the fact or value that an action changes, and which way."""
    return (action.fact, action.to) if isinstance(action, FactAction) else (action.value, action.direction)


def _opposite_of(action: Action) -> tuple[str, object]:
    """Return the same fact or value, and the other way."""
    if isinstance(action, FactAction):
        return action.fact, action.to.negated()
    return action.value, "down" if action.direction == "up" else "up"
