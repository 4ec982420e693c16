"""A result to be printed: the whole page of it, and its picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiemdinh.narration.layout import render_blocks
from kiemdinh.narration.pages import assessment_page
from kiemdinh.web.board.views.school import assess_school

__all__ = ["ReportView", "draw_picture", "view_report"]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A result to be printed: the title of the page, its day, the page as HTML, and whether there is a picture."""

    title: str
    on: dt.date
    html: str
    has_picture: bool


def view_report(framework: str, dossier: Mapping[str, Any], on: str | None, lang: str, steps: int) -> ReportView:
    """Return a result to be printed; the parameters are those of :func:`~kiemdinh.web.board.views.view_school`.

    Raises
    ------
    InputError
        The dossier or the day cannot be read.
    """
    result = assess_school(framework, dossier, on, steps)
    page = assessment_page(result, lang)
    has_picture = result.outcomes[0].kind == "ladder"
    return ReportView(page.title, result.dates.evidence, render_blocks(page.blocks, 2), has_picture)


def draw_picture(framework: str, dossier: Mapping[str, Any], on: str | None, lang: str, steps: int) -> str:
    """Return the picture of what blocks the next level, as SVG; the parameters are those of :func:`view_report`.

    Raises
    ------
    InputError
        The dossier or the day cannot be read.
    """
    return assess_school(framework, dossier, on, steps).explain().to_svg(lang)
