"""Breaking text into lines between words, by the columns that words take on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from kiemdinh.diagnostics.wording import count_columns

__all__ = ["crop_line", "fit_line", "wrap_words"]

_ROUNDED: Final = "≈"
_OPENING: Final = "“”\"'‘([«"


def wrap_words(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Break *text* between words into lines of at most *width* columns; a single word may be wider.

    The first line begins with *first*, the others with *rest*, or else with *first* too. A number stays on the line of
    the name before it (``Level 2``), and of a sign "≈" before it.

    >>> wrap_words("The school has Level 2", 20)
    ['The school has', 'Level 2']
    """
    line = first + text
    # Most texts fit. Texts with a blank at the end, or with a blank that is not a space, are left to textwrap.
    if text.isprintable() and text[-1:].strip() and count_columns(line) <= width:
        return [line]
    wrapper = _Wrapper(width, initial_indent=first, subsequent_indent=first if rest is None else rest)
    return wrapper.wrap(text)


def fit_line(text: str, width: int | None, first: str, rest: str) -> list[str]:
    """Return a text broken by :func:`wrap_words`; without a width it is one line."""
    return [first + text] if width is None else wrap_words(text, width, first, rest)


def crop_line(line: str, at: int, most: int, margin: int) -> tuple[str, int]:
    """Return the part of a long line around the offset *at*, and the offset of *at* in this part.

    A line of at most *most* characters is returned as it is. *margin* is how many characters before *at* are kept. An
    ellipsis marks each end that is cut off, in addition to the *most* characters that are left.

    >>> crop_line("tree: [1, 2, 3]", 7, 5, 2)
    ('… [1, …', 3)
    """
    if len(line) <= most:
        return line, at
    # The excerpt always has the same length, even at the ends of the line.
    first = max(0, min(at - margin, len(line) - most))
    head, tail = "…" if first else "", "…" if first + most < len(line) else ""
    return f"{head}{line[first : first + most]}{tail}", at - first + len(head)


class _Wrapper(textwrap.TextWrapper):
    """Breaks lines between words by the columns that these take on a screen, not by their characters."""

    def __init__(self, width: int, *, initial_indent: str, subsequent_indent: str) -> None:
        super().__init__(
            width,
            initial_indent=initial_indent,
            subsequent_indent=subsequent_indent,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _split(self, text: str) -> list[str]:
        return [_Chunk(chunk) for chunk in _join_bound(super()._split(text))]


class _Chunk(str):
    """A word, or the blank between two, whose ``len`` is its number of columns, since textwrap measures by ``len``."""

    __slots__ = ()

    def __len__(self) -> int:
        return count_columns(self)


def _join_bound(chunks: Iterable[str]) -> Iterator[str]:
    """Yield words and the blanks between them; a word and a number that belongs to it are one chunk."""
    held: list[str] = []  # a word that a number may follow, and the blank behind it
    for chunk in chunks:
        if len(held) == 1 and chunk.isspace():
            held.append(chunk)
            continue
        if len(held) == 2 and chunk[:1].isdigit():
            yield "".join((*held, chunk))
            held = []
            continue
        yield from held
        held = [chunk] if _binds(chunk) else []
        if not held:
            yield chunk
    yield from held


def _binds(word: str) -> bool:
    """Return whether a number behind a word belongs to it: behind a name, such as "Level", and behind "≈"."""
    name = word.lstrip(_OPENING)
    return word == _ROUNDED or (name.isalpha() and name[0].isupper())
