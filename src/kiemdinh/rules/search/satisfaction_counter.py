"""Incremental evaluation of a gate while single moves are made or undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.search.nodes import Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = ["SatisfactionCounter"]


class SatisfactionCounter:
    """Evaluates a node again and again under sets of moves that differ by one move.

    For each node below it, the counter keeps how much weight is still missing to its need, at most 0 if it holds. One
    change costs as much as the nodes whose value changes, not the size of the whole node.
    """

    def __init__(self, gates: Gates, node: int, made: int) -> None:
        self._root = node
        self._missing: dict[int, int] = {}
        self._above: dict[int, list[tuple[int, int]]] = {}
        self._literals: dict[int, list[tuple[int, bool]]] = {}
        # A gate is made after its members, so rising numbers give every member before the gates it is in.
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
        """Return whether the node holds under the present moves."""
        return self._missing[self._root] <= 0

    def find_turn(self, moves: Sequence[int]) -> int | None:
        """Return the position of the first of *moves* that changes the value of the node; None if none does.

        The moves are made one after another, and undone at the end; none is made before.
        """
        now, found = self.is_satisfied(), None
        for place, move in enumerate(moves):
            self.set_move(move, make=True)
            if self.is_satisfied() is not now:
                found = place
                break
        for move in moves[: len(moves) if found is None else found + 1]:
            self.set_move(move, make=False)
        return found

    def is_satisfied_without(self, move: int) -> bool:
        """Return whether the node would hold if a move that is made were not made."""
        self.set_move(move, make=False)
        found = self.is_satisfied()
        self.set_move(move, make=True)
        return found

    def set_move(self, move: int, *, make: bool) -> None:
        """Make a move that is not made now (``make``), or undo one that is; the caller must know which."""
        for literal, positive in self._literals.get(move, ()):
            self._add_missing(literal, -1 if make == positive else 1)

    def _add_missing(self, node: int, more: int) -> None:
        """Add to what a node misses, and pass it on to the gates above only if the node's own value changes."""
        before = self._missing[node]
        after = self._missing[node] = before + more
        if (before <= 0) != (after <= 0):
            for above, weight in self._above[node]:
                self._add_missing(above, -weight if after <= 0 else weight)
