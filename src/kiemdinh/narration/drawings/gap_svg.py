"""The gap before a level as a picture: an SVG document that fits a sheet of A4, upright."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh.narration.drawings.gap_cells import CELL_WIDTH, STYLE, draw_cell, draw_diamond, fill_patterns
from kiemdinh.narration.drawings.gap_rows import CellMark, CellState, GapCell, group_rows
from kiemdinh.narration.drawings.gap_table import MIN_ROW_HEIGHT, GapTable
from kiemdinh.narration.drawings.sheet import (
    EDGE,
    HEIGHT,
    INNER_WIDTH,
    LINE_HEIGHT,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    WIDTH,
)
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label, wrap_text, write_document
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import page_head, school_name
from kiemdinh.narration.sentences import (
    BlockingSentences,
    ChangeSentences,
    RepairSentences,
    StandingSentences,
    nodes_by_figure,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.explanation import ExplanationData
    from kiemdinh.data.repairs import RepairChange

__all__ = ["draw_gap"]

_LEGEND_HEIGHT = 64
_MAX_CHOSEN = 6
"""How many changes of the cheapest repair are listed."""
_LEGEND_CELLS: tuple[tuple[CellState | CellMark, GapCell], ...] = (
    ("met", GapCell(None, 0, "met")),
    ("unknown", GapCell(None, 0, "unknown")),
    ("unmet", GapCell(None, 0, "unmet")),
    ("absent", GapCell(None, 0, "absent")),
    ("necessary", GapCell(None, 0, "value", frozenset({"necessary"}))),
    ("relevant", GapCell(None, 0, "value", frozenset({"relevant"}))),
    ("chosen", GapCell(None, 0, "value", frozenset({"chosen"}))),
)


def draw_gap(result: AssessmentData, explanation: ExplanationData, lang: str | None) -> str:
    """Return the picture of an explanation as an SVG document.

    It has where the school stands and what the cheapest repair takes, a row for every criterion with what is met,
    unknown, unmet, necessary and chosen, the changes of the cheapest repair, and a legend.

    Parameters
    ----------
    result
        The result that is explained.
    explanation
        What blocks a level of it.
    lang
        The language of the texts, ``vi`` or ``en``; None for that of the definition.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(result.framework, lang)
    blocking = BlockingSentences(Names(result.framework, messages), messages, {})
    changes = ChangeSentences(blocking, nodes_by_figure(explanation.target), explanation.repairs.minimise)
    table = GapTable(group_rows(result, explanation), blocking)
    return _GapDrawing(result, explanation, changes, table).to_document()


@dataclass(frozen=True, slots=True)
class _GapDrawing:
    """The sheet: a head, the table of criteria, the changes of the cheapest repair, and the legend."""

    result: AssessmentData
    explanation: ExplanationData
    changes: ChangeSentences
    table: GapTable

    @property
    def messages(self) -> Messages:
        """The messages in the language of the picture."""
        return self.changes.messages

    def to_document(self) -> str:
        """Return the document; many rows make the sheet longer than A4."""
        head, y = self._draw_head()
        # The list of changes is laid out first, since the rows share what it leaves of the sheet.
        below = HEIGHT - y - _LEGEND_HEIGHT - EDGE - 2 * LINE_HEIGHT
        chosen = self._chosen_lines((below - self.table.row_count * MIN_ROW_HEIGHT) // LINE_HEIGHT)
        rows, y = self.table.draw_rows(y, below - LINE_HEIGHT * sum(map(len, chosen)))
        foot, y = self._draw_foot(y + 26, chosen)
        title = make_element("title", self._title_text())
        defs = make_element("defs", make_element("style", STYLE), *fill_patterns())
        sheet = make_element("rect", width="100%", height="100%", fill="#fff")
        return write_document(
            (title, defs, sheet, *head, *rows, *foot),
            self.messages.lang,
            preserveAspectRatio="xMidYMin meet",
            viewBox=f"0 0 {WIDTH} {max(HEIGHT, y + EDGE)}",
            width="210mm",
            height="297mm",
            role="img",
        )

    # -- above -------------------------------------------------------------------------------------------

    def _title_text(self) -> str:
        level = self.explanation.level
        if level is None:
            return self.messages.text("draw.top")
        return self.messages.text("draw", aim=self.messages.name_goal(level))

    def _draw_head(self) -> tuple[list[Element], int]:
        """Return the lines above the table, and where they end: the school, its level, the verdict of the repairs."""
        main, names = self.result.outcomes[0], self.changes.names
        stands = StandingSentences(names, self.messages).describe_standing(main)
        outcome = names.name_outcome(main.id)
        verdict = islice(RepairSentences(self.changes).verdict_lines(self.explanation.repairs), 1)
        lines = [
            (school_name(self.result, self.messages), TITLE_SIZE, "bold"),
            *((line.text, SMALL_SIZE, "grey") for line in page_head(self.result, names)),
            (self.messages.text("standing.line", outcome=outcome, stands=stands), TEXT_SIZE + 1, "plain"),
            (self._title_text(), TEXT_SIZE + 3, "bold"),
            *((line.text, TEXT_SIZE + 1, "plain") for line in verdict),
        ]
        return _draw_lines(lines, EDGE)

    # -- below -------------------------------------------------------------------------------------------

    def _chosen_lines(self, room: int) -> list[list[str]]:
        """Return the lines of each change of the cheapest repair.

        The changes are given in full where that takes at most *room* lines, else in one line each, cut where needed.
        """
        cheapest = self.explanation.repairs.cheapest
        changes = () if cheapest is None else cheapest.changes
        width, shown = INNER_WIDTH - 22, changes[:_MAX_CHOSEN]
        in_full = replace(self.changes, blocking=replace(self.changes.blocking, full=True))
        lines = [wrap_text(text, width, TEXT_SIZE) for text in self._change_texts(in_full, shown)]
        if sum(map(len, lines)) > room:
            lines = [fit_text(text, width, TEXT_SIZE, 1) for text in self._change_texts(self.changes, shown)]
        left_out = len(changes) - len(shown)
        return [*lines, [self.messages.text("draw.more", n=left_out)]] if left_out else lines

    def _change_texts(self, sentences: ChangeSentences, changes: Sequence[RepairChange]) -> list[str]:
        return [self.messages.text(f"list.{change.kind}", text=sentences.describe_change(change)) for change in changes]

    def _draw_foot(self, y: int, chosen: list[list[str]]) -> tuple[list[Element], int]:
        """Return the changes of the cheapest repair and the legend, and where they end."""
        elements: list[Element] = []
        if chosen:
            elements.append(_draw_heading(y, self.messages.text("draw.chosen_list")))
            for lines in chosen:
                elements.append(draw_diamond(EDGE + 6, y + 14))
                for line in lines:
                    y += LINE_HEIGHT
                    elements.append(make_label(EDGE + 18, y, line, font_size=TEXT_SIZE))
            y += 28
        elements.append(_draw_heading(y, self.messages.text("draw.legend")))
        return [*elements, *self._draw_legend(y + 10)], y + _LEGEND_HEIGHT

    def _draw_legend(self, y: int) -> Iterator[Element]:
        """Yield a cell with its name for each state, four to a row, and below for each mark, three to a row."""
        for i, (name, cell) in enumerate(_LEGEND_CELLS):
            row, column = divmod(i, 4)
            x = EDGE + column * INNER_WIDTH // (4 if row == 0 else 3)
            yield draw_cell(cell, x, y + row * 27, 20)
            text = self.messages.text(f"draw.{name}")
            yield make_label(x + CELL_WIDTH + 8, y + row * 27 + 14, text, font_size=SMALL_SIZE)


def _draw_lines(lines: list[tuple[str, int, str]], y: int) -> tuple[list[Element], int]:
    """Return texts below one another, each given with its size and style class, and where they end."""
    labels: list[Element] = []
    for text, size, style in lines:
        for line in wrap_text(text, INNER_WIDTH, size):
            y += size + 5
            labels.append(make_label(EDGE, y, line, font_size=size, class_=style))
    return labels, y + 14


def _draw_heading(y: int, text: str) -> Element:
    return make_label(EDGE, y, text, font_size=TEXT_SIZE, class_="bold")
