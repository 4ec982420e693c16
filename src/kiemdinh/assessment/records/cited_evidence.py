"""The items of evidence that records cite, each with whether it counts on the evidence date (semantics 3.1, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.data.outcomes import CitedEvidence, EvidenceAsked, LevelRef
from kiemdinh.evidence.dossier import FindingRecord, Reason
from kiemdinh.evidence.resolution import ResolvedFact, StageFacts, sort_by_validity, verdict_of
from kiemdinh.standards.names import SIDES

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import CitedState
    from kiemdinh.evidence.dossier import EvidenceItem
    from kiemdinh.evidence.resolution import DatedTerms, EvidenceState
    from kiemdinh.standards.definition import ChoiceDef

__all__ = ["find_cited_evidence", "find_evidence_asked", "find_failing_evidence"]

_BY_POLICY: Final = frozenset((Reason.EXPIRED, Reason.NOT_YET_VALID, Reason.UNSUPPORTED))
_STATES: Final[Mapping[EvidenceState, CitedState]] = {
    "expired": "expired",
    "not_yet": "not-yet-valid",
    "unfit": "unfit",
}
_Cited: TypeAlias = "tuple[str, DatedTerms]"
"""A code that is cited, and what its item is held to there."""


def find_cited_evidence(facts: StageFacts, node: str) -> tuple[CitedEvidence, ...]:
    """Return the items that the records about a node and about what is below it cite, each once, by code.

    Records that others replaced do not count. The cost is linear in these records.
    """
    citing, deciding = facts.findings.citing_nodes, facts.rules.deciding_figures
    nodes = (one for one in facts.beforehand.with_nodes_below(node) if one in citing or one in deciding)
    return _describe_items(facts, (cited for one in nodes for cited in _list_codes(facts, one)))


def find_failing_evidence(facts: StageFacts, name: str) -> tuple[CitedEvidence, ...]:
    """Return the items cited for a fact that do not count, where the fact is unknown for that reason; else none.

    *name* is the name of the fact, such as ``1.3/muc-1``.
    """
    cited = _describe_items(facts, _list_codes_of_fact(facts, name))
    return tuple(item for item in cited if item.state not in ("valid", "unchecked"))


def find_evidence_asked(facts: StageFacts, name: str) -> EvidenceAsked | None:
    """Return what the evidence policy asks for at a fact, where the fact is unknown for that reason; else None."""
    if facts.support.index is None or not _fails_policy(facts.resolved(name)):
        return None
    asked = _terms_of_fact(facts, name)
    codes = tuple(code for code, _ in _list_codes_of_fact(facts, name))
    found = len(sort_by_validity(codes, facts.support.index, asked).valid)
    terms = asked.terms
    if terms is None:
        return EvidenceAsked(asked.needed, found)
    lengths = (None if length is None else str(length) for length in (terms.no_older_than, terms.in_place_for))
    return EvidenceAsked(asked.needed, found, _name_words(terms.kinds), _name_words(terms.issuers), *lengths)


def _name_words(choices: Iterable[ChoiceDef] | None) -> tuple[LevelRef, ...]:
    return tuple(LevelRef(choice.id, choice.vi, choice.en) for choice in choices or ())


def _fails_policy(resolved: ResolvedFact) -> bool:
    """Whether a fact is unknown because of its evidence, and not because its record has ended."""
    return resolved.ended is None and bool(resolved.reasons & _BY_POLICY)


def _terms_of_fact(facts: StageFacts, name: str) -> DatedTerms:
    fact = facts.read_name(name)
    return facts.support.terms_at(fact.node, fact.step)


def _list_codes_of_fact(facts: StageFacts, name: str) -> Iterator[_Cited]:
    """Yield what is cited for a fact that is unknown because of its evidence; nothing for others."""
    resolved = facts.resolved(name)
    if resolved.finding is not None and _fails_policy(resolved):
        terms = _terms_of_fact(facts, name)
        yield from ((code, terms) for code in _codes_beside(facts, resolved.finding))


def _list_codes(facts: StageFacts, node: str) -> Iterator[_Cited]:
    for side in SIDES:
        for record in facts.findings.current_findings(node, side, facts.stage):
            for terms in facts.support.terms_for(record):
                yield from ((code, terms) for code in record.evidence_codes)
    for value in sorted(facts.rules.deciding_figures.get(node, ())):
        prevailing = facts.values.prevailing_record(value)
        for code in prevailing.codes if prevailing is not None else ():
            yield code, facts.support.terms_at(None)


def _codes_beside(facts: StageFacts, record: FindingRecord) -> Iterator[str]:
    """Yield the codes that a finding cites, and those of the findings that agree with it."""
    current = facts.findings.current_findings(record.node, record.side, facts.stage)
    for one in (record, *current):
        if verdict_of(one) == verdict_of(record):
            yield from one.evidence_codes


def _describe_items(facts: StageFacts, cited: Iterable[_Cited]) -> tuple[CitedEvidence, ...]:
    """Return each item once; one that counts at one place and not at another stands with the first where it does not.

    The items stand by code, so that the order of records makes no difference (4.4).
    """
    index, found = facts.support.index, dict[str, CitedEvidence]()
    for code, terms in cited:
        if code not in found or found[code].state == "valid":
            found[code] = _describe_item(code, index, terms)
    return tuple(found[code] for code in sorted(found))


def _describe_item(code: str, index: Mapping[str, EvidenceItem] | None, terms: DatedTerms) -> CitedEvidence:
    if index is None:
        return CitedEvidence(code, "unchecked")
    item = index.get(code)
    if item is None:
        return CitedEvidence(code, "missing")
    state = terms.state_of(item)
    dates = (item.issued, terms.last_day_of(item))
    fails = terms.failures_of(item)
    return CitedEvidence(code, _STATES.get(state, "valid"), *dates, item.title, fails, item.kind, item.issuer)
