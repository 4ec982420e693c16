"""Normal forms written as gates over moves, for the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.repairs.normal_form import BoundLeaf, FactLeaf, Normal, NormalGroup
from kiemdinh.rules.search import FALSE, TRUE

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.moves import MoveTable
    from kiemdinh.rules.search import Gates

__all__ = ["GateWriter"]


class GateWriter:
    """Writes normal forms as gates over moves; equal parts are written once.

    A leaf becomes the conjunction of the moves that it needs and the negations of the moves that would undo these.
    """

    def __init__(self, gates: Gates, moves: MoveTable) -> None:
        self._gates, self._moves = gates, moves
        self._done: dict[Normal, int] = {}

    def write_form(self, form: Normal) -> int:
        """Return the node of a normal form; linear in its size."""
        if isinstance(form, bool):
            return TRUE if form else FALSE
        if form not in self._done:
            self._done[form] = self._make_node(form)
        return self._done[form]

    def _make_node(self, form: FactLeaf | BoundLeaf | NormalGroup) -> int:
        """Return the node of a form that is no constant."""
        if isinstance(form, NormalGroup):
            return self._gates.make_gate(form.need, [self.write_form(part) for part in form.members], form.weights)
        needed = self._moves.moves_required(form)
        if needed is None:
            return FALSE
        made = [self._gates.make_literal(move) for move in needed.made]
        if needed.left:
            made += [self._gates.make_literal(move, positive=False) for move in needed.left]
        return made[0] if len(made) == 1 else self._gates.make_all(made)
