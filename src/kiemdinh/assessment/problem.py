"""From an assessment to a problem of the kernel: what must be certain, what is known, what can be changed (5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import TYPE_CHECKING

from kiemdinh.assessment.effort import Efforts
from kiemdinh.assessment.facts import SchoolFacts, in_case
from kiemdinh.assessment.grids import Grid, Window, grid_of_input, grid_of_node
from kiemdinh.assessment.naming import fact_id, is_own, named
from kiemdinh.assessment.target import waits_for_lower
from kiemdinh.assessment.waking import Place, Plan, Unrecorded, revised
from kiemdinh.evidence.resolution import APART, Rank
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Bound,
    Change,
    Condition,
    Fact,
    FactLever,
    Interval,
    LeverKind,
    Not,
    Number,
    Problem,
    Truth,
    ValueLever,
    facts_of,
    rename,
    values_of,
    walk,
)
from kiemdinh.standards.fact_names import input_name
from kiemdinh.standards.places import Lowered

if TYPE_CHECKING:
    from kiemdinh.standards.framework import Framework

__all__ = ["Asked", "ask"]

_MOST_CASES = 64
_NO_LEVER = ("applies:", "held:", "revoked:", "never:", "outcome:", "case:", "award:", "lost:", "external:", "self:")


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem, and what its names stand for: each lever's id, node, level and stage."""

    problem: Problem
    things: Mapping[str, Thing]
    mixed: bool
    wholes: Mapping[str, Number]
    windows: Mapping[str, Window]

    def reached(self, change: Change) -> tuple[Truth | Bound, Bound | None]:
        """Return what a change comes to; of a figure's first record all that it then has to keep, to both sides."""
        bound, window = change.to, self.windows.get(change.name)
        if not isinstance(bound, Bound) or window is None:
            return bound, None
        both = window.with_bound(bound)
        return both.side(bound.direction) or bound, both.side("down" if bound.direction == "up" else "up")

    def thing_of(self, lever: FactLever | ValueLever) -> Thing:
        """Return what a lever acts on."""
        return self.things[lever.fact if isinstance(lever, FactLever) else lever.value]

    def leaves(self) -> Iterator[tuple[str, Thing]]:
        """Yield the facts that a record settles, by their names in the problem."""
        read = {f for c in self.problem.definitions.values() for f in facts_of(c)} | facts_of(self.problem.condition)
        yield from ((k, t) for k, t in self.things.items() if k in read and k not in self.problem.definitions)

    def people(self, change: Change) -> tuple[Number | None, Number | None]:
        """Return the part that a share must come to in whole people, and the whole; None where it is no such share."""
        whole = self.wholes.get(change.name)
        if whole is None or not isinstance(change.to, Bound):
            return None, None
        part = Fraction(change.to.number) * whole / 100
        if change.to.direction == "up":
            return floor(part) + 1 if change.to.strict else ceil(part), whole
        return ceil(part) - 1 if change.to.strict else floor(part), whole


@dataclass(frozen=True, slots=True)
class Thing:
    """What a name of the problem stands for: a fact or value of one stage."""

    id: str
    stage: str | None
    name: str
    node: str | None = None
    level: str | None = None


@dataclass(slots=True)
class _Names:
    """The names of a problem: what is shared by stages once, what is a stage's own with the stage in front."""

    facts: dict[str, Thing] = field(default_factory=dict)
    unrecorded: Unrecorded = field(default_factory=Unrecorded)
    values: dict[str, Thing] = field(default_factory=dict)
    definitions: dict[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _CaseFacts:
    names: _Names
    school: SchoolFacts

    def truth(self, name: str, /) -> Truth:
        thing = self.names.facts[name]
        return self.school.parts[thing.stage].truth(thing.name)

    def value(self, name: str, /) -> Interval:
        thing = self.names.values[name]
        return self.school.parts[thing.stage].value(thing.name)


def ask(framework: Framework, school: SchoolFacts, target: str, efforts: Efforts, *, settling: bool = False) -> Asked:
    """Return the problem of making the fact *target* (``outcome:muc/muc-2``) certain in every stage.

    A context value that is left open is taken in each of its cases, so that what is found holds in all of them; with
    *settling* it can be settled instead, to find what must be settled before anything else can do (5.3).
    """
    settled = (school,) if settling else tuple(_cases(school))
    names, roots, plan = _opened(framework, school, target, settled)
    condition: Condition = roots[0] if len(roots) == 1 else All(roots)
    cases = tuple(_CaseFacts(names, case) for case in settled)
    mixed = _is_mixed(framework, school)
    wholes = dict(_wholes(framework, school, names))
    levers = tuple(_Levers(framework, school, names, efforts, mixed, wholes, plan, settling).all(cases))
    things = {**names.facts, **names.values}
    problem = Problem(
        condition=condition, cases=cases, levers=levers, definitions=names.definitions, expand=lambda _: True
    )
    return Asked(problem, things, mixed, wholes, plan.windows)


def _opened(
    framework: Framework, school: SchoolFacts, target: str, cases: tuple[SchoolFacts, ...]
) -> tuple[_Names, tuple[Fact, ...], Plan]:
    """Open the target in every stage, again whenever a figure turns out to wake what it must not."""
    plan = Plan()
    while True:
        names = _Names()
        roots = tuple(_Part(framework, school, stage, names, plan).opened(target) for stage in school.parts)
        grids = {
            key: _grid(framework, thing, None)
            for key, thing in names.values.items()
            if thing.name.startswith("input:") and thing.name not in school.rules.context
        }
        after = revised(plan, names.unrecorded, school, cases, grids)
        if (after.withheld, after.by_figure) == (plan.withheld, plan.by_figure):
            return names, roots, after
        plan = after


def _wholes(framework: Framework, school: SchoolFacts, names: _Names) -> Iterator[tuple[str, Number]]:
    """Yield the whole of each percentage that was given as part and whole."""
    for key, thing in names.values.items():
        if thing.name.startswith("input:") and framework.inputs[input_name(thing.name)].unit == "percent":
            speaking = school.parts[thing.stage].values.speaking(thing.name)
            if speaking is not None and speaking.record.whole:
                yield key, speaking.record.whole


def _cases(school: SchoolFacts) -> Iterator[SchoolFacts]:
    """Yield the facts in each case of the open context, or as they are where there are none or too many."""
    open_ = school.open_context()
    count = 1
    for cells in open_.values():
        count *= len(cells)
    if not open_ or count > _MOST_CASES:
        yield school
        return
    for cells in product(*open_.values()):
        yield in_case(school, dict(zip(open_, cells, strict=True)))


def _is_mixed(framework: Framework, school: SchoolFacts) -> bool:
    """Whether the dossier gives some criteria whole and others requirement by requirement."""
    records = school.whole.records
    single = any(framework.nodes[node].is_requirement for node in records.by_node if node in framework.nodes)
    return single and records.by_whole


class _Part:
    """Opens the conditions of one stage into the problem's names."""

    def __init__(self, framework: Framework, school: SchoolFacts, stage: str | None, names: _Names, plan: Plan) -> None:
        self.framework, self.stage, self.names, self.plan = framework, stage, names, plan
        self.resolution = school.parts[stage]
        self.rules = school.rules

    def opened(self, name: str) -> Fact:
        """Return the fact by its name in the problem, with all that it opens into."""
        key = f"{self.stage or ''}|{name}"
        if key not in self.names.definitions:
            if self.resolution.unmeasured(name):
                self.names.unrecorded.by_figure[Place(self.stage, name)] = None
            condition = self.rules.definitions[name]
            self.names.facts[key] = Thing(key, self.stage, name)
            below = {f: self._fact(f) for f in sorted(facts_of(condition))}
            values = {v: self._value(v) for v in sorted(values_of(condition))}
            self.names.definitions[key] = rename(condition, below.__getitem__, values.__getitem__)
        return Fact(key)

    def _fact(self, name: str) -> str:
        if self._opens(name):
            return self.opened(name).id
        key = fact_id(self.resolution, name)
        fact = named(self.framework, name)
        measured = self._decided(name) if fact.node and name in self.rules.definitions else ()
        own = f"{APART}{name}" if measured else name
        self.names.facts.setdefault(key, Thing(key, self.stage, own, fact.node, fact.level))
        return self._beside(name, key, measured) if measured else key

    def _decided(self, name: str) -> tuple[str, ...]:
        """Return what figures decide at a leaf whatever a record says of it; note what they would yet decide (3.4)."""
        below = self.resolution.measured_below(name, recorded=False)
        demanded = tuple(n for n in below if self._demands_figure(n))
        found = self.names.unrecorded
        found.asleep.update({Place(self.stage, n): None for n in below if n not in demanded})
        if self.resolution.unmeasured(name):
            (found.asleep if self.resolution.by_record(name) else found.waiting)[Place(self.stage, name)] = None
        return (*self.resolution.measured_below(name), *demanded)

    def _demands_figure(self, name: str) -> bool:
        """Whether neither finding nor claim stands in for the figure of a requirement (3.4)."""
        return self.resolution.settled(name).rank is Rank.METRIC and not self.resolution.awaits_figure(name)

    def _beside(self, name: str, key: str, measured: tuple[str, ...]) -> str:
        """A step that a record settles, and the figures that decide parts of it whatever the record says (3.4)."""
        whole = f"{self.stage or ''}|{name}"
        figures = (Lowered(self.opened(f), self._applies(f)).within_all() for f in measured)
        self.names.definitions[whole] = All((Fact(key), *figures))
        self.names.facts[whole] = Thing(whole, self.stage, name)
        return whole

    def _applies(self, name: str) -> Fact | None:
        applies = f"applies:{name}"
        return self.opened(applies) if applies in self.rules.definitions else None

    def _opens(self, name: str) -> bool:
        if name not in self.rules.definitions:
            return False
        is_node = named(self.framework, name).node is not None and not name.startswith("applies:")
        # Where several figures are wanted and none is recorded, the requirement is what has to be settled.
        return not is_node or not (self._by_finding(name) or self.resolution.by_record(name))

    def _by_finding(self, name: str) -> bool:
        """Whether a requirement without any figure is settled by a finding, and not by its figures."""
        if not self.resolution.unmeasured(name) or name in self.rules.demanding:
            return False
        if not self.plan.withheld.isdisjoint(fact_id(self.resolution, v) for v in self.rules.measured[name]):
            return True
        return len(self.rules.values[name]) > 1 and Place(self.stage, name) not in self.plan.by_figure

    def _value(self, name: str) -> str:
        about = None if name.startswith(("input:", "per:")) else name.partition(":")[2]
        node = about if about in self.framework.nodes else None
        own = self.stage is not None and node is not None and is_own(self.resolution, node)
        key = f"{self.stage}/{name}" if own else fact_id(self.resolution, name)
        said = key if node is None else f"{self.stage}/{node}" if own else node
        self.names.values.setdefault(key, Thing(said, self.stage, name, node))
        return key


@dataclass(frozen=True, slots=True)
class _Levers:
    framework: Framework
    school: SchoolFacts
    names: _Names
    efforts: Efforts
    mixed: bool
    wholes: Mapping[str, Number]
    plan: Plan
    settling: bool

    def all(self, cases: tuple[_CaseFacts, ...]) -> Iterator[FactLever | ValueLever]:
        """Yield what can be changed, in the order in which the conditions speak of it."""
        negative = any(isinstance(node, Not) for c in self.names.definitions.values() for node in walk(c))
        leaves = {key: t for key, t in self.names.facts.items() if key not in self.names.definitions}
        movable = {k: t for k, t in leaves.items() if not t.name.startswith(_NO_LEVER) and self._may_apply(t, cases)}
        truths = {key: min(case.truth(key) for case in cases) for key in movable}
        for key, thing in movable.items():
            truth = truths[key]
            if truth is not MET:
                yield self._fact(key, thing, truths)
            if negative and max(case.truth(key) for case in cases) is not UNMET:
                yield FactLever(id=f"{key}!", fact=key, to=UNMET, kind=_kind(truth))
        context = self.school.rules.context
        for key, thing in self.names.values.items():
            if thing.name.startswith("clock:"):
                continue
            now = cases[0].value(key)
            is_context = thing.name in context or thing.name.startswith("per:")
            if not is_context or (self.settling and not now.known):
                yield from self._value(key, thing, now)

    def _may_apply(self, thing: Thing, cases: tuple[_CaseFacts, ...]) -> bool:
        """Whether a fact is about a node that might apply; what surely does not matters for nothing (1.7)."""
        if thing.node is None:
            return False
        chain = (thing.node, *self.framework.outline.ancestors(thing.node))
        names = [name for name in (f"applies:{i}" for i in chain) if name in self.school.rules.definitions]
        parts = [case.school.parts[thing.stage] for case in cases]
        return all(any(part.truth(name) is not UNMET for part in parts) for name in names)

    def _fact(self, key: str, thing: Thing, truths: Mapping[str, Truth]) -> FactLever:
        effort = self.efforts.of(self.framework, key, thing.node, default=self._weight(thing))
        waiting = tuple(k for k in self._below(thing) if truths.get(k, MET) is not MET)
        kind = self._kind(thing, truths[key])
        return FactLever(id=key, fact=key, to=MET, cost=effort.cost, kind=kind, after=waiting, also=effort.also)

    def _kind(self, thing: Thing, truth: Truth) -> LeverKind:
        """What is unknown is settled; a step that waits for a lower one is brought about with it."""
        part, node, level = self.school.parts[thing.stage], thing.node or "", thing.level
        waits = level is not None and waits_for_lower(self.framework, part, node, level)
        return "improve" if waits else _kind(truth)

    def _below(self, thing: Thing) -> Iterator[str]:
        """Yield the names of the steps below a step: it needs them (3.7)."""
        if thing.level is None or thing.node is None:
            return
        for step in self.framework.nodes[thing.node].levels:
            if step == thing.level:
                return
            yield fact_id(self.school.parts[thing.stage], f"{thing.node}/{step}")

    def _weight(self, thing: Thing) -> Number:
        """A step counts as one change; beside requirements given one by one, as many as it stands for (5.3)."""
        if not self.mixed or thing.level is None or thing.node is None:
            return 1
        below = self.framework.nodes[thing.node].levels[thing.level]
        outline = self.framework.outline
        ids = [i for child in below for i in (child, *outline.descendants(child))]
        return max(1, sum(self.framework.nodes[i].is_requirement for i in ids))

    def _value(self, key: str, thing: Thing, now: Interval) -> Iterator[ValueLever]:
        effort = self.efforts.of(self.framework, key, thing.node)
        if key in self.plan.withheld:
            return
        grid = _grid(self.framework, thing, self.wholes.get(key))
        for lever in grid.within(self.plan.windows.get(key, Window())).levers(key, key):
            kind: LeverKind = "improve" if now.known else "settle"
            yield replace(lever, cost=effort.cost, kind=kind, also=effort.also)


def _grid(framework: Framework, thing: Thing, whole: Number | None) -> Grid:
    if thing.node is not None:
        return grid_of_node(framework, thing.node)
    name = thing.name.split(":")[2] if thing.name.startswith("per:") else thing.name
    return grid_of_input(framework, input_name(name), whole)


def _kind(truth: Truth) -> LeverKind:
    return "settle" if truth is UNKNOWN else "improve"
