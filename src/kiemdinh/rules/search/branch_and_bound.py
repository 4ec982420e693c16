"""The cheapest way to make a gate hold, exactly (private to repair).

Members that share no move are added up, the k cheapest of an at-least-k; what shares moves is split by making or
leaving one of them, between the bounds of :mod:`kiemdinh.rules.search.bounds`. Every node is solved once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.rules.search.bounds import greedy_solution, lower_bound
from kiemdinh.rules.search.program import SolverError, write_program
from kiemdinh.rules.search.threshold_gates import FALSE, TRUE, Gate, Literal, set_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.search.program import Solver
    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = [
    "BEFORE_SOLVER",
    "CheapestSearch",
    "ExhaustedError",
    "are_disjoint",
    "drop_harmful_moves",
    "split_components",
]

BEFORE_SOLVER: Final = 2
"""The splits that the kernel tries by itself before it asks a solver."""
_MOVES_OF_A_SPLIT: Final = 32
"""A split of a part with more moves than these counts as several: the limit is on work, which grows with the part."""
_MOST_SUMS: Final = 256


class ExhaustedError(Exception):
    """The stated number of splits ran out."""


def drop_harmful_moves(gates: Gates, node: int) -> int:
    """Give the node with the moves left that could only harm."""
    while node > TRUE:
        harm = gates.shuns[node] & ~gates.makes[node]
        if not harm:
            break
        node = gates.assign(node, 0, harm)
    return node


def are_disjoint(gates: Gates, members: Sequence[int]) -> bool:
    """Say whether no two members share a move."""
    return gates.disjoint(members)


def split_components(gates: Gates, members: Sequence[int]) -> list[list[int]]:
    """Give the places of the members, those together that are linked by shared moves."""
    if are_disjoint(gates, members):
        return [[place] for place in range(len(members))]
    groups: list[tuple[int, list[int]]] = []
    for place, part in enumerate(members):
        support, places = gates.support(part), [place]
        apart: list[tuple[int, list[int]]] = []
        for group in groups:
            if group[0] & support:
                support |= group[0]
                places = group[1] + places
            else:
                apart.append(group)
        groups = [*apart, (support, places)]
    return [places for _, places in groups]


class CheapestSearch:
    """Cheapest ways for the nodes of one problem, `weights` being what each move costs.

    `limit` is the number of splits allowed for one question; `asked` says whether the solver ever was.
    """

    def __init__(self, gates: Gates, weights: Sequence[int], limit: int, solver: Solver | None = None) -> None:
        self.gates, self.weights, self._limit, self._solver = gates, weights, limit, solver
        self.never = sum(weights) + 1
        self._left = limit
        self._exact: dict[int, tuple[int, int]] = {FALSE: (self.never, 0), TRUE: (0, 0)}
        self._least: dict[int, int] = {}
        self._greedy: dict[int, tuple[int, int]] = {}
        self.asked = False

    def best(self, node: int) -> tuple[int, int]:
        """Give the least weight and the moves of one cheapest way; `never` if there is none.

        Raises
        ------
        ExhaustedError
            If the limit ran out before it was proved, and no solver proved it.
        """
        return self.within(node, self.never)

    def within(self, node: int, cap: int) -> tuple[int, int]:
        """Give the same if the least weight is below `cap`; else some number from `cap` on that it is not below.

        Raises
        ------
        ExhaustedError
            As :meth:`best`.
        """
        self._left = self._limit if self._solver is None else min(self._limit, BEFORE_SOLVER)
        try:
            return self._solve(node, cap)
        except ExhaustedError:
            if self._solver is None:
                raise
            return self._ask(self._solver, node) or self._alone(node, cap)

    def _alone(self, node: int, cap: int) -> tuple[int, int]:
        """Search on without the solver, which proved nothing."""
        self._left = self._limit
        return self._solve(node, cap)

    def learn(self, node: int, weight: int, made: int) -> None:
        """Take over a cheapest way that is known from elsewhere."""
        self._exact.setdefault(node, (weight, made))

    def _ask(self, solver: Solver, node: int) -> tuple[int, int] | None:
        clean = drop_harmful_moves(self.gates, node)
        question, moves = write_program(self.gates, clean, self.weights)
        self.asked = True
        answer = solver.minimise(question)
        if answer is None:
            return None
        made = sum(1 << move for move, value in zip(moves, answer, strict=False) if value)
        if not self.gates.holds(clean, made):
            msg = "the solver's answer does not reach the target"
            raise SolverError(msg)
        if self._weight(made) > self._at_hand(clean)[0]:
            msg = "the solver's answer is not the cheapest: greed finds a cheaper way"
            raise SolverError(msg)
        self._exact[node] = self._weight(made), made
        return self._exact[node]

    def _at_hand(self, node: int) -> tuple[int, int]:
        """Give the weight and the moves of a way that greed finds; `never` where it finds none."""
        if node not in self._greedy:
            made = greedy_solution(self.gates, node, self.weights)
            self._greedy[node] = (self.never, 0) if made is None else (self._weight(made), made)
        return self._greedy[node]

    def _weight(self, made: int) -> int:
        return sum(self.weights[move] for move in set_bits(made))

    def _solve(self, node: int, cap: int) -> tuple[int, int]:
        """Give the least weight and its moves, exact if below `cap`; else some lower bound from `cap` on."""
        if node in self._exact:
            return self._exact[node]
        if self._least.get(node, 0) >= cap:
            return self._least[node], 0
        term = self.gates.nodes[node]
        if isinstance(term, Literal):
            return (self.weights[term.move], 1 << term.move) if term.positive else (0, 0)
        clean = drop_harmful_moves(self.gates, node)
        found = self._known_or_new(clean, cap)
        if found[0] < cap or found[0] >= self.never:
            self._exact[node] = found
        else:
            self._least[node] = max(found[0], self._least.get(node, 0))
        return found

    def _known_or_new(self, node: int, cap: int) -> tuple[int, int]:
        if node in self._exact:
            return self._exact[node]
        term = self.gates.nodes[node]
        if isinstance(term, Literal):
            return self.weights[term.move], 1 << term.move
        groups = split_components(self.gates, term.members)
        if term.conjunction and len(groups) > 1:
            return self._sum(term, groups, cap)
        if not term.conjunction and all(len(group) == 1 for group in groups) and term.need <= len(term.members):
            options = [self._single(part, w, cap) for part, w in zip(term.members, term.weights, strict=True)]
            return self._few(term.need, options)
        if len(groups) > 1:
            several = [self._gains(term, group, cap) for group in groups]
            if all(options is not None for options in several):
                return self._few(term.need, [options for options in several if options is not None])
        return self._split(node, cap)

    # -- members that share nothing -----------------------------------------------------------------------

    def _sum(self, term: Gate, groups: list[list[int]], cap: int) -> tuple[int, int]:
        nodes = list(term.members)
        if len(groups) < len(nodes):
            nodes = [self.gates.all([term.members[place] for place in group]) for group in groups]
            nodes.sort(key=lambda node: len(self.gates.occurrences(node)) if node > TRUE else 0)
        total = made = 0
        for node in nodes:
            weight, moves = self._solve(node, max(cap - total, 0))
            total, made = total + weight, made | moves
            if total >= cap:
                break
        return min(total, self.never), made

    def _single(self, part: int, weight: int, cap: int) -> list[tuple[int, int, int]]:
        return [(weight, *self._solve(part, cap))]

    def _gains(self, term: Gate, group: list[int], cap: int) -> list[tuple[int, int, int]] | None:
        """Give what each sum of weights within a group costs: (sum, weight, moves); None if there are too many."""
        members = [term.members[place] for place in group]
        weights = [term.weights[place] for place in group]
        sums = {0}
        for weight in weights:
            sums |= {min(one + weight, term.need) for one in sums}
            if len(sums) > _MOST_SUMS:
                return None
        return [(one, *self._solve(self.gates.gate(one, members, weights), cap)) for one in sorted(sums - {0})]

    def _few(self, need: int, several: list[list[tuple[int, int, int]]]) -> tuple[int, int]:
        """Take at most one option of each: the cheapest choice whose sum is the need (a knapsack)."""
        if all(len(options) == 1 and options[0][0] == 1 for options in several):
            cheapest = sorted(options[0][1:] for options in several)[:need]
            moves = 0
            for _, made in cheapest:
                moves |= made
            return min(sum(weight for weight, _ in cheapest), self.never), moves
        best: dict[int, tuple[int, int]] = {0: (0, 0)}
        for options in several:
            after = dict(best)
            for held, (weight, made) in best.items():
                for gain, price, moves in options:
                    total = min(held + gain, need)
                    offer = (weight + price, made | moves)
                    if total not in after or offer < after[total]:
                        after[total] = offer
            best = after
        weight, made = best.get(need, (self.never, 0))
        return min(weight, self.never), made

    # -- members that share moves -------------------------------------------------------------------------

    def _split(self, node: int, cap: int) -> tuple[int, int]:
        """Branch and bound on one shared move."""
        least = lower_bound(self.gates, node, self.weights)
        if least >= cap:
            return least, 0
        found = self._at_hand(node)
        if found[0] <= least:
            return found
        work = -(-self.gates.support(node).bit_count() // _MOVES_OF_A_SPLIT)
        if self._left < work:
            raise ExhaustedError
        self._left -= work
        move = self.pick(node)
        takes = (1, 0) if found[1] >> move & 1 else (0, 1)
        limit = min(cap, found[0])
        for take in takes:
            offer = self._take(node, move, take, limit)
            if offer[0] < limit:
                found, limit = offer, offer[0]
        return found if found[0] <= limit or found[0] < cap else (cap, 0)

    def _take(self, node: int, move: int, take: int, limit: int) -> tuple[int, int]:
        bit = 1 << move
        price = self.weights[move] * take
        if price >= limit:
            return limit, 0
        rest = self.gates.assign(node, bit * take, bit * (1 - take))
        weight, made = self._solve(rest, limit - price)
        return min(weight + price, self.never), made | bit * take

    def pick(self, node: int) -> int:
        """Give the move to split on: the one that occurs most often, the first of these."""
        uses = self.gates.occurrences(node)
        return min(uses, key=lambda move: (-uses[move], move))
