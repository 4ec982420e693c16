"""First figures: figures that a repair records for the first time, and the conditions that they then decide (3.4, 5.3).

While a figure is not recorded, findings and claims decide in its place. As soon as it is recorded, it decides every
requirement that it is about. A repair that records it must therefore satisfy all of these, or leave it unrecorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.explanation.repairs.keys import StageFact
from kiemdinh.explanation.repairs.value_ranges import ReachableValues, ValueRange
from kiemdinh.rules import UNMET, Bound, RepairProblem, find_minimal_repairs
from kiemdinh.standards.names import FactKind, FactName

__all__ = ["FirstFigurePlan", "UnrecordedRequirements", "revise_plan"]


@dataclass(frozen=True, slots=True)
class UnrecordedRequirements:
    """The requirements without figures on which a target depends, by how they are read. Each set is ordered.

    Attributes
    ----------
    settled_by_finding
        Those for which a finding or a claim replaces the figure.
    awaiting_finding
        Those that need several figures and have no record, so that a finding is to settle them.
    by_figures
        Those that are read by their figures.
    """

    settled_by_finding: dict[StageFact, None] = field(default_factory=dict)
    awaiting_finding: dict[StageFact, None] = field(default_factory=dict)
    by_figures: dict[StageFact, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FirstFigurePlan:
    """How requirements without any figure are read, and which ranges their figures must keep when they are recorded.

    Attributes
    ----------
    ranges
        By its name in the problem, the range that a figure must keep because of the other requirements that it decides.
    withheld
        The figures that no repair records: no number would satisfy all that they decide.
    by_figures
        The requirements of several figures that are read by these, since one of them is wanted elsewhere.
    """

    ranges: Mapping[str, ValueRange] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
    by_figures: frozenset[StageFact] = frozenset()


def revise_plan(
    plan: FirstFigurePlan,
    unrecorded: UnrecordedRequirements,
    school: SchoolFacts,
    cases: tuple[SchoolFacts, ...],
    reachable: Mapping[str, ReachableValues],
) -> FirstFigurePlan:
    """Return the plan that follows from the requirements which were found by the last one.

    The sets of withheld figures and of requirements read by figures only grow, so few revisions are enough. Costs one
    small repair for each requirement that a figure would decide, and nothing where there is none.

    Parameters
    ----------
    plan, unrecorded
        The plan by which a target was opened, and what was found then.
    school, cases
        The facts of the school, and the same in each case of the open context.
    reachable
        The numbers to which each figure that can be recorded can be brought, by its name in the problem.
    """
    revision = _Revision(plan, school, cases, {key: r for key, r in reachable.items() if key not in plan.withheld})
    by_figures = frozenset(fact for fact in unrecorded.awaiting_finding if revision.is_figure_wanted(fact))
    by_finding = [*unrecorded.settled_by_finding, *(f for f in unrecorded.awaiting_finding if f not in by_figures)]
    ranges, withheld = revision.find_ranges(by_finding)
    withheld |= {key for fact in unrecorded.by_figures for key in revision.find_useless_figures(fact, ranges)}
    return FirstFigurePlan(ranges, plan.withheld | withheld, plan.by_figures | by_figures)


@dataclass(frozen=True, slots=True)
class _Revision:
    """One revision of a plan; ``reachable`` has no figure that is withheld."""

    plan: FirstFigurePlan
    school: SchoolFacts
    cases: tuple[SchoolFacts, ...]
    reachable: Mapping[str, ReachableValues]

    def is_figure_wanted(self, fact: StageFact) -> bool:
        """Return whether some figure of a requirement is wanted elsewhere, and none is withheld.

        A finding cannot settle the requirement then: as soon as that figure is recorded, its figures decide it.
        """
        keys = [key for key, _ in self._deciding_figures(fact)]
        return any(key in self.reachable for key in keys) and self.plan.withheld.isdisjoint(keys)

    def find_ranges(self, facts: list[StageFact]) -> tuple[dict[str, ValueRange], frozenset[str]]:
        """Return the range of each figure that would decide some of *facts*, and the figures that have none.

        A figure has none where no number meets all the requirements that it would decide, nothing else changed.
        """
        ranges: dict[str, ValueRange] = {}
        impossible = set[str]()
        for fact in filter(self._may_apply, facts):
            for key, value in self._deciding_figures(fact):
                if key in self.reachable:
                    needed = self._find_range(fact, value, self.reachable[key])
                    both = (needed or ValueRange()).intersection(ranges.get(key, ValueRange()))
                    ranges[key] = both
                    if needed is None or not self.reachable[key].has_any_in(both):
                        impossible.add(key)
        return {key: kept for key, kept in ranges.items() if key not in impossible}, frozenset(impossible)

    def find_useless_figures(self, fact: StageFact, ranges: Mapping[str, ValueRange]) -> Iterator[str]:
        """Yield the figures that cannot meet a requirement within their range, where a finding can instead.

        Where the definition requires the figure, no finding can, so the figure is not left out.
        """
        if fact.name in self.school.rules.figure_required:
            return
        for key, value in self._deciding_figures(fact):
            needed = self._find_range(fact, value, self.reachable[key]) if key in ranges else None
            if needed is not None and not self.reachable[key].has_any_in(needed.intersection(ranges[key])):
                yield key

    def _deciding_figures(self, fact: StageFact) -> Iterator[tuple[str, str]]:
        """Yield the figures of a requirement: by their names in the problem, and by those among the stage's facts."""
        stage = self.school.stages[fact.stage]
        yield from ((display_id(stage, value), value) for value in sorted(stage.rules.deciding_figures[fact.name]))

    def _may_apply(self, fact: StageFact) -> bool:
        """Return whether a requirement applies in some case; one that does not apply asks nothing of its figures."""
        applies = str(FactName(FactKind.APPLIES, fact.name))
        if applies not in self.school.rules.definitions:
            return True
        return any(case.stages[fact.stage].truth(applies) is not UNMET for case in self.cases)

    def _find_range(self, fact: StageFact, value: str, reachable: ReachableValues) -> ValueRange | None:
        """Return the range in which a figure alone makes a requirement met in every case; None if there is none."""
        facts = tuple(case.stages[fact.stage] for case in self.cases)
        condition = self.school.rules.definitions[fact.name]
        alone = RepairProblem(condition=condition, cases=facts, actions=tuple(reachable.build_actions(value)))
        cheapest = find_minimal_repairs(alone).cheapest
        if cheapest is None:
            return None
        # A band takes two changes of one figure, one for each of its bounds.
        needed = ValueRange()
        for bound in (end for change in cheapest.changes for end in (change.to, change.limit)):
            needed = needed.with_bound(bound) if isinstance(bound, Bound) else needed
        return needed
