"""The sheet of a workbook with the school's own texts about each node, which a report prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.titles import find_titles
from kiemdinh.portfolio.templates.labels import SHEET_TITLES, TEXT_COLUMNS
from kiemdinh.portfolio.templates.writing.questions import Question, QuestionGroup

if TYPE_CHECKING:
    from kiemdinh.portfolio.templates.writing.book import Book, CellStyle
    from kiemdinh.standards.loading import Framework

__all__ = ["write_text_sheet"]

_WIDTHS: Final = {
    "id": 14, "title": 40, "situation": 50, "strengths": 30, "limits": 30, "causes": 30, "directions": 30,
}  # fmt: skip
_STYLES: Final[Mapping[str, CellStyle]] = {"id": "text", "title": "text"}


def write_text_sheet(
    book: Book,
    framework: Framework,
    rows: Iterable[QuestionGroup | Question],
    texts: Mapping[str, Mapping[str, str]],
) -> None:
    """Write a row for each node that the workbook asks for, and for each further one that has texts."""
    lang = book.lang
    sheet = book.add_sheet(SHEET_TITLES["texts"].text_in(lang))
    sheet.write_row([(label.text_in(lang), "heading") for label in TEXT_COLUMNS.values()])
    asked = dict(_list_nodes(rows))
    others = {node: find_titles(framework, node).said(lang) for node in texts if node not in asked}
    for node, title in {**asked, **others}.items():
        texts_of_node = {"id": node, "title": title, **texts.get(node, {})}
        cells = [(texts_of_node.get(key), _STYLES.get(key, "entry")) for key in TEXT_COLUMNS]
        sheet.write_row(cells, [*_WIDTHS.values()])
    sheet.finish([*_WIDTHS.values()], title=framework.title(lang), freeze="C2")


def _list_nodes(rows: Iterable[QuestionGroup | Question]) -> Iterator[tuple[str, str]]:
    """Yield the id and the title of each node among what is asked."""
    for row in rows:
        if isinstance(row, Question):
            if row.meaning.kind == "node":
                yield row.meaning.id, row.title
        elif row.id:
            yield row.id, row.title
