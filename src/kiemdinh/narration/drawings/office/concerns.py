"""How many schools are of which concern, as a picture: a bar for each."""

from __future__ import annotations

from typing import Final

from kiemdinh.narration.drawings.office.count_bars import CountBar, draw_counts
from kiemdinh.narration.language import speak_of
from kiemdinh.narration.office import RiskData, list_concerns

__all__ = ["draw_concerns"]

_PATTERN: Final = "hidden"
"""The filling of all bars, which stands for no state: concerns are those of any framework, told by their words."""


def draw_concerns(found: RiskData, lang: str | None = None) -> str:
    """Return the picture of awards at risk as an SVG document, which may also be written into a page of HTML.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(found.frameworks[0], lang)
    day, until = (messages.format_date(one) for one in (found.days[0], found.until))
    bars = [
        CountBar(messages.text("office.risk.concern", words=words, n=number), number, _PATTERN)
        for _, words, number in list_concerns(found, messages)
    ]
    notes = [messages.text("office.risk.period", day=day, until=until)]
    return draw_counts(messages.text("office.risk.title"), notes, bars, lang=messages.lang)
