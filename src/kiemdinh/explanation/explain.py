"""The explanation of a level: what blocks it, the role of every gap, and the repairs (semantics 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.data.explanation import ExplanationData
from kiemdinh.explanation.blocking import build_target
from kiemdinh.explanation.repairs import build_question, classify_gaps, find_level_repairs
from kiemdinh.explanation.search_work import report_work

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.data.outcomes import LevelRef, NodeResult
    from kiemdinh.explanation.costs import Efforts
    from kiemdinh.rules import Budget
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["explain_level"]


def explain_level(
    framework: Framework,
    school: ReportedSchool,
    level: LevelRef | None,
    fact: FactName | None,
    nodes: tuple[NodeResult, ...],
    efforts: Efforts,
    budget: Budget,
) -> ExplanationData:
    """Return what blocks a level, the role of every gap, and the repairs that lead to it.

    The question is built once, for the repairs and for the roles of the gaps. The roles cost two searches for each gap.

    Parameters
    ----------
    level, fact
        The level and the fact that stands for it; None and None at the top, where nothing blocks.
    nodes
        The results of nodes, among which the gaps that do not matter are found.
    efforts
        What changes cost.
    budget
        The steps that all searches may take together.
    """
    if level is None or fact is None:
        none = find_level_repairs(framework, school.facts, level, None, efforts, budget)
        return ExplanationData(level, None, None, none, none.search)
    question = build_question(framework, school.facts, fact, efforts)
    with budget.capped(budget.left // 2):
        repairs = find_level_repairs(framework, school.facts, level, fact, efforts, budget, question=question)
    target = build_target(framework, school, fact, level, nodes)
    return ExplanationData(level, target, classify_gaps(question, budget), repairs, report_work(budget))
