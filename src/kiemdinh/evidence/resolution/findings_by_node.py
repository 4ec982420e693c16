"""The findings of a dossier, looked up by the node that they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.evidence.dossier import FindingRecord, Level, MetOrUnmet, NotApplicable, Reason, Side, Verdict
from kiemdinh.evidence.resolution.precedence import (
    PrevailingRecord,
    choose_side,
    has_begun,
    has_ended,
    latest_record,
    newest_records,
)
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["Claim", "FindingsByNode", "truth_claimed", "verdict_of"]


class Claim(NamedTuple):
    """A claim of one side about one step, or about a node as a whole: met, unmet or unknown, and the record."""

    truth: Truth
    prevailing: PrevailingRecord[FindingRecord]


@dataclass(eq=False, repr=False)
class FindingsByNode:
    """The findings of a dossier by the node that they are about, as they count on a date.

    The caller leaves out findings made after the knowledge date (4.1).

    Attributes
    ----------
    by_node
        The findings about each node, those left out that do not count yet on the date.
    on
        The evidence date, on which findings have ended or not; None where none ends.
    every
        All findings about each node that has one that does not count yet.
    """

    by_node: Mapping[str, tuple[FindingRecord, ...]]
    on: dt.date | None = None
    every: Mapping[str, tuple[FindingRecord, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, by_node: Mapping[str, tuple[FindingRecord, ...]], on: dt.date) -> FindingsByNode:
        """Return the findings as they count on a date; the cost is one pass over them."""
        early = {node: found for node, found in by_node.items() if not all(has_begun(one, on) for one in found)}
        if not early:
            return cls(by_node, on)
        begun = {node: tuple(one for one in found if has_begun(one, on)) for node, found in by_node.items()}
        return cls({node: found for node, found in begun.items() if found}, on, early)

    def on_date(self, on: dt.date) -> FindingsByNode:
        """Return the same findings as they count on another date, not before this one."""
        return FindingsByNode.of({**self.by_node, **self.every}, on) if self.every else replace(self, on=on)

    @cached_property
    def has_ends(self) -> bool:
        """Whether some finding has a last day."""
        found = (*self.by_node.values(), *self.every.values())
        return any(one.until is not None for records in found for one in records)

    @cached_property
    def gives_whole_nodes(self) -> bool:
        """Whether the dossier gives levels of whole nodes, or nothing at all, rather than requirements one by one.

        An explanation then shows a step of a criterion as one thing to settle, and not as its requirements (semantics
        S8). The cost is one pass over the findings, once.
        """
        return not self.by_node or any(
            isinstance(record.verdict, Level) for found in self.by_node.values() for record in found
        )

    @cached_property
    def citing_nodes(self) -> frozenset[str]:
        """The nodes of which some finding cites evidence."""
        return frozenset(node for node, found in self.by_node.items() if any(one.evidence_codes for one in found))

    def prevailing_record(self, node: str, side: Side, stage: str | None) -> PrevailingRecord[FindingRecord] | None:
        """Return the finding of one side about a node that prevails for a stage, and why it is *disputed* if it is.

        The finding can be about the node's own verdict or be a claim about its levels (semantics 3.7): all count alike
        here. None where the side has found nothing about the node.

        Parameters
        ----------
        node
            The id of the node.
        side
            The side whose findings count.
        stage
            The stage; findings about the school as a whole count for it too. None counts only the latter.
        """
        return latest_record(self.current_findings(node, side, stage), verdict_of, self.on)

    def prevailing_of_sides(
        self, node: str, sides: Container[Side], stage: str | None
    ) -> PrevailingRecord[FindingRecord] | None:
        """Return the finding of some sides that prevails, as :func:`choose_side` does; the rest as above."""
        found = self.by_node.get(node)
        if found is None:
            return None
        if len(found) == 1:  # the usual case
            only = found[0]
            if only.side not in sides or (only.stage is not None and only.stage != stage):
                return None
            return PrevailingRecord(only, Reason.EXPIRED if self.has_ended(only) else None)
        external = self.prevailing_record(node, "external", stage) if "external" in sides else None
        own = self.prevailing_record(node, "self", stage) if "self" in sides else None
        return choose_side(external, own, verdict_of)

    def has_ended(self, record: FindingRecord) -> bool:
        """Whether the last day of a finding is over."""
        return has_ended(record, self.on)

    def current_findings(self, node: str, side: Side, stage: str | None) -> tuple[FindingRecord, ...]:
        """Return the findings of one side about a node that no other replaces, about *stage* or the whole school.

        The arguments are those of :meth:`prevailing_record`. Several are returned only where they have the same date
        and are about the same stage; they may contradict one another (semantics 3.5).
        """
        found = self.by_node.get(node)
        if found is None:
            return ()
        if len(found) == 1:  # the usual case
            only = found[0]
            return found if only.side == side and (only.stage is None or only.stage == stage) else ()
        # A finding about the school counts for each stage; the stage's own overrides it (3.9).
        return newest_records(r for r in found if r.side == side and r.stage in (None, stage))

    def find_claim(self, node: NodeInfo, step: str | None, side: Side, stage: str | None) -> Claim | None:
        """Return what one side claims of a step, or of a node as a whole where *step* is None; None for nothing.

        Each step is a fact of its own: of two claims that reach different levels, one contradicts the other only at
        steps that one says are met and the other unmet. The other arguments are those of :meth:`prevailing_record`.
        """

        def claimed(record: FindingRecord) -> Truth | None:
            return truth_claimed(record.verdict, node, step)

        current = self.current_findings(node.id, side, stage)
        prevailing = latest_record((r for r in current if claimed(r) is not None), claimed, self.on)
        truth = None if prevailing is None else claimed(prevailing.record)
        return None if prevailing is None or truth is None else Claim(truth, prevailing)


def verdict_of(finding: FindingRecord) -> Verdict:
    """Return what of a finding is compared with other findings: its verdict.

    Two findings with one verdict agree, whatever their reasons and the evidence that they cite (semantics 3.5).
    """
    return finding.verdict


def truth_claimed(verdict: Verdict, node: NodeInfo, step: str | None) -> Truth | None:
    """Return what a verdict claims of a step, or of the node as a whole where *step* is None; None for nothing.

    A level that is reached makes its step and those below met, and the next step that has text unmet.
    """
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
