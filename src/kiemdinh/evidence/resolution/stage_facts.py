"""Resolution: from records to facts on a date (semantics 3.9). One table covers all cases, in any order of records.

=====  ======================  ==============================================================================
rank   what decides            about
=====  ======================  ==============================================================================
5      deciding metric         a requirement with ``met_if``, as soon as one of its figures is recorded
4      external finding        a requirement, or any node without conditions below it
3      external claim          a step or a node as a whole
2      self-assessed finding   as rank 4; *met* only with its evidence (3.3)
1      self-assessed claim     as rank 3; a step that it says is met only with its evidence
0      nothing                 unknown, *not assessed*
=====  ======================  ==============================================================================

The first that exists decides, also where it leaves the fact unknown. A claim yields to what ranks above it, and is
*disputed* where the same side's findings about parts contradict it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.evidence.dossier import Dossier, FindingRecord, MetOrUnmet, NotApplicable, Reason, Score, Side, Unknown
from kiemdinh.evidence.resolution.awards_held import Holdings
from kiemdinh.evidence.resolution.claims import Claims
from kiemdinh.evidence.resolution.findings_by_node import FindingsByNode
from kiemdinh.evidence.resolution.known_of_rules import KnownOfRules
from kiemdinh.evidence.resolution.policy import Support
from kiemdinh.evidence.resolution.precedence import PrevailingRecord
from kiemdinh.evidence.resolution.reasons_of_records import reasons_of_finding, reasons_of_score, reasons_of_unknown
from kiemdinh.evidence.resolution.resolved_fact import Rank, ResolvedFact
from kiemdinh.evidence.resolution.values import KnownValue, Values, changes_with_date
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval, Truth
from kiemdinh.standards.names import FactKind, FactName, bare_name, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution.references import References
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["StageFacts"]

_RANK_OF_SIDE: Final[Mapping[str | None, Rank]] = MappingProxyType(
    {"external": Rank.EXTERNAL_FINDING, "computed": Rank.METRIC, "self": Rank.SELF_FINDING}
)
_Way: TypeAlias = "Callable[[StageFacts], ResolvedFact]"
"""How a fact is resolved among the facts of a stage."""


@dataclass(slots=True, eq=False, repr=False)
class StageFacts:
    """The facts of one stage, or of the school as one, by the records of one dossier: a :class:`kiemdinh.rules.Facts`.

    Each fact is resolved when it is first asked for, and kept. All facts together cost time linear in the size of the
    rules and of the dossier.

    Attributes
    ----------
    framework, rules
        The framework, and its rules for the school's stages and the date.
    dossier
        The dossier as it was read.
    beforehand
        What follows from the rules alone about facts and values.
    findings, values
        Its findings by node and its values by name, those after the knowledge date left out.
    support
        What findings have to cite.
    holdings
        The awards held by recorded decision.
    clocks
        The dates that are counted back from the evidence date, by the names of values.
    stage
        The stage; None for the school as one.
    sides
        The sides whose findings count. Values count whatever their side (2.8).
    references
        The outcomes of other frameworks; None where the rules read none.
    """

    framework: Framework
    rules: FrameworkRules
    beforehand: KnownOfRules
    dossier: Dossier
    findings: FindingsByNode
    values: Values
    support: Support
    holdings: Holdings
    clocks: Mapping[str, Interval]
    stage: str | None
    sides: frozenset[Side]
    references: References | None = None
    _resolved: dict[str, ResolvedFact] = field(default_factory=dict)
    _known: dict[str, KnownValue] = field(default_factory=dict)
    _by_side: dict[Side, StageFacts] = field(default_factory=dict)

    # -- facts of the kernel -------------------------------------------------------------------------

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact, by its name: met, unmet or unknown.

        The rules engine reads facts through this method and :meth:`value` alone. It resolves the fact at the first
        call.
        """
        found = self._resolved.get(name)
        return self.resolved(name).truth if found is None else found.truth

    def value(self, name: str, /) -> Interval:
        """Return the interval of a value: an input's, a node's score, or a date counted back.

        A score is a rating, points or the gravest finding. A single point where the value is known, else all that it
        can be (semantics 1.4). A date is its day number, a choice the position of its word.
        """
        return self.clocks[name] if name in self.clocks else self.known(name).interval

    def known(self, name: str) -> KnownValue:
        """Return what is known of an input's value, or of a node's rating, points or gravest finding.

        Beside the interval it has the record that prevails and the reasons of unknown. It is worked out once for each
        name.
        """
        known = self._known.get(name)
        if known is None:
            node = read_value_name(name).node
            known = self._known[name] = self.values.known(name) if node is None else self._resolve_score(node)
        return known

    def resolved(self, name: str) -> ResolvedFact:
        """Return a fact with what decided it and why it is unknown (semantics 3.6, 3.9).

        It is resolved at the first call, with the facts below it that its condition or claim reads; later calls are
        look-ups.
        """
        found = self._resolved.get(name)
        if found is None:
            way = self.beforehand.ways.get(name)
            if way is None:
                way = self.beforehand.ways[name] = self._choose_way(name)
            found = self._resolved[name] = way(self)
        return found

    def without_item(self, code: str) -> StageFacts:
        """Return the facts as they would be if the evidence index had no item *code*."""
        return replace(self, support=self.support.without_item(code), _resolved={}, _known={}, _by_side={})

    def by_side(self, side: Side) -> StageFacts:
        """Return the same facts by one side's findings and claims alone.

        Values count whatever their side (semantics 2.8). The facts of each side are made once and kept.
        """
        if side not in self._by_side:
            self._by_side[side] = replace(self, sides=frozenset((side,)), _resolved={}, _known={}, _by_side={})
        return self._by_side[side]

    def in_case(self, fixed: Mapping[str, Interval], changed: frozenset[str]) -> StageFacts:
        """Return the same facts with some context values fixed, to settle what depends on them by cases (1.7).

        Facts that have been resolved are taken over, except those in *changed*, which are resolved anew on demand.

        Parameters
        ----------
        fixed
            The interval of each context value of the case, by its name; those that are fixed already stay so.
        changed
            The names of the definitions that read one of these values, directly or through others; without a side.
        """
        # Copied first: another thread may be resolving facts, and a dictionary that grows cannot be walked.
        resolved, values, sides = self._resolved.copy(), self._known.copy(), self._by_side.copy()
        return replace(
            self,
            # Kept facts are shared by all cases: a framework has many facts, and a case changes few of them.
            values=replace(self.values, fixed={**self.values.fixed, **fixed}),
            _resolved={name: fact for name, fact in resolved.items() if bare_name(name) not in changed},
            _known={name: known for name, known in values.items() if name not in fixed},
            _by_side={side: facts.in_case(fixed, changed) for side, facts in sides.items()},
        )

    def supposing(
        self, truths: Mapping[str, Truth], scores: Mapping[str, Interval], changed: frozenset[str]
    ) -> StageFacts:
        """Return the same facts with some taken as found, whatever is recorded.

        Facts that have been resolved are taken over, except those in *changed*, which are resolved anew on demand.

        Parameters
        ----------
        truths
            The truth of facts of nodes, by their names.
        scores
            The rating, points or gravest finding of nodes, by the names of these values.
        changed
            The names, without a side, of the facts that read one of these, directly or through others.
        """
        gone = changed | truths.keys()
        resolved, sides = self._resolved.copy(), self._by_side.copy()
        kept = {name: fact for name, fact in resolved.items() if bare_name(name) not in gone}
        found = {name: ResolvedFact(truth, Rank.EXTERNAL_FINDING) for name, truth in truths.items()}
        return replace(
            self,
            _resolved=kept | found,
            _known=self._known.copy() | {name: KnownValue(interval) for name, interval in scores.items()},
            _by_side={side: facts.supposing(truths, scores, changed) for side, facts in sides.items()},
        )

    def on(self, date: dt.date, clocks: Mapping[str, Interval], changed: frozenset[str]) -> StageFacts:
        """Return the facts of the same records on another date with the same rules.

        Facts that have been resolved are taken over, except those in *changed*, which are resolved anew on demand.

        Parameters
        ----------
        date
            The evidence date.
        clocks
            The dates that are counted back from it, by the names of values.
        changed
            The names, without a side, of the facts that can be otherwise on that date.
        """
        resolved, sides = self._resolved.copy(), self._by_side.copy()
        return replace(
            self,
            findings=self.findings.on_date(date),
            values=replace(self.values, on=date),
            support=Support(self.framework, self.dossier.evidence, date),
            holdings=replace(self.holdings, on=date),
            references=None if self.references is None else self.references.on_date(date),
            clocks=clocks,
            _resolved={name: fact for name, fact in resolved.items() if bare_name(name) not in changed},
            _known=self._known_on_any_date(),
            _by_side={side: facts.on(date, clocks, changed) for side, facts in sides.items()},
        )

    def _known_on_any_date(self) -> dict[str, KnownValue]:
        """Return what is known of values and does not depend on the date; nothing where some record has a last day."""
        if self.findings.has_ends or self.values.has_ends:
            return {}
        known = self._known.copy().items()
        return {name: value for name, value in known if not changes_with_date(name, self.framework)}

    def read_name(self, name: str) -> FactName:
        """Return the name of a fact with its parts: kind, subject, step, side. It is a look-up after the first call."""
        return self.framework.outline.fact_names.read(name)

    def by_record(self, name: str) -> bool:
        """Whether a record decides the fact as a whole, so that its parts do not explain it.

        False where its condition or a figure decides. True also where nothing is recorded about it: then a record of
        the whole is what is awaited.
        """
        return self.resolved(name).rank not in (Rank.CONDITION, Rank.METRIC)

    def _choose_way(self, name: str) -> _Way:
        """Return how a fact is resolved, which the rules alone decide: it is chosen once for all schools."""
        fact = self.read_name(name)
        # A name such as ``external:…`` asks for the fact by one side alone (2.8).
        if fact.side is not None:
            side, whole = fact.side, str(fact.without_side)
            return lambda facts: ResolvedFact(facts.by_side(side).truth(whole), Rank.CONDITION)
        if fact.kind in (FactKind.NODE, FactKind.STEP):
            return self._choose_way_of_node(name, fact)
        if fact.kind is FactKind.APPLIES:
            return _bind(StageFacts._resolve_applicability, name, fact.subject)
        if fact.kind is FactKind.CLAIM:
            return _bind(StageFacts._resolve_claim, fact)
        if fact.is_of_decision:
            return lambda facts: ResolvedFact(facts.holdings.truth(fact), Rank.CONDITION)
        if fact.kind is FactKind.REACHES:
            return _bind(StageFacts._resolve_reference, fact)
        if fact.kind is FactKind.KNOWN:
            return lambda _facts: ResolvedFact(UNKNOWN, Rank.NOTHING, frozenset((Reason.INCOMPLETE_REGISTER,)))
        return _bind(StageFacts._resolve_by_condition, name)

    def _choose_way_of_node(self, name: str, fact: FactName) -> _Way:
        node = self.framework.nodes.get(fact.subject)
        if node is None:
            return _bind(StageFacts._resolve_by_condition, name)
        if fact.step is not None:
            return lambda facts: Claims(facts).resolve(name, node, fact.step)
        if self.is_metric(name):
            return _bind(StageFacts._resolve_metric, name)
        if name in self.rules.definitions:
            return lambda facts: Claims(facts).resolve(name, node, None)
        return _bind(StageFacts._resolve_by_finding, name)

    def evaluate(self, name: str) -> Truth:
        """Return what the condition of a definition gives, whatever is recorded of it as a whole."""
        return self.beforehand.evaluators.evaluate(name, self)

    def _resolve_reference(self, fact: FactName) -> ResolvedFact:
        """Return whether an outcome of another framework reaches a step (6.5)."""
        assert self.references is not None  # noqa: S101 - made wherever rules read other frameworks
        truth, settled = self.references.truth(fact, self.stage)
        rank = _RANK_OF_SIDE.get(settled.side, Rank.NOTHING)
        return ResolvedFact(truth, rank, settled.reasons if truth is UNKNOWN else frozenset())

    def _resolve_by_condition(self, name: str) -> ResolvedFact:
        return ResolvedFact(self.evaluate(name), Rank.CONDITION)

    def _resolve_claim(self, claim: FactName) -> ResolvedFact:
        step = claim.of_step
        node = self.framework.nodes[step.subject]
        return Claims(self).resolve_beside_figures(str(step), node, step.step)

    # -- figures: rank 5 -----------------------------------------------------------------------------

    def is_metric(self, name: str) -> bool:
        """Whether figures of its own decide a requirement (semantics 3.4, *decides*).

        False for a requirement whose condition also reads other facts, or findings alone: then that condition decides
        it.
        """
        return name in self.beforehand.metrics

    def _resolve_metric(self, name: str) -> ResolvedFact:
        """Return a requirement that figures decide; until one is recorded a finding stands in, *not measured* (3.4)."""
        found = self._resolve_by_finding(name)
        has_figure = self._has_figure(name)
        if not has_figure and name not in self.rules.figure_required and found.rank is not Rank.NOTHING:
            return found._replace(not_measured=True)
        truth = self.evaluate(name)
        reasons = self._reasons_of_values(name) if truth is UNKNOWN else frozenset()
        # Without any figure the values below may have other reasons only, such as an unknown context.
        if not has_figure and truth is UNKNOWN:
            reasons |= {Reason.MISSING_FIGURE}
        # The finding is kept beside the figure: where the two contradict, it is reported and yields (3.4).
        return ResolvedFact(truth, Rank.METRIC, reasons, found.finding, ended=self._last_day_of_figures(name, reasons))

    def _last_day_of_figures(self, name: str, reasons: frozenset[Reason]) -> dt.date | None:
        if Reason.EXPIRED not in reasons:
            return None
        days = (self.known(value).ended for value in self.rules.values[name] if value not in self.clocks)
        return min((day for day in days if day is not None), default=None)

    def _has_figure(self, name: str) -> bool:
        return any(self.values.prevailing_record(v) is not None for v in self.rules.deciding_figures[name])

    def unmeasured(self, name: str) -> bool:
        """Whether a requirement is decided by a metric of which no figure is recorded (semantics 3.4).

        Until one is recorded a finding or a claim stands in, marked *not measured*, unless the definition demands the
        figure.
        """
        return self.is_metric(name) and not self._has_figure(name)

    def measured_below(self, name: str, *, recorded: bool = True) -> tuple[str, ...]:
        """Return the requirements below a step or node that figures decide, each once.

        Parameters
        ----------
        name
            The name of the fact of the step or node.
        recorded
            True for those of which a figure is recorded, False for those that still await one.
        """
        found: dict[str, None] = {}
        for fact in sorted(self.rules.facts[name]):
            if self.is_metric(fact):
                found.update({fact: None} if self._has_figure(fact) is recorded else {})
            elif fact in self.rules.definitions and self.read_name(fact).kind is not FactKind.APPLIES:
                found.update(dict.fromkeys(self.measured_below(fact, recorded=recorded)))
        return tuple(found)

    def awaits_figure(self, name: str) -> bool:
        """Whether a metric has no figure yet and no need of one, so that a claim above it stands (semantics 3.4).

        False where a finding stands in for the figure, and where the definition demands the figure.
        """
        if not self.unmeasured(name) or name in self.rules.figure_required:
            return False
        return self.resolved(name).rank is Rank.METRIC and self.truth_of_any_figure(name) is UNKNOWN

    def truth_of_any_figure(self, name: str) -> Truth:
        """Return the truth that a requirement has with any figures; unknown where the figures make a difference.

        It is met or unmet where the declared ranges leave nothing else, so that no claim stands in for a figure that
        can never suffice. What is recorded does not count, nor what a case takes a context value to be (1.7, 1.9).
        """
        return self.beforehand.truth_of_any_figure(name)

    def score_record(self, name: str, /) -> PrevailingRecord[FindingRecord] | None:
        """Return the finding that gives a score, by the name of the value; None for any other value."""
        node = read_value_name(name).node
        return None if node is None else self.prevailing_finding(node)

    def rank_of_value(self, name: str, /) -> Rank:
        """Return what settles a value: a finding for a score, a figure or context for any other (semantics 3.9).

        ``Rank.NOTHING`` where nobody recorded it. Context stands also where it is unknown, and so does a figure that
        the definition demands (3.4).
        """
        value = read_value_name(name)
        if value.node is not None:
            prevailing = self.prevailing_finding(value.node)
            if prevailing is None:
                return Rank.NOTHING
            return Rank.EXTERNAL_FINDING if prevailing.record.side == "external" else Rank.SELF_FINDING
        is_context = name in self.clocks or name in self.rules.context_values
        is_demanded = name in self.beforehand.demanded_figures
        is_settled = is_context or is_demanded or self.values.prevailing_record(name) is not None
        return Rank.METRIC if is_settled else Rank.NOTHING

    def _reasons_of_values(self, name: str) -> frozenset[Reason]:
        values = (v for v in self.rules.values[name] if v not in self.clocks)
        return frozenset(reason for value in values for reason in self.known(value).reasons)

    # -- findings: ranks 4 and 2 ---------------------------------------------------------------------

    def prevailing_finding(self, node: str) -> PrevailingRecord[FindingRecord] | None:
        """Return the finding about a node that prevails; None where nothing is recorded about it."""
        return self.findings.prevailing_of_sides(node, self.sides, self.stage)

    def _resolve_by_finding(self, node: str) -> ResolvedFact:
        """Return what a finding says of a node without parts."""
        prevailing = self.prevailing_finding(node)
        if prevailing is None:
            return ResolvedFact(UNKNOWN, Rank.NOTHING, reasons_of_finding(None, self.framework.nodes[node]))
        record = prevailing.record
        rank = Rank.EXTERNAL_FINDING if record.side == "external" else Rank.SELF_FINDING
        if prevailing.reason is not None:
            ended = record.until if prevailing.has_ended else None
            return ResolvedFact(UNKNOWN, rank, frozenset((prevailing.reason,)), record, prevailing.others, ended=ended)
        truth = record.verdict.truth if isinstance(record.verdict, MetOrUnmet) else UNKNOWN
        return self._check_support(node, prevailing, truth, rank)

    def _check_support(
        self, node: str, prevailing: PrevailingRecord[FindingRecord], truth: Truth, rank: Rank
    ) -> ResolvedFact:
        """Hold a self-assessed *met* against the evidence policy (3.3)."""
        record = prevailing.record
        if truth is UNKNOWN:
            return ResolvedFact(UNKNOWN, rank, reasons_of_finding(record.verdict, self.framework.nodes[node]), record)
        needs_evidence = record.side == "self" and truth is MET
        failures = self.support.policy_failures(prevailing.codes, node) if needs_evidence else frozenset[Reason]()
        return ResolvedFact(UNKNOWN if failures else truth, rank, failures, record)

    def _resolve_applicability(self, name: str, node: str) -> ResolvedFact:
        """Return whether a node applies (1.7): not where that is recorded, otherwise as its ``when`` decides."""
        prevailing = self.prevailing_finding(node)
        by_rule = self.evaluate(name)
        reasons = self._reasons_of_values(name) if by_rule is UNKNOWN else frozenset()
        # A record that has ended no longer takes the node out, and leaves nothing unknown: the node applies again
        # (1.7).
        if prevailing is None or prevailing.has_ended:
            return ResolvedFact(by_rule, Rank.CONDITION, reasons)
        record = prevailing.record
        said = [type(r.verdict) for r in (record, *prevailing.others)]
        # *Not applicable* takes the node out only where all records that prevail say so. Where they contradict each
        # other, it is unknown whether the node applies (1.7, S9).
        if set(said) == {NotApplicable}:
            return ResolvedFact(UNMET, Rank.EXTERNAL_FINDING, finding=record)
        # A record that says *unknown* may turn out to say *not applicable*, where that may be recorded (1.7).
        says_unknown = any(issubclass(one, Unknown) for one in said)
        may_leave = NotApplicable in said or (says_unknown and self.framework.nodes[node].node.may_not_apply)
        if may_leave and by_rule is not UNMET:
            clash = frozenset((Reason.DISPUTED,)) if NotApplicable in said else reasons_of_unknown(record.verdict)
            reasons = clash if prevailing.reason is None else frozenset((prevailing.reason,))
            return ResolvedFact(UNKNOWN, Rank.EXTERNAL_FINDING, reasons, record)
        return ResolvedFact(by_rule, Rank.CONDITION, reasons)

    # -- scores: ratings, points, gravest findings ------------------------------------------------------

    def _resolve_score(self, node: str) -> KnownValue:
        """Return a node's rating, points or gravest finding by the same ranks; its whole scale where none is known."""
        prevailing = self.prevailing_finding(node)
        if prevailing is None:
            return KnownValue(self._scale_of(node), None, reasons_of_score(None))
        if prevailing.reason is not None:
            ended = prevailing.record.until if prevailing.has_ended else None
            return KnownValue(self._scale_of(node), None, frozenset((prevailing.reason,)), ended)
        verdict = prevailing.record.verdict
        interval = verdict.interval if isinstance(verdict, Score) else self._scale_of(node)
        return KnownValue(interval, None, reasons_of_score(verdict))

    def _scale_of(self, node: str) -> Interval:
        from kiemdinh.standards.definition import RangeScale  # noqa: PLC0415 - loaded when it is needed

        info: NodeInfo = self.framework.nodes[node]
        if info.verdict == "points":
            return Interval(0, info.node.points or 0)
        scale = self.framework.definition.scales[info.scale or ""]
        if isinstance(scale, RangeScale):
            return Interval(scale.from_, scale.to)
        return Interval(0, len(scale.steps) - 1 + (scale.not_reached is not None))


def _bind(method: Callable[..., ResolvedFact], *arguments: object) -> _Way:
    """Return a method of facts with its arguments, to be called with the facts of any stage."""
    return lambda facts: method(facts, *arguments)
