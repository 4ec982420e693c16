"""Whether the readings of a school's outcomes are exact, or may be too wide (semantics 1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules import UNKNOWN
from kiemdinh.standards.names import FactKind, FactName, ValueName

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage

__all__ = ["has_unknown_both_ways"]


def has_unknown_both_ways(school: ReportedSchool) -> bool:
    """Return whether something unknown enters an outcome under both signs, so that the readings may be too wide (1.6).

    The readings stay sound all the same: what is certain is certain, and what is not possible is impossible. Names that
    are settled by cases do not count (1.7). Costs one look-up for each name of mixed polarity in each stage.

    Parameters
    ----------
    school
        The facts as they are reported.
    """
    rules = school.facts.rules
    # What is settled by cases is exact whatever its signs.
    names = [name for name in rules.mixed_polarity_names if name not in rules.cases]
    return any(_is_unknown(name, stage) for name in names for stage in school.stages)


def _is_unknown(name: str, stage: ReportedStage) -> bool:
    framework = stage.resolution.framework
    # All steps of a criterion count as one name, that of the criterion.
    info = framework.nodes.get(name)
    if info is not None:
        facts = [str(FactName(FactKind.STEP, name, step)) for step in info.levels] or [name]
        return any(stage.truth(fact) is UNKNOWN for fact in facts)
    if isinstance(framework.outline.fact_names.read_any(name), ValueName):
        return not stage.value(name).known
    return stage.truth(name) is UNKNOWN
