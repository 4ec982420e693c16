"""The standing of a school by a result, as spans of ranks and sets of labels that laws can compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kiemdinh.api.assess import assess
from kiemdinh.api.assessment import Assessment
from kiemdinh.data.outcomes import LevelRef, OutcomeResult
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.loading import Framework

__all__ = [
    "Assessor",
    "OutcomeSpans",
    "Span",
    "assess_by_reference",
    "collect_spans",
    "find_excess",
    "join_spans",
    "rank_of",
    "span_text",
]


@dataclass(frozen=True, slots=True)
class Span:
    """The certain (``low``) and the possible (``high``) value of something ordered: ranks, or 0 and 1."""

    low: int
    high: int


OutcomeSpans: TypeAlias = Mapping[str, Span | frozenset[str]]
"""Each outcome and award by its name: the span of its ranks, or the labels that are possible."""
Assessor: TypeAlias = Callable[[Framework, Mapping[str, Any]], OutcomeSpans]
"""A function that returns the standing for a dossier. Laws only about levels and awards can be tried on any."""


def rank_of(framework: Framework, scale: str, level: LevelRef | None) -> int:
    """Return the rank of a level on its scale, from 1; 0 for what lies below the lowest step, and for None.

    So ranks of one scale can be compared as numbers, even if a school has no level.
    """
    steps = framework.definition.steps_of(scale)
    return steps.index(level.id) + 1 if level is not None and level.id in steps else 0


def assess_by_reference(framework: Framework, dossier: Mapping[str, Any]) -> OutcomeSpans:
    """Return the standing of a school by :func:`kiemdinh.assess`."""
    return collect_spans(assess(framework, dossier))


def collect_spans(result: Assessment) -> OutcomeSpans:
    """Return the standing of a school in every outcome and award of its framework.

    The names are ``outcome ID``, ``award ID`` and ``award ID at GRADE``.
    """
    framework = result.framework
    spans: dict[str, Span | frozenset[str]] = {}
    for found, outcome in zip(result.outcomes, framework.outcomes, strict=True):
        spans[f"outcome {found.id}"] = _outcome_span(framework, found, outcome)
    for award in result.awards:
        for grade in award.grades:
            name = f"award {award.id}" + (f" at {grade.grade.id}" if grade.grade else "")
            spans[name] = Span(grade.eligible.certain, grade.eligible.possible)
    return spans


def _outcome_span(framework: Framework, found: OutcomeResult, outcome: Any) -> Span | frozenset[str]:
    if isinstance(outcome, LadderOutcome):
        low, high = (rank_of(framework, outcome.ladder, end) for end in (found.guaranteed, found.attainable))
        return Span(low, high)
    return frozenset(label.id for label in found.labels)


def find_excess(inner: OutcomeSpans, outer: OutcomeSpans) -> str | None:
    """Return the first outcome or award for which *inner* allows more than *outer*; None where there is none.

    Examples
    --------
    >>> find_excess({"outcome grade": Span(0, 2)}, {"outcome grade": Span(1, 2)})
    'outcome grade'
    """
    for name, wide in outer.items():
        narrow = inner[name]
        if isinstance(wide, Span) and isinstance(narrow, Span):
            if not (wide.low <= narrow.low and narrow.high <= wide.high):
                return name
        elif isinstance(wide, frozenset) and isinstance(narrow, frozenset) and not narrow <= wide:
            return name
    return None


def join_spans(several: Sequence[Span | frozenset[str]]) -> Span | frozenset[str]:
    """Return the least span or set of labels that contains all of *several*, which are of one outcome.

    Examples
    --------
    >>> join_spans([Span(1, 1), Span(2, 3)])
    Span(low=1, high=3)
    """
    spans = [one for one in several if isinstance(one, Span)]
    if spans:
        return Span(min(one.low for one in spans), max(one.high for one in spans))
    return frozenset().union(*(one for one in several if isinstance(one, frozenset)))


def span_text(spans: OutcomeSpans, name: str) -> str:
    """Return the span of an outcome or award for a message: ``0 to 2``, or its labels.

    >>> span_text({"outcome mood": frozenset(("loud", "calm"))}, "outcome mood")
    'calm, loud'
    """
    span = spans[name]
    return f"{span.low} to {span.high}" if isinstance(span, Span) else ", ".join(sorted(span))
