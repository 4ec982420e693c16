"""The evidence policy: what a finding has to cite so that it counts (semantics 3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import EvidenceItem, Reason

if TYPE_CHECKING:
    from kiemdinh.standards.definition import EvidencePolicy

__all__ = ["Support", "Validity", "sort_by_validity"]


@dataclass(frozen=True, slots=True)
class Validity:
    """Cited evidence codes, by the state of their items on the evidence date; ``missing`` are not in the index."""

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
        """Return the check of a dossier with this *index* by *policy*, on the evidence date *on*."""
        from kiemdinh.parsing.durations import add_duration  # noqa: PLC0415 - it loads pydantic

        needed = 0 if policy is None else policy.items if policy.items is not None else int(bool(policy.in_place_for))
        issued_by = add_duration(on, policy.in_place_for, back=True) if policy and policy.in_place_for else on
        return cls(index, needed, on, issued_by)

    @property
    def unchecked(self) -> bool:
        """Whether evidence is asked for and the dossier has no index to check it by."""
        return self.index is None and self.needed > 0

    def policy_failures(self, codes: tuple[str, ...]) -> frozenset[Reason]:
        """Return why a finding that cites *codes* does not satisfy the policy; empty where it does (3.3)."""
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
        if len(found.valid) + len(found.expired) + len(found.not_yet) < self.needed:
            reasons.add(Reason.UNSUPPORTED)
        return frozenset(reasons)


def sort_by_validity(
    codes: tuple[str, ...], index: Mapping[str, EvidenceItem], on: dt.date, issued_by: dt.date
) -> Validity:
    """Return *codes* sorted by the state of their items on the date *on*; an item is valid on its last day too (4.5).

    An item that was issued after *issued_by* is not yet valid. Each code counts once.
    """
    by_state: dict[str, list[str]] = {"valid": [], "expired": [], "not_yet": [], "missing": []}
    for code in dict.fromkeys(codes):
        by_state[_state_of(index.get(code), on, issued_by)].append(code)
    return Validity(**{state: tuple(found) for state, found in by_state.items()})


def _state_of(item: EvidenceItem | None, on: dt.date, issued_by: dt.date) -> str:
    if item is None:
        return "missing"
    if item.until is not None and item.until < on:
        return "expired"
    if item.issued is not None and item.issued > issued_by:
        return "not_yet"
    return "valid"
