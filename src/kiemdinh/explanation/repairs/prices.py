"""Prices: the costs of the changes of a problem by the given efforts, alone and shared with others (semantics 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
        """Return the effort of the change of a subject; its cost is None where the change cannot be made.

        A change that *brings_about* a fact needs everything below the fact. It cannot be made where a change below
        cannot be made.
        """
        if isinstance(subject, FactSubject) and is_of_others(subject.fact):
            return self._find_effort_of_others(subject)
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

    def _find_effort_of_others(self, subject: FactSubject) -> ChangeEffort:
        """Return the effort of raising a member by a step, in addition to the open steps below.

        All steps that a member is raised by are one change (6.4): the lowest open one has its price, 1 or what a key
        gives. Where its own repairs are known, each step costs the difference between its repair and that of the step
        below.
        """
        fact = subject.fact
        keys = [key for key in list_keys_of_others(fact) if key in self.efforts.by_key]
        self.reached.update(keys)
        efforts = [self.efforts.by_key[key] for key in keys]
        given: dict[str, Number] = {}
        for effort in reversed(efforts):
            given |= effort.numbers
        lower = self._find_open_step_below(subject)
        amount = self._price_of_others(fact, lower, given)
        if not next((one.actionable for one in efforts if one.actionable is not None), True):
            amount = None
        who = next((one.who for one in efforts if one.who is not None), None)
        also = {} if lower else {name: number for name, number in given.items() if name != self.efforts.minimise}
        shared: tuple[SharedPrice, ...] = ()
        if amount == 0 or self._shares_price(fact):
            # A change without a price of its own is included in the price of another one.
            place = str((fact.member or MemberName("", "")).whole)
            price = given.get(SCHOOLS, 1) if self._shares_price(fact) else 0
            shared = (SharedPrice(place, self.efforts.minimise, price, None, None, None),)
            amount = None if amount is None else 0
        self._add_fees(shared)
        return ChangeEffort(amount, also, shared, who, is_given=bool(keys))

    def _shares_price(self, fact: FactName) -> bool:
        """Return whether the stages of a member are paid for together: members are counted, and it has stages."""
        return self.efforts.minimise == SCHOOLS and fact.member is not None and fact.member.stage is not None

    def _price_of_others(self, fact: FactName, lower: FactName | None, given: Mapping[str, Number]) -> Number | None:
        """Return the cost of a step in addition to the open step below it; None where it is out of reach."""
        minimise, find_own = self.efforts.minimise, self.efforts.find_own
        own = find_own(fact) if find_own is not None and minimise == "cost" and minimise not in given else None
        if own is None:
            return 0 if lower is not None else given.get(minimise, 1)
        if own.cost is None:
            return None
        before = find_own(lower) if find_own is not None and lower is not None else None
        less = 0 if before is None or before.cost is None else before.cost
        return max(own.cost - less, 0 if lower is not None else 1)

    def _find_open_step_below(self, subject: FactSubject) -> FactName | None:
        """Return the highest step below a step of another framework that is not certain; None where there is none."""
        fact, found = subject.fact, None
        if fact.reference is None:
            return None
        facts = self.school.stages[subject.stage]
        for step in self.framework.definition.references[str(fact.reference)].steps:
            if step == fact.step:
                break
            lower = fact._replace(step=step)
            found = lower if facts.truth(str(lower)) is not MET else found
        return found

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
        """Return whether a change needs a change below it that cannot be made."""
        below = self._list_blocked_below(subject)
        condition = self.school.rules.definitions.get(str(subject.fact))
        if not below or condition is None:
            return False
        without = _WithoutBlocked(self.school.stages[subject.stage], frozenset(below), str(subject.fact))
        return evaluate(condition, without) is UNMET

    def _list_blocked_below(self, subject: FactSubject) -> list[str]:
        """Return the requirements below a step or node that a key or hint of their own marks as not actionable."""
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
    """The facts of a stage in which everything may become met, except facts that are blocked and not met yet."""

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
    """Yield the nodes that a change covers: those of its step, or all below the node."""
    if subject.node is None:
        return
    outline = framework.outline
    children = framework.nodes[subject.node].levels.get(subject.level or "", ())
    if subject.level is None:
        yield from outline.descendants_of(subject.node)
    for child in children:
        yield from (child, *outline.descendants_of(child))


def count_requirements(framework: Framework, subject: Subject) -> int:
    """Return how many requirements a change covers: those of a step or of a node with parts, else 1."""
    if not isinstance(subject, FactSubject) or subject.node is None:
        return 1
    nodes = framework.nodes
    return max(1, sum(nodes[node].is_requirement for node in _nodes_below(framework, subject)))


def _fee_key(price: SharedPrice) -> str:
    return "|".join((price.key, price.name, price.stage or "", price.node or "", price.level or ""))
