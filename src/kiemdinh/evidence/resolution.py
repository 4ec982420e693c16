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

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import Dossier, Finding, Level, NotApplicable, Score, Side, Verdict
from kiemdinh.evidence.holdings import Holdings
from kiemdinh.evidence.reasons import Reason
from kiemdinh.evidence.records import Speaking, latest, newest, prevailing
from kiemdinh.evidence.support import Support
from kiemdinh.evidence.values import Known, Values
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval, Truth, evaluate
from kiemdinh.standards.fact_names import sideless

if TYPE_CHECKING:
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.lowering_rules import Rules
    from kiemdinh.standards.outline import NodeInfo

__all__ = ["APART", "Rank", "Records", "Resolution", "Settled"]

_SIDES: tuple[Side, ...] = ("external", "self")
APART = "apart:"
"""Before a step's name: what a claim says of it beside the figures that decide parts of it."""
_CLASHES = frozenset((Reason.DISPUTED, Reason.PENDING, Reason.RECORDED_UNKNOWN))
_HELD = ("held:", "revoked:", "never:")


class Rank(IntEnum):
    """What settles a fact; the higher speaks first."""

    NOTHING = 0
    SELF_CLAIM = 1
    SELF_FINDING = 2
    EXTERNAL_CLAIM = 3
    EXTERNAL_FINDING = 4
    METRIC = 5
    CONDITION = 6
    """Derived from facts below it; no record speaks about it as a whole."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A fact as resolution leaves it: its truth, what settled it, why it is unknown, the records involved."""

    truth: Truth
    rank: Rank = Rank.NOTHING
    reasons: frozenset[Reason] = frozenset()
    finding: Finding | None = None
    against: tuple[Finding, ...] = ()
    unchecked: bool = False
    not_measured: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """The findings of a dossier by the node they speak of, those after the knowledge date left out (4.1)."""

    by_node: Mapping[str, tuple[Finding, ...]]

    @property
    def by_whole(self) -> bool:
        """Whether the dossier gives levels of whole nodes, or nothing at all, rather than requirements one by one."""
        return not self.by_node or any(
            isinstance(record.said, Level) for found in self.by_node.values() for record in found
        )

    def speaking(self, node: str, side: Side, stage: str | None) -> Speaking[Finding] | None:
        """Return the finding of one side about a node that speaks, as seen from *stage*."""
        return latest(self.heard(node, side, stage), _said)

    def heard(self, node: str, side: Side, stage: str | None) -> tuple[Finding, ...]:
        """Return the findings of one side about a node that no other replaces, as seen from *stage*."""
        found = self.by_node.get(node)
        if found is None:
            return ()
        return newest(r for r in found if r.side == side and r.stage in (None, stage))


@dataclass(slots=True)
class Resolution:
    """The facts of one dossier, seen from one stage and by chosen sides, each settled when first asked for.

    It is a :class:`kiemdinh.rules.Facts`. ``sides`` are those whose findings and claims are heard; values are heard
    whatever their side (2.8). Asking for all facts costs time linear in the size of the rules and the dossier.
    """

    framework: Framework
    rules: Rules
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
            return self._apart(name.removeprefix(APART))
        for side in _SIDES:
            if name.startswith(f"{side}:"):
                return Settled(self.by_side(side).truth(name.removeprefix(f"{side}:")), Rank.CONDITION)
        node, step = self._node_and_step(name)
        if node is None:
            return Settled(evaluate(self.rules.definitions[name], self), Rank.CONDITION)
        if step is not None:
            return self._whole(name, self._claimer(node, step))
        if self._is_metric(name):
            return self._measured(name)
        if name in self.rules.definitions:
            return self._whole(name, self._claimer(node, None))
        return self._found(name, node)

    def _node_and_step(self, name: str) -> tuple[NodeInfo | None, str | None]:
        nodes = self.framework.nodes
        if name in nodes:
            return nodes[name], None
        node, _, step = name.rpartition("/")
        info = nodes.get(node)
        return (info, step) if info is not None and step in info.levels else (None, None)

    # -- findings: ranks 5, 4, 2 ----------------------------------------------------------------------

    def _is_metric(self, name: str) -> bool:
        return name in self.rules.measured and not self.rules.facts[name]

    def _measured(self, name: str) -> Settled:
        """Rank 5 where the metric speaks; a finding stands in, marked *not measured*, until it does (3.4)."""
        found = self._found(name, self.framework.nodes[name])
        speaks = self._speaks(name)
        if not speaks and name not in self.rules.demanding and found.rank is not Rank.NOTHING:
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
        return any(self.values.speaking(v) is not None for v in self.rules.measured[name])

    def unmeasured(self, name: str) -> bool:
        """Whether a requirement is decided by a metric of which no figure is recorded (3.4)."""
        return self._is_metric(name) and not self._speaks(name)

    def measured_below(self, name: str, *, recorded: bool = True) -> tuple[str, ...]:
        """Return the requirements below a step or node that figures decide: *recorded* ones, or those still to come."""
        found: dict[str, None] = {}
        for fact in sorted(self.rules.facts[name]):
            if self._is_metric(fact):
                found.update({fact: None} if self._speaks(fact) is recorded else {})
            elif fact in self.rules.definitions and not fact.startswith("applies:"):
                found.update(dict.fromkeys(self.measured_below(fact, recorded=recorded)))
        return tuple(found)

    def awaits_figure(self, name: str) -> bool:
        """Whether a metric has no figure yet and no need of one, so that a claim above it stands (3.4)."""
        if not self._is_metric(name) or name in self.rules.demanding:
            return False
        settled = self.settled(name)
        return settled.rank is Rank.METRIC and settled.truth is UNKNOWN and not self._speaks(name)

    def _reasons_of_values(self, name: str) -> frozenset[Reason]:
        names = (v for v in self.rules.values[name] if not v.startswith("clock:"))
        return frozenset(reason for v in names for reason in self.known(v).reasons)

    def _speaking(self, node: str) -> Speaking[Finding] | None:
        if node not in self.records.by_node:
            return None
        sides = {side: self.records.speaking(node, side, self.stage) if side in self.sides else None for side in _SIDES}
        return prevailing(sides["external"], sides["self"], _said)

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

    def _supported(self, speaking: Speaking[Finding], truth: Truth, rank: Rank) -> Settled:
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
        return Settled(truth, rank, finding=record, unchecked=self._unchecked)

    @property
    def _unchecked(self) -> bool:
        return self.support.index is None and self.support.needed > 0

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
        from kiemdinh.standards.model import RangeScale  # noqa: PLC0415 - it loads pydantic

        info = self.framework.nodes[node]
        if info.verdict == "points":
            return Interval(0, info.node.points or 0)
        scale = self.framework.definition.scales[(info.layer and info.layer.scale) or ""]
        if isinstance(scale, RangeScale):
            return Interval(scale.from_, scale.to)
        return Interval(0, len(scale.steps) - 1 + (scale.not_reached is not None))

    # -- claims: ranks 3, 1 -----------------------------------------------------------------------------

    def _claimer(self, node: NodeInfo, step: str | None) -> Callable[[Side], _Claim | None]:
        """Return a function that gives one side's claim about a step, or about a node as a whole.

        Each step is a fact of its own: claims that reach different levels differ only where one says met, one unmet.
        """

        def says(record: Finding) -> Truth | None:
            return self._says(record, node, step)

        def claim(side: Side) -> _Claim | None:
            if side not in self.sides:
                return None
            heard = self.records.heard(node.id, side, self.stage)
            speaking = latest((r for r in heard if says(r) is not None), says)
            said = None if speaking is None else says(speaking.record)
            return None if speaking is None or said is None else _Claim(said, speaking)

        return claim

    def _says(self, record: Finding, node: NodeInfo, step: str | None) -> Truth | None:
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

    def _whole(self, name: str, claim: Callable[[Side], _Claim | None]) -> Settled:
        """Resolve a step or node that a claim may settle (3.7, 3.9)."""
        external, own = claim("external"), claim("self")
        if external is not None:
            return self._claimed(name, external, Rank.EXTERNAL_CLAIM, own)
        if own is not None:
            return self._claimed(name, own, Rank.SELF_CLAIM, None)
        truth = evaluate(self.rules.definitions[name], self)
        if truth is UNKNOWN and self._spoken_of_as_a_whole(name):
            return Settled(UNKNOWN, Rank.NOTHING, frozenset((Reason.NOT_ASSESSED,)))
        return Settled(truth, Rank.CONDITION)

    def _spoken_of_as_a_whole(self, name: str) -> bool:
        """Whether a step is settled as one thing: nothing below it is recorded, in a dossier that gives whole nodes."""
        node = name.rpartition("/")[0]
        if node not in self.framework.nodes or not self.records.by_whole:
            return False
        below = self.rules.facts[name]
        return not any(
            f in self.records.by_node or f in self.rules.definitions for f in below if not f.startswith("applies:")
        )

    def _claimed(self, name: str, claim: _Claim, rank: Rank, later: _Claim | None) -> Settled:
        record, reason = claim.speaking.record, claim.speaking.reason
        says, failures = claim.says, frozenset[Reason]()
        if reason is not None:
            says, failures = UNKNOWN, frozenset((reason,))
        elif says is UNKNOWN:
            failures = frozenset((Reason.RECORDED_UNKNOWN,))
        elif says is MET and record.side == "self":
            failures = self.support.failures(claim.speaking.codes)
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

    def _apart(self, name: str) -> Settled:
        """What a claim says of a step beside the figures that decide parts of it, which change on their own (5.3)."""
        settled = self.settled(name)
        node, step = self._node_and_step(name)
        if node is None or settled.rank not in (Rank.SELF_CLAIM, Rank.EXTERNAL_CLAIM) or settled.reasons & _CLASHES:
            return settled
        side: Side = "external" if settled.rank is Rank.EXTERNAL_CLAIM else "self"
        claim = self._claimer(node, step)(side)
        if claim is None:
            return settled
        failures = self.support.failures(claim.speaking.codes) if side == "self" and claim.says is MET else frozenset()
        top = Rank.EXTERNAL_FINDING if side == "external" else Rank.SELF_FINDING
        above = evaluate(self.rules.definitions[name], _Under(self, lambda r: r > top, claim.says, MET))
        if above is not claim.says:
            return settled
        return Settled(UNKNOWN if failures else claim.says, settled.rank, failures, settled.finding)

    def _as_claimed(self, name: str, says: Truth, rank: Rank, failures: frozenset[Reason], record: Finding) -> Settled:
        unchecked = record.side == "self" and says is MET and self._unchecked
        below = self.rules.facts[name] & self.rules.measured.keys()
        not_measured = says is not UNKNOWN and any(self.awaits_figure(fact) for fact in below)
        return Settled(says, rank, failures, record, unchecked=unchecked, not_measured=not_measured)

    def _silent_below(self, name: str) -> bool:
        """Whether nothing below *name* can speak, so that a claim about it stands as it is."""
        rules = self.rules
        return all(
            fact not in rules.definitions and not fact.startswith("applies:") and fact not in self.records.by_node
            for fact in rules.facts[name]
        )

    def _above_reasons(self, name: str, truth: Truth) -> frozenset[Reason]:
        if truth is not UNKNOWN:
            return frozenset()
        parts = (self.settled(f) for f in self.rules.facts[name])
        return frozenset(reason for part in parts if part.truth is UNKNOWN for reason in part.reasons)

    def _under(self, name: str, heard: Callable[[Rank], bool], default: Truth) -> Truth:
        """Evaluate the condition of *name* where facts settled at a rank *heard* stand and the rest are *default*."""
        return evaluate(self.rules.definitions[name], _Under(self, heard, default))

    def _later_differs(self, name: str, claim: _Claim, later: _Claim | None) -> bool:
        """Whether what the school itself said after the external claim decides otherwise (3.9)."""
        since = claim.speaking.record.on
        if later is not None and later.speaking.record.on > since:
            differs = later.says is not claim.says or later.speaking.reason is not None
            if differs:
                return True
        alone = evaluate(self.rules.definitions[name], _LaterSelf(self, since, claim.says.negated()))
        return alone not in (UNKNOWN, claim.says)


@dataclass(frozen=True, slots=True)
class _Claim:
    says: Truth
    speaking: Speaking[Finding]


@dataclass(frozen=True, slots=True)
class _Under:
    """Facts in which only some ranks are heard; a node without a heard record is judged by its own parts."""

    resolution: Resolution
    heard: Callable[[Rank], bool]
    default: Truth
    measured: Truth | None = None

    def truth(self, name: str, /) -> Truth:
        res = self.resolution
        if name.startswith("applies:"):
            return res.truth(name)
        settled = res.settled(name)
        if settled.rank is Rank.METRIC and self.measured is not None:
            return self.measured
        if settled.rank is Rank.METRIC:
            return self.default if res.awaits_figure(name) else settled.truth
        if settled.rank is not Rank.CONDITION and self.heard(settled.rank):
            return settled.truth
        if name in res.rules.definitions and not res._is_metric(name):  # noqa: SLF001 - the same table
            return evaluate(res.rules.definitions[name], self)
        return self.default

    def value(self, name: str, /) -> Interval:
        return self.resolution.value(name)


@dataclass(frozen=True, slots=True)
class _LaterSelf:
    """Facts in which only what the school itself found after a date stands; all else is unknown.

    What it then recorded as unknown is taken to differ, so that not looking never helps (1.9).
    """

    resolution: Resolution
    since: dt.date
    differing: Truth

    def truth(self, name: str, /) -> Truth:
        res = self.resolution
        if name.startswith("applies:"):
            return res.truth(name)
        if name in res.rules.definitions:
            return evaluate(res.rules.definitions[name], self)
        speaking = res.records.speaking(name, "self", res.stage) if "self" in res.sides else None
        if speaking is None or speaking.record.on <= self.since:
            return UNKNOWN
        said = speaking.record.said
        return said.truth if isinstance(said, Verdict) and speaking.reason is None else self.differing

    def value(self, name: str, /) -> Interval:
        return self.resolution.value(name)


def _said(finding: Finding) -> object:
    return finding.said
