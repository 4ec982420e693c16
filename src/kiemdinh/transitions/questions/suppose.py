"""A school with one unknown fact taken as found: what hangs on it follows, all else stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh import explanation
from kiemdinh.assessment.cases import find_dependents, settle_by_cases
from kiemdinh.assessment.later_facts import read_fact_readers
from kiemdinh.assessment.reported_facts import ReportedSchool, report_school
from kiemdinh.assessment.school_facts import SchoolFacts

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import Dates
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.questions.unknowns import SupposedFacts, UnknownFact

__all__ = ["AskedSchool"]


@dataclass(frozen=True, slots=True)
class AskedSchool:
    """A school whose unknown facts are asked about: its framework, records and dates, and its facts."""

    framework: Framework
    dossier: Dossier
    dates: Dates
    facts: ReportedSchool

    def suppose(self, unknown: UnknownFact, way: SupposedFacts) -> tuple[ReportedSchool, int]:
        """Return the facts with *unknown* turned out in one *way*, and how many facts hang on it.

        A finding costs the resolution of what hangs on it. A figure, once it is recorded, decides in the place of
        findings (3.4), so that all facts are resolved anew.

        Raises
        ------
        InputError
            The sample of a value is none that can be recorded.
        """
        rules = self.facts.facts.rules
        if way.value is not None:
            changes = {unknown.id: way.record}
            dossier = explanation.change_dossier(self.framework, self.dossier, self.dates, changes)
            return report_school(self.framework, dossier, self.dates), len(rules.definitions)
        names = {*way.truths}
        dependents = read_fact_readers(self.framework, rules).find_readers(names) - names
        if way.scores:
            dependents |= find_dependents(frozenset(way.scores), rules)
        supposed = _suppose(self.facts.facts, unknown.stage, way, dependents)
        return ReportedSchool(supposed, settle_by_cases(supposed)), len(dependents)


def _suppose(base: SchoolFacts, stage: str | None, way: SupposedFacts, changed: frozenset[str]) -> SchoolFacts:
    def change(facts: StageFacts) -> StageFacts:
        if stage is not None and facts.stage != stage:
            return facts
        return facts.supposing(way.truths, way.scores, changed)

    as_one = change(base.as_one)
    stages = {name: as_one if facts is base.as_one else change(facts) for name, facts in base.stages.items()}
    return SchoolFacts(base.rules, stages, as_one)
