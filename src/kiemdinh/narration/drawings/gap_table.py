"""The middle of the picture of a gap: a bar for each standard, a row for each criterion, a column for each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Figure
from kiemdinh.narration.drawings.gap_cells import CELL_WIDTH, MARKS, draw_cell
from kiemdinh.narration.drawings.gap_rows import GapCell, GapGroup, GapRow
from kiemdinh.narration.drawings.sheet import EDGE, INNER_WIDTH, SMALL_SIZE, TEXT_SIZE, WIDTH
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label
from kiemdinh.narration.language import Messages
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences import BlockingSentences
from kiemdinh.standards.names import ValueKind, ValueName

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["MIN_ROW_HEIGHT", "GapTable"]

MIN_ROW_HEIGHT = 18
"""The height under which a row cannot be read."""
_MAX_ROW_HEIGHT = 36
_MIN_TWO_LINES = 32
"""The height from which the title of a row has room for two lines."""
_COLUMN_WIDTH = CELL_WIDTH + 8


@dataclass(frozen=True, slots=True)
class GapTable:
    """The rows of a gap, to be placed on a sheet; *blocking* puts what they show in words."""

    groups: tuple[GapGroup, ...]
    blocking: BlockingSentences

    @property
    def row_count(self) -> int:
        """The number of bars and rows."""
        return sum(len(group.rows) + 1 for group in self.groups)

    @property
    def _names(self) -> Names:
        return self.blocking.names

    @property
    def _messages(self) -> Messages:
        return self.blocking.messages

    @property
    def _cells_from(self) -> int:
        """Where the cells begin, so that the last column ends at the right edge."""
        columns = [cell.column for group in self.groups for row in group.rows for cell in row.cells]
        return WIDTH - EDGE - (max(columns, default=0) + 1) * _COLUMN_WIDTH + _COLUMN_WIDTH - CELL_WIDTH

    def draw_rows(self, y: int, room: int) -> tuple[list[Element], int]:
        """Return the elements of the table from *y* down, and where it ends.

        The rows fill *room*, within what can be read: where there are more rows than that, the table is taller.
        """
        height = max(MIN_ROW_HEIGHT, min(_MAX_ROW_HEIGHT, room // max(self.row_count, 1)))
        elements: list[Element] = [*self._draw_column_names(y + 12)]
        y += 22
        for group in self.groups:
            elements += self._draw_bar(group, y, height)
            y += height
            elements += self._draw_branches(group, y, height)
            for row in group.rows:
                elements += self._draw_row(row, y, height)
                y += height
        return elements, y

    def _draw_column_names(self, y: int) -> Iterator[Element]:
        """Yield the names of the columns: a column is named by its step where this is the same in every row."""
        steps: dict[int, set[tuple[str, str]]] = {}
        for row in (row for group in self.groups for row in group.rows):
            for cell in row.cells:
                if cell.step is not None:
                    name = self._names.name_step(row.node, cell.step)
                    steps.setdefault(cell.column, set()).add((cell.step, name))
        for column, names in steps.items():
            if len(names) == 1:
                text = fit_text(next(iter(names))[1], _COLUMN_WIDTH, SMALL_SIZE, 1)[0]
                x = self._cells_from + column * _COLUMN_WIDTH + CELL_WIDTH // 2
                yield make_label(x, y, text, font_size=SMALL_SIZE, class_="mid bold")

    def _draw_bar(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        """Yield the bar with the title of a standard."""
        yield make_element("rect", x=EDGE, y=y + 2, width=INNER_WIDTH, height=height - 4, class_="bar", rx=3)
        node = group.node
        name = self._names.name_layer(group.layer) if node is None else self._names.name_node(node)
        text = fit_text(name, INNER_WIDTH - 12, TEXT_SIZE, 1)[0]
        yield make_label(EDGE + 6, y + height // 2 + 4, text, font_size=TEXT_SIZE, class_="bold")

    def _draw_branches(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        """Yield the line from a standard down, with a branch to each of its criteria."""
        middles = [y + i * height + height // 2 for i in range(len(group.rows))]
        branches = "".join(f"M{EDGE + 8} {middle}H{EDGE + 18}" for middle in middles)
        yield make_element("path", d=f"M{EDGE + 8} {y - 2}V{middles[-1]}{branches}", class_="line")

    def _draw_row(self, row: GapRow, y: int, height: int) -> Iterator[Element]:
        """Yield the title of a criterion and its cells."""
        size = TEXT_SIZE if height >= MIN_ROW_HEIGHT + 6 else SMALL_SIZE
        name = self._names.name_node(row.node, row.id)
        lines = fit_text(name, self._cells_from - EDGE - 34, size, 2 if height >= _MIN_TWO_LINES else 1)
        baseline = y + height // 2 + size // 3 - (len(lines) - 1) * (size + 2) // 2
        for i, line in enumerate(lines):
            yield make_label(EDGE + 24, baseline + i * (size + 2), line, font_size=size)
        for cell in row.cells:
            x, value = self._cells_from + cell.column * _COLUMN_WIDTH, self._value_text(row, cell)
            title = make_element("title", self._describe_cell(row, cell, name, value))
            yield draw_cell(cell, x, y + 3, height - 6, value, title)

    def _describe_cell(self, row: GapRow, cell: GapCell, name: str, value: str) -> str:
        """Return what a cell shows, for readers who see no picture and for a pointer that rests on it."""
        step = self._names.name_step(row.node, cell.step) if cell.step is not None else None
        about = name if step is None else self._messages.text("tree.step", node=name, level=step)
        marks = (self._messages.text(f"draw.{mark}") for mark in MARKS if mark in cell.marks)
        state = value or self._messages.text(f"draw.{cell.state}")
        return f"{about} – {', '.join((state, *marks))}"

    def _value_text(self, row: GapRow, cell: GapCell) -> str:
        """Return a score that is known, in its own measure; empty for any other cell, which has a sign."""
        if cell.state != "value" or cell.value is None or cell.value.low is None:
            return ""
        name = ValueName(ValueKind(self._names.framework.nodes[row.node].verdict), row.node)
        figure = Figure(str(name), None, cell.value, "==", cell.value, None)
        return self.blocking.figures.format_value(figure, cell.value.low)
