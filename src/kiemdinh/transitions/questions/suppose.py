"""A school with one unknown fact taken as found: what hangs on it follows, all else stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.assessment.cases import find_dependents, in_case, settle_by_cases
from kiemdinh.assessment.later_facts import read_fact_readers
from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.assessment.school_facts import SchoolFacts

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.questions.unknowns import SupposedFacts, UnknownFact

__all__ = ["suppose_fact"]


def suppose_fact(
    framework: Framework, school: ReportedSchool, unknown: UnknownFact, way: SupposedFacts
) -> tuple[ReportedSchool, int]:
    """Return the facts with *unknown* turned out in one *way*, and how many facts hang on it.

    Costs the resolution of what hangs on it, and of the cases of context that is still open.
    """
    facts = school.facts
    if way.values:
        dependents = find_dependents({name for _, name in way.values}, facts.rules)
        supposed = in_case(facts, way.values, dependents)
    else:
        readers = read_fact_readers(framework, facts.rules)
        names = {*way.truths}
        dependents = readers.find_readers(names) - names
        if way.scores:
            dependents |= find_dependents(set(way.scores), facts.rules)
        supposed = _suppose(facts, unknown.stage, way, dependents)
    return ReportedSchool(supposed, settle_by_cases(supposed)), len(dependents)


def _suppose(base: SchoolFacts, stage: str | None, way: SupposedFacts, changed: frozenset[str]) -> SchoolFacts:
    def change(facts: StageFacts) -> StageFacts:
        if stage is not None and facts.stage != stage:
            return facts
        return facts.supposing(way.truths, way.scores, changed)

    as_one = change(base.as_one)
    stages = {name: as_one if facts is base.as_one else change(facts) for name, facts in base.stages.items()}
    return SchoolFacts(base.rules, stages, as_one)
