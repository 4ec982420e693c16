"""The items of evidence that records cite, each with whether it counts on the evidence date (semantics 3.1, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.data.outcomes import CitedEvidence
from kiemdinh.evidence.dossier import FindingRecord, Reason
from kiemdinh.evidence.resolution import StageFacts, sort_by_validity, verdict_of

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import EvidenceItem, Side
    from kiemdinh.evidence.resolution import Validity

__all__ = ["find_cited_evidence", "find_failing_evidence"]

_BY_POLICY: Final = frozenset((Reason.EXPIRED, Reason.NOT_YET_VALID, Reason.UNSUPPORTED))
_SIDES: Final[tuple[Side, ...]] = ("external", "self")


def find_cited_evidence(facts: StageFacts, node: str) -> tuple[CitedEvidence, ...]:
    """Return the items that the records about a node and about what is below it cite, each once, by code.

    Records that others replaced do not count. The cost is linear in these records.
    """
    nodes = (node, *facts.framework.outline.descendants_of(node))
    return _describe_items(facts, (code for one in nodes for code in _list_codes(facts, one)))


def find_failing_evidence(facts: StageFacts, name: str) -> tuple[CitedEvidence, ...]:
    """Return the items cited for a fact that do not count, where the fact is unknown for that reason; else none.

    *name* is the name of the fact, such as ``1.3/muc-1``.
    """
    resolved = facts.resolved(name)
    if resolved.finding is None or not resolved.reasons & _BY_POLICY:
        return ()
    cited = _describe_items(facts, _codes_beside(facts, resolved.finding))
    return tuple(item for item in cited if item.state not in ("valid", "unchecked"))


def _list_codes(facts: StageFacts, node: str) -> Iterator[str]:
    for side in _SIDES:
        for record in facts.findings.current_findings(node, side, facts.stage):
            yield from record.evidence_codes
    for value in sorted(facts.rules.deciding_figures.get(node, ())):
        prevailing = facts.values.prevailing_record(value)
        yield from prevailing.codes if prevailing is not None else ()


def _codes_beside(facts: StageFacts, record: FindingRecord) -> Iterator[str]:
    """Yield the codes that a finding cites, and those of the findings that agree with it."""
    current = facts.findings.current_findings(record.node, record.side, facts.stage)
    for one in (record, *current):
        if verdict_of(one) == verdict_of(record):
            yield from one.evidence_codes


def _describe_items(facts: StageFacts, codes: Iterable[str]) -> tuple[CitedEvidence, ...]:
    # By code, so that the order of records makes no difference (4.4).
    found, index = tuple(sorted(set(codes))), facts.support.index
    if index is None:
        return tuple(CitedEvidence(code, "unchecked") for code in found)
    states = sort_by_validity(found, index, facts.support.on, facts.support.issued_by)
    return tuple(_describe_item(code, index.get(code), states) for code in found)


def _describe_item(code: str, item: EvidenceItem | None, states: Validity) -> CitedEvidence:
    if item is None:
        return CitedEvidence(code, "missing")
    dates = (item.issued, item.until, item.title)
    if code in states.expired:
        return CitedEvidence(code, "expired", *dates)
    return CitedEvidence(code, "not-yet-valid" if code in states.not_yet else "valid", *dates)
