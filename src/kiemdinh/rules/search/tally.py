"""What holds below a gate, kept up as moves are left one by one (private to repair)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.search.threshold_gates import Literal

if TYPE_CHECKING:
    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = ["SatisfactionCounter"]


class SatisfactionCounter:
    """What each node below one still misses under a set of moves: to turn a move costs what it changes, no more."""

    def __init__(self, gates: Gates, node: int, made: int) -> None:
        self._root = node
        self._missing: dict[int, int] = {}
        self._above: dict[int, list[tuple[int, int]]] = {}
        self._literals: dict[int, list[tuple[int, bool]]] = {}
        # Members have smaller numbers than what they are members of.
        for one in sorted(gates.descendants_of(node)):
            term = gates.nodes[one]
            self._above[one] = []
            if isinstance(term, Literal):
                self._literals.setdefault(term.move, []).append((one, term.positive))
                self._missing[one] = int(bool(made >> term.move & 1) != term.positive)
                continue
            missing = term.need
            for part, weight in zip(term.members, term.weights, strict=True):
                self._above[part].append((one, weight))
                missing -= weight * (self._missing[part] <= 0)
            self._missing[one] = missing

    def is_satisfied(self) -> bool:
        """Say whether the node holds."""
        return self._missing[self._root] <= 0

    def set_move(self, move: int, *, make: bool) -> None:
        """Make a move that was not made, or leave one that was."""
        for literal, positive in self._literals.get(move, ()):
            self._add_missing(literal, -1 if make == positive else 1)

    def _add_missing(self, node: int, more: int) -> None:
        before = self._missing[node]
        after = self._missing[node] = before + more
        if (before <= 0) != (after <= 0):
            for above, weight in self._above[node]:
                self._add_missing(above, -weight if after <= 0 else weight)
