"""How one assessment differs from another: outcomes, awards and nodes that stand otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.data.what_if import Difference, Standing
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outcomes import LevelRef

__all__ = ["find_differences"]


def find_differences(old: AssessmentData, new: AssessmentData) -> tuple[Difference, ...]:
    """Return what stands otherwise in *new*: outcomes, awards, and the nodes of layers, in this order.

    Requirements and other nodes below those of a layer are not compared. Both results are of one school, at two times
    or with and without a supposition.
    """
    before, after = _find_standings(old), _find_standings(new)
    return tuple(
        Difference(key, before.get(key, ""), after.get(key, ""))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    )


def _find_standings(result: AssessmentData) -> dict[str, str]:
    """Return where everything stands that is compared, as text, by the ids of results."""
    standings: dict[str, Standing] = {}
    for outcome in result.outcomes:
        labels = tuple(label.id for label in outcome.labels)
        span = _build_span(outcome.guaranteed, outcome.attainable)
        standings[str(FactName(FactKind.OUTCOME, outcome.id))] = Standing(labels) if labels else span
    for award in result.awards:
        standings[str(FactName(FactKind.AWARD, award.id))] = _build_span(award.certain, award.possible)
    for node in result.nodes:
        if node.layer is not None and node.kind == "level":
            standings[node.id] = _build_span(node.guaranteed, node.attainable)
        elif node.layer is not None and node.truth is not None:
            standings[node.id] = Standing((node.truth.name.lower(),))
    return {key: str(standing) for key, standing in standings.items()}


def _build_span(certain: LevelRef | None, possible: LevelRef | None) -> Standing:
    return Standing(tuple("" if ref is None else ref.id for ref in (certain, possible)), is_span=True)
