"""Where a school stands by a result, as places on ladders and sets of labels that laws can compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from kiemdinh.api.assess import assess
from kiemdinh.api.assessment import Assessment
from kiemdinh.data.outcomes import LevelRef, OutcomeResult
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.model import LadderOutcome

__all__ = ["Span", "Standing", "assessed", "place_of", "standing", "within"]


@dataclass(frozen=True, slots=True)
class Span:
    """What is certain and what is possible of something ordered."""

    low: int
    high: int


Standing: TypeAlias = Mapping[str, Span | frozenset[str]]
"""Each outcome and award: a span of places on its ladder, or the labels that are possible."""


def assessed(framework: Framework, dossier: Mapping[str, Any]) -> Assessment:
    """Assess a dossier on its own date."""
    return assess(framework, dossier)


def place_of(framework: Framework, scale: str, level: LevelRef | None) -> int:
    """Return the place of a level on its ladder, 0 below the lowest."""
    steps = framework.definition.steps_of(scale)
    return steps.index(level.id) + 1 if level is not None and level.id in steps else 0


def standing(result: Assessment) -> Standing:
    """Return where a school stands by every outcome and award of its framework."""
    framework = result.framework
    said: dict[str, Span | frozenset[str]] = {}
    for found, outcome in zip(result.outcomes, framework.outcomes, strict=True):
        said[f"outcome {found.id}"] = _of_outcome(framework, found, outcome)
    for award in result.awards:
        for grade in award.grades:
            name = f"award {award.id}" + (f" at {grade.grade.id}" if grade.grade else "")
            said[name] = Span(grade.eligible.certain, grade.eligible.possible)
    return said


def _of_outcome(framework: Framework, found: OutcomeResult, outcome: Any) -> Span | frozenset[str]:
    if isinstance(outcome, LadderOutcome):
        low, high = (place_of(framework, outcome.ladder, one) for one in (found.guaranteed, found.attainable))
        return Span(low, high)
    return frozenset(label.id for label in found.labels)


def within(inner: Standing, outer: Standing) -> str | None:
    """Return the first thing of which *inner* says more than *outer* allows; None where there is none."""
    for name, wide in outer.items():
        narrow = inner[name]
        if isinstance(wide, Span) and isinstance(narrow, Span):
            if not (wide.low <= narrow.low and narrow.high <= wide.high):
                return name
        elif isinstance(wide, frozenset) and isinstance(narrow, frozenset) and not narrow <= wide:
            return name
    return None
