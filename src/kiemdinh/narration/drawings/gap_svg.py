"""The gap before a level as a picture: an SVG document that fits a sheet of A4, upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh.narration.drawings.gap_cells import CELL_STYLE, draw_diamond, fill_patterns
from kiemdinh.narration.drawings.gap_legend import GapLegend
from kiemdinh.narration.drawings.gap_rows import group_rows
from kiemdinh.narration.drawings.gap_table import GapTable
from kiemdinh.narration.drawings.gap_tags import TAG_STYLE
from kiemdinh.narration.drawings.sheet import (
    EDGE,
    HEIGHT,
    INNER_WIDTH,
    LINE_HEIGHT,
    SHEET_STYLE,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    write_sheet,
)
from kiemdinh.narration.drawings.svg import fit_text, make_label, wrap_text
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

_MAX_CHOSEN = 6
"""How many changes of the cheapest repair are listed."""
_STYLE = {**SHEET_STYLE, **CELL_STYLE, **TAG_STYLE}


def draw_gap(result: AssessmentData, explanation: ExplanationData, lang: str | None) -> str:
    """Return the picture of an explanation as an SVG document, which may also be written into a page of HTML.

    It has where the school stands and what the cheapest repair takes, a row for every criterion with what is met,
    unknown, unmet, necessary and chosen, the changes of the cheapest repair, and a legend. It has no size of its own
    and fills the room that it is given; its title and description tell what it shows to readers who do not see it.

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
        """Return the document; many rows make the sheet longer than A4, few make it shorter."""
        head, y = self._draw_head()
        # The list of changes is laid out first, since the rows share what it leaves of the sheet.
        below = HEIGHT - y - self._legend.height - EDGE - 3 * LINE_HEIGHT
        chosen = self._chosen_lines((below - self.table.least_height) // LINE_HEIGHT)
        rows, y = self.table.draw_rows(y, below - LINE_HEIGHT * sum(map(len, chosen)))
        foot, y = self._draw_foot(y + 26, chosen)
        return write_sheet(
            self._title_text(),
            self._description_text(),
            (*head, *rows, *foot),
            y + EDGE,
            lang=self.messages.lang,
            style=_STYLE,
            defs=fill_patterns(),
        )

    @property
    def _legend(self) -> GapLegend:
        return GapLegend(self.changes.names, self.table.shapes)

    # -- above -------------------------------------------------------------------------------------------

    def _title_text(self) -> str:
        level = self.explanation.level
        if level is None:
            return self.messages.text("draw.top")
        return self.messages.text("draw", aim=self.messages.name_goal(level))

    def _description_text(self) -> str:
        """Return in sentences what the picture says: the school, its level, and what the cheapest repair takes."""
        lines = [school_name(self.result, self.messages), self._standing_text(), *self._verdict_texts()]
        repair = "; ".join(self._change_texts(self.changes, self._cheapest))
        if repair:
            lines.append(f"{self.messages.text('draw.chosen_list')}: {repair}")
        return " ".join(line.rstrip(".") + "." for line in lines)

    def _standing_text(self) -> str:
        main, names = self.result.outcomes[0], self.changes.names
        stands = StandingSentences(names, self.messages).describe_standing(main)
        return self.messages.text("standing.line", outcome=names.name_outcome(main.id), stands=stands)

    def _verdict_texts(self) -> list[str]:
        verdict = RepairSentences(self.changes).verdict_lines(self.explanation.repairs)
        return [line.text for line in islice(verdict, 1)]

    def _draw_head(self) -> tuple[list[Element], int]:
        """Return the lines above the table, and where they end: the school, its level, the verdict of the repairs."""
        lines = [
            (school_name(self.result, self.messages), TITLE_SIZE, "bold"),
            *((line.text, SMALL_SIZE, "grey") for line in page_head(self.result, self.changes.names)),
            (self._standing_text(), TEXT_SIZE + 1, ""),
            (self._title_text(), TEXT_SIZE + 3, "bold"),
            *((text, TEXT_SIZE + 1, "") for text in self._verdict_texts()),
        ]
        return _draw_lines(lines, EDGE)

    # -- below -------------------------------------------------------------------------------------------

    def _chosen_lines(self, room: int) -> list[list[str]]:
        """Return the lines of each change of the cheapest repair.

        The changes are given in full where that takes at most *room* lines, else in one line each, cut where needed.
        """
        width, shown = INNER_WIDTH - 22, self._cheapest[:_MAX_CHOSEN]
        in_full = replace(self.changes, blocking=replace(self.changes.blocking, full=True))
        lines = [wrap_text(text, width, TEXT_SIZE) for text in self._change_texts(in_full, shown)]
        if sum(map(len, lines)) > room:
            lines = [fit_text(text, width, TEXT_SIZE, 1) for text in self._change_texts(self.changes, shown)]
        left_out = len(self._cheapest) - len(shown)
        return [*lines, [self.messages.text("draw.more", n=left_out)]] if left_out else lines

    @property
    def _cheapest(self) -> tuple[RepairChange, ...]:
        """The changes of the cheapest repair; none where no repair was found."""
        cheapest = self.explanation.repairs.cheapest
        return () if cheapest is None else cheapest.changes

    def _change_texts(self, sentences: ChangeSentences, changes: Sequence[RepairChange]) -> list[str]:
        return list(map(sentences.describe_with_verb, changes))

    def _draw_foot(self, y: int, chosen: list[list[str]]) -> tuple[list[Element], int]:
        """Return the changes of the cheapest repair and the legend, and where they end."""
        elements: list[Element] = []
        if chosen:
            elements.append(_draw_heading(y, self.messages.text("draw.chosen_list")))
            for lines in chosen:
                elements.append(draw_diamond(EDGE + 6, y + 14))
                for line in lines:
                    y += LINE_HEIGHT
                    elements.append(make_label(EDGE + 18, y, line, TEXT_SIZE))
            y += 28
        elements.append(_draw_heading(y, self.messages.text("draw.legend")))
        return [*elements, *self._legend.draw_rows(y + 10)], y + 10 + self._legend.height


def _draw_lines(lines: list[tuple[str, int, str]], y: int) -> tuple[list[Element], int]:
    """Return texts below one another, each given with its size and style class, and where they end."""
    labels: list[Element] = []
    for text, size, style in lines:
        for line in wrap_text(text, INNER_WIDTH, size):
            y += size + 5
            labels.append(make_label(EDGE, y, line, size, style))
    return labels, y + 14


def _draw_heading(y: int, text: str) -> Element:
    return make_label(EDGE, y, text, TEXT_SIZE, "bold")
