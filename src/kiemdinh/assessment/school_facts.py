"""The facts of a school: each of its stages resolved, and the school as one (semantics 2.6, 3.9)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier, FindingRecord, ValueRecord
from kiemdinh.evidence.resolution import (
    FindingsByNode,
    Holdings,
    StageFacts,
    Support,
    Values,
    find_references,
    known_of_rules,
    list_values_of_members,
    rules_for,
)
from kiemdinh.rules import Interval, Truth
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.lowering import FrameworkRules, clocks_of, day_of_clock
from kiemdinh.standards.names import SIDES, FactKind, read_fact_name

__all__ = ["SchoolFacts", "read_clocks", "resolve_school"]

_BOTH_SIDES = frozenset(SIDES)


@dataclass(slots=True, eq=False, repr=False)
class SchoolFacts:
    """The facts of a school, a :class:`kiemdinh.rules.Facts`. Each is worked out when it is first asked for.

    Attributes
    ----------
    rules
        The definitions of all facts, for the school's stages and date.
    stages
        The facts of each stage, where stages are assessed each on its own; else one entry under the key None.
    as_one
        The facts by what is recorded for the school as one.
    """

    rules: FrameworkRules
    stages: Mapping[str | None, StageFacts]
    as_one: StageFacts
    _truths: dict[str, Truth] = field(default_factory=dict)

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of the school, by its name in the rules. It is worked out once and kept.

        An outcome is that of the lowest stage (2.6). An award is evaluated over the outcomes of the school; every other
        fact is that of the school as one.
        """
        if name not in self._truths:
            self._truths[name] = self._find_truth(name)
        return self._truths[name]

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value of the school, by its name in the rules, such as ``input:pupils``.

        The interval is a single point where the value is known, and open at an end that nothing bounds.
        """
        return self.as_one.value(name)

    def assuming(self, truths: Mapping[str, Truth]) -> SchoolFacts:
        """Return the same facts with some truths given, by their names in the rules; the rest follows from them."""
        return SchoolFacts(self.rules, self.stages, self.as_one, dict(truths))

    def _find_truth(self, name: str) -> Truth:
        fact = read_fact_name(name)
        if fact.kind is FactKind.OUTCOME:
            # Truths are ordered: unmet, unknown, met. One stage without the level leaves the school without it.
            return min(stage.truth(name) for stage in self.stages.values())
        # The condition of an award reads outcomes, which only the school has: no stage can evaluate it.
        if fact.is_of_award:
            return self.as_one.beforehand.evaluators.evaluate(name, self)
        return self.as_one.truth(name)


def resolve_school(framework: Framework, dossier: Dossier, dates: Dates) -> SchoolFacts:
    """Return the facts of a school by its dossier, on the given dates.

    The records are sorted here, in time linear in their number. No fact is worked out yet.

    Parameters
    ----------
    framework
        The framework; its rules are lowered once for each combination of stages and school year, and kept.
    dossier
        What the school shows. Without stages in it the school is assessed as one (2.6).
    dates
        The evidence date is that of the facts; records after the knowledge date are left out.
    """
    stages = dossier.school.stages
    rules = rules_for(framework, dossier, dates.evidence)
    by_stage = framework.definition.subject.assessed_by == "stage" and stages
    builder = _FactsBuilder(framework, dossier, dates, rules)
    as_one = builder.build_facts(None)
    # Without stages the facts of the school are also its only entry, so that they are worked out once.
    if not by_stage or stages is None:
        return SchoolFacts(rules, {None: as_one}, as_one)
    return SchoolFacts(rules, {stage: builder.build_facts(stage) for stage in stages}, as_one)


class _FactsBuilder:
    """Builds the facts of each stage from records that are sorted once; those after the knowledge date are left out."""

    def __init__(self, framework: Framework, dossier: Dossier, dates: Dates, rules: FrameworkRules) -> None:
        self.framework, self.dossier, self.rules, self.on = framework, dossier, rules, dates.evidence
        by_node: dict[str, list[FindingRecord]] = defaultdict(list)
        for finding in dossier.findings:
            if finding.date <= dates.knowledge:
                by_node[finding.node].append(finding)
        by_id: dict[str, list[ValueRecord]] = defaultdict(list)
        for value in dossier.values:
            if value.date <= dates.knowledge:
                by_id[value.id].append(value)
        for value in list_values_of_members(framework, dossier, dates.evidence):
            if value.date <= dates.knowledge:
                by_id[value.id].append(value)
        self.beforehand = known_of_rules(framework, rules)
        self.references = find_references(framework, dossier, dates.evidence, dates.knowledge, dates.law)
        self.records = FindingsByNode.of({node: tuple(found) for node, found in by_node.items()}, self.on)
        self.values = {value_id: tuple(found) for value_id, found in by_id.items()}
        self.support = Support(framework, dossier.evidence, dates.evidence)
        self.holdings = Holdings(framework, dossier, dates.evidence)
        self.clocks = read_clocks(rules, dates.evidence)

    def build_facts(self, stage: str | None) -> StageFacts:
        """Return the facts of one stage; of the school as one where *stage* is None."""
        founded = self.dossier.school.founded
        values = Values(
            self.framework,
            self.beforehand,
            self.values,
            stage,
            self.rules.context_values,
            founded,
            {},
            on=self.on,
            not_made=self.rules.helpful_decisions,
            decisions_complete="decisions" in self.dossier.complete,
        )
        return StageFacts(
            self.framework,
            self.rules,
            self.beforehand,
            self.dossier,
            self.records,
            values,
            self.support,
            self.holdings,
            self.clocks,
            stage,
            _BOTH_SIDES,
            self.references,
        )


def read_clocks(rules: FrameworkRules, on: dt.date) -> Mapping[str, Interval]:
    """Return the dates that the rules count back from *on*, by the names of values."""
    # A date counted back is compared like a number, so it is given as the number of its day.
    return {
        str(clock): Interval.point(day_of_clock(clock, on).toordinal())
        for duration in rules.durations
        for clock in clocks_of(duration)
    }
