"""The neighbours of a literal: the number, date, length of time or word one step before and after it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kiemdinh.parsing.placed_tree import Scalar
from kiemdinh.standards.definition import LabelOutcome, StepScale, read_duration, scale_words

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Definition

__all__ = ["list_neighbours", "list_word_orders"]

_NUMBER: Final = re.compile(r"(-?)(\d+)(?:([.,])(\d+))?(\s*%?)")
_FRACTION: Final = re.compile(r"(\d+)/(\d+)")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH_DAY: Final = re.compile(r"(\d{2})-(\d{2})")
_LEAP_YEAR: Final = 2024
_YES_NO: Final = ("false", "true")
_OF_DECISIONS: Final = ("held", "revoked", "never")


def list_word_orders(definition: Definition) -> tuple[tuple[str, ...], ...]:
    """Return every order of words in a definition: steps of scales, labels, choices, yes and no, states of an award."""
    scales = (scale_words(scale) for scale in definition.scales.values() if isinstance(scale, StepScale))
    labels = (
        (*(case.id for case in outcome.cases), outcome.otherwise.id)
        for outcome in definition.outcomes
        if isinstance(outcome, LabelOutcome)
    )
    choices = (tuple(one.id for one in found.choices or ()) for found in definition.inputs.values())
    return tuple(dict.fromkeys((*scales, *labels, *filter(None, choices), _YES_NO, _OF_DECISIONS)))


def list_neighbours(literal: str, orders: Sequence[tuple[str, ...]] = ()) -> tuple[Scalar, ...]:
    """Return the literals one step below and above one, as an author would write them; none where it is not a literal.

    The step of a number is one of its last digit, that of a length of time one of its unit, that of a date one day.
    A word has its neighbours in each of *orders* that it stands in.

    Examples
    --------
    >>> list_neighbours("35"), list_neighbours("4.5%"), list_neighbours("5 years")
    (('34', '36'), ('4.4%', '4.6%'), ('4 years', '6 years'))
    >>> list_neighbours("muc-1", [("khong-dat", "muc-1", "muc-2")])
    ('khong-dat', 'muc-2')
    """
    found = dict.fromkeys((*_near_literal(str(literal)), *_near_words(str(literal), orders)))
    is_plain = literal.plain if isinstance(literal, Scalar) else True
    return tuple(Scalar(text, is_plain) for text in found if text != literal)


def _near_literal(text: str) -> Iterator[str]:
    number, fraction, length = _NUMBER.fullmatch(text), _FRACTION.fullmatch(text), read_duration(text)
    if number is not None:
        yield from _near_number(number)
    elif fraction is not None:
        over, under = int(fraction[1]), int(fraction[2])
        yield from (f"{near}/{under}" for near in (over - 1, over + 1) if near > 0)
    elif length is not None:
        count, unit = length
        yield from (f"{near} {unit}{'' if near == 1 else 's'}" for near in (count - 1, count + 1) if near > 0)
    elif _DATE.fullmatch(text):
        yield from (day.isoformat() for day in _near_days(text))
    elif _MONTH_DAY.fullmatch(text):
        yield from (f"{day:%m-%d}" for day in _near_days(f"{_LEAP_YEAR}-{text}"))


def _near_number(number: re.Match[str]) -> Iterator[str]:
    sign, whole, point, digits, end = (part or "" for part in number.groups())
    units = int(sign + whole + digits)
    for near in (units - 1, units + 1):
        written = f"{abs(near):0{len(digits) + 1}d}"
        split = len(written) - len(digits)
        yield f"{'-' if near < 0 else ''}{written[:split]}{point}{written[split:]}{end}"


def _near_days(text: str) -> Iterator[dt.date]:
    try:
        day = dt.date.fromisoformat(text)
        yield from (day - dt.timedelta(days=1), day + dt.timedelta(days=1))
    except (ValueError, OverflowError):  # no such day: it is refused where it is loaded
        return


def _near_words(word: str, orders: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for order in orders:
        if word in order:
            at = order.index(word)
            yield from order[max(0, at - 1) : at]
            yield from order[at + 1 : at + 2]
