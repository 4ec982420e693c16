"""Further points to cover: what applies, the evidence policy, ratings and points, and the terms of awards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.observations import APPLIES, DOES_NOT_APPLY, JUST_REACHED, JUST_SHORT, UNCERTAIN
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.parsing.durations import add_duration
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval
from kiemdinh.standards.definition import ValidityTable
from kiemdinh.standards.evidence_policies import list_evidence_policies, list_terms_above
from kiemdinh.standards.names import FactKind, FactName, ValueKind, ValueName, read_value_name
from kiemdinh.testing.coverage.points import CoveragePoint

if TYPE_CHECKING:
    from kiemdinh.analysis.observations import Observation
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.assessment.reported_facts import ReportedStage
    from kiemdinh.data.awards import AwardResult
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.rules import Number
    from kiemdinh.standards.definition import Award
    from kiemdinh.standards.evidence_policies import PlacedTerms
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.coverage.influence import Influence

__all__ = ["list_policy_points", "look_at_awards", "look_at_evidence", "look_at_scores", "look_at_what_applies"]

PIVOTAL_HIGHER: Final = "pivotal when higher"
"""If only the rating or the points were as high as possible, an outcome or award would be different."""
PIVOTAL_LOWER: Final = "pivotal when lower"
"""If only they were as low as possible, an outcome or award would be different."""
LAST_DAY: Final = "on its last day"
DAY_AFTER: Final = "on the day after"
SHOWN: Final = "shown"
_EVIDENCE: Final = "evidence: items"
_ONE_DAY: Final = dt.timedelta(days=1)
_SCORES: Final = {"rating": ValueKind.RATING, "points": ValueKind.POINTS, "finding": ValueKind.FINDING}


def list_policy_points(framework: Framework) -> Iterator[CoveragePoint]:
    """Yield points for what applies only to some, the evidence policy, ratings and points, and terms of awards."""
    for info in framework.nodes.values():
        if info.node.when is not None or info.node.may_not_apply:
            name = str(FactName(FactKind.APPLIES, info.id))
            yield CoveragePoint(name, "applicability", info.path, (APPLIES, DOES_NOT_APPLY))
    for placed in list_evidence_policies(framework.definition, framework.outline):
        if placed.terms.asks_for_evidence:
            name = ": ".join((_EVIDENCE, *map(str, _shown_place(placed))))
            yield CoveragePoint(name, "evidence", placed.path, (JUST_REACHED, JUST_SHORT))
    for info in framework.nodes.values():
        if info.verdict in _SCORES and not (info.layer is not None and info.layer.derive is not None):
            name = str(ValueName(_SCORES[info.verdict], info.id))
            yield CoveragePoint(name, "score", info.path, (UNCERTAIN, PIVOTAL_HIGHER, PIVOTAL_LOWER))
    for i, award in enumerate(framework.awards):
        yield from _points_of_award(award, i)


def _shown_place(placed: PlacedTerms) -> tuple[str, ...]:
    """Return the node that states a policy and the level for which it does, if there are these."""
    level = placed.path[-1] if "levels" in placed.path[-2:-1] else None
    return tuple(str(part) for part in (placed.node, level) if part is not None)


def _points_of_award(award: Award, number: int) -> Iterator[CoveragePoint]:
    at = ("awards", number)
    if isinstance(award.valid, ValidityTable):
        for label in award.valid.values:
            yield CoveragePoint(f"{award.id}: valid: {label}", "award term", (*at, "valid", "values", label), (SHOWN,))
    elif award.valid is not None:
        yield CoveragePoint(f"{award.id}: valid", "award term", (*at, "valid"), (LAST_DAY, DAY_AFTER))
    if award.renew_before is not None:
        yield CoveragePoint(f"{award.id}: renew_before", "award term", (*at, "renew_before"), (SHOWN,))
    if award.wait_for_higher is not None:
        yield CoveragePoint(
            f"{award.id}: wait_for_higher", "award term", (*at, "wait_for_higher"), (LAST_DAY, DAY_AFTER)
        )


# -- looking -------------------------------------------------------------------------------------------------------


def look_at_what_applies(point: CoveragePoint, stage: ReportedStage) -> Iterator[Observation]:
    """Yield whether a node applies in a stage, where that is known."""
    truth = stage.truth(point.id)
    if truth is not UNKNOWN:
        yield point.id, APPLIES if truth is MET else DOES_NOT_APPLY


def look_at_evidence(point: CoveragePoint, stage: ReportedStage, framework: Framework) -> Iterator[Observation]:
    """Yield whether a finding has just enough evidence, or one item too few, so that it is not met."""
    facts = stage.resolution
    names = [
        name for name in _list_supported(facts.dossier, framework) if _is_under(point, facts.read_name(name), framework)
    ]
    for more, what in ((1, JUST_REACHED), (-1, JUST_SHORT)):
        support = facts.support.asking_for(more)
        other = replace(facts, support=support, _resolved={}, _known={}, _by_side={})
        if any(facts.truth(name) is not other.truth(name) for name in names):
            yield point.id, what


def _is_under(point: CoveragePoint, fact: FactName, framework: Framework) -> bool:
    """Return whether the policy of a point is among those that apply to the evidence for a fact."""
    above = list_terms_above(framework.definition, framework.outline, fact.node, fact.step)
    return any(placed.path == point.path for placed in above)


def _list_supported(dossier: Dossier, framework: Framework) -> tuple[str, ...]:
    """Return the facts about which the school itself has found something, which must rest on evidence."""
    nodes = dict.fromkeys(finding.node for finding in dossier.findings if finding.side == "self")
    infos = [framework.nodes[name] for name in nodes]
    steps = (str(FactName(FactKind.STEP, info.id, step)) for info in infos for step in info.levels)
    return (*(info.id for info in infos if info.verdict == "met"), *steps)


def look_at_scores(
    point: CoveragePoint, stage: ReportedStage, framework: Framework, influence: Influence
) -> Iterator[Observation]:
    """Yield whether a rating or points are unknown, and whether a result would differ if only these were different."""
    if not stage.value(point.id).known:
        yield point.id, UNCERTAIN
        return
    low, high = _ends_of_score(read_value_name(point.id).name, framework)
    for end, what in ((high, PIVOTAL_HIGHER), (low, PIVOTAL_LOWER)):
        if end is not None and influence.changes_end_by_value(point.id, Interval.point(end)):
            yield point.id, what


def _ends_of_score(node: str, framework: Framework) -> tuple[Number | None, Number | None]:
    """Return the lowest and the highest rating or points that a node can have."""
    measure = allowed_entries(framework).nodes[node].measure
    if measure is None:
        return None, None
    return (0, len(measure.words) - 1) if measure.kind == "words" else (measure.low, measure.high)


def look_at_awards(assessment: Assessment) -> Iterator[Observation]:
    """Yield the observations of a school about the terms of awards, on the day of its assessment."""
    definitions = {award.id: award for award in assessment.framework.awards}
    has_table = any(isinstance(award.valid, ValidityTable) for award in definitions.values())
    # Working out the awards of a school takes time, and all other terms are about awards that are held.
    if not assessment.dossier.held and not has_table:
        return
    for result in assessment.awards:
        yield from _look_at_validity(result, definitions[result.id], assessment)
        yield from _look_at_wait(result, definitions[result.id], assessment)


def _look_at_validity(result: AwardResult, award: Award, assessment: Assessment) -> Iterator[Observation]:
    on = assessment.dates.evidence
    if result.renew_by is not None:
        yield f"{award.id}: renew_before", SHOWN
    if isinstance(award.valid, ValidityTable):
        outcome = next(one for one in assessment.outcomes if one.id == award.valid.by)
        # If a school is eligible, its result says for how long, also for an award without grades.
        if result.certain is not None and outcome.outcome is not None:
            yield f"{award.id}: valid: {outcome.outcome.id}", SHOWN
        return
    if result.held_until == on and not result.is_printed:
        yield f"{award.id}: valid", LAST_DAY
    if any(not (one.is_printed or one.is_withdrawn) and one.last_day == on - _ONE_DAY for one in result.past):
        yield f"{award.id}: valid", DAY_AFTER


def _look_at_wait(result: AwardResult, award: Award, assessment: Assessment) -> Iterator[Observation]:
    on, wait = assessment.dates.evidence, award.wait_for_higher
    if any(grade.waits_until == on + _ONE_DAY for grade in result.grades):
        yield f"{award.id}: wait_for_higher", LAST_DAY
    held = result.held
    is_over = wait is not None and held is not None and add_duration(held.signed, wait) == on
    if is_over and any(grade.eligible is not UNMET for grade in result.grades[1:]):
        yield f"{award.id}: wait_for_higher", DAY_AFTER
