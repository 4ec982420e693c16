"""The possible losses of a level, and the least sets of losses that drop it, for the margin of schools (5.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from kiemdinh.rules import UNKNOWN, ExhaustedError, Loss

if TYPE_CHECKING:
    from kiemdinh.rules import CertaintyMargin, Facts, LossSet, ValueAction

__all__ = ["iterate_least", "list_losses"]

_MAX_LEAST_SETS: Final = 20


def list_losses(leaves: Iterable[str], actions: Iterable[ValueAction], known: Facts) -> list[Loss | ValueAction]:
    """Return all possible losses: facts that records settle, and known values, upwards and downwards.

    The loss of a fact that is unmet is that it becomes met, which may break a rule with a negation (5.8).
    """
    facts = [Loss(id=name, facts=(name,)) for name in leaves if known.truth(name) is not UNKNOWN]
    return [*facts, *(action for action in actions if known.value(action.value).known)]


def iterate_least(found: CertaintyMargin) -> Iterator[LossSet]:
    """Yield the cheapest sets of losses, at most 20; fewer where the budget runs out."""
    try:
        for loss_set in islice(found, _MAX_LEAST_SETS):
            if loss_set.cost != found.cost:
                return
            yield loss_set
    except ExhaustedError:
        return
