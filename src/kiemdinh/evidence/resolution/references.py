"""Outcomes and awards of other frameworks, as they stand on a date (semantics 6.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kiemdinh.evidence.dossier import Dossier, Reason, RecordedResult, ResultSide
from kiemdinh.evidence.resolution.precedence import has_ended
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth
from kiemdinh.standards.definition import Definition, ReferenceDef
from kiemdinh.standards.names import FactName, MemberName, ReferenceName

__all__ = ["References", "SettledReference"]

_Place = tuple[str, MemberName | None, str | None]
"""What an outcome is read of: the reference, the member with its stage, the stage of the subject."""


@dataclass(frozen=True, slots=True)
class SettledReference:
    """What is known of an outcome of another framework.

    Attributes
    ----------
    low, high
        The positions of the lowest and the highest step that it can be, counted from 1; 0 is below the lowest.
    side
        Who found it; None where nobody did.
    results
        The results that decide it, in their order.
    reasons
        Why it is not a single step.
    """

    low: int
    high: int
    side: ResultSide | None = None
    results: tuple[RecordedResult, ...] = ()
    reasons: frozenset[Reason] = frozenset()

    def reaches(self, position: int) -> Truth:
        """Return whether the step of a position is reached.

        >>> SettledReference(1, 2).reaches(1).name, SettledReference(1, 2).reaches(2).name
        ('MET', 'UNKNOWN')
        """
        return MET if self.low >= position else UNMET if self.high < position else UNKNOWN


@dataclass(frozen=True, slots=True)
class References:
    """The outcomes of other frameworks that a dossier records, settled on a date.

    The first of these that exists decides: the latest external result; a computed result; the latest result of the
    member itself. Two of one side and day that differ are *disputed*, and a later own result that differs from the
    external one makes it *pending*: it is then one of the two. A result that has ended is *expired*: it contradicts
    none, and an external one leaves the word to later results of other sides (3.5).

    Attributes
    ----------
    definition
        The definition, which has the steps of each outcome that is read.
    dossier
        The dossier with the results.
    on
        The evidence date; later results do not count.
    known_on
        The knowledge date; what was found later does not count either.
    law_date
        The law date, which picks the framework of a family for each stage.
    """

    definition: Definition
    dossier: Dossier
    on: dt.date
    known_on: dt.date
    law_date: dt.date
    _settled: dict[_Place, SettledReference] = field(default_factory=dict)
    _by_place: dict[_Place, list[RecordedResult]] = field(default_factory=dict)

    def truth(self, name: FactName, stage: str | None) -> tuple[Truth, SettledReference]:
        """Return whether a step is reached, and what is known of the outcome.

        *stage* is the stage of the subject, for an outcome of the subject itself; None for the subject as one.
        """
        settled = self.settle(name, stage)
        reference = self._definition_of(name.reference)
        position = reference.steps.index(name.step) + 1 if name.step in reference.steps else 0
        return settled.reaches(position), settled

    def on_date(self, date: dt.date) -> References:
        """Return what the same records say on another evidence date, which is the law date too."""
        return References(self.definition, self.dossier, date, self.known_on, date)

    def settle(self, name: FactName, stage: str | None = None) -> SettledReference:
        """Return what is known of the outcome that a fact is about; it is worked out once."""
        place = (str(name.reference), name.member, None if name.member else stage)
        if place not in self._settled:
            self._settled[place] = self._settle(name, place[2])
        return self._settled[place]

    def _settle(self, name: FactName, stage: str | None) -> SettledReference:
        stages = self.dossier.school.stages
        if name.member is None and stage is None and stages:
            # For the subject as one, the lowest of its stages counts (2.6).
            return _lowest([self.settle(name, one) for one in stages])
        reference = self._definition_of(name.reference)
        if name.member is not None:
            stage = name.member.stage
        found = [one for one in self._list_results(name, stage) if one.on <= min(self.on, self.known_on)]
        return _settle_by_sides(found, reference, self.on)

    def _definition_of(self, reference: ReferenceName | None) -> ReferenceDef:
        return self.definition.references[str(reference)]

    def _list_results(self, name: FactName, stage: str | None) -> list[RecordedResult]:
        """Return the results about a member or the subject: those of the stage, and those of the whole.

        Of a family those count that are recorded under its own name, or under that of the framework that is in force
        for the stage on the law date; what another of its frameworks computed does not.
        """
        if not self._by_place and self.dossier.results:
            for result in self.dossier.results:
                member = result.member
                place = (result.of, None if member is None else member.whole, member.stage if member else result.stage)
                self._by_place.setdefault(place, []).append(result)
        whole = None if name.member is None else name.member.whole
        stages = dict.fromkeys((stage, None))
        reference = self._definition_of(name.reference)
        in_force = reference.frameworks_on(self.law_date, stage)
        replaced = set(reference.frameworks_of(stage)).difference(in_force)
        id_ = name.reference.id if name.reference else ""
        names = (str(name.reference), *(str(ReferenceName(framework, id_)) for framework in in_force))
        found = (one for of in names for at in stages for one in self._by_place.get((of, whole, at), ()))
        return [one for one in found if one.framework not in replaced]


def _lowest(settled: Sequence[SettledReference]) -> SettledReference:
    low = min(one.low for one in settled)
    high = min(one.high for one in settled)
    reasons = frozenset(reason for one in settled if one.low < high for reason in one.reasons)
    decisive = min(settled, key=lambda one: (one.high, one.low))
    return SettledReference(low, high, decisive.side, decisive.results, reasons)


def _settle_by_sides(found: Sequence[RecordedResult], reference: ReferenceDef, on: dt.date) -> SettledReference:
    external, computed, own = (
        _latest([one for one in found if one.side == side], on) for side in ("external", "computed", "self")
    )
    top = len(reference.steps)
    if external and has_ended(external[0], on):
        since = external[0].on
        computed, own = (tuple(one for one in side if one.on > since) for side in (computed, own))
        if not computed and not own:
            return _expired(external, "external", top)
        external = ()
    own_ended = bool(own) and has_ended(own[0], on)
    if external:
        later = tuple(one for one in own if one.on > external[0].on and not own_ended)
        settled = _join(external, "external", reference)
        if later and _ends(later, reference) != (settled.low, settled.high):
            low, high = _ends((*external, *later), reference)
            return SettledReference(low, high, "external", (*external, *later), frozenset((Reason.PENDING,)))
        return settled
    if computed:
        return _join(computed, "computed", reference)
    if own_ended:
        return _expired(own, "self", top)
    if own:
        return _join(own, "self", reference)
    return SettledReference(0, top, reasons=frozenset((Reason.NO_DOSSIER,)))


def _expired(results: tuple[RecordedResult, ...], side: ResultSide, top: int) -> SettledReference:
    return SettledReference(0, top, side, results, frozenset((Reason.EXPIRED,)))


def _latest(results: Sequence[RecordedResult], on: dt.date) -> tuple[RecordedResult, ...]:
    """Return the results of the latest day, those that have ended only where all have; the same stands once."""
    last = max((one.on for one in results), default=None)
    newest = [one for one in results if one.on == last]
    standing = [one for one in newest if not has_ended(one, on)]
    found = {(one.low, one.high): one for one in reversed(standing or newest)}
    return tuple(reversed(found.values()))


def _join(results: tuple[RecordedResult, ...], side: ResultSide, reference: ReferenceDef) -> SettledReference:
    low, high = _ends(results, reference)
    if low == high:
        return SettledReference(low, high, side, results)
    reason = Reason.DISPUTED if len(results) > 1 else Reason.NOT_ASSESSED
    if len(results) == 1 and side != "computed":
        reason = Reason.RECORDED_UNKNOWN
    return SettledReference(low, high, side, results, frozenset((reason,)))


def _ends(results: Iterable[RecordedResult], reference: ReferenceDef) -> tuple[int, int]:
    pairs = [(_position(one.low, reference, 0), _position(one.high, reference, 0)) for one in results]
    return min(low for low, _ in pairs), max(high for _, high in pairs)


def _position(step: str | None, reference: ReferenceDef, below: int) -> int:
    return reference.steps.index(step) + 1 if step in reference.steps else below
