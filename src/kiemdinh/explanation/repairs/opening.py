"""The conditions of a stage, opened into the names of a problem down to what a record settles (3.4, 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.assessment.fact_ids import display_id, has_own_record
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.evidence.resolution import Rank
from kiemdinh.explanation.repairs.asked import ProblemNames, Thing
from kiemdinh.explanation.repairs.first_figures import Place, Plan
from kiemdinh.rules import All, Fact, facts_of, rename_ids, values_of
from kiemdinh.standards.lowering import Lowered

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["StageOpener"]


class StageOpener:
    """Opens the conditions of one stage into the problem's names."""

    def __init__(
        self, framework: Framework, school: SchoolFacts, stage: str | None, names: ProblemNames, plan: Plan
    ) -> None:
        self.framework, self.stage, self.names, self.plan = framework, stage, names, plan
        self.resolution = school.stages[stage]
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
            self.names.definitions[key] = rename_ids(condition, below.__getitem__, values.__getitem__)
        return Fact(key)

    def _fact(self, name: str) -> str:
        if self._opens(name):
            return self.opened(name).id
        key = display_id(self.resolution, name)
        fact = self.framework.outline.fact_names.read(name)
        measured = self._decided(name) if fact.node and name in self.rules.definitions else ()
        own = str(fact.claim) if measured else name
        self.names.facts.setdefault(key, Thing(key, self.stage, own, fact.node, fact.step if fact.node else None))
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
        return self.resolution.resolved(name).rank is Rank.METRIC and not self.resolution.awaits_figure(name)

    def _beside(self, name: str, key: str, measured: tuple[str, ...]) -> str:
        """A step that a record settles, and the figures that decide parts of it whatever the record says (3.4)."""
        whole = f"{self.stage or ''}|{name}"
        figures = (Lowered(self.opened(f), self._applies(f)).absent_as_met() for f in measured)
        self.names.definitions[whole] = All((Fact(key), *figures))
        self.names.facts[whole] = Thing(whole, self.stage, name)
        return whole

    def _applies(self, name: str) -> Fact | None:
        applies = f"applies:{name}"
        return self.opened(applies) if applies in self.rules.definitions else None

    def _opens(self, name: str) -> bool:
        if name not in self.rules.definitions:
            return False
        is_node = self.framework.outline.fact_names.read(name).node is not None
        # Where several figures are wanted and none is recorded, the requirement is what has to be settled.
        return not is_node or not (self._by_finding(name) or self.resolution.by_record(name))

    def _by_finding(self, name: str) -> bool:
        """Whether a requirement without any figure is settled by a finding, and not by its figures."""
        if not self.resolution.unmeasured(name) or name in self.rules.figure_required:
            return False
        if not self.plan.withheld.isdisjoint(display_id(self.resolution, v) for v in self.rules.deciding_figures[name]):
            return True
        return len(self.rules.values[name]) > 1 and Place(self.stage, name) not in self.plan.by_figure

    def _value(self, name: str) -> str:
        about = None if name.startswith(("input:", "per:")) else name.partition(":")[2]
        node = about if about in self.framework.nodes else None
        own = self.stage is not None and node is not None and has_own_record(self.resolution, node)
        key = f"{self.stage}/{name}" if own else display_id(self.resolution, name)
        said = key if node is None else f"{self.stage}/{node}" if own else node
        self.names.values.setdefault(key, Thing(said, self.stage, name, node))
        return key
