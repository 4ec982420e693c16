"""The minimal sets of moves of a gate in order, where its members share no move: no branching is needed.

A minimal set of "at least k of n" is a minimal set of each of k members. So the sets of a gate come from those of its
members in order of weight, as the k cheapest sums do (E. Lawler, "A procedure for computing the k best solutions",
1972). Weight and declared order are one number, the *rank*: the weight, shifted by one bit for each move, less a bonus
for each move that is larger than the bonuses of all later moves together. Ranks add up, and no two sets have the same.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import accumulate
from itertools import count as counting
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.rules.search.branch_and_bound import split_components
from kiemdinh.rules.search.nodes import Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = ["RankedSet", "SetStream", "rank_moves"]


class RankedSet(NamedTuple):
    """A set of moves and its rank, by which sets are ordered."""

    rank: int
    made: int


def rank_moves(weights: Sequence[int]) -> list[int]:
    """Return the rank of each move.

    >>> rank_moves([1, 1, 2])
    [4, 6, 15]
    """
    count = len(weights)
    return [(weight << count) - (1 << count - 1 - move) for move, weight in enumerate(weights)]


class SetStream:
    """The sets of a node in order of rank, each found when it is first asked for, and kept."""

    def __init__(self, source: Iterator[RankedSet]) -> None:
        self._source = source
        self._found: list[RankedSet] = []

    def find_set(self, position: int) -> RankedSet | None:
        """Return the set at a position, counted from 0; None if there are fewer."""
        while len(self._found) <= position:
            following = next(self._source, None)
            if following is None:
                return None
            self._found.append(following)
        return self._found[position]

    @classmethod
    def of_node(
        cls,
        gates: Gates,
        node: int,
        ranks: Sequence[int],
        list_others: Callable[[int], Iterator[RankedSet]],
    ) -> SetStream:
        """Return the sets of a node that holds no negative literal and is not constant.

        ``list_others`` yields the sets of a node whose members share moves, or have weights.
        """
        term = gates.nodes[node]
        if isinstance(term, Literal):
            return cls(iter((RankedSet(ranks[term.move], 1 << term.move),)))
        gates.budget.spend(len(term.members))
        need, parts = term.need, term.members
        if term.is_conjunction and not gates.are_disjoint(parts):
            groups = split_components(gates, parts)
            need, parts = len(groups), tuple(gates.make_all(parts[place] for place in group) for group in groups)
        if len(parts) < 2 or sum(term.weights) > len(term.members) or not gates.are_disjoint(parts):
            return cls(list_others(node))
        members = [cls.of_node(gates, part, ranks, list_others) for part in parts]
        return cls(_GateSets(gates, need, members).iterate_sets())


class _Choice(NamedTuple):
    """A state of the search, compared by ``rank``, the rank of its best set, and then by age.

    What is decided of the members before ``at``: ``taken`` of them are in, with the rank ``spent`` and the moves
    ``made``. If ``place`` is above 0 the member ``at`` is in too, with its set at that place or a later one. ``skips``
    is the state from which this one comes by leaving out the member before ``at``.
    """

    rank: int
    age: int
    at: int
    taken: int
    spent: int
    made: int
    place: int = 0
    skips: _Choice | None = None


class _GateSets:
    """The sets of "at least ``need`` of the members", which share no move."""

    def __init__(self, gates: Gates, need: int, members: list[SetStream]) -> None:
        self._gates, self._need = gates, need
        firsts = [(first, member) for member in members if (first := member.find_set(0)) is not None]
        firsts.sort(key=lambda pair: pair[0])
        self._members = [member for _, member in firsts]
        self._rank_before = list(accumulate((first.rank for first, _ in firsts), initial=0))
        self._made_before = list(accumulate((first.made for first, _ in firsts), initial=0))
        self._ages = counting()
        self._heap: list[_Choice] = []

    def iterate_sets(self) -> Iterator[RankedSet]:
        """Yield the sets in order."""
        self._push(0, 0, 0, 0)
        while self._heap:
            choice = heappop(self._heap)
            self._gates.budget.spend(1)
            yield RankedSet(choice.rank, self._made_by(choice))
            self._push_others(choice)

    def _push(self, at: int, taken: int, spent: int, made: int, place: int = 0, skips: _Choice | None = None) -> None:
        """Push a state, unless it leads to no set."""
        last = at + self._need - taken
        if last > len(self._members):
            return
        rank = spent + self._rank_before[last] - self._rank_before[at]
        if place:
            later = self._members[at].find_set(place)
            if later is None:
                return
            rank = spent + later.rank + self._rank_before[last] - self._rank_before[at + 1]
        heappush(self._heap, _Choice(rank, next(self._ages), at, taken, spent, made, place, skips))

    def _made_by(self, choice: _Choice) -> int:
        """Return the moves of the best set of a state: its next members are in, each with its first set."""
        at, last = choice.at, choice.at + self._need - choice.taken
        if not choice.place:
            return choice.made | (self._made_before[last] ^ self._made_before[at])
        return choice.made | self._made_at(at, choice.place) | (self._made_before[last] ^ self._made_before[at + 1])

    def _made_at(self, at: int, place: int) -> int:
        found = self._members[at].find_set(place)
        return 0 if found is None else found.made

    def _push_others(self, choice: _Choice) -> None:
        """Push states that hold all other sets of a state, once each."""
        if choice.skips is not None:
            self._push_skip(choice.skips, choice.at - 2)
        if not choice.place:
            self._push_deviations(choice)
            return
        at, taken, spent, made = choice.at, choice.taken, choice.spent, choice.made
        self._push(at, taken, spent, made, choice.place + 1)
        found = self._members[at].find_set(choice.place)
        if found is not None:
            self._push_deviations(_Choice(0, 0, at + 1, taken + 1, spent + found.rank, made | found.made))

    def _push_deviations(self, free: _Choice) -> None:
        """Push what differs from the best set of a state first in a member that it has: left out, or a later set."""
        last = free.at + self._need - free.taken
        # To leave out the dearest is cheapest; the state that does so brings in the next one when its turn comes.
        self._push_skip(free, last - 1)
        for at in range(free.at, last):
            if self._members[at].find_set(1) is not None:
                self._gates.budget.spend(1)
                self._push(at, *self._take_until(free, at), place=1)

    def _push_skip(self, free: _Choice, at: int) -> None:
        """Push the state in which the member ``at`` is the first that is left out."""
        if at >= free.at:
            self._push(at + 1, *self._take_until(free, at), skips=free)

    def _take_until(self, free: _Choice, at: int) -> tuple[int, int, int]:
        """Return what is taken, its rank and its moves, once the members before ``at`` are in with their first sets."""
        rank = free.spent + self._rank_before[at] - self._rank_before[free.at]
        made = free.made | (self._made_before[at] ^ self._made_before[free.at])
        return free.taken + at - free.at, rank, made
