"""Two editions under study together: the rules of both over the same free facts, for proofs about them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.analysis.inline import inline
from kiemdinh.analysis.study import DAY, Study
from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.rules import MET, All, Any, Assignment, Condition, Fact, Interval, Known, Not, Space, Value
from kiemdinh.standards.names import FactKind, FactName, read_fact_name, read_value_name
from kiemdinh.transitions.diffs.proofs.certainty import be_certain
from kiemdinh.transitions.diffs.proofs.shared_names import SharedNames

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.diffs.matching import NodeMatch

__all__ = ["PairStudy", "applies_of", "list_settings", "or_left", "study_pair"]


class PairStudy(Study):
    """The old edition under study, together with the rules of the new one by the names of the old one.

    Attributes
    ----------
    other
        The new edition under study, by its own names.
    shared
        The names of the new edition by those of the old one.
    """

    def __init__(
        self, old: Framework, new: Framework, shared: SharedNames, stages: tuple[str, ...] | None, splits: int
    ) -> None:
        days = (one.definition.source.in_force for one in (old, new))
        day = max((day for day in days if day is not None), default=DAY)
        super().__init__(old, splits, stages, on=day)
        self.other = Study(new, splits, stages, on=day)
        self.shared = shared
        self._failing: dict[Condition, Condition] = {}

    @cached_property
    def new_rules(self) -> Mapping[str, Condition]:
        """The condition of each fact of the new edition by its own rule."""
        return self._rename_all(self.other.rules.definitions)

    @cached_property
    def new_inlined(self) -> Mapping[str, Condition]:
        """Every definition of the new edition over free facts and values."""
        return self._rename_all(self.other.inlined)

    def _rename_all(self, conditions: Mapping[str, Condition]) -> Mapping[str, Condition]:
        return {self.shared.rename_fact(name): self.shared.rename(one) for name, one in conditions.items()}

    def has_other_rule(self, name: str) -> bool:
        """Return whether the two editions have different rules for a fact."""
        return self.rules.definitions.get(name) != self.new_rules.get(name)

    def read_old(self, name: str) -> Condition:
        """Return the condition of a fact by the old edition, over free facts."""
        return self.inlined.get(name, Fact(name))

    def read_new(self, name: str) -> Condition:
        """Return the condition of a fact by the new edition, over free facts."""
        return self.new_inlined.get(name, Fact(name))

    has_one_dossier: bool = True
    """Whether both can read one dossier, with the ids of nodes changed."""

    def have_common(self, _one: Condition, _other: Condition) -> bool:
        """Return whether something can be proved about two rules; for two editions this is always so."""
        return True

    def join_records(self, difference: Condition) -> Condition:
        """Return a condition under which a world is of one school by both definitions, and *difference* holds."""
        return difference

    def tell_apart(self, met: Condition, unmet: Condition) -> Condition:
        """Return the condition that a school meets one rule, and surely not the other.

        *Surely* means: whatever is asked by nodes whose wording is known in one edition alone. Records about these say
        nothing about the other edition.
        """
        if not self._open_nodes:
            return All((met, Not(unmet)))
        if unmet not in self._failing:  # several rules are compared at the same levels
            self._failing[unmet] = be_certain(Not(unmet), self.is_open)
        return All((met, self._failing[unmet]))

    def is_open(self, leaf: Fact | Value) -> bool:
        """Return whether a fact or value is about a node whose wording only one edition has."""
        return _node_of(leaf) in self._open_nodes

    @cached_property
    def open_met(self) -> Condition | None:
        """The condition that all nodes whose wording only one edition has are met; None where there is no such node."""
        facts = [node for node in self._open_nodes if node in self.inlined or node in self.new_inlined]
        if not facts:
            return None
        return All(tuple(one for fact in sorted(facts) for one in (self.read_old(fact), self.read_new(fact))))

    @cached_property
    def _open_nodes(self) -> frozenset[str]:
        """The nodes, by the ids of the old edition, whose wording only one edition has, with all below them."""
        old, new, shared = self.framework, self.other.framework, self.shared
        pairs = [(node, other) for node, other in shared.match.new_of.items() if _is_worded_once(node, other, old, new)]
        below = (one for node, _ in pairs for one in (node, *old.outline.descendants_of(node)))
        below_new = (one for _, other in pairs for one in (other, *new.outline.descendants_of(other)))
        nodes = (*below, *map(shared.rename_node, below_new))
        steps = {step for node, _ in pairs for step in old.nodes[node].steps}
        return frozenset((*nodes, *(f"{node}/{step}" for node in nodes for step in steps)))

    def read_both(self, name: FactName) -> tuple[Condition, Condition]:
        """Return a fact by each edition, over free facts; for a node, that it is met or does not apply."""
        fact = str(name)
        old, new = self.read_old(fact), self.read_new(fact)
        if name.kind is not FactKind.NODE:
            return old, new
        applies = applies_of(fact)
        return or_left(old, self.inlined.get(applies)), or_left(new, self.new_inlined.get(applies))

    def ask(self, node: str, *, lower_is_old: bool) -> tuple[Condition, Condition]:
        """Return the condition that a node is met or does not apply, by its own rule in each edition.

        Everything below it is as in one of the editions, the old one if *lower_is_old*.
        """
        lower = self._lower[lower_is_old]
        verdicts = (self._with_lower(rules, node, lower) for rules in (self.rules.definitions, self.new_rules))
        applies = (inlined.get(applies_of(node)) for inlined in (self.inlined, self.new_inlined))
        old, new = (or_left(verdict, when) for verdict, when in zip(verdicts, applies, strict=True))
        return old, new

    def _with_lower(self, rules: Mapping[str, Condition], name: str, lower: Mapping[str, Condition]) -> Condition:
        return inline(rules[name], lower, self.sided) if name in rules else Fact(name)

    @cached_property
    def _lower(self) -> Mapping[bool, Mapping[str, Condition]]:
        return {True: {**self.new_inlined, **self.inlined}, False: {**self.inlined, **self.new_inlined}}

    @cached_property
    def space(self) -> Space:
        """The possible free facts and values of both editions."""
        old, new = Study(self.framework, stages=self.stages, on=self.on).space, self.other.space
        fact, value = self.shared.rename_fact, self.shared.rename_value
        values = dict(old.values)
        for name, interval in new.values.items():
            values[value(name)] = _intersect(values.get(value(name)), interval)
        choices = dict(old.choices)
        for name, several in new.choices.items():
            before = choices.get(value(name))
            choices[value(name)] = several if before is None else tuple(one for one in several if one in before)
        chains = dict.fromkeys((*old.chains, *(tuple(map(fact, chain)) for chain in new.chains)))
        exclusive = dict.fromkeys((*old.exclusive, *(tuple(map(fact, group)) for group in new.exclusive)))
        return Space(tuple(chains), tuple(exclusive), values, choices)

    @cached_property
    def best_world(self) -> Assignment:
        """A world in which all is well by both editions."""
        kinds = (FactKind.OUTCOME, FactKind.LABEL)
        both = (*self.inlined.items(), *self.new_inlined.items())
        results = (condition for name, condition in both if read_fact_name(name).kind in kinds)
        return most_favourable_world(All(tuple(results)), self.space)

    def own_world(self, world: Assignment, *, new: bool) -> Assignment:
        """Return a world by the names of one edition, with only the facts and values that this edition can record."""
        study = self.other if new else self
        named = self.shared.rename_back(world) if new else world
        facts = {name for read in study.rules.facts.values() for name in read}
        values = {name for read in study.rules.values.values() for name in read}
        return Assignment(
            {name: truth for name, truth in named.truths.items() if name in facts or _is_record(name, study)},
            {name: value for name, value in named.values.items() if name in values},
        )


def study_pair(old: Framework, new: Framework, match: NodeMatch, splits: int) -> tuple[PairStudy, ...]:
    """Return two editions under study for a school of each stage that both declare, and for one of all of these."""
    shared = SharedNames(old, new, match)
    return tuple(PairStudy(old, new, shared, stages, splits) for stages in list_settings(old, new))


def list_settings(old: Framework, new: Framework) -> tuple[tuple[str, ...] | None, ...]:
    """Return the stages of the schools that are studied: each that both declare, then all of these."""
    declared = {stage.id for stage in new.definition.subject.stages}
    stages = tuple(stage.id for stage in old.definition.subject.stages if stage.id in declared)
    return tuple(dict.fromkeys((*((stage,) for stage in stages), stages or None)))


def _is_worded_once(node: str, other: str, old: Framework, new: Framework) -> bool:
    return (old.nodes[node].node.wording is None) is not (new.nodes[other].node.wording is None)


def _node_of(leaf: Fact | Value) -> str | None:
    """Return the node that a fact or value is about; None where it is about something else."""
    return read_value_name(leaf.id).node if isinstance(leaf, Value) else read_fact_name(leaf.id).about_node


def _is_record(name: str, study: Study) -> bool:
    fact = read_fact_name(name)
    nodes = study.framework.nodes
    return name in nodes or (fact.kind is FactKind.APPLIES and fact.subject in nodes)


def applies_of(node: str) -> str:
    """Return the name of the fact that a node applies."""
    return str(FactName(FactKind.APPLIES, node))


def or_left(verdict: Condition, applies: Condition | None) -> Condition:
    """Return the condition "*verdict*, or it does not apply"; *applies* is None where it always applies."""
    return verdict if applies is None or applies == Known(MET) else Any((verdict, Not(applies)))


def _intersect(one: Interval | None, other: Interval) -> Interval:
    if one is None:
        return other
    lows = [end for end in (one.low, other.low) if end is not None]
    highs = [end for end in (one.high, other.high) if end is not None]
    return Interval(max(lows, default=None), min(highs, default=None))
