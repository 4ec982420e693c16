"""The awards that schools were granted, by which edition, and whether they are held on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kiemdinh.data.office import RecognisedAward
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.dossier import Dossier, Held
from kiemdinh.evidence.resolution import Holdings
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.rules import MET, UNMET
from kiemdinh.standards.catalogue import choose_edition, load_bundled
from kiemdinh.standards.definition import LadderAward, StepScale
from kiemdinh.standards.names import AwardName, read_award_name

if TYPE_CHECKING:
    from kiemdinh.data.office import GrantedState
    from kiemdinh.portfolio.registers import RegisteredAward, RegisterEntry
    from kiemdinh.standards.definition import Award
    from kiemdinh.standards.loading import Framework

__all__ = ["GrantReader", "GrantedAward", "latest_of_series"]


@dataclass(frozen=True, slots=True)
class GrantedAward:
    """An award that was granted, with what the frameworks say of it.

    Attributes
    ----------
    entry
        The school, as the register has it on the day.
    said
        What the register or the dossier says of the award.
    told
        The award as the result shows it.
    now
        The award of the edition in force that is the same, or that continues it; None where there is none.
    by
        The edition by which it was granted; None where that is not known.
    """

    entry: RegisterEntry
    said: RegisteredAward
    told: RecognisedAward
    now: str | None
    by: Framework | None

    @property
    def series(self) -> str:
        """The key that decisions share where the later one takes the place of the earlier one."""
        return self.now or self.told.award


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The award that a text may mean: its name with its framework, and the award in force that continues it."""

    name: AwardName
    now: str | None


@dataclass(frozen=True)
class GrantReader:
    """Reads what a register says of awards.

    Attributes
    ----------
    framework
        The edition in force for the school.
    day
        The day on which it is asked what is held.
    editions
        Further editions that are known, beside those that come with kiemdinh.
    """

    framework: Framework
    day: dt.date
    editions: Sequence[Framework] = ()

    def read(self, entry: RegisterEntry, said: RegisteredAward, of: str | None = None) -> GrantedAward:
        """Return an award that was granted to a school; *of* is the earlier school that it was granted to."""
        meaning = self._find_meaning(said, entry.stages)
        by = None if meaning is None else self._find_edition(meaning.name, said.signed)
        named = by if by is not None else self.framework
        name = None if meaning is None else meaning.name.award if by is not None else meaning.now
        award = None if name is None else _find_award(named, name)
        until, state = self._find_state(said, named, award)
        if of is not None:
            # What becomes of the awards of schools that were merged, split or renamed is not known.
            state = "unknown" if state == "held" else state
        told = RecognisedAward(
            award=said.award, grade=said.grade if award is None else _find_grade(named, award, said.grade),
            signed=said.signed, until=until, state=state, edition=None if by is None else by.edition,
            id=None if award is None else award.id, of=of,
        )  # fmt: skip
        return GrantedAward(entry, said, told, None if meaning is None else meaning.now, by)

    def _find_meaning(self, said: RegisteredAward, stages: Sequence[str]) -> _Meaning | None:
        """Return the one award that a text means; None where it means none, or may mean several."""
        every = list(self._list_meanings(said.award))
        found = [one for one in every if self._find_edition(one.name, said.signed) is not None] or every
        if len(found) > 1 and said.signed is not None:
            chosen = _choose_framework(said.signed, tuple(stages))
            found = [one for one in found if one.name.framework == chosen] or found
        if len(found) == 1:
            return found[0]
        # Whichever of them it is, one award in force continues it.
        series = {one.now for one in found}
        return _Meaning(AwardName(None, ""), series.pop()) if len(series) == 1 else None

    def _list_meanings(self, text: str) -> Iterator[_Meaning]:
        """Yield the awards that a text can mean: of the framework, of one that it continues, or of the one named."""
        asked = read_award_name(text)
        seen = set[AwardName]()
        for award in self.framework.awards:
            own = AwardName(self.framework.id, award.id)
            names = (own, *map(read_award_name, map(str, award.continues)))
            words = _words_of(self.framework)
            means_series = asked.framework is None and words.find(text) == award.id
            for name in names:
                if (
                    asked == name
                    or means_series
                    or (asked.framework is None and _names_of(name).find(text) is not None)
                ):
                    seen.add(name)
                    yield _Meaning(name, award.id)
        if asked.framework is not None and asked not in seen and load_bundled(asked.framework) is not None:
            yield _Meaning(asked, None)

    def _find_edition(self, name: AwardName, signed: dt.date | None) -> Framework | None:
        """Return the edition of a framework that was in force on the day of a decision; None where none is known."""
        if signed is None:
            return None
        own = (one for one in (self.framework, *self.editions) if one.id == name.framework)
        held = next((one for one in own if one.edition_holds(signed)), None)
        return _find_bundled(name.framework or "", signed) if held is None else held

    def _find_state(
        self, said: RegisteredAward, framework: Framework, award: Award | None
    ) -> tuple[dt.date | None, GrantedState]:
        """Return the last day of an award, and whether it is held on the day (4.3, S15)."""
        until = said.ends
        state: GrantedState = "unknown"
        if said.signed is not None:
            held = Held(award.id if award is not None else said.award, said.grade, said.signed, said.ends)
            holdings = Holdings(framework, Dossier(), self.day)
            until = holdings.last_day(held)
            truth = holdings.in_force(held)
            state = "held" if truth is MET else "expired" if truth is UNMET else "unknown"
        elif until is not None:
            state = "held" if self.day <= until else "expired"
        elif said.state == "held":
            state = "held"
        # These words of the register count beside its days; "held" does not, since the printed last day governs.
        if said.state in ("withdrawn", "unknown", "expired"):
            state = said.state
        return until, state


@lru_cache(maxsize=1024)
def _find_bundled(framework_id: str, day: dt.date) -> Framework | None:
    found = load_bundled(framework_id, day)
    return found if found is not None and found.edition_holds(day) else None


@lru_cache(maxsize=1024)
def _choose_framework(day: dt.date, stages: tuple[str, ...]) -> str | None:
    try:
        return choose_edition(on=day, stages=stages).id
    except InputError:
        return None


def _words_of(framework: Framework) -> Vocabulary:
    return Vocabulary({award.id: award.texts for award in framework.awards})


@lru_cache(maxsize=256)
def _names_of(name: AwardName) -> Vocabulary:
    """Return the words for an award of a framework that comes with kiemdinh; none where it is not there."""
    framework = load_bundled(name.framework or "")
    award = None if framework is None else _find_award(framework, name.award)
    return Vocabulary({} if award is None else {award.id: award.texts})


def _find_award(framework: Framework, award: str) -> Award | None:
    return next((one for one in framework.awards if one.id == award), None)


def _find_grade(framework: Framework, award: Award, grade: str | None) -> str | None:
    """Return the id of a grade that a register names by its id, its title or its number."""
    scale = framework.definition.scales.get(award.ladder) if isinstance(award, LadderAward) else None
    steps = scale.steps if isinstance(scale, StepScale) else ()
    words = Vocabulary({step.id: step.texts for step in steps}, numbered=True)
    return grade if grade is None else words.find(grade) or grade


def latest_of_series(grants: Iterable[GrantedAward], day: dt.date) -> tuple[list[GrantedAward], list[GrantedAward]]:
    """Return the latest decision of each series up to a day, and those that overlap an earlier one which still held.

    A decision without a day comes before all others.
    """
    by_series: dict[str, list[GrantedAward]] = {}
    for one in grants:
        if one.said.signed is None or one.said.signed <= day:
            by_series.setdefault(one.series, []).append(one)
    latest, overlapping = [], []
    for same in by_series.values():
        ordered = sorted(same, key=lambda one: one.said.signed or dt.date.min)
        latest.append(ordered[-1])
        before = [one for one in ordered[:-1] if one.told.state == "held"]
        if before and ordered[-1].told.state == "held":
            overlapping.append(ordered[-1])
    return latest, overlapping
