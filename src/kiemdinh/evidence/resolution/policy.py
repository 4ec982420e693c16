"""What a finding rests on: the evidence policy of a framework on a date (semantics 3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import EvidenceItem, Reason

if TYPE_CHECKING:
    from kiemdinh.standards.definition import EvidencePolicy

__all__ = ["Support", "Validity", "validity"]


@dataclass(frozen=True, slots=True)
class Validity:
    """The cited codes sorted by what their items are on the evidence date."""

    valid: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """The evidence index and policy on a date.

    ``index`` is None where the dossier has none: then everything is taken as stated and marked unchecked.
    ``issued_by`` is the last date of issue that counts, earlier than ``on`` where evidence must have been in place.
    """

    index: Mapping[str, EvidenceItem] | None
    needed: int
    on: dt.date
    issued_by: dt.date

    @classmethod
    def under(cls, policy: EvidencePolicy | None, index: Mapping[str, EvidenceItem] | None, on: dt.date) -> Support:
        """Return the support that *policy* asks for on the date *on*."""
        from kiemdinh.parsing.durations import add_duration  # noqa: PLC0415 - it loads pydantic

        needed = 0 if policy is None else policy.items if policy.items is not None else int(bool(policy.in_place_for))
        issued_by = add_duration(on, policy.in_place_for, back=True) if policy and policy.in_place_for else on
        return cls(index, needed, on, issued_by)

    @property
    def unchecked(self) -> bool:
        """Whether evidence is asked for and the dossier has no index to check it by."""
        return self.index is None and self.needed > 0

    def failures(self, codes: tuple[str, ...]) -> frozenset[Reason]:
        """Return why *codes* do not satisfy the policy; empty where they do."""
        if self.index is None or self.needed == 0:
            return frozenset()
        found = validity(codes, self.index, self.on, self.issued_by)
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


def validity(codes: tuple[str, ...], index: Mapping[str, EvidenceItem], on: dt.date, issued_by: dt.date) -> Validity:
    """Sort *codes* by whether their items are valid on *on*; validity includes its last day (4.5)."""
    sorted_: dict[str, list[str]] = {"valid": [], "expired": [], "not_yet": [], "missing": []}
    for code in dict.fromkeys(codes):
        sorted_[_state(index.get(code), on, issued_by)].append(code)
    return Validity(**{state: tuple(found) for state, found in sorted_.items()})


def _state(item: EvidenceItem | None, on: dt.date, issued_by: dt.date) -> str:
    if item is None:
        return "missing"
    if item.until is not None and item.until < on:
        return "expired"
    if item.issued is not None and item.issued > issued_by:
        return "not_yet"
    return "valid"
