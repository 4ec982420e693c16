"""A problem as it is asked of the kernel, and what each of its names stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.explanation.repairs.first_figures import Unrecorded
from kiemdinh.explanation.repairs.value_ranges import Window
from kiemdinh.rules import (
    Bound,
    Change,
    Condition,
    FactAction,
    Interval,
    Number,
    RepairProblem,
    Truth,
    ValueAction,
    facts_of,
)

__all__ = ["Asked", "CaseFacts", "ProblemNames", "Thing"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem, and what its names stand for: each lever's id, node, level and stage."""

    problem: RepairProblem
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

    def thing_of(self, lever: FactAction | ValueAction) -> Thing:
        """Return what a lever acts on."""
        return self.things[lever.fact if isinstance(lever, FactAction) else lever.value]

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
class ProblemNames:
    """The names of a problem: what is shared by stages once, what is a stage's own with the stage in front."""

    facts: dict[str, Thing] = field(default_factory=dict)
    unrecorded: Unrecorded = field(default_factory=Unrecorded)
    values: dict[str, Thing] = field(default_factory=dict)
    definitions: dict[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The facts of a school by the names of the problem, in one case of what is open."""

    names: ProblemNames
    school: SchoolFacts

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of the problem."""
        thing = self.names.facts[name]
        return self.school.stages[thing.stage].truth(thing.name)

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value of the problem."""
        thing = self.names.values[name]
        return self.school.stages[thing.stage].value(thing.name)
