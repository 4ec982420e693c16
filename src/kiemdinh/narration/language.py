"""The messages of one language, and how it writes numbers, dates, lengths of time, intervals and alternatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.data.as_json import encode_number
from kiemdinh.diagnostics.arguments import check_choice
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.diagnostics.translations import Translations, load_translations
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import Interval, Number, Truth

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.standards.loading import Framework

__all__ = ["LANGUAGES", "Messages", "begin_large", "digits_to_tell_apart", "shorten_line", "speak_of"]

_SCHOOL: Final = Message("school")

_DIGITS = 2
"""How many decimals of a number are shown, unless more are needed to tell it from another."""
_MAX_DIGITS = 40


@dataclass(slots=True, eq=False, repr=False)
class Messages:
    """Texts, numbers and dates in one language.

    The catalogue of the language is loaded when the first text is asked for, once for each process.

    Parameters
    ----------
    lang
        ``vi`` or ``en``.
    subject
        The word for what is assessed. A text may name it as ``{subject}``, and at its beginning as ``{subject:first}``.

    Raises
    ------
    InputError
        There are no messages in that language.

    Examples
    --------
    >>> from fractions import Fraction
    >>> vi = Messages("vi")
    >>> vi.text("unknown"), vi.format_number(Fraction(1, 3))
    ('chưa rõ', '≈ 0,33')
    """

    lang: str
    subject: Message = _SCHOOL

    def __post_init__(self) -> None:
        check_choice("lang", self.lang, LANGUAGES)

    def text(self, key: str, /, **parameters: object) -> str:
        """Return the message *key* with its parameters filled in.

        Raises
        ------
        KeyError
            There is no such message, or a parameter of its text is missing.
        """
        return self._translations.gettext(key).format(subject=self._word, **parameters)

    @property
    def _word(self) -> _Word:
        return _Word(self.subject.text_in(self.lang))

    @property
    def _translations(self) -> Translations:
        return load_translations("kiemdinh.narration.messages", self.lang)

    def has_text(self, key: str) -> bool:
        """Whether there is a message *key*."""
        return self._translations.has(key)

    def format_number(self, value: Number, digits: int = _DIGITS) -> str:
        """Return a number with at most *digits* decimals, marked "≈" where that rounds it.

        A half is rounded to the even neighbour. Vietnamese writes a comma before the decimals.
        """
        scaled = Fraction(value) * 10**digits
        nearest = round(scaled)
        text = str(encode_number(_reduce_fraction(Fraction(nearest, 10**digits))))
        text = text.replace(".", ",") if self.lang == "vi" else text
        return text if scaled == nearest else f"≈ {text}"

    def format_amount(self, value: Number, unit: str | None, digits: int = _DIGITS) -> str:
        """Return a number with its unit: ``45 %``, ``12 m²``.

        A unit without a message, such as ``count``, is left out: the title of the figure names what is counted.
        """
        return self.with_unit(self.format_number(value, digits), unit)

    def with_unit(self, number: str, unit: str | None) -> str:
        """Return a number that is a text already with its unit, as :meth:`format_amount` does.

        >>> Messages("en").with_unit("1/3", "m2")
        '1/3 m²'
        """
        key = f"unit.{unit}"
        return number + (self.text(key) if self.has_text(key) else "")

    def format_date(self, date: dt.date) -> str:
        """Return a date as it is written in the language.

        >>> Messages("vi").format_date(dt.date(2027, 6, 3)), Messages("en").format_date(dt.date(2027, 6, 3))
        ('03/06/2027', '2027-06-03')
        """
        return f"{date:%d/%m/}{date.year:04d}" if self.lang == "vi" else date.isoformat()

    def format_duration(self, duration: Duration) -> str:
        """Return a length of time, given as a number and its unit: ``5 năm``."""
        count, unit = duration
        return self.text_for_count(f"duration.{unit}", count)

    def text_for_count(self, key: str, count: Number, /, **parameters: object) -> str:
        """Return the message *key* in the plural form that the language has for *count*, with it filled in as ``n``.

        The rules of gettext are for whole numbers. A fraction takes the form of two, as in "0.5 years".

        Raises
        ------
        KeyError
            There is no such message, or a parameter of its text is missing.

        Examples
        --------
        >>> [Messages("en").text_for_count("duration.year", n) for n in (1, 2)]
        ['1 year', '2 years']
        """
        whole = int(count) if count == int(count) else 2
        return self._translations.ngettext(key, key, whole).format(
            n=self.format_number(count), subject=self._word, **parameters
        )

    def format_interval(self, found: Interval, unit: str | None, digits: int = _DIGITS) -> str:
        """Return what is known of a number: itself, or its bounds; a bound that is None is left out."""
        low = None if found.low is None else self.format_amount(found.low, unit, digits)
        high = None if found.high is None else self.format_amount(found.high, unit, digits)
        if low is None and high is None:
            return self.text("figure.unknown")
        if low is None or high is None:
            return self.text("interval.to", high=high) if low is None else self.text("interval.from", low=low)
        return low if found.low == found.high else self.text("interval.between", low=low, high=high)

    def describe_truth(self, truth: Truth, reasons: Iterable[str] = ()) -> str:
        """Return the word for a truth, with the *reasons* why it is unknown (ids, as in results) where it is."""
        said = ", ".join(self.text(f"reason.{reason}") for reason in reasons)
        if truth is Truth.UNKNOWN and said:
            return self.text("state.unknown_because", reasons=said)
        return self.text(f"state.{truth.name.lower()}")

    def name_goal(self, level: LevelRef) -> str:
        """Return a level as a goal to be reached: ``đạt Mức 2``.

        A name that begins with the verb already ("Đạt Mức 2") gets no second one.
        """
        name, verb = self.name_level(level), self.text("aim.verb") if self.has_text("aim.verb") else None
        if verb is not None and name.startswith(f"{verb} "):
            return verb.lower() + name.removeprefix(verb)
        return self.text("aim", level=name)

    def name_stage(self, stage: str | None) -> str:
        """Return the name of a stage of schooling where it is known, else its id."""
        key = f"stage.{stage}"
        return self.text(key) if self.has_text(key) else stage or ""

    def format_sum(self, name: str, n: Number) -> str:
        """Return an amount of what efforts count, in its plural form: a cost, months, or anything by its own name.

        >>> Messages("en").format_sum("months", 2), Messages("en").format_sum("dong", 5)
        ('2 months', 'dong 5')
        """
        key = f"sum.{name}"
        return self.text_for_count(key, n) if self.has_text(key) else self.text_for_count("sum.other", n, name=name)

    def quote_text(self, text: str) -> str:
        """Return *text* in the language's quotation marks."""
        return self.text("quoted", x=text)

    def name_level(self, level: LevelRef) -> str:
        """Return the name of a level, label, grade or award; its id where the definition gives it no name."""
        return level.said(self.lang)

    def join_alternatives(self, texts: Iterable[str]) -> str:
        """Return alternatives in one text; there is at least one.

        >>> Messages("vi").join_alternatives(["a", "b", "c"])
        'a, b hoặc c'
        """
        return _join_texts(list(texts), self.text("or"))


def speak_of(framework: Framework, lang: str | None = None) -> Messages:
    """Return the messages about what a framework assesses; without *lang* in the language of its definition.

    Raises
    ------
    InputError
        There are no messages in that language.

    Examples
    --------
    >>> from kiemdinh.standards.catalogue import load
    >>> speak_of(load("vn.tt57-2026.gdtx")).lang
    'vi'
    """
    return Messages(framework.language if lang is None else lang, framework.definition.subject.word)


class _Word(str):
    """A word that a text can write with a capital letter: ``{subject:first}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Return the word, with a capital where *spec* is "first"."""
        return f"{self[:1].upper()}{self[1:]}" if spec == "first" else str(self)


def _join_texts(texts: list[str], last: str) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def _reduce_fraction(value: Fraction) -> Number:
    return value.numerator if value.denominator == 1 else value


def digits_to_tell_apart(numbers: Iterable[Number | None]) -> int:
    """Return how many decimals have to be shown so that no two different numbers look the same; at least two.

    What is None is left out.

    >>> digits_to_tell_apart([29, Fraction("28.9996")]), digits_to_tell_apart([29, 52])
    (4, 2)
    """
    found = {Fraction(number) for number in numbers if number is not None}
    shown = range(_DIGITS, _MAX_DIGITS)
    return next((n for n in shown if len({round(one * 10**n) for one in found}) == len(found)), _MAX_DIGITS)


def begin_large(text: str) -> str:
    """Return *text* with a capital letter at its beginning.

    >>> begin_large("đạt")
    'Đạt'
    """
    return text[:1].upper() + text[1:]


def shorten_line(text: str, most: int) -> str:
    """Return *text* on one line, cut between words so that it and the "…" behind it take *most* characters.

    >>> shorten_line("The school has a plan.", 16)
    'The school has…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
