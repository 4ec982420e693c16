"""Awards held on a date by recorded decision (semantics 2.7, 2.8, 4.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import Dossier, Held
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth
from kiemdinh.standards.names import AwardName, FactKind, FactName, ReferenceName, read_award_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Award
    from kiemdinh.standards.loading import Framework

__all__ = ["Holdings"]


@dataclass(slots=True, eq=False, repr=False)
class Holdings:
    """The awards that a dossier records, on the date *on*. A school that holds a grade also holds those below it.

    Only recorded decisions make an award held or end it before it expires (semantics 2.8, 4.3).

    Attributes
    ----------
    framework
        The framework whose awards are asked about.
    dossier
        The dossier with the records of awards.
    on
        The evidence date.
    """

    framework: Framework
    dossier: Dossier
    on: dt.date

    def truth(self, name: FactName) -> Truth:
        """Return whether an award is held, was revoked, or was never held, as *name* asks (semantics 2.7, 2.8).

        Where no record decides it is unknown, or unmet if the list of awards is recorded as complete (1.10); of "never
        held" met if it is complete. The cost is one pass over the recorded awards.

        Parameters
        ----------
        name
            A name of the kind ``HELD``, ``REVOKED`` or ``NEVER``. Of ``HELD`` its ``step`` is the grade asked for, and
            ``held_for`` how long the award must have been held.
        """
        if name.kind is FactKind.HELD:
            return self._is_held(name)
        records = [held for held in self.dossier.held if self._is_asked(held, name)]
        if name.kind is FactKind.REVOKED:
            ended = any(held.ended is not None and held.ended <= self.on for held in records)
            return MET if ended else self._truth_without_record()
        ever = any(held.signed <= self.on for held in records)
        # *Never held* is the negation of *ever held*, so the truth in the absence of a record is negated too.
        return UNMET if ever else self._truth_without_record().negated()

    def is_of(self, held: Held, award_id: str) -> bool:
        """Whether a record is of the framework's own award *award_id*.

        A dossier may write the award with the id of the framework before it, ``framework/award``, or without.
        """
        own = (award_id, str(AwardName(self.framework.id, award_id)))
        return held.member is None and held.award in own

    def _is_asked(self, held: Held, name: FactName) -> bool:
        """Whether a record is of the award that a fact is about, and of the member that it is about."""
        if name.reference is None:
            return self.is_of(held, name.subject)
        if held.member != name.member:
            return False
        # For a family, any of its frameworks counts, since an award outlives the framework under which it was granted
        # (4.3).
        family = self.framework.definition.references.get(str(name.reference))
        frameworks = family.frameworks_of(name.member.stage if name.member else None) if family is not None else ()
        names = (str(ReferenceName(one, name.reference.id)) for one in frameworks)
        return held.award == str(name.reference) or held.award in names

    def current_records(self, award: Award) -> tuple[Held, ...]:
        """Return the records of an award that are in force on the date or may be, latest signed first.

        Where it is unknown whether a record is in force it is among them; see :meth:`in_force`.
        """
        found = [h for h in self.dossier.held if self.is_of(h, award.id) and self.in_force(h) is not UNMET]
        return tuple(sorted(found, key=lambda held: held.signed, reverse=True))

    def in_force(self, held: Held) -> Truth:
        """Return whether a record is in force on the date; its last day is included (semantics 4.3, 4.5).

        Unmet before it is signed, after its last day, and from the day of a decision that ends it. Unknown where its
        last day is neither printed nor can be computed. An award that is valid without end is met until a decision ends
        it (S15).
        """
        if held.signed > self.on or (held.ended is not None and held.ended <= self.on):
            return UNMET
        last_day = self.last_day(held)
        if last_day is None:
            award = self._award_of(held)
            return UNKNOWN if award is None or award.valid is not None else MET
        return MET if self.on <= last_day else UNMET

    def last_day(self, held: Held) -> dt.date | None:
        """Return the last day of a record: the printed one, else the computed one; None where there is none (4.3).

        It is computed by the validity that the definition states, of the framework itself or of a bundled one, counted
        from the day of signing. A validity by the labels of an outcome is that of the grade that the record names.

        Examples
        --------
        >>> from kiemdinh.standards.catalogue import load
        >>> printed = Held("x/award", None, dt.date(2026, 1, 1), until=dt.date(2030, 12, 31))
        >>> holdings = Holdings(load("vn.tt57-2026.pho-thong"), Dossier(), dt.date(2026, 6, 30))
        >>> holdings.last_day(printed)
        datetime.date(2030, 12, 31)
        """
        from kiemdinh.parsing.durations import add_duration  # noqa: PLC0415 - loaded when it is needed
        from kiemdinh.standards.definition import ValidityTable, read_duration  # noqa: PLC0415 - as above

        if held.until is not None:
            return held.until
        award = self._award_of(held)
        valid = None if award is None else award.valid
        if isinstance(valid, ValidityTable):
            # Of an award without grades the outcome at the day of signing is not known: the last day stays open (S15).
            valid = read_duration(valid.values.get(held.grade or "", ""))
        return None if valid is None else add_duration(held.signed, valid)

    def _award_of(self, held: Held) -> Award | None:
        """Return the award that a record is of, here or in a bundled framework; None where it is not known."""
        own = next((award for award in self.framework.awards if self.is_of(held, award.id)), None)
        if own is not None:
            return own
        from kiemdinh.standards.catalogue import load_bundled  # noqa: PLC0415 - loaded when it is needed

        name = read_award_name(held.award)
        framework = load_bundled(name.framework or "")
        return next((a for a in framework.awards if a.id == name.award), None) if framework else None

    def grade_index(self, award: Award, grade: str | None) -> int:
        """Return the position of a grade among the award's, counted from 1 at the lowest.

        It is 1 for an award without grades, and for a grade that the award does not have.
        """
        return _index_of(grade, self.grades_of(award))

    def grades_of(self, award: Award) -> tuple[str, ...]:
        """Return the grades of an award, lowest first: the steps of its ladder. Empty where it has none."""
        return self.framework.definition.steps_of(getattr(award, "ladder", None))

    def grade_asked(self, name: FactName) -> int:
        """Return the position of the grade that a fact asks for, counted as `grade_index` does, here or elsewhere."""
        return _index_of(name.step, self._grades_asked(name))

    def _grades_asked(self, name: FactName) -> tuple[str, ...]:
        """Return the grades of the award that a fact is about, lowest first."""
        if name.reference is not None:
            return self.framework.definition.references[str(name.reference)].steps
        return self.grades_of(next(award for award in self.framework.awards if award.id == name.subject))

    def _is_held(self, name: FactName) -> Truth:
        grades = self._grades_asked(name)
        wanted = _index_of(name.step, grades)
        asked = (held for held in self.dossier.held if self._is_asked(held, name))
        current = sorted((h for h in asked if self.in_force(h) is not UNMET), key=lambda h: h.signed, reverse=True)
        found = [h for h in current if _index_of(h.grade, grades) >= wanted]
        if name.held_for is not None:
            latest = self._latest_signing(name.held_for)
            found = [h for h in found if h.signed <= latest]
        # Truths are ordered unmet, unknown, met. A record that may be in force keeps the award unknown even where the
        # list of awards is complete.
        states = [self.in_force(h) for h in found]
        return max(states) if MET in states else max([*states, self._truth_without_record()])

    def _latest_signing(self, length: str) -> dt.date:
        """Return the latest day of signing from which an award has by now been held for a length of time (4.5)."""
        from kiemdinh.parsing.durations import Duration, latest_start  # noqa: PLC0415 - loaded when it is needed

        return latest_start(self.on, Duration.read(length))

    def _truth_without_record(self) -> Truth:
        return UNMET if "held" in self.dossier.complete else UNKNOWN


def _index_of(grade: str | None, grades: tuple[str, ...]) -> int:
    return grades.index(grade) + 1 if grade in grades else 1
