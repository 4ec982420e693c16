"""Claims: findings about a step of a criterion, or about a node as a whole (semantics 3.7, 3.9; ranks 3 and 1).

A claim yields to what ranks above it. It is *disputed* where the same side's findings about parts contradict it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import FindingRecord, Reason, Side
from kiemdinh.evidence.resolution.facts_beside_claims import FactSource, LaterOwnFacts, StandingFacts
from kiemdinh.evidence.resolution.findings_by_node import Claim
from kiemdinh.evidence.resolution.reasons_of_records import reasons_of_finding, reasons_of_unknown
from kiemdinh.evidence.resolution.resolved_fact import Rank, ResolvedFact
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth
from kiemdinh.rules.evaluation import FreeFacts, evaluate_chosen

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["Claims", "may_be_assessed_as_one"]


def may_be_assessed_as_one(node: NodeInfo, step: str | None) -> bool:
    """Return whether one finding can be awaited for all of a step, or of a node where *step* is None.

    Without a step, that is only a part that has no layer and stands outside every level.
    """
    return step is not None or (node.layer is None and node.parent is not None and node.level is None)


@dataclass(slots=True, eq=False, repr=False)
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
        claimed = self._resolve_by_claims(name, node, step, figures_as=None)
        if claimed is not None:
            return claimed
        truth = self.facts.evaluate(name)
        if truth is UNKNOWN and self._is_assessed_as_one(name, node, step):
            return ResolvedFact(UNKNOWN, Rank.NOTHING, reasons_of_finding(None, node))
        return ResolvedFact(truth, Rank.CONDITION)

    def resolve_beside_figures(self, name: str, node: NodeInfo, step: str | None) -> ResolvedFact:
        """Return what a claim says of a step if the requirements below that figures decide count as met.

        A change to one of these figures leaves the claim as it is, so repairs treat both as facts of their own
        (semantics 5.3). The arguments are those of :meth:`resolve`, and so is the result where there is no claim.
        """
        resolved = self._resolve_by_claims(name, node, step, figures_as=MET)
        return self.facts.resolved(name) if resolved is None else resolved

    def _resolve_by_claims(
        self, name: str, node: NodeInfo, step: str | None, *, figures_as: Truth | None
    ) -> ResolvedFact | None:
        """Return the fact as the claims about it decide it; None where there is none."""
        external, own = self._find_claim("external", node, step), self._find_claim("self", node, step)
        if external is not None and own is not None:
            external, own = _drop_ended(external, own)
        if external is not None:
            return self._resolve_by_claim(name, external, Rank.EXTERNAL_CLAIM, own, figures_as)
        if own is not None:
            return self._resolve_by_claim(name, own, Rank.SELF_CLAIM, None, figures_as)
        return None

    def _find_claim(self, side: Side, node: NodeInfo, step: str | None) -> Claim | None:
        if side not in self.facts.sides:
            return None
        return self.facts.findings.find_claim(node, step, side, self.facts.stage)

    def _is_assessed_as_one(self, name: str, node: NodeInfo, step: str | None) -> bool:
        """Whether one finding is awaited for all of it: whole nodes are given, and nothing below is recorded."""
        if not may_be_assessed_as_one(node, step) or not self.facts.findings.gives_whole_nodes:
            return False
        return self._is_unrecorded_below(name)

    def _resolve_by_claim(
        self, name: str, claim: Claim, rank: Rank, later: Claim | None, figures_as: Truth | None
    ) -> ResolvedFact:
        """Return the fact that a claim decides; *later* is what the school itself claims beside an external claim."""
        record = claim.prevailing.record
        truth, failures = self._check_claim(name, claim)
        # Nothing below says anything, so nothing can differ from the claim: the usual case in a dossier of whole
        # criteria.
        if later is None and self._is_silent_below(name):
            return self._resolve_as_claimed(name, truth, rank, failures, record)
        lowest, highest = (
            (Rank.EXTERNAL_CLAIM, Rank.EXTERNAL_FINDING)
            if rank is Rank.EXTERNAL_CLAIM
            else (Rank.SELF_CLAIM, Rank.SELF_FINDING)
        )
        # Higher ranks come first: what they settle is neither disputed nor pending (3.9). Findings of the claim's own
        # side are weighed after them.
        above = self._weigh(name, StandingFacts(self.facts, lambda r: r > highest, record, figures_as), truth)
        if above is not None:
            return ResolvedFact(above, rank, self._reasons_above(name, above), record)
        if claim.prevailing.has_ended:
            return self._resolve_after_end(name, claim, rank, figures_as)
        # A claim that says unknown, or fails the evidence policy, still counts, whatever its own side says of the parts
        # (3.9).
        if truth is UNKNOWN:
            return ResolvedFact(UNKNOWN, rank, failures, record, claim.prevailing.others)
        if self._is_disputed_below(name, StandingFacts(self.facts, lambda r: r >= lowest, record, figures_as), truth):
            return ResolvedFact(UNKNOWN, rank, frozenset((Reason.DISPUTED,)), record)
        if rank is Rank.EXTERNAL_CLAIM and self._differs_later(name, claim, later, figures_as):
            return ResolvedFact(UNKNOWN, rank, frozenset((Reason.PENDING,)), record)
        return self._resolve_as_claimed(name, truth, rank, failures, record)

    def _resolve_after_end(self, name: str, claim: Claim, rank: Rank, figures_as: Truth | None) -> ResolvedFact:
        """Return the fact of a claim that has ended: records of its parts that it has not replaced may settle the fact.

        Records that it has replaced stay replaced, so the fact is *expired* where they could make a difference (3.5).
        """
        record = claim.prevailing.record
        after = StandingFacts(self.facts, lambda _: True, record, figures_as, after_end=True)
        truth = self._weigh(name, after, UNKNOWN)
        if truth is not None:
            return ResolvedFact(truth, Rank.CONDITION)
        return ResolvedFact(UNKNOWN, rank, frozenset((Reason.EXPIRED,)), record, ended=record.until)

    def _check_claim(self, name: str, claim: Claim) -> tuple[Truth, frozenset[Reason]]:
        """Return the truth of a claim by itself, and why it is unknown: contradictions, or missing evidence."""
        if claim.prevailing.reason is not None:
            return UNKNOWN, frozenset((claim.prevailing.reason,))
        if claim.truth is UNKNOWN:
            return UNKNOWN, reasons_of_unknown(claim.prevailing.record.verdict)
        failures = frozenset[Reason]()
        # Only a self-assessed *met* needs evidence; an external review and *unmet* need none (3.3).
        if claim.truth is MET and claim.prevailing.record.side == "self":
            failures = self.facts.support.policy_failures(claim.prevailing.codes, *self._place_of(name))
        return UNKNOWN if failures else claim.truth, failures

    def _resolve_as_claimed(
        self, name: str, truth: Truth, rank: Rank, failures: frozenset[Reason], record: FindingRecord
    ) -> ResolvedFact:
        rules = self.facts.rules
        figures_below = rules.facts[name] & rules.deciding_figures.keys()
        not_measured = truth is not UNKNOWN and any(self.facts.awaits_figure(fact) for fact in figures_below)
        ended = record.until if self.facts.findings.has_ended(record) else None
        return ResolvedFact(truth, rank, failures, record, not_measured=not_measured, ended=ended)

    def _place_of(self, name: str) -> tuple[str, str | None]:
        """Return the node of a fact and its step, whose policy evidence for it is held to."""
        fact = self.facts.read_name(name)
        return fact.node or "", fact.step

    def _is_disputed_below(self, name: str, standing: FreeFacts, truth: Truth) -> bool:
        """Whether the findings of its own side settle a fact against the claim, or leave open whether they do."""
        # Without a record below they say no more than the higher ranks, which have been weighed before.
        if not self.facts.rules.values[name] and self._is_unrecorded_below(name):
            return False
        return self._weigh(name, standing, truth) not in (None, truth)

    def _is_silent_below(self, name: str) -> bool:
        """Whether nothing below *name* has a record or a condition, so that a claim about it stands as it is."""
        if self.facts.rules.values[name] or not self._is_unrecorded_below(name):
            return False
        # Context ranks above a claim: where it leaves parts out, the remaining parts may settle the step (3.9).
        return all(self.facts.truth(fact) is MET for fact in self.facts.beforehand.applicabilities(name))

    def _is_unrecorded_below(self, name: str) -> bool:
        """Whether what a fact reads has neither records nor conditions of its own, applicability left out."""
        parts = self.facts.beforehand.recorded_parts(name)
        return parts is not None and self.facts.findings.by_node.keys().isdisjoint(parts)

    def _reasons_above(self, name: str, truth: Truth) -> frozenset[Reason]:
        if truth is not UNKNOWN:
            return frozenset()
        below = (self.facts.resolved(fact) for fact in self.facts.rules.facts[name])
        return frozenset(reason for fact in below if fact.truth is UNKNOWN for reason in fact.reasons)

    def _weigh(self, name: str, standing: FreeFacts, claimed: Truth) -> Truth | None:
        """Return the truth of a claimed step where other facts change it; None where they do not.

        They settle the fact where no choice of the free facts could change it. They leave it unknown where a settled
        place is unknown, and could turn out so that it settles the fact against the claim.
        """
        worst, best = evaluate_chosen(self.facts.rules.definitions[name], standing)
        if worst.certain:
            return MET
        if not best.possible:
            return UNMET
        is_open = (claimed is MET and not best.certain) or (claimed is UNMET and worst.possible)
        return UNKNOWN if is_open else None

    def _differs_later(self, name: str, claim: Claim, later: Claim | None, figures_as: Truth | None) -> bool:
        """Whether what the school itself recorded after an external claim decides otherwise (3.9)."""
        since = claim.prevailing.record.date
        if later is not None and later.prevailing.record.date > since:
            differs = later.truth is not claim.truth or later.prevailing.reason is not None
            if differs:
                return True
        # Later findings about parts make the step pending only where they alone decide it otherwise, hence all other
        # facts are free here.
        alone = self._weigh(name, LaterOwnFacts(self.facts, since, figures_as), claim.truth)
        return alone not in (None, claim.truth)


def _drop_ended(external: Claim, own: Claim) -> tuple[Claim | None, Claim | None]:
    """Return the claims of both sides without a claim that has ended and so lets the other decide."""
    if external.prevailing.has_ended:
        is_later = own.prevailing.record.date > external.prevailing.record.date
        return (None, own) if is_later else (external, None)
    return external, None if own.prevailing.has_ended else own
