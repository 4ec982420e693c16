"""All minimal sets of moves that satisfy a gate, in order of weight.

Where members share no move, the sets of a gate are put together from those of its members (``set_streams``). What is
left is ranked by partition of the solution space (Lawler 1972), as a best-first search: a state has decided some moves
(made or not made), and its bound is the weight of the moves made plus the least weight of the rest. So the sets come
sorted by weight and, among equals, by declared order.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count as counting
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.rules.search.branch_and_bound import drop_harmful_moves
from kiemdinh.rules.search.satisfaction_counter import SatisfactionCounter
from kiemdinh.rules.search.set_streams import RankedSet, SetStream, rank_moves
from kiemdinh.rules.search.threshold_gates import FALSE, TRUE, set_bits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.rules.search.branch_and_bound import CheapestSearch

__all__ = ["find_minimal_sets", "is_minimal"]


_PROVED: Final = 2
"""The stage of a state whose bound is exact."""


class _OpenState(NamedTuple):
    """A state of the search; states are compared, and so taken from the heap, in the order of the fields.

    ``weight`` is a lower bound on the whole set, ``key`` breaks ties by declared order and ``number`` by age. ``stage``
    says how good the bound is: inherited from the parent (0), improved once (1), exact (2). ``made`` are the moves
    decided to be made and ``spent`` their weight. ``rest`` is the node that the undecided moves must satisfy.
    ``excluded`` is how many of the sets found so far ``rest`` excludes already (with all their supersets).
    """

    weight: int
    key: int
    number: int
    stage: int
    made: int
    spent: int
    rest: int
    excluded: int = 0


def find_minimal_sets(search: CheapestSearch, node: int, moves: int) -> Iterator[tuple[int, int]]:
    """Yield (weight, mask) of each minimal set of moves that satisfies a node, in order of weight, then declared order.

    ``moves`` is the number of moves of the problem. A set is minimal if no proper subset satisfies the node. There can
    be exponentially many; each is found when it is asked for.

    Raises
    ------
    ExhaustedError
        If the budget runs out before the next set is proved; the sets yielded before stay valid.

    Examples
    --------
    >>> from kiemdinh.rules.search import CheapestSearch, Gates
    >>> gates = Gates()
    >>> a, b, c = (gates.make_literal(move) for move in range(3))
    >>> node = gates.make_any([a, gates.make_all([b, c])])
    >>> list(find_minimal_sets(CheapestSearch(gates, [5, 1, 1]), node, 3))
    [(2, 6), (5, 1)]
    """
    clean = drop_harmful_moves(search.gates, node)
    if clean == FALSE:
        return
    if clean == TRUE:
        yield 0, 0
        return
    if search.gates.negative_moves[clean]:
        yield from _search_sets(search, clean, moves)
        return
    ranks = rank_moves(search.weights)

    def list_ranked(part: int) -> Iterator[RankedSet]:
        for _, made in _search_sets(search, part, moves):
            yield RankedSet(sum(ranks[move] for move in set_bits(made)), made)

    sets, count = SetStream.of_node(search.gates, clean, ranks, list_ranked), len(ranks)
    for position in counting():
        found = sets.find_set(position)
        if found is None:
            return
        # The bonus of a set is less than one unit of weight, so that rounding up gives the weight.
        yield -(-found.rank >> count), found.made


def _search_sets(search: CheapestSearch, node: int, moves: int) -> Iterator[tuple[int, int]]:
    """Yield the minimal sets of a node without harmful moves, by best-first search."""
    best = _BestFirstSearch(search, moves)
    best.push_state(0, 0, 0, node)
    mixed = search.gates.positive_moves[node] & search.gates.negative_moves[node]
    for weight, made in best:
        search.gates.budget.spend(search.gates.size_of(node))
        if is_minimal(search, node, made):
            # Only where moves can also harm must supersets be excluded; else the test of minimality rejects them.
            if mixed:
                best.found.append(made)
            yield weight, made


class _BestFirstSearch:
    """The open states in a heap.

    Iterating yields (weight, mask) of sets that satisfy the node, not all of them minimal.
    """

    def __init__(self, search: CheapestSearch, moves: int) -> None:
        self._search, self._moves = search, moves
        self._heap: list[_OpenState] = []
        self._numbers = counting()
        self.found: list[int] = []

    def push_state(self, weight: int, made: int, spent: int, rest: int, *, stage: int = 0, excluded: int = 0) -> None:
        """Add an open state; one whose rest cannot hold is dropped, one whose rest holds already has an exact bound."""
        if rest == FALSE:
            return
        if rest == TRUE:
            weight, stage = spent, _PROVED
        key = self._order_key(made | self._search.gates.moves_of(rest))
        heappush(self._heap, _OpenState(weight, key, next(self._numbers), stage, made, spent, rest, excluded))

    def _order_key(self, made: int) -> int:
        """Return a key for declared order: of two sets, that with the first move in which they differ comes first.

        Undecided moves count as made, so that no state is ordered behind a set that it leads to.
        """
        return -int(f"{made:0{self._moves}b}"[::-1] or "0", 2)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        while self._heap:
            state = heappop(self._heap)
            if state.excluded < len(self.found):
                self._exclude_found_sets(state)
            elif state.rest == TRUE:
                yield state.spent, state.made
            elif state.stage < _PROVED:
                self._tighten_bound(state)
            else:
                self._branch_on_move(state)

    def _exclude_found_sets(self, state: _OpenState) -> None:
        """Exclude the supersets of sets already found: of each such set, at least one move must not be made.

        A superset is not minimal. Where moves can also harm it need not even satisfy the node, and searching it would
        be in vain.
        """
        gates, rest = self._search.gates, state.rest
        for known in self.found[state.excluded :]:
            still = known & ~state.made
            if not still:  # the state already makes the whole set
                return
            if still & gates.moves_of(rest) == still:
                rest = self._require_one_unmade(rest, still)
        # A changed rest may cost more than before, so its bound is no longer exact.
        stage = state.stage if rest == state.rest else 0
        self.push_state(state.weight, state.made, state.spent, rest, stage=stage, excluded=len(self.found))

    def _require_one_unmade(self, rest: int, moves: int) -> int:
        """Return ``rest`` and "at least one move of the mask is not made"."""
        gates = self._search.gates
        if not moves & (moves - 1):
            return gates.assign_moves(rest, 0, moves)
        return gates.make_all(
            [rest, gates.make_any([gates.make_literal(move, positive=False) for move in set_bits(moves)])]
        )

    def _tighten_bound(self, state: _OpenState) -> None:
        """Improve the bound of a state, in two stages.

        First it tests whether the inherited bound is too low, then it makes the bound exact.

        The test is cheap, and a state whose bound rises goes back into the heap and may never come up again.
        """
        never = self._search.infeasible
        cap = never if state.stage else min(state.weight - state.spent + 1, never)
        rest, _ = self._search.find_below(state.rest, cap)
        if rest < never:
            stage = _PROVED if rest < cap else 1
            self.push_state(
                state.spent + rest, state.made, state.spent, state.rest, stage=stage, excluded=state.excluded
            )

    def _branch_on_move(self, state: _OpenState) -> None:
        """Replace a state by two: the first undecided move is made, or it is not made."""
        gates, search = self._search.gates, self._search
        clean = drop_harmful_moves(gates, state.rest)
        if clean <= TRUE:
            self.push_state(state.weight, state.made, state.spent, clean, excluded=state.excluded)
            return
        support = gates.moves_of(clean)
        bit = support & -support
        move = bit.bit_length() - 1
        weight, witness = search.find_cheapest(state.rest)
        with_it, without = gates.assign_moves(clean, bit, 0), gates.assign_moves(clean, 0, bit)
        price = search.weights[move]
        # The cheapest set of the parent is also the cheapest of the branch that it lies in.
        if witness & bit:
            search.record_optimum(with_it, weight - price, witness ^ bit)
        else:
            search.record_optimum(without, weight, witness)
        spent = state.spent + price
        done = state.excluded
        self.push_state(max(state.weight, spent), state.made | bit, spent, with_it, excluded=done)
        self.push_state(state.weight, state.made, state.spent, without, excluded=done)


def is_minimal(search: CheapestSearch, node: int, made: int) -> bool:
    """Return whether no proper subset of a set that satisfies a node satisfies it too."""
    gates = search.gates
    mixed = gates.positive_moves[node] & gates.negative_moves[node]
    if not mixed:
        # Then one move less is enough to test.
        tally = SatisfactionCounter(gates, node, made)
        return not any(tally.is_satisfied_without(move) for move in set_bits(made))
    for move in set_bits(made):
        # A smaller subset may satisfy what a larger does not.
        fewer = made ^ (1 << move)
        rest = gates.assign_moves(node, 0, gates.moves_of(node) & ~fewer)
        if search.find_cheapest(rest)[0] < search.infeasible:
            return False
    return True
