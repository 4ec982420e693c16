"""The two kinds of nodes of a threshold function: literals and gates."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Gate", "Literal"]


class Literal(NamedTuple):
    """A literal: the move is made (``positive``), or it is not made."""

    move: int
    positive: bool


class Gate(NamedTuple):
    """A linear threshold gate: the weights of the members that hold add up to at least ``need``.

    ``members`` are node numbers, rising; ``weights`` are positive and stand in the same order.
    """

    need: int
    members: tuple[int, ...]
    weights: tuple[int, ...]

    @property
    def is_conjunction(self) -> bool:
        """Whether all members must hold (AND)."""
        return self.need == sum(self.weights)

    @property
    def is_disjunction(self) -> bool:
        """Whether one member is enough (OR)."""
        return self.need == 1
