r"""Numbers in the text of a requirement, in Vietnamese or English: those named, and those that are to be reached.

A number of a text is often part of a name (*Điều 5*, *grade 9*, *Thông tư 24/2024*) or an age; these are left out
first. What is left is named. It is a demand where it is a percentage, or stands behind words such as *at least*, or
before words such as *trở lên*.

The patterns read a number from its first digit and never take one back (``\d++``), so that time stays linear in the
length of the text, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from kiemdinh.parsing.cells import find_number

__all__ = ["has_number", "numbers_demanded", "numbers_named"]

_MAX_DIGITS: Final = 30
"""The length of the longest number that anyone means, its separators counted."""

_WORDS: Final[Mapping[str, int]] = {
    **{word: n for n, word in enumerate(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), 1)},
    **{word: n for n, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)},
    "ten": 10,
    "half": 50,  # percent
    "nửa": 50,
}
_FIGURE: Final = r"(?<!\d)(?<!\d[.,])\d++(?:[.,]\d++)*+"
_NUMBER: Final = re.compile(_FIGURE)
_FRACTION: Final = re.compile(r"(?<![\d/.,])\d{1,3}+/\d{1,3}+(?![\d/]|[.,]\d)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# A number behind one of these words names a thing: an article, a grade of pupils, a level, a date.
_NAMING: Final = (
    "điều|khoản|điểm|chương|mục|phụ lục|thông tư|nghị định|quyết định|luật|công văn|lớp|khối|cấp|cấp độ|mức|mức độ"
    "|tiêu chuẩn|tiêu chí|chỉ báo|bậc|hạng|loại|ngày|tháng|quý|học kỳ|articles?|clauses?|points?|chapters?|sections?"
    "|annex|circular|decree|decision|law|grades?|levels?|degrees?|stages?|standards?|criteri(?:on|a)|indicators?|steps?"
    "|tier|semester|term"
)
_REFERENCE: Final = re.compile(
    rf"\b(?:{_NAMING})\s+(?:số\s+|no\.?\s*)?{_FIGURE}(?!\s*%)(?:\s*(?:,|và|and|đến|to|[-–])\s*{_FIGURE}(?!\s*%))*"
    r"|\b(?:năm|in|since|before|after|until|from)\s+(?:19|20)\d\d\b"
    r"|(?<!\d)(?<!\d[/-])\d++(?:[/-]\d++)++(?:/\w+)*"  # dates, school years, numbers of circulars
    rf"|{_FIGURE}\s*(?:tuổi|tháng tuổi|years? old|years? of age|months? old)|\baged?\s+{_FIGURE}"
    r"|\b[^\W\d]+\d+\b",  # names such as MC2
    re.IGNORECASE,
)
_BOUND: Final = (
    "ít nhất|tối thiểu|tối đa|không quá|không dưới|không vượt quá|không ít hơn|không nhiều hơn|at least|at most"
    "|no more than|no fewer than|no less than|not more than|not less than|not fewer than|(?:a )?(?:min|max)imum of"
)
# "năm" and "một" are not here: they are also "year" and "a".
_SMALL: Final = "hai|ba|bốn|sáu|bảy|tám|chín|mười|two|three|four|five|six|seven|eight|nine|ten"
_DEMAND: Final = re.compile(
    rf"\b(?:{_BOUND})\s+(?:(?:là|có|đạt|từ|phải)\s+)?(?:{_FIGURE}\s*%?|(?:{_SMALL})\b)"
    rf"|{_FIGURE}\s*%"
    rf"|{_FIGURE}\s+(?:[^\s\d]+\s+){{0,3}}?(?:trở lên|trở xuống)"
    rf"|{_FIGURE}\s+(?:[^\s\d]+\s+)?(?:or|and)\s+(?:more|fewer|less|above|higher|up(?:wards)?)\b",
    re.IGNORECASE,
)


def numbers_demanded(text: str) -> tuple[str, ...]:
    """Return what a text says of numbers to be reached, each with its words as they are written.

    Examples
    --------
    >>> numbers_demanded("Ít nhất 95% học sinh lớp 9 tốt nghiệp theo Điều 5")
    ('Ít nhất 95%',)
    >>> numbers_demanded("Học sinh từ lớp 6 đến lớp 9 theo Thông tư 24/2024")
    ()
    """
    return tuple(" ".join(match[0].split()) for match in _DEMAND.finditer(_drop_references(text)))


def numbers_named(text: str) -> frozenset[Fraction]:
    """Return the numbers that a text names in digits or in words, references too.

    ``1.000`` may be one thousand or one: where a number can be read in two ways, both are among them. Of ``2/3`` so are
    the fraction and its two numbers.

    Examples
    --------
    >>> sorted(map(str, numbers_named("Ba trong 1.000 trường")))
    ['1', '1000', '3']
    >>> sorted(map(str, numbers_named("ít nhất 2/3 giáo viên")))
    ['2', '2/3', '3']
    """
    found = {Fraction(_WORDS[word]) for word in re.findall(r"\w+", text.lower()) if word in _WORDS}
    found |= {Fraction(number) for number in map(find_number, _FRACTION.findall(text)) if number is not None}
    for written in (number for number in _NUMBER.findall(text) if len(number) <= _MAX_DIGITS):
        if _THOUSANDS.fullmatch(written):
            found.add(Fraction(re.sub(r"[.,]", "", written)))
        if len(re.findall(r"[.,]", written)) <= 1:
            found.add(Fraction(written.replace(",", ".")))
    return frozenset(found)


def has_number(text: str) -> bool:
    """Return whether a text has a number in digits that is no reference, such as that of an article."""
    return _NUMBER.search(_drop_references(text)) is not None


def _drop_references(text: str) -> str:
    return _REFERENCE.sub("…", text)
