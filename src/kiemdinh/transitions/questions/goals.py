"""The goal of questions: the whole main outcome, one level of it, or a grade of an award."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.assessment.awards import AwardStanding, list_grades
from kiemdinh.assessment.outcomes import outcome_result
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.explanation.targets import fact_of_level, levels_of, resolve_target
from kiemdinh.rules import UNKNOWN, Truth

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.data.outcomes import OutcomeResult
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["AskedGoal", "find_goal"]


@dataclass(frozen=True, slots=True)
class AskedGoal:
    """The goal of questions about a school.

    Attributes
    ----------
    framework, dossier
        The framework, and the records by which awards are held.
    target
        The level or grade that is asked about; None for the whole main outcome.
    award
        The fact of the target, where it is a grade of an award.
    """

    framework: Framework
    dossier: Dossier
    target: LevelRef | None = None
    award: str | None = None

    def count_outcomes(self, school: ReportedSchool) -> int:
        """Return how many outcomes are possible; for a target two while it is open."""
        if self.award is not None:
            return 2 if self._truths_of_awards(school)[self.award] is UNKNOWN else 1
        main = self._find_main(school)
        if self.target is not None:
            return 2 if school.truth(str(fact_of_level(main, self.target))) is UNKNOWN else 1
        if main.kind == "labels":
            return max(1, len(main.labels))
        levels = [None, *(level.id for level in levels_of(self.framework))]
        low, high = (None if level is None else level.id for level in (main.guaranteed, main.attainable))
        return levels.index(high) - levels.index(low) + 1

    def list_open_facts(self, school: ReportedSchool) -> Iterator[tuple[LevelRef, FactName]]:
        """Yield the levels, labels and grades that are open and matter, each with its fact, the lowest first.

        An award depends on the levels that it names, so that these matter with it.
        """
        main = self._find_main(school)
        own = self.target is not None and self.award is None
        for level in (self.target,) if own and self.target is not None else levels_of(self.framework):
            fact = fact_of_level(main, level)
            if school.truth(str(fact)) is UNKNOWN:
                yield level, fact
        if self.award is not None and self.target is not None and school.truth(self.award) is UNKNOWN:
            yield self.target, self.framework.outline.fact_names.read(self.award)

    def list_tops(self, school: ReportedSchool) -> tuple[str, ...]:
        """Return the names of the facts of the goal that are open."""
        if self.award is not None:
            return (self.award,)
        return tuple(str(fact) for _, fact in self.list_open_facts(school))

    def list_open_awards(self, school: ReportedSchool) -> tuple[str, ...]:
        """Return the grades of awards whose eligibility is open."""
        return tuple(name for name, truth in self._truths_of_awards(school).items() if truth is UNKNOWN)

    def _find_main(self, school: ReportedSchool) -> OutcomeResult:
        return outcome_result(self.framework, self.framework.outcomes[0], school, exact=True)

    def _truths_of_awards(self, school: ReportedSchool) -> dict[str, Truth]:
        standings = (AwardStanding(self.framework, self.dossier, award, school) for award in self.framework.awards)
        return {name: truth for one in standings for name, truth in zip(one.fact_names, one.eligibility, strict=True)}


def find_goal(framework: Framework, dossier: Dossier, target: object) -> AskedGoal:
    """Return the goal that *target* names: a level or label by its id or text, a grade by its id, ``award:ID/GRADE``.

    Raises
    ------
    InputError
        There is no such level, label or grade.
    """
    if target is None:
        return AskedGoal(framework, dossier)
    grades = {str(name) for award in framework.awards for name in list_grades(framework, award)}
    if not isinstance(target, str) or target not in grades:
        return AskedGoal(framework, dossier, resolve_target(framework, target, sorted(grades)))
    titles = find_titles(framework, target)
    return AskedGoal(framework, dossier, LevelRef(target, titles.vi, titles.en), target)
