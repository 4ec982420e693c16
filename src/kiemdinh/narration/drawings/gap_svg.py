"""The gap before a level as a picture: an SVG document on a sheet of A4, told apart by shape as well as colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Figure
from kiemdinh.narration.drawings.gap_cells import (
    CELL_WIDTH,
    MARKS,
    SMALL_SIZE,
    STYLE,
    draw_cell,
    draw_diamond,
    fill_patterns,
)
from kiemdinh.narration.drawings.gap_rows import CellMark, CellState, GapCell, GapGroup, GapRow, group_rows
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label, wrap_text, write_document
from kiemdinh.narration.language import Messages
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import page_head, school_name
from kiemdinh.narration.sentences import (
    BlockingSentences,
    ChangeSentences,
    RepairSentences,
    StandingSentences,
    nodes_by_figure,
)
from kiemdinh.standards.names import ValueKind, ValueName

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.explanation import ExplanationData
    from kiemdinh.data.repairs import RepairChange

__all__ = ["draw_gap"]

_WIDTH, _HEIGHT, _EDGE = 794, 1123, 36
"""A sheet of A4 at 96 dots to the inch, and the blank around it."""
_CELL_GAP = 8
_TITLE_SIZE, _TEXT_SIZE, _LINE_HEIGHT = 20, 12, 18
_LEGEND_HEIGHT = 64
_MAX_CHOSEN = 6
_MAX_ROW, _MIN_TWO_LINE_ROW, _MIN_ROW = 36, 32, 18
"""How tall a row may be, from when its title has room for two lines, and what can still be read."""
_LEGEND_CELLS: tuple[tuple[CellState | CellMark, GapCell], ...] = (
    ("met", GapCell(None, 0, "met")),
    ("unknown", GapCell(None, 0, "unknown")),
    ("unmet", GapCell(None, 0, "unmet")),
    ("absent", GapCell(None, 0, "absent")),
    ("necessary", GapCell(None, 0, "value", frozenset({"necessary"}))),
    ("relevant", GapCell(None, 0, "value", frozenset({"relevant"}))),
    ("chosen", GapCell(None, 0, "value", frozenset({"chosen"}))),
)


def draw_gap(result: AssessmentData, explanation: ExplanationData, lang: str) -> str:
    """Return the picture of an explanation as an SVG document in *lang* (``vi``, ``en``).

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    return _GapDrawing.from_explanation(result, explanation, lang).to_document()


@dataclass(frozen=True, slots=True)
class _GapDrawing:
    result: AssessmentData
    explanation: ExplanationData
    words: ChangeSentences
    groups: tuple[GapGroup, ...]
    columns: int

    @classmethod
    def from_explanation(cls, result: AssessmentData, explanation: ExplanationData, lang: str) -> _GapDrawing:
        messages = Messages(lang)
        blocking = BlockingSentences(Names(result.framework, messages), messages, {})
        groups = group_rows(result, explanation)
        columns = [cell.column for group in groups for row in group.rows for cell in row.cells]
        words = ChangeSentences(blocking, nodes_by_figure(explanation.target), explanation.repairs.minimise)
        return cls(result, explanation, words, groups, max(columns, default=0) + 1)

    @property
    def messages(self) -> Messages:
        return self.words.messages

    @property
    def _columns_from(self) -> int:
        """Where the cells begin, so that they end at the right edge."""
        return _WIDTH - _EDGE - self.columns * (CELL_WIDTH + _CELL_GAP) + _CELL_GAP

    def to_document(self) -> str:
        head, y = self._draw_head()
        below = _HEIGHT - y - _LEGEND_HEIGHT - _EDGE - 2 * _LINE_HEIGHT
        chosen = self._chosen_lines((below - self._row_count * _MIN_ROW) // _LINE_HEIGHT)
        room = below - _LINE_HEIGHT * sum(map(len, chosen))
        height = self._row_height(room)
        body, y = self._draw_rows(y, height)
        end, y = self._draw_foot(y + 26, chosen)
        title = make_element("title", self._title_text())
        defs = make_element("defs", make_element("style", STYLE), *fill_patterns())
        sheet = make_element("rect", width="100%", height="100%", fill="#fff")
        return write_document(
            (title, defs, sheet, *head, *body, *end),
            self.messages.lang,
            preserveAspectRatio="xMidYMin meet",
            viewBox=f"0 0 {_WIDTH} {max(_HEIGHT, y + _EDGE)}",
            width="210mm",
            height="297mm",
            role="img",
        )

    def _row_height(self, room: int) -> int:
        """Spread the rows over the sheet, within what can be read; more rows than that make the sheet longer."""
        return max(_MIN_ROW, min(_MAX_ROW, room // max(self._row_count, 1)))

    @property
    def _row_count(self) -> int:
        return sum(len(group.rows) + 1 for group in self.groups)

    # -- above -------------------------------------------------------------------------------------------

    def _title_text(self) -> str:
        level = self.explanation.level
        return (
            self.messages.text("draw.top")
            if level is None
            else self.messages.text("draw", aim=self.messages.name_goal(level))
        )

    def _draw_head(self) -> tuple[list[Element], int]:
        main = self.result.outcomes[0]
        stands = StandingSentences(self.words.names, self.messages).describe_standing(main)
        outcome = self.words.names.name_outcome(main.id)
        verdict = islice(RepairSentences(self.words).verdict_lines(self.explanation.repairs), 1)
        lines = [
            (school_name(self.result, self.messages), _TITLE_SIZE, "bold"),
            *((line.text, SMALL_SIZE, "grey") for line in page_head(self.result, self.words.names)),
            (self.messages.text("standing.line", outcome=outcome, stands=stands), _TEXT_SIZE + 1, ""),
            (self._title_text(), _TEXT_SIZE + 3, "bold"),
            *((line.text, _TEXT_SIZE + 1, "") for line in verdict),
        ]
        return self._draw_lines(lines, _EDGE)

    def _draw_lines(self, lines: list[tuple[str, int, str]], y: int) -> tuple[list[Element], int]:
        labels: list[Element] = []
        for text, size, kind in lines:
            for line in wrap_text(text, _WIDTH - 2 * _EDGE, size):
                y += size + 5
                labels.append(make_label(_EDGE, y, line, font_size=size, class_=kind or "plain"))
        return labels, y + 14

    # -- the tree ----------------------------------------------------------------------------------------

    def _draw_rows(self, y: int, height: int) -> tuple[list[Element], int]:
        found: list[Element] = [*self._draw_column_names(y + 12)]
        y += 22
        for group in self.groups:
            found += self._draw_group(group, y, height)
            y += height
            found += self._draw_branch(group, y, height)
            for row in group.rows:
                found += self._draw_row(row, y, height)
                y += height
        return found, y

    def _draw_column_names(self, y: int) -> Iterator[Element]:
        """Name the columns by the steps that stand in them, where these are the same in every row."""
        steps: dict[int, set[tuple[str, str]]] = {}
        for row in (row for group in self.groups for row in group.rows):
            for cell in row.cells:
                if cell.step is not None:
                    steps.setdefault(cell.column, set()).add(
                        (cell.step, self.words.names.name_step(row.node, cell.step))
                    )
        for column, names in steps.items():
            if len(names) == 1:
                text = fit_text(next(iter(names))[1], CELL_WIDTH + _CELL_GAP, SMALL_SIZE, 1)[0]
                x = self._columns_from + column * (CELL_WIDTH + _CELL_GAP) + CELL_WIDTH // 2
                yield make_label(x, y, text, font_size=SMALL_SIZE, class_="mid bold")

    def _draw_group(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        yield make_element("rect", x=_EDGE, y=y + 2, width=_WIDTH - 2 * _EDGE, height=height - 4, class_="bar", rx=3)
        name = (
            self.words.names.name_node(group.node)
            if group.node is not None
            else self.words.names.name_layer(group.layer)
        )
        text = fit_text(name, _WIDTH - 2 * _EDGE - 12, _TEXT_SIZE, 1)[0]
        yield make_label(_EDGE + 6, y + height // 2 + 4, text, font_size=_TEXT_SIZE, class_="bold")

    def _draw_branch(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        """Draw the line from a standard to its criteria."""
        middles = [y + i * height + height // 2 for i in range(len(group.rows))]
        twigs = "".join(f"M{_EDGE + 8} {middle}H{_EDGE + 18}" for middle in middles)
        yield make_element("path", d=f"M{_EDGE + 8} {y - 2}V{middles[-1]}{twigs}", class_="line")

    def _draw_row(self, row: GapRow, y: int, height: int) -> Iterator[Element]:
        size = _TEXT_SIZE if height >= _MIN_ROW + 6 else SMALL_SIZE
        name = self.words.names.name_node(row.node, row.id)
        lines = fit_text(name, self._columns_from - _EDGE - 34, size, 1 + (height >= _MIN_TWO_LINE_ROW))
        first = y + height // 2 + size // 3 - (len(lines) - 1) * (size + 2) // 2
        for i, line in enumerate(lines):
            yield make_label(_EDGE + 24, first + i * (size + 2), line, font_size=size)
        for cell in row.cells:
            step = self.words.names.name_step(row.node, cell.step) if cell.step is not None else None
            about = name if step is None else self.messages.text("tree.step", node=name, level=step)
            x, value = self._columns_from + cell.column * (CELL_WIDTH + _CELL_GAP), self._value_text(row, cell)
            said = ", ".join((value or self.messages.text(f"draw.{cell.state}"), *self._mark_texts(cell)))
            title = make_element("title", f"{about} – {said}")
            yield draw_cell(cell, x, y + 3, height - 6, value, title)

    def _mark_texts(self, cell: GapCell) -> Iterator[str]:
        yield from (self.messages.text(f"draw.{mark}") for mark in MARKS if mark in cell.marks)

    def _value_text(self, row: GapRow, cell: GapCell) -> str:
        """Return a score that is known, in its own measure; what is not known has a sign."""
        if cell.state != "value" or cell.value is None or cell.value.low is None:
            return ""
        verdict = self.words.names.framework.nodes[row.node].verdict
        figure = Figure(str(ValueName(ValueKind(verdict), row.node)), None, cell.value, "==", cell.value, None)
        return self.words.blocking.figures.format_value(figure, cell.value.low)

    # -- below -------------------------------------------------------------------------------------------

    def _chosen_lines(self, room: int) -> list[list[str]]:
        """Return the changes of the cheapest way, whole where they take at most *room* lines, else a line for each."""
        cheapest = self.explanation.repairs.cheapest
        changes = () if cheapest is None else cheapest.changes
        width, shown = _WIDTH - 2 * _EDGE - 22, changes[:_MAX_CHOSEN]
        in_full = replace(self.words, blocking=replace(self.words.blocking, full=True))
        lines = [wrap_text(text, width, _TEXT_SIZE) for text in self._change_texts(in_full, shown)]
        if sum(map(len, lines)) > room:
            lines = [fit_text(text, width, _TEXT_SIZE, 1) for text in self._change_texts(self.words, shown)]
        more = len(changes) - len(shown)
        return [*lines, [self.messages.text("draw.more", n=more)]] if more else lines

    def _change_texts(self, words: ChangeSentences, changes: Sequence[RepairChange]) -> list[str]:
        return [self.messages.text(f"list.{change.kind}", text=words.describe_change(change)) for change in changes]

    def _draw_foot(self, y: int, chosen: list[list[str]]) -> tuple[list[Element], int]:
        found: list[Element] = []
        if chosen:
            found.append(
                make_label(_EDGE, y, self.messages.text("draw.chosen_list"), font_size=_TEXT_SIZE, class_="bold")
            )
            for lines in chosen:
                found.append(draw_diamond(_EDGE + 6, y + 14))
                for line in lines:
                    y += _LINE_HEIGHT
                    found.append(make_label(_EDGE + 18, y, line, font_size=_TEXT_SIZE))
            y += 28
        found.append(make_label(_EDGE, y, self.messages.text("draw.legend"), font_size=_TEXT_SIZE, class_="bold"))
        return [*found, *self._draw_legend(y + 10)], y + _LEGEND_HEIGHT

    def _draw_legend(self, y: int) -> Iterator[Element]:
        for i, (name, cell) in enumerate(_LEGEND_CELLS):
            row, column = divmod(i, 4)
            x = _EDGE + column * (_WIDTH - 2 * _EDGE) // 4 if row == 0 else _EDGE + column * (_WIDTH - 2 * _EDGE) // 3
            yield draw_cell(cell, x, y + row * 27, 20)
            yield make_label(
                x + CELL_WIDTH + 8, y + row * 27 + 14, self.messages.text(f"draw.{name}"), font_size=SMALL_SIZE
            )
