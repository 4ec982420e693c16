"""Which awards of a register fall due between two days, and by when the renewal is to be filed for (semantics 6.9)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiemdinh.data.office import DueWork
from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.durations import add_duration
from kiemdinh.portfolio.office_results import name_some
from kiemdinh.portfolio.renewals.renewal_law import AwardUnderLaw, find_award, find_lead, find_renewing

if TYPE_CHECKING:
    from kiemdinh.parsing.durations import Duration
    from kiemdinh.portfolio.registers import Register, RegisteredAward, RegisterEntry
    from kiemdinh.standards.loading import Framework

__all__ = ["AwardsDue", "find_awards_due"]

Topic: TypeAlias = Literal["gone", "ended", "later", "endless", "open", "overlap"]


@dataclass(slots=True)
class AwardsDue:
    """The awards that are due, and what warnings are about.

    Attributes
    ----------
    works
        What is due, by day and school.
    frameworks
        The frameworks that were asked, by their digests.
    told
        The schools that warnings are about, by the topic of the warning.
    """

    works: list[DueWork] = field(default_factory=list)
    frameworks: dict[str, Framework] = field(default_factory=dict)
    told: dict[Topic, list[str]] = field(default_factory=lambda: defaultdict(list))

    def list_warnings(self) -> Iterator[Diagnostic]:
        """Yield what a reader should know."""
        for topic, schools in self.told.items():
            yield Diagnostic("KD733", "warning", _tell(topic, list(dict.fromkeys(schools))))


@dataclass(frozen=True, slots=True)
class _AwardInForce:
    given: RegisteredAward
    known: AwardUnderLaw | None
    last_day: dt.date | None


def find_awards_due(register: Register, on: dt.date, until: dt.date, leads: Mapping[str, Duration]) -> AwardsDue:
    """Return the awards held on a day whose renewal falls due up to a later day, or on a day that is not known.

    The cost is one pass over the register.
    """
    found = AwardsDue()
    entries: dict[str, list[RegisterEntry]] = defaultdict(list)
    for entry in register:
        entries[entry.id].append(entry)
    for school, several in entries.items():
        awards = list(dict.fromkeys(award for entry in several for award in entry.awards))
        if awards and all(entry.last_day is not None and entry.last_day < on for entry in several):
            found.told["gone"].append(school)
            continue
        for held in _find_held(school, awards, several[-1].stages, on, found):
            work = _make_work(school, held, on, leads, found)
            if work.by is None or work.by <= until:
                found.works.append(work)
    found.works.sort(key=lambda work: (work.by is None, work.by or dt.date.max, work.school, work.award or ""))
    return found


def _find_held(
    school: str, awards: Iterable[RegisteredAward], stages: Sequence[str], on: dt.date, found: AwardsDue
) -> Iterator[_AwardInForce]:
    """Yield the awards of a school that are in force on a day or may be, of one series the one signed last."""
    current: list[_AwardInForce] = []
    for given in awards:
        known = find_award(given, stages)
        if known is not None:
            found.frameworks[known.framework.digest] = known.framework
        last_day = given.ends if known is None else known.last_day(given)
        if given.state == "withdrawn":
            continue
        if given.signed is not None and given.signed > on:
            found.told["later"].append(school)
        elif given.state == "expired" or (last_day is not None and last_day < on):
            found.told["ended"].append(school)
        elif last_day is None and known is not None and known.award.valid is None:
            found.told["endless"].append(school)
        else:
            current.append(_AwardInForce(given, known, last_day))
            if given.state == "unknown":
                found.told["open"].append(school)
    current.sort(key=lambda one: (one.given.signed or dt.date.min, one.last_day or dt.date.max), reverse=True)
    kept: list[_AwardInForce] = []
    for one in current:
        if any(_is_one_series(one, newer) for newer in kept):
            found.told["overlap"].append(school)
        else:
            kept.append(one)
    yield from reversed(kept)


def _is_one_series(one: _AwardInForce, newer: _AwardInForce) -> bool:
    """Whether the newer award is the same as another, or continues it."""
    if one.known is None or newer.known is None:
        return one.given.award == newer.given.award
    return one.known.name == newer.known.name or one.known.name in newer.known.award.continues


def _make_work(
    school: str, held: _AwardInForce, on: dt.date, leads: Mapping[str, Duration], found: AwardsDue
) -> DueWork:
    given, known, last_day = held.given, held.known, held.last_day
    name = given.award if known is None else known.name
    work = DueWork(school, "renewal", name, given.grade, given.signed, last_day, by=last_day)
    if known is None:
        return replace(work, reason="no such award")
    work = replace(work, higher_from=known.higher_from(given))
    if last_day is None:
        return replace(work, reason="no last day")
    renewing = find_renewing(known, last_day, on, leads)
    if renewing is None:
        return replace(work, reason="no successor")
    found.frameworks[renewing.framework.digest] = renewing.framework
    work = replace(work, edition=renewing.framework.edition)
    lead = find_lead(renewing, leads)
    if lead is None:
        return replace(work, reason="not known")
    file_by = add_duration(last_day, lead.time, back=True)
    work = replace(work, file_by=file_by, lead=str(lead.time), reason="given" if lead.is_given else None)
    return replace(work, reason="late") if file_by < on else replace(work, by=file_by)


# -- what a reader should know -------------------------------------------------------------------------------


def _tell(topic: Topic, schools: Sequence[str]) -> Message:
    n, names = len(schools), name_some(schools)
    if topic == "gone":
        return Message.for_count(
            "{n} school was gone on the first day: its awards are not due, and pass to no other school: {schools}",
            "{n} schools were gone on the first day: their awards are not due, and pass to no other school: {schools}",
            n, schools=names,
        )  # fmt: skip
    if topic == "ended":
        return Message.for_count(
            "{n} school has an award that had ended before the first day, which is not due: {schools}",
            "{n} schools have awards that had ended before the first day, which are not due: {schools}",
            n, schools=names,
        )  # fmt: skip
    if topic == "later":
        return Message.for_count(
            "{n} school has an award that was signed after the first day, which is not counted: {schools}",
            "{n} schools have awards that were signed after the first day, which are not counted: {schools}",
            n, schools=names,
        )  # fmt: skip
    if topic == "endless":
        return Message.for_count(
            "{n} school has an award that is valid without end, which is never due: {schools}",
            "{n} schools have awards that are valid without end, which are never due: {schools}",
            n, schools=names,
        )  # fmt: skip
    if topic == "open":
        return Message.for_count(
            "{n} school has an award whose state the register calls unknown; it counts as held: {schools}",
            "{n} schools have awards whose state the register calls unknown; they count as held: {schools}",
            n, schools=names,
        )  # fmt: skip
    return Message.for_count(
        "{n} school has awards of one series that overlap: the one that was signed last counts: {schools}",
        "{n} schools have awards of one series that overlap: the one that was signed last counts: {schools}",
        n, schools=names,
    )  # fmt: skip
