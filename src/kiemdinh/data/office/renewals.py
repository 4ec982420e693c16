"""Renewals as data: what falls due, in which month it is visited, and which visits find no room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

__all__ = [
    "WORK_KINDS", "DueReason", "DueWork", "MonthLoad", "PlannedVisit", "RoomConflict", "ScheduleStatus", "WorkKind",
]  # fmt: skip

WorkKind: TypeAlias = Literal["renewal", "inspection", "advice"]
"""An award that ends, or a visit that the office owes."""
WORK_KINDS: Final[tuple[WorkKind, ...]] = ("renewal", "inspection", "advice")
DueReason: TypeAlias = Literal["not known", "given", "late", "no successor", "no such award", "no last day"]
"""Why the day to file by is not that of the edition that applies.

``not known``: the edition has no lead time. ``given``: the caller gave one. ``late``: the day has passed. ``no
successor``: no award that can be granted continues it. ``no such award``: no bundled framework has an award of that
name. ``no last day``: it is not known when it ends."""
ScheduleStatus: TypeAlias = Literal["optimal", "bounded", "infeasible", "unknown"]
"""``optimal``: proved to be best. ``bounded``: everything is scheduled, and the gap says what better there may be.
``infeasible``: there is proved to be no room for everything. ``unknown``: the budget of steps was used up before."""


@dataclass(frozen=True, slots=True)
class DueWork:
    """Something that is due of a school.

    See the example of :func:`kiemdinh.renewals`.

    Attributes
    ----------
    school
        The id of the school.
    kind
        An award to be renewed, or a visit.
    award, grade
        The award as ``FRAMEWORK/AWARD``, and what was granted of it; None for a visit.
    signed, expires
        The day of the decision and the last day of the award, printed or computed (4.3).
    file_by
        The last day to file for the renewal; None where it is not known.
    by
        The day before which the school is to be visited: the day to file by, where it is still ahead; else the last day
        of the award, or the day of the visit. None where no day is known.
    reason
        Why ``file_by`` is not the day that the edition gives; None where it is.
    lead
        The lead time that was counted back from the last day, such as ``5 months``.
    edition
        The framework by which it is renewed.
    higher_from
        The day from which the waiting time for a higher grade is over (S16); None where there is no such grade or wait.
    """

    school: str
    kind: WorkKind
    award: str | None = None
    grade: str | None = None
    signed: dt.date | None = None
    expires: dt.date | None = None
    file_by: dt.date | None = None
    by: dt.date | None = None
    reason: DueReason | None = None
    lead: str | None = None
    edition: str | None = None
    higher_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """One month: ``2027-03``.

    See the example of :func:`kiemdinh.renewals`.

    Attributes
    ----------
    month
        The month.
    due
        How many visits have their day in it.
    capacity
        How many visits all teams can make in it; None where no teams were given.
    scheduled
        How many visits are scheduled in it; None without a schedule.
    blackout
        Whether nobody is visited in it.
    """

    month: str
    due: int
    capacity: int | None = None
    scheduled: int | None = None
    blackout: bool = False


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit to a school, for one or several things that are due by one day.

    See the example of :func:`kiemdinh.renewals`.

    Attributes
    ----------
    school, kind, award
        The school, and for what it is visited; awards that are to be filed for by one day are one visit.
    by
        The day before which it has to be over.
    month, team
        The month and the team; None where there is no room for it.
    month_before, team_before
        What the earlier schedule said; None where it did not have the visit.
    """

    school: str
    kind: WorkKind
    award: str | None
    by: dt.date
    month: str | None = None
    team: str | None = None
    month_before: str | None = None
    team_before: str | None = None

    @property
    def is_changed(self) -> bool | None:
        """Whether its month or team differs from the earlier schedule; None where that did not have the visit."""
        if self.month_before is None:
            return None
        return (self.month, self.team) != (self.month_before, self.team_before or self.team)


@dataclass(frozen=True, slots=True)
class RoomConflict:
    """Visits that are more than the months and teams that can take them have room for.

    See the example of :func:`kiemdinh.renewals`.

    Attributes
    ----------
    months, teams
        All months and teams that can take one of the visits; none where no whole month or no team is left.
    room
        How many visits these can take together.
    visits
        The visits that cannot go elsewhere: those that are scheduled there, and those that are left over. The scheduled
        ones and one of those left over are a least set without room: if any one of them is removed, the others have
        room.
    """

    months: tuple[str, ...]
    teams: tuple[str, ...]
    room: int
    visits: tuple[PlannedVisit, ...]

    @property
    def left_over(self) -> tuple[PlannedVisit, ...]:
        """The visits that are left over."""
        return tuple(one for one in self.visits if one.month is None)

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools of the visits, each once."""
        return tuple(dict.fromkeys(one.school for one in self.visits))
