"""Awards: eligibility by grade, the wait of who holds a lower one, what is held, the earliest date (2.7, 2.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.assessment.levels import level_ref, steps_of
from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.assessment.standing import outcome_result
from kiemdinh.data.awards import AwardResult, GradeResult
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.evidence.dossier.model import Dossier, Held
from kiemdinh.evidence.resolution.awards_held import Holdings
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval, Truth, evaluate, facts_of, join
from kiemdinh.standards.definition.model import Award, LabelOutcome, LadderAward, LadderOutcome, ValidityTable

if TYPE_CHECKING:
    from kiemdinh.standards.loading.framework import Framework

__all__ = ["Awarding", "award_results", "others"]

FactsOn = Callable[[dt.date], ReportedSchool]
"""Gives the facts of the same records on another date."""


def award_results(
    framework: Framework,
    dossier: Dossier,
    whole: ReportedSchool,
    facts_on: FactsOn,
) -> tuple[AwardResult, ...]:
    """Return where the school stands with each award of the framework; what blocks a grade is not yet said."""
    return tuple(Awarding(framework, dossier, award, whole).result(facts_on) for award in framework.awards)


def others(framework: Framework, dossier: Dossier) -> tuple[Held, ...]:
    """Return the awards held under other frameworks: kept and shown, never judged."""
    own = {name for a in framework.awards for name in (a.id, f"{framework.id}/{a.id}")}
    return tuple(held for held in dossier.held if held.award not in own)


@dataclass(frozen=True, slots=True)
class Awarding:
    """Judges one award of a framework by the facts of a school."""

    framework: Framework
    dossier: Dossier
    award: Award
    whole: ReportedSchool

    @property
    def _holdings(self) -> Holdings:
        return self.whole.facts.whole.holdings

    @property
    def _grades(self) -> tuple[LevelRef, ...]:
        return steps_of(self.framework, self.award.ladder) if isinstance(self.award, LadderAward) else ()

    def result(self, facts_on: FactsOn) -> AwardResult:
        """Return the whole of what is said about the award."""
        eligible = self.eligibility()
        names = self.names()
        certain = max((i for i, truth in enumerate(eligible) if truth.certain), default=-1)
        possible = max((i for i, truth in enumerate(eligible) if truth.possible), default=-1)
        title = level_ref(self.award.id, self.award)
        refs = self._grades or (title,)
        grades = tuple(self._grade(i, eligible[i], i < certain, facts_on) for i in range(len(names)))
        held = next(iter(self._series()), None)
        until = self._holdings.until(held) if held else None
        ahead = self.award.renew_before
        return AwardResult(
            self.award.id,
            title,
            level_ref("authority", self.award.authority) if self.award.authority else None,
            refs[certain] if certain >= 0 else None,
            refs[possible] if possible >= 0 else None,
            grades,
            held,
            until,
            add_duration(until, ahead, back=True) if until and ahead else None,
            *self._loss(eligible[0]),
            self._valid(),
            self._lacks_review(),
            self._by_own_assessment(refs, names),
        )

    def eligibility(self) -> list[Truth]:
        """Return the truth of eligibility for each grade, lowest first, the waiting time included."""
        return [min(self.whole.truth(name), self.waited(i)) for i, name in enumerate(self.names())]

    def names(self) -> list[str]:
        """Return the facts that stand for eligibility for each grade, lowest first."""
        return [f"award:{self.award.id}/{g.id}" for g in self._grades] or [f"award:{self.award.id}"]

    # -- what is held --------------------------------------------------------------------------------

    def _series(self, counting: Truth = MET) -> list[Held]:
        """What is held of this award, or of one it continues, highest grade first; or what may be held."""
        holdings = self._holdings
        own = [h for h in holdings.current(self.award) if holdings.counts(h) is counting]
        earlier = [h for h in self.dossier.held if h.award in self.award.continues and holdings.counts(h) is counting]
        return sorted(
            [*own, *earlier],
            key=lambda h: (holdings.grade_index(self.award, h.grade), h.signed),
            reverse=True,
        )

    def _binding(self, index: int) -> Held | None:
        """Return the award whose waiting time binds the grade numbered *index*: the last lower one, if none as high."""
        held = self._series()
        if self._covered(index, held):
            return None
        return max(held, key=lambda h: h.signed, default=None)

    def _waits_until(self, index: int) -> dt.date | None:
        binding = self._binding(index) if index > 0 and self.award.wait_for_higher else None
        if binding is None or self.award.wait_for_higher is None:
            return None
        until = add_duration(binding.signed, self.award.wait_for_higher)
        return until if until > self._holdings.on else None

    def waited(self, index: int) -> Truth:
        """Return whether the waiting time before the grade numbered *index* is over (2.8)."""
        if index == 0 or self.award.wait_for_higher is None:
            return MET
        open_ = self._series(UNKNOWN)
        if self._waits_until(index) is not None:
            return UNKNOWN if self._covered(index, open_) else UNMET
        if self._covered(index, self._series()):
            return MET
        may_bind = any(add_duration(h.signed, self.award.wait_for_higher) > self._holdings.on for h in open_)
        return UNKNOWN if may_bind or "held" not in self.dossier.complete else MET

    def _covered(self, index: int, held: list[Held]) -> bool:
        """Whether some of what is held is higher than the grade numbered *index*, or that grade itself."""
        return any(self._holdings.grade_index(self.award, h.grade) > index for h in held)

    # -- one grade -------------------------------------------------------------------------------------

    def _grade(
        self,
        index: int,
        eligible: Truth,
        covered: bool,
        facts_on: FactsOn,
    ) -> GradeResult:
        grades = self._grades
        waits = self._waits_until(index)
        binding = self._binding(index) if index > 0 and self.award.wait_for_higher else None
        return GradeResult(
            grades[index] if grades else None,
            eligible,
            covered,
            self.award.discretion is not None and binding is not None,
            waits,
            self._earliest(index, eligible, facts_on),
            None,
        )

    def _earliest(self, index: int, eligible: Truth, facts_on: FactsOn) -> dt.date | None:
        """Return the first date on which the same records would do; None where no date would."""
        if eligible is MET:
            return self._holdings.on
        for date in self._dates(index):
            later = Awarding(self.framework, self.dossier, self.award, facts_on(date))
            if later.eligibility()[index] is MET:
                return date
        return None

    def _dates(self, index: int) -> list[dt.date]:
        """The later dates on which something changes for the better: a wait ends, evidence becomes valid."""
        waits = self._waits_until(index)
        issued = [item.issued for item in (self.dossier.evidence or {}).values() if item.issued]
        last = [until for h in self._series() if (until := self._holdings.until(h))]
        ends = [until + dt.timedelta(days=1) for until in last if until < dt.date.max]
        found = {d for d in (*issued, *ends, *((waits,) if waits else ())) if d > self._holdings.on}
        return sorted(found)[:24]

    # -- beside eligibility ------------------------------------------------------------------------------

    def _loss(self, gain: Truth) -> tuple[Truth | None, Truth | None]:
        if self.award.lost_if is None:
            return None, None
        held = self._holdings.truth(f"held:{self.award.id}")
        loss = self.whole.truth(f"lost:{self.award.id}")
        if held is UNMET:
            return None, gain
        return loss, loss.negated() if held is MET else join([loss.negated(), gain])

    def _valid(self) -> tuple[str, ...]:
        valid = self.award.valid
        if isinstance(valid, Duration):
            return (str(valid),)
        if not isinstance(valid, ValidityTable):
            return ()
        outcome = next(o for o in self.framework.outcomes if o.id == valid.by)
        labels = self._possible_labels(outcome)
        said = [valid.values.get(label, valid.otherwise) for label in labels]
        return tuple(dict.fromkeys(text for text in said if text is not None))

    def _possible_labels(self, outcome: LadderOutcome | LabelOutcome) -> list[str]:
        found = outcome_result(self.framework, outcome, self.whole, exact=True)
        if found.kind == "labels":
            return [label.id for label in found.labels]
        return [ref.id for ref in (found.guaranteed, found.attainable) if ref is not None]

    def _rests_on_review(self) -> bool:
        definitions = self.whole.facts.rules.definitions
        return any(f.startswith("external:") for name in self.names() for f in facts_of(definitions[name]))

    def _lacks_review(self) -> bool:
        return self._rests_on_review() and not any(f.side == "external" for f in self.dossier.findings)

    def _by_own_assessment(self, refs: tuple[LevelRef, ...], names: list[str]) -> LevelRef | None:
        if not self._rests_on_review():
            return None
        facts = _OwnAssessment(self.whole)
        reached = [ref for ref, name in zip(refs, names, strict=True) if facts.truth(name) is MET]
        return reached[-1] if reached else None


@dataclass(frozen=True, slots=True)
class _OwnAssessment:
    """Facts in which the school's own assessment stands in for the external review."""

    whole: ReportedSchool

    def truth(self, name: str, /) -> Truth:
        if name.startswith("external:"):
            return self.whole.truth("self:" + name.removeprefix("external:"))
        if name.startswith("award:"):
            return evaluate(self.whole.facts.rules.definitions[name], self)
        return self.whole.truth(name)

    def value(self, name: str, /) -> Interval:
        return self.whole.value(name)
