"""The middle of the picture of a gap: a bar for each standard, a row for each criterion, a column for each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Figure
from kiemdinh.narration.drawings.gap_cells import CELL_WIDTH, MARKS, draw_cell
from kiemdinh.narration.drawings.gap_rows import GapCell, GapGroup, GapRow
from kiemdinh.narration.drawings.gap_tags import TAG_WIDTH, TagShapes
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
    def shapes(self) -> TagShapes:
        """The shapes of the tags that rows and bars carry."""
        nodes = [node for group in self.groups for node in (group.node, *(row.node for row in group.rows)) if node]
        used = {tag for node in nodes for tag in self._tags_of(node)}
        return TagShapes.for_tags(tag for tag in self._names.framework.definition.tags if tag in used)

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
    def _column_count(self) -> int:
        return 1 + max((cell.column for group in self.groups for row in group.rows for cell in row.cells), default=0)

    def _column_from(self, column: int) -> int:
        """Return where a column begins; the last one ends at the right edge."""
        return WIDTH - EDGE - CELL_WIDTH - (self._column_count - 1 - column) * _COLUMN_WIDTH

    def _cell_from(self, cell: GapCell) -> int:
        """Return where a cell begins: a verdict or score, which is of no step, stands at the right edge."""
        return self._column_from(self._column_count - 1 if cell.step is None else cell.column)

    def draw_rows(self, y: int, room: int) -> tuple[list[Element], int]:
        """Return the elements of the table from *y* down, and where it ends.

        The rows fill *room*, within what can be read: where there are more rows than that, the table is taller.
        """
        height = max(MIN_ROW_HEIGHT, min(_MAX_ROW_HEIGHT, room // max(self.row_count, 1)))
        elements: list[Element] = []
        for group in self.groups:
            elements += self._draw_bar(group, y, height)
            y += height
            elements += self._draw_branches(group, y, height)
            for row in group.rows:
                elements += self._draw_row(row, y, height)
                y += height
        return elements, y

    def _draw_bar(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        """Yield the bar of a standard: its title, the shapes of its tags, and the names of the columns below it."""
        yield make_element("rect", x=EDGE, y=y + 2, width=INNER_WIDTH, height=height - 4, class_="bar", rx=3)
        node, middle, columns = group.node, y + height // 2, self._name_columns(group)
        tags = () if node is None else self._tags_of(node)
        yield from self.shapes.draw_tags(tags, EDGE + 6, middle)
        name = self._names.name_layer(group.layer) if node is None else self._names.name_node(node)
        x = EDGE + 6 + (len(tags) * TAG_WIDTH + 3 if tags else 0)
        text = fit_text(name, (self._column_from(min(columns)) if columns else WIDTH - EDGE) - x - 6, TEXT_SIZE, 1)[0]
        yield make_label(x, middle + 4, text, TEXT_SIZE, "bold")
        for column, step in columns.items():
            text = fit_text(step, _COLUMN_WIDTH, SMALL_SIZE, 1)[0]
            yield make_label(self._column_from(column) + CELL_WIDTH // 2, middle + 4, text, SMALL_SIZE, "mid bold")

    def _name_columns(self, group: GapGroup) -> dict[int, str]:
        """Return the names of columns: a column is named by its step where all rows of the group have the same."""
        steps: dict[int, set[tuple[str, str]]] = {}
        for row in group.rows:
            for column, step in row.columns.items():
                steps.setdefault(column, set()).add((step, self._names.name_step(row.node, step)))
        return {column: next(iter(names))[1] for column, names in steps.items() if len(names) == 1}

    def _tags_of(self, node: str) -> tuple[str, ...]:
        return self._names.framework.nodes[node].tags

    def _draw_branches(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        """Yield the line from a standard down, with a branch to each of its criteria."""
        middles = [y + i * height + height // 2 for i in range(len(group.rows))]
        branches = "".join(f"M{EDGE + 8} {middle}H{EDGE + 18}" for middle in middles)
        yield make_element("path", d=f"M{EDGE + 8} {y - 2}V{middles[-1]}{branches}", class_="line")

    def _draw_row(self, row: GapRow, y: int, height: int) -> Iterator[Element]:
        """Yield the shapes of a criterion's tags, its title and its cells."""
        size = TEXT_SIZE if height >= MIN_ROW_HEIGHT + 6 else SMALL_SIZE
        name, x = self._names.name_node(row.node, row.id), EDGE + 22 + self._tags_width
        yield from self.shapes.draw_tags(self._tags_of(row.node), EDGE + 22, y + height // 2)
        room = min(map(self._cell_from, row.cells)) - x - 10
        lines = fit_text(name, room, size, 2 if height >= _MIN_TWO_LINES else 1)
        baseline = y + height // 2 + size // 3 - (len(lines) - 1) * (size + 2) // 2
        for i, line in enumerate(lines):
            yield make_label(x, baseline + i * (size + 2), line, size)
        for cell in row.cells:
            value = self._value_text(row, cell)
            title = make_element("title", self._describe_cell(row, cell, name, value))
            yield draw_cell(cell, self._cell_from(cell), y + 3, height - 6, value, title)

    @property
    def _tags_width(self) -> int:
        """How much room the shapes take before the titles, which all begin at the same place."""
        most = max((len(self._tags_of(row.node)) for group in self.groups for row in group.rows), default=0)
        return most * TAG_WIDTH + 3

    def _describe_cell(self, row: GapRow, cell: GapCell, name: str, value: str) -> str:
        """Return what a cell shows, for readers who see no picture and for a pointer that rests on it."""
        step = self._names.name_step(row.node, cell.step) if cell.step is not None else None
        about = name if step is None else self._messages.text("tree.step", node=name, level=step)
        tags = map(self._names.name_tag, self._tags_of(row.node))
        marks = (self._messages.text(f"draw.{mark}") for mark in MARKS if mark in cell.marks)
        state = value or self._messages.text(f"draw.{cell.state}")
        return f"{about} – {', '.join((state, *tags, *marks))}"

    def _value_text(self, row: GapRow, cell: GapCell) -> str:
        """Return a score that is known, in its own measure; empty for any other cell, which has a sign."""
        if cell.state != "value" or cell.value is None or cell.value.low is None:
            return ""
        name = ValueName(ValueKind(self._names.framework.nodes[row.node].verdict), row.node)
        figure = Figure(str(name), None, cell.value, "==", cell.value, None)
        return self.blocking.figures.format_value(figure, cell.value.low)
