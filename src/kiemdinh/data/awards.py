"""Where a school stands with awards, as data (semantics 2.7, 2.8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kiemdinh.data.blockers import Target
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.evidence.dossier import Held
from kiemdinh.rules import Truth

__all__ = ["AwardResult", "GradeResult", "PastAward"]


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
        The day on which the waiting time ends for a school that holds a lower grade; None where no waiting time is
        running.
    earliest
        The first day, from the assessment date on, on which the same records are enough for it; None where no day is
        found.
    target
        What blocks it; None where it is certain.
    waits_until_from_first
        The day on which the waiting time would end if it were counted from the first recognition and not from the
        latest (S16); this day may have passed. None where both are the same day, or no waiting time is running.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> grade = kd.assess("vn.tt57-2026.pho-thong", {"findings": {}}, on="2027-06-30").awards[0].grades[0]
    >>> grade.grade.id, grade.eligible.name
    ('muc-do-1', 'UNKNOWN')
    """

    grade: LevelRef | None
    eligible: Truth
    covered: bool
    discretionary: bool
    waits_until: dt.date | None
    earliest: dt.date | None
    target: Target | None
    waits_until_from_first: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PastAward:
    """A decision that granted an award and is no longer in force: another ended it, or its last day has passed.

    Attributes
    ----------
    held
        The decision as it is recorded; ``ended`` and ``why`` are those of the decision that ended it.
    last_day
        The last day of its validity, printed or computed; None where it has none or it is not known.
    is_printed
        Whether that day is the printed one.
    is_withdrawn
        Whether a decision ended it before its last day; otherwise its last day has passed.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> printed = {"award": "kiem-dinh", "grade": "cap-do-1", "signed": "2020-05-20", "until": "2025-05-19"}
    >>> result = kd.assess("vn.tt18-2018@2025-01-25", {"findings": {}, "held": [printed]}, on="2026-05-30")
    >>> result.awards[0].past[0].held.signed.year
    2020
    """

    held: Held
    last_day: dt.date | None
    is_printed: bool
    is_withdrawn: bool


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
        What a review would find. A school that holds the award keeps it unless the grounds for loss hold; any other
        school must fulfil its conditions. Where it is unknown whether the award is held, both are read and joined
        (2.7). None where the definition names no grounds for loss.
    valid
        How long the award is valid, as the definition writes it: one text for each outcome that is possible.
    lacks_external_review
        Whether the award rests on an externally reviewed outcome while nothing external is recorded.
    by_own_assessment
        The grade that the school's own assessment would give, where the award rests on the external review.
    is_printed
        Whether ``held_until`` is the day that the decision prints; False where it was computed, or there is none.
    past
        Decisions of this award, or of one that it continues, that are no longer in force, the latest signed first.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> award = kd.assess("vn.tt57-2026.pho-thong", {"findings": {}}, on="2027-06-30").awards[0]
    >>> award.id, award.certain, award.possible.id
    ('chuan-quoc-gia', None, 'muc-do-2')
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
    is_printed: bool = False
    past: tuple[PastAward, ...] = ()
