"""The moves of a repair: levers cut into the single steps that can be made or left (private to repair)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.rules.repairs.normal_form import BoundLeaf, FactLeaf, Normal, NormalGroup
from kiemdinh.rules.repairs.problem import Action, Bound, Cost, FactAction, ValueAction
from kiemdinh.rules.search import FALSE, TRUE
from kiemdinh.rules.terms import MET, UNMET, Interval, Number, exact_number

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.repairs.normal_form import Position
    from kiemdinh.rules.search import Gates

__all__ = ["ActionReach", "Move", "MoveTable", "ToGates", "build_move_table"]

_MAX_STEPS: Final = 500
"""The longest grid that a value in a sum is offered on."""


class Move(NamedTuple):
    """One step: a fact brought to a truth, or a value brought on to its next bound.

    `cost` is what this step adds (None: cannot be acted on), `first` whether it begins a change.
    """

    lever: int
    bound: Bound | None
    cost: Cost
    first: bool


class RequiredMoves(NamedTuple):
    """The moves that must be made for something, rising, and those that must be left."""

    made: tuple[int, ...]
    left: tuple[int, ...]


_NO_MOVES: Final = RequiredMoves((), ())


class ActionReach:
    """What levers can change, for the normal form."""

    def __init__(self, levers: Iterable[Action]) -> None:
        self._facts: set[str] = set()
        self._values: dict[tuple[str, bool], ValueAction] = {}
        for lever in levers:
            if isinstance(lever, FactAction):
                self._facts.add(lever.fact)
            else:
                self._values[lever.value, lever.direction == "up"] = lever

    def may_change_fact(self, name: str, /) -> bool:
        """Say whether a lever acts on a fact."""
        return name in self._facts

    def may_change_value(self, name: str, /) -> bool:
        """Say whether a lever acts on a value."""
        return (name, True) in self._values or (name, False) in self._values

    def reachable_ends(
        self, name: str, up: bool, now: Interval, alone: Number | None, /
    ) -> tuple[Number | None, Sequence[Number]]:
        """Give the end of a value in a sum, and the ends that its lever can bring it to."""
        end = now.low if up else now.high
        better = self._values.get((name, up))
        ends = [] if better is None else _list_reachable_numbers(better, end, alone)
        worse = self._values.get((name, not up))
        if worse is None or end is None:
            return end, ends
        back = [step for step in worse.choices if (step < end if up else step > end)]
        base = (min if up else max)(back, default=worse.furthest)
        return base, [*sorted((step for step in back if step != base), reverse=not up), end, *ends]


def _list_reachable_numbers(lever: ValueAction, end: Number | None, alone: Number | None) -> list[Number]:
    """Give the ends that a lever can bring a value to, beyond its present one, nearest first."""
    up = lever.direction == "up"
    if lever.choices:
        found = set(lever.choices)
    elif lever.spacing is not None and end is not None:
        found = set(_list_grid_points(lever, end, alone))
    else:
        found = {number for number in (alone, lever.furthest) if number is not None}
    reached = (number for number in found if _is_better(number, end, up) and _is_allowed(lever, number))
    return sorted(reached, reverse=not up)


def _list_grid_points(lever: ValueAction, end: Number, alone: Number | None) -> Iterable[Number]:
    step = lever.spacing or 1
    sign = 1 if lever.direction == "up" else -1
    first = floor(Fraction(end) / step) if sign > 0 else ceil(Fraction(end) / step)
    for count in range(1, _MAX_STEPS + 1):
        number = exact_number((first + sign * count) * Fraction(step))
        if not _is_allowed(lever, number):
            return
        yield number
        if alone is not None and (number >= alone if sign > 0 else number <= alone):
            return


def _is_better(number: Number, end: Number | None, up: bool) -> bool:
    return end is None or (number > end if up else number < end)


def _is_allowed(lever: ValueAction, number: Number) -> bool:
    if lever.furthest is None:
        return True
    return number <= lever.furthest if lever.direction == "up" else number >= lever.furthest


def nearest_reachable_bound(lever: ValueAction, position: Position) -> Bound | None:
    """Give the nearest bound that brings a value to a position or beyond; None if none does."""
    up = lever.direction == "up"
    if lever.choices:
        beyond = [step for step in lever.choices if ((step, 0) >= position if up else (step, 0) <= position)]
        if not beyond:
            return None
        return Bound(min(beyond) if up else max(beyond), lever.direction)
    number, strict = position
    if lever.spacing is not None:
        count = Fraction(number) / lever.spacing
        whole = (floor(count) + 1 if strict else ceil(count)) if up else (ceil(count) - 1 if strict else floor(count))
        number, strict = exact_number(whole * Fraction(lever.spacing)), 0
    bound = Bound(number, lever.direction, strict != 0)
    return bound if _is_allowed(lever, number) and (not strict or number != lever.furthest) else None


class MoveTable:
    """All moves of a problem, in declared order, and where to find them.

    `plain` are those that can be acted on, bring nothing with them and have no opposite.
    """

    def __init__(self, levers: Sequence[Action], *, acting: bool = True) -> None:
        self.levers = levers
        self.moves: list[Move] = []
        self._facts: dict[bool, dict[str, int]] = {True: {}, False: {}}
        self._chains: dict[tuple[str, bool], list[int]] = {}
        self._acting = acting
        self._by_lever: dict[str, int] = {}
        self.plain: set[int] = set()

    def add_fact(self, index: int, lever: FactAction) -> None:
        """Add the one move of a fact's lever."""
        number, positive, cost = len(self.moves), lever.to is MET, self._fact_price(lever.cost)
        self._by_lever[lever.id] = self._facts[positive][lever.fact] = number
        self.moves.append(Move(index, None, cost, True))
        if lever.fact in self._facts[not positive]:
            self.plain.discard(self._facts[not positive][lever.fact])
        elif cost is not None and not lever.requires:
            self.plain.add(number)

    def add_chain(self, index: int, lever: ValueAction, bounds: Iterable[Bound], now: Interval) -> None:
        """Add one move for each bound that a value may have to reach, nearest first."""
        up = lever.direction == "up"
        chain = self._chains[lever.value, up] = []
        before: Cost = 0
        for bound in sorted(set(bounds), key=lambda bound: bound.position, reverse=not up):
            price = _price_of(lever, bound, now)
            if not self._acting and price is None:
                price = (before or 0) + 1
            step = None if price is None or before is None else max(price - before, 0)
            chain.append(len(self.moves))
            self.moves.append(Move(index, bound, step, first=len(chain) == 1))
            before = price

    def move_changing(self, leaf: FactLeaf | BoundLeaf) -> int | None:
        """Give the nearest move that changes whether a leaf holds: brings it about, or spoils it."""
        if isinstance(leaf, FactLeaf):
            return self._facts[leaf.positive is not leaf.holds].get(leaf.name)
        return self.spoiling_move(*leaf[:3]) if leaf.holds else self._move_reaching(leaf)

    def moves_required(self, leaf: FactLeaf | BoundLeaf) -> RequiredMoves | None:
        """Give what brings a leaf about, or keeps it as it is; None where nothing that can be acted on does."""
        move = self.move_changing(leaf)
        if leaf.holds:
            return _NO_MOVES if move is None or not self.is_usable(move) else RequiredMoves((), (move,))
        if move in self.plain:
            return RequiredMoves((move,), ())
        return None if move is None else self._moves_required_by(move)

    def _moves_required_by(self, move: int) -> RequiredMoves | None:
        made, left = self.list_needed_moves(move), []
        for one in made:
            if not self.is_usable(one):
                return None
            opposed = self.opposite_move(one)
            if opposed is not None and self.is_usable(opposed):
                left.append(opposed)
        return RequiredMoves(made, tuple(left))

    def _move_reaching(self, leaf: BoundLeaf) -> int | None:
        for move in self.value_moves(leaf.value, leaf.up):
            bound = self.moves[move].bound
            if bound is not None and (bound.position >= leaf.position if leaf.up else bound.position <= leaf.position):
                return move
        return None

    def _fact_price(self, cost: Cost) -> Cost:
        return cost if self._acting or cost is not None else 1

    def is_usable(self, move: int) -> bool:
        """Say whether a move can be acted on."""
        return self.moves[move].cost is not None

    def fact_move(self, name: str, positive: bool) -> int | None:
        """Give the move that brings a fact to a truth."""
        return self._facts[positive].get(name)

    def value_moves(self, value: str, up: bool) -> list[int]:
        """Give the moves of a value one way, nearest first."""
        return self._chains.get((value, up), [])

    def list_needed_moves(self, move: int) -> tuple[int, ...]:
        """Give a move and all that must be made with it: the steps below it, rising."""
        lever = self.levers[self.moves[move].lever]
        if isinstance(lever, ValueAction):
            chain = self.value_moves(lever.value, lever.direction == "up")
            return tuple(chain[: chain.index(move) + 1])
        if not lever.requires:
            return (move,)
        found: set[int] = set()
        waiting = [lever.id]
        while waiting:
            one = self._by_lever.get(waiting.pop())
            if one is not None and one not in found:
                found.add(one)
                step = self.levers[self.moves[one].lever]
                waiting.extend(step.requires if isinstance(step, FactAction) else ())
        return tuple(sorted(found))

    def opposite_move(self, move: int) -> int | None:
        """Give the nearest move that contradicts this one, if there is one."""
        lever = self.levers[self.moves[move].lever]
        if isinstance(lever, FactAction):
            return self.fact_move(lever.fact, lever.to is UNMET)
        bound = self.moves[move].bound
        return None if bound is None else self.spoiling_move(lever.value, lever.direction == "up", bound.position)

    def spoiling_move(self, value: str, up: bool, position: Position) -> int | None:
        """Give the nearest move of a value the other way that takes it off a position."""
        for move in self.value_moves(value, not up):
            bound = self.moves[move].bound
            if bound is not None and (bound.position < position if up else bound.position > position):
                return move
        return None


def _price_of(lever: ValueAction, bound: Bound, now: Interval) -> Cost:
    if lever.prices:
        return lever.prices[lever.choices.index(bound.number)]
    end = now.low if lever.direction == "up" else now.high
    if lever.cost is None or end is None:
        return lever.cost
    return exact_number(lever.cost + lever.rate * _distance_between(bound.number, end))


def _distance_between(one: Number, two: Number) -> Number:
    return max(one, two) - min(one, two)


def build_move_table(
    levers: Sequence[Action],
    found: Iterable[FactLeaf | BoundLeaf],
    cases: Sequence[Facts],
    *,
    acting: bool = True,
) -> MoveTable:
    """Cut levers into the moves that the leaves of a normal form can use; what is made already has none.

    With `acting` false, what cannot be acted on is taken to cost 1.
    """
    moves = MoveTable(levers, acting=acting)
    wanted = [leaf for leaf in found if isinstance(leaf, BoundLeaf) and not leaf.holds]
    truths = [facts.truth for facts in cases]
    for index, lever in enumerate(levers):
        if isinstance(lever, FactAction):
            for truth in truths:
                if truth(lever.fact) is not lever.to:
                    moves.add_fact(index, lever)
                    break
            continue
        up = lever.direction == "up"
        positions = [leaf.position for leaf in wanted if leaf.value == lever.value and leaf.up == up]
        bounds = [nearest_reachable_bound(lever, position) for position in positions]
        moves.add_chain(index, lever, (bound for bound in bounds if bound is not None), cases[0].value(lever.value))
    return moves


class ToGates:
    """Turn a normal form into gates over moves; a move brings with it what it needs and rules out its opposite."""

    def __init__(self, gates: Gates, moves: MoveTable) -> None:
        self._gates, self._moves = gates, moves
        self._done: dict[Normal, int] = {}

    def __call__(self, form: Normal) -> int:
        """Give the node of a normal form."""
        if isinstance(form, bool):
            return TRUE if form else FALSE
        if form not in self._done:
            self._done[form] = self._make_node(form)
        return self._done[form]

    def _make_node(self, form: FactLeaf | BoundLeaf | NormalGroup) -> int:
        if isinstance(form, NormalGroup):
            return self._gates.make_gate(form.need, [self(part) for part in form.members], form.weights)
        needed = self._moves.moves_required(form)
        if needed is None:
            return FALSE
        made = [self._gates.make_literal(move) for move in needed.made]
        if needed.left:
            made += [self._gates.make_literal(move, positive=False) for move in needed.left]
        return made[0] if len(made) == 1 else self._gates.make_all(made)
