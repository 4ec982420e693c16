r"""Numbers in the text of a requirement, in Vietnamese or English: those named, and those that are to be reached.

A number in a text is often part of a name (*Điều 5*, *grade 9*, *the 2nd floor*, *Thông tư 24/2024*) or an age; these
are left out first. The other numbers count as named. A number is a demand if it is a percentage, or follows words such
as *at least*, or precedes words such as *trở lên*.

The patterns read a number from its first digit and never take one back (``\d++``), and look at a few characters around
it, so that time stays linear in the length of the text, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from kiemdinh.linter.checks.mixed_numbers import write_out
from kiemdinh.linter.checks.quantity_words import (
    AGED,
    AGES,
    BOUNDS_AFTER,
    BOUNDS_BEFORE,
    DATING,
    DIVISORS,
    FACTORS,
    FILLERS,
    FLOORS_OF_HOUSES,
    MEASURES,
    NAMING,
    NEGATING,
    NUMBERS,
    RANGES,
    RATES,
    RECENT,
    SCALES,
    SMALL_NUMBERS,
)

if TYPE_CHECKING:
    from kiemdinh.linter.checks.quantity_words import Bound

__all__ = [
    "Mention",
    "figures_named",
    "find_mentions",
    "find_rates",
    "is_negated",
    "numbers_demanded",
    "numbers_named",
]

_MAX_DIGITS: Final = 30
"""The length of the longest number that anyone means, its separators counted."""

_ROMAN: Final = {
    tens + ones: Fraction(10 * ten + one)
    for ten, tens in enumerate(("", "X", "XX"))
    for one, ones in enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
    if tens + ones
}
_OF_DAY: Final = re.compile(r"\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]m\b|[ap]\.m\.)", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2})[.:h](\d\d)(?!\d)", re.IGNORECASE)
_AFTERNOON: Final = re.compile(r"(?<!\d)(\d{1,2})(?::\d\d)?\s*(?:pm\b|p\.m\.)", re.IGNORECASE)

_FRACTION: Final = re.compile(
    r"(?<![\w/])(\d{1,4}|[^\W\d]+)(?:\s+phần\s+|\s*/\s*)(\d{1,4}|[^\W\d]+)(?![\w/])"
    rf"|\b(\d{{1,4}}|[^\W\d]+)[ -]({'|'.join(DIVISORS)})\b"
)

_NONE: Final = Fraction(0)

_SIGN_OF_FRACTION: Final = re.compile("|".join(("/", "phần", *DIVISORS)))

_MAX_MENTIONS: Final = 200
"""How many numbers of one text are looked at."""

_MAX_COMPOSED: Final = 8
"""How many words one number has at most."""

_WINDOW: Final = 48
"""How many characters before and behind a number are looked at."""


def _one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longer first, so that *not more than* is not read as *more than*."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_RATE: Final = re.compile(
    rf"(?:/\s*|\b(?:an?|per|each|every|mỗi|một|hằng|hàng|trong)\s+)({_one_of(RATES)})\b", re.IGNORECASE
)

# A digit behind "m" belongs to square metres.
_FIGURE: Final = r"(?<![\dm])(?<!\d[.,])\d++(?:[.,]\d++)*+"
_NUMBER: Final = re.compile(_FIGURE)
_DIGIT: Final = re.compile(r"\d")
_WORD_OF_NUMBER: Final = re.compile(rf"\b(?:{SMALL_NUMBERS})\b", re.IGNORECASE)
_DIGIT_OR_WORD: Final = re.compile(rf"\d|\b(?:{SMALL_NUMBERS})\b", re.IGNORECASE)
_MENTIONED: Final = re.compile(rf"{_FIGURE}|\b(?:{SMALL_NUMBERS})\b(?![\s-]+(?:{_one_of(NUMBERS)})\b)", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_MEASURE: Final = rf"\s*(?:%|(?:{_one_of(word for word in MEASURES if word != '%')})(?!\w))"
_NOT_COUNTED: Final = rf"(?!\s*%)(?![/-]\d)(?!{_MEASURE})"
# "Two lessons each week 2 pupils …" names no week: these words before it say that something is counted.
_NOT_EACH: Final = r"(?<!\d )(?<!mỗi )(?<!hằng )(?<!hàng )(?<!một )(?<!each )(?<!every )(?<!per )"
_REFERENCE: Final = re.compile(
    rf"{_NOT_EACH}\b(?:{NAMING})(?:\s+|-)(?:số\s+|no\.?\s*)?{_FIGURE}{_NOT_COUNTED}"
    rf"(?:\s*(?:,|và|and|đến|to|[-–])\s*{_FIGURE}{_NOT_COUNTED})*"
    rf"|\b(?:{DATING})\s+(?:19|20)\d\d\b{_NOT_COUNTED}"
    r"|(?<!\d)(?<!\d[/-])\d++(?:[/-]\d++)++(?:/\w+)*"  # dates, school years, numbers of circulars
    rf"|{_FIGURE}\s*(?:{AGES})|\b(?:{AGED})\s+(?:(?:{_one_of(BOUNDS_BEFORE)})\s+)?{_FIGURE}{_NOT_COUNTED}"
    rf"|\b\d++(?:st|nd|rd|th)\b(?:\s+(?:{FLOORS_OF_HOUSES})\b)?"
    r"|\b(?![kdc]?m[23]\b)[^\W\d]+\d+\b|(?<![\d.,])\b\d{1,2}(?-i:[A-Z])\b",  # names such as MC2 or 4C, and not m2
    re.IGNORECASE,
)
_AGE: Final = re.compile(
    rf"({_FIGURE})\s*(?:{AGES})|\b(?:{AGED})\s+(?=(?:(?:{_one_of(BOUNDS_BEFORE)})\s+)?{_FIGURE})", re.IGNORECASE
)
_WORD: Final = r"[^\s\d]+[23]?"  # m2 is a word too
_BOUND: Final = _one_of(words for words, bound in BOUNDS_BEFORE.items() if bound in ("at_least", "at_most"))
_BOUND_OF_DEMAND: Final = rf"{_BOUND}|more than|fewer than|less than|exceeds?|nhiều hơn|ít hơn"
_AFTER: Final = _one_of(BOUNDS_AFTER)
_DEMAND: Final = re.compile(
    rf"\b(?:{_BOUND_OF_DEMAND}):?\s+(?:(?:{FILLERS})\s+){{0,2}}(?:{_FIGURE}\s*%?|(?:{SMALL_NUMBERS})\b)"
    rf"|{_FIGURE}\s*%"
    rf"|{_FIGURE}\s+(?:{_WORD}\s+){{0,3}}?(?:{_AFTER})(?!\w)"
    rf"|\b(?:min|max)imum\s+(?:{_WORD}\s+){{1,3}}?(?:of|is|are)\s+{_FIGURE}"
    rf"|{_FIGURE}\s+(?:{_WORD}\s+)?(?:is|là)\s+(?:the\s+)?(?:minimum|maximum|tối thiểu|tối đa)\b",
    re.IGNORECASE,
)
_HOW_OFTEN: Final = re.compile(
    r"\s*(?:ngày|tuần|tháng|năm|days?|weeks?|months?|years?)\s*/?\s*(?:một|01|1|once)(?: lần)?\b"
)
"""Words after a number that says how often something is done: *6 tháng một lần*."""

_BOUNDS: Final = re.compile(rf"\b(?:{_one_of(BOUNDS_BEFORE)})(?!\w)", re.IGNORECASE)
_BEFORE_NUMBER: Final = re.compile(
    rf"\b(?P<bound>{_one_of(BOUNDS_BEFORE)}):?\s+(?:(?:{FILLERS})\s+){{0,2}}$", re.IGNORECASE
)
_BEHIND_NUMBER: Final = re.compile(rf"\s*(?:%\s*)?(?:{_WORD}\s+){{0,4}}?(?P<bound>{_AFTER})(?!\w)", re.IGNORECASE)
_MEASURE_BEHIND: Final = re.compile(rf"\s*(?P<measure>%|(?:{_one_of(MEASURES)})(?!\w))", re.IGNORECASE)
_RECENTLY: Final = re.compile(rf"\b(?:{RECENT})\s+$", re.IGNORECASE)
_BEFORE_RANGE: Final = re.compile(rf"\b(?:{RANGES[0]})\s+$", re.IGNORECASE)
_TO: Final = re.compile(r"\s*%?\s*(?:đến|tới|to|[-–—])\s*", re.IGNORECASE)
_OUT_OF: Final = re.compile(
    r"\s+(?:[^\W\d]+\s+){0,2}?(?:out of|of|among|trong(?:\s+(?:tổng\s+)?số)?|trên(?:\s+(?:tổng\s+)?số)?)\s+"
    r"(?:(?:the|these|all|its|their)\s+)?|\s*/\s*",
    re.IGNORECASE,
)
_WITHIN_RANGE: Final = re.compile(rf"\s*(?:[^\s\d]+\s+){{0,2}}?(?:{RANGES[1]})\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that a text names and that is not a reference: in figures, or in a word that has no other meaning.

    Parameters
    ----------
    written
        As it is written, with its percent sign.
    readings
        The numbers that it can be: ``1.250`` is 1250, or 1.25; more than 79 is at least 80.
    bound
        The side of it on which the text asks for numbers; None where the text names no side.
    measure
        What it counts: ``percent``, ``year``, ``area`` …; None where no such word follows it.
    is_figure
        Whether it is written in figures.
    is_recent
        Whether the text asks for something no longer ago than it, as in *within the last 12 months*.
    other_end
        The numbers that the other end of its range can be, as in *4.5 to 5.5*; empty where it is not the end of a
        range.
    whole
        The whole of which the text says it is a part, as in *three of the five*; empty where the text names none.
    """

    written: str
    readings: frozenset[Fraction]
    bound: Bound | None
    measure: str | None
    is_figure: bool
    is_recent: bool = False
    other_end: frozenset[Fraction] = frozenset()
    whole: frozenset[Fraction] = frozenset()

    @property
    def is_year_of_calendar(self) -> bool:
        """Whether it may be a year of the calendar: 1900 to 2099, and nothing is counted by it."""
        (number, *others) = self.readings or (Fraction(0),)
        is_plain = self.bound is None and self.measure is None and not others
        return is_plain and len(self.written) == 4 and 1900 <= number < 2100

    def is_number(self, number: Fraction) -> bool:
        """Return whether it is this number as it is written, and not only by what is meant."""
        return number == (max(self.readings) if self.bound == "below" else min(self.readings))

    def convert(self) -> tuple[Fraction, ...]:
        """Return it in other units of what it counts: 5 years are 60 months."""
        return tuple(_convert(self.readings, self.measure))

    @property
    def is_demand(self) -> bool:
        """Whether the text asks for it: it is a percentage, or it has a bound."""
        return self.bound is not None or self.measure == "percent"


def find_mentions(text: str, *, with_ages: bool = False) -> tuple[Mention, ...]:
    """Return the numbers of a text that are not references, in their order; at most the first 200.

    An age is a reference, unless *with_ages* says that the text is about one.

    Examples
    --------
    >>> for mention in find_mentions("Mỗi lớp không quá 35 học sinh, theo Điều 5"):
    ...     print(mention.written, mention.bound)
    35 at_most
    >>> [(mention.written, mention.bound) for mention in find_mentions("between 8 and 45 pupils")]
    [('8', 'at_least'), ('45', 'at_most')]
    """
    left = _drop_references(_AGE.sub(r"\1 ", write_out(text)) if with_ages else write_out(text))
    matches = list(islice(_MENTIONED.finditer(left), _MAX_MENTIONS))
    bounds: list[Bound | None] = [_find_bound(left, match) for match in matches]
    for i, (first, second) in enumerate(pairwise(matches)):
        if _is_range(left, first, second):
            bounds[i], bounds[i + 1] = bounds[i] or "at_least", bounds[i + 1] or "at_most"
    mentions = [_read_mention(left, match, bound) for match, bound in zip(matches, bounds, strict=True)]
    for i, (first, second) in enumerate(pairwise(matches)):
        one, two = mentions[i], mentions[i + 1]
        between = left[first.end() : second.start()]
        if _TO.fullmatch(between):
            mentions[i] = replace(one, other_end=two.readings)
            mentions[i + 1] = replace(two, other_end=one.readings)
        elif len(between) <= _WINDOW and _OUT_OF.fullmatch(between):
            mentions[i] = replace(one, whole=two.readings)
    return tuple(mentions)


def _find_bound(text: str, match: re.Match[str]) -> Bound | None:
    before = _BEFORE_NUMBER.search(text[max(0, match.start() - _WINDOW) : match.start()])
    if before is not None:
        return BOUNDS_BEFORE[_normalise(before["bound"])]
    behind = _BEHIND_NUMBER.match(text[match.end() : match.end() + _WINDOW])
    return None if behind is None else BOUNDS_AFTER[_normalise(behind["bound"])]


def _is_range(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Return whether two numbers are the ends of a range, such as *between 8 and 45*."""
    between = text[first.end() : second.start()]
    if len(between) > _WINDOW or not _WITHIN_RANGE.match(between):
        return False
    return _BEFORE_RANGE.search(text[max(0, first.start() - _WINDOW) : first.start()]) is not None


def _read_mention(text: str, match: re.Match[str], bound: Bound | None) -> Mention:
    written = match[0]
    measure = _find_measure(text, match.end())
    sign = "%" if text[match.end() :].lstrip()[:1] == "%" else ""
    is_figure = written[0].isdigit()
    readings = tuple(_read_figure(written)) if is_figure else (NUMBERS[written.lower()],)
    # Of whole numbers "more than 79" is "at least 80".
    beyond = {"above": 1, "below": -1}.get(bound or "", 0)
    either = frozenset((*readings, *(each + beyond for each in readings)))
    is_recent = _RECENTLY.search(text[max(0, match.start() - _WINDOW) : match.start()]) is not None
    return Mention(written + sign, either, bound, measure, is_figure, is_recent)


def _find_measure(text: str, end: int) -> str | None:
    """Return what is counted by a number that ends at a place of a text."""
    behind = _MEASURE_BEHIND.match(text[end : end + _WINDOW])
    return None if behind is None else MEASURES[_normalise(behind["measure"])]


def _convert(readings: Iterable[Fraction], measure: str | None) -> Iterator[Fraction]:
    for reading in readings:
        for factor in FACTORS.get(measure or "", ()):
            yield from (reading * factor, reading / factor)


def _normalise(words: str) -> str:
    return " ".join(words.lower().split())


def _read_figure(written: str) -> Iterator[Fraction]:
    """Yield the numbers that a figure can be; ``1.000`` is one thousand, since nobody writes one like this."""
    if len(written) > _MAX_DIGITS:
        return
    is_grouped = _THOUSANDS.fullmatch(written) is not None
    if is_grouped:
        yield Fraction(re.sub(r"[.,]", "", written))
    if len(re.findall(r"[.,]", written)) <= 1 and not (is_grouped and written.endswith("000")):
        yield Fraction(written.replace(",", "."))


def is_negated(text: str) -> bool:
    """Return whether a text negates something beside the words of its bounds, such as *no more than*.

    Examples
    --------
    >>> is_negated("No class has more than 35 pupils"), is_negated("Not more than 35 pupils")
    (True, False)
    """
    return NEGATING.search(_BOUNDS.sub("…", text)) is not None


def numbers_demanded(text: str) -> tuple[str, ...]:
    """Return the demands of a text for numbers, each with its words as they are written.

    Examples
    --------
    >>> numbers_demanded("Ít nhất 95% học sinh lớp 9 tốt nghiệp theo Điều 5")
    ('Ít nhất 95%',)
    >>> numbers_demanded("Học sinh từ lớp 6 đến lớp 9 theo Thông tư 24/2024")
    ()
    """
    if _DIGIT_OR_WORD.search(text) is None:  # each demand has a number; most texts have none
        return ()
    text = _drop_references(text)
    demands = (match for match in _DEMAND.finditer(text) if not _HOW_OFTEN.match(text, match.end()))
    return tuple(" ".join(match[0].split()) for match in demands)


@lru_cache(maxsize=4)  # one text is compared with each number of its rule
def numbers_named(text: str) -> frozenset[Fraction]:
    """Return the numbers that a text names in digits or in words, references too.

    ``1.000`` may be one thousand or one: where a number can be read in two ways, both are returned. For ``2/3`` these
    are the fraction, its percentage and its two numbers.

    Examples
    --------
    >>> sorted(map(str, numbers_named("Ba trong 1.000 trường")))
    ['1', '1000', '3']
    >>> sorted(map(str, numbers_named("ít nhất 2/3 giáo viên")))
    ['2', '2/3', '200/3', '3']
    """
    text = write_out(text)
    words = re.findall(r"\w+", text.lower())
    found = {NUMBERS[word] for word in words if word in NUMBERS} | set(_compose_words(words))
    for written in (number for number in _NUMBER.findall(text) if len(number) <= _MAX_DIGITS):
        if _THOUSANDS.fullmatch(written):
            found.add(Fraction(re.sub(r"[.,]", "", written)))
        if len(re.findall(r"[.,]", written)) <= 1:
            found.add(Fraction(written.replace(",", ".")))
    found.update(_ROMAN[word] for word in re.findall(r"\b[IVX]+\b", text) if word in _ROMAN)
    found.update(Fraction(part) for time in _CLOCK.findall(text) for part in time)
    found.update(Fraction(int(hour) + 12) for hour in _AFTERNOON.findall(text))
    found.update(number for share in _read_fractions(text) for number in (share, 100 * share))
    return frozenset(found)


def find_rates(text: str) -> tuple[int, ...]:
    """Return how often a demand for each week, month … of a text may be repeated in the period of its figure.

    Examples
    --------
    >>> find_rates("It is open on at least 3 days a week")
    (4, 52)
    """
    return tuple(factor for word in _RATE.findall(text) for factor in RATES[_normalise(word)])


def _compose_words(words: Sequence[str]) -> Iterator[Fraction]:
    """Yield the numbers that several words make together: *hai mươi lăm*, *twenty-five hundred*."""
    total = below_thousand = last = _NONE
    count = 0
    for word in (*words, ""):
        number = NUMBERS.get(word)
        if number is None or count == _MAX_COMPOSED:
            if count > 1:
                yield total + below_thousand
            total = below_thousand = last = _NONE
            count = 0
            continue
        count += 1
        if word == "mươi":  # it multiplies the one digit before it
            below_thousand, last = below_thousand + 9 * last, 10 * last
        elif word in SCALES and number < 1000:
            below_thousand = last = max(below_thousand, Fraction(1)) * number
        elif word in SCALES:
            total, below_thousand, last = total + max(below_thousand, Fraction(1)) * number, _NONE, _NONE
        else:
            below_thousand, last = below_thousand + number, number


def _read_fractions(text: str) -> Iterator[Fraction]:
    """Yield the fractions of a text, in words or figures: *ba phần tư*, *two thirds*, *3/4*."""
    text = text.lower()
    if _SIGN_OF_FRACTION.search(text) is None:  # most texts have none
        return
    for match in islice(_FRACTION.finditer(text), _MAX_MENTIONS):
        words = [word for word in match.groups() if word is not None]
        parts = [Fraction(word) if word.isdigit() else DIVISORS.get(word, NUMBERS.get(word)) for word in words]
        if parts[0] is not None and parts[1] and parts[0] < parts[1]:  # 30/6 is a day
            yield parts[0] / parts[1]


def figures_named(text: str) -> Iterator[tuple[Fraction, frozenset[Fraction]]]:
    """Yield each figure of a text, references too, and each word of number that is asked for, with what it can be.

    A length of time can also be the same in another unit. Figures with several points are left out, and so are minutes
    of the day. Each number of a fraction may also be meant alone.

    Examples
    --------
    >>> [(str(number), sorted(map(str, forms))) for number, forms in figures_named("Điều 5: 1,5 lần")]
    [('5', ['5']), ('3/2', ['3/2'])]
    """
    text = write_out(text)
    shares = frozenset(number for share in _read_fractions(text) for number in (share, 100 * share))
    for match in islice(_NUMBER.finditer(text), _MAX_MENTIONS):
        is_name = match.start() > 0 and text[match.start() - 1].isalpha()  # "v4" is not the number four
        is_hour = _OF_DAY.match(text, match.start()) is not None
        if is_name or match[0] == "00" or (is_hour and "." in match[0]):
            continue
        readings = frozenset(_read_figure(match[0]))
        if readings:
            others = (*shares, *(reading + 12 for reading in readings if is_hour))
            yield min(readings), readings.union(others, _convert(readings, _find_measure(text, match.end())))
    for each in find_mentions(text) if not shares and _WORD_OF_NUMBER.search(text) else ():
        if not each.is_figure and each.bound is not None:
            yield min(each.readings), each.readings.union(each.convert())


def _drop_references(text: str) -> str:
    # Each reference has a digit; most texts have none.
    return _REFERENCE.sub("…", text) if _DIGIT.search(text) else text
