"""Awards held on a date by recorded decision (semantics 2.7, 2.8, 4.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import Dossier, Held
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Award
    from kiemdinh.standards.loading import Framework

__all__ = ["Holdings"]


@dataclass(frozen=True, slots=True)
class Holdings:
    """The awards that a dossier records, as they stand on the date *on*. Holding a grade is holding those below it."""

    framework: Framework
    dossier: Dossier
    on: dt.date

    def truth(self, name: FactName) -> Truth:
        """Return whether an award is held, was revoked, or was never held, as *name* asks.

        Where no record decides it is unknown, or unmet if the list of awards is recorded as complete (1.10).
        """
        if name.kind is FactKind.HELD:
            return self._is_held(name)
        records = [held for held in self.dossier.held if self.is_of(held, name.subject)]
        if name.kind is FactKind.REVOKED:
            ended = any(held.ended is not None and held.ended <= self.on for held in records)
            return MET if ended else self._truth_without_record()
        ever = any(held.signed <= self.on for held in records)
        return UNMET if ever else self._truth_without_record().negated()

    def is_of(self, held: Held, award_id: str) -> bool:
        """Whether a record is of the framework's own award *award_id*."""
        return held.award in (award_id, f"{self.framework.id}/{award_id}")

    def current_records(self, award: Award) -> tuple[Held, ...]:
        """Return the records of *award* that are in force on the date or may be, latest signed first."""
        found = [h for h in self.dossier.held if self.is_of(h, award.id) and self.in_force(h) is not UNMET]
        return tuple(sorted(found, key=lambda held: held.signed, reverse=True))

    def in_force(self, held: Held) -> Truth:
        """Return whether a record is in force; unknown where its last day is neither printed nor can be computed."""
        if held.signed > self.on or (held.ended is not None and held.ended <= self.on):
            return UNMET
        last_day = self.last_day(held)
        if last_day is None:
            award = self._award_of(held)
            return UNKNOWN if award is None or award.valid is not None else MET
        return MET if self.on <= last_day else UNMET

    def last_day(self, held: Held) -> dt.date | None:
        """Return the last day of a record: the printed one, else the computed one (4.3); None where there is none."""
        from kiemdinh.parsing.durations import Duration, add_duration  # noqa: PLC0415 - it loads pydantic

        if held.until is not None:
            return held.until
        award = self._award_of(held)
        if award is not None and isinstance(award.valid, Duration):
            return add_duration(held.signed, award.valid)
        return None

    def _award_of(self, held: Held) -> Award | None:
        """Return the award that a record is of, here or in a bundled framework; None where it is not known."""
        own = next((award for award in self.framework.awards if self.is_of(held, award.id)), None)
        if own is not None:
            return own
        from kiemdinh.standards.catalogue import load_bundled  # noqa: PLC0415 - it loads pydantic

        framework_id, _, award_id = held.award.rpartition("/")
        framework = load_bundled(framework_id)
        return next((a for a in framework.awards if a.id == award_id), None) if framework else None

    def grade_index(self, award: Award, grade: str | None) -> int:
        """Return the position of a grade among the award's, from 1; 1 for an award without grades."""
        steps = self.grades_of(award)
        return steps.index(grade) + 1 if grade in steps else 1

    def grades_of(self, award: Award) -> tuple[str, ...]:
        """Return the grades of an award, lowest first; empty where it has none."""
        return self.framework.definition.steps_of(getattr(award, "ladder", None))

    def _is_held(self, name: FactName) -> Truth:
        award = next(a for a in self.framework.awards if a.id == name.subject)
        wanted = self.grade_index(award, name.step)
        found = [h for h in self.current_records(award) if self.grade_index(award, h.grade) >= wanted]
        if name.held_for is not None:
            latest_start = self._date_before(name.held_for)
            found = [h for h in found if h.signed <= latest_start]
        states = [self.in_force(h) for h in found]
        return max(states) if MET in states else max([*states, self._truth_without_record()])

    def _date_before(self, length: str) -> dt.date:
        from kiemdinh.parsing.durations import Duration, add_duration  # noqa: PLC0415 - it loads pydantic

        return add_duration(self.on, Duration.read(length), back=True)

    def _truth_without_record(self) -> Truth:
        return UNMET if "held" in self.dossier.complete else UNKNOWN
