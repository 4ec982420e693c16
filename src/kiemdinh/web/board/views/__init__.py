"""What the pages show, as plain data that is worked out in a worker: no page, no request, no store.

Begin with ``school``, what a head is shown; ``findings`` has the form for one criterion, and ``standings`` in short
where each school stands, for the list of an office. ``said_findings`` puts a recorded finding into words.

HTML in a view was made by ``narration`` and is escaped.
"""

from kiemdinh.web.board.views.findings import (
    EditedDossier,
    FindingField,
    FindingsView,
    check_dossier,
    list_fields,
    view_findings,
)
from kiemdinh.web.board.views.report import ReportView, draw_picture, view_report
from kiemdinh.web.board.views.said_findings import FindingWords
from kiemdinh.web.board.views.school import SchoolView, view_school
from kiemdinh.web.board.views.standings import SchoolStanding, find_standings
from kiemdinh.web.board.views.supposed import SupposedView, suppose

__all__ = [
    "EditedDossier",
    "FindingField",
    "FindingWords",
    "FindingsView",
    "ReportView",
    "SchoolStanding",
    "SchoolView",
    "SupposedView",
    "check_dossier",
    "draw_picture",
    "find_standings",
    "list_fields",
    "suppose",
    "view_findings",
    "view_report",
    "view_school",
]
