"""The words of expectations in a scenario; actual values are written in the same words to compare them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiemdinh.testing.scenarios.model import NONE

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.data.outcomes import LevelRef

__all__ = ["date_word", "id_of", "join_words", "yes_or_no"]


def id_of(level: LevelRef | None, otherwise: str = NONE) -> str:
    """Return the id of a level, label or grade; return *otherwise* where there is none.

    >>> id_of(None), id_of(None, "undetermined")
    ('none', 'undetermined')
    """
    return otherwise if level is None else level.id


def yes_or_no(value: bool) -> str:
    """Return a truth value as YAML writes it."""
    return "true" if value else "false"


def date_word(day: dt.date | None) -> str:
    """Return a date as ``2027-06-30``; ``none`` where there is none."""
    return NONE if day is None else day.isoformat()


def join_words(words: Iterable[str]) -> str:
    """Return words with commas between them; ``none`` where there are none."""
    return ", ".join(words) or NONE
