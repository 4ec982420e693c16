"""Where a school stands with awards, as data (semantics 2.7, 2.8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kiemdinh.data.blockers import Target
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.evidence.dossier.model import Held
from kiemdinh.rules import Truth

__all__ = ["AwardResult", "GradeResult"]


@dataclass(frozen=True, slots=True)
class GradeResult:
    """A grade of an award, or the award itself where it has none: eligibility and what blocks it (2.8)."""

    grade: LevelRef | None
    eligible: Truth
    covered: bool
    discretionary: bool
    waits_until: dt.date | None
    earliest: dt.date | None
    target: Target | None


@dataclass(frozen=True, slots=True)
class AwardResult:
    """An award: the highest grade eligible for, what is held and until when, grounds for loss.

    ``lacks_external_review`` tells that the award rests on an externally reviewed outcome and nothing external is
    recorded; ``by_own_assessment`` is then the grade that the school's own assessment would give. ``loss`` is None
    where nothing is held or the definition names no grounds; ``stands`` is then what a review would find: kept unless
    lost by who holds it, gained by who does not, both read and joined where that is unknown (2.7). ``valid`` gives
    how long it is valid, as the definition writes it.
    """

    id: str
    title: LevelRef
    authority: LevelRef | None
    certain: LevelRef | None
    possible: LevelRef | None
    grades: tuple[GradeResult, ...]
    held: Held | None
    held_until: dt.date | None
    renew_by: dt.date | None
    loss: Truth | None
    stands: Truth | None
    valid: tuple[str, ...]
    lacks_external_review: bool
    by_own_assessment: LevelRef | None
