"""What is still to decide of a condition: what holds or cannot is taken out, what every way makes is made (private).

Where no move is then read twice the rest is adding up: the k cheapest members of each part, and of equally cheap ways
the first in the order of 5.9. Only where moves are shared is there something to search, or to ask a solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.rules.repairs.normal_form import BoundLeaf, FactLeaf, NormalGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from kiemdinh.rules.repairs.moves import MoveTable
    from kiemdinh.rules.repairs.normal_form import Normal

__all__ = ["AtLeastK", "Operand", "ReducedProblem", "reduce_problem"]

_SATISFIED: Final = -1
_UNREACHABLE: Final = -2


@dataclass(frozen=True, slots=True, eq=False)
class AtLeastK:
    """At least `need` of the members must hold: moves, by number, or parts."""

    need: int
    members: tuple[Operand, ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """What each member counts: one."""
        return (1,) * len(self.members)

    @property
    def conjunction(self) -> bool:
        """Whether all members must hold."""
        return self.need == len(self.members)


Operand: TypeAlias = int | AtLeastK
"""A move, by its number, or a part."""


@dataclass(frozen=True, slots=True)
class ReducedProblem:
    """What every way makes (`forced`), and the parts that must hold besides, none of which reads a forced move.

    `read` are the moves that the parts read, `read_once` whether none is read twice.
    """

    forced: frozenset[int]
    parts: tuple[AtLeastK, ...]
    read: frozenset[int]
    read_once: bool

    def is_satisfied(self, made: AbstractSet[int]) -> bool:
        """Say whether the condition is certain when exactly these moves are made."""
        done: dict[AtLeastK, bool] = {}
        return self.forced <= made and all(_is_satisfied(part, made, done) for part in self.parts)

    def least_weight(self, weights: Sequence[int]) -> int:
        """Give the least sum of weights of a way, where no move is read twice."""
        return sum([weights[move] for move in self.forced]) + sum([_least_weight(part, weights) for part in self.parts])

    def first_solution(self, weights: Sequence[int]) -> int:
        """Give the moves of the first way in order of weight, then of declared order, where no move is read twice.

        Every move carries in its weight, below all weights, a bonus that no later moves outweigh together.
        """
        count = len(weights)
        ranked = [(weight << count) - (1 << count - 1 - move) for move, weight in enumerate(weights)]
        made = -self.least_weight(ranked) & ((1 << count) - 1)
        return int(f"{made:0{count}b}"[::-1], 2)


def reduce_problem(forms: Iterable[Normal], moves: MoveTable) -> ReducedProblem | None:
    """Take out of a conjunction what is settled; linear in its size, times how often something new becomes forced.

    None where it cannot be reached, where members have weights, and where a move that helps may also harm.
    """
    reducer = _ProblemReducer(moves)
    flat = _flatten_conjunctions(forms)
    groups = [form for form in flat if isinstance(form, NormalGroup)]
    try:
        # Leaves first: what they force is then known to the groups.
        for form in flat:
            if not isinstance(form, NormalGroup):
                reducer.require_operand(reducer.reduce_form(form))
        while True:
            parts = reducer.reduce_groups(groups)
            read, read_once = _list_moves_read(parts)
            if reducer.forced.isdisjoint(read):
                return ReducedProblem(frozenset(reducer.forced), parts, frozenset(read), read_once)
    except _NotReducibleError:
        return None


class _NotReducibleError(Exception):
    """The condition is not of the kind that a residue can say."""


class _ProblemReducer:
    """Turns normal forms into items; what is forced counts as made."""

    def __init__(self, moves: MoveTable) -> None:
        self._moves = moves
        self._parts: list[AtLeastK] = []
        self._required: set[AtLeastK] = set()
        self._done: dict[NormalGroup, Operand] = {}
        self.forced: set[int] = set()

    def reduce_groups(self, groups: Iterable[NormalGroup]) -> tuple[AtLeastK, ...]:
        """Give the parts that must hold besides what is forced, and force what they leave no choice in."""
        self._parts, self._done = [], {}
        for form in groups:
            self.require_operand(self._reduce_group(form))
        return tuple(self._parts)

    def require_operand(self, item: Operand) -> None:
        """Require that an item holds, a conjunction member by member."""
        if isinstance(item, AtLeastK):
            if item in self._required:
                return
            self._required.add(item)
            if item.conjunction:
                for member in item.members:
                    self.require_operand(member)
            else:
                self._parts.append(item)
        elif item == _UNREACHABLE:
            raise _NotReducibleError
        elif item != _SATISFIED:
            self.forced.add(item)

    def reduce_form(self, form: Normal) -> Operand:
        """Give what is left of a form."""
        if isinstance(form, FactLeaf | BoundLeaf):
            return self._reduce_leaf(form)
        if isinstance(form, bool):
            return _SATISFIED if form else _UNREACHABLE
        if form not in self._done:
            self._done[form] = self._reduce_group(form)
        return self._done[form]

    def _reduce_leaf(self, leaf: FactLeaf | BoundLeaf) -> Operand:
        move = self._moves.move_changing(leaf)
        if move is None:
            return _SATISFIED if leaf.holds else _UNREACHABLE
        if move in self._moves.plain and not leaf.holds:
            return _SATISFIED if move in self.forced else move
        return self._reduce_to_moves(leaf)

    def _reduce_to_moves(self, leaf: FactLeaf | BoundLeaf) -> Operand:
        needed = self._moves.moves_required(leaf)
        if needed is None:
            return _UNREACHABLE
        if needed.left:
            raise _NotReducibleError
        missing: list[Operand] = [move for move in needed.made if move not in self.forced]
        return _make_operand(len(missing), missing)

    def _reduce_group(self, form: NormalGroup) -> Operand:
        need, members = form.need, []
        if len(form.weights) != sum(form.weights):
            raise _NotReducibleError
        for one in form.members:
            item = self._reduce_leaf(one) if isinstance(one, FactLeaf) else self.reduce_form(one)
            if item == _SATISFIED:
                need -= 1
            elif item != _UNREACHABLE:
                members.append(item)
        return _make_operand(need, members)


def _flatten_conjunctions(forms: Iterable[Normal]) -> list[Normal]:
    """Take conjunctions read_once, each once."""
    found: list[Normal] = []
    seen: set[NormalGroup] = set()
    waiting = list(forms)
    while waiting:
        form = waiting.pop()
        if not isinstance(form, NormalGroup):
            found.append(form)
        elif form not in seen:
            seen.add(form)
            if form.need == len(form.members) == sum(form.weights):
                waiting += form.members
            else:
                found.append(form)
    return found


def _make_operand(need: int, members: list[Operand]) -> Operand:
    if need <= 0:
        return _SATISFIED
    if need > len(members):
        return _UNREACHABLE
    if need == len(members):
        members = _merge_conjunctions(members)
        need = len(members)
    return members[0] if len(members) == 1 else AtLeastK(need, tuple(members))


def _merge_conjunctions(members: Iterable[Operand]) -> list[Operand]:
    """Give the members of a conjunction, each once, those of conjunctions among them in their place."""
    merged: dict[Operand, None] = {}
    for one in members:
        for part in one.members if isinstance(one, AtLeastK) and one.conjunction else (one,):
            merged[part] = None
    return list(merged)


def _list_moves_read(parts: Iterable[AtLeastK]) -> tuple[set[int], bool]:
    """Give the moves that parts read, and whether each is read once."""
    read: set[int] = set()
    seen: set[AtLeastK] = set()
    reads, waiting = 0, list(parts)
    while waiting:
        part = waiting.pop()
        if part in seen:
            reads += 1
            continue
        seen.add(part)
        for member in part.members:
            if isinstance(member, AtLeastK):
                waiting.append(member)
            else:
                read.add(member)
                reads += 1
    return read, reads == len(read)


def _is_satisfied(item: Operand, made: AbstractSet[int], done: dict[AtLeastK, bool]) -> bool:
    if not isinstance(item, AtLeastK):
        return item in made
    if item not in done:
        done[item] = sum([_is_satisfied(one, made, done) for one in item.members]) >= item.need
    return done[item]


def _least_weight(part: AtLeastK, weights: Sequence[int]) -> int:
    prices = [_least_weight(one, weights) if isinstance(one, AtLeastK) else weights[one] for one in part.members]
    if part.need < len(prices):
        prices.sort()
    return sum(prices[: part.need])
