"""Carry-over: records under a new framework, made out of the records of a dossier under an old one (semantics 4.7).

Begin with :func:`carry_over`. ``opening`` reads what is handed over. ``mapping`` finds what a node or figure of the old
dossier has become, in whichever editions; ``findings``, ``items``, ``figures`` and ``particulars`` each carry one kind
of records, and ``parcel`` is what they fill. ``raised`` finds the levels that are lifted, ``draft`` writes the dossier.

Words: to *carry* a record is to make one of it under the new framework; the *base* is the dossier that records are
carried into.

What a school should think of its new standing must not come in.
"""

from kiemdinh.data.transitions import (
    CarriedRecord,
    OldRecord,
    RaisedLevel,
    SeveralSources,
    UncarriedRecord,
    UnmappedRecord,
)
from kiemdinh.transitions.carrying.carried_over import CarriedOver
from kiemdinh.transitions.carrying.carry import carry_over, carry_over_opened, carry_records
from kiemdinh.transitions.carrying.mapping import find_mapping
from kiemdinh.transitions.carrying.opening import BaseDossier, OldDossier, open_base
from kiemdinh.transitions.carrying.raised import find_raised

__all__ = [
    "BaseDossier",
    "CarriedOver",
    "CarriedRecord",
    "OldDossier",
    "OldRecord",
    "RaisedLevel",
    "SeveralSources",
    "UncarriedRecord",
    "UnmappedRecord",
    "carry_over",
    "carry_over_opened",
    "carry_records",
    "find_mapping",
    "find_raised",
    "open_base",
]
