"""The legend of the picture of a gap: a sign and its name for each state, each mark and each tag."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.drawings.gap_cells import CELL_WIDTH, draw_cell
from kiemdinh.narration.drawings.gap_rows import CellMark, CellState, GapCell
from kiemdinh.narration.drawings.gap_tags import TAG_WIDTH, TagShapes
from kiemdinh.narration.drawings.sheet import EDGE, INNER_WIDTH, SMALL_SIZE
from kiemdinh.narration.drawings.svg import fit_text, make_label, measure_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.narration.names import Names

__all__ = ["GapLegend"]

_ROW_HEIGHT = 27
_BOX_HEIGHT = 20
_GAP = 24
"""The blank between two entries of a row."""
_CELLS: tuple[tuple[CellState | CellMark, GapCell], ...] = (
    ("met", GapCell(None, 0, "met")),
    ("unknown", GapCell(None, 0, "unknown")),
    ("unmet", GapCell(None, 0, "unmet")),
    ("absent", GapCell(None, 0, "absent")),
    ("necessary", GapCell(None, 0, "value", frozenset({"necessary"}))),
    ("relevant", GapCell(None, 0, "value", frozenset({"relevant"}))),
    ("chosen", GapCell(None, 0, "value", frozenset({"chosen"}))),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sign that is *width* dots wide, drawn with its upper left corner at a point, and its name."""

    width: int
    draw_sign: Callable[[int, int], Element]
    name: str

    @property
    def room(self) -> int:
        """The width of the sign and its name together."""
        return self.width + 8 + measure_text(self.name, SMALL_SIZE)


@dataclass(frozen=True, slots=True)
class GapLegend:
    """The legend, in rows that fit the sheet; *shapes* has the tags of the picture."""

    names: Names
    shapes: TagShapes

    @property
    def height(self) -> int:
        """How much room the rows take."""
        return len(self._rows()) * _ROW_HEIGHT

    def draw_rows(self, y: int) -> Iterator[Element]:
        """Yield the entries, from *y* down."""
        for row, entries in enumerate(self._rows()):
            x, top = EDGE, y + row * _ROW_HEIGHT
            for entry in entries:
                yield entry.draw_sign(x, top)
                name = fit_text(entry.name, INNER_WIDTH - entry.width - 8, SMALL_SIZE, 1)[0]
                yield make_label(x + entry.width + 8, top + 14, name, SMALL_SIZE)
                x += entry.room + _GAP

    def _rows(self) -> list[list[_Entry]]:
        """Return the states, the marks and the tags, each begun on a row of its own."""
        entries = [self._cell_entry(name, cell) for name, cell in _CELLS]
        tags = [self._tag_entry(tag) for tag in self.shapes.numbers]
        return [row for part in (entries[:4], entries[4:], tags) for row in _break_rows(part)]

    def _cell_entry(self, name: str, cell: GapCell) -> _Entry:
        return _Entry(
            CELL_WIDTH, lambda x, y: draw_cell(cell, x, y, _BOX_HEIGHT), self.names.messages.text(f"draw.{name}")
        )

    def _tag_entry(self, tag: str) -> _Entry:
        middle, half = _BOX_HEIGHT // 2, TAG_WIDTH // 2
        return _Entry(TAG_WIDTH, lambda x, y: self.shapes.draw_tag(tag, x + half, y + middle), self.names.name_tag(tag))


def _break_rows(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Return entries in rows: a row ends before the entry that no longer fits."""
    rows: list[list[_Entry]] = []
    left = 0
    for entry in entries:
        if not rows or entry.room > left:
            rows.append([])
            left = INNER_WIDTH
        rows[-1].append(entry)
        left -= entry.room + _GAP
    return rows
