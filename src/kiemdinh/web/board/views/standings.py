"""The standings of schools in short, for the list and the heat map of an office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiemdinh.data.outcomes import LevelRef
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.narration.sentences import list_criteria
from kiemdinh.rules import MET, UNMET
from kiemdinh.web.board.views.school import SchoolState, assess_school, state_of

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import NodeResult

__all__ = ["SchoolStanding", "find_standings"]


@dataclass(frozen=True, slots=True)
class SchoolStanding:
    """The standing of a school, without words of a language.

    Attributes
    ----------
    on
        The day of the assessment.
    level, attainable
        The highest level that is certain, and the highest that is possible; None where none is.
    outcome
        The outcome that is certain: a level, or what lies below the lowest; None where none is certain.
    state
        The state of the school, which says what is to be done first.
    size
        How many changes the cheapest way to the next level has; None where none is above, or no way is known.
    criteria
        For each criterion, how many steps of its scale are certain and how many are possible, in each stage that has
        its own; criteria that do not apply are left out.
    problem
        Why it could not be assessed; else None.
    """

    on: dt.date | None = None
    level: LevelRef | None = None
    attainable: LevelRef | None = None
    outcome: LevelRef | None = None
    state: SchoolState = "settle"
    size: int | None = None
    criteria: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    problem: Exception | None = None


def find_standings(
    asked: Sequence[tuple[str, Mapping[str, Any]]], on: str | None, steps: int
) -> tuple[SchoolStanding, ...]:
    """Return the standing of each of several schools, given the id of its framework and its dossier.

    A dossier that cannot be read has a standing with its ``problem``.
    """
    return tuple(_find_standing(framework, dossier, on, steps) for framework, dossier in asked)


def _find_standing(framework: str, dossier: Mapping[str, Any], on: str | None, steps: int) -> SchoolStanding:
    try:
        result = assess_school(framework, dossier, on, steps)
    except InputError as error:
        return SchoolStanding(problem=error)
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for node in list_criteria(result):
        if node.applies is not UNMET:
            found[node.node] = (*found.get(node.node, ()), _count_steps(result, node))
    has_next = result.outcomes[0].kind == "ladder" and result.target is not None
    cheapest = result.repairs(limit=1).cheapest if has_next else None
    return SchoolStanding(
        result.dates.evidence,
        result.level,
        result.attainable,
        result.outcome,
        state_of(result),
        None if cheapest is None or not cheapest.changes else cheapest.size,
        found,
    )


def _count_steps(result: Assessment, node: NodeResult) -> tuple[int, int]:
    if node.truth is not None:
        return int(node.truth is MET), int(node.truth is not UNMET)
    steps = result.framework.nodes[node.node].steps
    low, high = (
        0 if end is None or end.id not in steps else steps.index(end.id) + 1
        for end in (node.guaranteed, node.attainable)
    )
    return low, high
