"""Where a node, outcome or award stands in a result, in one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.data.what_if import Standing
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outcomes import LevelRef, OutcomeResult

__all__ = ["read_standing"]


def read_standing(result: AssessmentData, name: FactName) -> str:
    """Return where what a fact is about stands: a span of levels, labels, or a verdict; empty where there is no such.

    Of a school whose stages are assessed each on its own the first stage that stands somewhere is told.
    """
    if name.kind in (FactKind.OUTCOME, FactKind.LABEL, FactKind.CASE):
        found = (one for one in result.outcomes if one.id == name.subject)
        return next((_of_outcome(one) for one in found), "")
    if name.is_of_award:
        awards = (one for one in result.awards if one.id == name.subject)
        return next((_span(one.certain, one.possible) for one in awards), "")
    for node in result.nodes:
        if node.node == name.subject:
            if not node.applies:
                return "not-applicable"
            return str(node.truth) if node.truth is not None else _span(node.guaranteed, node.attainable)
    return ""


def _of_outcome(outcome: OutcomeResult) -> str:
    if outcome.labels:
        return str(Standing(tuple(label.id for label in outcome.labels)))
    return _span(outcome.guaranteed, outcome.attainable)


def _span(certain: LevelRef | None, possible: LevelRef | None) -> str:
    return str(Standing(tuple("" if ref is None else ref.id for ref in (certain, possible)), is_span=True))
