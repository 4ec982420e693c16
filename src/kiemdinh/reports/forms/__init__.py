"""The forms of reports: each makes a page of the data in ``ReportContent``.

Begin with ``make_page``. ``self_assessment`` and ``improvement_plan`` are Mẫu số 1 and Mẫu số 2 of Circular 57/2026, as
far as they are known; ``lists`` has the forms of every framework.

Words: a heading that is known from one source only has the *mark* ``(*)`` behind it, and the end of the report explains
this.

Nothing must be made up: ``ReportContent.fill`` leaves blank what is not recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiemdinh.reports.forms.improvement_plan import improvement_plan, list_issues, list_measures
from kiemdinh.reports.forms.lists import EVIDENCE_COLUMNS, criteria_list, evidence_list, evidence_table, gap_picture
from kiemdinh.reports.forms.self_assessment import self_assessment

if TYPE_CHECKING:
    from kiemdinh.narration.layout import Page
    from kiemdinh.reports.content import ReportContent

__all__ = ["EVIDENCE_COLUMNS", "evidence_table", "lies_across", "list_issues", "list_measures", "make_page"]

_FORMS: Final[Mapping[str, Callable[[ReportContent], Page]]] = MappingProxyType(
    {
        "mau-1": self_assessment,
        "mau-2": improvement_plan,
        "criteria": criteria_list,
        "evidence": evidence_list,
        "gap": gap_picture,
    }
)


def make_page(content: ReportContent, form: str) -> Page:
    """Return a report as a page by one of the forms."""
    return _FORMS[form](content)


def lies_across(content: ReportContent, form: str) -> bool:
    """Return whether the tables of a form need the long side of the sheet."""
    return form == "mau-2" or (form == "mau-1" and content.is_tabular)
