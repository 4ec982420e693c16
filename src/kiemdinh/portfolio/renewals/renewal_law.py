"""What the law says of the renewal of an award: the edition that applies, its validity, lead and waiting times.

Only bundled frameworks are asked. Nothing here is guessed: what a definition does not state is None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.dossier import Dossier, Held
from kiemdinh.evidence.resolution import Holdings
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.standards.catalogue import catalogue, choose_edition, editions, load_bundled
from kiemdinh.standards.definition import LadderAward
from kiemdinh.standards.names import AwardName, read_award_name

if TYPE_CHECKING:
    from kiemdinh.portfolio.registers import RegisteredAward
    from kiemdinh.standards.definition import Award
    from kiemdinh.standards.loading import Framework

__all__ = ["AwardUnderLaw", "Lead", "find_award", "find_lead", "find_renewing", "known_awards"]


@dataclass(frozen=True, slots=True)
class AwardUnderLaw:
    """An award of a bundled framework."""

    framework: Framework
    award: Award

    @property
    def name(self) -> str:
        """``FRAMEWORK/AWARD``."""
        return str(AwardName(self.framework.id, self.award.id))

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: in full, by its family, by its id alone."""
        family = self.framework.definition.family
        full = (self.name, *(() if family is None else (str(AwardName(family, self.award.id)),)))
        return (*full, self.award.id)

    def last_day(self, given: RegisteredAward) -> dt.date | None:
        """Return the last day of an award that was given: the printed one, else the computed one (4.3, S15)."""
        if given.ends is not None or given.signed is None:
            return given.ends
        held = Held(self.name, given.grade, given.signed)
        return Holdings(self.framework, Dossier(), given.signed).last_day(held)

    def higher_from(self, given: RegisteredAward) -> dt.date | None:
        """Return the day from which the wait for a higher grade is over; None where there is none (S16)."""
        grades = self.framework.definition.steps_of(self.award.ladder) if isinstance(self.award, LadderAward) else ()
        wait = self.award.wait_for_higher
        if wait is None or given.signed is None or given.grade not in grades[:-1]:
            return None
        return add_duration(given.signed, wait)


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead time, and whether the caller gave it."""

    time: Duration
    is_given: bool


def find_award(given: RegisteredAward, stages: Sequence[str]) -> AwardUnderLaw | None:
    """Return the award that a register names; None where no bundled framework has it.

    A name without a framework is that of an award of the framework that was in force for such a school on the day on
    which it was signed.
    """
    name = read_award_name(given.award)
    if name.framework is not None:
        return _award_of(name.framework, name.award)
    return None if given.signed is None else _award_for(given.award, tuple(stages), given.signed)


@lru_cache(maxsize=4096)
def _award_for(award: str, stages: tuple[str, ...], day: dt.date) -> AwardUnderLaw | None:
    try:
        edition = choose_edition(on=day, stages=stages)
    except InputError:
        return None
    return _find_in(edition.framework, award)


@lru_cache(maxsize=1024)
def _award_of(framework_id: str, award: str) -> AwardUnderLaw | None:
    framework = load_bundled(framework_id)
    return None if framework is None else _find_in(framework, award)


def _find_in(framework: Framework, award: str) -> AwardUnderLaw | None:
    return next((AwardUnderLaw(framework, one) for one in framework.awards if one.id == award), None)


def find_renewing(
    held: AwardUnderLaw, last_day: dt.date, on: dt.date, leads: Mapping[str, Duration]
) -> AwardUnderLaw | None:
    """Return the award that is asked for, from a day on, when one that is held ends; None where nothing continues it.

    It is that of the edition in force on the day to file by, where that edition has a lead time, else on the last day.
    Where the day to file by has passed, the edition of the day *on* is taken. An award of the same framework comes
    first, then those that continue it.
    """
    for one in (*_editions_of_award(held.framework.id, held.award.id), *_continuing(held.name)):
        lead = find_lead(one, leads)
        day = last_day if lead is None else max(on, add_duration(last_day, lead.time, back=True))
        if one.framework.edition_holds(day):
            return one
    return None


def find_lead(award: AwardUnderLaw, leads: Mapping[str, Duration]) -> Lead | None:
    """Return the lead time that the edition states, else the one that was given; None where there is none."""
    if award.award.renew_before is not None:
        return Lead(award.award.renew_before, is_given=False)
    return next((Lead(leads[name], is_given=True) for name in award.names if name in leads), None)


@lru_cache(maxsize=256)
def _editions_of_award(framework_id: str, award: str) -> tuple[AwardUnderLaw, ...]:
    found = (_find_in(edition.framework, award) for edition in editions(framework_id))
    return tuple(one for one in found if one is not None)


@lru_cache(maxsize=256)
def _continuing(name: str) -> tuple[AwardUnderLaw, ...]:
    return tuple(one for one in known_awards() if name in one.award.continues)


@lru_cache(maxsize=1)
def known_awards() -> tuple[AwardUnderLaw, ...]:
    """Return the awards of all bundled frameworks, each in its latest edition."""
    frameworks = (bundled.load() for bundled in catalogue())
    return tuple(AwardUnderLaw(framework, award) for framework in frameworks for award in framework.awards)
