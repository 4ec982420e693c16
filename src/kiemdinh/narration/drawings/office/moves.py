"""How schools move, as a picture: a bar for each move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kiemdinh.data.office import MOVES, Move
from kiemdinh.narration.drawings.office.count_bars import CountBar, draw_counts
from kiemdinh.narration.language import speak_of
from kiemdinh.narration.office import ImpactData

__all__ = ["draw_moves"]

_PATTERN: Final[Mapping[Move, str]] = {"down": "unmet", "up": "met", "same": "absent", "open": "unknown"}


def draw_moves(found: ImpactData, lang: str | None = None) -> str:
    """Return the picture of an impact as an SVG document, which may also be written into a page of HTML.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(found.frameworks[-1], lang)
    ends = zip(("office.impact.old", "office.impact.new"), (found.frameworks[0], found.frameworks[-1]), strict=True)
    notes = [messages.text(key, title=f"{one.title(messages.lang)} ({one.edition})") for key, one in ends]
    bars = [
        CountBar(messages.text(f"office.impact.{move}", n=found.counts[move]), found.counts[move], _PATTERN[move])
        for move in MOVES
    ]
    return draw_counts(messages.text("office.impact.title"), notes, bars, lang=messages.lang)
