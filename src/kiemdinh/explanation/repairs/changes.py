"""The changes of a repair, as results give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.repairs import RepairChange
from kiemdinh.explanation.repairs.prices import count_requirements
from kiemdinh.explanation.repairs.question import RepairQuestion
from kiemdinh.rules import Change

if TYPE_CHECKING:
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
    )
