"""What blocks the grades of awards: the blocking tree of each, and its waiting time (semantics 2.8, 5.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kiemdinh.assessment.awards import AwardStanding
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.awards import AwardResult
from kiemdinh.data.blockers import AWARDS_HELD, Target, ToDo
from kiemdinh.evidence.dossier import Reason
from kiemdinh.explanation.blocking import build_target
from kiemdinh.rules import MET, UNKNOWN
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.loading import Framework

__all__ = ["add_blockers"]


def add_blockers(
    framework: Framework,
    dossier: Dossier,
    school: ReportedSchool,
    nodes: tuple[NodeResult, ...],
    awards: tuple[AwardResult, ...],
) -> tuple[AwardResult, ...]:
    """Return *awards* with what blocks each grade that is not certain.

    Parameters
    ----------
    nodes
        The results of nodes.
    awards
        Where the school stands with each award, in the order of the framework.
    """
    pairs = zip(framework.awards, awards, strict=True)
    return tuple(
        _with_blockers(AwardStanding(framework, dossier, award, school), found, nodes) for award, found in pairs
    )


def _with_blockers(standing: AwardStanding, award: AwardResult, nodes: tuple[NodeResult, ...]) -> AwardResult:
    grades = tuple(
        grade if grade.eligible is MET else replace(grade, target=_build_grade_target(standing, award, i, nodes))
        for i, grade in enumerate(award.grades)
    )
    return replace(award, grades=grades)


def _build_grade_target(
    standing: AwardStanding, award: AwardResult, index: int, nodes: tuple[NodeResult, ...]
) -> Target:
    """Return what blocks the grade numbered *index* from 0: its rule and, beside it, the waiting time."""
    grade, is_over = award.grades[index], standing.waiting_time.is_over(index)
    level, until = grade.grade or award.title, grade.waits_until
    fact = standing.framework.outline.fact_names.read(standing.fact_names[index])
    target = build_target(standing.framework, standing.school, fact, level, nodes)
    wait = () if until is None else (_build_wait(standing.framework, until, award.id, level.id),)
    decide = target.decide
    # No record says whether a lower grade is held, so it is unknown whether a waiting time applies.
    if until is None and is_over is UNKNOWN:
        decide = (*decide, ToDo(AWARDS_HELD, None, None, None, (Reason.NOT_ASSESSED.value,), choice=False))
    # Gaps that do not matter are listed for levels only.
    return replace(target, truth=min(target.truth, is_over), wait=wait, decide=decide, irrelevant=())


def _build_wait(framework: Framework, until: dt.date, award: str, grade: str) -> ToDo:
    name = str(FactName(FactKind.AWARD, award))
    return ToDo(name, None, grade, None, (), choice=False, until=until, titles=find_titles(framework, name))
