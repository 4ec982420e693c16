"""What part each change plays for a target: necessary, relevant, irrelevant, or better kept (semantics 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from kiemdinh.rules.repairs.minimal_repairs import SPLITS
from kiemdinh.rules.repairs.model import Model
from kiemdinh.rules.repairs.problem import FactLever
from kiemdinh.rules.search.branch_and_bound import ExhaustedError, Search, disjoint, only_left
from kiemdinh.rules.search.minimal_sets import ways
from kiemdinh.rules.search.threshold_gates import TRUE, bits
from kiemdinh.rules.search.threshold_gates import Literal as Leaf
from kiemdinh.rules.terms.truth import UNKNOWN

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.problem import Lever, Problem
    from kiemdinh.rules.search.program import Solver
    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = ["ChangeRole", "ChangeRoles", "Role", "change_roles"]

_MOST_LISTED: Final = 500
"""The minimal repairs that are listed, where a fact enters under both signs, before the classes are given up."""

Role: TypeAlias = Literal["necessary", "relevant", "irrelevant", "keep"]
"""
* ``necessary`` (*bắt buộc*): in every minimal repair;
* ``relevant`` (*có thể góp phần*): in some;
* ``irrelevant`` (*không ảnh hưởng*): in none, and changing it changes no repair;
* ``keep`` (*giữ nguyên*): in none, but the change would spoil one.
"""


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """The part that one lever plays.

    `actable` is false where it cannot be acted on; `either_way` is true for an unknown that helps whichever way
    it turns out: to settle it is what matters.
    """

    role: Role
    actable: bool
    either_way: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRoles:
    """The part of each lever, by its id; levers whose change is made already are left out.

    `reachable` is false where there is no repair: the parts are then given as if everything could be acted on.
    """

    reachable: bool
    roles: Mapping[str, ChangeRole]


def change_roles(problem: Problem, *, splits: int = SPLITS, solver: Solver | None = None) -> ChangeRoles:
    """Class every lever of a problem.

    Two searches for each lever; where a fact enters under both signs, all minimal repairs are listed.

    Raises
    ------
    ExhaustedError
        If the splits, or the repairs that are listed, ran out before the classes were proved.
    """
    model = Model.of(problem)
    search = Search(model.gates, model.scale.weights, splits, solver)
    reachable = search.best(model.root)[0] < search.never
    if not reachable:
        model = Model.of(problem, acting=False)
        search = Search(model.gates, model.scale.weights, splits, solver)
    return ChangeRoles(reachable, _Classifier(model, search, splits).parts())


class _Classifier:
    def __init__(self, model: Model, search: Search, splits: int) -> None:
        self._model, self._search = model, search
        self._gates, self._root = model.gates, model.root
        self._clean = only_left(model.gates, model.root)
        self._depends = Dependence(model.gates, search, splits)
        self._listed = self._list() if self._gates.makes[self._clean] & self._gates.shuns[self._clean] else None

    def _list(self) -> list[int]:
        found = [made for _, made in islice(self._ways(), _MOST_LISTED + 1)]
        if len(found) > _MOST_LISTED:
            raise ExhaustedError
        return found

    def _ways(self) -> Iterator[tuple[int, int]]:
        return ways(self._search, self._root, len(self._model.moves.moves))

    def parts(self) -> dict[str, ChangeRole]:
        """Give the part of each lever."""
        firsts = {
            move.lever: number for number, move in reversed(list(enumerate(self._model.moves.moves))) if move.first
        }
        relevant = {index for index, move in firsts.items() if self._relevant(move)}
        helping = {_effect(self._model.moves.levers[index]) for index in relevant}
        made = {}
        for index, lever in enumerate(self._model.moves.levers):
            if index in firsts:
                role = self._role(firsts[index], index in relevant, _opposite(lever) in helping)
                either = index in relevant and self._unknown(lever) and _opposite(lever) in helping
                made[lever.id] = ChangeRole(role, lever.cost is not None, either)
        return made

    def _unknown(self, lever: Lever) -> bool:
        if isinstance(lever, FactLever):
            return any(facts.truth(lever.fact) is UNKNOWN for facts in self._model.problem.cases)
        return any(not facts.value(lever.value).known for facts in self._model.problem.cases)

    def _role(self, move: int, relevant: bool, opposed: bool) -> Role:
        if relevant:
            without = self._gates.assign(self._root, 0, 1 << move)
            return "relevant" if self._search.best(without)[0] < self._search.never else "necessary"
        return "keep" if not opposed and self._spoils(move) else "irrelevant"

    def _relevant(self, move: int) -> bool:
        if self._listed is not None:
            return any(made >> move & 1 for made in self._listed)
        return self._depends.on(self._clean, move)

    def _spoils(self, move: int) -> bool:
        """Say whether some minimal repair no longer works when this move is made too."""
        steps = self._model.moves.needed(move)
        if not all(self._model.moves.usable(one) for one in steps):
            return False
        needed = sum(1 << one for one in steps)
        if self._listed is not None:
            return any(not self._gates.holds(self._root, made | needed) for made in self._listed)
        shunned = self._gates.shuns[self._root]
        node = self._gates.assign(self._root, needed & ~shunned, shunned & ~needed)
        for harm in bits(needed & shunned):
            if self._depends.on(node, harm):
                return True
            node = self._gates.assign(node, 1 << harm, 0)
        return False


def _effect(lever: Lever) -> tuple[str, object]:
    return (lever.fact, lever.to) if isinstance(lever, FactLever) else (lever.value, lever.direction)


def _opposite(lever: Lever) -> tuple[str, object]:
    if isinstance(lever, FactLever):
        return lever.fact, lever.to.negated()
    return lever.value, "down" if lever.direction == "up" else "up"


class Dependence:
    """Says whether a node depends on a move, every move entering one way: whether it is ever decisive.

    Downward along members that share nothing with their siblings (Crama and Hammer 2011, chapter 1); a shared move
    is split.
    """

    def __init__(self, gates: Gates, search: Search, limit: int) -> None:
        self._gates, self._search, self._left = gates, search, limit
        self._done: dict[tuple[int, int], bool] = {}

    def on(self, node: int, move: int) -> bool:
        """Give the answer; raises :class:`ExhaustedError` if the limit ran out."""
        if node <= TRUE or not self._gates.support(node) >> move & 1:
            return False
        key = (node, move)
        if key not in self._done:
            self._done[key] = self._new(node, move)
        return self._done[key]

    def _new(self, node: int, move: int) -> bool:
        term = self._gates.nodes[node]
        if isinstance(term, Leaf):
            return True
        if sum(term.weights) == len(term.members) and disjoint(self._gates, term.members):
            return any(self.on(part, move) for part in term.members)
        return self._split(node, move)

    def _split(self, node: int, move: int) -> bool:
        if self._left <= 0:
            raise ExhaustedError
        self._left -= 1
        uses = {one: times for one, times in self._gates.occurrences(node).items() if one != move}
        if not uses:
            return self._gates.holds(node, 1 << move) != self._gates.holds(node, 0)
        other = min(uses, key=lambda one: (-uses[one], one))
        return any(self.on(self._gates.assign(node, take << other, (1 - take) << other), move) for take in (0, 1))
