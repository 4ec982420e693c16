"""What the first record of a figure decides beside what it is wanted for, and the window that it must keep (3.4, 5.3).

A figure that nobody recorded lets findings and claims stand in its place. As soon as it is recorded it decides every
requirement that it is about, so that a repair must satisfy all that it wakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.explanation.repairs.value_ranges import Grid, Window
from kiemdinh.rules import UNMET, Bound, RepairProblem, find_minimal_repairs

__all__ = ["Place", "Plan", "Unrecorded", "revised"]


class Place(NamedTuple):
    """A requirement as one stage has it."""

    stage: str | None
    name: str


@dataclass(slots=True)
class Unrecorded:
    """The requirements without any figure that a target hangs on, by how they are read.

    ``asleep`` are settled by a finding, or within a claim; ``waiting`` by a finding too, since they want several
    figures; ``by_figure`` by their figures.
    """

    asleep: dict[Place, None] = field(default_factory=dict)
    waiting: dict[Place, None] = field(default_factory=dict)
    by_figure: dict[Place, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How requirements without any figure are to be read, and what their figures must keep once recorded.

    ``windows`` are those of figures that would wake something; ``withheld`` the figures that no repair records, since
    no number would satisfy all that they wake; ``by_figure`` the requirements that are read by their several figures,
    one of which is wanted elsewhere.
    """

    windows: Mapping[str, Window] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
    by_figure: frozenset[Place] = frozenset()


def revised(
    plan: Plan, found: Unrecorded, school: SchoolFacts, cases: tuple[SchoolFacts, ...], grids: Mapping[str, Grid]
) -> Plan:
    """Return the plan after a look at what was *found* by it; *grids* are those of the figures that can be recorded.

    What is withheld, and read by figures, only grows, so that few looks suffice. Costs one small repair for each
    requirement that is woken, and nothing where none is.
    """
    look = _Look(plan, school, cases, {key: grid for key, grid in grids.items() if key not in plan.withheld})
    wanted = frozenset(place for place in found.waiting if look.is_wanted(place))
    windows, withheld = look.woken([*found.asleep, *(p for p in found.waiting if p not in wanted)])
    withheld |= {key for place in found.by_figure for key in look.refused(place, windows)}
    return Plan(windows, plan.withheld | withheld, plan.by_figure | wanted)


@dataclass(frozen=True, slots=True)
class _Look:
    plan: Plan
    school: SchoolFacts
    cases: tuple[SchoolFacts, ...]
    grids: Mapping[str, Grid]

    def figures(self, place: Place) -> Iterator[tuple[str, str]]:
        """Yield the figures of a requirement: by their names in the problem, and by their own."""
        part = self.school.stages[place.stage]
        yield from ((display_id(part, value), value) for value in sorted(part.rules.deciding_figures[place.name]))

    def is_wanted(self, place: Place) -> bool:
        """Whether some figure of a requirement is wanted elsewhere, and none withheld."""
        keys = [key for key, _ in self.figures(place)]
        return any(key in self.grids for key in keys) and self.plan.withheld.isdisjoint(keys)

    def woken(self, places: list[Place]) -> tuple[dict[str, Window], frozenset[str]]:
        """Return the window of each figure that wakes some of *places*, and those for which there is none."""
        windows: dict[str, Window] = {}
        without = set[str]()
        for place in filter(self._may_apply, places):
            for key, value in self.figures(place):
                if key in self.grids:
                    window = self._window(place, value, self.grids[key])
                    both = (window or Window()).met(windows.get(key, Window()))
                    windows[key] = both
                    if window is None or not self.grids[key].has(both):
                        without.add(key)
        return {key: window for key, window in windows.items() if key not in without}, frozenset(without)

    def refused(self, place: Place, windows: Mapping[str, Window]) -> Iterator[str]:
        """Yield the figures that cannot meet a requirement within their window, where a finding can instead."""
        if place.name in self.school.rules.figure_required:
            return
        for key, value in self.figures(place):
            window = self._window(place, value, self.grids[key]) if key in windows else None
            if window is not None and not self.grids[key].has(window.met(windows[key])):
                yield key

    def _may_apply(self, place: Place) -> bool:
        applies = f"applies:{place.name}"
        known = applies in self.school.rules.definitions
        return not known or any(case.stages[place.stage].truth(applies) is not UNMET for case in self.cases)

    def _window(self, place: Place, value: str, grid: Grid) -> Window | None:
        """Return where a figure makes a requirement met in every case, nothing else changed; None if nowhere."""
        facts = tuple(case.stages[place.stage] for case in self.cases)
        condition = self.school.rules.definitions[place.name]
        alone = RepairProblem(condition=condition, cases=facts, actions=tuple(grid.levers(value, value)))
        cheapest = find_minimal_repairs(alone).cheapest
        if cheapest is None:
            return None
        window = Window()
        for bound in (change.to for change in cheapest.changes if isinstance(change.to, Bound)):
            window = window.with_bound(bound)
        return window
