"""Prices: what the changes of a problem cost by the efforts given, alone and together with others (semantics 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.explanation.costs import (
    SCHOOLS,
    ChangeEffort,
    Efforts,
    PricedChange,
    SharedPrice,
    effort_of_change,
    is_of_others,
    keys_reaching,
    list_keys_of_others,
)
from kiemdinh.explanation.repairs.subjects import FactSubject, Subject, ValueSubject
from kiemdinh.rules import MET, UNKNOWN, UNMET, Fee, Interval, Number, Truth, evaluate
from kiemdinh.standards.names import FactKind, FactName, MemberName

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework

__all__ = ["PriceFinder", "count_requirements"]

_NOTHING_GIVEN: Final = ChangeEffort(1, {}, (), None, is_given=False)
"""What every change takes where nothing says more."""


@dataclass(frozen=True, slots=True)
class PriceFinder:
    """Finds what changes cost, and keeps the fees that some of them share.

    Attributes
    ----------
    fees
        The fees of the changes that were asked about, by the keys that :meth:`fee_keys` gives.
    reached
        The keys of efforts that reach one of these changes, or block it.
    """

    framework: Framework
    school: SchoolFacts
    efforts: Efforts
    fees: dict[str, Fee] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def find_effort(self, subject: Subject, *, brings_about: bool = True) -> ChangeEffort:
        """Return what the change of a subject takes; its cost is None where it cannot be acted on.

        What *brings_about* a fact needs what stands behind it, so that it cannot be acted on either where that cannot.
        """
        if isinstance(subject, FactSubject) and is_of_others(subject.fact):
            return self._find_effort_of_others(subject.fact)
        if not self.efforts.give_anything(self.framework):
            return _NOTHING_GIVEN
        change = self._priced_change(subject)
        self.reached.update(keys_reaching(self.efforts, self.framework, change))
        effort = effort_of_change(self.efforts, self.framework, change)
        self._add_fees(effort.shared)
        if brings_about and isinstance(subject, FactSubject) and self._needs_blocked(subject):
            return ChangeEffort(None, effort.also, effort.shared, effort.who)
        return effort

    def _add_fees(self, shared: Iterable[SharedPrice]) -> None:
        for price in shared:
            is_cost = price.name == self.efforts.minimise
            self.fees[_fee_key(price)] = Fee(price.amount) if is_cost else Fee(0, {price.name: price.amount})

    def fee_keys(self, effort: ChangeEffort) -> tuple[str, ...]:
        """Return the keys of the fees that a change shares with others."""
        return tuple(map(_fee_key, effort.shared))

    # -- others ----------------------------------------------------------------------------------------

    def _find_effort_of_others(self, fact: FactName) -> ChangeEffort:
        """Return what raising a member takes: 1, or what a key gives, once for all steps that it is raised by."""
        keys = [key for key in list_keys_of_others(fact) if key in self.efforts.by_key]
        self.reached.update(keys)
        numbers: dict[str, Number] = {"cost": 1}
        for key in reversed(keys):
            numbers |= self.efforts.by_key[key].numbers
        efforts = [self.efforts.by_key[key] for key in keys]
        place = fact.member or MemberName("", "")
        shared = [
            SharedPrice(str(place), name, number, None, None, None)
            for name, number in numbers.items()
            if name != SCHOOLS
        ]
        if self.efforts.minimise == SCHOOLS:
            shared = [SharedPrice(str(place.whole), SCHOOLS, numbers.get(SCHOOLS, 1), None, None, None), *shared]
        self._add_fees(shared)
        is_actionable = next((one.actionable for one in efforts if one.actionable is not None), True)
        who = next((one.who for one in efforts if one.who is not None), None)
        return ChangeEffort(0 if is_actionable else None, {}, tuple(shared), who, is_given=bool(keys))

    # -- changes ---------------------------------------------------------------------------------------

    def _priced_change(self, subject: Subject) -> PricedChange:
        node, level, is_value = subject.node, subject.level, isinstance(subject, ValueSubject)
        own_stage = subject.stage if subject.stage is not None and subject.id.startswith(f"{subject.stage}/") else None
        if node is None:
            return PricedChange(subject.id, stage=own_stage, is_value=is_value)
        name = subject.id.removeprefix(f"{own_stage}/") if own_stage is not None else subject.id
        unit = next(self._list_units(node, level), (node, level))
        requirements = count_requirements(self.framework, subject)
        return PricedChange(name, node, level, own_stage, unit, requirements, is_value)

    def _list_units(self, node: str, level: str | None) -> Iterator[tuple[str, str | None]]:
        """Yield the judged nodes that a change belongs to, nearest first, each with the level that it is part of."""
        for one in (node, *self.framework.outline.ancestors_of(node)):
            if self.framework.nodes[one].layer is not None:
                yield one, level
            level = self.framework.nodes[one].level

    # -- what cannot be acted on -----------------------------------------------------------------------

    def _needs_blocked(self, subject: FactSubject) -> bool:
        """Return whether a change needs what is below it and cannot be acted on: without that it cannot come about."""
        below = self._list_blocked_below(subject)
        condition = self.school.rules.definitions.get(str(subject.fact))
        if not below or condition is None:
            return False
        without = _WithoutBlocked(self.school.stages[subject.stage], frozenset(below), str(subject.fact))
        return evaluate(condition, without) is UNMET

    def _list_blocked_below(self, subject: FactSubject) -> list[str]:
        """Return the requirements below a step or node that cannot be acted on by a key or hint of their own."""
        if subject.node is None:
            return []
        stage, found = subject.stage, []
        for node in _nodes_below(self.framework, subject):
            keys = (f"{stage}/{node}", node)
            key = next((one for one in keys if one in self.efforts.by_key), None)
            effort = None if key is None else self.efforts.by_key[key]
            hint = self.framework.nodes[node].node.effort
            if effort is not None and effort.actionable is not None and key is not None:
                if not effort.actionable:
                    self.reached.add(key)
                    found.append(node)
            elif hint is not None and not hint.actionable:
                found.append(node)
        return found


@dataclass(frozen=True, slots=True)
class _WithoutBlocked:
    """The facts of a stage where everything may come about but what is blocked and not met yet."""

    facts: StageFacts
    blocked: frozenset[str]
    top: str

    def truth(self, name: str, /) -> Truth:
        fact = self.facts.framework.outline.fact_names.read(name)
        if fact.node is None:
            return self.facts.truth(name)
        if fact.kind is not FactKind.STEP and fact.subject in self.blocked:
            return MET if self.facts.truth(name) is MET else UNMET
        definition = self.facts.rules.definitions.get(name)
        below = {fact.subject, *self.facts.framework.outline.descendants_of(fact.subject)}
        if definition is None or self.blocked.isdisjoint(below) or name == self.top:
            return UNKNOWN
        return evaluate(definition, self)

    def value(self, name: str, /) -> Interval:
        del name  # whatever is measured may come to any number
        return Interval(None, None)


def _nodes_below(framework: Framework, subject: FactSubject) -> Iterator[str]:
    """Yield the nodes that stand behind a change: those of its step, or all below the node."""
    if subject.node is None:
        return
    outline = framework.outline
    children = framework.nodes[subject.node].levels.get(subject.level or "", ())
    if subject.level is None:
        yield from outline.descendants_of(subject.node)
    for child in children:
        yield from (child, *outline.descendants_of(child))


def count_requirements(framework: Framework, subject: Subject) -> int:
    """Return how many requirements stand behind a change: those of a step or of a node with parts, else 1."""
    if not isinstance(subject, FactSubject) or subject.node is None:
        return 1
    nodes = framework.nodes
    return max(1, sum(nodes[node].is_requirement for node in _nodes_below(framework, subject)))


def _fee_key(price: SharedPrice) -> str:
    return "|".join((price.key, price.name, price.stage or "", price.node or "", price.level or ""))
