"""The facts of a school: each of its stages resolved, outcomes joined over them, context settled by cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier.model import Dossier, Finding, Side, ValueRecord
from kiemdinh.evidence.resolution.awards_held import Holdings
from kiemdinh.evidence.resolution.policy import Support
from kiemdinh.evidence.resolution.resolve import Resolution
from kiemdinh.evidence.resolution.settled import Records
from kiemdinh.evidence.resolution.values import Values
from kiemdinh.parsing.durations import add_duration
from kiemdinh.rules import UNKNOWN, Interval, Truth, evaluate, join, settle
from kiemdinh.standards.loading.framework import Framework
from kiemdinh.standards.lowering.rules import Rules
from kiemdinh.standards.names import sideless

__all__ = ["JoinedCases", "SchoolFacts", "in_case", "resolve_school", "settled_by_cases"]

Scope = tuple[str | None, str]
"""A context value: the stage that it is a stage's own in (None: the school's), and its id."""
_BOTH: frozenset[Side] = frozenset(("self", "external"))


@dataclass(slots=True)
class SchoolFacts:
    """The facts of a school as a whole, a :class:`kiemdinh.rules.Facts`.

    ``parts`` are the stages that are assessed each on its own (the only key is None where there is one part);
    ``whole`` sees what is recorded for the school. A level of the school is that of its lowest part (2.6).
    """

    rules: Rules
    parts: Mapping[str | None, Resolution]
    whole: Resolution
    _truths: dict[str, Truth] = field(default_factory=dict)

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of the school."""
        if name not in self._truths:
            self._truths[name] = self._truth(name)
        return self._truths[name]

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value of the school."""
        return self.whole.value(name)

    def _truth(self, name: str) -> Truth:
        if sideless(name).startswith("outcome:"):
            return min(part.truth(name) for part in self.parts.values())
        if name.startswith(("award:", "lost:")):
            return evaluate(self.rules.definitions[name], self)
        return self.whole.truth(name)

    def open_context(self) -> dict[Scope, tuple[Interval, ...]]:
        """Return the unknown context values that an unknown outcome or award hangs on both ways, with their cases."""
        found: dict[Scope, tuple[Interval, ...]] = {}
        if not self.rules.cases:
            return found
        for name in filter(_is_top, self.rules.definitions):
            if self.truth(name) is UNKNOWN:
                seen: set[str] = set()
                for resolution in (self.whole, *self.parts.values()):
                    self._look_below(name, resolution, seen, found)
        return found

    def _look_below(
        self, name: str, resolution: Resolution, seen: set[str], found: dict[Scope, tuple[Interval, ...]]
    ) -> None:
        """Follow what is unknown from *name* downwards; what is settled hangs on no case."""
        name = sideless(name)
        key = f"{resolution.stage}|{name}"
        if key in seen or name not in self.rules.definitions:
            return
        seen.add(key)
        for value_id in self.rules.values[name] & self.rules.cases.keys():
            now = resolution.value(value_id)
            left = tuple(c for c in self.rules.cases[value_id] if _within(c, now))
            if not now.known and len(left) > 1:
                found[_scope(resolution, value_id), value_id] = left
        for fact in self.rules.facts[name]:
            facts = self if _is_top(fact) else resolution
            if facts.truth(fact) is UNKNOWN:
                self._look_below(fact, resolution, seen, found)


def _within(cell: Interval, interval: Interval) -> bool:
    low = interval.low is None or (cell.low is not None and cell.low >= interval.low)
    return low and (interval.high is None or (cell.high is not None and cell.high <= interval.high))


def _scope(resolution: Resolution, value_id: str) -> str | None:
    """A context value is a stage's own where a record of that stage speaks for it; else, or by its id, the school's."""
    speaking = resolution.values.speaking(value_id)
    return resolution.stage if speaking is not None and speaking.record.stage == resolution.stage else None


def resolve_school(framework: Framework, dossier: Dossier, dates: Dates) -> SchoolFacts:
    """Resolve a dossier on the given dates."""
    stages = dossier.school.stages
    rules = framework.rules(stages, dates.evidence)
    by_stage = framework.definition.subject.assessed_by == "stage" and stages
    make = _Maker(framework, dossier, dates, rules)
    whole = make.resolution(None)
    if not by_stage or stages is None:
        return SchoolFacts(rules, {None: whole}, whole)
    return SchoolFacts(rules, {stage: make.resolution(stage) for stage in stages}, whole)


class _Maker:
    def __init__(self, framework: Framework, dossier: Dossier, dates: Dates, rules: Rules) -> None:
        self.framework, self.dossier, self.rules = framework, dossier, rules
        by_node: dict[str, list[Finding]] = defaultdict(list)
        for finding in dossier.findings:
            if finding.on <= dates.knowledge:
                by_node[finding.node].append(finding)
        by_id: dict[str, list[ValueRecord]] = defaultdict(list)
        for value in dossier.values:
            if value.on <= dates.knowledge:
                by_id[value.id].append(value)
        self.records = Records({node: tuple(found) for node, found in by_node.items()})
        self.values = {value_id: tuple(found) for value_id, found in by_id.items()}
        self.support = Support.under(framework.definition.evidence, dossier.evidence, dates.evidence)
        self.holdings = Holdings(framework, dossier, dates.evidence)
        self.clocks = {
            f"clock:{d} ago": Interval.point(add_duration(dates.evidence, d, back=True).toordinal())
            for d in rules.durations
        }

    def resolution(self, stage: str | None) -> Resolution:
        founded = self.dossier.school.founded
        values = Values(self.framework, self.values, stage, self.rules.context, founded, {})
        return Resolution(
            self.framework,
            self.rules,
            self.dossier,
            self.records,
            values,
            self.support,
            self.holdings,
            self.clocks,
            stage,
            _BOTH,
        )


@dataclass(frozen=True, slots=True)
class JoinedCases:
    """Truths joined over the cases of an unknown context, by stage and name; ``exact`` where all were looked at."""

    truths: Mapping[tuple[str | None, str], Truth]
    exact: bool


def settled_by_cases(base: SchoolFacts) -> JoinedCases:
    """Settle by cases whatever an unknown context leaves open, joined: least certain, greatest possible (1.7).

    Costs, for each of at most 256 cases, one resolution of the facts that hang on the context; nothing where nothing
    is open, and one case where already the first leaves every open outcome unknown, as the join then would.
    """
    open_ = base.open_context()
    if not open_:
        return JoinedCases({}, True)
    keys = {f"{at or ''}|{value_id}": (at, value_id) for at, value_id in open_}
    changed = _hanging_on({value_id for _, value_id in open_}, base.rules)

    def one(case: Mapping[str, Interval]) -> dict[tuple[str | None, str], Truth]:
        return _truths(in_case(base, {keys[k]: cell for k, cell in case.items()}, changed), changed)

    first = one({key: open_[scope][0] for key, scope in keys.items()})
    tops = [name for name in changed if _is_top(name) and base.truth(name) is UNKNOWN]
    if all(first["", name] is UNKNOWN for name in tops):
        return JoinedCases({}, True)
    cases, exact = settle(one, {key: open_[scope] for key, scope in keys.items()})
    return JoinedCases({key: join([case[key] for case in cases]) for key in first}, exact)


def _hanging_on(values: set[str], rules: Rules) -> frozenset[str]:
    """Return the definitions that hang on one of *values*, by themselves or through others."""
    changed: set[str] = set()
    for name in rules.definitions:  # lower ones first
        facts = {sideless(f) for f in rules.facts[name]}
        if not values.isdisjoint(rules.values[name]) or not changed.isdisjoint(facts):
            changed.add(name)
    return frozenset(changed)


def in_case(base: SchoolFacts, case: Mapping[Scope, Interval], changed: frozenset[str] | None = None) -> SchoolFacts:
    """Return the facts of *base* with context values fixed; what does not hang on them is kept as it is."""
    if changed is None:
        changed = _hanging_on({value_id for _, value_id in case}, base.rules)

    def within(part: Resolution) -> Resolution:
        return part.in_case({v: cell for (at, v), cell in case.items() if at in (None, part.stage)}, changed)

    whole = within(base.whole)
    parts = {s: whole if part is base.whole else within(part) for s, part in base.parts.items()}
    return SchoolFacts(base.rules, parts, whole)


def _is_top(name: str) -> bool:
    return name.startswith(("outcome:", "case:", "label:", "award:", "lost:"))


def _truths(facts: SchoolFacts, names: frozenset[str]) -> dict[tuple[str | None, str], Truth]:
    truths = {
        (stage, name): part.truth(name)
        for stage, part in facts.parts.items()
        for name in names
        if not name.startswith(("award:", "lost:"))
    }
    truths.update({("", name): facts.truth(name) for name in names if _is_top(name)})
    return truths
