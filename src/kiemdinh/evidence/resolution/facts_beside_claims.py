"""The facts beside a claim: those that are settled without it, and those that are free to follow it (3.7, 3.9).

A recorded fact *stands*, known or unknown. A fact that nobody recorded is *free*: it follows the claim. A fact that
stands as unknown is read both ways (1.2), so that a school gains nothing by recording unknown (1.9).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from kiemdinh.evidence.dossier import FindingRecord, Score, Side
from kiemdinh.evidence.resolution.findings_by_node import FindingsByNode
from kiemdinh.evidence.resolution.precedence import PrevailingRecord, speaks_after
from kiemdinh.evidence.resolution.resolved_fact import Rank, ResolvedFact
from kiemdinh.rules import UNKNOWN, Interval, Truth
from kiemdinh.rules.evaluation import FREE, ChosenTruth, ChosenValue, evaluate_chosen
from kiemdinh.standards.names import FactKind, FactName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution.known_of_rules import KnownOfRules
    from kiemdinh.evidence.resolution.policy import Support
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["FactSource", "LaterOwnFacts", "StandingFacts"]


_FAR: Final = 10**4000
"""Where a free value without an end is chosen: beyond every number that can be read, and products of two of these."""


class FactSource(Protocol):
    """The methods of the facts of one stage that claims use; such facts are :class:`kiemdinh.rules.Facts` too."""

    framework: Framework
    rules: FrameworkRules
    beforehand: KnownOfRules
    findings: FindingsByNode
    support: Support
    stage: str | None
    sides: frozenset[Side]

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact, by its name: met, unmet or unknown."""

    def value(self, name: str, /) -> Interval:
        """Return the interval that holds all that a value can be, by its name; a single point where it is known."""

    def score_record(self, name: str, /) -> PrevailingRecord[FindingRecord] | None:
        """Return the finding that gives a score, by the name of the value; None for any other value."""

    def rank_of_value(self, name: str, /) -> Rank:
        """Return what settles a value, by its name; ``Rank.NOTHING`` where it is a figure that nobody recorded."""

    def evaluate(self, name: str) -> Truth:
        """Return the truth of the condition of a definition, whatever is recorded about the whole."""

    def read_name(self, name: str) -> FactName:
        """Return the name of a fact with its parts: kind, subject, step, side."""

    def resolved(self, name: str) -> ResolvedFact:
        """Return a fact with its truth, the rank that decided it, and why it is unknown.

        Claims ask for facts below the step that they are about, so a source resolves facts on demand and keeps them.
        """

    def is_metric(self, name: str) -> bool:
        """Whether figures of its own decide a requirement (semantics 3.4, *decides*)."""

    def unmeasured(self, name: str) -> bool:
        """Whether a requirement is decided by a metric of which no figure is recorded (semantics 3.4)."""

    def truth_of_any_figure(self, name: str) -> Truth:
        """Return the truth that a requirement has with any figures; unknown where the figures make a difference."""

    def awaits_figure(self, name: str) -> bool:
        """Whether a metric has no figure yet and no need of one, so that a claim above it stands (semantics 3.4)."""


@dataclass(slots=True, eq=False, repr=False)
class StandingFacts:
    """Facts of which those decided at some ranks stand, and all others are free to follow the claim.

    Attributes
    ----------
    facts
        The facts of the stage.
    is_counted
        Whether a fact that is decided at a rank stands. Figures, applicability and decisions stand at any rank.
    claim
        The record of the claim.
    figures_as
        The truth of a requirement that a figure decides; None keeps what the figure says.
    after_end
        Whether the claim has ended: then only what it has not replaced stands.
    """

    facts: FactSource
    is_counted: Callable[[Rank], bool]
    claim: FindingRecord
    figures_as: Truth | None = None
    after_end: bool = False
    _chosen: dict[str, ChosenTruth] = field(default_factory=dict)

    def chosen_truth(self, name: str, /) -> ChosenTruth:
        """Return a fact as it stands, else what its parts give; free where nothing about it stands."""
        if name not in self._chosen:
            self._chosen[name] = self._choose_truth(name)
        return self._chosen[name]

    def _choose_truth(self, name: str) -> ChosenTruth:
        settled = _settled_beside_findings(self.facts, name, self.figures_as)
        if settled is not None:
            return settled
        facts = self.facts
        resolved = facts.resolved(name)
        by_record = resolved.rank not in (Rank.CONDITION, Rank.METRIC) and self.is_counted(resolved.rank)
        if by_record and self._stands(resolved.finding):
            return ChosenTruth(resolved.truth, resolved.truth)
        # A node without a record that stands is judged by its own parts.
        if facts.is_metric(name):
            return _truth_without_figure(facts, name)
        return evaluate_chosen(facts.rules.definitions[name], self) if name in facts.rules.definitions else FREE

    def chosen_value(self, name: str, /) -> ChosenValue:
        """Return a value as it stands; free where nobody recorded it, or its finding does not stand."""
        rank = self.facts.rank_of_value(name)
        interval = self.facts.value(name)
        score = self.facts.score_record(name)
        by_record = rank is not Rank.NOTHING and self.is_counted(rank)
        stands = rank is Rank.METRIC or (by_record and self._stands(None if score is None else score.record))
        return ChosenValue(interval, interval) if stands else _free_value(interval)

    def _stands(self, record: FindingRecord | None) -> bool:
        """Whether a record about a part stands: none of the two has ended and leaves the word to the other (3.5)."""
        if record is None:
            return True
        if self.after_end and not speaks_after(self.claim, record):
            return False
        # A claim that is over says nothing of the part either.
        return self.after_end or not self.facts.findings.has_ended(record) or not speaks_after(record, self.claim)


@dataclass(slots=True, eq=False, repr=False)
class LaterOwnFacts:
    """Facts of which only what the school itself found after a date stands, beside figures; all others are free.

    What it then recorded as unknown stands as unknown, so that it gains nothing by that (1.9, S2).

    Attributes
    ----------
    facts
        The facts of the stage.
    since
        The date after which findings stand.
    figures_as
        As in :class:`StandingFacts`.
    """

    facts: FactSource
    since: dt.date
    figures_as: Truth | None = None
    _chosen: dict[str, ChosenTruth] = field(default_factory=dict)

    def chosen_truth(self, name: str, /) -> ChosenTruth:
        """Return what the school itself found later, else what its later findings about the parts give."""
        if name not in self._chosen:
            self._chosen[name] = self._choose_truth(name)
        return self._chosen[name]

    def _choose_truth(self, name: str) -> ChosenTruth:
        settled = _settled_beside_findings(self.facts, name, self.figures_as)
        if settled is not None:
            return settled
        facts, fact = self.facts, self.facts.read_name(name)
        node = facts.framework.nodes.get(fact.node or "")
        if node is not None and "self" in facts.sides:
            claim = facts.findings.find_claim(node, fact.step, "self", facts.stage)
            if claim is not None and claim.prevailing.record.date > self.since and not claim.prevailing.has_ended:
                truth = claim.truth if claim.prevailing.reason is None else UNKNOWN
                return ChosenTruth(truth, truth)
        if facts.is_metric(name):
            return _truth_without_figure(facts, name)
        return evaluate_chosen(facts.rules.definitions[name], self) if name in facts.rules.definitions else FREE

    def chosen_value(self, name: str, /) -> ChosenValue:
        """Return a figure that is recorded, and a score that the school itself gave later; all others are free."""
        facts, interval = self.facts, self.facts.value(name)
        if facts.rank_of_value(name) is Rank.METRIC:
            return ChosenValue(interval, interval)
        node = read_value_name(name).node
        if node is not None and "self" in facts.sides:
            own = facts.findings.prevailing_record(node, "self", facts.stage)
            if own is not None and own.record.date > self.since and not own.has_ended:
                verdict = own.record.verdict
                later = verdict.interval if isinstance(verdict, Score) and own.reason is None else interval
                return ChosenValue(later, later)
        return _free_value(interval)


def _settled_beside_findings(facts: FactSource, name: str, figures_as: Truth | None) -> ChosenTruth | None:
    """Return a fact that no finding settles: applicability, a decision, a figure; None for any other."""
    fact = facts.read_name(name)
    if fact.kind is FactKind.APPLIES or fact.side is not None:
        truth = facts.truth(name)
        return ChosenTruth(truth, truth)
    if fact.is_of_decision:
        truth = facts.truth(name)
        # A decision that is not recorded is as free as any fact that nobody recorded.
        return FREE if truth is UNKNOWN else ChosenTruth(truth, truth)
    if not facts.is_metric(name) or facts.awaits_figure(name):
        return None
    # A figure outranks every claim; one that is demanded and missing leaves its requirement unknown (3.4).
    if facts.unmeasured(name) and name not in facts.rules.figure_required:
        return None
    truth = facts.resolved(name).truth if figures_as is None else figures_as
    return ChosenTruth(truth, truth)


def _truth_without_figure(facts: FactSource, name: str) -> ChosenTruth:
    """Return a requirement of which no figure is recorded: free, unless no figure could make a difference."""
    # Where a finding stands in for the figure, it does so whatever the figure could be (3.4).
    truth = facts.truth_of_any_figure(name) if facts.resolved(name).rank is Rank.METRIC else UNKNOWN
    return FREE if truth is UNKNOWN else ChosenTruth(truth, truth)


def _free_value(interval: Interval) -> ChosenValue:
    """Return a value that can be chosen from all that it can be."""
    low = -_FAR if interval.low is None else interval.low
    high = _FAR if interval.high is None else interval.high
    return ChosenValue(Interval.point(low), Interval.point(high))
