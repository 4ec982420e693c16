"""Texts in two languages that do not say the same: their numbers differ, or both are the same text (KD539, KD546)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.text_numbers import figures_named, find_mentions, is_negated, numbers_named
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Localised

if TYPE_CHECKING:
    from fractions import Fraction

    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_translated_texts"]

_VIETNAMESE: Final = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
"""Letters that no English text has, but in names."""

_DIGITS: Final = re.compile(r"\d++")
_UP: Final = frozenset(("at_least", "above"))

_MAX_WHOLE: Final = 8
"""The most numbers of a text of which pairs are tried."""

_MIN_WORDS: Final = 2
"""A text of one word may be the same in both languages: *Internet*, *Wifi*, *STEM*."""


def check_translated_texts(study: Study) -> Iterator[LintFinding]:
    """Find Vietnamese and English texts of one thing that name other numbers, or that are the same text.

    Linear in the size of the definition.
    """
    for part, path in study.parts:
        if isinstance(part, Localised) and part.vi is not None and part.en is not None:
            yield from _compare_texts(study, part.vi, part.en, path)


def _compare_texts(study: Study, vi: str, en: str, path: Path) -> Iterator[LintFinding]:
    if _is_untranslated(vi, en):
        yield make_finding(study, "KD546", Message("the English text is the Vietnamese one"), (*path, "en"), found=en)
        return
    opposite = _find_opposite(vi, en)
    if opposite is not None:
        message = Message("the Vietnamese and the English text ask for opposite sides of {number}", number=opposite)
        yield make_finding(study, "KD539", message, (*path, "en"), expected=Message.verbatim(vi), found=en)
        return
    missing_numbers = (_list_missing(vi, en), _list_missing(en, vi))
    missing = [_write(numbers) for numbers in missing_numbers]
    # A name may have a number in one language alone: "Bậc 3 (B1)" is "B1".
    if any(missing) if not _is_name(path) else all(missing):
        yield make_finding(
            study,
            "KD539",
            Message("the Vietnamese and the English text name different numbers"),
            (*path, "en"),
            expected=(
                Message("{numbers}, as in: {text}", numbers=missing[0], text=vi)
                if missing[0]
                else Message("no {numbers}, as in: {text}", numbers=missing[1], text=vi)
            ),
            found=en,
            # A free translation may leave out the articles and years that the other text names.
            note=not (all(missing) or _counts(vi, missing_numbers[0]) or _counts(en, missing_numbers[1])),
        )


def _counts(text: str, numbers: frozenset[Fraction]) -> bool:
    """Return whether something is counted by one of some numbers of a text, other than years of the calendar."""
    mentions = find_mentions(text, with_ages=True) if numbers else ()
    counted = (each for each in mentions if not each.is_year_of_calendar)
    return any(not numbers.isdisjoint(each.readings) for each in counted)


def _is_name(path: Path) -> bool:
    """Return whether the text at a place is the name of a step or of a choice."""
    return path[:1] == ("scales",) or "choices" in path


def _find_opposite(vi: str, en: str) -> str | None:
    """Return a number that is a lower bound in one text and an upper bound in the other; each has it once."""
    if set(_DIGITS.findall(vi)).isdisjoint(_DIGITS.findall(en)) or is_negated(vi) or is_negated(en):
        return None
    own, other = find_mentions(vi), find_mentions(en)
    for one in own:
        same = [two for two in other if not two.readings.isdisjoint(one.readings)]
        again = [two for two in own if not two.readings.isdisjoint(one.readings)]
        bounds = {one.bound, *(two.bound for two in same)}
        if len(same) == len(again) == 1 and None not in bounds and len(bounds & _UP) == len(bounds - _UP) == 1:
            return one.written
    return None


def _list_missing(text: str, other: str) -> frozenset[Fraction]:
    """Return the numbers that one text has in figures and the other does not have at all, not even in words."""
    figures = tuple(figures_named(text))
    if not figures:  # most texts have none, and reading all numbers of the other one takes time
        return frozenset()
    named = numbers_named(other)
    missing = frozenset(number for number, forms in figures if named.isdisjoint(_list_forms(forms)))
    return missing - _list_ratios(named) if missing else missing


def _list_ratios(named: frozenset[Fraction]) -> frozenset[Fraction]:
    """Return the fractions that two whole numbers of a text make together: *one for every two* is 0.5."""
    whole = [number for number in sorted(named) if number.denominator == 1 and number > 0][:_MAX_WHOLE]
    return frozenset(one / two for one in whole for two in whole if (one / two).denominator > 1)


def _list_forms(readings: frozenset[Fraction]) -> Iterator[Fraction]:
    """Yield the numbers with which another text may say the same: 2,000,000 is 2 million, and '26 is 2026."""
    for number in readings:
        yield from (number, number + 2000, number - 2000)
        yield from (number * factor for factor in (1000, 1_000_000))
        yield from (number / factor for factor in (1000, 1_000_000))
        if number % 12 == 0:  # 12 months are a year
            yield number / 12


def _write(numbers: frozenset[Fraction]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _is_untranslated(vi: str, en: str) -> bool:
    """Return whether two texts are one, and more than a name: it has Vietnamese letters, or common words."""
    if vi.casefold().split() != en.casefold().split():
        return False
    words = re.findall(r"[^\W\d]{3,}", vi)
    is_sentence = len(words) >= _MIN_WORDS and any(word.islower() for word in words)
    return is_sentence or (bool(words) and _VIETNAMESE.search(vi) is not None and any(map(str.islower, words)))
