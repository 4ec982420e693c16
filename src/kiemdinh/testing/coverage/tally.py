"""Counting the observations of rules of a framework in assessments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.observations import (
    FALSE,
    PIVOTAL_FALSE,
    PIVOTAL_TRUE,
    TRUE,
    UNCERTAIN,
    Observation,
    find_impossible,
)
from kiemdinh.api.assessment import facts_of_result
from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.rules import MET, UNKNOWN, UNMET, Condition, Truth, evaluate
from kiemdinh.standards.names import FactKind, read_fact_name
from kiemdinh.testing.coverage.influence import Dependents, Influence
from kiemdinh.testing.coverage.points import KINDS, CoveragePoint, Kind, list_points
from kiemdinh.testing.coverage.policies import (
    list_policy_points,
    look_at_awards,
    look_at_evidence,
    look_at_scores,
    look_at_what_applies,
)
from kiemdinh.testing.coverage.report import Coverage, UncoveredPoint
from kiemdinh.testing.coverage.set_conditions import SetCondition, lower_set_conditions
from kiemdinh.testing.coverage.thresholds import Thresholds
from kiemdinh.testing.scenarios import assess_scenario

if TYPE_CHECKING:
    from kiemdinh.analysis.sites import ConditionSite
    from kiemdinh.analysis.study import Study
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import Setting
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["CoverageTally", "rule_coverage"]

_SEEN: Final = {MET: TRUE, UNMET: FALSE, UNKNOWN: UNCERTAIN}
_PIVOTAL: Final = {MET: PIVOTAL_TRUE, UNMET: PIVOTAL_FALSE}


def rule_coverage(
    framework: Framework, scenarios: Iterable[Scenario], *, impossible: frozenset[Observation] | None = None
) -> Coverage:
    """Return the rules of *framework* that the *scenarios* cover.

    Parameters
    ----------
    framework
        The framework whose rules are counted.
    scenarios
        Scenarios of it. A scenario shows nothing if its dossier is refused, whatever it expects, or if it is not
        confirmed.
    impossible
        Pairs (id, what) that no dossier can show, which are left out of the count. With None they are proved, for what
        is missed.

    Returns
    -------
    Coverage
        The share that is covered, and everything that is missed with its line.

    Notes
    -----
    The cost is, for each scenario, an evaluation of all that depends on each fact that is not yet known to be pivotal:
    some hundredths of a second on the largest bundled framework.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> framework = next(b for b in kd.catalogue() if b.id == "vn.tt57-2026.gdtx").load()
    >>> rule_coverage(framework, [], impossible=frozenset()).percent
    0
    """
    tally = CoverageTally(framework)
    for scenario in (one for one in scenarios if one.confirmed):
        try:
            tally.add(assess_scenario(scenario))
        except InputError:
            continue
    return tally.coverage_of_possible() if impossible is None else tally.coverage(impossible)


class CoverageTally:
    """The observations of the rules of one framework so far.

    ``seen`` has all observations, each with the id of a point and what was seen of it. It is plain data, so that
    another process can send its own and this one can add them.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._thresholds = Thresholds(framework)
        self._policies = tuple(list_policy_points(framework))
        self._rules = list_points(framework)
        self.points = (*self._rules, *self._thresholds.points, *self._policies)
        self.seen: set[Observation] = set()
        self._dependents: dict[Setting, Dependents] = {}
        self._set_conditions: dict[tuple[Setting, str], tuple[SetCondition, ...]] = {}

    def add(self, assessment: Assessment) -> None:
        """Count the observations of one assessment, for the school and for each of its stages.

        The facts are those from which the result was worked out. Earlier observations are not checked again, so that
        later assessments of a suite cost less.
        """
        school = facts_of_result(assessment)
        facts = school.facts
        setting = facts.rules.setting
        if setting not in self._dependents:
            self._dependents[setting] = Dependents.of(facts.rules)
        for stage in school.stages:
            influence = Influence(self._dependents[setting], facts, stage.stage)
            for point in filter(self._is_open, self._rules):
                self._look_at(point, school, stage, influence)
            for point in filter(self._is_open, self._policies):
                self.seen.update(self._look_at_policy(point, stage, influence))
            for point in filter(self._is_open, self._thresholds.points):
                self.seen.update(self._thresholds.list_seen(point, stage, facts.rules, assessment.dates.evidence))
        if any(point.kind == "award term" and self._is_open(point) for point in self._policies):
            self.seen.update(look_at_awards(assessment))

    def conditions_of(self, name: str, what: str, study: Study) -> Iterator[Condition]:
        """Yield conditions over free facts that hold only where *what* of a threshold is seen; none for others."""
        yield from self._thresholds.conditions_of(name, what, study)

    def coverage_of_possible(self) -> Coverage:
        """Return the coverage, without observations that are proved impossible.

        Proofs are sought only for missing observations, a few for each point; for a complete suite this costs nothing.
        """
        lacking = {
            (point.id, what): point.prerequisite(what)
            for point in self.points
            for what in point.observable
            if (point.id, what) not in self.seen
        }
        asked = {*lacking, *(other for other in lacking.values() if other is not None)}
        impossible = find_impossible(self.framework, asked) if asked else frozenset()
        return self.coverage(impossible.union(self._thresholds.find_impossible(lacking)))

    def coverage(self, impossible: frozenset[Observation] = frozenset()) -> Coverage:
        """Return the covered and the missing observations; those in *impossible* are not counted.

        A point that is missed has one entry for each thing that was never seen of it, in the order of the definition.
        """
        by_kind: dict[Kind, tuple[int, int]] = dict.fromkeys(KINDS, (0, 0))
        missed: list[UncoveredPoint] = []
        for point in self.points:
            wanted = [w for w in point.observable if not impossible & {(point.id, w), point.prerequisite(w)}]
            lacking = [what for what in wanted if (point.id, what) not in self.seen]
            seen, total = by_kind[point.kind]
            by_kind[point.kind] = seen + len(wanted) - len(lacking), total + len(wanted)
            missed += (self._uncovered(point, what) for what in lacking)
        return Coverage(self.framework.id, by_kind, tuple(missed), self.framework.language)

    def _uncovered(self, point: CoveragePoint, what: str) -> UncoveredPoint:
        source = self.framework.source
        if source is None:
            return UncoveredPoint(point.id, point.kind, what, None, None)
        # A diagnostic is made only for its place: it knows the file and the line of a path.
        place = source.diagnostic("KD603", Message.verbatim(""), point.path, key=True)
        return UncoveredPoint(point.id, point.kind, what, place.file, place.line)

    def _is_open(self, point: CoveragePoint) -> bool:
        """Return whether an observation of a point is still missing."""
        return any((point.id, what) not in self.seen for what in point.observable)

    # -- looking at one point ------------------------------------------------------------------------------------

    def _look_at(
        self, point: CoveragePoint, school: ReportedSchool, stage: ReportedStage, influence: Influence
    ) -> None:
        """Add the observations of a point in one school, or in one stage of it."""
        if point.site is not None:
            self._look_at_set(point, point.site, stage, influence)
            return
        facts = school if read_fact_name(point.id).is_of_award else stage
        truth = facts.truth(point.id)
        self.seen.add((point.id, _SEEN[truth]))
        if self._is_pivotal_unseen(point, truth) and _is_decisive(point, truth, facts, influence):
            self.seen.add((point.id, _PIVOTAL[truth]))

    def _look_at_policy(
        self, point: CoveragePoint, stage: ReportedStage, influence: Influence
    ) -> Iterable[Observation]:
        """Return the observations in one stage of a point that is not a rule; awards belong to the school."""
        if point.kind == "applicability":
            return look_at_what_applies(point, stage)
        if point.kind == "evidence":
            return look_at_evidence(point, stage, self.framework)
        return look_at_scores(point, stage, self.framework, influence) if point.kind == "score" else ()

    def _look_at_set(
        self, point: CoveragePoint, site: ConditionSite, stage: ReportedStage, influence: Influence
    ) -> None:
        """Add the observations in one stage of a condition over a set: each member is checked by itself."""
        rules = influence.dependents.rules
        key = rules.setting, point.id
        if key not in self._set_conditions:
            self._set_conditions[key] = tuple(lower_set_conditions(self.framework, site, rules))
        for condition in self._set_conditions[key]:
            for member in condition.members:
                truth = evaluate(member, stage)
                self.seen.add((point.id, _SEEN[truth]))
                if self._is_pivotal_unseen(point, truth) and condition.is_decided_by(member, truth, influence):
                    self.seen.add((point.id, _PIVOTAL[truth]))

    def _is_pivotal_unseen(self, point: CoveragePoint, truth: Truth) -> bool:
        """Return whether it is still to be seen that the point is pivotal while it is *truth*."""
        what = _PIVOTAL.get(truth)
        return what in point.observable and (point.id, what) not in self.seen


def _is_decisive(
    point: CoveragePoint, truth: Truth, facts: ReportedSchool | ReportedStage, influence: Influence
) -> bool:
    """Return whether an outcome or award would change if the point, which is *truth*, were different.

    A step of a ladder that does not hold decides only where all steps below it hold.
    """
    if point.kind != "step" or read_fact_name(point.id).kind is FactKind.CASE:
        return influence.changes_end(point.id, truth.negated())
    return truth is MET or point.below is None or facts.truth(point.below) is MET
