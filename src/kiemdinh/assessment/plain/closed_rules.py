"""Rules closed over plain records: each fact as a condition over what is recorded, for a back end of the kernel.

Resolution (semantics 3.9) asks records first and conditions then. What it asks of plain records is known before there
is a school, so the whole way from records to levels is one expression. The paragraphs of the semantics stand beside
each step; ``kiemdinh.evidence.resolution`` says the same for records of every kind, one school at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from kiemdinh.assessment.plain.shape import NotPlainError, RecordFact, RecordKind, RecordShape
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Any,
    AtLeast,
    Branch,
    Condition,
    Fact,
    Known,
    facts_of,
    fold,
    rename_ids,
    walk,
)
from kiemdinh.standards.names import FactKind, FactName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.rules.compiled import TwinAlgebra

__all__ = ["ClosedRules"]

C = TypeVar("C")
Q = TypeVar("Q")


@dataclass(slots=True)
class ClosedRules(Generic[C, Q]):
    """Makes facts of a framework in a back end, each once, with all that it reads.

    The cost is one pass over the rules below the facts that are asked for.

    Attributes
    ----------
    empty
        The facts of a school that has recorded nothing, in the setting and on the date of all schools. They give the
        rules, the awards held, the dates counted back, and the ranges of values.
    shape
        What is recorded.
    algebra
        The back end.
    given
        Facts that are arguments of the compiled function, under their own names, whatever their rules are.
    prefix
        A prefix for the names of facts in the back end, since the facts of one side have names of their own.
    records
        The questions about records that the function takes as arguments, by the names of the arguments.
    """

    empty: StageFacts
    shape: RecordShape
    algebra: TwinAlgebra[C, Q]
    given: frozenset[str] = frozenset()
    prefix: str = ""
    records: dict[str, RecordFact] = field(default_factory=dict)
    _facts: dict[str, C] = field(default_factory=dict)
    _values: dict[str, Q] = field(default_factory=dict)
    _other_side: ClosedRules[C, Q] | None = None

    def truth(self, name: str) -> C:
        """Return a fact, by its name in the rules.

        Raises
        ------
        NotPlainError
            It cannot be written over records of this shape.
        """
        if name not in self._facts:
            self._facts[name] = self._close(name)
            self.algebra.bind(self.prefix + name, self._facts[name])
        return self._facts[name]

    def value(self, name: str) -> Q:
        """Return a value, by its name in the rules: an argument of the function, or what it is for every school."""
        if name not in self._values:
            self._values[name] = self._close_value(name)
            self.algebra.bind_value(self._name_of_value(name), self._values[name])
        return self._values[name]

    # -- values ----------------------------------------------------------------------------------------

    def _close_value(self, name: str) -> Q:
        # A context value can be fixed by a case although nobody recorded it (1.7).
        is_given = name in self.empty.rules.cases or name in self.shape.clocks
        if is_given or (self._has_score(name) and name in self.shape.values):
            return self.algebra.value(name)
        return self.algebra.interval(self.empty.value(name))

    def _has_score(self, name: str) -> bool:
        # The other side has no findings, so it has no scores either; figures count whatever their side (2.8).
        return not self.prefix or read_value_name(name).node is None

    def _name_of_value(self, name: str) -> str:
        return name if read_value_name(name).node is None else self.prefix + name

    def _has_value(self, name: str) -> C:
        """Return whether a value is recorded."""
        return self.about_record(RecordKind.RECORDED, name, self.shape.values)

    # -- records ---------------------------------------------------------------------------------------

    def about_record(self, kind: RecordKind, subject: str, recorded: Mapping[str, bool], step: str | None = None) -> C:
        """Return a fact about the record of a node or value; a constant where none can be recorded."""
        if subject not in recorded:
            return self.algebra.known(UNKNOWN if kind in (RecordKind.VERDICT, RecordKind.CLAIM) else UNMET)
        if recorded[subject] and kind is RecordKind.RECORDED:
            return self.algebra.known(MET)
        return self.ask(RecordFact(kind, subject, step))

    def ask(self, about: RecordFact) -> C:
        """Return a fact about a record: an argument of the function."""
        self.records[str(about)] = about
        return self.algebra.fact(str(about))

    def about_node(self, kind: RecordKind, node: str, step: str | None = None) -> C:
        """Return a fact about the record of a node."""
        return self.about_record(kind, node, self.shape.nodes, step)

    # -- facts -----------------------------------------------------------------------------------------

    def _close(self, name: str) -> C:
        if name in self.given:
            return self.algebra.fact(name)
        fact = self.empty.read_name(name)
        if fact.side is not None:
            bare = str(fact.without_side)
            return self.truth(bare) if fact.side == self.shape.side else self._of_other_side().truth(bare)
        if fact.kind in (FactKind.NODE, FactKind.STEP):
            return self._close_node(name, fact)
        if fact.kind is FactKind.APPLIES:
            return self._close_applicability(name, fact.subject)
        # Rows and plain dossiers have no decisions and no results under other frameworks.
        if fact.is_of_decision or fact.kind is FactKind.REACHES:
            return self.algebra.known(self.empty.truth(name))
        if fact.kind is FactKind.KNOWN:
            message = "rules are about members of a register"
            raise NotPlainError(message)
        return self._fold_definition(name)

    def _of_other_side(self) -> ClosedRules[C, Q]:
        if self.prefix:
            message = "facts of one side ask for the other side"
            raise NotPlainError(message)
        if self._other_side is None:
            shape = self.shape.without_findings()
            self._other_side = replace(
                self, shape=shape, prefix="other side: ", _facts={}, _values={}, _other_side=None
            )
        return self._other_side

    def _fold_definition(self, name: str) -> C:
        rules = self.empty.rules
        for fact in sorted(rules.facts[name]):
            self.truth(fact)
        for value in sorted(rules.values[name]):
            self.value(value)
        return fold(self._rename(rules.definitions[name], self.prefix), self.algebra)

    def _rename(self, condition: Condition, prefix: str) -> Condition:
        if not prefix:
            return condition
        return rename_ids(condition, lambda fact: prefix + fact, self._name_of_value)

    def _close_node(self, name: str, fact: FactName) -> C:
        if fact.step is None and self.empty.is_metric(name):
            return self._close_metric(name)
        if name in self.empty.rules.definitions:
            return self._close_claimable(name, fact)
        return self.about_node(RecordKind.VERDICT, name)

    def has_figure(self, name: str) -> C:
        """Return whether a figure is recorded that decides a requirement."""
        values = sorted(self.empty.rules.deciding_figures[name])
        return self.algebra.any([self._has_value(value) for value in values]) if values else self.algebra.known(UNMET)

    def _close_metric(self, name: str) -> C:
        """Return a requirement that figures decide; until one is recorded a finding stands in (3.4)."""
        by_figure = self._fold_definition(name)
        if name in self.empty.rules.figure_required:
            return by_figure
        verdict = self.about_node(RecordKind.VERDICT, name)
        recorded = self.about_node(RecordKind.RECORDED, name)
        without = self.algebra.branch(recorded, verdict, by_figure)
        return self.algebra.branch(self.has_figure(name), by_figure, without)

    def _close_applicability(self, name: str, node: str) -> C:
        """Return whether a node applies: not where that is recorded, otherwise as its ``when`` decides (1.7)."""
        algebra = self.algebra
        by_rule = self._fold_definition(name)
        left_out = self.about_node(RecordKind.LEFT_OUT, node)
        if self.empty.framework.nodes[node].node.may_not_apply:
            # A record that says unknown may turn out to say *not applicable*.
            left_open = self.about_node(RecordKind.LEFT_OPEN, node)
            open_rule = algebra.all([by_rule, algebra.known(UNKNOWN)])
            by_rule = algebra.branch(left_open, open_rule, by_rule)
        return algebra.branch(left_out, algebra.known(UNMET), by_rule)

    # -- claims ----------------------------------------------------------------------------------------

    def _close_claimable(self, name: str, fact: FactName) -> C:
        """Return a fact that a claim about its step or node can decide; without one its condition does (3.7)."""
        by_parts = self._fold_definition(name)
        if fact.subject not in self.shape.nodes:
            return by_parts
        claimed = self.about_node(RecordKind.CLAIMED, fact.subject, fact.step)
        claim = self.about_node(RecordKind.CLAIM, fact.subject, fact.step)
        weighed = self._weigh_claim(name, claim)
        # Without a claim, the claim is unknown. Where nothing else is known either, one look-up is enough.
        if weighed == claim and by_parts == self.algebra.known(UNKNOWN):
            return claim
        return self.algebra.branch(claimed, weighed, by_parts)

    def _weigh_claim(self, name: str, claim: C) -> C:
        """Return what a claim comes to: figures outrank it, and its own side's findings can dispute it (3.9)."""
        algebra = self.algebra
        met, unknown, unmet = (algebra.known(truth) for truth in (MET, UNKNOWN, UNMET))
        worst, best = self.read_standing(name, by_findings=False)
        # Where unknown figures could settle the fact against the claim, the fact is unknown.
        result = algebra.branch(self.turns(claim, *self.read_standing(name, by_findings=True)), unknown, claim)
        result = algebra.branch(self.turns(claim, worst, best), unknown, result)
        result = algebra.branch(algebra.possible(best), result, unmet)
        return algebra.branch(algebra.certain(worst), met, result)

    def turns(self, claim: C, worst: C, best: C) -> C:
        """Return whether facts could settle the fact against a claim, which is met or unmet."""
        algebra = self.algebra
        against_met = algebra.all([algebra.certain(claim), algebra.negate(algebra.certain(best))])
        against_unmet = algebra.all([algebra.negate(algebra.possible(claim)), algebra.possible(worst)])
        return algebra.any([against_met, against_unmet])

    def read_standing(self, name: str, *, by_findings: bool) -> tuple[C, C]:
        """Return a condition twice: with everything that is not settled at its worst, and at its best (3.9).

        Figures, applicability and decisions are settled; with *by_findings*, findings and claims are too; all else is
        free.
        """
        definition = self.empty.rules.definitions[name]
        _check_monotone(definition, self.empty.rules.facts[name])
        prefix = f"{'standing' if by_findings else 'figures'} "
        worst, best = f"{self.prefix}worst {prefix}", f"{self.prefix}best {prefix}"
        for fact in sorted(self.empty.rules.facts[name]):
            low, high = self._choose(fact, by_findings=by_findings)
            self.algebra.bind(worst + fact, low)
            self.algebra.bind(best + fact, high)
        return fold(self._rename(definition, worst), self.algebra), fold(self._rename(definition, best), self.algebra)

    def _choose(self, name: str, *, by_findings: bool) -> tuple[C, C]:
        """Return a settled fact twice; for a free one, unmet and met."""
        algebra, empty = self.algebra, self.empty
        fact = empty.read_name(name)
        if fact.kind is FactKind.APPLIES or fact.side is not None:
            return self.truth(name), self.truth(name)
        if fact.is_of_decision:
            truth = empty.truth(name)
            return (algebra.known(UNMET), algebra.known(MET)) if truth is UNKNOWN else (self.truth(name),) * 2
        if fact.step is None and empty.is_metric(name):
            return self._choose_metric(name, by_findings=by_findings)
        if name in empty.rules.definitions:
            return self._choose_claimable(name, fact, by_findings=by_findings)
        return self._choose_found(name, (algebra.known(UNMET), algebra.known(MET)), by_findings=by_findings)

    def _choose_found(self, name: str, free: tuple[C, C], *, by_findings: bool) -> tuple[C, C]:
        """Return what a finding says, where findings are settled and there is one; else *free*."""
        if not by_findings:
            return free
        recorded, verdict = (self.about_node(kind, name) for kind in (RecordKind.RECORDED, RecordKind.VERDICT))
        worst, best = (self.algebra.branch(recorded, verdict, end) for end in free)
        return worst, best

    def _choose_metric(self, name: str, *, by_findings: bool) -> tuple[C, C]:
        """Return a requirement that figures decide: by a figure if there is one, or if one is demanded (3.4)."""
        algebra = self.algebra
        truth = self.truth(name)
        if name in self.empty.rules.figure_required:
            return truth, truth
        # A finding replaces the figure, whatever the figure could be. Without a finding the fact must not depend on the
        # figure.
        free = algebra.known(UNMET), algebra.known(MET)
        fixed = self.empty.truth_of_any_figure(name)
        recorded = self.about_node(RecordKind.RECORDED, name)
        missing = free if fixed is UNKNOWN else (algebra.known(fixed),) * 2
        without = tuple(algebra.branch(recorded, end, other) for end, other in zip(free, missing, strict=True))
        worst, best = self._choose_found(name, (without[0], without[1]), by_findings=by_findings)
        has_figure = self.has_figure(name)
        return algebra.branch(has_figure, truth, worst), algebra.branch(has_figure, truth, best)

    def _choose_claimable(self, name: str, fact: FactName, *, by_findings: bool) -> tuple[C, C]:
        worst, best = self.read_standing(name, by_findings=by_findings)
        if not by_findings:
            return worst, best
        claimed = self.about_node(RecordKind.CLAIMED, fact.subject, fact.step)
        truth = self.truth(name)
        return self.algebra.branch(claimed, truth, worst), self.algebra.branch(claimed, truth, best)


def _check_monotone(definition: Condition, facts: frozenset[str]) -> None:
    """Refuse a condition in which a free fact could stand under a negation, or in a figure.

    Raises
    ------
    NotPlainError
        The condition contains more than groups of facts and branches on whether a node applies.
    """
    applicable = frozenset(name for name in facts if name.startswith(f"{FactKind.APPLIES.value}:"))
    for part in walk(definition):
        is_plain = isinstance(part, All | Any | AtLeast | Fact) or (isinstance(part, Known) and applicable)
        if isinstance(part, Branch):
            is_plain = all(fact in applicable for fact in facts_of(part.test))
        if not is_plain:
            message = f"a claim about a condition with {type(part).__name__}"
            raise NotPlainError(message)
