"""The margin of one school, composed of the possible losses of its clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.explanation.composition.composed_question import SPARE, ComposedFacts, join_maps
from kiemdinh.explanation.composition.joint_cases import iterate_joint_cases
from kiemdinh.explanation.least_losses import iterate_least, list_losses
from kiemdinh.rules import Budget, Number, find_margin

if TYPE_CHECKING:
    from kiemdinh.explanation.composition.cluster_losses import ClusterLosses
    from kiemdinh.explanation.composition.target_outline import TargetOutline

__all__ = ["LeastLosses", "compose_losses"]


class LeastLosses(NamedTuple):
    """The margin of a level.

    Attributes
    ----------
    size
        The number of losses of a least set; None where nothing drops the level.
    proved
        Whether that is proved to be the least.
    losses
        Least sets of losses, at most 20, each as the ids of what is lost.
    """

    size: Number | None
    proved: bool
    losses: tuple[tuple[str, ...], ...]


def compose_losses(outline: TargetOutline, clusters: Sequence[ClusterLosses], steps: int) -> LeastLosses | None:
    """Return the margin of a school from what each cluster of the outline can lose, in their order.

    The cost is that of :func:`kiemdinh.rules.find_margin`, without reading any record. None is returned where the
    budget of *steps* might not be enough for the whole question.
    """
    cases = tuple(_join_cases(clusters))
    leaves, actions = (
        [what for _, what in sorted((pair for one in clusters for pair in getattr(one, name)), key=itemgetter(0))]
        for name in ("leaves", "actions")
    )
    shown = join_maps(one.shown for one in clusters)
    values = {action.id: action.value for action in actions}
    budget = Budget(steps)
    definitions = join_maps((*(one.definitions for one in clusters), outline.definitions))
    losses = list_losses(leaves, actions, cases[0])
    found = find_margin(outline.condition, cases, losses, definitions, budget=budget)
    sets = tuple(tuple(shown[values.get(loss.id, loss.id)] for loss in one.losses) for one in iterate_least(found))
    return LeastLosses(found.cost, found.proved, sets) if budget.spent * SPARE <= steps else None


def _join_cases(clusters: Sequence[ClusterLosses]) -> Iterator[ComposedFacts]:
    """Yield what is known in each joint case of the clusters."""
    for numbers in iterate_joint_cases([one.context for one in clusters]):
        known = [one.known[number] for one, number in zip(clusters, numbers, strict=True)]
        yield ComposedFacts(join_maps(truths for truths, _ in known), join_maps(values for _, values in known))
