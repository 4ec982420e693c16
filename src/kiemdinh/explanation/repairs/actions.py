"""Actions: what can be changed in a problem, what it costs, and what it requires (5.3, 5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.explanation.blocking import waits_for_lower_step
from kiemdinh.explanation.costs import is_of_others
from kiemdinh.explanation.repairs.first_figures import FirstFigurePlan
from kiemdinh.explanation.repairs.keys import ActionKey
from kiemdinh.explanation.repairs.opening import OpenedTarget
from kiemdinh.explanation.repairs.prices import PriceFinder
from kiemdinh.explanation.repairs.renewals import find_renewals
from kiemdinh.explanation.repairs.subjects import CaseFacts, FactSubject, ValueSubject
from kiemdinh.explanation.repairs.value_ranges import ReachableValues, ValueRange, reachable_by_input, reachable_by_node
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    Action,
    ActionKind,
    FactAction,
    Interval,
    Number,
    Truth,
    ValueAction,
    exact_number,
)
from kiemdinh.standards.names import FactKind, ValueKind

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["ActionFinder", "find_reachable_values"]


@dataclass(frozen=True, slots=True)
class ActionFinder:
    """Finds what can be changed in a problem: facts to be settled or improved, and values to be moved.

    Attributes
    ----------
    opened
        The target as the problem reads it.
    prices
        What changes cost.
    denominators
        The denominators of percentages that are given as numerator and denominator, by their names in the problem.
    plan
        The plan for figures that are recorded for the first time.
    may_settle_context
        Whether open context is among what can be changed.
    """

    framework: Framework
    school: SchoolFacts
    opened: OpenedTarget
    prices: PriceFinder
    denominators: Mapping[str, Number]
    plan: FirstFigurePlan
    may_settle_context: bool

    def find_actions(self, cases: tuple[CaseFacts, ...]) -> Iterator[Action]:
        """Yield what can be changed, facts before values, in the order in which the conditions read them.

        The order breaks ties between repairs (5.9). *cases* say what is known now, in each case of the open context.
        """
        yield from self._act_on_facts(cases)
        for key, subject in self.opened.subjects.values.items():
            now = cases[0].value(key)  # the cases differ only in context
            if self._is_changeable(subject, now):
                yield from self._act_on_value(key, subject, now)

    # -- facts -----------------------------------------------------------------------------------------

    def _act_on_facts(self, cases: tuple[CaseFacts, ...]) -> Iterator[FactAction]:
        """Yield actions that settle or improve facts and, under a negation, actions that make facts unmet."""
        definitions = self.opened.definitions
        has_negation = self.opened.has_negation
        leaves = {key: subject for key, subject in self.opened.subjects.facts.items() if key not in definitions}
        # The steps of a node apply or do not apply together, so that each node is looked at once.
        nodes = {(subject.stage, subject.node) for subject in leaves.values() if subject.node is not None}
        applicable = {(stage, node) for stage, node in nodes if self._may_apply(stage, node, cases)}
        subjects = {
            key: leaf
            for key, leaf in leaves.items()
            if (leaf.stage, leaf.node) in applicable or is_of_others(leaf.fact)
        }
        truths = {key: min(case.truth(key) for case in cases) for key in subjects}
        renewals = find_renewals(self.school, self.prices, subjects)
        for key, subject in subjects.items():
            if truths[key] is not MET:
                yield self._bring_about(key, subject, truths, renewals.get(key))
            # Only under a negation can it help that a fact becomes unmet (5.8).
            if has_negation and max(case.truth(key) for case in cases) is not UNMET:
                action_id = str(ActionKey(key, is_opposite=True))
                effort = self.prices.find_effort(subject, brings_about=False)
                yield FactAction(
                    id=action_id,
                    fact=key,
                    to=UNMET,
                    cost=effort.cost,
                    kind=_kind_by_truth(truths[key]),
                    fees=self.prices.fee_keys(effort),
                    also=effort.also,
                )

    def _may_apply(self, stage: str | None, node: str, cases: tuple[CaseFacts, ...]) -> bool:
        """Return whether a node may apply in a stage; one that certainly does not apply has no effect (1.7)."""
        names = self.school.stages[stage].beforehand.applicabilities_above(node)
        stages = [case.school.stages[stage] for case in cases]
        return all(any(facts.truth(name) is not UNMET for facts in stages) for name in names)

    def _bring_about(
        self, key: str, subject: FactSubject, truths: Mapping[str, Truth], renewal: str | None
    ) -> FactAction:
        """Return the action that makes a fact met.

        *truths* are those of all facts that can be changed. *renewal* is the fee that it shares with other actions that
        wait for the same evidence.
        """
        effort = self.prices.find_effort(subject)
        is_renewal = renewal is not None and not effort.is_given and effort.cost is not None
        return FactAction(
            id=str(ActionKey(key)),
            fact=key,
            to=MET,
            cost=0 if is_renewal else effort.cost,
            kind=self._kind_of_fact(subject, truths[key]),
            # A lower step that is met already needs no action, and has none.
            requires=tuple(lower for lower in self._lower_steps(subject) if truths.get(lower, MET) is not MET),
            fees=(renewal,) if renewal is not None and is_renewal else self.prices.fee_keys(effort),
            also=effort.also,
        )

    def _kind_of_fact(self, subject: FactSubject, truth: Truth) -> ActionKind:
        """Return whether a fact is settled or improved: a step that waits for a lower one is improved with it."""
        is_step = subject.fact.kind is FactKind.STEP
        if is_step and waits_for_lower_step(self.school.stages[subject.stage], subject.fact):
            return "improve"
        return _kind_by_truth(truth)

    def _lower_steps(self, subject: FactSubject) -> Iterator[str]:
        """Yield the names of the steps below a step, which needs them (3.7)."""
        if subject.level is None:
            return
        steps: Iterable[str] = ()
        if subject.node is not None:
            steps = self.framework.nodes[subject.node].levels
        elif subject.fact.reference is not None:
            steps = self.framework.definition.references[str(subject.fact.reference)].steps
        for level in steps:
            if level == subject.level:
                return
            yield display_id(self.school.stages[subject.stage], str(subject.fact._replace(step=level)))

    # -- values ----------------------------------------------------------------------------------------

    def _is_changeable(self, subject: ValueSubject, now: Interval) -> bool:
        """Return whether a value can be moved; dates counted back cannot, and context is at most settled."""
        if subject.value.kind in (ValueKind.CLOCK, ValueKind.FURTHER):
            return False
        is_context = subject.name in self.school.rules.context_values or subject.value.kind is ValueKind.PER
        return not is_context or (self.may_settle_context and not now.known)

    def _act_on_value(self, key: str, subject: ValueSubject, now: Interval) -> Iterator[ValueAction]:
        """Yield the actions that move a value; none for a figure that is withheld."""
        if key in self.plan.withheld:
            return
        effort = self.prices.find_effort(subject)
        cost, also = effort.cost, dict(effort.also)
        # The score is the only change of its node, so the price of its level is its own.
        for price in effort.shared:
            if price.name != self.prices.efforts.minimise:
                also[price.name] = price.amount
            elif cost is not None:
                cost = exact_number(cost + price.amount)
        reachable = find_reachable_values(self.framework, subject, self.denominators.get(key))
        kind: ActionKind = "improve" if now.known else "settle"
        # A figure that is recorded for the first time must satisfy everything that it then decides.
        for action in reachable.restrict_to(self.plan.ranges.get(key, ValueRange())).build_actions(key):
            # A value that is paid for per unit moves by whole units where it has no step.
            spacing = action.spacing or (1 if effort.rate and not action.choices else None)
            yield replace(action, cost=cost, kind=kind, also=also, rate=effort.rate, spacing=spacing)


def find_reachable_values(framework: Framework, subject: ValueSubject, denominator: Number | None) -> ReachableValues:
    """Return the numbers to which a value can be brought; a percentage of *denominator* people moves by whole people.

    A denominator can be brought to the same numbers as its input.
    """
    if subject.node is not None:
        return reachable_by_node(framework, subject.node)
    value = subject.value.denominator if subject.value.kind is ValueKind.PER else subject.value
    return reachable_by_input(framework, value.name, denominator)


def _kind_by_truth(truth: Truth) -> ActionKind:
    return "settle" if truth is UNKNOWN else "improve"
