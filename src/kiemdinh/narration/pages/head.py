"""What every page about a school begins with: its title, the framework and the dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout import Line
from kiemdinh.narration.names import Titles

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = ["page_head", "school_name"]


def school_name(result: AssessmentData, say: Phrases) -> str:
    """Return the title of a page about a school: its name, else its id."""
    return result.school["name"] or result.school["id"] or say("head.no_name")


def page_head(result: AssessmentData, titles: Titles, say: Phrases) -> Iterator[Line]:
    """Yield the lines that every page about a result begins with: the framework and the dates."""
    yield Line(say("head.framework", title=result.framework.title(say.lang), source=titles.source()))
    dates = result.dates
    if dates.law == dates.evidence == dates.knowledge:
        yield Line(say("head.date", date=say.date(dates.evidence)))
    else:
        three = {name: say.date(getattr(dates, name)) for name in ("law", "evidence", "knowledge")}
        yield Line(say("head.dates", **three))
