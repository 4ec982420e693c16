"""Strategies of hypothesis: drawn conditions, definitions, evidence and dossiers.

Begin with ``dossiers.py``, which has the strategy for users: dossiers at a level, near a level, or of every kind. It
uses the slots of a dossier (``slots.py``), the values that fit there (``figures.py``) and the records that fill it
(``records.py``, ``record_strategies.py``).

Words: a *slot* is what one record can be about (a node or input, in a stage, for a member and year); a *record* is one
value there; a *world* is an answer to every question, from which a dossier can be written.

Nothing here judges a result: the laws do. Strategies are named by what they draw, like those of hypothesis.
"""

from kiemdinh.testing.strategies.conditions import conditions
from kiemdinh.testing.strategies.dossiers import dossiers
from kiemdinh.testing.strategies.evidence import MISSING_CODE, evidence_items, make_evidence_index
from kiemdinh.testing.strategies.frameworks import frameworks
from kiemdinh.testing.strategies.record_strategies import (
    complete_records,
    dossier_records,
    make_record,
    records_at_slots,
    start_dossier,
)
from kiemdinh.testing.strategies.records import DossierRecords, Record, dossier_yaml
from kiemdinh.testing.strategies.setting import day_of, stages_of
from kiemdinh.testing.strategies.slots import Slot, list_slots

__all__ = [
    "MISSING_CODE",
    "DossierRecords",
    "Record",
    "Slot",
    "complete_records",
    "conditions",
    "day_of",
    "dossier_records",
    "dossier_yaml",
    "dossiers",
    "evidence_items",
    "frameworks",
    "list_slots",
    "make_evidence_index",
    "make_record",
    "records_at_slots",
    "stages_of",
    "start_dossier",
]
