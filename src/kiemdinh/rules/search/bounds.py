"""Bounds on the least cost of satisfying a gate: dual ascent from below, a greedy solution from above.

The lower bound is dual ascent on the members of a conjunction (Erlenkotter 1978). In turn, each member is charged the
least that it must cost, out of what is left of the costs of its moves. No cost is spent twice, so the charges add up to
a lower bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.rules.search.nodes import Gate, Literal
from kiemdinh.rules.search.satisfaction_counter import SatisfactionCounter
from kiemdinh.rules.search.threshold_gates import FALSE, TRUE, set_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = ["greedy_solution", "lower_bound"]

_COST_PARTS: Final = 64
"""Into how many parts one unit of cost is split.

Costs are shared out in whole numbers, and this keeps rounding small.
"""


def lower_bound(gates: Gates, node: int, weights: Sequence[int]) -> int:
    """Return a lower bound on the weight of every set of moves that satisfies a node.

    ``weights`` has one entry for each move: a whole number, not negative.

    Takes time linear in the size of the node.

    >>> from kiemdinh.rules.search import Gates
    >>> gates = Gates()
    >>> lower_bound(gates, gates.make_gate(2, [gates.make_literal(move) for move in range(3)]), [1, 4, 9])
    5
    """
    if node <= TRUE:
        return 0
    left = {move: weights[move] * _COST_PARTS for move in set_bits(gates.moves_of(node))}
    term = gates.nodes[node]
    members = term.members if isinstance(term, Gate) and term.is_conjunction else (node,)
    dear = {
        part: _CoverMember(gates, part, left).bound_cost() // len(gates.count_occurrences(part)) for part in members
    }
    total = 0
    # The members that cost most for each use of a move come first: a cost that is shared bounds most there.
    for part in sorted(members, key=lambda part: (-dear[part], part)):
        total += _CoverMember(gates, part, left).charge_cost()
    return -(-total // _COST_PARTS)  # rounded up: weights are whole numbers


class _CoverMember:
    """A member of a conjunction, to be charged out of the costs ``left``.

    Where a move occurs several times in the member, its cost is shared equally among the occurrences.
    """

    def __init__(self, gates: Gates, node: int, left: dict[int, int]) -> None:
        self._gates, self._node, self._left = gates, node, left
        self._uses = gates.count_occurrences(node)
        self._values: dict[int, int] = {}
        self._share = {move: left[move] // times for move, times in self._uses.items()}

    def bound_cost(self) -> int:
        """Return a lower bound on what the member costs, with the costs that are left."""
        return self._bound_of(self._node)

    def charge_cost(self) -> int:
        """Subtract that bound from the costs that are left, and return it."""
        value = self.bound_cost()
        if value:
            self._charge_node(self._node, value)
        return value

    def _bound_of(self, node: int) -> int:
        """Return a lower bound on the cost of a node below the member."""
        if node not in self._values:
            term = self._gates.nodes[node]
            if isinstance(term, Literal):
                self._values[node] = self._share[term.move] if term.positive else 0
            else:
                parts = sorted((self._bound_of(part), w) for part, w in zip(term.members, term.weights, strict=True))
                self._values[node] = _cover_fractionally(parts, term)
        return self._values[node]

    def _charge_node(self, node: int, amount: int) -> None:
        """Subtract ``amount`` from the costs of the moves of a node, no more from each than the bound needs."""
        term = self._gates.nodes[node]
        if isinstance(term, Literal):
            self._left[term.move] -= amount
        elif term.is_conjunction:
            for part in term.members:
                taken = min(amount, self._bound_of(part))
                amount -= taken
                if taken:
                    self._charge_node(part, taken)
        else:
            self._charge_members(term, amount)

    def _charge_members(self, term: Gate, amount: int) -> None:
        """Charge every member up to one price for a unit of weight.

        With these costs the gate still costs the amount.
        """
        price, unit = self._find_unit_price(term, amount)
        for part, weight in zip(term.members, term.weights, strict=True):
            taken = min(self._bound_of(part), -(-price * weight // unit))
            if taken:
                self._charge_node(part, taken)

    def _find_unit_price(self, term: Gate, amount: int) -> tuple[int, int]:
        """Return the price of a unit of weight as a fraction (numerator, denominator)."""
        if sum(term.weights) != len(term.weights):
            return self._crossing_price(term)
        paid = 0
        values = sorted(self._bound_of(part) for part in term.members)
        for taken, value in enumerate(values[: term.need]):
            if amount - paid <= value * (term.need - taken):
                return max(amount - paid, 0), term.need - taken
            paid += value
        return values[term.need - 1], 1

    def _crossing_price(self, term: Gate) -> tuple[int, int]:
        """Return the (value, weight) of the member at which the need is reached, cheapest for each weight first."""
        parts = [(self._bound_of(part), weight) for part, weight in zip(term.members, term.weights, strict=True)]
        need = term.need
        for value, weight in sorted(parts, key=_unit_cost_of):
            need -= weight
            if need <= 0:
                return value, weight
        return 0, 1


class _UnitCost:
    """Sort key: orders (value, weight) by value for each unit of weight, by cross multiplication, without fractions."""

    def __init__(self, part: tuple[int, int]) -> None:
        self.part = part

    def __lt__(self, other: _UnitCost) -> bool:
        return self.part[0] * other.part[1] < other.part[0] * self.part[1]


def _unit_cost_of(part: tuple[int, int]) -> _UnitCost:
    """Return the sort key of a pair (value, weight)."""
    return _UnitCost(part)


def _cover_fractionally(parts: list[tuple[int, int]], term: Gate) -> int:
    """Return the least cost of a gate if a member may be taken in part: the fractional knapsack (Dantzig 1957)."""
    if sum(term.weights) == len(parts):
        return sum(value for value, _ in parts[: term.need])
    total, need = 0, term.need
    for value, weight in sorted(parts, key=_unit_cost_of):
        if weight >= need:
            return total + value * need // weight
        total, need = total + value, need - weight
    return total


def greedy_solution(gates: Gates, node: int, weights: Sequence[int]) -> int | None:
    """Return the mask of a set of moves that satisfies a node, found greedily; None if the greedy choice finds none.

    Moves that turn out to be superfluous are left out again. The weight of the set is an upper bound on the least
    weight. Where a move helps one member and harms another, the choice may miss a solution that exists.

    >>> from kiemdinh.rules.search import Gates
    >>> gates = Gates()
    >>> a, b, c = (gates.make_literal(move) for move in range(3))
    >>> node = gates.make_all([gates.make_any([a, b]), gates.make_any([b, c])])
    >>> list(set_bits(greedy_solution(gates, node, [2, 3, 2])))
    [0, 2]
    """
    if node <= TRUE:
        return None if node == FALSE else 0
    term = gates.nodes[node]
    members = term.members if isinstance(term, Gate) and term.is_conjunction else (node,)
    made = 0
    # Small members first: they leave least choice, and what they make is free for the others.
    for part in sorted(members, key=lambda part: (len(gates.count_occurrences(part)), part)):
        made |= _GreedyChoice(gates, weights, made).choose_moves(part)[1]
    tally = SatisfactionCounter(gates, node, made)
    if not tally.is_satisfied():
        return None
    # Reverse deletion: dearest moves first, each left out if the node still holds without it.
    for move in sorted(set_bits(made), key=lambda move: (-weights[move], -move)):
        tally.set_move(move, make=False)
        if tally.is_satisfied():
            made ^= 1 << move
        else:
            tally.set_move(move, make=True)
    return made


class _GreedyChoice:
    """The greedy choice in one member: the cheapest members of each gate, as if they shared no move.

    Moves in the mask ``made`` cost nothing.
    """

    def __init__(self, gates: Gates, weights: Sequence[int], made: int) -> None:
        self._gates, self._weights, self._made = gates, weights, made
        self._done: dict[int, tuple[int, int]] = {}

    def choose_moves(self, node: int) -> tuple[int, int]:
        """Return the cost of a node and the mask of the moves chosen for it."""
        if node not in self._done:
            term = self._gates.nodes[node]
            if isinstance(term, Literal):
                free = not term.positive or self._made >> term.move & 1
                self._done[node] = (0, 0) if free else (self._weights[term.move], 1 << term.move)
            else:
                self._done[node] = self._choose_members(term)
        return self._done[node]

    def _choose_members(self, term: Gate) -> tuple[int, int]:
        """Return the cost and the moves of the members chosen: least cost per unit of weight first, up to the need."""
        options = [(*self.choose_moves(part), w) for part, w in zip(term.members, term.weights, strict=True)]
        if sum(term.weights) == len(options):
            options.sort(key=lambda option: option[0])
        else:
            options.sort(key=lambda option: _UnitCost((option[0], option[2])))
        cost, made, need = 0, 0, term.need
        for price, moves, weight in options:
            if need <= 0:
                break
            cost, made, need = cost + price, made | moves, need - weight
        return cost, made
