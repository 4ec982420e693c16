"""The number of least-weight sets of moves that satisfy a gate, counted without listing them."""

from __future__ import annotations

from math import comb, prod
from typing import TYPE_CHECKING

from kiemdinh.rules.search.branch_and_bound import drop_harmful_moves, split_components
from kiemdinh.rules.search.nodes import Gate, Literal
from kiemdinh.rules.search.threshold_gates import FALSE, TRUE

if TYPE_CHECKING:
    from kiemdinh.rules.search.branch_and_bound import CheapestSearch

__all__ = ["SetCounter"]


class SetCounter:
    """Counts the least-weight sets of a node without listing them; exact if every move has a positive weight.

    The counts of members that share no move are multiplied, or combined where an "at least k" has ties. Where moves
    are shared, the counts of the branches of least weight are added. The steps are spent on the budget of the gates.
    """

    def __init__(self, search: CheapestSearch) -> None:
        self._search = search
        self._done: dict[int, int] = {FALSE: 0, TRUE: 1}

    def count_sets(self, node: int) -> int:
        """Return the number of least-weight sets that satisfy a node.

        Raises
        ------
        ExhaustedError
            If the budget ran out.
        """
        clean = drop_harmful_moves(self._search.gates, node)
        if clean not in self._done:
            self._done[clean] = self._count_clean_node(clean)
        return self._done[clean]

    def _count_clean_node(self, node: int) -> int:
        """Count by the structure of a node without harmful moves: a product, ties, or else branches."""
        gates = self._search.gates
        term = gates.nodes[node]
        if isinstance(term, Literal):
            return 1
        groups = split_components(gates, term.members)
        if term.is_conjunction and len(groups) > 1:
            return self._count_product(
                [gates.make_all(term.members[position] for position in group) for group in groups]
            )
        if len(groups) == len(term.members) == sum(term.weights):
            return self._count_ties(term)
        return self._count_branches(node)

    def _count_product(self, nodes: list[int]) -> int:
        """Return the product of the counts of nodes that share no move."""
        return prod(map(self.count_sets, nodes))

    def _count_ties(self, term: Gate) -> int:
        """Count the choices of the k cheapest members: all below the k-th price, and some of those at this price."""
        best = self._search.find_cheapest
        prices = sorted(best(part)[0] for part in term.members)
        last = prices[term.need - 1]
        fixed = self._count_product([part for part in term.members if best(part)[0] < last])
        tied = [self.count_sets(part) for part in term.members if best(part)[0] == last]
        if all(choices == 1 for choices in tied):
            return fixed * comb(len(tied), term.need - sum(price < last for price in prices))
        # chosen[i] counts the choices of i of the tied members seen so far (an elementary symmetric polynomial).
        chosen = [1] + [0] * (term.need - sum(price < last for price in prices))
        for choices in tied:
            self._search.gates.budget.spend(len(chosen))
            for taken in range(len(chosen) - 1, 0, -1):
                chosen[taken] += chosen[taken - 1] * choices
        return fixed * chosen[-1]

    def _count_branches(self, node: int) -> int:
        """Add the counts of the branches on one move that have the least weight."""
        search = self._search
        move = search.choose_branching_move(node)
        least, total = search.find_cheapest(node)[0], 0
        for take in (0, 1):
            rest = search.gates.assign_moves(node, take << move, (1 - take) << move)
            if search.find_cheapest(rest)[0] + take * search.weights[move] == least < search.infeasible:
                total += self.count_sets(rest)
        return total
