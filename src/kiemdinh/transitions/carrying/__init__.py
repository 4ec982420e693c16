"""Carry-over: records under a new framework are made of the records of a dossier under an old one (semantics 4.7).

Begin with :func:`carry_over`. ``opening`` reads the two dossiers. ``mapping`` finds what a node or figure of the old
dossier has become, in any editions; ``findings``, ``items``, ``figures`` and ``particulars`` each carry one kind of
records, and ``parcel`` collects them. ``raised`` finds the levels that are lifted, ``draft`` writes the dossier.

Words: to *carry* a record is to make one of it under the new framework; the *base* is the dossier that records are
carried into.

What must not come in: a judgement of the new standing of the school.
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
