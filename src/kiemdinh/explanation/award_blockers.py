"""What blocks the grades of awards: the blocking tree of each, and the wait that binds it (semantics 2.8, 5.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiemdinh.assessment.awards import AwardStanding
from kiemdinh.data.awards import AwardResult, GradeResult
from kiemdinh.data.blockers import Target, ToDo
from kiemdinh.explanation.blocking.target import target_of
from kiemdinh.rules import MET, UNKNOWN

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.evidence.dossier.model import Dossier
    from kiemdinh.standards.loading import Framework

__all__ = ["add_blockers"]


def add_blockers(
    framework: Framework,
    dossier: Dossier,
    school: ReportedSchool,
    nodes: tuple[NodeResult, ...],
    awards: tuple[AwardResult, ...],
) -> tuple[AwardResult, ...]:
    """Return *awards*, in the order of the framework, with what blocks each grade that is not certain."""
    pairs = zip(framework.awards, awards, strict=True)
    return tuple(
        _with_blockers(AwardStanding(framework, dossier, award, school), found, nodes) for award, found in pairs
    )


def _with_blockers(standing: AwardStanding, award: AwardResult, nodes: tuple[NodeResult, ...]) -> AwardResult:
    grades = tuple(
        grade if grade.eligible is MET else replace(grade, target=_target(standing, award, i, grade, nodes))
        for i, grade in enumerate(award.grades)
    )
    return replace(award, grades=grades)


def _target(
    standing: AwardStanding, award: AwardResult, index: int, grade: GradeResult, nodes: tuple[NodeResult, ...]
) -> Target:
    ref, until, waited = grade.grade or award.title, grade.waits_until, standing.waiting_time.is_over(index)
    target = target_of(standing.framework, standing.school, standing.fact_names[index], ref, nodes)
    wait = (ToDo(f"award:{award.id}", None, ref.id, None, (), choice=False, until=until),) if until else ()
    decide = target.decide
    if until is None and waited is UNKNOWN:
        decide = (*decide, ToDo("held", None, None, None, ("not assessed",), choice=False))
    return replace(target, truth=min(target.truth, waited), wait=wait, decide=decide, irrelevant=())
