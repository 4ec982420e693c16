"""Reports of a result as documents: the forms of Circular 57/2026 as far as they are known, and lists for all.

Begin with ``report``, the one verb. ``forms`` has a module for each form, which makes a page of a result; the package
``documents`` makes files of pages. ``ReportContent`` has what all forms say.

Words: a *form* is the kind of a report, such as the self-assessment report (Mẫu số 1); a *blank* is a text that nobody
has recorded: it is printed as dots and listed at the end.

What must not come in: how a level is computed. A form reads results and the dossier.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use
from kiemdinh.reports.kinds import MEDIA_TYPES, REPORT_FORMATS, REPORT_FORMS

if TYPE_CHECKING:
    from kiemdinh.reports.make_report import report

__all__ = ["MEDIA_TYPES", "REPORT_FORMATS", "REPORT_FORMS", "report"]

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, {"make_report": ("report",)})
