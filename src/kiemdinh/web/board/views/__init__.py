"""The data that pages show, computed in a worker as plain data: no page, no request, no store.

Begin with ``school``, what a head is shown; ``findings`` has the form for one criterion and ``figures`` that for the
figures, both made of ``fields``; ``standings`` has the standing of each school in short, for the list of an office.
``said_findings`` and ``said_figures`` put a record into words.

HTML in a view was made by ``narration`` and is escaped.
"""

from kiemdinh.web.board.views.fields import RecordField, RecordsView, split_share
from kiemdinh.web.board.views.figures import view_figures
from kiemdinh.web.board.views.findings import EditedDossier, check_dossier, view_findings
from kiemdinh.web.board.views.report import ReportView, draw_picture, view_report
from kiemdinh.web.board.views.said_figures import FigureWords
from kiemdinh.web.board.views.said_findings import FindingWords
from kiemdinh.web.board.views.school import SchoolView, SuppositionField, view_school
from kiemdinh.web.board.views.standings import SchoolStanding, find_standings
from kiemdinh.web.board.views.supposed import SupposedView, suppose
from kiemdinh.web.board.views.typed_dossier import read_typed_dossier

__all__ = [
    "EditedDossier",
    "FigureWords",
    "FindingWords",
    "RecordField",
    "RecordsView",
    "ReportView",
    "SchoolStanding",
    "SchoolView",
    "SupposedView",
    "SuppositionField",
    "check_dossier",
    "draw_picture",
    "find_standings",
    "read_typed_dossier",
    "split_share",
    "suppose",
    "view_figures",
    "view_findings",
    "view_report",
    "view_school",
]
