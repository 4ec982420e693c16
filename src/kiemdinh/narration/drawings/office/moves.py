"""How schools move, as a picture: a bar for each move, with its word and a pattern of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.data.office import MOVES, Move
from kiemdinh.narration.drawings.office.state_bars import BAR_STYLE, bar_patterns
from kiemdinh.narration.drawings.sheet import EDGE, INNER_WIDTH, SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, write_sheet
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.office import ImpactData

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

__all__ = ["draw_moves"]

_ROW_HEIGHT: Final = 40
_BAR_HEIGHT: Final = 18
_PATTERN: Final[Mapping[Move, str]] = {"down": "unmet", "up": "met", "same": "absent", "open": "unknown"}
"""The filling of each move."""


def draw_moves(found: ImpactData, lang: str | None = None) -> str:
    """Return the picture of an impact as an SVG document, which may also be written into a page of HTML.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(found.frameworks[-1], lang)
    title = messages.text("office.impact.title")
    said = [messages.text(f"office.impact.{move}", n=found.counts[move]) for move in MOVES]
    drawn = [make_label(EDGE, EDGE + TITLE_SIZE, title, TITLE_SIZE, "bold"), *_label_editions(found, messages)]
    y = EDGE + TITLE_SIZE + 60
    for move, text in zip(MOVES, said, strict=True):
        drawn += _draw_row(move, text, found.counts[move], len(found.moves), y)
        y += _ROW_HEIGHT
    return write_sheet(
        title, " ".join(f"{text}." for text in said), drawn, y + EDGE, lang=messages.lang, style=BAR_STYLE,
        defs=bar_patterns(),
    )  # fmt: skip


def _label_editions(found: ImpactData, messages: Messages) -> Iterator[Element]:
    ends = zip(("office.impact.old", "office.impact.new"), (found.frameworks[0], found.frameworks[-1]), strict=True)
    for i, (key, framework) in enumerate(ends):
        text = messages.text(key, title=f"{framework.title(messages.lang)} ({framework.edition})")
        line = fit_text(text, INNER_WIDTH, SMALL_SIZE, 1)[0]
        yield make_label(EDGE, EDGE + TITLE_SIZE + 20 + 15 * i, line, SMALL_SIZE, "grey")


def _draw_row(move: Move, text: str, schools: int, of: int, y: int) -> Iterator[Element]:
    yield make_label(EDGE, y, text, TEXT_SIZE)
    width = INNER_WIDTH * schools // of if of else 0
    # A bar that stands for somebody is seen, however short it is.
    if schools:
        style = f"{_PATTERN[move]} cell"
        yield make_element("rect", x=EDGE, y=y + 5, width=max(width, 1), height=_BAR_HEIGHT, class_=style)
