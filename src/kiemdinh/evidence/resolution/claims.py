"""Claims: findings about a step of a criterion, or about a node as a whole (semantics 3.7, 3.9; ranks 3 and 1).

A claim yields to what ranks above it. It is *disputed* where the same side's findings about parts contradict it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kiemdinh.evidence.dossier import FindingRecord, Level, MetOrUnmet, NotApplicable, Reason, Side
from kiemdinh.evidence.resolution.findings_by_node import FindingsByNode
from kiemdinh.evidence.resolution.precedence import PrevailingRecord, latest_record
from kiemdinh.evidence.resolution.resolved_fact import Rank, ResolvedFact
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval, Truth, evaluate
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution.policy import Support
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["Claims", "FactSource"]

_CLASHES = frozenset((Reason.DISPUTED, Reason.PENDING, Reason.RECORDED_UNKNOWN))


class FactSource(Protocol):
    """The facts of one stage as far as claims read them; they are :class:`kiemdinh.rules.Facts` too."""

    rules: FrameworkRules
    findings: FindingsByNode
    support: Support
    stage: str | None
    sides: frozenset[Side]

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact, by its name: met, unmet or unknown."""

    def value(self, name: str, /) -> Interval:
        """Return the interval that holds all that a value can be, by its name; a single point where it is known."""

    def read_name(self, name: str) -> FactName:
        """Return the name of a fact with its parts: kind, subject, step, side."""

    def resolved(self, name: str) -> ResolvedFact:
        """Return a fact with its truth, the rank that decided it, and why it is unknown.

        Claims ask for facts below the step that they are about, so a source resolves facts on demand and keeps them.
        """

    def is_metric(self, name: str) -> bool:
        """Whether figures of its own decide a requirement (semantics 3.4, *decides*)."""

    def awaits_figure(self, name: str) -> bool:
        """Whether a metric has no figure yet and no need of one, so that a claim above it stands (semantics 3.4)."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Resolves the facts that claims can decide, among the facts of one stage (semantics 3.7, 3.9).

    Each step of a criterion is a fact of its own: a claim that a criterion reaches a level is met for that level and
    those below, unmet for the next one, and unknown above.
    """

    facts: FactSource

    def resolve(self, name: str, node: NodeInfo, step: str | None) -> ResolvedFact:
        """Return the fact of a step of a node, or of the node as a whole (semantics 3.7, 3.9).

        An external claim comes before one of the school, and both yield to what ranks above them and differs. Without a
        claim the fact is what its condition gives. The fact is unknown where the claim is *disputed* by its own side's
        findings about parts, is *pending*, or lacks its evidence.

        Parameters
        ----------
        name
            The name of the fact.
        node
            The node that the claim is about.
        step
            The step of the node's scale; None for the node as a whole.
        """
        external, own = self._find_claim("external", node, step), self._find_claim("self", node, step)
        if external is not None:
            return self._resolve_by_claim(name, external, Rank.EXTERNAL_CLAIM, own)
        if own is not None:
            return self._resolve_by_claim(name, own, Rank.SELF_CLAIM, None)
        truth = evaluate(self.facts.rules.definitions[name], self.facts)
        if truth is UNKNOWN and self._is_assessed_as_one(name, node, step):
            return ResolvedFact(UNKNOWN, Rank.NOTHING, frozenset((Reason.NOT_ASSESSED,)))
        return ResolvedFact(truth, Rank.CONDITION)

    def resolve_beside_figures(self, name: str, node: NodeInfo, step: str | None) -> ResolvedFact:
        """Return what a claim says of a step, apart from the figures that decide parts of it.

        A change to one of these figures leaves the claim as it is, so repairs treat both as facts of their own
        (semantics 5.3). The arguments are those of :meth:`resolve`. Where no claim decides the step, or its records
        clash, or other records than figures overrule it, the result is that of :meth:`resolve`.
        """
        facts = self.facts
        resolved = facts.resolved(name)
        if resolved.rank not in (Rank.SELF_CLAIM, Rank.EXTERNAL_CLAIM) or resolved.reasons & _CLASHES:
            return resolved
        side: Side = "external" if resolved.rank is Rank.EXTERNAL_CLAIM else "self"
        claim = self._find_claim(side, node, step)
        if claim is None:
            return resolved
        failures = frozenset[Reason]()
        if side == "self" and claim.truth is MET:
            failures = facts.support.policy_failures(claim.prevailing.codes)
        top = Rank.EXTERNAL_FINDING if side == "external" else Rank.SELF_FINDING
        # Figures that are there count as met, so that only what other records decide can overrule the claim.
        without_figures = _FactsAboveRank(facts, lambda rank: rank > top, claim.truth, figures_as=MET)
        if evaluate(facts.rules.definitions[name], without_figures) is not claim.truth:
            return resolved
        return ResolvedFact(UNKNOWN if failures else claim.truth, resolved.rank, failures, resolved.finding)

    def _find_claim(self, side: Side, node: NodeInfo, step: str | None) -> _Claim | None:
        """Return one side's claim about a step, or about a node as a whole.

        Each step is a fact of its own: of two claims that reach different levels, one contradicts the other only at
        steps that one says are met and the other unmet.
        """
        if side not in self.facts.sides:
            return None

        def truth_claimed(record: FindingRecord) -> Truth | None:
            return _truth_claimed(record, node, step)

        current = self.facts.findings.current_findings(node.id, side, self.facts.stage)
        prevailing = latest_record((r for r in current if truth_claimed(r) is not None), truth_claimed)
        truth = None if prevailing is None else truth_claimed(prevailing.record)
        return None if prevailing is None or truth is None else _Claim(truth, prevailing)

    def _is_assessed_as_one(self, name: str, node: NodeInfo, step: str | None) -> bool:
        """Whether one finding is awaited for all of it: whole nodes are given, and nothing below is recorded."""
        rules, findings = self.facts.rules, self.facts.findings
        # Without a step, only a part that has no layer and stands outside every level is awaited as one finding.
        is_named_after_parent = node.layer is None and node.parent is not None and node.level is None
        if (step is None and not is_named_after_parent) or not findings.gives_whole_nodes:
            return False
        return not any(
            (fact in findings.by_node or fact in rules.definitions) and not self._is_applicability(fact)
            for fact in rules.facts[name]
        )

    def _resolve_by_claim(self, name: str, claim: _Claim, rank: Rank, later: _Claim | None) -> ResolvedFact:
        """Return the fact that a claim decides; *later* is what the school itself claims beside an external claim."""
        record = claim.prevailing.record
        truth, failures = self._check_claim(claim)
        # Nothing below says anything, so nothing can differ from the claim: the usual case in a dossier of whole
        # criteria.
        if later is None and self._is_silent_below(name):
            return self._resolve_as_claimed(name, truth, rank, failures, record)
        lowest, highest = (
            (Rank.EXTERNAL_CLAIM, Rank.EXTERNAL_FINDING)
            if rank is Rank.EXTERNAL_CLAIM
            else (Rank.SELF_CLAIM, Rank.SELF_FINDING)
        )
        # First what ranks above the claim: if that differs, it prevails and nothing is disputed (3.9). Findings of the
        # claim's own side are weighed only after it.
        above = self._evaluate_with(name, lambda r: r > highest, truth)
        if above is not truth:
            return ResolvedFact(above, rank, self._reasons_above(name, above), record)
        # A claim that says unknown, or fails the evidence policy, still holds its place, whatever its own side says
        # of the parts (3.9).
        if truth is UNKNOWN:
            return ResolvedFact(UNKNOWN, rank, failures, record, claim.prevailing.others)
        if self._evaluate_with(name, lambda r: r >= lowest, truth) is not truth:
            return ResolvedFact(UNKNOWN, rank, frozenset((Reason.DISPUTED,)), record)
        if rank is Rank.EXTERNAL_CLAIM and self._differs_later(name, claim, later):
            return ResolvedFact(UNKNOWN, rank, frozenset((Reason.PENDING,)), record)
        return self._resolve_as_claimed(name, truth, rank, failures, record)

    def _check_claim(self, claim: _Claim) -> tuple[Truth, frozenset[Reason]]:
        """Return what a claim comes to by itself, and why that is unknown: clashing records, or missing evidence."""
        if claim.prevailing.reason is not None:
            return UNKNOWN, frozenset((claim.prevailing.reason,))
        if claim.truth is UNKNOWN:
            return UNKNOWN, frozenset((Reason.RECORDED_UNKNOWN,))
        failures = frozenset[Reason]()
        # Only a self-assessed *met* needs evidence: an external review rests on itself, and unmet on nothing (3.3).
        if claim.truth is MET and claim.prevailing.record.side == "self":
            failures = self.facts.support.policy_failures(claim.prevailing.codes)
        return UNKNOWN if failures else claim.truth, failures

    def _resolve_as_claimed(
        self, name: str, truth: Truth, rank: Rank, failures: frozenset[Reason], record: FindingRecord
    ) -> ResolvedFact:
        rules = self.facts.rules
        unchecked = record.side == "self" and truth is MET and self.facts.support.unchecked
        figures_below = rules.facts[name] & rules.deciding_figures.keys()
        not_measured = truth is not UNKNOWN and any(self.facts.awaits_figure(fact) for fact in figures_below)
        return ResolvedFact(truth, rank, failures, record, unchecked=unchecked, not_measured=not_measured)

    def _is_silent_below(self, name: str) -> bool:
        """Whether nothing below *name* has a record or a condition, so that a claim about it stands as it is."""
        rules, findings = self.facts.rules, self.facts.findings
        return all(
            fact not in rules.definitions and fact not in findings.by_node and not self._is_applicability(fact)
            for fact in rules.facts[name]
        )

    def _reasons_above(self, name: str, truth: Truth) -> frozenset[Reason]:
        if truth is not UNKNOWN:
            return frozenset()
        below = (self.facts.resolved(fact) for fact in self.facts.rules.facts[name])
        return frozenset(reason for fact in below if fact.truth is UNKNOWN for reason in fact.reasons)

    def _evaluate_with(self, name: str, is_counted: Callable[[Rank], bool], default: Truth) -> Truth:
        """Evaluate the condition of *name* with the facts decided at a counted rank, and *default* for all others."""
        return evaluate(self.facts.rules.definitions[name], _FactsAboveRank(self.facts, is_counted, default))

    def _differs_later(self, name: str, claim: _Claim, later: _Claim | None) -> bool:
        """Whether what the school itself recorded after an external claim decides otherwise (3.9)."""
        since = claim.prevailing.record.date
        if later is not None and later.prevailing.record.date > since:
            differs = later.truth is not claim.truth or later.prevailing.reason is not None
            if differs:
                return True
        # Later findings about parts make the step pending only where they alone decide it otherwise, hence all other
        # facts are unknown here.
        alone = evaluate(self.facts.rules.definitions[name], _LaterSelfFacts(self.facts, since, claim.truth.negated()))
        return alone not in (UNKNOWN, claim.truth)

    def _is_applicability(self, fact: str) -> bool:
        return self.facts.read_name(fact).kind is FactKind.APPLIES


def _truth_claimed(record: FindingRecord, node: NodeInfo, step: str | None) -> Truth | None:
    """Return what a claim says of a step; None where it says nothing.

    A level that is reached makes its step and those below met, and the next step that has text unmet.
    """
    verdict = record.verdict
    if isinstance(verdict, MetOrUnmet):
        return verdict.truth if step is None else None
    if not isinstance(verdict, Level) or step is None:
        return None if isinstance(verdict, NotApplicable) else UNKNOWN
    position = node.steps.index(step) + 1
    if position <= verdict.reached:
        return MET
    # Not simply the next step of the scale: a step without text carries on the one below (2.3).
    following = next(s for s in node.levels if node.steps.index(s) + 1 > verdict.reached)
    return UNMET if step == following else None


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim as it is about one step: met, unmet or unknown, and the record that it stands in."""

    truth: Truth
    prevailing: PrevailingRecord[FindingRecord]


@dataclass(frozen=True, slots=True)
class _FactsAboveRank:
    """Facts of which only those decided at some ranks count; ``default`` is the truth of the others.

    A node without a counted record is judged by its own parts. ``figures_as`` is the truth of a requirement that a
    figure decides; None keeps what the figure says.
    """

    facts: FactSource
    is_counted: Callable[[Rank], bool]
    default: Truth
    figures_as: Truth | None = None

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact if it counts, else what its parts give, else ``default``."""
        facts = self.facts
        if facts.read_name(name).kind is FactKind.APPLIES:
            return facts.truth(name)
        resolved = facts.resolved(name)
        if resolved.rank is Rank.METRIC and self.figures_as is not None:
            return self.figures_as
        # A figure outranks every claim, so it counts at any rank; one that is still awaited does not (3.4).
        if resolved.rank is Rank.METRIC:
            return self.default if facts.awaits_figure(name) else resolved.truth
        if resolved.rank is not Rank.CONDITION and self.is_counted(resolved.rank):
            return resolved.truth
        if name in facts.rules.definitions and not facts.is_metric(name):
            return evaluate(facts.rules.definitions[name], self)
        return self.default

    def value(self, name: str, /) -> Interval:
        """Return the interval of a value; values count whatever the rank."""
        return self.facts.value(name)


@dataclass(frozen=True, slots=True)
class _LaterSelfFacts:
    """Facts of which only the school's own findings after a date count; all else is unknown.

    What was then recorded as unknown is taken as ``differing``, so that not looking never helps (1.9).
    """

    facts: FactSource
    since: dt.date
    differing: Truth

    def truth(self, name: str, /) -> Truth:
        """Return the truth that the school itself recorded later, or what its later findings about the parts give."""
        facts = self.facts
        if facts.read_name(name).kind is FactKind.APPLIES:
            return facts.truth(name)
        if name in facts.rules.definitions:
            return evaluate(facts.rules.definitions[name], self)
        own = facts.findings.prevailing_record(name, "self", facts.stage) if "self" in facts.sides else None
        if own is None or own.record.date <= self.since:
            return UNKNOWN
        verdict = own.record.verdict
        return verdict.truth if isinstance(verdict, MetOrUnmet) and own.reason is None else self.differing

    def value(self, name: str, /) -> Interval:
        """Return the interval of a value; values count whatever their side (semantics 2.8)."""
        return self.facts.value(name)
