"""The moves of a repair: each action cut into single steps, which are the zero-one variables of the search.

An action on a fact is one move. An action on a value is a chain of moves, one for each bound that the condition asks
for; the cost of a move is what this step adds, and it needs the steps before it.
"""

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
"""The most grid points that are tried for a value in a sum: each becomes a move."""


class Move(NamedTuple):
    """One step of an action: a fact brought to a truth (``bound`` is None), or a value brought to its next bound.

    ``action_index`` is the position of the action; ``cost`` is what this step adds (None: it cannot be taken);
    ``first`` says whether it begins a change, so that a change of several steps is counted once.
    """

    action_index: int
    bound: Bound | None
    cost: Cost
    first: bool


class RequiredMoves(NamedTuple):
    """The moves that must be made to bring a leaf about, rising, and those that must not be made."""

    made: tuple[int, ...]
    left: tuple[int, ...]


_NO_MOVES: Final = RequiredMoves((), ())


class ActionReach:
    """What the actions can change: the :class:`Reachability` that the normal form asks."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._facts: set[str] = set()
        self._values: dict[tuple[str, bool], ValueAction] = {}
        for action in actions:
            if isinstance(action, FactAction):
                self._facts.add(action.fact)
            else:
                self._values[action.value, action.direction == "up"] = action

    def may_change_fact(self, name: str, /) -> bool:
        """Return whether an action is on the fact."""
        return name in self._facts

    def may_change_value(self, name: str, /) -> bool:
        """Return whether an action, upward or downward, is on the value."""
        return (name, True) in self._values or (name, False) in self._values

    def reachable_ends(
        self, name: str, up: bool, now: Interval, alone: Number | None, /
    ) -> tuple[Number | None, Sequence[Number]]:
        """Return the worst end that a value in a sum may get, and the better ends that it may get, in order.

        The worst end is its present one, unless an action can make the value worse.
        """
        end = now.low if up else now.high
        better = self._values.get((name, up))
        ends = [] if better is None else _list_reachable_numbers(better, end, alone)
        worse = self._values.get((name, not up))
        if worse is None or end is None:
            return end, ends
        # An action that makes the value worse brings it to a choice, or as far as it may go (None: anywhere).
        back = [step for step in worse.choices if (step < end if up else step > end)]
        base = (min if up else max)(back, default=worse.furthest)
        return base, [*sorted((step for step in back if step != base), reverse=not up), end, *ends]


def _list_reachable_numbers(action: ValueAction, end: Number | None, alone: Number | None) -> list[Number]:
    """Return the numbers beyond its present end that an action can bring a value to, nearest first.

    ``alone`` is the number that would be enough by itself. Without choices or a grid, only this number and the
    furthest one are offered.
    """
    up = action.direction == "up"
    if action.choices:
        found = set(action.choices)
    elif action.spacing is not None and end is not None:
        found = set(_list_grid_points(action, end, alone))
    else:
        found = {number for number in (alone, action.furthest) if number is not None}
    reached = (number for number in found if _is_better(number, end, up) and _is_allowed(action, number))
    return sorted(reached, reverse=not up)


def _list_grid_points(action: ValueAction, end: Number, alone: Number | None) -> Iterable[Number]:
    """Yield the grid points beyond an end, nearest first, up to the first that would be enough by itself."""
    step = action.spacing or 1
    sign = 1 if action.direction == "up" else -1
    first = floor(Fraction(end) / step) if sign > 0 else ceil(Fraction(end) / step)
    for count in range(1, _MAX_STEPS + 1):
        number = exact_number((first + sign * count) * Fraction(step))
        if not _is_allowed(action, number):
            return
        yield number
        if alone is not None and (number >= alone if sign > 0 else number <= alone):
            return


def _is_better(number: Number, end: Number | None, up: bool) -> bool:
    return end is None or (number > end if up else number < end)


def _is_allowed(action: ValueAction, number: Number) -> bool:
    if action.furthest is None:
        return True
    return number <= action.furthest if action.direction == "up" else number >= action.furthest


def nearest_reachable_bound(action: ValueAction, position: Position) -> Bound | None:
    """Return the nearest bound that an action can bring a value to, at a position or beyond it; None if there is none.

    Choices and the grid of the action (``spacing``) are respected, and its furthest number.

    >>> people = ValueAction(id="hire", value="teachers", direction="up", spacing=1)
    >>> nearest_reachable_bound(people, (45, 1))
    Bound(number=46, direction='up', strict=False)
    """
    up = action.direction == "up"
    if action.choices:
        beyond = [step for step in action.choices if ((step, 0) >= position if up else (step, 0) <= position)]
        if not beyond:
            return None
        return Bound(min(beyond) if up else max(beyond), action.direction)
    number, strict = position
    # On a grid a strict bound is a plain bound one point further: "more than 45" people is "at least 46".
    if action.spacing is not None:
        count = Fraction(number) / action.spacing
        whole = (floor(count) + 1 if strict else ceil(count)) if up else (ceil(count) - 1 if strict else floor(count))
        number, strict = exact_number(whole * Fraction(action.spacing)), 0
    bound = Bound(number, action.direction, strict != 0)
    return bound if _is_allowed(action, number) and (not strict or number != action.furthest) else None


class MoveTable:
    """The moves of a problem, numbered in declared order of their actions, with the relations between them.

    ``plain`` holds the moves on facts that can be taken, need no other move and have no opposite. With ``acting``
    false, actions without a cost count as if they cost 1.
    """

    def __init__(self, actions: Sequence[Action], *, acting: bool = True) -> None:
        self.actions = actions
        self.moves: list[Move] = []
        self._facts: dict[bool, dict[str, int]] = {True: {}, False: {}}
        self._chains: dict[tuple[str, bool], list[int]] = {}
        self._acting = acting
        self._by_action: dict[str, int] = {}
        self.plain: set[int] = set()

    def add_fact(self, index: int, action: FactAction) -> None:
        """Add the one move of an action on a fact; ``index`` is the position of the action."""
        number, positive, cost = len(self.moves), action.to is MET, self._fact_price(action.cost)
        self._by_action[action.id] = self._facts[positive][action.fact] = number
        self.moves.append(Move(index, None, cost, True))
        if action.fact in self._facts[not positive]:
            self.plain.discard(self._facts[not positive][action.fact])
        elif cost is not None and not action.requires:
            self.plain.add(number)

    def add_chain(self, index: int, action: ValueAction, bounds: Iterable[Bound], now: Interval) -> None:
        """Add the chain of moves of an action on a value: one for each of ``bounds``, nearest first.

        ``now`` is the present interval of the value, from which the distance is measured.
        """
        up = action.direction == "up"
        # The moves of a chain are numbered in order, so that "the steps before it" are the moves before it.
        chain = self._chains[action.value, up] = []
        before: Cost = 0
        for bound in sorted(set(bounds), key=lambda bound: bound.position, reverse=not up):
            price = _price_of(action, bound, now)
            # A step that cannot be taken costs 1 more than the one before, so that a nearer bound stays cheaper.
            if not self._acting and price is None:
                price = (before or 0) + 1
            # A later bound that costs less (prices may fall) adds nothing: a cost is never negative.
            step = None if price is None or before is None else max(price - before, 0)
            chain.append(len(self.moves))
            self.moves.append(Move(index, bound, step, first=len(chain) == 1))
            before = price

    def move_changing(self, leaf: FactLeaf | BoundLeaf) -> int | None:
        """Return the nearest move that makes a leaf hold, or, if it holds, the nearest that makes it fail.

        Return None if none does either.
        """
        if isinstance(leaf, FactLeaf):
            return self._facts[leaf.positive is not leaf.holds].get(leaf.name)
        return self.spoiling_move(*leaf[:3]) if leaf.holds else self._move_reaching(leaf)

    def moves_required(self, leaf: FactLeaf | BoundLeaf) -> RequiredMoves | None:
        """Return the moves to make, and not to make, for a leaf to hold; None if no moves that can be taken do that."""
        move = self.move_changing(leaf)
        if leaf.holds:
            return _NO_MOVES if move is None or not self.is_usable(move) else RequiredMoves((), (move,))
        if move in self.plain:
            return RequiredMoves((move,), ())
        return None if move is None else self._moves_required_by(move)

    def _moves_required_by(self, move: int) -> RequiredMoves | None:
        """Return a move with all that it needs, and their opposites; None if one of them cannot be taken."""
        made, left = self.list_needed_moves(move), []
        for one in made:
            if not self.is_usable(one):
                return None
            opposed = self.opposite_move(one)
            if opposed is not None and self.is_usable(opposed):
                left.append(opposed)
        return RequiredMoves(made, tuple(left))

    def _move_reaching(self, leaf: BoundLeaf) -> int | None:
        """Return the nearest move whose bound is at the position of the leaf or beyond."""
        for move in self.value_moves(leaf.value, leaf.up):
            bound = self.moves[move].bound
            if bound is not None and (bound.position >= leaf.position if leaf.up else bound.position <= leaf.position):
                return move
        return None

    def _fact_price(self, cost: Cost) -> Cost:
        return cost if self._acting or cost is not None else 1

    def is_usable(self, move: int) -> bool:
        """Return whether a move can be taken: its action has a cost."""
        return self.moves[move].cost is not None

    def fact_move(self, name: str, positive: bool) -> int | None:
        """Return the move that makes a fact met (``positive``) or unmet; None if there is none."""
        return self._facts[positive].get(name)

    def value_moves(self, value: str, up: bool) -> list[int]:
        """Return the chain of moves of a value, upward or downward, nearest first."""
        return self._chains.get((value, up), [])

    def list_needed_moves(self, move: int) -> tuple[int, ...]:
        """Return a move and all that it needs, rising: the steps before it in its chain, or the actions required.

        Requirements of requirements are included.
        """
        action = self.actions[self.moves[move].action_index]
        if isinstance(action, ValueAction):
            chain = self.value_moves(action.value, action.direction == "up")
            return tuple(chain[: chain.index(move) + 1])
        if not action.requires:
            return (move,)
        found: set[int] = set()
        waiting = [action.id]
        while waiting:
            one = self._by_action.get(waiting.pop())
            if one is not None and one not in found:
                found.add(one)
                step = self.actions[self.moves[one].action_index]
                waiting.extend(step.requires if isinstance(step, FactAction) else ())
        return tuple(sorted(found))

    def opposite_move(self, move: int) -> int | None:
        """Return the nearest move that undoes this one; None if there is none."""
        action = self.actions[self.moves[move].action_index]
        if isinstance(action, FactAction):
            return self.fact_move(action.fact, action.to is UNMET)
        bound = self.moves[move].bound
        return None if bound is None else self.spoiling_move(action.value, action.direction == "up", bound.position)

    def spoiling_move(self, value: str, up: bool, position: Position) -> int | None:
        """Return the nearest move of a value in the other direction that takes it off a position.

        Return None if there is none.
        """
        for move in self.value_moves(value, not up):
            bound = self.moves[move].bound
            if bound is not None and (bound.position < position if up else bound.position > position):
                return move
        return None


def _price_of(action: ValueAction, bound: Bound, now: Interval) -> Cost:
    """Return what it costs in all to bring a value from its present end to a bound."""
    if action.prices:
        return action.prices[action.choices.index(bound.number)]
    end = now.low if action.direction == "up" else now.high
    if action.cost is None or end is None:
        return action.cost
    return exact_number(action.cost + action.rate * _distance_between(bound.number, end))


def _distance_between(one: Number, two: Number) -> Number:
    return max(one, two) - min(one, two)


def build_move_table(
    actions: Sequence[Action],
    found: Iterable[FactLeaf | BoundLeaf],
    cases: Sequence[Facts],
    *,
    acting: bool = True,
) -> MoveTable:
    """Return the moves of actions that the leaves of the normal forms can use.

    ``found`` are the leaves, ``cases`` what is known in each case. A fact that has its truth already in every case gets
    no move, and a value gets one only for bounds that it does not keep yet. With ``acting`` false, actions without a
    cost count as if they cost 1.
    """
    moves = MoveTable(actions, acting=acting)
    wanted = [leaf for leaf in found if isinstance(leaf, BoundLeaf) and not leaf.holds]
    truths = [facts.truth for facts in cases]
    for index, action in enumerate(actions):
        if isinstance(action, FactAction):
            for truth in truths:
                if truth(action.fact) is not action.to:
                    moves.add_fact(index, action)
                    break
            continue
        up = action.direction == "up"
        positions = [leaf.position for leaf in wanted if leaf.value == action.value and leaf.up == up]
        bounds = [nearest_reachable_bound(action, position) for position in positions]
        moves.add_chain(index, action, (bound for bound in bounds if bound is not None), cases[0].value(action.value))
    return moves


class ToGates:
    """Writes normal forms as gates over moves; equal parts are written once.

    A leaf becomes the conjunction of the moves that it needs and the negations of the moves that would undo these.
    """

    def __init__(self, gates: Gates, moves: MoveTable) -> None:
        self._gates, self._moves = gates, moves
        self._done: dict[Normal, int] = {}

    def __call__(self, form: Normal) -> int:
        """Return the node of a normal form; linear in its size."""
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
