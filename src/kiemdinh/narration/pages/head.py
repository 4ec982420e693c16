"""What every page about a school begins with: its title, the framework and the dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Line
from kiemdinh.narration.names import Names

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = ["page_head", "school_name"]


def school_name(result: AssessmentData, messages: Messages) -> str:
    """Return the title of a page about a school: its name, else its id."""
    return result.school["name"] or result.school["id"] or messages.text("head.no_name")


def page_head(result: AssessmentData, names: Names, messages: Messages) -> Iterator[Line]:
    """Yield the lines that every page about a result begins with: the framework and the dates."""
    yield Line(messages.text("head.framework", title=result.framework.title(messages.lang), source=names.name_source()))
    dates = result.dates
    if dates.law == dates.evidence == dates.knowledge:
        yield Line(messages.text("head.date", date=messages.format_date(dates.evidence)))
    else:
        three = {name: messages.format_date(getattr(dates, name)) for name in ("law", "evidence", "knowledge")}
        yield Line(messages.text("head.dates", **three))
