"""What is said of two editions or frameworks side by side, and of a school through time, as data.

Begin with ``diff``: what differs between two editions, entry by entry. ``carry_over`` has what became of each record
that goes from one framework to another.

Words: a *witness* is an example of a school that two editions tell apart.

What must not come in: how anything here is worked out (``transitions``), and words (``narration``).
"""

from kiemdinh.data.transitions.carry_over import (
    CARRY_OVER_KEYS,
    CARRY_OVER_SCHEMA_ID,
    CarriedKind,
    CarriedOverData,
    CarriedRecord,
    NotCarriedReason,
    OldRecord,
    RaisedLevel,
    SeveralSources,
    UncarriedRecord,
    UnmappedRecord,
)
from kiemdinh.data.transitions.diff import (
    DIFF_KINDS,
    DIFF_SCHEMA_ID,
    DiffEntry,
    DiffKind,
    DiffWitness,
    EditionRef,
    PartText,
)

__all__ = [
    "CARRY_OVER_KEYS",
    "CARRY_OVER_SCHEMA_ID",
    "DIFF_KINDS",
    "DIFF_SCHEMA_ID",
    "CarriedKind",
    "CarriedOverData",
    "CarriedRecord",
    "DiffEntry",
    "DiffKind",
    "DiffWitness",
    "EditionRef",
    "NotCarriedReason",
    "OldRecord",
    "PartText",
    "RaisedLevel",
    "SeveralSources",
    "UncarriedRecord",
    "UnmappedRecord",
]
