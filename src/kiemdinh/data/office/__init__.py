"""What an office is told of many schools, as data: which tables each result has, and their columns.

Begin with ``tables``. ``office_schema`` is the JSON Schema of every such result.

Words: a *result of an office* is about many schools at once, such as a comparison. Its first table is the main one.

What must not come in: how anything here is worked out (``portfolio``), and words (``narration``).
"""

from typing import TYPE_CHECKING

from kiemdinh.data.office.impact import MOVES, DecidingNode, LevelRange, Move, MovingChange, SchoolMove
from kiemdinh.data.office.renewals import (
    WORK_KINDS,
    DueReason,
    DueWork,
    MonthLoad,
    PlannedVisit,
    RoomConflict,
    ScheduleStatus,
    WorkKind,
)
from kiemdinh.data.office.risk import (
    CAUSES,
    CauseKind,
    CauseOfRisk,
    GrantedState,
    RecognisedAward,
    RiskActor,
    SchoolAtRisk,
    StandsToday,
    Threat,
    ThreatKind,
)
from kiemdinh.data.office.tables import OFFICE_SCHEMA_ID, OFFICE_TABLES, SPREAD, CellKind, OfficeKind, TableColumns
from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.data.office.office_schema import schema_of_office

__all__ = [
    "CAUSES",
    "MOVES",
    "OFFICE_SCHEMA_ID",
    "OFFICE_TABLES",
    "SPREAD",
    "WORK_KINDS",
    "CauseKind",
    "CauseOfRisk",
    "CellKind",
    "DecidingNode",
    "DueReason",
    "DueWork",
    "GrantedState",
    "LevelRange",
    "MonthLoad",
    "Move",
    "MovingChange",
    "OfficeKind",
    "PlannedVisit",
    "RecognisedAward",
    "RiskActor",
    "RoomConflict",
    "ScheduleStatus",
    "SchoolAtRisk",
    "SchoolMove",
    "StandsToday",
    "TableColumns",
    "Threat",
    "ThreatKind",
    "WorkKind",
    "schema_of_office",
]

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, {"office_schema": ("schema_of_office",)})
