"""Causes: which findings follow from another one, so that each fault is reported once.

A finding is about its place, or about the obstacles that it names. It follows from a graver or nearer finding whose
place or obstacles contain all of these: a correction there corrects both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["find_causes"]

_NEAREST: Final = (
    *("KD506", "KD505", "KD503", "KD504", "KD501", "KD502", "KD507", "KD508"),
    *("KD523", "KD521", "KD522", "KD524", "KD525"),
)
"""Codes of proved flaws, nearest to the fault first: a threshold before a condition, a condition before a result."""

_MISSING_CITATION: Final = "KD533"
"""The code from which nothing follows: it says only that a part names no article."""

_SEVERITIES: Final = ("error", "warning", "note")


def find_causes(findings: Sequence[LintFinding]) -> tuple[LintFinding, ...]:
    """Return the findings in their order; a finding that follows from another one has that one as its cause.

    A cause has no cause itself. Quadratic in the number of findings that are about one file.
    """
    by_rank = sorted((finding for finding in findings if finding.path), key=_rank)
    causes: dict[int, LintFinding] = {}
    for i, finding in enumerate(by_rank):
        cause = next((other for other in by_rank[:i] if _explains(other, finding)), None)
        if cause is not None:
            causes[id(finding)] = causes.get(id(cause), cause)
    return tuple(replace(each, cause=causes[id(each)]) if id(each) in causes else each for each in findings)


def _rank(finding: LintFinding) -> tuple[int, int]:
    nearness = _NEAREST.index(finding.code) if finding.code in _NEAREST else len(_NEAREST)
    return _SEVERITIES.index(finding.severity), nearness


def _explains(cause: LintFinding, finding: LintFinding) -> bool:
    """Return whether all that a finding is about lies at the place of a cause, or in the parts that the cause names."""
    if not (cause.decided and finding.decided) or cause.severity == "note" or cause.code == _MISSING_CITATION:
        return False
    of_cause = (cause.path, *_paths_of(cause))
    return all(any(_is_within(path, place) for place in of_cause) for path in _paths_of(finding))


def _paths_of(finding: LintFinding) -> Iterable[str]:
    return tuple(obstacle.path for obstacle in finding.obstacles) or (finding.path,)


def _is_within(path: str, place: str) -> bool:
    return path == place or path.startswith((f"{place}.", f"{place}["))
