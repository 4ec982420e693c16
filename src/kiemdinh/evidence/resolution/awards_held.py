"""What is held on a date by recorded decision (semantics 2.7, 2.8, 4.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import Dossier, Held
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Award
    from kiemdinh.standards.loading import Framework

__all__ = ["Holdings"]


@dataclass(frozen=True, slots=True)
class Holdings:
    """The awards of a dossier on a date. Holding a grade holds those below it."""

    framework: Framework
    dossier: Dossier
    on: dt.date

    def truth(self, name: str) -> Truth:
        """Return the truth of ``held:ID``, ``held:ID/GRADE``, ``… for 5 years``, ``revoked:ID`` or ``never:ID``."""
        state, _, what = name.partition(":")
        if state == "held":
            return self._held(what)
        records = [h for h in self.dossier.held if self.is_of(h, what)]
        if state == "revoked":
            ended = any(h.ended is not None and h.ended <= self.on for h in records)
            return MET if ended else self._absent()
        ever = any(h.signed <= self.on for h in records)
        return UNMET if ever else self._absent().negated()

    def is_of(self, held: Held, award_id: str) -> bool:
        """Whether a record is of the own award *award_id*."""
        return held.award in (award_id, f"{self.framework.id}/{award_id}")

    def current(self, award: Award) -> tuple[Held, ...]:
        """Return the records of *award* that count on the date, latest signed first."""
        found = [h for h in self.dossier.held if self.is_of(h, award.id) and self.counts(h) is not UNMET]
        return tuple(sorted(found, key=lambda h: h.signed, reverse=True))

    def counts(self, held: Held) -> Truth:
        """Whether a record is in force on the date; unknown where it has no printed end and none can be computed."""
        if held.signed > self.on or (held.ended is not None and held.ended <= self.on):
            return UNMET
        until = self.until(held)
        if until is None:
            award = self._definition(held)
            return UNKNOWN if award is None or award.valid is not None else MET
        return MET if self.on <= until else UNMET

    def until(self, held: Held) -> dt.date | None:
        """Return the last day of a record: the printed date, else the computed one (4.3), else None."""
        from kiemdinh.parsing.durations import Duration, add_duration  # noqa: PLC0415 - it loads pydantic

        if held.until is not None:
            return held.until
        award = self._definition(held)
        if award is not None and isinstance(award.valid, Duration):
            return add_duration(held.signed, award.valid)
        return None

    def _definition(self, held: Held) -> Award | None:
        """Return the award that a record is of, here or in a bundled framework; None where it is not known."""
        own = next((award for award in self.framework.awards if self.is_of(held, award.id)), None)
        if own is not None:
            return own
        from kiemdinh.standards.catalogue import load_bundled  # noqa: PLC0415 - it loads pydantic

        framework_id, _, award_id = held.award.rpartition("/")
        framework = load_bundled(framework_id)
        return next((a for a in framework.awards if a.id == award_id), None) if framework else None

    def grade_index(self, award: Award, grade: str | None) -> int:
        """Return the place of a grade among the award's, from 1; 1 for an award without grades."""
        steps = self.grades(award)
        return steps.index(grade) + 1 if grade in steps else 1

    def grades(self, award: Award) -> tuple[str, ...]:
        """Return the grades of an award, lowest first; empty where it has none."""
        return self.framework.definition.steps_of(getattr(award, "ladder", None))

    def _held(self, what: str) -> Truth:
        what, _, length = what.partition(" for ")
        award_id, _, grade = what.partition("/")
        award = next(a for a in self.framework.awards if a.id == award_id)
        wanted = self.grade_index(award, grade or None)
        found = [h for h in self.current(award) if self.grade_index(award, h.grade) >= wanted]
        if length:
            found = [h for h in found if h.signed <= self._ago(length)]
        states = [self.counts(h) for h in found]
        return max(states) if MET in states else max([*states, self._absent()])

    def _ago(self, length: str) -> dt.date:
        from kiemdinh.parsing.durations import Duration, add_duration  # noqa: PLC0415 - it loads pydantic

        return add_duration(self.on, Duration.read(length), back=True)

    def _absent(self) -> Truth:
        return UNMET if "held" in self.dossier.complete else UNKNOWN
