"""Numbers that a text writes in words together with their unit: *an hour and a half*, *hai giờ rưỡi*, *a fortnight*."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, partial
from typing import Final

from kiemdinh.linter.checks.quantity_words import LONG_TIMES, NUMBERS, UNITS, VULGAR

__all__ = ["write_out"]

_VULGAR: Final = re.compile(f"[{''.join(VULGAR)}]")


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_COUNT: Final = rf"(?P<count>\d{{1,4}}|{_one_of(word for word, number in NUMBERS.items() if 0 < number < 20)})"
_UNIT: Final = rf"(?P<unit>{_one_of(word for word in (*UNITS, *LONG_TIMES) if len(word) > 1)})"
_HALF, _QUARTER, _NOTHING = Fraction(1, 2), Fraction(1, 4), Fraction(0)

_FORMS: Final = (
    (rf"{_COUNT} {_UNIT} (?:and a half|rưỡi)", _HALF),
    (rf"{_COUNT} and a half {_UNIT}", _HALF),
    (rf"(?:half[ -](?:an? )?|nửa ){_UNIT}", _HALF),
    (rf"(?:(?P<three>three)[ -])?quarters? of an? {_UNIT}", _QUARTER),
    (rf"(?:một|(?P<three>ba)) phần tư {_UNIT}", _QUARTER),
    (rf"{_COUNT} (?P<unit>{_one_of(LONG_TIMES)})", _NOTHING),
)
"""Each form with what it adds to its count; the form with *three* adds it three times."""


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    # Most definitions have no such text, and these patterns are long.
    return re.compile(rf"\b{pattern}\b", re.IGNORECASE)


_HAS_FORM: Final = re.compile(rf"\b(?:half|quarters?|rưỡi|nửa|phần tư|{_one_of(LONG_TIMES)})\b", re.IGNORECASE)


def write_out(text: str) -> str:
    """Return a text with halves, quarters and long times written as decimals of plain units.

    Examples
    --------
    >>> write_out("1½ km in an hour and a half"), write_out("hai giờ rưỡi"), write_out("a fortnight")
    ('1.5 km in 1.5 hour', '2.5 giờ', '2 weeks')
    """
    text = _VULGAR.sub(lambda match: VULGAR[match[0]], text)
    if _HAS_FORM.search(text) is None:  # most texts have none
        return text
    for pattern, added in _FORMS:
        text = _compile(pattern).sub(partial(_write_decimal, added), text)
    return text


def _write_decimal(added: Fraction, match: re.Match[str]) -> str:
    found = match.groupdict()
    times = 3 if found.get("three") else 1
    factor, unit = LONG_TIMES.get(found["unit"].lower(), (1, found["unit"]))
    return f"{float((_read_count(found.get('count')) + times * added) * factor):g} {unit}"


def _read_count(word: str | None) -> Fraction:
    if word is None:
        return _NOTHING
    return Fraction(word) if word.isdigit() else NUMBERS[word.lower()]
