"""Where a school stands with awards, as data (semantics 2.7, 2.8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kiemdinh.data.blockers import Target
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.evidence.dossier import Held
from kiemdinh.rules import Truth

__all__ = ["AwardResult", "GradeResult"]


@dataclass(frozen=True, slots=True)
class GradeResult:
    """A grade of an award, or the award itself where it has none: eligibility and what blocks it (2.8).

    Attributes
    ----------
    grade
        The grade; None for an award without grades.
    eligible
        Whether its conditions hold, the waiting time included.
    covered
        Whether a higher grade is certain, which covers this one.
    discretionary
        Whether the authority may grant it but need not.
    waits_until
        The day on which the waiting time of who holds a lower grade ends; None where none is running.
    earliest
        The first day on which the same records would do, the assessment date included; None where no day is found.
    target
        What blocks it; None where it is certain.
    """

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

    Attributes
    ----------
    id, title, authority
        The id of the award, its texts, and who grants it.
    certain, possible
        The highest grade whose eligibility is certain, and is possible; the title where the award has no grades.
    grades
        Every grade, lowest first; one entry where the award has no grades.
    held, held_until, renew_by
        What is held by recorded decision, of this award or one that it continues; its last day; and the day by which
        to apply for renewal.
    loss
        Whether the grounds for loss hold. None where nothing is held or the definition names no grounds.
    stands
        What a review would find: kept unless lost by who holds it, gained by who does not, both read and joined where
        that is unknown (2.7). None where the definition names no grounds for loss.
    valid
        How long the award is valid, as the definition writes it: one text for each outcome that is possible.
    lacks_external_review
        Whether the award rests on an externally reviewed outcome while nothing external is recorded.
    by_own_assessment
        The grade that the school's own assessment would give, where the award rests on the external review.
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
