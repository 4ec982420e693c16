"""Where a school stands with awards: eligibility by grade, what is held, the earliest date (semantics 2.7, 2.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.assessment.dates_of_change import list_dates_of_change
from kiemdinh.assessment.levels import highest_level, level_ref, steps_of
from kiemdinh.assessment.outcomes import outcome_result
from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.assessment.waiting_time import WaitingTime
from kiemdinh.data.awards import AwardResult, GradeResult, PastAward
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.evidence.dossier import Dossier, Held
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.rules import MET, UNMET, Interval, Truth, evaluate, join_truths
from kiemdinh.standards.definition import Award, LabelOutcome, LadderAward, LadderOutcome, ValidityTable
from kiemdinh.standards.names import AwardName, FactKind, FactName, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["AwardStanding", "FactsOn", "award_results", "awards_of_other_frameworks", "list_grades"]

FactsOn: TypeAlias = Callable[[dt.date], ReportedSchool]
"""Returns the facts of the same records on another date."""

_MAX_DATES = 200
"""Later dates that are tried, soonest first, for the earliest on which a grade is certain."""


def award_results(
    framework: Framework, dossier: Dossier, school: ReportedSchool, facts_on: FactsOn
) -> tuple[AwardResult, ...]:
    """Return where the school stands with each award of the framework, in the order of the definition (2.7, 2.8).

    The blockers of a grade are left out (``target`` is None); ``kiemdinh.explanation.award_blockers`` adds them. Costs
    one resolution of the facts for each later date that is tried, at most 200 for a grade that is not certain.

    Parameters
    ----------
    framework
        The framework whose awards are asked for.
    dossier
        The records: awards held, the dates of evidence items.
    school
        The facts on the assessment date.
    facts_on
        Returns the facts of the same records on another date, to find the earliest on which a grade is certain.
    """
    facts_on = cache(facts_on)  # grades and awards ask for the same dates
    return tuple(AwardStanding(framework, dossier, award, school).build_result(facts_on) for award in framework.awards)


def awards_of_other_frameworks(framework: Framework, dossier: Dossier) -> tuple[Held, ...]:
    """Return the awards held under other frameworks: kept and shown, never judged.

    An award of *framework* is recorded by its id alone or as ``framework/award``; every other id is one of another
    framework. The records keep the order of the dossier.
    """
    # A dossier may name an award with its framework or without.
    own = {name for a in framework.awards for name in (a.id, str(AwardName(framework.id, a.id)))}
    return tuple(held for held in dossier.held if held.award not in own)


def list_grades(framework: Framework, award: Award) -> tuple[FactName, ...]:
    """Return the facts that say whether the school is eligible for each grade of an award, lowest first.

    An award without grades has one.
    """
    steps = steps_of(framework, award.ladder) if isinstance(award, LadderAward) else ()
    grades: tuple[str | None, ...] = tuple(step.id for step in steps) or (None,)
    return tuple(FactName(FactKind.AWARD, award.id, grade) for grade in grades)


@dataclass(slots=True, eq=False, repr=False)
class AwardStanding:
    """One award of a framework for one school. An award without grades is treated as one with a single grade."""

    framework: Framework
    dossier: Dossier
    award: Award
    school: ReportedSchool

    @property
    def waiting_time(self) -> WaitingTime:
        """The waiting time between the grades of the award."""
        return WaitingTime(self.dossier, self.award, self.school.facts.as_one.holdings)

    @property
    def fact_names(self) -> list[str]:
        """The names of the facts that say whether the school is eligible for each grade, lowest first."""
        return list(map(str, list_grades(self.framework, self.award)))

    @property
    def eligibility(self) -> list[Truth]:
        """The truth of eligibility for each grade, lowest first, the waiting time included."""
        wait = self.waiting_time
        return [min(self.school.truth(name), wait.is_over(i)) for i, name in enumerate(self.fact_names)]

    def find_reached(self) -> tuple[LevelRef | None, LevelRef | None]:
        """Return the highest grade that is certain and the highest possible; the title of an award without grades."""
        refs, eligible = self._refs, self.eligibility
        certain, possible = ([truth.certain for truth in eligible], [truth.possible for truth in eligible])
        return highest_level(refs, certain), highest_level(refs, possible)

    @property
    def grades(self) -> tuple[LevelRef, ...]:
        """The grades, lowest first; none for an award without grades."""
        return steps_of(self.framework, self.award.ladder) if isinstance(self.award, LadderAward) else ()

    @property
    def _refs(self) -> tuple[LevelRef, ...]:
        """The grades, lowest first; for an award without grades, its title."""
        return self.grades or (level_ref(self.award.id, self.award),)

    def build_result(self, facts_on: FactsOn) -> AwardResult:
        """Return where the school stands with the award: its grades, what is held, and the grounds for loss.

        ``certain`` is the highest grade that is certain and ``possible`` the highest that is possible; each lower grade
        than the certain one is ``covered`` (2.8). What blocks a grade is not worked out here: every ``target`` is None.

        Parameters
        ----------
        facts_on
            Returns the facts of the same records on another date. It is called at most 200 times for a grade that is
            not certain.
        """
        eligible = self.eligibility
        certain, possible = self.find_reached()
        # -1 stands for no grade at all: below it no grade is covered.
        highest = max((i for i, truth in enumerate(eligible) if truth.certain), default=-1)
        held = next(iter(self.waiting_time.list_held()), None)
        held_until = self.school.facts.as_one.holdings.last_day(held) if held else None
        ahead = self.award.renew_before
        loss, stands = self._loss_and_stands(eligible[0])
        return AwardResult(
            id=self.award.id,
            title=level_ref(self.award.id, self.award),
            authority=level_ref("authority", self.award.authority) if self.award.authority else None,
            certain=certain,
            possible=possible,
            grades=tuple(self._grade_result(i, truth, i < highest, facts_on) for i, truth in enumerate(eligible)),
            held=held,
            held_until=held_until,
            renew_by=add_duration(held_until, ahead, back=True) if held_until and ahead else None,
            loss=loss,
            stands=stands,
            valid=self._valid_for(),
            lacks_external_review=self._lacks_external_review(),
            by_own_assessment=self._grade_by_own_assessment(),
            is_printed=held is not None and held.until is not None,
            past=tuple(self._past_award(record) for record in self.waiting_time.list_past()),
        )

    def _past_award(self, held: Held) -> PastAward:
        holdings = self.waiting_time.holdings
        is_withdrawn = held.ended is not None and held.ended <= holdings.on
        return PastAward(held, holdings.last_day(held), held.until is not None, is_withdrawn)

    # -- one grade -------------------------------------------------------------------------------------

    def _grade_result(self, index: int, eligible: Truth, covered: bool, facts_on: FactsOn) -> GradeResult:
        grades, wait = self.grades, self.waiting_time
        return GradeResult(
            grade=grades[index] if grades else None,
            eligible=eligible,
            covered=covered,
            discretionary=self.award.discretion is not None and wait.binding_award(index) is not None,
            waits_until=wait.ends_on(index),
            waits_until_from_first=wait.ends_on_from_first(index),
            earliest=self._earliest_date(index, eligible, facts_on),
            target=None,
        )

    def _earliest_date(self, index: int, eligible: Truth, facts_on: FactsOn) -> dt.date | None:
        """Return the first date on which the same records are enough; None where there is no such date."""
        if eligible is MET:
            return self.waiting_time.holdings.on
        for date in self._dates_of_change(index):
            later = AwardStanding(self.framework, self.dossier, self.award, facts_on(date))
            if later.eligibility[index] is MET:
                return date
        return None

    def _dates_of_change(self, index: int) -> list[dt.date]:
        """Return the later dates on which the same records can say something else, or a waiting time ends."""
        wait = self.waiting_time
        wait_ends = wait.ends_on(index)
        found = list_dates_of_change(self.framework, self.dossier, self.school.facts.rules, wait.holdings)
        return sorted({*found, *((wait_ends,) if wait_ends else ())})[:_MAX_DATES]

    # -- beside eligibility ------------------------------------------------------------------------------

    def _loss_and_stands(self, gain: Truth) -> tuple[Truth | None, Truth | None]:
        """Return the grounds for loss, and what a review would find; this depends on whether it is held (2.7)."""
        if self.award.lost_if is None:
            return None, None
        held = self.school.facts.as_one.holdings.truth(FactName(FactKind.HELD, self.award.id))
        loss = self.school.truth(str(FactName(FactKind.LOST, self.award.id)))
        if held is UNMET:
            return None, gain
        # Where it is unknown whether the award is held, either rule may apply: both are read and joined.
        return loss, loss.negated() if held is MET else join_truths([loss.negated(), gain])

    def _valid_for(self) -> tuple[str, ...]:
        valid = self.award.valid
        if isinstance(valid, Duration):
            return (str(valid),)
        if not isinstance(valid, ValidityTable):
            return ()
        outcome = next(o for o in self.framework.outcomes if o.id == valid.by)
        # Several outcomes may be possible, each with its own validity: all of them are shown, each once.
        labels = self._possible_labels(outcome)
        texts = [valid.values.get(label, valid.otherwise) for label in labels]
        return tuple(dict.fromkeys(text for text in texts if text is not None))

    def _possible_labels(self, outcome: LadderOutcome | LabelOutcome) -> list[str]:
        result = outcome_result(self.framework, outcome, self.school, exact=True)
        if isinstance(outcome, LabelOutcome):
            return [label.id for label in result.labels]
        steps = [step.id for step in steps_of(self.framework, outcome.ladder)]
        # Every step from the guaranteed to the attainable one may be the outcome. What lies below the lowest is no
        # step.
        lowest = 0 if result.guaranteed is None else steps.index(result.guaranteed.id)
        highest = -1 if result.attainable is None else steps.index(result.attainable.id)
        return steps[lowest : highest + 1]

    # -- the external review -------------------------------------------------------------------------------

    def _rests_on_review(self) -> bool:
        facts = (fact for name in self.fact_names for fact in self.school.facts.rules.facts[name])
        return any(read_fact_name(fact).side == "external" for fact in facts)

    def _lacks_external_review(self) -> bool:
        return self._rests_on_review() and not any(f.side == "external" for f in self.dossier.findings)

    def _grade_by_own_assessment(self) -> LevelRef | None:
        if not self._rests_on_review():
            return None
        facts = _OwnAssessment(self.school)
        reached = [ref for ref, name in zip(self._refs, self.fact_names, strict=True) if facts.truth(name) is MET]
        return reached[-1] if reached else None


@dataclass(slots=True, eq=False, repr=False)
class _OwnAssessment:
    """Facts in which the school's own assessment replaces the external review."""

    school: ReportedSchool

    def truth(self, name: str, /) -> Truth:
        fact = read_fact_name(name)
        # Facts without a side stay: values and decisions stand whatever their side (2.8).
        if fact.side == "external":
            return self.school.truth(str(fact.of_side("self")))
        # A grade is evaluated again: its stored truth depends on the external review.
        if fact.kind is FactKind.AWARD:
            return evaluate(self.school.facts.rules.definitions[name], self)
        return self.school.truth(name)

    def value(self, name: str, /) -> Interval:
        return self.school.value(name)
