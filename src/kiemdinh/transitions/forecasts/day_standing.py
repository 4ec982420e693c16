"""A school on one day under one edition: its main outcome, its awards, and the truth of each fact that is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.assessment.awards import AwardStanding
from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.assessment.levels import level_ref, steps_of
from kiemdinh.assessment.outcomes import outcome_result
from kiemdinh.data.outlook import AwardOnDays, ForecastSpan
from kiemdinh.rules import MET, Truth
from kiemdinh.standards.definition import LadderAward
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.data.outcomes import LevelRef, OutcomeResult
    from kiemdinh.evidence.dossier import Dossier, Held
    from kiemdinh.standards.definition import Award
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["DayStanding"]

_OF_STAGES = (FactKind.NODE, FactKind.STEP)
_OF_SCHOOL = (FactKind.OUTCOME, FactKind.LABEL)


@dataclass
class DayStanding:
    """The standing of a school on a day; each part is worked out when it is first asked for.

    Attributes
    ----------
    framework
        The edition that is in force.
    dossier
        The records.
    on
        The day.
    school
        The facts of that day, as they are reported.
    """

    framework: Framework
    dossier: Dossier
    on: dt.date
    school: ReportedSchool

    @property
    def rules(self) -> FrameworkRules:
        """The rules of that day."""
        return self.school.facts.rules

    @cached_property
    def outcome(self) -> OutcomeResult:
        """The main outcome."""
        return outcome_result(self.framework, self.framework.outcomes[0], self.school, exact=True)

    @cached_property
    def standings(self) -> tuple[AwardStanding, ...]:
        """The awards of the edition, in its order."""
        return tuple(AwardStanding(self.framework, self.dossier, award, self.school) for award in self.framework.awards)

    def span(self) -> ForecastSpan:
        """Return the day as a span of one day."""
        main = self.outcome
        is_ladder = main.kind == "ladder"
        return ForecastSpan(
            start=self.on,
            end=self.on,
            edition=self.framework.edition,
            level=main.guaranteed if is_ladder else main.outcome,
            attainable=main.attainable if is_ladder else main.outcome,
            determined=main.determined,
            outcome=main.outcome,
            awards=tuple(map(self._award_on_day, self.standings)),
        )

    def _award_on_day(self, standing: AwardStanding) -> AwardOnDays:
        award, wait = standing.award, standing.waiting_time
        certain, possible = standing.find_reached()
        held = next(iter(wait.list_held()), None)
        return AwardOnDays(
            id=award.id,
            title=level_ref(award.id, award),
            certain=certain,
            possible=possible,
            held=None if held is None else self._grade_of(award, held),
            held_until=None if held is None else wait.holdings.last_day(held),
        )

    def _grade_of(self, award: Award, held: Held) -> LevelRef:
        grades = steps_of(self.framework, award.ladder) if isinstance(award, LadderAward) else ()
        return next((grade for grade in grades if grade.id == held.grade), level_ref(award.id, award))

    # -- truths that are compared from day to day ------------------------------------------------------------

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all facts of the rules, without a side."""
        read = {fact for facts in self.rules.facts.values() for fact in facts}
        names = self.framework.outline.fact_names
        return frozenset({str(names.read(name).without_side) for name in {*read, *self.rules.definitions}})

    def find_truths(self, names: Iterable[str]) -> dict[str, tuple[str, Truth]]:
        """Return the name and the truth of each fact that results show, by the id under which they show it.

        Facts of a stage are listed under the stage; facts of outcomes are those of the school, and so are grades of
        awards, with their waiting time. Facts that the rules of the day do not have are left out.
        """
        return {shown: (name, truth) for name, shown, truth in self._iterate_truths(names)}

    def _iterate_truths(self, names: Iterable[str]) -> Iterator[tuple[str, str, Truth]]:
        kinds = {name: self.framework.outline.fact_names.read(name).kind for name in names if name in self.names}
        for name, kind in kinds.items():
            if kind in _OF_SCHOOL:
                yield name, name, self.school.truth(name)
        for standing in self.standings:
            yield from zip(standing.fact_names, standing.fact_names, standing.eligibility, strict=True)
        for stage in self.school.stages:
            for name, kind in kinds.items():
                if kind in _OF_STAGES:
                    yield name, display_id(stage.resolution, name), stage.truth(name)

    def has_grounds_for_loss(self, standing: AwardStanding) -> bool:
        """Return whether an award is held and the grounds for losing it certainly hold."""
        if standing.award.lost_if is None or not standing.waiting_time.list_held():
            return False
        return self.school.truth(str(FactName(FactKind.LOST, standing.award.id))) is MET
