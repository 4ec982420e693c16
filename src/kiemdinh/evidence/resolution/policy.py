"""The evidence policy: what a finding has to cite so that it counts (semantics 3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from kiemdinh.evidence.dossier import EvidenceItem, FindingRecord, Level, Reason
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.standards.evidence_policies import evidence_terms_at, list_evidence_policies

if TYPE_CHECKING:
    from kiemdinh.parsing.durations import Duration
    from kiemdinh.standards.definition import ChoiceDef, EvidenceTerms
    from kiemdinh.standards.loading import Framework

__all__ = ["DatedTerms", "EvidenceState", "Support", "TermKey", "Validity", "sort_by_validity"]

TermKey: TypeAlias = Literal["items", "kinds", "issuers", "no_older_than", "in_place_for"]
"""A key of an evidence policy."""
EvidenceState: TypeAlias = Literal["valid", "expired", "not_yet", "missing", "unfit"]
"""Whether an item of evidence counts, and why it does not."""


class Validity(NamedTuple):
    """Cited evidence codes, by the state of their items on the evidence date.

    Attributes
    ----------
    valid
        Codes of items that count.
    expired
        Codes of items whose last day has passed, or that are older than they may be.
    not_yet
        Codes of items that were issued after the last date of issue that counts.
    missing
        Codes that are not in the evidence index.
    unfit
        Codes of items of another kind or issuer, or without a date where their age is asked for.
    """

    valid: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DatedTerms:
    """The terms of an evidence policy for one node or step, on a date (semantics 3.3).

    Attributes
    ----------
    needed
        How many valid items a finding must cite; 0 where none is asked for.
    on
        The evidence date, on which items have to be valid.
    issued_by
        The last date of issue that counts; earlier than ``on`` where evidence must have been in place for some time.
    issued_from
        The first date of issue that counts; None where the age of items does not matter.
    needs_date
        Whether an item without a date of issue does not count, since its age is asked for.
    kinds, issuers
        The kinds of items that count, and those by whom they are issued; None where any will do.
    no_older_than
        How long an item counts from its day of issue; None where that has no end.
    terms
        The same as the definition states it; None where it states nothing.
    """

    needed: int
    on: dt.date
    issued_by: dt.date
    issued_from: dt.date | None = None
    needs_date: bool = False
    kinds: Vocabulary | None = None
    issuers: Vocabulary | None = None
    no_older_than: Duration | None = None
    terms: EvidenceTerms | None = field(default=None, compare=False)

    @classmethod
    def from_terms(cls, terms: EvidenceTerms, on: dt.date) -> DatedTerms:
        """Return terms as they are on a date; any of them asks for one item where no number is given (S11)."""
        from kiemdinh.parsing.durations import earliest_start, latest_start  # noqa: PLC0415 - loaded when it is needed

        wait, oldest = terms.in_place_for, terms.no_older_than
        return cls(
            terms.items if terms.items is not None else int(terms.asks_for_evidence),
            on,
            latest_start(on, wait) if wait else on,
            earliest_start(on, oldest) if oldest else None,
            needs_date=bool(wait or oldest),
            kinds=_words_of(terms.kinds),
            issuers=_words_of(terms.issuers),
            no_older_than=oldest,
            terms=terms,
        )

    def last_day_of(self, item: EvidenceItem) -> dt.date | None:
        """Return the last day on which an item counts: its own, or that by its age; None where it has neither."""
        from kiemdinh.parsing.durations import add_duration  # noqa: PLC0415 - loaded when it is needed

        by_age = None
        if self.no_older_than is not None and item.issued is not None:
            by_age = add_duration(item.issued, self.no_older_than)
        return min((day for day in (item.until, by_age) if day is not None), default=None)

    def failures_of(self, item: EvidenceItem) -> tuple[TermKey, ...]:
        """Return the keys of the policy that an item does not satisfy, in the order of the language."""
        fails: dict[TermKey, bool] = {
            "kinds": not _is_among(item.kind, self.kinds),
            "issuers": not _is_among(item.issuer, self.issuers),
            "no_older_than": self.issued_from is not None and (item.issued or dt.date.min) < self.issued_from,
            "in_place_for": self.issued_by < self.on and (item.issued or dt.date.max) > self.issued_by,
        }
        return tuple(key for key, is_failed in fails.items() if is_failed)

    def state_of(self, item: EvidenceItem | None) -> EvidenceState:
        """Return whether an item counts, and why it does not."""
        if item is None:
            return "missing"
        if not (_is_among(item.kind, self.kinds) and _is_among(item.issuer, self.issuers)):
            return "unfit"
        # Checked before the day of issue: an item that was issued late and has expired will not become valid.
        if item.until is not None and item.until < self.on:
            return "expired"
        if item.issued is None:
            return "unfit" if self.needs_date else "valid"
        if self.issued_from is not None and item.issued < self.issued_from:
            return "expired"
        return "not_yet" if item.issued > self.issued_by else "valid"


@lru_cache(maxsize=64)
def _has_local_policies(framework: Framework) -> bool:
    """Return whether any node or level has a policy of its own, so that places differ."""
    policies = tuple(list_evidence_policies(framework.definition, framework.outline))
    return len(policies) > (framework.definition.evidence is not None)


@lru_cache(maxsize=4096)  # the places of some frameworks on some dates: the schools of one run share them
def _find_terms(framework: Framework, node: str | None, step: str | None, on: dt.date) -> DatedTerms:
    return DatedTerms.from_terms(evidence_terms_at(framework.definition, framework.outline, node, step), on)


def _words_of(choices: Sequence[ChoiceDef] | None) -> Vocabulary | None:
    return None if choices is None else Vocabulary({choice.id: choice.texts for choice in choices})


def _is_among(text: str | None, words: Vocabulary | None) -> bool:
    return words is None or (text is not None and words.find(text) is not None)


@dataclass(slots=True, eq=False, repr=False)
class Support:
    """The evidence policies of a framework with the index of one dossier, on a date.

    Attributes
    ----------
    framework
        The framework, which has the policies.
    index
        The items by their code. None where the dossier has no index: then findings are taken as stated, unchecked.
    on
        The evidence date, on which items have to be valid.
    """

    framework: Framework
    index: Mapping[str, EvidenceItem] | None
    on: dt.date
    _more: int = 0
    _terms: dict[tuple[str | None, str | None], DatedTerms] = field(default_factory=dict, compare=False)

    def terms_at(self, node: str | None, step: str | None = None) -> DatedTerms:
        """Return what evidence for a *met* of a node, or of one of its steps, is held to; each place is read once.

        Without a node they are those of the framework.
        """
        found = self._terms.get((node, step))
        if found is None:
            place = (node, step) if _has_local_policies(self.framework) else (None, None)
            dated = _find_terms(self.framework, *place, self.on)
            found = self._terms[node, step] = replace(dated, needed=dated.needed + self._more) if self._more else dated
        return found

    def terms_for(self, finding: FindingRecord) -> tuple[DatedTerms, ...]:
        """Return what the evidence of a finding is held to: the terms of each step that it claims, lowest first."""
        node = self.framework.nodes.get(finding.node)
        claimed = finding.verdict.reached if isinstance(finding.verdict, Level) else 0
        steps = node.steps[:claimed] if node is not None else ()
        return tuple(dict.fromkeys(self.terms_at(finding.node, step) for step in steps or (None,)))

    def codes_needed(self, codes: tuple[str, ...], terms: DatedTerms) -> tuple[str, ...]:
        """Return those of *codes* that a finding which cites them needs; none where it cites more than it must.

        >>> from kiemdinh.standards.catalogue import load
        >>> index, day = {code: EvidenceItem(code) for code in ("A", "B")}, dt.date(2026, 6, 30)
        >>> one_of_them = Support(load("vn.tt57-2026.pho-thong"), index, day)
        >>> terms = one_of_them.terms_at("1.1", "muc-1")
        >>> one_of_them.codes_needed(("A",), terms), one_of_them.codes_needed(("A", "B"), terms)
        (('A',), ())
        """
        if self.index is None or terms.needed == 0:
            return ()
        valid = sort_by_validity(codes, self.index, terms).valid
        return valid if len(valid) <= terms.needed else ()

    def asking_for(self, more: int) -> Support:
        """Return the same check that asks for so many items more at every place, for less where *more* is negative."""
        return replace(self, _more=self._more + more, _terms={})

    def without_item(self, code: str) -> Support:
        """Return the same check where the index has no item *code*."""
        if self.index is None:
            return self
        return replace(self, index=_IndexWithout(self.index, code))

    def policy_failures(self, codes: tuple[str, ...], node: str, step: str | None = None) -> frozenset[Reason]:
        """Return why a finding that cites *codes* does not satisfy the policy at its place; empty where it does (3.3).

        Several reasons can hold: *expired* and *not yet valid* where such items are cited, *unsupported* where there
        would be too few items even with these (S11). Expired items beside enough valid ones are no failure. Without an
        index, or where no evidence is asked for, nothing fails. The cost is one look-up for each code.
        """
        if self.index is None:
            return frozenset()
        terms = self.terms_at(node, step)
        if terms.needed == 0:
            return frozenset()
        found = sort_by_validity(codes, self.index, terms)
        if len(found.valid) >= terms.needed:
            return frozenset()
        reasons = set()
        if found.expired:
            reasons.add(Reason.EXPIRED)
        if found.not_yet:
            reasons.add(Reason.NOT_YET_VALID)
        # Only where the items are too few even with the expired and early ones. Else these only have to be renewed.
        if len(found.valid) + len(found.expired) + len(found.not_yet) < terms.needed:
            reasons.add(Reason.UNSUPPORTED)
        return frozenset(reasons)


class _IndexWithout(Mapping[str, EvidenceItem]):
    """An evidence index without one of its items; nothing is copied, since each item may be left out in turn."""

    def __init__(self, index: Mapping[str, EvidenceItem], code: str) -> None:
        self._index, self._code = index, code

    def __getitem__(self, code: str) -> EvidenceItem:
        if code == self._code:
            raise KeyError(code)
        return self._index[code]

    def __iter__(self) -> Iterator[str]:
        return (code for code in self._index if code != self._code)

    def __len__(self) -> int:
        return len(self._index) - (self._code in self._index)


def sort_by_validity(codes: tuple[str, ...], index: Mapping[str, EvidenceItem], terms: DatedTerms) -> Validity:
    """Return evidence codes sorted by the state of their items on a date; each code counts once.

    An item is valid from its day of issue to its last day, both included (semantics 4.5). An item without one of the
    two dates has no limit on that side, unless its age is asked for.

    Parameters
    ----------
    codes
        The codes that a record cites.
    index
        The evidence index by code.
    terms
        What an item has to be like at the place of the record.

    Examples
    --------
    >>> day = dt.date(2026, 6, 30)
    >>> index = {"MC1": EvidenceItem("MC1", until=day)}
    >>> sort_by_validity(("MC1", "MC2"), index, DatedTerms(1, day, day))
    Validity(valid=('MC1',), expired=(), not_yet=(), missing=('MC2',), unfit=())
    """
    by_state: dict[str, list[str]] = {state: [] for state in get_args(EvidenceState)}
    for code in dict.fromkeys(codes):
        by_state[terms.state_of(index.get(code))].append(code)
    return Validity(**{state: tuple(found) for state, found in by_state.items()})
