"""The forms of every framework: the table of criteria, the list of evidence by code, and the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.language import shorten_line
from kiemdinh.narration.layout import Page, PageTable, Picture
from kiemdinh.narration.names import MAX_TITLE_OF_ROW
from kiemdinh.narration.pages import page_head
from kiemdinh.narration.sentences import StandingSentences

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import EvidenceItem
    from kiemdinh.narration.layout import PageBlock
    from kiemdinh.reports.content import ReportContent

__all__ = ["EVIDENCE_COLUMNS", "criteria_list", "evidence_list", "evidence_table", "gap_picture", "standing_lines"]

EVIDENCE_COLUMNS: Final = ("number", "code", "title", "place", "note")
"""The columns of the list of evidence."""


def criteria_list(content: ReportContent) -> Page:
    """Return the table of criteria: the standing of each, the reason, and the evidence."""
    title = content.text("report.criteria")
    blocks = (*content.head(title.upper(), is_letter=True), *standing_lines(content), *content.table.table_sections())
    return Page(title, (*blocks, content.signature(), *content.end()))


def evidence_list(content: ReportContent) -> Page:
    """Return the list of evidence, each item once, in the five columns of Annex IV of Circular 57/2026."""
    title = content.text("report.evidence")
    blocks: tuple[PageBlock, ...] = (*content.head(title.upper(), is_letter=True), evidence_table(content))
    return Page(title, (*blocks, content.signature(), *content.end(*_list_gaps(content))))


def gap_picture(content: ReportContent) -> Page:
    """Return the picture of what is missing for the next level, and the table of criteria in words."""
    title = content.text("report.gap")
    drawing = content.result.explain(costs=content.efforts).to_svg(content.lang) if content.has_pictures else ""
    return Page(title, (Picture(drawing, title), *standing_lines(content), *content.table.table_sections()))


def standing_lines(content: ReportContent) -> Iterator[PageBlock]:
    """Yield lines with the framework and the day of the assessment, and with the level of the school."""
    yield from page_head(content.result, content.names)
    yield StandingSentences(content.names, content.messages).standing_section(content.result)


def evidence_table(content: ReportContent) -> PageTable:
    """Return the items of evidence in the order of their codes."""
    header = tuple(content.text(f"report.evidence.{column}") for column in EVIDENCE_COLUMNS)
    rows = tuple(_list_cells(content, number, item) for number, item in enumerate(content.evidence, 1))
    return PageTable(header, rows, texts=(1, 2, 3, 4), widths=(6, 14, 34, 26, 20))


def _list_cells(content: ReportContent, number: int, item: EvidenceItem) -> tuple[str, ...]:
    text = content.text
    place = "; ".join(part for part in (item.kind, item.place) if part)
    notes = (
        [text("report.evidence.serves", nodes=", ".join(content.uses[item.code]))] if item.code in content.uses else []
    )
    if item.until is not None:
        notes.append(text("report.evidence.until", date=content.messages.format_date(item.until)))
    if item.also:
        notes.append(text("report.evidence.also", codes=", ".join(item.also)))
    title = content.fill(item.title, text("report.blank.item_title"), item.code)
    named = f"{item.code} {shorten_line(item.title, MAX_TITLE_OF_ROW)}" if item.title else item.code
    return str(number), item.code, title, content.fill(place, text("report.blank.item_place"), named), "; ".join(notes)


def _list_gaps(content: ReportContent) -> Iterator[str]:
    """Yield a line with the codes that are cited but not in the index, or a line that says that there is no index."""
    if content.dossier.evidence is None:
        yield content.text("report.evidence.no_index")
        return
    missing = sorted(set(content.uses) - set(content.dossier.evidence))
    if missing:
        yield content.text("report.evidence.missing", codes=", ".join(missing))
