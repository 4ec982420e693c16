"""Dependence: whether a node depends on a move, so that the move is decisive for some choice of the others."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from kiemdinh.rules.search import TRUE, Gate, Literal, split_components

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        self._masks: dict[int, int] = {}

    def decisive_moves(self, node: int) -> int:
        """Return the mask of the moves that a node depends on.

        Raises
        ------
        ExhaustedError
            If the budget ran out.
        """
        if node not in self._masks:
            self._masks[node] = self._find_decisive_moves(node)
        return self._masks[node]

    def _find_decisive_moves(self, node: int) -> int:
        term = self._gates.nodes[node]
        if node <= TRUE or isinstance(term, Literal):
            return self._gates.moves_of(node)
        self._gates.budget.spend(len(term.members))
        parts = self._list_independent_parts(term)
        if parts is not None:
            return reduce(or_, map(self.decisive_moves, parts))
        # Of the moves other than the one that is split, each is decisive with it or without it.
        self._gates.budget.spend(self._gates.size_of(node))
        uses = self._gates.count_occurrences(node)
        split = min(uses, key=lambda move: (-uses[move], move))
        rests = (self._gates.assign_moves(node, take << split, (1 - take) << split) for take in (0, 1))
        others = reduce(or_, map(self.decisive_moves, rests))
        return others | (self.depends_on(node, split) << split)

    def _list_independent_parts(self, term: Gate) -> Sequence[int] | None:
        """Return nodes that share no move and can each decide the gate; None if it does not fall apart into such."""
        if sum(term.weights) == len(term.members) and self._gates.are_disjoint(term.members):
            return term.members
        if not (term.is_conjunction or term.is_disjunction):
            return None
        groups = split_components(self._gates, term.members)
        if len(groups) < 2:
            return None
        make = self._gates.make_all if term.is_conjunction else self._gates.make_any
        return [make(term.members[place] for place in group) for group in groups]

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
        # Where parts share no move, the others can be set so that this one decides.
        parts = self._list_independent_parts(term)
        if parts is not None:
            return any(self.depends_on(part, move) for part in parts)
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
