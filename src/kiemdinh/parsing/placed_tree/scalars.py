"""Scalars as they were written, and what text may consist of."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Self

__all__ = ["JsonNumber", "Scalar", "find_control_character", "replace_control_characters", "to_nfc"]

# What neither YAML nor JSON can carry as it is; a lone surrogate cannot even be written as UTF-8.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Scalar(str):
    """A scalar of a text exactly as it was written, in NFC; never resolved to a number, a date or a yes.

    Parameters
    ----------
    text
        What was written, without quotes and escapes.
    plain
        Whether it stood without quotes, so that ``true`` may be meant as more than a word.
    """

    __slots__ = ("_plain",)

    _plain: bool

    def __new__(cls, text: str, plain: bool = True) -> Self:
        """Make a scalar of the text as it stands in the file; *plain* tells that it stands there without quotes."""
        self = str.__new__(cls, text)
        self._plain = plain
        return self

    @property
    def plain(self) -> bool:
        """Whether it stood without quotes."""
        return self._plain

    def __reduce__(self) -> tuple[type[Self], tuple[str, bool]]:
        return type(self), (str(self), self._plain)


class JsonNumber(Scalar):
    """A number of JSON exactly as it was written: the format says that it is one, with a decimal point."""

    __slots__ = ()


def to_nfc(text: str) -> str:
    r"""Return *text* in NFC, the one form in which Vietnamese is compared (Unicode Standard Annex 15).

    >>> len("e\u0323"), len(to_nfc("e\u0323"))
    (2, 1)
    """
    return unicodedata.normalize("NFC", text)


def find_control_character(text: str) -> tuple[int, str] | None:
    r"""Return offset and name (``U+0000``) of the first character that no text may hold; None if there is none.

    Tab and line breaks are allowed; other control characters, lone surrogates and non-characters are not.

    >>> find_control_character("a\x07")
    (1, 'U+0007')
    """
    match = _CONTROL.search(text)
    return match and (match.start(), f"U+{ord(match[0]):04X}")


def replace_control_characters(text: str) -> str:
    """Return *text* with a replacement character for each control character, so that it can be printed.

    What counts as one is as in :func:`find_control_character`. The length stays the same, so that columns do too.
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
