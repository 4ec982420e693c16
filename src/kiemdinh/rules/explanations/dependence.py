"""Dependence: whether a node depends on a move, so that the move is decisive for some choice of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.search import TRUE, Literal

if TYPE_CHECKING:
    from kiemdinh.rules.search import Gates

__all__ = ["Dependence"]


class Dependence:
    """Answers which moves the nodes of one problem depend on; in the nodes asked about, no move may help and harm.

    A node depends on all moves of members that share no move with each other (Y. Crama and P. Hammer, "Boolean
    functions", 2011, chapter 1). Where members share moves, one of these is split: linear where none are shared,
    exponential at worst in the number of shared moves. The steps are spent on the budget of the gates.
    """

    def __init__(self, gates: Gates) -> None:
        self._gates = gates
        self._done: dict[tuple[int, int], bool] = {}

    def depends_on(self, node: int, move: int) -> bool:
        """Return whether a node depends on a move.

        Raises
        ------
        ExhaustedError
            If the budget ran out.
        """
        if node <= TRUE or not self._gates.moves_of(node) >> move & 1:
            return False
        key = (node, move)
        if key not in self._done:
            self._done[key] = self._new_answer(node, move)
        return self._done[key]

    def _new_answer(self, node: int, move: int) -> bool:
        term = self._gates.nodes[node]
        if isinstance(term, Literal):
            return True
        self._gates.budget.spend(len(term.members))
        # Without weights and shared moves, the others can be set so that this member decides.
        if sum(term.weights) == len(term.members) and self._gates.are_disjoint(term.members):
            return any(self.depends_on(part, move) for part in term.members)
        return self._split_node(node, move)

    def _split_node(self, node: int, move: int) -> bool:
        """Make and leave the other move that occurs most often, and ask of what is left."""
        self._gates.budget.spend(self._gates.size_of(node))
        uses = {other: times for other, times in self._gates.count_occurrences(node).items() if other != move}
        if not uses:
            return self._gates.is_satisfied(node, 1 << move) != self._gates.is_satisfied(node, 0)
        split = min(uses, key=lambda other: (-uses[other], other))
        rests = (self._gates.assign_moves(node, take << split, (1 - take) << split) for take in (0, 1))
        return any(self.depends_on(rest, move) for rest in rests)
