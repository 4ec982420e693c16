"""Resolution: from records to facts on a date (semantics 3.9). One table, total, and blind to the order of records.

=====  ======================  ==============================================================================
rank   what speaks             about
=====  ======================  ==============================================================================
5      deciding metric         a requirement with ``met_if``, as soon as one of its figures is recorded
4      external finding        a requirement, or any node without conditions below it
3      external claim          a step or a node as a whole
2      self-assessed finding   as rank 4; *met* only with its evidence (3.3)
1      self-assessed claim     as rank 3; a step that it says is met only with its evidence
0      nothing                 unknown, *not assessed*
=====  ======================  ==============================================================================

The first that exists speaks and holds its place also where it says unknown. A claim yields to what stands above it
and is *disputed* where its own side's parts say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import Dossier, FindingRecord, NotApplicable, Reason, Score, Side, Verdict
from kiemdinh.evidence.resolution.awards_held import Holdings
from kiemdinh.evidence.resolution.claims import Claims
from kiemdinh.evidence.resolution.findings_by_node import SIDES, Records, said_of
from kiemdinh.evidence.resolution.policy import Support
from kiemdinh.evidence.resolution.precedence import Speaking, prevailing
from kiemdinh.evidence.resolution.resolved_fact import APART, Rank, Settled
from kiemdinh.evidence.resolution.values import Known, Values
from kiemdinh.rules import UNKNOWN, UNMET, Interval, Truth, evaluate
from kiemdinh.standards.names import sideless

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["Resolution"]

_HELD = ("held:", "revoked:", "never:")


@dataclass(slots=True)
class Resolution:
    """The facts of one dossier, seen from one stage and by chosen sides, each settled when first asked for.

    It is a :class:`kiemdinh.rules.Facts`. ``sides`` are those whose findings and claims are heard; values are heard
    whatever their side (2.8). Asking for all facts costs time linear in the size of the rules and the dossier.
    """

    framework: Framework
    rules: FrameworkRules
    dossier: Dossier
    records: Records
    values: Values
    support: Support
    holdings: Holdings
    clocks: Mapping[str, Interval]
    stage: str | None
    sides: frozenset[Side]
    _settled: dict[str, Settled] = field(default_factory=dict)
    _values: dict[str, Known] = field(default_factory=dict)
    _by_side: dict[Side, Resolution] = field(default_factory=dict)

    # -- facts of the kernel -------------------------------------------------------------------------

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact."""
        return self.settled(name).truth

    def value(self, name: str, /) -> Interval:
        """Return the interval of a value: an input's, a node's rating, points or finding, or a date counted back."""
        if name.startswith("clock:"):
            return self.clocks[name]
        return self.known(name).interval

    def known(self, name: str) -> Known:
        """Return what is known of an input's value, or of a node's rating, points or finding."""
        if name not in self._values:
            is_input = name.startswith(("input:", "per:"))
            self._values[name] = self.values.known(name) if is_input else self._score(name)
        return self._values[name]

    def settled(self, name: str) -> Settled:
        """Return a fact with what settled it and why it is unknown."""
        if name not in self._settled:
            self._settled[name] = self._settle(name)
        return self._settled[name]

    def by_side(self, side: Side) -> Resolution:
        """Return the same facts by one side's findings and claims alone."""
        if side not in self._by_side:
            self._by_side[side] = replace(self, sides=frozenset((side,)), _settled={}, _values={}, _by_side={})
        return self._by_side[side]

    def in_case(self, settled: Mapping[str, Interval], changed: frozenset[str]) -> Resolution:
        """Return the same facts with context values fixed; only what *changed* names is settled anew."""
        return replace(
            self,
            values=replace(self.values, settled=settled),
            _settled={
                name: fact for name, fact in self._settled.items() if sideless(name).removeprefix(APART) not in changed
            },
            _values={name: known for name, known in self._values.items() if name not in settled},
            _by_side={side: facts.in_case(settled, changed) for side, facts in self._by_side.items()},
        )

    def by_record(self, name: str) -> bool:
        """Whether a record settled the fact as a whole, so that its parts do not explain it."""
        return self.settled(name).rank not in (Rank.CONDITION, Rank.METRIC)

    def _settle(self, name: str) -> Settled:
        if name.startswith(_HELD):
            return Settled(self.holdings.truth(name), Rank.CONDITION)
        if name.startswith("applies:"):
            return self._applies(name)
        if name.startswith(APART):
            return self._settle_apart(name.removeprefix(APART))
        for side in SIDES:
            if name.startswith(f"{side}:"):
                return Settled(self.by_side(side).truth(name.removeprefix(f"{side}:")), Rank.CONDITION)
        node, step = self._node_and_step(name)
        if node is None:
            return Settled(evaluate(self.rules.definitions[name], self), Rank.CONDITION)
        if step is not None:
            return Claims(self).settle(name, node, step)
        if self.is_metric(name):
            return self._measured(name)
        if name in self.rules.definitions:
            return Claims(self).settle(name, node, None)
        return self._found(name, node)

    def _settle_apart(self, name: str) -> Settled:
        node, step = self._node_and_step(name)
        return self.settled(name) if node is None else Claims(self).settle_apart(name, node, step)

    def _node_and_step(self, name: str) -> tuple[NodeInfo | None, str | None]:
        nodes = self.framework.nodes
        if name in nodes:
            return nodes[name], None
        node, _, step = name.rpartition("/")
        info = nodes.get(node)
        return (info, step) if info is not None and step in info.levels else (None, None)

    # -- findings: ranks 5, 4, 2 ----------------------------------------------------------------------

    def is_metric(self, name: str) -> bool:
        """Whether figures of its own decide a requirement."""
        return name in self.rules.deciding_figures and not self.rules.facts[name]

    def _measured(self, name: str) -> Settled:
        """Rank 5 where the metric speaks; a finding stands in, marked *not measured*, until it does (3.4)."""
        found = self._found(name, self.framework.nodes[name])
        speaks = self._speaks(name)
        if not speaks and name not in self.rules.figure_required and found.rank is not Rank.NOTHING:
            return Settled(
                found.truth,
                found.rank,
                found.reasons,
                found.finding,
                found.against,
                found.unchecked,
                not_measured=True,
            )
        truth = evaluate(self.rules.definitions[name], self)
        reasons = self._reasons_of_values(name) if truth is UNKNOWN else frozenset()
        if not speaks and truth is UNKNOWN:
            reasons |= {Reason.MISSING_FIGURE}
        return Settled(truth, Rank.METRIC, reasons, found.finding)

    def _speaks(self, name: str) -> bool:
        return any(self.values.speaking(v) is not None for v in self.rules.deciding_figures[name])

    def unmeasured(self, name: str) -> bool:
        """Whether a requirement is decided by a metric of which no figure is recorded (3.4)."""
        return self.is_metric(name) and not self._speaks(name)

    def measured_below(self, name: str, *, recorded: bool = True) -> tuple[str, ...]:
        """Return the requirements below a step or node that figures decide: *recorded* ones, or those still to come."""
        found: dict[str, None] = {}
        for fact in sorted(self.rules.facts[name]):
            if self.is_metric(fact):
                found.update({fact: None} if self._speaks(fact) is recorded else {})
            elif fact in self.rules.definitions and not fact.startswith("applies:"):
                found.update(dict.fromkeys(self.measured_below(fact, recorded=recorded)))
        return tuple(found)

    def awaits_figure(self, name: str) -> bool:
        """Whether a metric has no figure yet and no need of one, so that a claim above it stands (3.4)."""
        if not self.is_metric(name) or name in self.rules.figure_required:
            return False
        settled = self.settled(name)
        return settled.rank is Rank.METRIC and settled.truth is UNKNOWN and not self._speaks(name)

    def _reasons_of_values(self, name: str) -> frozenset[Reason]:
        names = (v for v in self.rules.values[name] if not v.startswith("clock:"))
        return frozenset(reason for v in names for reason in self.known(v).reasons)

    def _speaking(self, node: str) -> Speaking[FindingRecord] | None:
        if node not in self.records.by_node:
            return None
        sides = {side: self.records.speaking(node, side, self.stage) if side in self.sides else None for side in SIDES}
        return prevailing(sides["external"], sides["self"], said_of)

    def _found(self, name: str, node: NodeInfo) -> Settled:
        """Ranks 4 and 2: what a finding says of a node that nothing lies below."""
        speaking = self._speaking(name)
        if speaking is None:
            return Settled(UNKNOWN, Rank.NOTHING, frozenset((Reason.NOT_ASSESSED,)))
        record = speaking.record
        rank = Rank.EXTERNAL_FINDING if record.side == "external" else Rank.SELF_FINDING
        if speaking.reason is not None:
            return Settled(UNKNOWN, rank, frozenset((speaking.reason,)), record, speaking.others)
        truth = record.said.truth if isinstance(record.said, Verdict) else UNKNOWN
        return self._supported(speaking, truth, rank)

    def _supported(self, speaking: Speaking[FindingRecord], truth: Truth, rank: Rank) -> Settled:
        """Hold a self-assessed *met* against the evidence policy (3.3)."""
        record = speaking.record
        if truth is UNKNOWN:
            reason = frozenset() if isinstance(record.said, NotApplicable) else frozenset((Reason.RECORDED_UNKNOWN,))
            return Settled(UNKNOWN, rank, reason, record)
        if record.side == "external" or truth is UNMET:
            return Settled(truth, rank, finding=record)
        failures = self.support.failures(speaking.codes)
        if failures:
            return Settled(UNKNOWN, rank, failures, record)
        return Settled(truth, rank, finding=record, unchecked=self.support.unchecked)

    def _applies(self, name: str) -> Settled:
        """A recorded *not applicable* takes a node out of its group; otherwise its ``when`` decides (1.7)."""
        node = name.removeprefix("applies:")
        speaking = self._speaking(node)
        by_rule = evaluate(self.rules.definitions[name], self)
        reasons = self._reasons_of_values(name) if by_rule is UNKNOWN else frozenset()
        if speaking is None:
            return Settled(by_rule, Rank.CONDITION, reasons)
        said = [r.said for r in (speaking.record, *speaking.others)]
        absent = [isinstance(s, NotApplicable) for s in said]
        if all(absent):
            return Settled(UNMET, Rank.EXTERNAL_FINDING, finding=speaking.record)
        if any(absent) and by_rule is not UNMET:
            return Settled(
                UNKNOWN,
                Rank.EXTERNAL_FINDING,
                frozenset((speaking.reason or Reason.DISPUTED,)),
                speaking.record,
            )
        return Settled(by_rule, Rank.CONDITION, reasons)

    def _score(self, name: str) -> Known:
        """A node's rating, points or gravest finding, by the same table; its whole scale where nothing is known."""
        node = name.partition(":")[2]
        open_ = self._open_score(node)
        speaking = self._speaking(node)
        if speaking is None:
            return Known(open_, None, frozenset((Reason.NOT_ASSESSED,)))
        if speaking.reason is not None:
            return Known(open_, None, frozenset((speaking.reason,)))
        said = speaking.record.said
        if not isinstance(said, Score):
            return Known(open_, None, frozenset((Reason.RECORDED_UNKNOWN,)))
        reasons = frozenset() if said.interval.known else frozenset((Reason.NOT_ASSESSED,))
        return Known(said.interval, None, reasons)

    def _open_score(self, node: str) -> Interval:
        from kiemdinh.standards.definition import RangeScale  # noqa: PLC0415 - it loads pydantic

        info = self.framework.nodes[node]
        if info.verdict == "points":
            return Interval(0, info.node.points or 0)
        scale = self.framework.definition.scales[(info.layer and info.layer.scale) or ""]
        if isinstance(scale, RangeScale):
            return Interval(scale.from_, scale.to)
        return Interval(0, len(scale.steps) - 1 + (scale.not_reached is not None))
