"""Two editions or frameworks side by side, and a dossier carried from one to the other, as data.

Begin with ``diff``: what differs between two editions, entry by entry. ``carry_over`` has what became of each record
that goes from one framework to another.

Words: a *witness* is an example of a school that two editions tell apart.

What must not come in: how anything here is worked out (``transitions``), and words (``narration``).
"""

from typing import TYPE_CHECKING

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
from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.data.transitions.carry_over_schema import schema_of_carry_over
    from kiemdinh.data.transitions.diff_schema import schema_of_diff

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
    "schema_of_carry_over",
    "schema_of_diff",
]

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(
        __name__, {"carry_over_schema": ("schema_of_carry_over",), "diff_schema": ("schema_of_diff",)}
    )
