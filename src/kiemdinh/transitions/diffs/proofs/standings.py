"""The standing of a node, outcome or award in a result: as one text, and whether a fact about it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.data.what_if import Standing
from kiemdinh.rules import MET, UNMET
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outcomes import LevelRef, OutcomeResult
    from kiemdinh.standards.loading import Framework

__all__ = ["holds_in", "read_standing"]

_DECIDED: Final = {MET: True, UNMET: False}


def read_standing(result: AssessmentData, name: FactName) -> str:
    """Return the standing of the subject of a fact: a span of levels, labels, or a verdict; empty if there is none.

    For a school whose stages are assessed each on its own it is that of the first stage that has one.
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


def holds_in(result: Assessment, name: FactName) -> bool | None:
    """Return True or False where a result is sure that a fact holds or does not hold; None where it is not sure.

    A node that does not apply counts as holding: it asks nothing. The result is also None for facts that results do not
    show.
    """
    if name.kind is FactKind.NODE:
        found = next((node for node in result.nodes if node.node == name.subject), None)
        return None if found is None or found.truth is None else not found.applies or _DECIDED.get(found.truth)
    if name.kind is FactKind.AWARD:
        grades = (grade for one in result.awards if one.id == name.subject for grade in one.grades)
        return next((_DECIDED.get(one.eligible) for one in grades if name.step == (one.grade and one.grade.id)), None)
    found_outcome = next((one for one in result.outcomes if one.id == name.subject), None)
    if found_outcome is None or name.step is None:
        return None
    if name.kind is FactKind.LABEL:
        labels = {label.id for label in found_outcome.labels}
        return labels == {name.step} or (None if name.step in labels else False)
    return _reaches(result.framework, found_outcome, name.step) if name.kind is FactKind.OUTCOME else None


def _reaches(framework: Framework, outcome: OutcomeResult, step: str) -> bool | None:
    found = next((one for one in framework.outcomes if one.id == outcome.id), None)
    steps = framework.definition.steps_of(found.ladder) if isinstance(found, LadderOutcome) else ()
    ranks = {each: rank for rank, each in enumerate(steps)}
    if step not in ranks:
        return None
    sure, most = (-1 if one is None else ranks[one.id] for one in (outcome.guaranteed, outcome.attainable))
    return True if sure >= ranks[step] else None if most >= ranks[step] else False


def _of_outcome(outcome: OutcomeResult) -> str:
    if outcome.labels:
        return str(Standing(tuple(label.id for label in outcome.labels)))
    return _span(outcome.guaranteed, outcome.attainable)


def _span(certain: LevelRef | None, possible: LevelRef | None) -> str:
    return str(Standing(tuple("" if ref is None else ref.id for ref in (certain, possible)), is_span=True))
