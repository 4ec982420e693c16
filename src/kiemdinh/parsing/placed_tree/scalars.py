"""Scalars as they were written, and the characters that no text may hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Self

from kiemdinh.diagnostics.message import Message

__all__ = ["JsonNumber", "Scalar", "find_forbidden_text", "replace_control_characters", "to_nfc"]

# What neither YAML nor JSON can carry as it is; a lone surrogate cannot even be written as UTF-8.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

MAX_MARKS: Final = 30
"""How many marks one letter may have at most, as in the stream-safe text format of Unicode (UAX 15).

Putting them into their order takes the square of their number, and a stranger could send a million.
"""
# All marks stand above U+02FF; the few letters between, such as the Vietnamese ones, are told apart one by one.
_MAYBE_MARKS: Final = re.compile(f"[^\x00-\u02ff]{{{MAX_MARKS + 1},}}")


class Scalar(str):
    """A scalar of a text exactly as it was written, in NFC; never resolved to a number, a date or a yes.

    Parameters
    ----------
    text
        What was written, without quotes and escapes.
    plain
        Whether it was written without quotes, so that ``true`` may be meant as more than a word.
    """

    __slots__ = ("_plain",)

    _plain: bool

    def __new__(cls, text: str, plain: bool = True) -> Self:
        """Make a scalar of the text as it is written in the file; *plain* says that it is written without quotes."""
        self = str.__new__(cls, text)
        self._plain = plain
        return self

    @property
    def plain(self) -> bool:
        """Whether it was written without quotes."""
        return self._plain

    def __reduce__(self) -> tuple[type[Self], tuple[str, bool]]:
        return type(self), (str(self), self._plain)


class JsonNumber(Scalar):
    """A number of JSON exactly as it was written: the format says that it is one, with a decimal point."""

    __slots__ = ()


def to_nfc(text: str) -> str:
    r"""Return *text* in NFC, the one form in which Vietnamese is compared (Unicode Standard Annex 15).

    A text that :func:`find_forbidden_text` refuses for its many marks is returned as it is.

    >>> len("e\u0323"), len(to_nfc("e\u0323"))
    (2, 1)
    """
    # What is refused for its many marks must not be put into order first.
    return text if text.isascii() or _find_marks(text) else unicodedata.normalize("NFC", text)


def find_forbidden_text(text: str) -> tuple[int, Message] | None:
    r"""Return the offset of the first character that no text may hold, and what is wrong there; None if there is none.

    Tab and line breaks are allowed; other control characters, lone surrogates and non-characters are not, and no more
    marks on one letter than :data:`MAX_MARKS`. The cost is linear in the length of the text.

    >>> find_forbidden_text("a\x07")
    (1, 'control character U+0007')
    """
    is_ascii = text.isascii()
    # First the usual case, a plain word or number.
    if is_ascii and text.isprintable():
        return None
    match = _CONTROL.search(text)
    if match:
        return match.start(), Message("control character U+{code}", code=f"{ord(match[0]):04X}")
    if is_ascii:
        return None
    offset = _find_marks(text)
    return None if offset is None else (offset, Message("more than {n} marks on one letter", n=MAX_MARKS))


def _find_marks(text: str) -> int | None:
    """Return the offset of the first mark that is one too many on its letter; None where there is none."""
    for run in _MAYBE_MARKS.finditer(text):
        marks = 0
        for offset, char in enumerate(run[0], run.start()):
            marks = marks + 1 if unicodedata.combining(char) else 0
            if marks > MAX_MARKS:
                return offset
    return None


def replace_control_characters(text: str) -> str:
    """Return *text* with a replacement character for each control character, so that it can be printed.

    What counts as one is as in :func:`find_forbidden_text`. The length stays the same, so that columns do too.
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
