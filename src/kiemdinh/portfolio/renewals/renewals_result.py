"""What :func:`kiemdinh.renewals` returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from kiemdinh.data.office import OFFICE_TABLES
from kiemdinh.portfolio.office_results import OfficeResult

if TYPE_CHECKING:
    from kiemdinh.data.office import DueWork, MonthLoad, OfficeKind, PlannedVisit, RoomConflict, ScheduleStatus
    from kiemdinh.narration.layout import Page
    from kiemdinh.portfolio.frames import Columns

__all__ = ["Renewals"]

_TABLES: Final = OFFICE_TABLES["renewals"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Renewals(OfficeResult):
    """What falls due of schools, and when they are visited.

    See the example of :func:`kiemdinh.renewals`.

    Attributes
    ----------
    due
        What is due, soonest first: awards, then visits that the office owes.
    load
        The load of each month from the first day to the last.
    status, gap
        How good the schedule is, and how much better the first aim that was not proved may be, as a share. Both are
        None where no teams were given.
    schedule
        The visits with their months and teams; those that are left over have none.
    conflict
        Why visits are left over: months and teams that have no room for all the visits that only these can take.
    """

    kind: ClassVar[OfficeKind] = "renewals"
    due: tuple[DueWork, ...]
    load: tuple[MonthLoad, ...]
    status: ScheduleStatus | None
    gap: Fraction | None
    schedule: tuple[PlannedVisit, ...]
    conflict: tuple[RoomConflict, ...]

    @cached_property
    def tables(self) -> Mapping[str, Columns]:
        """The columns of ``due``, ``load``, ``schedule`` and ``conflict``."""
        schedule = self._tell("schedule", self.schedule, leave=("changed",))
        return {
            "due": self._tell("due", self.due),
            "load": self._tell("load", self.load),
            "schedule": {**schedule, "changed": [one.is_changed for one in self.schedule]},
            "conflict": self._tell_conflicts(),
        }

    @staticmethod
    def _tell(table: str, rows: tuple[Any, ...], leave: tuple[str, ...] = ()) -> dict[str, list[Any]]:
        return {name: [getattr(one, name) for one in rows] for name in _TABLES[table] if name not in leave}

    def _tell_conflicts(self) -> Columns:
        rows = [(number, one, visit) for number, one in enumerate(self.conflict, 1) for visit in one.visits]
        return {
            "conflict": [number for number, _, _ in rows],
            **{name: [getattr(visit, name) for _, _, visit in rows] for name in ("school", "kind", "award", "by")},
            "left_over": [visit.month is None for _, _, visit in rows],
            "months": [", ".join(one.months) for _, one, _ in rows],
            "teams": [", ".join(one.teams) for _, one, _ in rows],
            "room": [one.room for _, one, _ in rows],
        }

    def own_data(self) -> Mapping[str, Any]:
        """Return how good the schedule is."""
        return {"status": self.status, "gap": self.gap}

    def page(self, lang: str | None = None) -> Page:
        """Return it as a page: what is due in each month, the schedule, where there is no room, and what is due."""
        from kiemdinh.narration.office import renewals_page  # noqa: PLC0415 - only when text is asked for

        return renewals_page(self, self._speech(lang))

    def draw(self, lang: str | None = None) -> str:
        """Return a picture: for each month what is due, what is scheduled, and the room."""
        from kiemdinh.narration.drawings.office import draw_months  # noqa: PLC0415 - only when a picture is asked for

        return draw_months(self, self._speech(lang))

    def own_forms(self) -> Mapping[str, Callable[[str], str]]:
        """Return the form ``.ics``."""
        return {".ics": self.to_ics}

    def to_ics(self, lang: str | None = None) -> str:
        """Return it as iCalendar: the day of everything due, and for each visit its month.

        Raises
        ------
        InputError
            The package icalendar, of the extra ``ics``, is not installed (KD717).
        """
        from kiemdinh.portfolio.renewals.calendar import write_renewal_calendar  # noqa: PLC0415 - only when asked for

        return write_renewal_calendar(self, self._speech(lang))
