"""The shape of records: which nodes and values have one, and the questions of the compiled rules about a record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from kiemdinh.evidence.dossier import MetOrUnmet, NotApplicable, Unknown
from kiemdinh.evidence.resolution import reasons_of_finding, truth_claimed
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemdinh.evidence.dossier import Reason, Side, Verdict
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["NotPlainError", "RecordFact", "RecordKind", "RecordShape", "is_settled"]


class NotPlainError(Exception):
    """The rules cannot be closed over records of this shape; they have to be resolved one school at a time."""


@dataclass(frozen=True, slots=True)
class RecordShape:
    """Which nodes and values have a record in some school or in every one.

    Attributes
    ----------
    side
        Whose findings all of them are.
    nodes
        The nodes that can have a record, by their ids; True for one that has a record in every school.
    values
        The values that can have a record, by the names that the rules have for them; True as for nodes.
    anywhere
        The nodes that can have a record for any stage, or for the school.
    clocks
        The names of the dates counted back that differ between schools, because the schools are assessed on different
        days. All others are those of one day.
    """

    side: Side
    nodes: Mapping[str, bool] = field(default_factory=dict)
    values: Mapping[str, bool] = field(default_factory=dict)
    anywhere: frozenset[str] = frozenset()
    clocks: frozenset[str] = frozenset()

    def without_findings(self) -> RecordShape:
        """Return the same shape without the findings, as the other side has it."""
        return replace(self, nodes={})


class RecordKind(Enum):
    """What is asked of the record of a node or value."""

    VERDICT = "verdict"
    """Met or unmet as the record says; unknown without one."""
    RECORDED = "recorded"
    """Whether there is a record."""
    LEFT_OUT = "left-out"
    """Whether the record says that the node does not apply."""
    LEFT_OPEN = "left-open"
    """Whether the record says unknown."""
    CLAIM = "claim"
    """What the record says of one step, or of the node as a whole; unknown without a claim."""
    CLAIMED = "claimed"
    """Whether the record says anything of it."""
    OPEN = "open"
    """Whether the record, or that there is none, leaves its subject unknown for a reason (3.6)."""
    RECORDED_ANYWHERE = "recorded-anywhere"
    """Whether there is a record of the node for any stage, or for the school."""
    WHOLE_NODES = "whole-nodes"
    """Whether levels of whole nodes are recorded, or nothing at all, rather than requirements one by one (S8)."""

    @property
    def is_settled(self) -> bool:
        """Whether it is met or unmet, and never unknown."""
        return self not in (RecordKind.VERDICT, RecordKind.CLAIM)


@dataclass(frozen=True, slots=True)
class RecordFact:
    """A fact about one record.

    Attributes
    ----------
    kind
        What is asked.
    subject
        The id of the node, or the name of a value.
    step
        The step of the node that a claim is asked about; None for all others.
    reason
        The reason that is asked about; None for all others.
    """

    kind: RecordKind
    subject: str
    step: str | None = None
    reason: Reason | None = None

    def __str__(self) -> str:
        return ":".join((self.kind.value, self.subject, *(one for one in (self.step, self.reason) if one is not None)))

    def truth_of(self, verdict: Verdict | None, node: NodeInfo) -> Truth:
        """Return the fact for a verdict about its node; None where there is no record.

        Parameters
        ----------
        verdict
            What is recorded about the node.
        node
            The node.
        """
        match self.kind:
            case RecordKind.VERDICT:
                return verdict.truth if isinstance(verdict, MetOrUnmet) else UNKNOWN
            case RecordKind.RECORDED:
                return MET if verdict is not None else UNMET
            case RecordKind.LEFT_OUT:
                return MET if isinstance(verdict, NotApplicable) else UNMET
            case RecordKind.LEFT_OPEN:
                return MET if isinstance(verdict, Unknown) else UNMET
            case RecordKind.OPEN:
                return MET if self.reason in reasons_of_finding(verdict, node) else UNMET
        claimed = None if verdict is None else truth_claimed(verdict, node, self.step)
        if self.kind is RecordKind.CLAIMED:
            return UNMET if claimed is None else MET
        return UNKNOWN if claimed is None else claimed


_SETTLED: Final = frozenset(kind.value for kind in RecordKind if kind.is_settled)


def is_settled(name: str) -> bool:
    """Return whether the fact of this name, one that compiled rules ask of a record, is never unknown."""
    return name.partition(":")[0] in _SETTLED
