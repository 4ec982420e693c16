"""The moves of a repair: each action cut into single steps, which are the zero-one variables of the search.

An action on a fact is one move. An action on a value is a chain of moves, one for each bound that the condition asks
for; the cost of a move is what this step adds, and it needs the steps before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.rules.repairs.action_reach import CellsByChain
from kiemdinh.rules.repairs.cells import NumberCell
from kiemdinh.rules.repairs.normal_form import BoundLeaf, FactLeaf
from kiemdinh.rules.repairs.problem import Action, Bound, Cost, FactAction, Fee, ValueAction
from kiemdinh.rules.repairs.reachable_numbers import nearest_reachable_bound
from kiemdinh.rules.terms import MET, UNMET, Interval, Number, exact_number

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.repairs.normal_form import Position

__all__ = ["Move", "MoveTable", "build_move_table"]


class Move(NamedTuple):
    """One step of an action: a fact brought to a truth (``bound`` is None), or a value brought to its next bound.

    ``action_index`` is the position of the action; ``cost`` is what this step adds (None: it cannot be taken);
    ``is_first`` says whether it begins a change, so that a change of several steps is counted once. A step of a value
    in a sum leads into a ``cell``; its bound is then the furthest one in it. A move may also pay a fee, which the moves
    of some actions need: it belongs to no action and changes nothing.
    """

    action_index: int
    bound: Bound | None
    cost: Cost
    is_first: bool
    cell: NumberCell | None = None
    is_fee: bool = False

    @property
    def reach(self) -> Position | None:
        """The furthest position that the step may lead to; None for a fact."""
        if self.cell is not None:
            return self.cell.reach
        return None if self.bound is None else self.bound.position

    @property
    def least(self) -> Position | None:
        """The nearest position that the step may lead to; None for a fact."""
        return self.reach if self.cell is None else self.cell.least


class RequiredMoves(NamedTuple):
    """The moves that must be made to bring a leaf about, rising, and those that must not be made."""

    made: tuple[int, ...]
    left: tuple[int, ...]


_NO_MOVES: Final = RequiredMoves((), ())
_NO_ACTION: Final = -1


class MoveTable:
    """The moves of a problem, numbered in declared order of their actions, with the relations between them.

    ``independent`` holds the moves on facts that can be taken, need no other move and have no opposite. Without
    ``actionable_only``, actions that cannot be taken count as if they cost 1.
    """

    def __init__(self, actions: Sequence[Action], *, actionable_only: bool = True) -> None:
        self.actions = actions
        self.moves: list[Move] = []
        self._facts: dict[bool, dict[str, int]] = {True: {}, False: {}}
        self._chains: dict[tuple[str, bool], list[int]] = {}
        self._actionable_only = actionable_only
        self._by_action: dict[str, int] = {}
        self._by_fee: dict[str, int] = {}
        self.independent: set[int] = set()

    def add_fact(self, index: int, action: FactAction) -> None:
        """Add the one move of an action on a fact; ``index`` is the position of the action."""
        number, positive, cost = len(self.moves), action.to is MET, self._fact_price(action.cost)
        self._by_action[action.id] = self._facts[positive][action.fact] = number
        self.moves.append(Move(index, None, cost, True))
        if action.fact in self._facts[not positive]:
            self.independent.discard(self._facts[not positive][action.fact])
        elif cost is not None and not action.requires and not action.fees:
            self.independent.add(number)

    def add_fees(self, fees: Mapping[str, Fee]) -> None:
        """Add a move for each fee that costs something and that an action with a move has to pay."""
        paying = {name for action in self._by_action for name in self._fees_of(action)}
        for name in sorted(paying):
            if fees[name].cost:
                self._by_fee[name] = len(self.moves)
                self.moves.append(Move(_NO_ACTION, None, fees[name].cost, False, is_fee=True))

    def _fees_of(self, action_id: str) -> tuple[str, ...]:
        action = self.actions[self.moves[self._by_action[action_id]].action_index]
        return action.fees if isinstance(action, FactAction) else ()

    def add_chain(self, index: int, action: ValueAction, bounds: Iterable[Bound], now: Interval) -> None:
        """Add the chain of moves of an action on a value: one for each of ``bounds``, nearest first.

        ``now`` is the present interval of the value, from which the distance is measured.
        """
        ordered = sorted(set(bounds), key=lambda bound: bound.position, reverse=action.direction == "down")
        self._add_steps(index, action, [(bound, None) for bound in ordered], now)

    def add_cells(self, index: int, action: ValueAction, cells: Iterable[NumberCell], now: Interval) -> None:
        """Add the chain of moves of an action on a value in a sum: one for each of its *cells*, nearest first."""
        self._add_steps(index, action, [(Bound(cell.reach[0], action.direction), cell) for cell in cells], now)

    def _add_steps(
        self, index: int, action: ValueAction, steps: Iterable[tuple[Bound, NumberCell | None]], now: Interval
    ) -> None:
        # The moves of a chain are numbered in order, so that "the steps before it" are the moves before it.
        chain = self._chains[action.value, action.direction == "up"] = []
        before: Cost = 0
        for bound, cell in steps:
            price = _price_of(action, bound, now)
            # A step that cannot be taken costs 1 more than the one before, so that a nearer bound stays cheaper.
            if not self._actionable_only and price is None:
                price = (before or 0) + 1
            # A later bound that costs less (prices may fall) adds nothing: a cost is never negative.
            step = None if price is None or before is None else max(price - before, 0)
            chain.append(len(self.moves))
            self.moves.append(Move(index, bound, step, is_first=len(chain) == 1, cell=cell))
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
        if move in self.independent:
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
            reach = self.moves[move].reach
            if reach is not None and (reach >= leaf.position if leaf.up else reach <= leaf.position):
                return move
        return None

    def _fact_price(self, cost: Cost) -> Cost:
        """Return the cost of an action on a fact, 1 where it cannot be taken but counts as if it could."""
        return cost if self._actionable_only or cost is not None else 1

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

        Requirements of requirements are included, and the fees of all these.
        """
        if self.moves[move].is_fee:
            return (move,)
        action = self.actions[self.moves[move].action_index]
        if isinstance(action, ValueAction):
            chain = self.value_moves(action.value, action.direction == "up")
            return tuple(chain[: chain.index(move) + 1])
        if not action.requires and not action.fees:
            return (move,)
        found: set[int] = set()
        waiting = [action.id]
        while waiting:
            name = waiting.pop()
            one = self._by_action.get(name)
            if one is not None and one not in found:
                found.update((one, *(self._by_fee[fee] for fee in self._fees_of(name) if fee in self._by_fee)))
                step = self.actions[self.moves[one].action_index]
                waiting.extend(step.requires if isinstance(step, FactAction) else ())
        return tuple(sorted(found))

    def opposite_move(self, move: int) -> int | None:
        """Return the nearest move that undoes this one; None if there is none."""
        if self.moves[move].is_fee:
            return None
        action = self.actions[self.moves[move].action_index]
        if isinstance(action, FactAction):
            return self.fact_move(action.fact, action.to is UNMET)
        least = self.moves[move].least
        return None if least is None else self.spoiling_move(action.value, action.direction == "up", least)

    def spoiling_move(self, value: str, up: bool, position: Position) -> int | None:
        """Return the nearest move of a value in the other direction that takes it off a position.

        Return None if there is none.
        """
        for move in self.value_moves(value, not up):
            least = self.moves[move].least
            if least is not None and (least < position if up else least > position):
                return move
        return None


def _price_of(action: ValueAction, bound: Bound, now: Interval) -> Cost:
    """Return what it costs in all to bring a value from its present end to a bound."""
    if action.prices:
        return action.prices[action.choices.index(bound.number)]
    end = now.low if action.direction == "up" else now.high
    if action.cost is None:
        return None
    if end is None:  # how far it is to the bound is not known
        return action.cost or action.rate
    return exact_number(action.cost + action.rate * _distance_between(bound.number, end))


def _distance_between(one: Number, two: Number) -> Number:
    return max(one, two) - min(one, two)


def build_move_table(
    actions: Sequence[Action],
    found: Iterable[FactLeaf | BoundLeaf],
    cases: Sequence[Facts],
    cells: CellsByChain,
    *,
    actionable_only: bool = True,
) -> MoveTable:
    """Return the moves of actions that the leaves of the normal forms can use.

    ``found`` are the leaves, ``cases`` what is known in each case, ``cells`` those of the values in sums. A fact
    that has its truth already in every case gets no move, and a value gets one only for bounds that it does not keep
    yet. Without ``actionable_only``, actions that cannot be taken count as if they cost 1.
    """
    moves = MoveTable(actions, actionable_only=actionable_only)
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
        if (action.value, up) in cells:
            moves.add_cells(index, action, cells[action.value, up], cases[0].value(action.value))
            continue
        positions = [leaf.position for leaf in wanted if leaf.value == action.value and leaf.up == up]
        bounds = [nearest_reachable_bound(action, position) for position in positions]
        moves.add_chain(index, action, (bound for bound in bounds if bound is not None), cases[0].value(action.value))
    return moves
