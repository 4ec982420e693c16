"""Why a record by itself leaves open what it is about (semantics 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.evidence.dossier import MetOrUnmet, NotApplicable, Reason, Score, ToConfirm

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import ValueRecord, Verdict
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["reasons_of_finding", "reasons_of_score", "reasons_of_unknown", "reasons_of_value"]

_NONE: Final = frozenset[Reason]()
_NOT_ASSESSED: Final = frozenset((Reason.NOT_ASSESSED,))
_WORDING_UNKNOWN: Final = frozenset((Reason.WORDING_UNKNOWN,))
_RECORDED_UNKNOWN: Final = frozenset((Reason.RECORDED_UNKNOWN,))
_TO_CONFIRM: Final = frozenset((Reason.TO_CONFIRM,))
_NOTHING_TO_MEASURE: Final = frozenset((Reason.NOTHING_TO_MEASURE,))


def reasons_of_finding(verdict: Verdict | None, node: NodeInfo) -> frozenset[Reason]:
    """Return why a verdict about a requirement leaves it unknown; None is no record.

    A node that is recorded as not applicable is no unknown that somebody should settle: whether it applies is a fact of
    its own.
    """
    if verdict is None:
        return _NOT_ASSESSED if node.node.wording is None else _WORDING_UNKNOWN
    return _NONE if isinstance(verdict, MetOrUnmet | NotApplicable) else reasons_of_unknown(verdict)


def reasons_of_unknown(verdict: Verdict) -> frozenset[Reason]:
    """Return why a verdict that says nothing certain leaves its subject open: *recorded unknown*, or *to confirm*."""
    return _TO_CONFIRM if isinstance(verdict, ToConfirm) else _RECORDED_UNKNOWN


def reasons_of_score(verdict: Verdict | None) -> frozenset[Reason]:
    """Return why a verdict about a rating, points or the gravest finding leaves it unknown; None is no record."""
    if verdict is not None and not isinstance(verdict, Score):
        return reasons_of_unknown(verdict)
    # A score that is no point comes from a list of findings that is not called complete (1.10).
    return _NONE if verdict is not None and verdict.interval.known else _NOT_ASSESSED


def reasons_of_value(record: ValueRecord) -> frozenset[Reason]:
    """Return why a record of a figure leaves it unknown."""
    if record.value is not None:
        return _NONE
    return _NOTHING_TO_MEASURE if record.whole == 0 else _RECORDED_UNKNOWN
