"""The changes of a repair in the form that results have."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.assessment.records import find_evidence_asked, find_failing_evidence
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.repairs import RepairChange
from kiemdinh.evidence.dossier import Reason
from kiemdinh.evidence.resolution import missing_figures
from kiemdinh.explanation.repairs.prices import count_requirements
from kiemdinh.explanation.repairs.question import RepairQuestion
from kiemdinh.explanation.repairs.subjects import FactSubject, Subject
from kiemdinh.rules import MET, Change, exact_number
from kiemdinh.standards.names import read_fact_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework

__all__ = ["build_repair_change", "join_steps_of_members"]


def build_repair_change(
    framework: Framework,
    question: RepairQuestion,
    change: Change,
    *,
    moves_both_ways: bool = False,
) -> RepairChange:
    """Return a change of the kernel with the ids, people and efforts that a reader knows it by.

    *moves_both_ways* says that the same repair also moves the figure the other way; then each change names only its own
    bound.
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
        member=subject.fact.member if isinstance(subject, FactSubject) else None,
        own=_find_own_changes(question, subject),
        ended=(facts.resolved if is_fact else facts.known)(subject.name).ended if reasons else None,
    )


def _find_own_changes(question: RepairQuestion, subject: Subject) -> tuple[RepairChange, ...]:
    """Return the changes of the own repair of a member that is raised; none where it was not assessed."""
    find_own = question.prices.efforts.find_own
    if find_own is None or not isinstance(subject, FactSubject) or subject.fact.member is None:
        return ()
    own = find_own(subject.fact)
    return () if own is None else own.changes


def _find_reasons(facts: StageFacts, subject: Subject, change: Change) -> frozenset[Reason]:
    """Return why what a change settles is unknown; nothing of what falls short, or waits for a lower step."""
    if change.kind != "settle":
        return frozenset()
    return (
        facts.resolved(subject.name).reasons if isinstance(subject, FactSubject) else facts.known(subject.name).reasons
    )


def _sort_reasons(reasons: frozenset[Reason]) -> tuple[str, ...]:
    return tuple(reason.value for reason in Reason if reason in reasons)


def join_steps_of_members(framework: Framework, changes: tuple[RepairChange, ...]) -> tuple[RepairChange, ...]:
    """Return the changes of a repair; those of one member and outcome become one change, to the highest step (6.4)."""
    found: dict[object, list[RepairChange]] = {}
    for i, change in enumerate(changes):
        name = read_fact_name(change.id)
        is_raised = name.reference is not None and change.to is MET
        steps = (name.kind, name.reference, name.member, change.stage)
        found.setdefault(steps if is_raised else i, []).append(change)
    return tuple(_join_changes(framework, steps) if len(steps) > 1 else steps[0] for steps in found.values())


def _join_changes(framework: Framework, changes: list[RepairChange]) -> RepairChange:
    reference = read_fact_name(changes[0].id).reference
    order = framework.definition.references[str(reference)].steps if reference is not None else ()
    lowest, *_, highest = sorted(changes, key=lambda change: order.index(change.level) if change.level in order else -1)
    cost = exact_number(sum(Fraction(change.cost) for change in changes))
    # What is known of the lowest open step tells whether the member falls short or nothing is known of it.
    return replace(highest, cost=cost, kind=lowest.kind, from_=lowest.from_, reasons=lowest.reasons)
