"""Help for the words of messages: "did you mean", and text cut and quoted for one line."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_QUOTED", "count_columns", "quote_text", "shorten_text", "suggest"]

MAX_QUOTED: Final = 60
"""Characters of the longest text that a message quotes whole."""

_MAX_SUGGESTED: Final = 80


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that *word* was probably meant to be, for "did you mean"; None if nothing is near.

    Case, Unicode form, Vietnamese marks and the choice of hyphen, underscore or space do not count. The measure is that
    of :func:`difflib.get_close_matches`. The cost is one comparison for each candidate.

    >>> suggest("Tieu_hoc", ["tiểu-học", "thcs"])
    'tiểu-học'
    """
    # A longer text is no slip of a word, and comparing it costs the square of its length.
    if len(word) > _MAX_SUGGESTED:
        return None
    by_plain = {_without_marks(candidate): candidate for candidate in candidates}
    near = difflib.get_close_matches(_without_marks(word), by_plain, n=1, cutoff=0.65)
    return by_plain[near[0]] if near else None


def quote_text(text: str) -> str:
    """Return *text* in quotes, on one line and cut to :data:`MAX_QUOTED` characters.

    Characters that cannot be printed are written as escapes. A subclass of ``str`` is quoted as plain text.

    >>> quote_text("đạt")
    "'đạt'"
    """
    return str.__repr__(shorten_text(text))


def shorten_text(text: str) -> str:
    """Return *text* on one line, cut to :data:`MAX_QUOTED` characters.

    Line breaks and runs of spaces become one space. What is cut off is marked with an ellipsis.

    >>> len(shorten_text("ab " * 100))
    60
    """
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTED else line[: MAX_QUOTED - 1] + "…"


def count_columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes: none for combining marks, two for wide characters.

    >>> count_columns("trường"), count_columns("学校")
    (6, 4)
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _without_marks(word: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    # Unicode has no decomposition of đ, so NFD leaves it as it is.
    return bare.casefold().replace("đ", "d").replace("_", "-").replace(" ", "-")
