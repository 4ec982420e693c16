"""Presolve of a repair problem: constants are removed, forced moves are fixed, and "at least k" parts remain.

A move is forced if every repair makes it. If no move occurs twice in the remaining parts (they are read-once), the
problem is solved by adding up: the k cheapest members of each part, and among equally cheap repairs the first in the
order of 5.9. A search, or a solver, is needed only where moves are shared.
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
# Two constants beside the numbers of moves, which are not negative.


@dataclass(frozen=True, slots=True, eq=False)
class AtLeastK:
    """At least ``need`` of the members must hold; a member is a move, by its number, or such a part."""

    need: int
    members: tuple[Operand, ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """The weight of each member: one."""
        return (1,) * len(self.members)

    @property
    def is_conjunction(self) -> bool:
        """Whether all members must hold."""
        return self.need == len(self.members)


Operand: TypeAlias = int | AtLeastK
"""A move, by its number, or an "at least k" of operands."""


@dataclass(frozen=True, slots=True)
class ReducedProblem:
    """A repair problem after presolve.

    Attributes
    ----------
    forced
        The moves that every repair makes.
    parts
        What must hold besides; no forced move occurs in a part.
    read
        The moves that occur in the parts.
    is_read_once
        Whether each of these occurs once. Only then are :meth:`least_weight` and :meth:`first_solution` exact.
    """

    forced: frozenset[int]
    parts: tuple[AtLeastK, ...]
    read: frozenset[int]
    is_read_once: bool

    def is_satisfied(self, made: AbstractSet[int]) -> bool:
        """Return whether the condition is certain when exactly these moves are made.

        Takes time linear in the size of the parts.
        """
        done: dict[AtLeastK, bool] = {}
        return self.forced <= made and all(_is_satisfied(part, made, done) for part in self.parts)

    def least_weight(self, weights: Sequence[int]) -> int:
        """Return the least weight of a repair of a read-once problem; ``weights`` has one entry for each move."""
        return sum([weights[move] for move in self.forced]) + sum([_least_weight(part, weights) for part in self.parts])

    def first_solution(self, weights: Sequence[int]) -> int:
        """Return the mask of the first repair of a read-once problem, in order of weight, then of declared order.

        Each weight is shifted up by one bit for each move. In the bits below, move *i* gets a bonus larger than the
        bonuses of all later moves together. So the least total also tells which moves were chosen.
        """
        count = len(weights)
        ranked = [(weight << count) - (1 << count - 1 - move) for move, weight in enumerate(weights)]
        made = -self.least_weight(ranked) & ((1 << count) - 1)
        return int(f"{made:0{count}b}"[::-1], 2)


def reduce_problem(forms: Iterable[Normal], moves: MoveTable) -> ReducedProblem | None:
    """Return the reduced problem of the conjunction of normal forms; None if it cannot be reduced.

    That is so if the condition cannot be made certain, if members have weights, or if a move helps one part and may
    harm another. Takes time linear in the size of the forms, times the rounds in which new moves become forced.
    """
    reducer = _ProblemReducer(moves)
    flat = _flatten_conjunctions(forms)
    groups = [form for form in flat if isinstance(form, NormalGroup)]
    try:
        # Leaves first: what they force is then known to the groups.
        for form in flat:
            if not isinstance(form, NormalGroup):
                reducer.require_operand(reducer.reduce_form(form))
        # A part with no choice left forces moves, which may settle other parts: repeat until nothing changes.
        while True:
            parts = reducer.reduce_groups(groups)
            read, is_read_once = _list_moves_read(parts)
            if reducer.forced.isdisjoint(read):
                return ReducedProblem(frozenset(reducer.forced), parts, frozenset(read), is_read_once)
    except _NotReducibleError:
        return None


class _NotReducibleError(Exception):
    """The condition cannot be written as unweighted "at least k" parts of moves that only help."""


class _ProblemReducer:
    """Turns normal forms into operands; forced moves count as made."""

    def __init__(self, moves: MoveTable) -> None:
        self._moves = moves
        self._parts: list[AtLeastK] = []
        self._required: set[AtLeastK] = set()
        self._done: dict[NormalGroup, Operand] = {}
        self.forced: set[int] = set()

    def reduce_groups(self, groups: Iterable[NormalGroup]) -> tuple[AtLeastK, ...]:
        """Return the parts that must hold besides the forced moves; moves without an alternative become forced."""
        self._parts, self._done = [], {}
        for form in groups:
            self.require_operand(self._reduce_group(form))
        return tuple(self._parts)

    def require_operand(self, operand: Operand) -> None:
        """Require that an operand holds: a move becomes forced, a conjunction is required member by member."""
        if isinstance(operand, AtLeastK):
            if operand in self._required:
                return
            self._required.add(operand)
            if operand.is_conjunction:
                for member in operand.members:
                    self.require_operand(member)
            else:
                self._parts.append(operand)
        elif operand == _UNREACHABLE:
            raise _NotReducibleError
        elif operand != _SATISFIED:
            self.forced.add(operand)

    def reduce_form(self, form: Normal) -> Operand:
        """Return the operand that a form comes down to, with the forced moves made."""
        if isinstance(form, FactLeaf | BoundLeaf):
            return self._reduce_leaf(form)
        if isinstance(form, bool):
            return _SATISFIED if form else _UNREACHABLE
        if form not in self._done:
            self._done[form] = self._reduce_group(form)
        return self._done[form]

    def _reduce_leaf(self, leaf: FactLeaf | BoundLeaf) -> Operand:
        """Return the operand of a leaf; the common case, one independent move that makes it hold, is tried first."""
        move = self._moves.move_changing(leaf)
        if move is None:
            return _SATISFIED if leaf.holds else _UNREACHABLE
        if move in self._moves.independent and not leaf.holds:
            return _SATISFIED if move in self.forced else move
        return self._reduce_to_moves(leaf)

    def _reduce_to_moves(self, leaf: FactLeaf | BoundLeaf) -> Operand:
        """Return the conjunction of all moves that a leaf needs, without the forced ones."""
        needed = self._moves.moves_required(leaf)
        if needed is None:
            return _UNREACHABLE
        if needed.left:
            raise _NotReducibleError
        missing: list[Operand] = [move for move in needed.made if move not in self.forced]
        return _make_operand(len(missing), missing)

    def _reduce_group(self, form: NormalGroup) -> Operand:
        """Return what is left of a group: members that hold already lower the need, those out of reach are left out."""
        need, members = form.need, []
        if len(form.weights) != sum(form.weights):
            raise _NotReducibleError
        for one in form.members:
            operand = self._reduce_leaf(one) if isinstance(one, FactLeaf) else self.reduce_form(one)
            if operand == _SATISFIED:
                need -= 1
            elif operand != _UNREACHABLE:
                members.append(operand)
        return _make_operand(need, members)


def _flatten_conjunctions(forms: Iterable[Normal]) -> list[Normal]:
    """Return the members of nested conjunctions as one list."""
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
    """Return "at least ``need`` of the members", simplified: a constant, a single member, or a flat conjunction."""
    if need <= 0:
        return _SATISFIED
    if need > len(members):
        return _UNREACHABLE
    if need == len(members):
        members = _merge_conjunctions(members)
        need = len(members)
    return members[0] if len(members) == 1 else AtLeastK(need, tuple(members))


def _merge_conjunctions(members: Iterable[Operand]) -> list[Operand]:
    """Return the distinct members of a conjunction, with those of nested conjunctions in place of these."""
    merged: dict[Operand, None] = {}
    for one in members:
        for part in one.members if isinstance(one, AtLeastK) and one.is_conjunction else (one,):
            merged[part] = None
    return list(merged)


def _list_moves_read(parts: Iterable[AtLeastK]) -> tuple[set[int], bool]:
    """Return the moves that occur in parts, and whether each occurs once."""
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


def _is_satisfied(operand: Operand, made: AbstractSet[int], done: dict[AtLeastK, bool]) -> bool:
    """Return whether an operand holds if exactly the moves ``made`` are made."""
    if not isinstance(operand, AtLeastK):
        return operand in made
    if operand not in done:
        done[operand] = sum([_is_satisfied(one, made, done) for one in operand.members]) >= operand.need
    return done[operand]


def _least_weight(part: AtLeastK, weights: Sequence[int]) -> int:
    """Return the least weight of an operand, as if no two members shared a move."""
    prices = [_least_weight(one, weights) if isinstance(one, AtLeastK) else weights[one] for one in part.members]
    if part.need < len(prices):
        prices.sort()
    return sum(prices[: part.need])
