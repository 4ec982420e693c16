"""The waiting time between the grades of an award: a school that holds a lower one waits for a higher (2.8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kiemdinh.evidence.dossier import Dossier, Held
from kiemdinh.evidence.resolution import Holdings
from kiemdinh.parsing.durations import add_duration
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth
from kiemdinh.standards.definition import Award

__all__ = ["WaitingTime"]


@dataclass(slots=True, eq=False, repr=False)
class WaitingTime:
    """The waiting time of an award, for one school on one date. Grades are numbered from 0, the lowest."""

    dossier: Dossier
    award: Award
    holdings: Holdings

    def is_over(self, index: int) -> Truth:
        """Return whether the wait for the grade numbered *index* is over (S16).

        Met where no waiting time applies: for the lowest grade, for an award without a waiting time, and where a grade
        as high is held. Unmet while a waiting time is certainly running. Unknown where it is not known which awards are
        in force, or the dossier does not call its list of awards complete.
        """
        if index == 0 or self.award.wait_for_higher is None:
            return MET
        # Only a grade that is certainly held starts a waiting time; a record that may be in force can end it or start
        # another.
        open_ = self.list_held(UNKNOWN)
        if self.ends_on(index) is not None:
            return UNKNOWN if self._is_covered(index, open_) else UNMET
        if self._is_covered(index, self.list_held()):
            return MET
        may_bind = any(add_duration(h.signed, self.award.wait_for_higher) > self.holdings.on for h in open_)
        return UNKNOWN if may_bind or "held" not in self.dossier.complete else MET

    def ends_on(self, index: int) -> dt.date | None:
        """Return the day on which the waiting time for the grade numbered *index* ends; None where none is running.

        The day is counted from the latest signing of a lower grade held; on the day itself the wait is over.
        """
        binding = self.binding_award(index)
        if binding is None or self.award.wait_for_higher is None:
            return None
        end = add_duration(binding.signed, self.award.wait_for_higher)
        return end if end > self.holdings.on else None

    def ends_on_from_first(self, index: int) -> dt.date | None:
        """Return the day on which a running wait would end, counted from the first recognition and not the latest.

        The first is that of a series without a gap: each record was in force until the next was signed. None where both
        are the same day, and where no wait is running. It is another reading of the law, which decides nothing here
        (S16).
        """
        binding = self.binding_award(index)
        if self.award.wait_for_higher is None or binding is None or self.ends_on(index) is None:
            return None
        first = self._first_signing(binding)
        return None if first == binding.signed else add_duration(first, self.award.wait_for_higher)

    def _first_signing(self, latest: Held) -> dt.date:
        signed = latest.signed
        # Each step takes an earlier record, so that there are no more steps than records.
        while earlier := [held.signed for held in self._list_records() if self._leads_to(held, signed)]:
            signed = min(earlier)
        return signed

    def _leads_to(self, held: Held, signed: dt.date) -> bool:
        """Whether a record was in force until the day before another was signed."""
        last_day = self.holdings.last_day(held)
        reaches = last_day is None or last_day >= signed - dt.timedelta(days=1)
        return held.signed < signed and reaches and (held.ended is None or held.ended >= signed)

    def binding_award(self, index: int) -> Held | None:
        """Return the held award from whose signing the wait for the grade numbered *index* counts (S16).

        It is the lower grade that was signed last. None where a grade as high is held, where nothing is held, and where
        the award has no waiting time.
        """
        held = self.list_held() if index > 0 and self.award.wait_for_higher else []
        return None if self._is_covered(index, held) else max(held, key=lambda h: h.signed, default=None)

    def list_held(self, counting: Truth = MET) -> list[Held]:
        """Return what is held of the award, or of one that it continues, highest grade first.

        Of one grade the record that was signed last stands first.

        Parameters
        ----------
        counting
            ``MET`` for what is certainly in force; ``UNKNOWN`` for what may be: records of which it is not known
            whether they are still in force.
        """
        holdings = self.holdings
        own = [h for h in holdings.current_records(self.award) if holdings.in_force(h) is counting]
        earlier = [h for h in self.dossier.held if h.award in self.award.continues and holdings.in_force(h) is counting]
        return sorted(
            [*own, *earlier],
            key=lambda h: (holdings.grade_index(self.award, h.grade), h.signed),
            reverse=True,
        )

    def list_past(self) -> list[Held]:
        """Return what was granted of the award, or of one that it continues, and is no longer in force.

        The record that was signed last stands first. What is signed after the date is not among them.
        """
        on, holdings = self.holdings.on, self.holdings
        past = [h for h in self._list_records() if h.signed <= on and holdings.in_force(h) is UNMET]
        return sorted(past, key=lambda held: held.signed, reverse=True)

    def _list_records(self) -> list[Held]:
        """Return the records of the award and of those that it continues, in the order of the dossier."""
        holdings, continues = self.holdings, self.award.continues
        return [h for h in self.dossier.held if holdings.is_of(h, self.award.id) or h.award in continues]

    def _is_covered(self, index: int, held: list[Held]) -> bool:
        """Whether some of *held* is the grade numbered *index* or a higher one; places of grades count from 1."""
        return any(self.holdings.grade_index(self.award, h.grade) > index for h in held)
