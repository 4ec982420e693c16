"""Phrases in one language: messages filled in, numbers, dates, lengths of time, intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.data.as_json import encode_number
from kiemdinh.diagnostics.translations import Translations, load_translations
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import Interval, Number, Truth

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef

__all__ = ["LANGUAGES", "Phrases", "shortened"]

LANGUAGES = ("vi", "en")
"""The languages that results are told in; each has a catalogue in ``kiemdinh.narration.messages``."""

_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Phrases:
    """Says things in one language, ``vi`` or ``en``.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """

    lang: str

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            message = f"there are no messages in {self.lang!r}, only in {', '.join(LANGUAGES)}"
            raise ValueError(message)

    def __call__(self, key: str, /, **parameters: object) -> str:
        """Return the message *key* with its parameters filled in.

        Raises
        ------
        KeyError
            There is no such message, or a parameter of its text is missing.
        """
        return self._translations.gettext(key).format(**parameters)

    @property
    def _translations(self) -> Translations:
        return load_translations("kiemdinh.narration.messages", self.lang)

    def has(self, key: str) -> bool:
        """Whether there is a message *key*."""
        return self._translations.has(key)

    def number(self, value: Number) -> str:
        """Return a number with at most two decimals, marked "≈" where that rounds it."""
        scaled = Fraction(value) * 10**_DIGITS
        nearest = round(scaled)
        text = str(encode_number(_reduced(Fraction(nearest, 10**_DIGITS))))
        text = text.replace(".", ",") if self.lang == "vi" else text
        return text if scaled == nearest else f"≈ {text}"

    def amount(self, value: Number, unit: str | None) -> str:
        """Return a number with its unit, where that has a word; what is counted, a title has said."""
        key = f"unit.{unit}"
        return self.number(value) + (self(key) if self.has(key) else "")

    def date(self, date: dt.date) -> str:
        """Return a date as it is written in the language."""
        return f"{date:%d/%m/}{date.year:04d}" if self.lang == "vi" else date.isoformat()

    def duration(self, duration: Duration) -> str:
        """Return a length of time, ``5 năm``."""
        count, unit = duration
        return self.counted(f"duration.{unit}", count)

    def counted(self, key: str, count: Number, /, **parameters: object) -> str:
        """Return the message *key* about *n* things, in the form that the language has for that many of them.

        The rules of gettext are for whole numbers; a fraction takes the form of two, as in "0.5 years".
        """
        whole = int(count) if count == int(count) else 2
        return self._translations.ngettext(key, key, whole).format(n=self.number(count), **parameters)

    def interval(self, found: Interval, unit: str | None) -> str:
        """Return what is known of a number: itself, or the bounds that it lies in."""
        low = None if found.low is None else self.amount(found.low, unit)
        high = None if found.high is None else self.amount(found.high, unit)
        if low is None and high is None:
            return self("figure.unknown")
        if low is None or high is None:
            return self("interval.to", high=high) if low is None else self("interval.from", low=low)
        return low if found.low == found.high else self("interval.between", low=low, high=high)

    def state(self, truth: Truth, reasons: Iterable[str] = ()) -> str:
        """Return the word for a truth, with the reasons where it is unknown."""
        said = ", ".join(self(f"reason.{reason}") for reason in reasons)
        if truth is Truth.UNKNOWN and said:
            return self("state.unknown_because", reasons=said)
        return self(f"state.{truth.name.lower()}")

    def aim(self, level: LevelRef) -> str:
        """Return a level as what is aimed at; a name that is a verb already ("Đạt Mức 2") is not made a noun."""
        name, verb = self.level(level), self("aim.verb") if self.has("aim.verb") else None
        if verb is not None and name.startswith(f"{verb} "):
            return verb.lower() + name.removeprefix(verb)
        return self("aim", level=name)

    def stage(self, stage: str | None) -> str:
        """Return the name of a stage of schooling where it is known, else its id."""
        key = f"stage.{stage}"
        return self(key) if self.has(key) else stage or ""

    def sum(self, name: str, n: Number) -> str:
        """Return an amount of what *name* counts: a cost, months, or anything else by its own name."""
        key = f"sum.{name}"
        return self.counted(key, n) if self.has(key) else self.counted("sum.other", n, name=name)

    def quoted(self, text: str) -> str:
        """Return *text* in the language's quotation marks."""
        return self("quoted", x=text)

    def level(self, level: LevelRef) -> str:
        """Return the name of a level."""
        return level.said(self.lang)

    def either(self, texts: Iterable[str]) -> str:
        """Join alternatives: ``a, b hoặc c``."""
        return _joined(list(texts), self("or"))


def _joined(texts: list[str], last: str) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def _reduced(value: Fraction) -> Number:
    return value.numerator if value.denominator == 1 else value


def shortened(text: str, most: int) -> str:
    """Return *text* on one line, cut between words to about *most* characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
