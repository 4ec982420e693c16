"""Many schools at once: a table of schools, read into columns of records.

Begin with ``tables``, which reads a file or a frame with a row for each school, and ``batch``, which assesses all of
them. ``registers`` reads which schools there are, and ``comparison`` sets them side by side; ``impacts`` tells what an
edition does to them. ``carrying`` carries schools over to a new framework, and ``synthetic`` makes tables of schools
that do not exist. These names are for users too. Everything that works on many schools stands here, and stands on the
public face of one school.

Words: a *table* has rows and columns as a spreadsheet has them; a *school-year* is one row that is assessed; a row that
cannot be read is *set aside* and reported, and the others go on.

What one school's dossier means must not come in: cells are read by the readers of dossiers.
"""

from kiemdinh.data.office import (
    CauseOfRisk,
    DecidingNode,
    DueWork,
    LevelRange,
    MonthLoad,
    MovingChange,
    PlannedVisit,
    RecognisedAward,
    RoomConflict,
    SchoolAtRisk,
    SchoolMove,
    Threat,
)
from kiemdinh.portfolio.batch import Batch, PackedTable, StreamedBatch, assess_many, pack, sql
from kiemdinh.portfolio.batch.sql import PackedField, PackedLayout
from kiemdinh.portfolio.carrying import CarriedRow, CarriedTable, carry_over_many, write_carried_workbook
from kiemdinh.portfolio.coded import BitCodes, CodedColumn
from kiemdinh.portfolio.comparison import Comparison, FigureSpread, NodePlace, Peers, PlaceCount, compare, peers
from kiemdinh.portfolio.impacts import Impact, impact
from kiemdinh.portfolio.office_results import OfficeResult
from kiemdinh.portfolio.planning import (
    BindingTerm,
    NodeTarget,
    Plan,
    PlanBudget,
    PlannedAction,
    PlanTarget,
    SharedFee,
    TermName,
    WayChange,
    Work,
    WorkOption,
    WorkWay,
    plan,
)
from kiemdinh.portfolio.registers import AwardState, Register, RegisteredAward, RegisterEntry, read_register
from kiemdinh.portfolio.renewals import Renewals, find_renewals
from kiemdinh.portfolio.risks import Risk, risk
from kiemdinh.portfolio.synthetic import SyntheticSchools, make_schools
from kiemdinh.portfolio.tables import (
    AddsMembers,
    CellEntry,
    ColumnMeaning,
    RejectedCell,
    SchoolTable,
    TableColumn,
    TableRows,
    read_table,
)
from kiemdinh.portfolio.templates import (
    make_school_workbook,
    make_table_workbook,
    open_school_workbook,
    write_school_workbook,
)

__all__ = [
    "AddsMembers",
    "AwardState",
    "Batch",
    "BindingTerm",
    "BitCodes",
    "CarriedRow",
    "CarriedTable",
    "CauseOfRisk",
    "CellEntry",
    "CodedColumn",
    "ColumnMeaning",
    "Comparison",
    "DecidingNode",
    "DueWork",
    "FigureSpread",
    "Impact",
    "LevelRange",
    "MonthLoad",
    "MovingChange",
    "NodePlace",
    "NodeTarget",
    "OfficeResult",
    "PackedField",
    "PackedLayout",
    "PackedTable",
    "Peers",
    "PlaceCount",
    "Plan",
    "PlanBudget",
    "PlanTarget",
    "PlannedAction",
    "PlannedVisit",
    "RecognisedAward",
    "Register",
    "RegisterEntry",
    "RegisteredAward",
    "RejectedCell",
    "Renewals",
    "Risk",
    "RoomConflict",
    "SchoolAtRisk",
    "SchoolMove",
    "SchoolTable",
    "SharedFee",
    "StreamedBatch",
    "SyntheticSchools",
    "TableColumn",
    "TableRows",
    "TermName",
    "Threat",
    "WayChange",
    "Work",
    "WorkOption",
    "WorkWay",
    "assess_many",
    "carry_over_many",
    "compare",
    "find_renewals",
    "impact",
    "make_school_workbook",
    "make_schools",
    "make_table_workbook",
    "open_school_workbook",
    "pack",
    "peers",
    "plan",
    "read_register",
    "read_table",
    "risk",
    "sql",
    "write_carried_workbook",
    "write_school_workbook",
]
