"""Losses: what a target that is certain can lose (semantics 5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.rules.terms import Number

if TYPE_CHECKING:
    from kiemdinh.rules.repairs import Bound

__all__ = ["ChosenLoss", "Loss", "LossSet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that is lost as a whole, such as an item of evidence: all that rests on it becomes unknown.

    See the example of :func:`kiemdinh.rules.find_margin`.

    Attributes
    ----------
    id
        The name of the loss, unique among the losses that are asked about.
    facts, values
        The names of the facts and values that rest on it.
    cost
        The cost of the loss; positive.

    Raises
    ------
    ValueError
        If the cost is not positive.
    """

    id: str
    facts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    cost: Number = 1

    def __post_init__(self) -> None:
        if self.cost <= 0:
            msg = f"{self.id}: a cost is positive, not {self.cost}"
            raise ValueError(msg)


class ChosenLoss(NamedTuple):
    """One loss of a set.

    See the example of :func:`kiemdinh.rules.find_margin`.

    Attributes
    ----------
    id
        The id of the loss.
    bound
        The bound that a value goes to; None for all else.
    """

    id: str
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class LossSet:
    """A minimal set of losses after which the target is no longer certain.

    See the example of :func:`kiemdinh.rules.find_margin`.

    Attributes
    ----------
    cost
        What the losses cost together.
    losses
        The losses.
    """

    cost: Number
    losses: tuple[ChosenLoss, ...]
