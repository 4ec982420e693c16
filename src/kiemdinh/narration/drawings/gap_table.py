"""The middle of the picture of a gap: a bar for each standard, a row for each criterion, a column for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Figure
from kiemdinh.narration.drawings.gap_cells import CELL_WIDTH, MARKS, draw_cell
from kiemdinh.narration.drawings.gap_rows import GapCell, GapGroup, GapRow
from kiemdinh.narration.drawings.gap_tags import TAG_WIDTH, TagShapes
from kiemdinh.narration.drawings.sheet import EDGE, INNER_WIDTH, SMALL_SIZE, TEXT_SIZE, WIDTH
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label, wrap_text
from kiemdinh.narration.language import Messages
from kiemdinh.narration.names import MAX_TITLE_OF_ROW, Names
from kiemdinh.narration.sentences import BlockingSentences
from kiemdinh.standards.names import ValueKind, ValueName

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["GapTable"]

_MIN_ROW_HEIGHT = 16
"""The height under which a row cannot be read."""
_MAX_ROW_HEIGHT = 36
_MIN_LARGE_TEXT = 24
"""The height of rows from which their titles are in larger letters."""
_LEADING = 1
"""The blank between two lines of a title."""
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
    def least_height(self) -> int:
        """How high the bars and rows are together, when they are as low as can be."""
        return self._sum_heights(_MIN_ROW_HEIGHT)

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

        The rows fill *room*, within what can be read: where there are more rows than that, the table is taller. A row
        whose title takes several lines is taller too.
        """
        least = self._choose_height(room)
        elements: list[Element] = []
        for group in self.groups:
            heights = self._list_heights(group, least)
            elements += self._draw_bar(group, y, heights[0])
            y += heights[0]
            elements += self._draw_branches(y, heights[1:])
            for row, height in zip(group.rows, heights[1:], strict=True):
                elements += self._draw_row(row, y, height, _letter_size(least))
                y += height
        return elements, y

    def _choose_height(self, room: int) -> int:
        """Return the height of a row with a short title: the greatest with which all rows fit *room*."""
        for height in range(_MAX_ROW_HEIGHT, _MIN_ROW_HEIGHT, -1):
            if self._sum_heights(height) <= room:
                return height
        return _MIN_ROW_HEIGHT

    def _sum_heights(self, least: int) -> int:
        return sum(sum(self._list_heights(group, least)) for group in self.groups)

    def _list_heights(self, group: GapGroup, least: int) -> list[int]:
        """Return the height of the bar of a group and of each of its rows, where a short title has *least*."""
        size = _letter_size(least)
        rows = (_title_height(self._row_lines(row, size), size) for row in group.rows)
        return [max(least, height) for height in (_title_height(self._bar_lines(group), TEXT_SIZE), *rows)]

    # -- a bar -------------------------------------------------------------------------------------------

    def _bar_lines(self, group: GapGroup) -> list[str]:
        """Return the title of a standard, or of the layer of rows that stand in none, in lines."""
        node, columns = group.node, self._name_columns(group)
        name = self._names.name_layer(group.layer) if node is None else self._name_whole(node)
        end = self._column_from(min(columns)) if columns else WIDTH - EDGE
        return wrap_text(name, end - self._bar_from(group) - 6, TEXT_SIZE)

    def _bar_from(self, group: GapGroup) -> int:
        """Return where the title of a bar begins."""
        tags = () if group.node is None else self._tags_of(group.node)
        return EDGE + 6 + (len(tags) * TAG_WIDTH + 3 if tags else 0)

    def _draw_bar(self, group: GapGroup, y: int, height: int) -> Iterator[Element]:
        """Yield the bar of a standard: its title, the shapes of its tags, and the names of the columns below it."""
        yield make_element("rect", x=EDGE, y=y + 2, width=INNER_WIDTH, height=height - 4, class_="bar", rx=3)
        node, middle = group.node, y + height // 2
        yield from self.shapes.draw_tags(() if node is None else self._tags_of(node), EDGE + 6, middle)
        yield from _draw_title(self._bar_lines(group), self._bar_from(group), middle, TEXT_SIZE, "bold")
        for column, step in self._name_columns(group).items():
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

    # -- a row -------------------------------------------------------------------------------------------

    def _draw_branches(self, y: int, heights: Sequence[int]) -> Iterator[Element]:
        """Yield the line from a standard down, with a branch to each of its criteria, whose rows have these heights."""
        middles = [y + sum(heights[:i]) + height // 2 for i, height in enumerate(heights)]
        branches = "".join(f"M{EDGE + 8} {middle}H{EDGE + 18}" for middle in middles)
        yield make_element("path", d=f"M{EDGE + 8} {y - 2}V{middles[-1]}{branches}", class_="line")

    def _row_lines(self, row: GapRow, size: int) -> list[str]:
        """Return the title of a row in lines, in letters of *size* dots."""
        room = min(map(self._cell_from, row.cells)) - self._row_from - 10
        return wrap_text(self._name_whole(row.node, row.id), room, size)

    @property
    def _row_from(self) -> int:
        """Where the titles of rows begin."""
        return EDGE + 22 + self._tags_width

    def _draw_row(self, row: GapRow, y: int, height: int, size: int) -> Iterator[Element]:
        """Yield the shapes of a criterion's tags, its title and its cells."""
        name, middle = self._name_whole(row.node, row.id), y + height // 2
        yield from self.shapes.draw_tags(self._tags_of(row.node), EDGE + 22, middle)
        yield from _draw_title(self._row_lines(row, size), self._row_from, middle, size)
        for cell in row.cells:
            value = self._value_text(row, cell)
            title = make_element("title", self._describe_cell(row, cell, name, value))
            yield draw_cell(cell, self._cell_from(cell), y + 2, height - 4, value, title)

    def _name_whole(self, node: str, shown: str | None = None) -> str:
        return self._names.name_node(node, shown, most=MAX_TITLE_OF_ROW)

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


def _letter_size(height: int) -> int:
    """Return the size of the letters of titles in rows of a height."""
    return TEXT_SIZE if height >= _MIN_LARGE_TEXT else SMALL_SIZE


def _title_height(lines: Sequence[str], size: int) -> int:
    """Return how high a row must be for the lines of its title."""
    return len(lines) * (size + _LEADING) + 4


def _draw_title(lines: Sequence[str], x: int, middle: int, size: int, style: str = "") -> Iterator[Element]:
    """Yield the lines of a title, set around *middle*."""
    baseline = middle + size // 3 - (len(lines) - 1) * (size + _LEADING) // 2
    for i, line in enumerate(lines):
        yield make_label(x, baseline + i * (size + _LEADING), line, size, style)
