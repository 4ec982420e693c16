"""Help for the words of messages: "did you mean", and text cut and quoted for one line."""

from __future__ import annotations

import errno
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "MAX_QUOTED",
    "count_columns",
    "describe_os_error",
    "drop_marks",
    "mark_hidden",
    "near_words",
    "quote_text",
    "shorten_text",
    "strip_hidden",
    "suggest",
    "without_marks",
]

MAX_QUOTED: Final = 60
"""The length in characters of the longest text that a message quotes whole."""

# Formatting characters (category Cf), fillers and selectors of the Unicode Standard 16, as ranges.
_FORMATTING: Final = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_HIDDEN: Final = re.compile(f"[{_FORMATTING}]")
_HIDDEN_OR_CONTROL: Final = re.compile(f"[{_FORMATTING}\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_REASONS: Final = {
    errno.ENOENT: Message("No such file or directory"),
    errno.EACCES: Message("Permission denied"),
    errno.EISDIR: Message("Is a directory"),
    errno.ENOTDIR: Message("Not a directory"),
    errno.ENAMETOOLONG: Message("File name too long"),
    errno.ENOSPC: Message("No space left on device"),
    errno.ELOOP: Message("Too many levels of symbolic links"),
}
_MAX_SUGGESTED: Final = 80
_MIN_LENGTH: Final = 3
_TWO_SLIPS: Final = 8
"""The fewest letters of a word in which two typing errors are corrected."""
_MOST_SLIPS: Final = 2
_MAX_COMPARED: Final = 100
_DIGITS: Final = re.compile(r"[0-9]+")


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the only candidate for which *word* can be a typing error, for "did you mean"; else None.

    Typing errors and the cost are those of :func:`near_words`.

    >>> suggest("Tieu_hoc", ["tiểu-học", "thcs"]), suggest("Mức 3", ["muc-1", "muc-2"])
    ('tiểu-học', None)
    """
    near = near_words(word, candidates)
    return near[0] if len(near) == 1 else None


def near_words(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Return the candidates for which *word* can be a typing error.

    Case, Unicode form, Vietnamese marks and the choice of hyphen, underscore or space do not count. Beyond these, one
    error is corrected: a letter that is missing, added or different, or two neighbours that changed places; in words of
    eight letters or more, two errors. Parts that may be meant as they are written are not corrected: digits, the first
    letter, the last letter of a short word (``issuer`` is not ``issued``), and words of less than three letters. If
    more than a hundred candidates have about the same letters as the word, none is returned, since none is a better
    guess than another.

    The candidates are sorted once, in linear time, and kept for the next word. A word is then compared only with those
    that have the same digits and first letter, and about the same letters and length.

    >>> near_words("thxs", ["thcs", "thds", "thpt"])
    ('thcs', 'thds')
    """
    # A longer text is not a typing error for a word, and comparing it costs the square of its length.
    if len(word) > _MAX_SUGGESTED:
        return ()
    return _index_spellings(tuple(candidates)).find_near(without_marks(word))


def strip_hidden(text: str) -> str:
    r"""Return *text* without the invisible characters that change how the rest is shown.

    These are zero-width characters, variation selectors, soft hyphens, and above all the controls of writing direction:
    with U+202E a text looks like other words than it contains.

    >>> strip_hidden("Trường\u202e A\u200b")
    'Trường A'
    """
    return text if text.isascii() else _HIDDEN.sub("", text)


def mark_hidden(text: str) -> str:
    r"""Return *text* with a replacement character for each hidden and each control character but the line break.

    The reader of a problem must see where it is. The length stays the same, and so do columns.

    >>> mark_hidden("1.1\u202e")
    '1.1�'
    """
    return _HIDDEN_OR_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


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


def describe_os_error(error: OSError) -> str:
    """Return why the operating system failed with a file; usual reasons are messages in both languages."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


_UNUSUAL_WIDTH: Final = re.compile("[^\u0000-\u02ff\u1e00-\u1eff\u2000-\u2027]")
"""A character that may be a combining mark or wide; Latin letters and usual signs are neither."""


def count_columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes: none for combining marks, two for wide characters.

    >>> count_columns("trường"), count_columns("学校")
    (6, 4)
    """
    if _UNUSUAL_WIDTH.search(text) is None:
        return str.__len__(text)  # the length of a chunk of a line is its number of columns already
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def drop_marks(text: str) -> str:
    """Return *text* without the marks at its letters, as people type it who have no Vietnamese keyboard.

    >>> drop_marks("Trường Đống Đa")
    'Truong Dong Da'
    """
    if text.isascii():  # most ids and headings are ASCII, and have no marks
        return text
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    # Unicode has no decomposition of đ, so NFD leaves it as it is.
    return bare.replace("đ", "d").replace("Đ", "D")


def without_marks(word: str) -> str:
    """Return *word* in the form of an id: in lower case, without Vietnamese marks, with hyphens between its parts.

    >>> without_marks("Mức 2"), without_marks("ĐẠT")
    ('muc-2', 'dat')
    """
    return drop_marks(word).casefold().replace("_", "-").replace(" ", "-")


class _SpellingIndex:
    """Words by the parts that a typing error does not change, so that a misspelt word is compared with few of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._same: dict[str, list[str]] = {}
        self._alike: dict[tuple[str, tuple[str, ...], int], list[tuple[int, str, str]]] = {}
        for word in dict.fromkeys(words):
            plain = without_marks(word)
            self._same.setdefault(plain, []).append(word)
            if plain:
                self._alike.setdefault(_fixed_parts(plain, len(plain)), []).append((_letters_in(plain), plain, word))

    def find_near(self, plain: str) -> tuple[str, ...]:
        """Return the words for which *plain*, a word without marks, can be a typing error."""
        if plain in self._same:
            return tuple(self._same[plain])
        if not plain:
            return ()
        letters, near = _letters_in(plain), []
        for length in range(max(len(plain) - 2, 1), len(plain) + 3):
            near += [
                (bare, word)
                for others, bare, word in self._alike.get(_fixed_parts(plain, length), ())
                if (letters ^ others).bit_count() <= 2 * _MOST_SLIPS
            ]
            if len(near) > _MAX_COMPARED:
                return ()
        return tuple(word for bare, word in near if _is_slip(plain, bare))


# The same names are searched again for each misspelt name of a dossier.
@lru_cache(maxsize=4)
def _index_spellings(words: tuple[str, ...]) -> _SpellingIndex:
    return _SpellingIndex(words)


def _fixed_parts(plain: str, length: int) -> tuple[str, tuple[str, ...], int]:
    """Return the first letter and the digits of a word, with a length that the intended word may have."""
    return plain[0], tuple(_DIGITS.findall(plain)), length


def _letters_in(plain: str) -> int:
    """Return a mask of the letters in a word: each typing error changes at most two of its bits."""
    mask = 0
    for char in plain:
        mask |= 1 << ord(char) % 64
    return mask


def _is_slip(word: str, meant: str) -> bool:
    """Whether *word* differs from *meant* by so few typing errors that *meant* is a likely reading."""
    allowed = 2 if min(len(word), len(meant)) >= _TWO_SLIPS else 1
    if min(len(word), len(meant)) < _MIN_LENGTH or abs(len(word) - len(meant)) > allowed:
        return False
    # A different digit is never taken for a typing error: 1.5 is not 3.5.
    if word[0] != meant[0] or _DIGITS.findall(word) != _DIGITS.findall(meant):
        return False
    # With another last letter a short word is often a different word: issuer and issued, date and data.
    if allowed == 1 and word[:-1] == meant[:-1] and word[-1] != meant[-1]:
        return False
    return _count_slips(word, meant) <= allowed


def _count_slips(word: str, meant: str) -> int:
    """Return how many letters are missing, added, different, or swapped with a neighbour (optimal alignment)."""
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for i, char in enumerate(word, 1):
        row = [i]
        for j, other in enumerate(meant, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != other))
            if i > 1 and j > 1 and char == meant[j - 2] and word[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
