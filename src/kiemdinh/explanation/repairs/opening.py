"""Opening a target: its conditions in every stage are written with the names of one problem (3.4, 5.3).

A condition is opened down to the facts that a record settles. A step or requirement that a record settles as a whole is
not opened, since a record of the same kind will change it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.fact_ids import display_id, has_own_record
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.evidence.resolution import Rank
from kiemdinh.explanation.repairs.first_figures import FirstFigurePlan, UnrecordedRequirements
from kiemdinh.explanation.repairs.keys import StageFact, StageScore
from kiemdinh.explanation.repairs.subjects import FactSubject, Subjects, ValueSubject
from kiemdinh.rules import All, Condition, Fact, Not, rename_ids, walk
from kiemdinh.standards.lowering import Lowered
from kiemdinh.standards.names import FactKind, FactName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["OpenedTarget", "open_facts", "open_target"]

_MAX_RENAMED: Final = 1_000
"""The forms of one condition that are kept: one for each way in which schools name what it reads."""


@dataclass(slots=True)
class OpenedTarget:
    """A target with the names of a problem.

    Attributes
    ----------
    condition
        What must become certain: the target in every stage.
    subjects
        What the names of facts and values stand for.
    definitions
        The conditions of the facts that are opened.
    unrecorded
        The requirements without any figure that were found.
    sizes
        Where several facts were opened, how many subjects (facts and values) were known after each.
    has_negation
        Whether a definition negates something.
    """

    condition: Condition
    subjects: Subjects = field(default_factory=Subjects)
    definitions: dict[str, Condition] = field(default_factory=dict)
    unrecorded: UnrecordedRequirements = field(default_factory=UnrecordedRequirements)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    has_negation: bool = False


def open_target(framework: Framework, school: SchoolFacts, target: FactName, plan: FirstFigurePlan) -> OpenedTarget:
    """Return *target* opened in every stage, with the requirements without figures read as *plan* says.

    Linear in the size of the rules below the target, for each stage. What stages share is opened once for each, but
    its leaves have one name.
    """
    name = str(target)
    facts = tuple(Fact(str(StageFact(stage, name))) for stage in school.stages)
    opened = OpenedTarget(facts[0] if len(facts) == 1 else All(facts))
    for stage in school.stages:
        _StageOpener(framework, school, stage, plan, opened).open_fact(name)
    return opened


def open_facts(framework: Framework, school: SchoolFacts, facts: Sequence[str], plan: FirstFigurePlan) -> OpenedTarget:
    """Return some facts opened in every stage, in their order; each has a definition, also where a record settles it.

    The parts of the condition are these facts, stage by stage.
    """
    opened = OpenedTarget(All(tuple(Fact(str(StageFact(stage, name))) for stage in school.stages for name in facts)))
    for stage in school.stages:
        opener = _StageOpener(framework, school, stage, plan, opened)
        for name in facts:
            opener.define_fact(name)
            opened.sizes.append((len(opened.subjects.facts), len(opened.subjects.values)))
    return opened


class _StageOpener:
    """Opens the conditions of one stage into *opened*."""

    def __init__(
        self,
        framework: Framework,
        school: SchoolFacts,
        stage: str | None,
        plan: FirstFigurePlan,
        opened: OpenedTarget,
    ) -> None:
        self._names = framework.outline.fact_names
        self._rules = school.rules
        self._stage = stage
        self._facts = school.stages[stage]
        self._plan = plan
        self._opened = opened
        self._subjects = opened.subjects
        self._definitions = opened.definitions
        self._unrecorded = opened.unrecorded
        self._conditions = _conditions_of(school.rules)

    def open_fact(self, name: str) -> Fact:
        """Return the fact by its name in the problem, after all that it opens into.

        A fact that several conditions read is opened once.
        """
        opened = StageFact(self._stage, name)
        key = str(opened)
        if key not in self._definitions:
            if self._facts.unmeasured(name):
                self._unrecorded.by_figures[opened] = None
            self._subjects.facts[key] = FactSubject(key, self._stage, name, self._names.read(name))
            condition = self._conditions.find(name)
            facts = tuple(map(self._name_fact, condition.facts))
            values = tuple(map(self._name_value, condition.values))
            self._definitions[key] = condition.rename(facts, values)
            self._opened.has_negation |= condition.has_negation
        return Fact(key)

    def define_fact(self, name: str) -> None:
        """Open a fact as conditions above would, and define it as what it is in the problem."""
        key, whole = self._name_fact(name), str(StageFact(self._stage, name))
        if key != whole:
            self._definitions[whole] = Fact(key)

    # -- facts -----------------------------------------------------------------------------------------

    def _name_fact(self, name: str) -> str:
        """Return the name of a fact in the problem; it is opened first, or noted as a leaf."""
        if self._is_opened(name):
            return self.open_fact(name).id
        key = display_id(self._facts, name)
        fact = self._names.read(name)
        # A record about the whole does not decide parts that have figures, so these parts are asked for too.
        is_whole = fact.node is not None and name in self._rules.definitions
        measured = self._list_measured_parts(name) if is_whole else ()
        own_name = str(fact.claim) if measured else name
        self._subjects.facts.setdefault(key, FactSubject(key, self._stage, own_name, fact))
        return self._with_deciding_figures(name, key, measured) if measured else key

    def _is_opened(self, name: str) -> bool:
        """Return whether a fact is read through its condition: no record settles it as a whole."""
        if name not in self._rules.definitions:
            return False
        if self._names.read(name).node is None:
            return True
        # Where several figures are wanted and none is recorded, the requirement is what has to be settled.
        return not (self._is_settled_by_finding(name) or self._facts.by_record(name))

    def _is_settled_by_finding(self, name: str) -> bool:
        """Return whether a requirement without any figure is settled by a finding, and not by its figures."""
        if not self._facts.unmeasured(name) or name in self._rules.figure_required:
            return False
        # No number of a withheld figure is enough, and one finding is a smaller change than several figures.
        figures = self._rules.deciding_figures[name]
        if not self._plan.withheld.isdisjoint(display_id(self._facts, value) for value in figures):
            return True
        return len(self._rules.values[name]) > 1 and StageFact(self._stage, name) not in self._plan.by_figures

    def _list_measured_parts(self, name: str) -> tuple[str, ...]:
        """Return the requirements below a leaf that figures decide whatever a record says of the leaf (3.4).

        Those that figures do not decide yet are noted.
        """
        unmeasured = self._facts.measured_below(name, recorded=False)
        required = tuple(part for part in unmeasured if self._is_figure_required(part))
        for part in unmeasured:
            if part not in required:
                self._unrecorded.settled_by_finding[StageFact(self._stage, part)] = None
        if self._facts.unmeasured(name):
            by_record, awaiting = self._unrecorded.settled_by_finding, self._unrecorded.awaiting_finding
            (by_record if self._facts.by_record(name) else awaiting)[StageFact(self._stage, name)] = None
        return (*self._facts.measured_below(name), *required)

    def _is_figure_required(self, name: str) -> bool:
        """Return whether neither a finding nor a claim stands in for the figure of a requirement (3.4)."""
        return self._facts.resolved(name).rank is Rank.METRIC and not self._facts.awaits_figure(name)

    def _with_deciding_figures(self, name: str, key: str, measured: tuple[str, ...]) -> str:
        """Return the name of a step that a record settles, together with the parts that figures decide (3.4)."""
        # The record about the step is one fact, by the key; its measured parts change on their own.
        whole = str(StageFact(self._stage, name))
        parts = (Lowered(self.open_fact(part), self._open_applicability(part)).absent_as_met() for part in measured)
        condition = self._definitions[whole] = All((Fact(key), *parts))
        self._opened.has_negation |= _has_negation(condition)
        self._subjects.facts[whole] = FactSubject(whole, self._stage, name, self._names.read(name))
        return whole

    def _open_applicability(self, node: str) -> Fact | None:
        applies = str(FactName(FactKind.APPLIES, node))
        return self.open_fact(applies) if applies in self._rules.definitions else None

    # -- values ----------------------------------------------------------------------------------------

    def _name_value(self, name: str) -> str:
        """Return the name of a value in the problem; it is noted as a subject."""
        value = read_value_name(name)
        stage = self._stage
        # The score of a node goes by the node in results. In a problem it needs a name that no verdict has.
        if value.node is None:
            key = shown = display_id(self._facts, name)
        elif stage is not None and has_own_record(self._facts, value.node):
            key, shown = str(StageScore(stage, name)), FactName(FactKind.NODE, value.node).shown_in(stage)
        else:
            key, shown = name, value.node
        self._subjects.values.setdefault(key, ValueSubject(shown, stage, name, value))
        return key


@dataclass(slots=True)
class _RuleCondition:
    """The condition of a rule, prepared so that its names can be replaced quickly for each school.

    Attributes
    ----------
    condition
        The condition as the rules have it.
    facts, values
        The names of facts and values in it. They are sorted: the order of leaves breaks ties between repairs (5.9).
    has_negation
        Whether it negates something.
    """

    condition: Condition
    facts: tuple[str, ...]
    values: tuple[str, ...]
    has_negation: bool
    _renamed: dict[tuple[tuple[str, ...], tuple[str, ...]], Condition] = field(default_factory=dict)

    def rename(self, facts: tuple[str, ...], values: tuple[str, ...]) -> Condition:
        """Return the condition with other names in place of its own, in their order."""
        if facts == self.facts and values == self.values:
            return self.condition
        found = self._renamed.get((facts, values))
        if found is None:
            if len(self._renamed) >= _MAX_RENAMED:
                self._renamed.clear()
            new_facts = dict(zip(self.facts, facts, strict=True))
            new_values = dict(zip(self.values, values, strict=True))
            found = rename_ids(self.condition, new_facts.__getitem__, new_values.__getitem__)
            self._renamed[facts, values] = found
        return found


class _RuleConditions:
    """The conditions of rules, each made ready when a school first opens it."""

    def __init__(self, rules: FrameworkRules) -> None:
        self._rules = rules
        self._found: dict[str, _RuleCondition] = {}

    def find(self, name: str) -> _RuleCondition:
        """Return the condition of a rule; a second time it is a look-up."""
        if name not in self._found:
            condition = self._rules.definitions[name]
            facts, values = (tuple(sorted(found[name])) for found in (self._rules.facts, self._rules.values))
            self._found[name] = _RuleCondition(condition, facts, values, _has_negation(condition))
        return self._found[name]


@lru_cache(maxsize=256)  # as many entries as there are kept rules
def _conditions_of(rules: FrameworkRules) -> _RuleConditions:
    return _RuleConditions(rules)


def _has_negation(condition: Condition) -> bool:
    return any(isinstance(node, Not) for node in walk(condition))
