"""The words for what is assessed, by its kind, where a definition does not give its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kiemdinh.diagnostics.message import Message

__all__ = ["usual_word"]

_WORDS: Final[Mapping[str, Message]] = {
    "building": Message("building"),
    "centre": Message("centre"),
    "college": Message("college"),
    "commune": Message("commune"),
    "course": Message("course"),
    "department": Message("department"),
    "district": Message("district"),
    "faculty": Message("faculty"),
    "hospital": Message("hospital"),
    "institution": Message("institution"),
    "kindergarten": Message("kindergarten"),
    "laboratory": Message("laboratory"),
    "library": Message("library"),
    "organisation": Message("organisation"),
    "program": Message("program"),
    "programme": Message("programme"),
    "provider": Message("provider"),
    "school": Message("school"),
    "university": Message("university"),
}
_UNIT: Final = Message("assessed unit")


def usual_word(kind: str) -> Message:
    """Return the word for a kind of what is assessed, in each language.

    A kind that is not known is its own word in English, and a unit that is assessed in Vietnamese.

    >>> usual_word("school").text_in("vi"), usual_word("fire-station")
    ('trường', 'fire station')
    """
    return _WORDS.get(kind) or Message.in_each(en=kind.replace("-", " "), vi=_UNIT.text_in("vi"))
