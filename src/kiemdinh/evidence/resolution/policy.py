"""The evidence policy: what a finding has to cite so that it counts (semantics 3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import EvidenceItem, Reason

if TYPE_CHECKING:
    from kiemdinh.standards.definition import EvidencePolicy

__all__ = ["Support", "Validity", "sort_by_validity"]


@dataclass(frozen=True, slots=True)
class Validity:
    """Cited evidence codes, by the state of their items on the evidence date.

    Attributes
    ----------
    valid
        Codes of items that count.
    expired
        Codes of items whose last day has passed.
    not_yet
        Codes of items that were issued after the last date of issue that counts.
    missing
        Codes that are not in the evidence index.
    """

    valid: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """The evidence policy of a framework with the index of one dossier, on a date.

    Attributes
    ----------
    index
        The items by their code. None where the dossier has no index: then findings are taken as stated, unchecked.
    needed
        How many valid items a finding must cite; 0 where the framework asks for none.
    on
        The evidence date, on which items have to be valid.
    issued_by
        The last date of issue that counts; earlier than ``on`` where evidence must have been in place for some time.
    """

    index: Mapping[str, EvidenceItem] | None
    needed: int
    on: dt.date
    issued_by: dt.date

    @classmethod
    def of_policy(cls, policy: EvidencePolicy | None, index: Mapping[str, EvidenceItem] | None, on: dt.date) -> Support:
        """Return the check of a dossier by an evidence policy on a date (semantics 3.3).

        A policy that asks for evidence to be in place for some time, and names no number of items, asks for one (S11).

        Parameters
        ----------
        policy
            The policy of the framework; None where it has none, so that findings need no evidence.
        index
            The evidence index of the dossier by code; None where the dossier has no index.
        on
            The evidence date.
        """
        from kiemdinh.parsing.durations import latest_start  # noqa: PLC0415 - it loads pydantic

        # A time in place says nothing about no item at all, so it asks for one where no number is given (S11).
        needed = 0 if policy is None else policy.items if policy.items is not None else int(bool(policy.in_place_for))
        issued_by = latest_start(on, policy.in_place_for) if policy and policy.in_place_for else on
        return cls(index, needed, on, issued_by)

    @property
    def unchecked(self) -> bool:
        """Whether evidence is asked for and the dossier has no index to check it by.

        What rests on such findings is marked *evidence not checked* in the result (semantics 3.3).
        """
        return self.index is None and self.needed > 0

    def codes_needed(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of *codes* that a finding which cites them cannot spare; none where it cites more than it must.

        >>> index = {code: EvidenceItem(code) for code in ("A", "B")}
        >>> one_of_them = Support(index, 1, dt.date(2026, 6, 30), dt.date(2026, 6, 30))
        >>> one_of_them.codes_needed(("A",)), one_of_them.codes_needed(("A", "B"))
        (('A',), ())
        """
        if self.index is None or self.needed == 0:
            return ()
        valid = sort_by_validity(codes, self.index, self.on, self.issued_by).valid
        return valid if len(valid) <= self.needed else ()

    def without_item(self, code: str) -> Support:
        """Return the same check where the index has no item *code*."""
        if self.index is None:
            return self
        return replace(self, index=_IndexWithout(self.index, code))

    def policy_failures(self, codes: tuple[str, ...]) -> frozenset[Reason]:
        """Return why a finding that cites *codes* does not satisfy the policy; empty where it does (semantics 3.3).

        Several reasons can hold: *expired* and *not yet valid* where such items are cited, *unsupported* where even
        these would be too few (S11). Expired items beside enough valid ones are no failure. Without an index, or
        without a number of items in the policy, nothing fails. The cost is one look-up for each code.
        """
        if self.index is None or self.needed == 0:
            return frozenset()
        found = sort_by_validity(codes, self.index, self.on, self.issued_by)
        if len(found.valid) >= self.needed:
            return frozenset()
        reasons = set()
        if found.expired:
            reasons.add(Reason.EXPIRED)
        if found.not_yet:
            reasons.add(Reason.NOT_YET_VALID)
        # Only where the items, expired and early ones counted, are too few: else renewing them is what is missing.
        if len(found.valid) + len(found.expired) + len(found.not_yet) < self.needed:
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


def sort_by_validity(
    codes: tuple[str, ...], index: Mapping[str, EvidenceItem], on: dt.date, issued_by: dt.date
) -> Validity:
    """Return evidence codes sorted by the state of their items on a date; each code counts once.

    An item is valid from its day of issue to its last day, both included (semantics 4.5). An item without one of the
    two dates has no limit on that side.

    Parameters
    ----------
    codes
        The codes that a record cites.
    index
        The evidence index by code.
    on
        The evidence date, on which the last day of an item must not have passed.
    issued_by
        The last date of issue that counts: *on*, or an earlier date where evidence must have been in place for some
        time.

    Examples
    --------
    >>> index = {"MC1": EvidenceItem("MC1", until=dt.date(2026, 6, 30))}
    >>> sort_by_validity(("MC1", "MC2"), index, dt.date(2026, 6, 30), dt.date(2026, 6, 30))
    Validity(valid=('MC1',), expired=(), not_yet=(), missing=('MC2',))
    """
    by_state: dict[str, list[str]] = {"valid": [], "expired": [], "not_yet": [], "missing": []}
    for code in dict.fromkeys(codes):
        by_state[_state_of(index.get(code), on, issued_by)].append(code)
    return Validity(**{state: tuple(found) for state, found in by_state.items()})


def _state_of(item: EvidenceItem | None, on: dt.date, issued_by: dt.date) -> str:
    if item is None:
        return "missing"
    # Before the day of issue: an item that is both late and expired will not become valid.
    if item.until is not None and item.until < on:
        return "expired"
    if item.issued is not None and item.issued > issued_by:
        return "not_yet"
    return "valid"
