"""Which rules a suite of scenarios exercises: seen true, false, unknown, and where each decided something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.analysis.observations import Observation, find_impossible
from kiemdinh.analysis.sites import counted_set
from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
from kiemdinh.assessment.school_facts import resolve_school, settled_by_cases
from kiemdinh.rules import MET, UNKNOWN, UNMET, Condition, Known, Number, Truth, evaluate, exact
from kiemdinh.standards.diagnostics import InputError
from kiemdinh.testing.coverage.influence import Flips, Users, with_member
from kiemdinh.testing.coverage.points import (
    FALSE,
    KINDS,
    PIVOTAL_FALSE,
    PIVOTAL_TRUE,
    TRUE,
    UNCERTAIN,
    Kind,
    Point,
    points_of,
)
from kiemdinh.testing.scenarios import assess_scenario

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.setting import Setting
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["Coverage", "Missed", "Tally", "rule_coverage"]

_SEEN = {MET: TRUE, UNMET: FALSE, UNKNOWN: UNCERTAIN}
_PIVOTAL = {MET: PIVOTAL_TRUE, UNMET: PIVOTAL_FALSE}


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that no scenario shows: which fact or set, as what, and its line in the definition."""

    id: str
    kind: Kind
    what: str
    file: str | None
    line: int | None

    @property
    def place(self) -> str:
        """The file and line as a prefix; empty where there is no text."""
        return "" if self.line is None else f"{self.file}:{self.line}: "

    def __str__(self) -> str:
        return f"{self.place}{self.kind} {self.id} never {self.what}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a framework's rules is covered; ``by_kind`` gives for each kind what is seen and of how much."""

    framework_id: str
    by_kind: dict[Kind, tuple[int, int]]
    missed: tuple[Missed, ...]

    @property
    def percent(self) -> Number:
        """The share that is covered, exact, from 0 to 100; 100 where there is nothing to cover."""
        return _percent(sum(seen for seen, _ in self.by_kind.values()), sum(of for _, of in self.by_kind.values()))

    def to_text(self) -> str:
        """Return the percentages, and everything that is missed with its line."""
        lines = [f"{self.framework_id}: {_shown(self.percent)} % of the rules are covered"]
        lines += [
            f"  {kind:<12}{_shown(_percent(seen, of)):>6} %  ({seen} of {of})"
            for kind, (seen, of) in self.by_kind.items()
            if of
        ]
        return "\n".join([*lines, *(f"  {line}" for line in self._lines())]) + "\n"

    def _lines(self) -> Iterator[str]:
        """Yield a line for each thing that is missed, with all that it was never seen as."""
        by_thing: dict[tuple[str, str], list[Missed]] = {}
        for missed in self.missed:
            by_thing.setdefault((missed.kind, missed.id), []).append(missed)
        for (kind, name), several in by_thing.items():
            yield f"{several[0].place}{kind} {name} never {', '.join(missed.what for missed in several)}"


def _percent(seen: int, of: int) -> Number:
    return exact(Fraction(100 * seen, of)) if of else 100


def _shown(percent: Number) -> str:
    """One digit, rounded down, so that 100 is said of nothing less."""
    tenths = percent * 10 // 1
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def rule_coverage(
    framework: Framework, scenarios: Iterable[Scenario], *, impossible: frozenset[Observation] | None = None
) -> Coverage:
    """Return which rules of *framework* the *scenarios* cover.

    A scenario whose dossier is refused shows nothing. The pairs (id, what) in *impossible* are left out of the count:
    what no dossier can show. None proves it of what is missed, by
    :func:`~kiemdinh.analysis.observations.find_impossible`.
    The cost is, for each scenario, an evaluation of what hangs on each fact that is not yet known to be pivotal.
    """
    tally = Tally(framework)
    for scenario in scenarios:
        try:
            tally.add(assess_scenario(scenario))
        except InputError:
            continue
    return tally.of_the_possible() if impossible is None else tally.coverage(impossible)


class Tally:
    """What has been seen of the rules of a framework so far; ``seen`` holds pairs of the id of a point and a what."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.points = points_of(framework)
        self.seen: set[tuple[str, str]] = set()
        self._users: dict[Setting, Users] = {}
        self._members: dict[tuple[Setting, str], tuple[_Members, ...]] = {}

    def add(self, assessment: Assessment) -> None:
        """Count what one assessment shows."""
        school = resolve_school(self.framework, assessment.dossier, assessment.dates)
        setting = school.rules.setting
        if setting not in self._users:
            self._users[setting] = Users.of(school.rules)
        whole = ReportedSchool(school, settled_by_cases(school))
        for part in whole.parts():
            flips = Flips(self._users[setting], school, part.stage)
            for point in self.points:
                if any((point.id, what) not in self.seen for what in point.whats):
                    self._look(point, whole, part, flips)

    def of_the_possible(self) -> Coverage:
        """Return what is covered of what lint does not prove impossible; it is asked about what is missed alone."""
        lacking = {
            (p.id, what): p.follows(what) for p in self.points for what in p.whats if (p.id, what) not in self.seen
        }
        asked = {*lacking, *(other for other in lacking.values() if other is not None)}
        return self.coverage(find_impossible(self.framework, asked) if asked else frozenset())

    def coverage(self, impossible: frozenset[Observation] = frozenset()) -> Coverage:
        """Return what is covered and what is missed; pairs in *impossible* are not counted."""
        by_kind: dict[Kind, tuple[int, int]] = dict.fromkeys(KINDS, (0, 0))
        missed: list[Missed] = []
        for point in self.points:
            wanted = [w for w in point.whats if not impossible & {(point.id, w), point.follows(w)}]
            lacking = [what for what in wanted if (point.id, what) not in self.seen]
            seen, of = by_kind[point.kind]
            by_kind[point.kind] = seen + len(wanted) - len(lacking), of + len(wanted)
            missed += (self._missed(point, what) for what in lacking)
        return Coverage(self.framework.id, by_kind, tuple(missed))

    def _missed(self, point: Point, what: str) -> Missed:
        source = self.framework.source
        if source is None:
            return Missed(point.id, point.kind, what, None, None)
        place = source.diagnostic("KD603", "", point.path, key=True)
        return Missed(point.id, point.kind, what, place.file, place.line)

    def _look(self, point: Point, whole: ReportedSchool, part: ReportedStage, flips: Flips) -> None:
        if point.site is not None:
            self._look_at_set(point, part, flips)
            return
        of_school = point.id.startswith(("award:", "lost:"))
        truth = (whole if of_school else part).truth(point.id)
        self.seen.add((point.id, _SEEN[truth]))
        if self._asks(point, truth) and self._decides(point, truth, whole if of_school else part, flips):
            self.seen.add((point.id, _PIVOTAL[truth]))

    def _asks(self, point: Point, truth: Truth) -> bool:
        what = _PIVOTAL.get(truth)
        return what in point.whats and (point.id, what) not in self.seen

    def _decides(self, point: Point, truth: Truth, facts: ReportedSchool | ReportedStage, flips: Flips) -> bool:
        """A step of a ladder that does not hold decides only where all that is below it does."""
        if point.kind != "step" or point.id.startswith("case:"):
            return flips.changes_end(point.id, truth.negated())
        return truth is MET or point.below is None or facts.truth(point.below) is MET

    # -- sets --------------------------------------------------------------------------------------------

    def _look_at_set(self, point: Point, part: ReportedStage, flips: Flips) -> None:
        key = flips.users.rules.setting, point.id
        if key not in self._members:
            self._members[key] = tuple(_members_of(self.framework, point, key[0], flips.users))
        for members in self._members[key]:
            for condition in members.conditions:
                truth = evaluate(condition, part)
                self.seen.add((point.id, _SEEN[truth]))
                if self._asks(point, truth) and members.decides(condition, truth, flips):
                    self.seen.add((point.id, _PIVOTAL[truth]))


@dataclass(frozen=True, slots=True)
class _Members:
    """A condition over a set, as it stands in the definition of *name*: what is asked of each of its members."""

    name: str
    definition: Condition
    whole: Condition
    conditions: tuple[Condition, ...]

    def decides(self, member: Condition, truth: Truth, flips: Flips) -> bool:
        """Whether it would change an outcome or award if the condition of *member* alone turned out otherwise."""
        flipped = with_member(self.definition, self.whole, member, truth.negated())
        return flips.rewritten_changes_end(self.name, flipped)


def _members_of(framework: Framework, point: Point, setting: Setting, users: Users) -> Iterator[_Members]:
    site = point.site
    assert site is not None  # noqa: S101 - asked for sets alone
    low = build_lowering(framework, setting)
    cond = site.cond
    name = counted_set(cond)
    for place in site.scopes:
        owner = site.owner if site.owner in users.rules.definitions else place.node
        if owner is None or owner not in users.rules.definitions:
            continue
        members = low.members(name, place, site.path).items
        at = (*site.path, "that")
        asked = dict.fromkeys(low.condition(cond.that, m.place, at).condition for m in members)
        conditions = tuple(c for c in asked if not isinstance(c, Known))  # a rise has nothing to rise from at first
        whole = low.condition(cond, place, site.path).condition
        yield _Members(owner, users.rules.definitions[owner], whole, conditions)
