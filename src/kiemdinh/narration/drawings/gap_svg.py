"""The gap before a level as a picture: an SVG document on a sheet of A4, told apart by shape as well as colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Figure
from kiemdinh.narration.drawings.gap_rows import CellMark, CellState, GapCell, GapGroup, GapRow, group_rows
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label, wrap_text, write_document
from kiemdinh.narration.language import Messages
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import page_head, school_name
from kiemdinh.narration.sentences.blocking import BlockingSentences
from kiemdinh.narration.sentences.changes import ChangeSentences, places_of
from kiemdinh.narration.sentences.repairs import RepairSentences
from kiemdinh.narration.sentences.standing import StandingSentences

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.explanation import ExplanationData
    from kiemdinh.data.repairs import RepairChange

__all__ = ["draw_gap"]

_WIDTH, _HEIGHT, _EDGE = 794, 1123, 36
"""A sheet of A4 at 96 dots to the inch, and the blank around it."""
_CELL, _GAP = 62, 8
_TITLE_SIZE, _TEXT_SIZE, _SMALL = 20, 12, 11
_LEGEND = 64
_MOST_CHOSEN = 6
_TALLEST, _TWO_LINES, _LOWEST = 36, 32, 18
"""How tall a row may be, from when its title has room for two lines, and what can still be read."""
_STYLE = (
    "text{font-family:Arial,'Liberation Sans','DejaVu Sans',sans-serif;fill:#1a1a1a}"
    ".grey{fill:#555}.bold{font-weight:bold}.mid{text-anchor:middle}"
    ".line{stroke:#999;stroke-width:1;fill:none}.bar{fill:#eef1f4}"
    ".met{fill:#bfe3c6}.unmet{fill:url(#hatch)}.unknown{fill:url(#dots)}.absent,.value{fill:#fff}"
    ".cell{stroke:#8a8a8a;stroke-width:1}.sign{stroke:#1a1a1a;stroke-width:2;fill:none}"
    ".necessary{stroke:#1a1a1a;stroke-width:3.5}.relevant{stroke:#1a1a1a;stroke-width:2;stroke-dasharray:5 3}"
    ".chosen{fill:#1f4fbf;stroke:#fff;stroke-width:1}"
)
_LEGEND_CELLS: tuple[tuple[CellState | CellMark, GapCell], ...] = (
    ("met", GapCell(None, 0, "met")),
    ("unknown", GapCell(None, 0, "unknown")),
    ("unmet", GapCell(None, 0, "unmet")),
    ("absent", GapCell(None, 0, "absent")),
    ("necessary", GapCell(None, 0, "value", frozenset({"necessary"}))),
    ("relevant", GapCell(None, 0, "value", frozenset({"relevant"}))),
    ("chosen", GapCell(None, 0, "value", frozenset({"chosen"}))),
)
_MARKS: tuple[CellMark, ...] = ("necessary", "relevant", "chosen")


def draw_gap(result: AssessmentData, explanation: ExplanationData, lang: str) -> str:
    """Return the picture of an explanation as an SVG document in *lang* (``vi``, ``en``).

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    return _Drawing.of(result, explanation, lang).write()


@dataclass(frozen=True, slots=True)
class _Drawing:
    result: AssessmentData
    explanation: ExplanationData
    words: ChangeSentences
    groups: tuple[GapGroup, ...]
    columns: int

    @classmethod
    def of(cls, result: AssessmentData, explanation: ExplanationData, lang: str) -> _Drawing:
        messages = Messages(lang)
        blocking = BlockingSentences(Names(result.framework, messages), messages, {})
        groups = group_rows(result, explanation)
        places = [cell.column for group in groups for row in group.rows for cell in row.cells]
        words = ChangeSentences(blocking, places_of(explanation.target), explanation.repairs.minimise)
        return cls(result, explanation, words, groups, max(places, default=0) + 1)

    @property
    def messages(self) -> Messages:
        return self.words.messages

    @property
    def _columns_from(self) -> int:
        """Where the cells begin, so that they end at the right edge."""
        return _WIDTH - _EDGE - self.columns * (_CELL + _GAP) + _GAP

    def write(self) -> str:
        head, y = self._head()
        below = _HEIGHT - y - _LEGEND - _EDGE - 18 * 2
        chosen = self._chosen((below - self._rows * _LOWEST) // 18)
        room = below - 18 * sum(map(len, chosen))
        height = self._row_height(room)
        body, y = self._body(y, height)
        end, y = self._foot(y + 26, chosen)
        title = make_element("title", self._title())
        defs = make_element("defs", make_element("style", _STYLE), *_patterns())
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
        return max(_LOWEST, min(_TALLEST, room // max(self._rows, 1)))

    @property
    def _rows(self) -> int:
        return sum(len(group.rows) + 1 for group in self.groups)

    # -- above -------------------------------------------------------------------------------------------

    def _title(self) -> str:
        level = self.explanation.level
        return (
            self.messages.text("draw.top")
            if level is None
            else self.messages.text("draw", aim=self.messages.name_goal(level))
        )

    def _head(self) -> tuple[list[Element], int]:
        main = self.result.outcomes[0]
        stands = StandingSentences(self.words.names, self.messages).describe_standing(main)
        outcome = self.words.names.name_outcome(main.id)
        verdict = islice(RepairSentences(self.words).verdict_lines(self.explanation.repairs), 1)
        lines = [
            (school_name(self.result, self.messages), _TITLE_SIZE, "bold"),
            *((line.text, _SMALL, "grey") for line in page_head(self.result, self.words.names, self.messages)),
            (self.messages.text("standing.line", outcome=outcome, stands=stands), _TEXT_SIZE + 1, ""),
            (self._title(), _TEXT_SIZE + 3, "bold"),
            *((line.text, _TEXT_SIZE + 1, "") for line in verdict),
        ]
        return self._lines(lines, _EDGE)

    def _lines(self, lines: list[tuple[str, int, str]], y: int) -> tuple[list[Element], int]:
        labels: list[Element] = []
        for text, size, kind in lines:
            for line in wrap_text(text, _WIDTH - 2 * _EDGE, size):
                y += size + 5
                labels.append(make_label(_EDGE, y, line, font_size=size, class_=kind or "plain"))
        return labels, y + 14

    # -- the tree ----------------------------------------------------------------------------------------

    def _body(self, y: int, height: int) -> tuple[list[Element], int]:
        found: list[Element] = [*self._header(y + 12)]
        y += 22
        for group in self.groups:
            found += self._group(group, y, height)
            y += height
            found += self._branch(group, y, height)
            for row in group.rows:
                found += self._row(row, y, height)
                y += height
        return found, y

    def _header(self, y: int) -> Iterator[Element]:
        """Name the columns by the steps that stand in them, where these are the same in every row."""
        steps: dict[int, set[tuple[str, str]]] = {}
        for row in (row for group in self.groups for row in group.rows):
            for cell in row.cells:
                if cell.step is not None:
                    steps.setdefault(cell.column, set()).add(
                        (cell.step, self.words.names.name_step(row.node, cell.step))
                    )
        for place, names in steps.items():
            if len(names) == 1:
                text = fit_text(next(iter(names))[1], _CELL + _GAP, _SMALL, 1)[0]
                x = self._columns_from + place * (_CELL + _GAP) + _CELL // 2
                yield make_label(x, y, text, font_size=_SMALL, class_="mid bold")

    def _group(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        yield make_element("rect", x=_EDGE, y=y + 2, width=_WIDTH - 2 * _EDGE, height=height - 4, class_="bar", rx=3)
        name = (
            self.words.names.name_node(group.node)
            if group.node is not None
            else self.words.names.name_layer(group.layer)
        )
        text = fit_text(name, _WIDTH - 2 * _EDGE - 12, _TEXT_SIZE, 1)[0]
        yield make_label(_EDGE + 6, y + height // 2 + 4, text, font_size=_TEXT_SIZE, class_="bold")

    def _branch(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        """Draw the line from a standard to its criteria."""
        middles = [y + i * height + height // 2 for i in range(len(group.rows))]
        twigs = "".join(f"M{_EDGE + 8} {middle}H{_EDGE + 18}" for middle in middles)
        yield make_element("path", d=f"M{_EDGE + 8} {y - 2}V{middles[-1]}{twigs}", class_="line")

    def _row(self, row: GapRow, y: int, height: int) -> Iterator[Element]:
        size = _TEXT_SIZE if height >= _LOWEST + 6 else _SMALL
        name = self.words.names.name_node(row.node, row.id)
        lines = fit_text(name, self._columns_from - _EDGE - 34, size, 1 + (height >= _TWO_LINES))
        first = y + height // 2 + size // 3 - (len(lines) - 1) * (size + 2) // 2
        for i, line in enumerate(lines):
            yield make_label(_EDGE + 24, first + i * (size + 2), line, font_size=size)
        for cell in row.cells:
            step = self.words.names.name_step(row.node, cell.step) if cell.step is not None else None
            about = name if step is None else self.messages.text("tree.step", node=name, level=step)
            x, value = self._columns_from + cell.column * (_CELL + _GAP), self._value(row, cell)
            said = ", ".join((value or self.messages.text(f"draw.{cell.state}"), *self._marks(cell)))
            title = make_element("title", f"{about} – {said}")
            yield self._cell(cell, x, y + 3, height - 6, value, title)

    # -- a cell ------------------------------------------------------------------------------------------

    def _cell(self, cell: GapCell, x: int, y: int, height: int, value: str = "", *above: Element) -> Element:
        kind = " ".join(("cell", cell.state, *(mark for mark in _MARKS[:2] if mark in cell.marks)))
        box = make_element("rect", x=x, y=y, width=_CELL, height=height, rx=3, class_=kind)
        parts = [*above, box, *self._sign(cell, x + _CELL // 2, y + height // 2, value)]
        if "chosen" in cell.marks:
            parts.append(_star(x + _CELL - 4, y + 3))
        return make_element("g", *parts)

    def _marks(self, cell: GapCell) -> Iterator[str]:
        yield from (self.messages.text(f"draw.{mark}") for mark in _MARKS if mark in cell.marks)

    def _value(self, row: GapRow, cell: GapCell) -> str:
        """Return a score that is known, in its own measure; what is not known has a sign."""
        if cell.state != "value" or cell.value is None or cell.value.low is None:
            return ""
        verdict = self.words.names.framework.nodes[row.node].verdict
        figure = Figure(f"{verdict}:{row.node}", None, cell.value, "==", cell.value, None)
        return self.words.blocking.figures.format_value(figure, cell.value.low)

    def _sign(self, cell: GapCell, x: int, y: int, value: str) -> Iterator[Element]:
        if cell.state == "met":
            yield make_element("path", d=f"M{x - 6} {y}l4 5l8 -10", class_="sign")
        elif cell.state == "unmet":
            yield make_element("path", d=f"M{x - 5} {y - 5}l10 10M{x + 5} {y - 5}l-10 10", class_="sign")
        elif cell.state == "unknown":
            yield make_label(x, y + 5, "?", font_size=15, class_="mid bold")
        elif cell.state == "absent":
            yield make_element("path", d=f"M{x - 6} {y}h12", class_="sign")
        elif value:
            yield make_label(x, y + 4, fit_text(value, _CELL, _SMALL, 1)[0], font_size=_SMALL, class_="mid")

    # -- below -------------------------------------------------------------------------------------------

    def _chosen(self, room: int) -> list[list[str]]:
        """Return the changes of the cheapest way, whole where they take at most *room* lines, else a line for each."""
        cheapest = self.explanation.repairs.cheapest
        changes = () if cheapest is None else cheapest.changes
        width, shown = _WIDTH - 2 * _EDGE - 22, changes[:_MOST_CHOSEN]
        in_full = replace(self.words, blocking=replace(self.words.blocking, full=True))
        lines = [wrap_text(text, width, _TEXT_SIZE) for text in self._texts(in_full, shown)]
        if sum(map(len, lines)) > room:
            lines = [fit_text(text, width, _TEXT_SIZE, 1) for text in self._texts(self.words, shown)]
        more = len(changes) - len(shown)
        return [*lines, [self.messages.text("draw.more", n=more)]] if more else lines

    def _texts(self, words: ChangeSentences, changes: Sequence[RepairChange]) -> list[str]:
        return [self.messages.text(f"list.{change.kind}", text=words.describe_change(change)) for change in changes]

    def _foot(self, y: int, chosen: list[list[str]]) -> tuple[list[Element], int]:
        found: list[Element] = []
        if chosen:
            found.append(
                make_label(_EDGE, y, self.messages.text("draw.chosen_list"), font_size=_TEXT_SIZE, class_="bold")
            )
            for lines in chosen:
                found.append(_star(_EDGE + 6, y + 14))
                for line in lines:
                    y += 18
                    found.append(make_label(_EDGE + 18, y, line, font_size=_TEXT_SIZE))
            y += 28
        found.append(make_label(_EDGE, y, self.messages.text("draw.legend"), font_size=_TEXT_SIZE, class_="bold"))
        return [*found, *self._legend(y + 10)], y + _LEGEND

    def _legend(self, y: int) -> Iterator[Element]:
        for i, (name, cell) in enumerate(_LEGEND_CELLS):
            row, column = divmod(i, 4)
            x = _EDGE + column * (_WIDTH - 2 * _EDGE) // 4 if row == 0 else _EDGE + column * (_WIDTH - 2 * _EDGE) // 3
            yield self._cell(cell, x, y + row * 27, 20)
            yield make_label(x + _CELL + 8, y + row * 27 + 14, self.messages.text(f"draw.{name}"), font_size=_SMALL)


def _star(x: int, y: int) -> Element:
    """Return the mark of what is chosen: a diamond around a point."""
    return make_element("path", d=f"M{x} {y - 7}l7 7l-7 7l-7 -7z", class_="chosen")


def _patterns() -> Iterator[Element]:
    """Yield the fillings of cells that are not met and of unknown ones: stripes and dots, told apart without colour."""
    sides: dict[str, str | int] = {"width": 7, "height": 7}
    tile: dict[str, str | int] = {**sides, "patternUnits": "userSpaceOnUse"}
    stripe = make_element("line", x1=0, y1=0, x2=0, y2=7, stroke="#d9826b", stroke_width="2.5")
    dot = make_element("circle", cx="3.5", cy="3.5", r="1.2", fill="#b58900")
    pink, yellow = (make_element("rect", **sides, fill=colour) for colour in ("#fbe3dc", "#fffbe6"))
    yield make_element("pattern", pink, stripe, id="hatch", **tile, patternTransform="rotate(45)")
    yield make_element("pattern", yellow, dot, id="dots", **tile)
