"""The rules of some facts after all that is known has been put in (semantics 1.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kiemdinh.assessment.cases import owner_of
from kiemdinh.evidence.resolution import Rank, StageFacts
from kiemdinh.rules import (
    UNKNOWN,
    All,
    Condition,
    Fact,
    Interval,
    Known,
    Term,
    facts_of,
    rename_ids,
    residual_of,
    transform,
    values_of,
)
from kiemdinh.standards.names import FactKind, FactName, read_value_name

__all__ = ["OpenRules", "merge_stages"]

_DERIVED: Final = frozenset((Rank.CONDITION, Rank.METRIC, Rank.NOTHING))
"""The ranks of facts that follow from what lies below them, as far as anything does."""

_RECORDED: Final = " recorded"
"""What marks the name of that which records alone leave open about a fact."""


@dataclass(slots=True, eq=False, repr=False)
class OpenRules:
    """Conditions over open names: facts and values that can still turn out in several ways.

    Attributes
    ----------
    tops
        The facts that are asked about.
    definitions
        For each open fact that follows from others, the rest of its condition, lower facts first.
    intervals
        All that each open value can be.
    criteria
        For each step of a criterion that is open by itself, the id of the criterion.
    shared
        The open names that stand for one fact of the whole school, and not for one fact of each stage.
    originals
        For each name that is marked with its stage, the name in the rules of the framework.
    is_simplified
        Whether a condition that a claim leaves open was simplified: it shows which names help and harm, but not its
        truth.
    """

    tops: Sequence[str]
    definitions: dict[str, Condition] = field(default_factory=dict)
    intervals: dict[str, Interval] = field(default_factory=dict)
    criteria: dict[str, str] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    originals: dict[str, str] = field(default_factory=dict)
    is_simplified: bool = False

    @classmethod
    def of_stage(cls, facts: StageFacts, tops: Sequence[str]) -> OpenRules:
        """Return the open rules of some facts of one stage, in time linear in these rules."""
        rules = cls(tops)
        _Collector(facts, rules).collect(tops)
        return rules

    def criterion_of(self, name: str) -> str | None:
        """Return one name for all steps of a criterion if the name is one of them; None for any other name."""
        return self.criteria.get(name)

    def original(self, name: str) -> str:
        """Return the name in the rules of the framework of a name that was marked with its stage."""
        return self.originals.get(name, name)


def merge_stages(several: Sequence[OpenRules]) -> OpenRules:
    """Return the open rules of several stages as one, for a result that all stages decide (2.6).

    Names of facts of one stage are marked with the number of the stage; other names stand for one fact of the school.
    """
    if len(several) == 1:
        return several[0]
    merged = OpenRules(several[0].tops)
    for i, rules in enumerate(several):

        def mark(name: str, i: int = i, rules: OpenRules = rules) -> str:
            marked = name if name in rules.shared else f"{i}|{name}"
            merged.originals[marked] = name
            return marked

        merged.definitions.update((mark(n), rename_ids(c, mark, mark)) for n, c in rules.definitions.items())
        merged.intervals.update((mark(n), interval) for n, interval in rules.intervals.items())
        merged.criteria.update((mark(n), mark(n).removesuffix(n) + node) for n, node in rules.criteria.items())
        merged.is_simplified = merged.is_simplified or rules.is_simplified
    for name in merged.tops:
        of_stages = (Fact(f"{i}|{name}") for i in range(len(several)))
        merged.definitions[name] = All(tuple(of_stages))
    return merged


@dataclass(slots=True, eq=False, repr=False)
class _Collector:
    """Collects the open rules below some facts of one stage."""

    facts: StageFacts
    rules: OpenRules

    def collect(self, tops: Iterable[str]) -> None:
        """Collect what lies below *tops*, each definition after those that it reads; without recursion."""
        waiting = list(tops)
        left: dict[str, Condition | None] = {}
        while waiting:
            name = waiting[-1]
            if name not in left:
                left[name] = self._open_condition(name)
                self._note_leaves(name, left[name])
            condition = left[name]
            unseen = [] if condition is None else [fact for fact in sorted(facts_of(condition)) if fact not in left]
            if unseen:
                waiting.extend(unseen)
                continue
            waiting.pop()
            if condition is not None:
                self.rules.definitions.setdefault(name, condition)

    def _open_condition(self, name: str) -> Condition | None:
        """Return the rest of the condition of an open fact; None where the fact is open by itself."""
        fact = self.facts.read_name(name)
        bare = str(fact.without_side)
        definition = self.facts.rules.definitions.get(bare)
        if definition is None or fact.kind is FactKind.CLAIM:
            return None
        facts = self.facts if fact.side is None else self.facts.by_side(fact.side)
        rank = facts.resolved(bare).rank
        if fact.kind is not FactKind.APPLIES and rank not in _DERIVED:
            return None if facts.is_metric(bare) else self._open_claim(fact, definition, rank)
        if fact.side is not None:
            definition = self._by_side(definition, fact)
        left = residual_of(definition, self.facts)
        # Where records contradict each other about it, it is open whether the node applies, whatever the rule says
        # (1.7, S9).
        return left if rank in _DERIVED else All((Fact(f"{fact}{_RECORDED}"), left))

    def _open_claim(self, fact: FactName, definition: Condition, rank: Rank) -> Condition:
        """Return a condition that shows what can turn a fact that a claim leaves open: itself, or records below."""
        claim = Fact(str(fact.claim))
        if fact.step is not None:
            self.rules.criteria[claim.id] = fact.subject
        left = residual_of(self._beside_claim(definition, rank), self.facts)
        if not facts_of(left) and not values_of(left):
            return claim
        self.rules.is_simplified = True
        return All((claim, left))

    def _beside_claim(self, definition: Condition, rank: Rank) -> Condition:
        """Return the condition below a claim of a rank, in which only facts that prevail over the claim are known."""
        facts = self.facts

        def keep_recorded(term: Term) -> Term:
            if not isinstance(term, Fact) or facts.read_name(term.id).kind is FactKind.APPLIES:
                return term
            resolved = facts.resolved(term.id)
            if resolved.rank is Rank.CONDITION and term.id in facts.rules.definitions:
                return self._beside_claim(facts.rules.definitions[term.id], rank)
            # What nobody recorded follows the claim. What is recorded can overrule the claim or contradict it. A
            # contradiction settles nothing: figures can still overrule both (3.9).
            is_above = resolved.rank > (Rank.EXTERNAL_FINDING if rank is Rank.EXTERNAL_CLAIM else Rank.SELF_FINDING)
            is_open = resolved.truth is UNKNOWN and resolved.rank is not Rank.NOTHING
            return term if is_open or is_above else Known(UNKNOWN)

        return transform(definition, keep_recorded)

    def _by_side(self, definition: Condition, fact: FactName) -> Condition:
        """Return a definition read by one side's findings: its facts are those of that side, its values stay (2.8)."""
        side = fact.side

        def of_side(name: str) -> str:
            read = self.facts.read_name(name)
            return name if read.is_of_decision or read.side is not None or side is None else str(read.of_side(side))

        return rename_ids(definition, of_side, str)

    def _note_leaves(self, name: str, condition: Condition | None) -> None:
        """Note what is known of the open values in a condition, and which names are one fact for all stages."""
        if condition is None:
            fact = self.facts.read_name(name)
            if fact.kind is FactKind.STEP:
                self.rules.criteria[name] = fact.subject
            about = name.removesuffix(_RECORDED)
            self._note_shared_fact(name, str(fact.of_step) if fact.kind is FactKind.CLAIM else about)
            return
        for value in values_of(condition):
            self.rules.intervals[value] = self.facts.value(value)
            if self._is_of_school(value):
                self.rules.shared.add(value)

    def _note_shared_fact(self, name: str, fact: str) -> None:
        resolved = self.facts.resolved(fact)
        records = (resolved.finding, *resolved.against)
        if all(record is not None and record.stage is None for record in records):
            self.rules.shared.add(name)

    def _is_of_school(self, value: str) -> bool:
        """Whether an open value is one fact for all stages of the school."""
        node = read_value_name(value).node
        if node is None:
            return owner_of(self.facts, value) is None
        records = [
            r for side in self.facts.sides for r in self.facts.findings.current_findings(node, side, self.facts.stage)
        ]
        return bool(records) and all(record.stage is None for record in records)
