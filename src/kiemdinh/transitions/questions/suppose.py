"""A school with one unknown fact taken as found: the facts that depend on it change, all others stay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh import explanation
from kiemdinh.assessment.cases import find_dependents, settle_by_cases
from kiemdinh.assessment.later_facts import read_fact_readers
from kiemdinh.assessment.reported_facts import ReportedSchool, report_school
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.rules import MET
from kiemdinh.standards.names import applicability_of

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import Dates
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.questions.unknowns import SupposedFacts, UnknownFact

__all__ = ["AskedSchool"]


@dataclass(frozen=True)
class AskedSchool:
    """A school about whose unknown facts questions are asked: its framework, records and dates, and its facts."""

    framework: Framework
    dossier: Dossier
    dates: Dates
    facts: ReportedSchool

    def suppose(self, unknown: UnknownFact, way: SupposedFacts) -> tuple[ReportedSchool, int]:
        """Return the facts with *unknown* found to be one *way*, and the number of facts that depend on it.

        Where a finding alone settles its node, only the facts that depend on it are resolved. Else all facts are
        resolved anew: a figure decides in place of findings once it is recorded (3.4), and a finding may conflict with
        others at the node, above or below it.

        Raises
        ------
        InputError
            The sample of a value cannot be recorded.
        """
        rules = self.facts.facts.rules
        if way.value is not None or not self._settles_alone(way):
            changes = {unknown.id: way.answer if way.record is None else way.record}
            dossier = explanation.change_dossier(self.framework, self.dossier, self.dates, changes)
            return report_school(self.framework, dossier, self.dates), len(rules.definitions)
        names = {*way.truths}
        dependents = read_fact_readers(self.framework, rules).find_readers(names) - names
        if way.scores:
            dependents |= find_dependents(frozenset(way.scores), rules)
        supposed = _suppose(self.facts.facts, unknown.stage, way, dependents)
        return ReportedSchool(supposed, settle_by_cases(supposed)), len(dependents)

    def _settles_alone(self, way: SupposedFacts) -> bool:
        """Return whether a finding alone settles its node.

        It does where nothing is recorded at the node, above or below it, and all of it is known to apply: a finding
        need not settle a node that may not apply (1.7).
        """
        outline, rules = self.framework.outline, self.facts.facts.rules
        nodes = {node for node in (outline.fact_names.read_any(name).node for name in way.names) if node is not None}
        below = {one for node in nodes for one in (node, *outline.descendants_of(node))}
        above = {one for node in nodes for one in outline.ancestors_of(node)}
        if not self._recorded_nodes.isdisjoint(above | below):
            return False
        applicabilities = [name for name in map(applicability_of, below) if name in rules.definitions]
        return all(stage.truth(name) is MET for name in applicabilities for stage in self.facts.facts.stages.values())

    @cached_property
    def _recorded_nodes(self) -> frozenset[str]:
        return frozenset(finding.node for finding in self.dossier.findings)


def _suppose(base: SchoolFacts, stage: str | None, way: SupposedFacts, changed: frozenset[str]) -> SchoolFacts:
    def change(facts: StageFacts) -> StageFacts:
        if stage is not None and facts.stage != stage:
            return facts
        return facts.supposing(way.truths, way.scores, changed)

    as_one = change(base.as_one)
    stages = {name: as_one if facts is base.as_one else change(facts) for name, facts in base.stages.items()}
    return SchoolFacts(base.rules, stages, as_one)
