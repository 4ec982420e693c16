"""The changes of a repair, as results give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.assessment.records import find_evidence_asked, find_failing_evidence
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.repairs import RepairChange
from kiemdinh.evidence.dossier import Reason
from kiemdinh.evidence.resolution import missing_figures
from kiemdinh.explanation.repairs.prices import count_requirements
from kiemdinh.explanation.repairs.question import RepairQuestion
from kiemdinh.explanation.repairs.subjects import FactSubject, Subject
from kiemdinh.rules import Change

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework

__all__ = ["build_repair_change"]


def build_repair_change(
    framework: Framework,
    question: RepairQuestion,
    change: Change,
    *,
    moves_both_ways: bool = False,
) -> RepairChange:
    """Return a change of the kernel with the ids, people and efforts that a reader knows it by.

    *moves_both_ways* tells that the same repair moves the figure the other way too, so that each change names its own
    bound alone.
    """
    subject = question.subject_named(change.name)
    numerator, denominator = question.headcount(change)
    end, other_bound = question.find_end(change)
    facts, is_fact = question.prices.school.stages[subject.stage], isinstance(subject, FactSubject)
    reasons = _find_reasons(facts, subject, change)
    return RepairChange(
        id=subject.id,
        from_=change.from_,
        to=end,
        kind=change.kind,
        cost=change.cost,
        node=subject.node,
        level=subject.level,
        stage=subject.stage,
        part=numerator,
        whole=denominator,
        who=question.prices.find_effort(subject).who,
        within=None if moves_both_ways else other_bound,
        titles=find_titles(framework, subject.id),
        requirements=count_requirements(framework, subject),
        reasons=_sort_reasons(reasons),
        missing=missing_figures(facts, subject.name) if is_fact and reasons else (),
        evidence=find_failing_evidence(facts, subject.name) if is_fact and reasons else (),
        asked=find_evidence_asked(facts, subject.name) if is_fact and reasons else None,
        ended=(facts.resolved if is_fact else facts.known)(subject.name).ended if reasons else None,
    )


def _find_reasons(facts: StageFacts, subject: Subject, change: Change) -> frozenset[Reason]:
    """Return why what a change settles is unknown; nothing of what falls short, or waits for a lower step."""
    if change.kind != "settle":
        return frozenset()
    return (
        facts.resolved(subject.name).reasons if isinstance(subject, FactSubject) else facts.known(subject.name).reasons
    )


def _sort_reasons(reasons: frozenset[Reason]) -> tuple[str, ...]:
    return tuple(reason.value for reason in Reason if reason in reasons)
