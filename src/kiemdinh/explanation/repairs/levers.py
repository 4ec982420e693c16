"""What can be changed in a problem, what it costs, and what it waits for (5.3, 5.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.explanation.blocking import waits_for_lower_step
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs.asked import CaseFacts, ProblemNames, Thing
from kiemdinh.explanation.repairs.first_figures import Plan
from kiemdinh.explanation.repairs.value_ranges import Grid, Window, grid_of_input, grid_of_node
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    ActionKind,
    FactAction,
    Interval,
    Not,
    Number,
    Truth,
    ValueAction,
    walk,
)
from kiemdinh.standards.names import FactKind, FactName, input_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["LeverFinder", "grid_of"]

_NO_LEVER = ("applies:", "held:", "revoked:", "never:", "outcome:", "case:", "award:", "lost:", "external:", "self:")


@dataclass(frozen=True, slots=True)
class LeverFinder:
    """Finds what can be changed in a problem: facts to be settled or improved, and figures to be moved (5.3, 5.5)."""

    framework: Framework
    school: SchoolFacts
    names: ProblemNames
    efforts: Efforts
    mixed: bool
    wholes: Mapping[str, Number]
    plan: Plan
    settling: bool

    def all(self, cases: tuple[CaseFacts, ...]) -> Iterator[FactAction | ValueAction]:
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
                yield FactAction(id=f"{key}!", fact=key, to=UNMET, kind=_kind(truth))
        context = self.school.rules.context_values
        for key, thing in self.names.values.items():
            if thing.name.startswith("clock:"):
                continue
            now = cases[0].value(key)
            is_context = thing.name in context or thing.name.startswith("per:")
            if not is_context or (self.settling and not now.known):
                yield from self._value(key, thing, now)

    def _may_apply(self, thing: Thing, cases: tuple[CaseFacts, ...]) -> bool:
        """Whether a fact is about a node that might apply; what surely does not matters for nothing (1.7)."""
        if thing.node is None:
            return False
        chain = (thing.node, *self.framework.outline.ancestors_of(thing.node))
        names = [name for name in (f"applies:{i}" for i in chain) if name in self.school.rules.definitions]
        parts = [case.school.stages[thing.stage] for case in cases]
        return all(any(part.truth(name) is not UNMET for part in parts) for name in names)

    def _fact(self, key: str, thing: Thing, truths: Mapping[str, Truth]) -> FactAction:
        effort = self.efforts.effort_for(self.framework, key, thing.node, default=self._weight(thing))
        waiting = tuple(k for k in self._below(thing) if truths.get(k, MET) is not MET)
        kind = self._kind(thing, truths[key])
        return FactAction(id=key, fact=key, to=MET, cost=effort.cost, kind=kind, requires=waiting, also=effort.also)

    def _kind(self, thing: Thing, truth: Truth) -> ActionKind:
        """What is unknown is settled; a step that waits for a lower one is brought about with it."""
        step = FactName(FactKind.STEP, thing.node or "", thing.level)
        waits = thing.level is not None and waits_for_lower_step(self.school.stages[thing.stage], step)
        return "improve" if waits else _kind(truth)

    def _below(self, thing: Thing) -> Iterator[str]:
        """Yield the names of the steps below a step: it needs them (3.7)."""
        if thing.level is None or thing.node is None:
            return
        for step in self.framework.nodes[thing.node].levels:
            if step == thing.level:
                return
            yield display_id(self.school.stages[thing.stage], f"{thing.node}/{step}")

    def _weight(self, thing: Thing) -> Number:
        """A step counts as one change; beside requirements given one by one, as many as it stands for (5.3)."""
        if not self.mixed or thing.level is None or thing.node is None:
            return 1
        below = self.framework.nodes[thing.node].levels[thing.level]
        outline = self.framework.outline
        ids = [i for child in below for i in (child, *outline.descendants_of(child))]
        return max(1, sum(self.framework.nodes[i].is_requirement for i in ids))

    def _value(self, key: str, thing: Thing, now: Interval) -> Iterator[ValueAction]:
        effort = self.efforts.effort_for(self.framework, key, thing.node)
        if key in self.plan.withheld:
            return
        grid = grid_of(self.framework, thing, self.wholes.get(key))
        for lever in grid.within(self.plan.windows.get(key, Window())).levers(key, key):
            kind: ActionKind = "improve" if now.known else "settle"
            yield replace(lever, cost=effort.cost, kind=kind, also=effort.also)


def grid_of(framework: Framework, thing: Thing, whole: Number | None) -> Grid:
    """Return the places that the value *thing* can be brought to; a share of *whole* people goes by whole people."""
    if thing.node is not None:
        return grid_of_node(framework, thing.node)
    name = thing.name.split(":")[2] if thing.name.startswith("per:") else thing.name
    return grid_of_input(framework, input_name(name), whole)


def _kind(truth: Truth) -> ActionKind:
    return "settle" if truth is UNKNOWN else "improve"
