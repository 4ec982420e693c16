"""Claims: what is said of a step or of a node as a whole (semantics 3.7, 3.9; ranks 3 and 1).

A claim yields to what stands above it, and is *disputed* where its own side's parts say otherwise. Everything here
reads settled facts through :class:`SettledFacts` and settles one more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kiemdinh.evidence.dossier import FindingRecord, Level, NotApplicable, Reason, Side, Verdict
from kiemdinh.evidence.resolution.findings_by_node import Records
from kiemdinh.evidence.resolution.precedence import Speaking, latest
from kiemdinh.evidence.resolution.resolved_fact import Rank, Settled
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval, Truth, evaluate

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution.policy import Support
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["Claims", "SettledFacts"]

_CLASHES = frozenset((Reason.DISPUTED, Reason.PENDING, Reason.RECORDED_UNKNOWN))


class SettledFacts(Protocol):
    """The facts of a dossier, as far as claims read them; they are :class:`kiemdinh.rules.Facts` too."""

    framework: Framework
    rules: FrameworkRules
    records: Records
    support: Support
    stage: str | None
    sides: frozenset[Side]

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact."""

    def value(self, name: str, /) -> Interval:
        """Return the interval of a value."""

    def settled(self, name: str) -> Settled:
        """Return a fact with what settled it and why it is unknown."""

    def is_metric(self, name: str) -> bool:
        """Whether figures of its own decide a requirement."""

    def awaits_figure(self, name: str) -> bool:
        """Whether a metric has no figure yet and no need of one, so that a claim above it stands (3.4)."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Settles what claims may settle, among the facts of one dossier as seen from one stage."""

    facts: SettledFacts

    def settle(self, name: str, node: NodeInfo, step: str | None) -> Settled:
        """Settle a step of a node, or the node as a whole (*step* is None), that a claim may settle (3.7, 3.9)."""
        external, own = self._claim("external", node, step), self._claim("self", node, step)
        if external is not None:
            return self._claimed(name, external, Rank.EXTERNAL_CLAIM, own)
        if own is not None:
            return self._claimed(name, own, Rank.SELF_CLAIM, None)
        truth = evaluate(self.facts.rules.definitions[name], self.facts)
        if truth is UNKNOWN and self._spoken_of_as_a_whole(name):
            return Settled(UNKNOWN, Rank.NOTHING, frozenset((Reason.NOT_ASSESSED,)))
        return Settled(truth, Rank.CONDITION)

    def settle_apart(self, name: str, node: NodeInfo, step: str | None) -> Settled:
        """What a claim says of a step beside the figures that decide parts of it, which change on their own (5.3)."""
        facts = self.facts
        settled = facts.settled(name)
        if settled.rank not in (Rank.SELF_CLAIM, Rank.EXTERNAL_CLAIM) or settled.reasons & _CLASHES:
            return settled
        side: Side = "external" if settled.rank is Rank.EXTERNAL_CLAIM else "self"
        claim = self._claim(side, node, step)
        if claim is None:
            return settled
        failures = facts.support.failures(claim.speaking.codes) if side == "self" and claim.says is MET else frozenset()
        top = Rank.EXTERNAL_FINDING if side == "external" else Rank.SELF_FINDING
        above = evaluate(facts.rules.definitions[name], _Under(facts, lambda r: r > top, claim.says, MET))
        if above is not claim.says:
            return settled
        return Settled(UNKNOWN if failures else claim.says, settled.rank, failures, settled.finding)

    def _claim(self, side: Side, node: NodeInfo, step: str | None) -> _Claim | None:
        """Return one side's claim about a step, or about a node as a whole.

        Each step is a fact of its own: claims that reach different levels differ only where one says met, one unmet.
        """
        if side not in self.facts.sides:
            return None

        def says(record: FindingRecord) -> Truth | None:
            return _says(record, node, step)

        heard = self.facts.records.heard(node.id, side, self.facts.stage)
        speaking = latest((r for r in heard if says(r) is not None), says)
        said = None if speaking is None else says(speaking.record)
        return None if speaking is None or said is None else _Claim(said, speaking)

    def _spoken_of_as_a_whole(self, name: str) -> bool:
        """Whether a step is settled as one thing: nothing below it is recorded, in a dossier that gives whole nodes."""
        rules, records = self.facts.rules, self.facts.records
        node = name.rpartition("/")[0]
        if node not in self.facts.framework.nodes or not records.by_whole:
            return False
        below = rules.facts[name]
        return not any(f in records.by_node or f in rules.definitions for f in below if not f.startswith("applies:"))

    def _claimed(self, name: str, claim: _Claim, rank: Rank, later: _Claim | None) -> Settled:
        record, reason = claim.speaking.record, claim.speaking.reason
        says, failures = claim.says, frozenset[Reason]()
        if reason is not None:
            says, failures = UNKNOWN, frozenset((reason,))
        elif says is UNKNOWN:
            failures = frozenset((Reason.RECORDED_UNKNOWN,))
        elif says is MET and record.side == "self":
            failures = self.facts.support.failures(claim.speaking.codes)
            says = UNKNOWN if failures else says
        if later is None and self._silent_below(name):
            return self._as_claimed(name, says, rank, failures, record)
        own_side = (
            (Rank.EXTERNAL_CLAIM, Rank.EXTERNAL_FINDING)
            if rank is Rank.EXTERNAL_CLAIM
            else (Rank.SELF_CLAIM, Rank.SELF_FINDING)
        )
        above = self._under(name, lambda r: r > max(own_side), says)
        if above is not says:
            return Settled(above, rank, self._above_reasons(name, above), record)
        if says is UNKNOWN:
            return Settled(UNKNOWN, rank, failures, record, claim.speaking.others)
        if self._under(name, lambda r: r >= min(own_side), says) is not says:
            return Settled(UNKNOWN, rank, frozenset((Reason.DISPUTED,)), record)
        if rank is Rank.EXTERNAL_CLAIM and self._later_differs(name, claim, later):
            return Settled(UNKNOWN, rank, frozenset((Reason.PENDING,)), record)
        return self._as_claimed(name, says, rank, failures, record)

    def _as_claimed(
        self, name: str, says: Truth, rank: Rank, failures: frozenset[Reason], record: FindingRecord
    ) -> Settled:
        rules = self.facts.rules
        unchecked = record.side == "self" and says is MET and self.facts.support.unchecked
        below = rules.facts[name] & rules.deciding_figures.keys()
        not_measured = says is not UNKNOWN and any(self.facts.awaits_figure(fact) for fact in below)
        return Settled(says, rank, failures, record, unchecked=unchecked, not_measured=not_measured)

    def _silent_below(self, name: str) -> bool:
        """Whether nothing below *name* can speak, so that a claim about it stands as it is."""
        rules, records = self.facts.rules, self.facts.records
        return all(
            fact not in rules.definitions and not fact.startswith("applies:") and fact not in records.by_node
            for fact in rules.facts[name]
        )

    def _above_reasons(self, name: str, truth: Truth) -> frozenset[Reason]:
        if truth is not UNKNOWN:
            return frozenset()
        parts = (self.facts.settled(f) for f in self.facts.rules.facts[name])
        return frozenset(reason for part in parts if part.truth is UNKNOWN for reason in part.reasons)

    def _under(self, name: str, heard: Callable[[Rank], bool], default: Truth) -> Truth:
        """Evaluate the condition of *name* where facts settled at a rank *heard* stand and the rest are *default*."""
        return evaluate(self.facts.rules.definitions[name], _Under(self.facts, heard, default))

    def _later_differs(self, name: str, claim: _Claim, later: _Claim | None) -> bool:
        """Whether what the school itself said after the external claim decides otherwise (3.9)."""
        since = claim.speaking.record.on
        if later is not None and later.speaking.record.on > since:
            differs = later.says is not claim.says or later.speaking.reason is not None
            if differs:
                return True
        alone = evaluate(self.facts.rules.definitions[name], _LaterSelf(self.facts, since, claim.says.negated()))
        return alone not in (UNKNOWN, claim.says)


def _says(record: FindingRecord, node: NodeInfo, step: str | None) -> Truth | None:
    """What a claim says of a step: met up to the level reached, unmet for the next with text, else nothing."""
    said = record.said
    if isinstance(said, Verdict):
        return said.truth if step is None else None
    if not isinstance(said, Level) or step is None:
        return None if isinstance(said, NotApplicable) else UNKNOWN
    at = node.steps.index(step) + 1
    if at <= said.reached:
        return MET
    following = next(s for s in node.levels if node.steps.index(s) + 1 > said.reached)
    return UNMET if step == following else None


@dataclass(frozen=True, slots=True)
class _Claim:
    says: Truth
    speaking: Speaking[FindingRecord]


@dataclass(frozen=True, slots=True)
class _Under:
    """Facts in which only some ranks are heard; a node without a heard record is judged by its own parts."""

    facts: SettledFacts
    heard: Callable[[Rank], bool]
    default: Truth
    measured: Truth | None = None

    def truth(self, name: str, /) -> Truth:
        facts = self.facts
        if name.startswith("applies:"):
            return facts.truth(name)
        settled = facts.settled(name)
        if settled.rank is Rank.METRIC and self.measured is not None:
            return self.measured
        if settled.rank is Rank.METRIC:
            return self.default if facts.awaits_figure(name) else settled.truth
        if settled.rank is not Rank.CONDITION and self.heard(settled.rank):
            return settled.truth
        if name in facts.rules.definitions and not facts.is_metric(name):
            return evaluate(facts.rules.definitions[name], self)
        return self.default

    def value(self, name: str, /) -> Interval:
        return self.facts.value(name)


@dataclass(frozen=True, slots=True)
class _LaterSelf:
    """Facts in which only what the school itself found after a date stands; all else is unknown.

    What it then recorded as unknown is taken to differ, so that not looking never helps (1.9).
    """

    facts: SettledFacts
    since: dt.date
    differing: Truth

    def truth(self, name: str, /) -> Truth:
        facts = self.facts
        if name.startswith("applies:"):
            return facts.truth(name)
        if name in facts.rules.definitions:
            return evaluate(facts.rules.definitions[name], self)
        speaking = facts.records.speaking(name, "self", facts.stage) if "self" in facts.sides else None
        if speaking is None or speaking.record.on <= self.since:
            return UNKNOWN
        said = speaking.record.said
        return said.truth if isinstance(said, Verdict) and speaking.reason is None else self.differing

    def value(self, name: str, /) -> Interval:
        return self.facts.value(name)
