"""A forecast as data: where a school stands from day to day while its records stay as they are (semantics 4.6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kiemdinh.data.outcomes import NO_TITLES, LevelRef, Titles
from kiemdinh.data.search_work import SearchWork

__all__ = [
    "AwardOnDays",
    "EventKind",
    "EventSubject",
    "ForecastData",
    "ForecastEvent",
    "ForecastSpan",
    "LeftOut",
    "NeededChange",
    "Renewal",
    "RenewalKind",
]

EventKind: TypeAlias = Literal["begins", "ends", "expired", "withdrawn", "refused", "lapsed", "edition", "clock"]
"""What happens on a day.

``begins`` and ``ends``: something comes to count, or a time that runs is over (a wait, a school year, a role of
figures). ``expired``: its last day is over. ``withdrawn``: a decision ended it. ``refused``: a decision did not grant
it. ``lapsed``: its condition or confirmation fell away. ``edition``: another edition is in force, or none. ``clock``:
a comparison of a recorded date with the day turns.
"""
EventSubject: TypeAlias = Literal[
    "evidence", "finding", "figure", "award", "decision", "date", "year", "role", "edition", "confirmation", "member",
    "result",
]  # fmt: skip
"""What it happens to."""
RenewalKind: TypeAlias = Literal["evidence", "finding", "figure", "award", "decision", "result"]
"""What is to be renewed."""


@dataclass(frozen=True, slots=True)
class AwardOnDays:
    """Where the school stands with an award during a span.

    See the example of :meth:`kiemdinh.Assessment.forecast`.

    Attributes
    ----------
    id, title
        The id of the award and its texts.
    certain, possible
        The highest grade whose eligibility is certain, and is possible; the title where the award has no grades.
    held
        The grade that is held, or the title; None where nothing is held for certain.
    held_until
        The last day of what is held; None where there is none.
    """

    id: str
    title: LevelRef
    certain: LevelRef | None
    possible: LevelRef | None
    held: LevelRef | None
    held_until: dt.date | None


@dataclass(frozen=True, slots=True)
class ForecastSpan:
    """A stretch of days on which level and awards stay the same.

    Attributes
    ----------
    start, end
        Its first and its last day.
    edition
        The edition that is in force, such as ``vn.tt18-2018@2025-02-10``; None where none is, and then no level is
        given.
    level, attainable
        The guaranteed and the attainable level of the main outcome, as a result has them.
    determined
        Whether nothing that matters for the main outcome is unknown.
    outcome
        The level, what lies below the lowest, or the label; None unless it is certain.
    awards
        Where the school stands with each award of the edition; of none where no edition is in force.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> span = result.forecast(until="2028-06-30").spans[0]
    >>> span.start.year, span.edition
    (2027, 'vn.tt57-2026.gdtx@2026-07-07')
    """

    start: dt.date
    end: dt.date
    edition: str | None
    level: LevelRef | None
    attainable: LevelRef | None
    determined: bool
    outcome: LevelRef | None
    awards: tuple[AwardOnDays, ...]


@dataclass(frozen=True, slots=True)
class ForecastEvent:
    """What begins to count, ceases to count, or changes on a day.

    Attributes
    ----------
    on
        The first day on which it is so.
    kind
        What happens.
    id
        What it happens to: the code of an item of evidence, an award, ``input:…`` of a decision or a date, a school
        year, an edition, a node, a member of a register (``school/A``), or a result under another framework
        (``reaches:…``).
    about
        The kind of thing that ``id`` names.
    lowers
        The ids of outcomes, awards, criteria and requirements that are certain on the day before and, because of this
        event, no longer certain from this day on.
    cite
        Where the law says so, as the definition cites it; None where it does not say.
    title
        What the evidence index calls the item, or the register the member; None for anything else.
    titles
        The titles of what ``id`` names.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> printed = {"award": "kiem-dinh", "grade": "cap-do-1", "signed": "2024-05-20", "until": "2029-05-19"}
    >>> result = kd.assess("vn.tt18-2018@2025-01-25", {"findings": {}, "held": [printed]}, on="2026-05-30")
    >>> event = result.forecast(until="2026-12-31").events[0]
    >>> event.kind, event.on.year
    ('edition', 2026)
    """

    on: dt.date
    kind: EventKind
    id: str
    about: EventSubject
    lowers: tuple[str, ...]
    cite: str | None
    title: str | None = None
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class Renewal:
    """Something that ends within the forecast, and the day by which it is to be renewed.

    See the example of :meth:`kiemdinh.Assessment.forecast`.

    Attributes
    ----------
    code
        The code of the item, or the id of the award, decision, node, figure or result.
    by
        The last day on which the renewed one may begin so that nothing is lost. Where evidence has to be in place for
        some time, the day lies that long before. For an award, the day by which to apply.
    carries
        The ids of what is no longer certain after its end; empty for an award on which nothing depends.
    kind
        What it is.
    last_day
        Its last day.
    title
        What the evidence index calls the item; None for anything else.
    titles
        The titles of what ``code`` names.
    """

    code: str
    by: dt.date
    carries: tuple[str, ...]
    kind: RenewalKind
    last_day: dt.date
    title: str | None = None
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class NeededChange:
    """A change of the cheapest repair that keeps a level, or a grade of an award, on the day on which it would fall.

    See the example of :meth:`kiemdinh.Assessment.forecast`.

    Attributes
    ----------
    id
        What has to hold: a step, a requirement or a figure, as repairs name it.
    by
        The last day by which it has to hold.
    level
        The level that it keeps; for an award the grade, or the award itself where it has no grades.
    renewal
        The codes of the expired items of evidence whose renewal is enough; empty for any other change.
    titles
        The titles of what ``id`` names.
    award
        The id of the award, where it keeps a grade of one; None for a level of the main outcome.
    """

    id: str
    by: dt.date
    level: LevelRef
    renewal: tuple[str, ...] = ()
    titles: Titles = NO_TITLES
    award: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The records about nodes or inputs that an edition does not have; they are left out from its first day on.

    See the example of :meth:`kiemdinh.Assessment.forecast`.

    Attributes
    ----------
    edition
        The edition, with its first day: ``vn.tt18-2018@2018-10-10``.
    ids
        The ids of the nodes that it does not have, then the names of the inputs, as ``input:pupils``.
    """

    edition: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForecastData:
    """Where a school stands from day to day, while its records and what is known of them stay as they are.

    Attributes
    ----------
    start, until
        The first and the last day that it covers. It ends before the day asked for where the budget ran out.
    spans
        The stretches of days, soonest first, without a gap.
    events
        What happens on which day, soonest first.
    renew
        What is to be renewed, soonest first.
    needed
        The changes that would keep the level and the awards, each with its last day, soonest first.
    left_out
        The records about nodes or inputs that an edition does not have; under it they are left out.
    search
        What the search took. A date costs a step for each fact that can have changed and for each citation of evidence.
    """

    start: dt.date
    until: dt.date
    spans: tuple[ForecastSpan, ...]
    events: tuple[ForecastEvent, ...]
    renew: tuple[Renewal, ...]
    needed: tuple[NeededChange, ...]
    left_out: tuple[LeftOut, ...]
    search: SearchWork
