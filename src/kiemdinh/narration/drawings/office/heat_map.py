"""A comparison of schools as a picture: a row for each criterion, a column for each group, a bar in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.narration.drawings.office.state_bars import (
    BAR_HEIGHT,
    BAR_STYLE,
    bar_patterns,
    draw_bar,
    draw_bar_legend,
)
from kiemdinh.narration.drawings.sheet import EDGE, INNER_WIDTH, SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, WIDTH, write_sheet
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label, wrap_text
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.names import Names
from kiemdinh.narration.office import (
    ComparisonData,
    PeersData,
    format_share,
    name_level,
    name_place,
    say_group,
    say_state,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.standards.loading import Framework

__all__ = ["draw_heat_map", "draw_peers"]

_ROW_HEIGHT: Final = 27
_TITLE_WIDTH: Final = 200
_NAME_WIDTH: Final = 276
"""The width of the titles, and of these together with the names of levels."""
_LEADING: Final = 13
_HEAD_HEIGHT: Final = 43
_COLUMNS: Final = 6
"""Groups side by side; further ones stand below."""
_GAP: Final = 10


def draw_heat_map(found: ComparisonData, lang: str | None = None) -> str:
    """Return the picture of a comparison as an SVG document, which may also be written into a page of HTML.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(found.frameworks[0], lang)
    title = messages.text("office.compare.title")
    return _HeatMap(title, found.count_rows(), found.frameworks, found.by, messages).to_document()


def draw_peers(found: PeersData, lang: str | None = None) -> str:
    """Return the picture of a school beside its peers, a heat map with two columns, as :func:`draw_heat_map` does.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(found.frameworks[0], lang)
    title = messages.text("office.peers.title", school=found.school, year=found.year)
    rows = [*_name_rows(found.own_rows(), found.school), *_name_rows(found.count_rows(), messages.text("office.peers"))]
    return _HeatMap(title, rows, found.frameworks, (), messages).to_document()


def _name_rows(rows: Sequence[dict[str, Any]], group: str) -> list[dict[str, Any]]:
    return [{**row, "group": group} for row in rows]


@dataclass(frozen=True, slots=True)
class _HeatMap:
    """The sheet: a title, the legend, and for each year and framework its blocks of columns."""

    title: str
    rows: Sequence[dict[str, Any]]
    frameworks: Sequence[Framework]
    by: Sequence[str]
    messages: Messages

    def to_document(self) -> str:
        """Return the document."""
        drawn = [make_label(EDGE, EDGE + TITLE_SIZE, self.title, TITLE_SIZE, "bold")]
        is_hidden = any(row["hidden"] for row in self.rows)
        drawn += draw_bar_legend(EDGE + TITLE_SIZE + 14, self.messages, hidden=is_hidden)
        y = EDGE + TITLE_SIZE + 44
        frameworks = {one.id: one for one in self.frameworks}
        for (year, framework), several in groupby(self.rows, key=lambda row: (row["year"], row["framework"])):
            names = Names(frameworks[framework], self.messages)
            said = self.messages.text("office.compare.year", year=year, title=names.framework.title(self.messages.lang))
            for line in wrap_text(said, INNER_WIDTH, TEXT_SIZE):
                drawn.append(make_label(EDGE, y + TEXT_SIZE, line, TEXT_SIZE, "bold"))
                y += TEXT_SIZE + 4
            parts, y = self._draw_blocks([*several], names, y + 4)
            drawn += parts
        return write_sheet(
            self.title, self._describe(frameworks), drawn, y + EDGE,
            lang=self.messages.lang, style=BAR_STYLE, defs=bar_patterns(),
        )  # fmt: skip

    def _describe(self, frameworks: Mapping[str, Framework]) -> str:
        """Return in sentences what the picture says in its first column: of all schools."""
        texts = (
            f"{name_place(row['node'], row['level'], Names(frameworks[row['framework']], self.messages))}: "
            f"{format_share(row, self.messages)}."
            for row in self.rows
            if row["group"] == self.rows[0]["group"]
        )
        return " ".join((self.messages.text("office.compare.how"), *texts))

    def _draw_blocks(self, rows: Sequence[dict[str, Any]], names: Names, y: int) -> tuple[list[Element], int]:
        groups = [*dict.fromkeys(row["group"] for row in rows)]
        cells = {(row["node"], row["level"], row["group"]): row for row in rows}
        schools = {row["group"]: row["schools"] for row in rows}
        places = [*dict.fromkeys((row["node"], row["level"]) for row in rows)]
        drawn: list[Element] = []
        width = (INNER_WIDTH - _NAME_WIDTH) // min(len(groups), _COLUMNS)
        for start in range(0, len(groups), _COLUMNS):
            block = groups[start : start + _COLUMNS]
            drawn += self._draw_heads(block, schools, width, y)
            y += _HEAD_HEIGHT
            for node in dict.fromkeys(node for node, _ in places):
                levels = [level for one, level in places if one == node]
                drawn += self._draw_node(node, levels, names, y)
                for level in levels:
                    row = [cells[node, level, group] for group in block]
                    drawn += self._draw_row(row, width, y)
                    y += _ROW_HEIGHT
            y += 16
        return drawn, y

    def _draw_heads(
        self, block: Sequence[str | None], schools: Mapping[str | None, int], width: int, y: int
    ) -> Iterator[Element]:
        for i, group in enumerate(block):
            x = EDGE + _NAME_WIDTH + i * width
            name = say_group(group, self.by, self.messages)
            for line, text in enumerate(fit_text(name, width - _GAP, SMALL_SIZE, 2)):
                yield make_label(x, y + 11 + _LEADING * line, text, SMALL_SIZE, "bold")
            said = self.messages.text("office.schools", n=schools[group])
            yield make_label(x, y + 37, said, SMALL_SIZE, "grey")

    def _draw_node(self, node: str, levels: Sequence[str | None], names: Names, y: int) -> Iterator[Element]:
        """Yield the title of a node, and beside it the name of each of its levels, each on the line of its row."""
        yield make_element("line", x1=EDGE, y1=y, x2=WIDTH - EDGE, y2=y, class_="line")
        title = name_place(node, None, names)
        most = max(len(levels) * _ROW_HEIGHT // _LEADING, 1)
        for i, line in enumerate(fit_text(title, _TITLE_WIDTH - _GAP, SMALL_SIZE, most)):
            yield make_label(EDGE, y + 12 + _LEADING * i, line, SMALL_SIZE)
        for i, level in enumerate(levels):
            text = name_level(node, level, names)
            for line in fit_text(text, _NAME_WIDTH - _TITLE_WIDTH - _GAP, SMALL_SIZE, 1):
                yield make_label(EDGE + _TITLE_WIDTH, y + 12 + i * _ROW_HEIGHT, line, SMALL_SIZE, "grey")

    def _draw_row(self, row: Sequence[dict[str, Any]], width: int, y: int) -> Iterator[Element]:
        for i, cell in enumerate(row):
            x = EDGE + _NAME_WIDTH + i * width
            said = say_state(cell, self.messages) if cell["schools"] == 1 else format_share(cell, self.messages)
            yield make_label(x, y + 12, said, SMALL_SIZE)
            yield from draw_bar(cell, x, y + _ROW_HEIGHT - BAR_HEIGHT - 3, width - _GAP)
