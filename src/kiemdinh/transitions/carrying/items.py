"""Items of evidence: each keeps its code, and gets a further one by which the new framework can cite it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.data.transitions import CarriedRecord
from kiemdinh.evidence.dossier import EvidenceItem, FindingRecord, ValueRecord
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.parsing.cells import fold_code

if TYPE_CHECKING:
    from kiemdinh.parsing.cells import CodePattern
    from kiemdinh.transitions.carrying.parcel import Parcel

__all__ = ["carry_items"]


def carry_items(parcel: Parcel) -> None:
    """Carry the items of the evidence index, in its order.

    No item is carried into a dossier that has records and no index: with an index its findings would have to satisfy
    the policy (3.3).
    """
    old, base = parcel.old.dossier.evidence or {}, parcel.base.dossier.evidence
    if base is None and parcel.base.has_records:
        for code in old:
            parcel.leave("item", code, "no-index")
        return
    codes = _TakenCodes.of(parcel)
    for item in old.values():
        if base is not None and item.code in base:
            parcel.leave("item", item.code, "recorded")
        elif codes.has(item.code):
            parcel.leave("item", item.code, "code-taken")
        else:
            _carry(parcel, item, codes)


def _carry(parcel: Parcel, item: EvidenceItem, codes: _TakenCodes) -> None:
    kept = tuple(code for code in item.also if not codes.has(code))
    codes.take(item.code, *kept)
    new = codes.make_new(item, parcel)
    also = kept if new is None else tuple(sorted((*kept, new)))
    parcel.items.append(replace(item, also=also))
    expired = item.until is not None and item.until < parcel.on
    parcel.carried.append(CarriedRecord("item", item.code, None, (item.code,), (), new, expired))


@dataclass(slots=True)
class _TakenCodes:
    """The codes that items of the new dossier have or that its records cite, folded, and the serials used so far."""

    pattern: CodePattern | None
    taken: set[str]
    cited: set[str]
    serials: dict[str, int]

    @classmethod
    def of(cls, parcel: Parcel) -> _TakenCodes:
        """Return the codes that are taken before an item is carried."""
        base = parcel.base.dossier
        named = [code for item in (base.evidence or {}).values() for code in (item.code, *item.also)]
        records: tuple[FindingRecord | ValueRecord, ...] = (*base.findings, *base.values)
        cited = [code for one in records for code in one.evidence_codes]
        # The codes of the old items stay free for the items themselves.
        own = [code for item in (parcel.old.dossier.evidence or {}).values() for code in (item.code, *item.also)]
        pattern = allowed_entries(parcel.mapping.target).code
        return cls(pattern, set(map(fold_code, named)), set(map(fold_code, (*cited, *own))), {})

    def has(self, code: str) -> bool:
        """Whether an item has the code, however it is spelled."""
        return fold_code(code) in self.taken

    def take(self, *codes: str) -> None:
        """Note that an item has these codes."""
        self.taken.update(map(fold_code, codes))

    def make_new(self, item: EvidenceItem, parcel: Parcel) -> str | None:
        """Return a code of the new framework for an item; None where it has one, or where no node for it is known."""
        order = parcel.mapping.target.nodes
        targets = parcel.targets_of_code.get(item.code, {})
        if self.pattern is None or not targets or any(map(self.pattern.spell, (item.code, *item.also))):
            return None
        node = next(one for one in order if one in targets)
        ids = {node, *parcel.mapping.target.outline.ancestors_of(node)}
        while True:
            serial = self.serials[node] = self.serials.get(node, 0) + 1
            code = self.pattern.make_code(ids, serial)
            if not self.has(code) and fold_code(code) not in self.cited:
                self.take(code)
                return code
