"""The levels, labels and grades that a definition names, each with its texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiemdinh.data.outcomes import LevelRef
from kiemdinh.standards.definition import LabelOutcome, LadderOutcome, StepScale

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Localised
    from kiemdinh.standards.loading import Framework

__all__ = ["highest_level", "labels_of", "ladder_of", "level_ref", "not_reached_level", "steps_of"]


def level_ref(level_id: str, texts: Localised | None) -> LevelRef:
    """Return the reference to a level, label or grade: its id and its texts.

    *texts* is the part of the definition that names it; without one the reference has the id alone.

    >>> level_ref("muc-1", None)
    LevelRef(id='muc-1', vi=None, en=None)
    """
    return LevelRef(level_id, texts.vi if texts else None, texts.en if texts else None)


def steps_of(framework: Framework, scale_id: str) -> tuple[LevelRef, ...]:
    """Return the steps of a scale, lowest first; nothing for a scale of numbers or one that is not declared.

    What lies below the lowest step is no step: see :func:`not_reached_level`.

    >>> from kiemdinh.standards.catalogue import load
    >>> [step.id for step in steps_of(load("vn.tt57-2026.pho-thong"), "muc")]
    ['muc-1', 'muc-2']
    """
    scale = framework.definition.scales.get(scale_id)
    steps = scale.steps if isinstance(scale, StepScale) else ()
    return tuple(level_ref(step.id, step) for step in steps)


def not_reached_level(framework: Framework, scale_id: str) -> LevelRef | None:
    """Return what lies below the lowest step of a scale, such as "Không đạt Mức 1" (2.2).

    The result is None where the scale does not name it, and for a scale of numbers or one that is not declared.
    """
    scale = framework.definition.scales.get(scale_id)
    if not isinstance(scale, StepScale) or scale.not_reached is None:
        return None
    return level_ref(scale.not_reached.id, scale.not_reached)


def ladder_of(framework: Framework, outcome: LadderOutcome) -> tuple[LevelRef, ...]:
    """Return the levels of an outcome, lowest first.

    They are the steps of the scale that the outcome names as its ladder; what lies below the lowest is not among them.
    """
    return steps_of(framework, outcome.ladder)


def labels_of(outcome: LabelOutcome) -> tuple[LevelRef, ...]:
    """Return the labels of a decision list in order, *otherwise* last.

    The order is that in which the cases are tried: the first that matches decides (2.5).
    """
    cases = tuple(level_ref(case.id, case) for case in outcome.cases)
    return (*cases, level_ref(outcome.otherwise.id, outcome.otherwise))


def highest_level(levels: Sequence[LevelRef], holds: Sequence[bool]) -> LevelRef | None:
    """Return the highest of *levels* (lowest first) that holds; None where none does.

    *holds* tells of each level whether it holds, in the same order and number.

    >>> ladder = [LevelRef("muc-1", None, None), LevelRef("muc-2", None, None)]
    >>> highest_level(ladder, [True, False]).id
    'muc-1'
    """
    return next((level for level, held in zip(reversed(levels), reversed(holds), strict=True) if held), None)
