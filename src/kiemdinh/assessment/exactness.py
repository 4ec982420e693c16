"""Whether the readings of a school's outcomes are exact, or may be too wide (semantics 1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules import UNKNOWN

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage

__all__ = ["open_both_ways"]


def open_both_ways(whole: ReportedSchool) -> bool:
    """Whether something unknown enters an outcome under both signs, so that the readings may be too wide (1.6)."""
    rules = whole.facts.rules
    names = [name for name in rules.both_ways if name not in rules.cases]
    return any(_is_open(name, part) for name in names for part in whole.parts())


def _is_open(name: str, part: ReportedStage) -> bool:
    info = part.resolution.framework.nodes.get(name)
    if info is not None:
        facts = [f"{name}/{step}" for step in info.levels] or [name]
        return any(part.truth(fact) is UNKNOWN for fact in facts)
    if name.partition(":")[0] in ("input", "per", "rating", "points", "finding"):
        return not part.value(name).known
    return part.truth(name) is UNKNOWN
