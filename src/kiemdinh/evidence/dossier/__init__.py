"""The dossier (hồ sơ) of a school as data: everything that has been recorded, nothing derived.

Begin with :class:`Dossier` in ``model``; ``records`` has what it is made of, ``populations`` what it records of others.
``unknown_reasons`` lists why a fact can be unknown. ``digest`` names a dossier by its content, ``packed``
keeps one in little memory.

Words: the *side* of a record is who made it, the school itself or an external review; a *verdict* is what a finding
says of its node. Reading files and deciding facts must not come in.
"""

from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier.model import TEXT_KEYS, Dossier, keep_packed, pack
from kiemdinh.evidence.dossier.records import (
    EvidenceItem,
    FindingRecord,
    Held,
    Level,
    MetOrUnmet,
    NotApplicable,
    School,
    Score,
    Side,
    ToConfirm,
    Unknown,
    ValueRecord,
    Verdict,
)
from kiemdinh.evidence.dossier.unknown_reasons import Reason
from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier.packed import DossierOutline, PackedDossier, RecordLeaf
    from kiemdinh.evidence.dossier.populations import RecordedResult, RegisterMember, ResultSide

__all__ = [
    "TEXT_KEYS",
    "Dossier",
    "DossierOutline",
    "EvidenceItem",
    "FindingRecord",
    "Held",
    "Level",
    "MetOrUnmet",
    "NotApplicable",
    "PackedDossier",
    "Reason",
    "RecordLeaf",
    "RecordedResult",
    "RegisterMember",
    "ResultSide",
    "School",
    "Score",
    "Side",
    "ToConfirm",
    "Unknown",
    "ValueRecord",
    "Verdict",
    "keep_packed",
    "pack",
]

# Loaded where many dossiers are kept, and where a dossier records others.
_MODULES = {
    "packed": ("DossierOutline", "PackedDossier", "RecordLeaf"),
    "populations": ("RecordedResult", "RegisterMember", "ResultSide"),
}

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
