"""Explaining a level: its blocking tree, what every gap means for it, and the repairs (semantics 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.data.explanation import ExplanationData
from kiemdinh.explanation.blocking import build_target
from kiemdinh.explanation.repairs.level_repairs import classed, find_level_repairs
from kiemdinh.explanation.repairs.problem import ask

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.data.outcomes import LevelRef, NodeResult
    from kiemdinh.explanation.costs import Efforts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["explain"]


def explain(
    framework: Framework,
    school: ReportedSchool,
    level: LevelRef | None,
    fact: FactName | None,
    nodes: tuple[NodeResult, ...],
    efforts: Efforts,
) -> ExplanationData:
    """Return what blocks the fact *fact* that stands for *level*, and what would do; without them nothing blocks.

    The problem is built once, for the repairs and for what each gap means.
    """
    if level is None or fact is None:
        return ExplanationData(level, None, None, find_level_repairs(framework, school.facts, level, None, efforts))
    asked = ask(framework, school.facts, str(fact), efforts)
    repairs = find_level_repairs(framework, school.facts, level, fact, efforts, asked=asked)
    target = build_target(framework, school, fact, level, nodes)
    return ExplanationData(level, target, classed(asked), repairs)
