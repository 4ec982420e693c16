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

__all__ = ["AtLeastK", "Item", "ReducedProblem", "reduce_problem"]

_HELD: Final = -1
_LOST: Final = -2


@dataclass(frozen=True, slots=True, eq=False)
class AtLeastK:
    """At least `need` of the members must hold: moves, by number, or parts."""

    need: int
    members: tuple[Item, ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """What each member counts: one."""
        return (1,) * len(self.members)

    @property
    def conjunction(self) -> bool:
        """Whether all members must hold."""
        return self.need == len(self.members)


Item: TypeAlias = int | AtLeastK
"""A move, by its number, or a part."""


@dataclass(frozen=True, slots=True)
class ReducedProblem:
    """What every way makes (`forced`), and the parts that must hold besides, none of which reads a forced move.

    `read` are the moves that the parts read, `apart` whether none is read twice.
    """

    forced: frozenset[int]
    parts: tuple[AtLeastK, ...]
    read: frozenset[int]
    apart: bool

    def holds(self, made: AbstractSet[int]) -> bool:
        """Say whether the condition is certain when exactly these moves are made."""
        done: dict[AtLeastK, bool] = {}
        return self.forced <= made and all(_holds(part, made, done) for part in self.parts)

    def least(self, weights: Sequence[int]) -> int:
        """Give the least sum of weights of a way, where no move is read twice."""
        return sum([weights[move] for move in self.forced]) + sum([_least(part, weights) for part in self.parts])

    def first(self, weights: Sequence[int]) -> int:
        """Give the moves of the first way in order of weight, then of declared order, where no move is read twice.

        Every move carries in its weight, below all weights, a bonus that no later moves outweigh together.
        """
        count = len(weights)
        ranked = [(weight << count) - (1 << count - 1 - move) for move, weight in enumerate(weights)]
        made = -self.least(ranked) & ((1 << count) - 1)
        return int(f"{made:0{count}b}"[::-1], 2)


def reduce_problem(forms: Iterable[Normal], moves: MoveTable) -> ReducedProblem | None:
    """Take out of a conjunction what is settled; linear in its size, times how often something new becomes forced.

    None where it cannot be reached, where members have weights, and where a move that helps may also harm.
    """
    taker = _ProblemReducer(moves)
    flat = _flat(forms)
    groups = [form for form in flat if isinstance(form, NormalGroup)]
    try:
        # Leaves first: what they force is then known to the groups.
        for form in flat:
            if not isinstance(form, NormalGroup):
                taker.require(taker.item(form))
        while True:
            parts = taker.parts(groups)
            read, apart = _read(parts)
            if taker.forced.isdisjoint(read):
                return ReducedProblem(frozenset(taker.forced), parts, frozenset(read), apart)
    except _UnfitError:
        return None


class _UnfitError(Exception):
    """The condition is not of the kind that a residue can say."""


class _ProblemReducer:
    """Turns normal forms into items; what is forced counts as made."""

    def __init__(self, moves: MoveTable) -> None:
        self._moves = moves
        self._parts: list[AtLeastK] = []
        self._required: set[AtLeastK] = set()
        self._done: dict[NormalGroup, Item] = {}
        self.forced: set[int] = set()

    def parts(self, groups: Iterable[NormalGroup]) -> tuple[AtLeastK, ...]:
        """Give the parts that must hold besides what is forced, and force what they leave no choice in."""
        self._parts, self._done = [], {}
        for form in groups:
            self.require(self._group(form))
        return tuple(self._parts)

    def require(self, item: Item) -> None:
        """Require that an item holds, a conjunction member by member."""
        if isinstance(item, AtLeastK):
            if item in self._required:
                return
            self._required.add(item)
            if item.conjunction:
                for member in item.members:
                    self.require(member)
            else:
                self._parts.append(item)
        elif item == _LOST:
            raise _UnfitError
        elif item != _HELD:
            self.forced.add(item)

    def item(self, form: Normal) -> Item:
        """Give what is left of a form."""
        if isinstance(form, FactLeaf | BoundLeaf):
            return self._leaf(form)
        if isinstance(form, bool):
            return _HELD if form else _LOST
        if form not in self._done:
            self._done[form] = self._group(form)
        return self._done[form]

    def _leaf(self, leaf: FactLeaf | BoundLeaf) -> Item:
        move = self._moves.changing(leaf)
        if move is None:
            return _HELD if leaf.holds else _LOST
        if move in self._moves.plain and not leaf.holds:
            return _HELD if move in self.forced else move
        return self._several(leaf)

    def _several(self, leaf: FactLeaf | BoundLeaf) -> Item:
        needed = self._moves.needed_for(leaf)
        if needed is None:
            return _LOST
        if needed.left:
            raise _UnfitError
        missing: list[Item] = [move for move in needed.made if move not in self.forced]
        return _part(len(missing), missing)

    def _group(self, form: NormalGroup) -> Item:
        need, members = form.need, []
        if len(form.weights) != sum(form.weights):
            raise _UnfitError
        for one in form.members:
            item = self._leaf(one) if isinstance(one, FactLeaf) else self.item(one)
            if item == _HELD:
                need -= 1
            elif item != _LOST:
                members.append(item)
        return _part(need, members)


def _flat(forms: Iterable[Normal]) -> list[Normal]:
    """Take conjunctions apart, each once."""
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


def _part(need: int, members: list[Item]) -> Item:
    if need <= 0:
        return _HELD
    if need > len(members):
        return _LOST
    if need == len(members):
        members = _merged(members)
        need = len(members)
    return members[0] if len(members) == 1 else AtLeastK(need, tuple(members))


def _merged(members: Iterable[Item]) -> list[Item]:
    """Give the members of a conjunction, each once, those of conjunctions among them in their place."""
    merged: dict[Item, None] = {}
    for one in members:
        for part in one.members if isinstance(one, AtLeastK) and one.conjunction else (one,):
            merged[part] = None
    return list(merged)


def _read(parts: Iterable[AtLeastK]) -> tuple[set[int], bool]:
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


def _holds(item: Item, made: AbstractSet[int], done: dict[AtLeastK, bool]) -> bool:
    if not isinstance(item, AtLeastK):
        return item in made
    if item not in done:
        done[item] = sum([_holds(one, made, done) for one in item.members]) >= item.need
    return done[item]


def _least(part: AtLeastK, weights: Sequence[int]) -> int:
    prices = [_least(one, weights) if isinstance(one, AtLeastK) else weights[one] for one in part.members]
    if part.need < len(prices):
        prices.sort()
    return sum(prices[: part.need])
