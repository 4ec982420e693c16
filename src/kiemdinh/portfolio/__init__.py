"""Many schools at once: a table of schools, read into columns of records.

Begin with ``tables``, which reads a file or a frame with a row for each school, and ``batch``, which assesses all of
them. ``registers`` reads which schools there are, and ``comparison`` sets them side by side; ``impacts`` tells what an
edition does to them. ``carrying`` carries schools over to a new framework, and ``synthetic`` makes tables of schools
that do not exist. These names are for users too. Everything that works on many schools stands here, and stands on the
public face of one school.

Words: a *table* has rows and columns as a spreadsheet has them; a *school-year* is one row that is assessed; a row that
cannot be read is *set aside* and reported, and the others go on.

What one school's dossier means must not come in: cells are read by the readers of dossiers.

Tables of schools
    ``read_table`` reads a ``SchoolTable``: its ``TableRows``, and a ``TableColumn`` for each column that records
    something, with its ``ColumnMeaning`` and each distinct ``CellEntry``. A ``RejectedCell`` says why a row was set
    aside. A column of many rows is a ``CodedColumn``, its numbers may be ``BitCodes``. ``AddsMembers`` adds the members
    of other tables. ``make_schools`` makes ``SyntheticSchools``.

All schools assessed
    ``assess_many`` gives a ``Batch``, or a ``StreamedBatch`` of a table that is larger than memory. ``pack`` gives a
    ``PackedTable``, in which a ``PackedLayout`` says where the bits of each ``PackedField`` stand; ``sql`` writes the
    rules as SQL.

Schools side by side
    ``compare`` gives a ``Comparison``; ``peers`` gives ``Peers``, with each ``PlaceCount`` at a ``NodePlace``. All
    results for an office have what ``OfficeResult`` has.

A new edition or framework
    ``impact`` gives an ``Impact``: each ``SchoolMove`` from one ``LevelRange`` to another, every ``MovingChange``
    and each ``DecidingNode``. ``carry_over_many`` gives a ``CarriedTable`` of each ``CarriedRow``, and
    ``write_carried_workbook`` writes one school of it.

Awards and visits
    ``read_register`` reads a ``Register`` of each ``RegisterEntry`` with every ``RegisteredAward``, whose
    ``AwardState`` says whether it is held. ``find_renewals`` gives ``Renewals``: each ``DueWork`` and each
    ``MonthLoad``, a schedule of each ``PlannedVisit``, and a ``RoomConflict`` where there is none.
    ``risk`` gives a ``Risk`` of each ``SchoolAtRisk`` with its ``RecognisedAward``, every ``Threat`` and every
    ``CauseOfRisk``.

Plans
    ``plan`` gives a ``Plan`` of each ``PlannedAction``. It was asked for each ``PlanTarget`` or ``NodeTarget`` within
    each ``PlanBudget``; a ``BindingTerm`` says of one of them, by its ``TermName``, whether it binds. A ``WorkOption``
    is all ``Work`` of one school, each a ``WorkWay`` of every ``WayChange``, with each ``SharedFee``.

Workbooks to fill in
    ``make_table_workbook`` makes one for all schools, ``make_school_workbook`` one for a single school.
    ``open_school_workbook`` reads that as a dossier, ``write_school_workbook`` writes a dossier as one.
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
from kiemdinh.portfolio.comparison import Comparison, NodePlace, Peers, PlaceCount, compare, peers
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
