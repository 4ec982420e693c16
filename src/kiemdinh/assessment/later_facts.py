"""The facts of the same records on later dates; those that do not change are taken over (semantics 2.8, S17)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.assessment.cases import settle_by_cases
from kiemdinh.assessment.dates_of_change import list_dates_of_items, list_dates_of_record
from kiemdinh.assessment.reported_facts import ReportedSchool, report_school
from kiemdinh.assessment.school_facts import SchoolFacts, read_clocks
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.resolution import changes_with_date, rules_for
from kiemdinh.standards.names import FactKind, bare_name, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["FactReaders", "LaterFacts", "read_fact_readers"]

_OF_NODES = (FactKind.NODE, FactKind.STEP, FactKind.APPLIES, FactKind.CLAIM)


@dataclass(eq=False, repr=False)
class LaterFacts:
    """The facts of a school on later dates, as they are reported.

    The facts of a date are made from those of the date before. Facts that depend on evidence which begins or ceases to
    count in between, on awards held, on decisions or on dates counted back are resolved again; all others are taken
    over.

    Attributes
    ----------
    framework, dossier
        The framework and the records.
    school
        The facts on the day of the assessment.
    knowledge
        The last day whose records are seen.
    """

    framework: Framework
    dossier: Dossier
    school: ReportedSchool
    knowledge: dt.date
    _latest: SchoolFacts | None = field(default=None, init=False)

    def find(self, date: dt.date) -> ReportedSchool:
        """Return the facts on a date that is not before the day of the assessment.

        Costs the resolution of the facts that can have changed; of all facts where the rules of that day differ.
        """
        before = self.school.facts if self._latest is None or date < _date_of(self._latest) else self._latest
        # The members of a register, and the records about each of them, have days of their own.
        has_members = bool(self.framework.definition.populations)
        if not has_members and rules_for(self.framework, self.dossier, date) is before.rules:
            facts = self._move_to(date, before)
            found = ReportedSchool(facts, settle_by_cases(facts))
        else:
            found = report_school(self.framework, self.dossier, Dates(date, date, self.knowledge))
        self._latest = found.facts
        return found

    def _move_to(self, date: dt.date, before: SchoolFacts) -> SchoolFacts:
        changed = self.find_changed(before.rules, _date_of(before), date)
        clocks = read_clocks(before.rules, date)
        as_one = before.as_one.on(date, clocks, changed)
        stages = {
            stage: as_one if facts is before.as_one else facts.on(date, clocks, changed)
            for stage, facts in before.stages.items()
        }
        return SchoolFacts(before.rules, stages, as_one)

    @cached_property
    def _dates_by_node(self) -> Mapping[str, frozenset[dt.date]]:
        """By node, the days on which its findings, or the evidence that they cite, begin or cease to count."""
        by_code = list_dates_of_items(self.framework, self.dossier)
        found: dict[str, set[dt.date]] = defaultdict(set)
        for finding in self.dossier.findings:
            found[finding.node].update(list_dates_of_record(finding))
            for code in finding.evidence_codes:
                found[finding.node].update(by_code.get(code, ()))
        return {node: frozenset(dates) for node, dates in found.items() if dates}

    @cached_property
    def _dates_by_input(self) -> Mapping[str, frozenset[dt.date]]:
        """By input, the days on which its values begin or cease to count."""
        found: dict[str, set[dt.date]] = defaultdict(set)
        for value in self.dossier.values:
            found[value.name].update(list_dates_of_record(value))
        return {name: frozenset(dates) for name, dates in found.items() if dates}

    def find_changed(self, rules: FrameworkRules, before: dt.date, date: dt.date) -> frozenset[str]:
        """Return the names of the facts, without a side, that can have changed between two dates under *rules*."""
        dated = read_fact_readers(self.framework, rules)
        nodes, inputs = (
            [one for one, dates in found.items() if any(before < day <= date for day in dates)]
            for found in (self._dates_by_node, self._dates_by_input)
        )
        # A score of a node is a value, by the id of the node.
        by_node = [name for node in nodes for name in dated.by_node.get(node, ())]
        by_input = [name for one in (*nodes, *inputs) for name in dated.by_input.get(one, ())]
        return dated.changed_always | dated.find_readers((*by_node, *by_input))


class FactReaders(NamedTuple):
    """The facts of some rules, by their subject and by what they read.

    Attributes
    ----------
    by_node
        The facts of each node.
    by_input
        The facts that compare the values of each input.
    by_award
        The facts of recorded decisions about each award.
    readers
        The facts that read each fact; all names are without a side.
    changed_always
        The facts that can change on any date: they read awards held, other frameworks, decisions or dates counted back.
    """

    by_node: Mapping[str, Sequence[str]]
    by_input: Mapping[str, Sequence[str]]
    by_award: Mapping[str, Sequence[str]]
    readers: Mapping[str, Sequence[str]]
    changed_always: frozenset[str]

    def find_readers(self, names: Iterable[str], within: AbstractSet[str] | None = None) -> frozenset[str]:
        """Return *names* and all facts that read one of them, directly or through others; only those in *within*."""
        found, open_ = set[str](), list(names)
        while open_:
            name = open_.pop()
            if name not in found and (within is None or name in within):
                found.add(name)
                open_ += self.readers.get(name, ())
        return frozenset(found)


@lru_cache(maxsize=64)
def read_fact_readers(framework: Framework, rules: FrameworkRules) -> FactReaders:
    """Return what reads what in some rules of a framework; a second time it is a look-up."""
    by_node, by_input, by_award, readers = (defaultdict[str, list[str]](list) for _ in range(4))
    always = [name for name, values in rules.values.items() if any(changes_with_date(v, framework) for v in values)]
    for name, values in rules.values.items():
        read = [read_value_name(value) for value in values]
        # Where a number is given per another, both may begin or cease to count.
        for one in {input_ for value in read for input_ in (value.name, value.per) if input_ is not None}:
            by_input[one].append(name)
    for name, facts in rules.facts.items():
        for fact in facts:
            readers[bare_name(fact)].append(name)
    for name in {*rules.definitions, *readers}:
        parts = framework.outline.fact_names.read(name)
        if parts.kind in _OF_NODES:
            by_node[parts.subject].append(name)
        elif parts.is_of_decision:
            by_award[parts.subject].append(name)
            always.append(name)
        elif parts.kind is FactKind.REACHES:
            always.append(name)
    found = FactReaders(by_node, by_input, by_award, readers, frozenset())
    return found._replace(changed_always=found.find_readers(always))


def _date_of(facts: SchoolFacts) -> dt.date:
    return facts.as_one.support.on
