"""Exact numbers, and closed intervals of them (*khoảng giá trị*): what is known of a quantity (semantics 1.4, 1.5).

No float takes part in a comparison. Numbers are ``int`` or ``Fraction``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "UNBOUNDED",
    "Half",
    "Interval",
    "Number",
    "exact_number",
    "interval_of_maximum",
    "interval_of_minimum",
    "is_decimal",
    "number_between",
    "number_to_text",
    "round_number",
]

Number: TypeAlias = int | Fraction
"""An exact number. A whole number that this package makes is always an ``int``."""

Half: TypeAlias = Literal["away", "even", "up", "down"]
"""How a number half-way between two candidates is rounded.

``away`` from zero, to the ``even`` last digit, ``up`` or ``down``.
"""

# The exponent has at most three digits: 1e999999999 would be a number of a billion digits.
_DECIMAL: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_MAX_LENGTH: Final = 1000


def exact_number(number: object) -> Number:
    """Read a number without loss: 94.6 becomes 473/5, never the nearest binary fraction.

    Parameters
    ----------
    number
        An ``int``, ``Fraction``, ``Decimal``, a ``float`` (read by its shortest decimal form) or decimal text.

    Raises
    ------
    ValueError
        For a truth value, NaN, an infinity, text that is no decimal number, and any other type.

    Examples
    --------
    >>> exact_number("94.6"), exact_number(2.0)
    (Fraction(473, 5), 2)
    """
    # Before ``int``, of which ``bool`` is a subclass.
    if isinstance(number, bool):
        msg = f"{number} is a truth value, not a number"
        raise ValueError(msg)
    if isinstance(number, int):
        return int(number)
    if isinstance(number, Fraction):
        return _as_whole(number)
    # The repr of a float is the shortest decimal that reads back as the same float: what was typed.
    if isinstance(number, str | Decimal | float):
        return _from_decimal(repr(number) if isinstance(number, float) else str(number).strip())
    msg = f"{type(number).__name__} is not a number"
    raise ValueError(msg)


def _from_decimal(text: str) -> Number:
    """Read decimal text; the length is limited so that hostile input cannot cost much time."""
    if len(text) > _MAX_LENGTH or not _DECIMAL.fullmatch(text):
        msg = f"{text[:40]!r} is not a decimal number"
        raise ValueError(msg)
    return _as_whole(Fraction(text))


def _as_whole(number: Fraction) -> Number:
    """Return a whole number as an ``int``, any other number as it is."""
    return number.numerator if number.denominator == 1 else number


def round_number(number: Number, digits: int, half: Half) -> Number:
    """Round a number exactly to so many decimals.

    Parameters
    ----------
    digits
        The number of decimals; -1 rounds to tens, -2 to hundreds.
    half
        How a number exactly half-way is rounded.

    Examples
    --------
    >>> round_number(exact_number("2.45"), 1, "even"), round_number(25, -1, "up")
    (Fraction(12, 5), 30)
    """
    scale = Fraction(10) ** digits
    scaled = number * scale
    below = scaled.__floor__()
    rest = scaled - below
    twice = rest * 2  # compared with 1 instead of one half
    upward = twice > 1 or (twice == 1 and _goes_up(below, half))
    return _as_whole((below + upward) / scale)


def _goes_up(below: int, half: Half) -> bool:
    """Return whether a number half-way between the whole numbers ``below`` and ``below + 1`` is rounded up."""
    if half == "even":
        return below % 2 == 1
    if half == "away":
        return below >= 0
    return half == "up"


def number_to_text(number: Number) -> str:
    """Write a number as an exact decimal, or as a fraction where no decimal is exact.

    :func:`exact_number` reads the decimal form back.

    Examples
    --------
    >>> number_to_text(exact_number("0.50")), number_to_text(Fraction(1, 3))
    ('0.5', '1/3')
    """
    places = _decimal_places(number.denominator)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    # All digits as one whole number, then split before the last ``places`` digits.
    whole, rest = divmod(abs(number.numerator) * 10**places // number.denominator, 10**places)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def is_decimal(number: Number) -> bool:
    """Return whether a number can be written with finitely many digits.

    >>> is_decimal(Fraction(1, 8)), is_decimal(Fraction(1, 3))
    (True, False)
    """
    return _decimal_places(number.denominator) is not None


def number_between(low: Number, high: Number) -> Number:
    """Return a decimal number between two numbers, *low* below *high*: the middle, or else one with few digits.

    >>> number_between(2, 5), number_between(0, Fraction(2, 3))
    (Fraction(7, 2), Fraction(1, 10))
    """
    middle = Fraction(low + high) / 2
    scale = 1
    while not is_decimal(middle):
        above = Fraction((low * scale).__floor__() + 1, scale)
        if above < high:
            return _as_whole(above)
        scale *= 10
    return _as_whole(middle)


def _decimal_places(denominator: int) -> int | None:
    """Return how many decimals a fraction in lowest terms needs; ``None`` if no finite number of them is exact."""
    counts = []
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else None


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included: what is known of a quantity.

    A known value is an interval of one point.

    Attributes
    ----------
    low, high
        The ends, as exact numbers; None where the interval is unbounded on that side.

    Raises
    ------
    ValueError
        If ``low`` is greater than ``high``.

    Examples
    --------
    >>> Interval(1, 2) + Interval(10, None)
    Interval(low=11, high=None)
    >>> Interval(-1, 2) * Interval.point(3)
    Interval(low=-3, high=6)
    """

    low: Number | None
    high: Number | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            msg = f"the interval from {self.low} to {self.high} is empty"
            raise ValueError(msg)

    @classmethod
    def point(cls, value: Number) -> Interval:
        """Return the interval that holds one number only."""
        return cls(value, value)

    @property
    def known(self) -> bool:
        """Whether the interval holds one number only."""
        return self.low is not None and self.low == self.high

    def hull(self, other: Interval) -> Interval:
        """Return the least interval that contains both."""
        return Interval(_lowest_bound((self.low, other.low)), _highest_bound((self.high, other.high)))

    def scaled(self, factor: Number) -> Interval:
        """Return the interval of all numbers times a factor; the factor 0 gives the point 0, unbounded or not."""
        if self.low is None or self.high is None:
            return self * Interval.point(factor)
        ends = (self.low * factor, self.high * factor)
        return Interval(*ends) if factor >= 0 else Interval(*reversed(ends))

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high)

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __mul__(self, other: Interval) -> Interval:
        # The least and the greatest product of two numbers from the intervals are products of their ends.
        corners = [_multiply_ends(mine, theirs) for mine in _ends_of(self) for theirs in _ends_of(other)]
        return Interval(_number_at(min(corners)), _number_at(max(corners)))


UNBOUNDED: Final = Interval(None, None)
"""The interval of all numbers: nothing is known."""


def interval_of_minimum(intervals: Iterable[Interval]) -> Interval:
    """Return what is known of the least of several quantities.

    The least cannot be below the lowest low end, nor above the lowest high end.

    Raises
    ------
    ValueError
        If there is no quantity.

    Examples
    --------
    >>> interval_of_minimum([Interval(1, 9), Interval(3, 5)])
    Interval(low=1, high=5)
    """
    parts = tuple(intervals)
    # The least quantity is at most the lowest high end; an open high end puts no limit on it.
    bounds = [part.high for part in parts if part.high is not None]
    return Interval(_lowest_bound(part.low for part in _require_some(parts)), min(bounds, default=None))


def interval_of_maximum(intervals: Iterable[Interval]) -> Interval:
    """Return what is known of the greatest of several quantities.

    Raises
    ------
    ValueError
        If there is no quantity.

    Examples
    --------
    >>> interval_of_maximum([Interval(1, 9), Interval(3, 5)])
    Interval(low=3, high=9)
    """
    parts = tuple(intervals)
    # The greatest quantity is at least the highest low end; an open low end puts no limit on it.
    bounds = [part.low for part in parts if part.low is not None]
    return Interval(max(bounds, default=None), _highest_bound(part.high for part in _require_some(parts)))


def _require_some(parts: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return the intervals, or raise an error if there are none."""
    if not parts:
        msg = "the least and the greatest of no quantities are not defined"
        raise ValueError(msg)
    return parts


def _lowest_bound(lows: Iterable[Number | None]) -> Number | None:
    """Return the least of several low ends; ``None`` if one of them is open."""
    known: list[Number] = []
    for low in lows:
        if low is None:
            return None
        known.append(low)
    return min(known)


def _highest_bound(highs: Iterable[Number | None]) -> Number | None:
    """Return the greatest of several high ends; ``None`` if one of them is open."""
    known: list[Number] = []
    for high in highs:
        if high is None:
            return None
        known.append(high)
    return max(known)


_End: TypeAlias = tuple[int, Number]
"""An end of an interval on the extended line, ordered as tuples are.

``(-1, 0)`` and ``(1, 0)`` are the infinities, ``(0, x)`` is the number x. No infinite float is needed.
"""


def _ends_of(interval: Interval) -> tuple[_End, _End]:
    """Return both ends of an interval on the extended line."""
    low: _End = (-1, 0) if interval.low is None else (0, interval.low)
    high: _End = (1, 0) if interval.high is None else (0, interval.high)
    return low, high


def _multiply_ends(left: _End, right: _End) -> _End:
    """Multiply two ends; zero times an infinity is zero (semantics 1.4)."""
    if left == (0, 0) or right == (0, 0):
        return (0, 0)
    if left[0] == right[0] == 0:
        return (0, left[1] * right[1])
    return (_sign_of(left) * _sign_of(right), 0)


def _sign_of(end: _End) -> int:
    """Return 1 or -1 for an end that is not zero."""
    infinite, number = end
    return infinite or (1 if number > 0 else -1)


def _number_at(end: _End) -> Number | None:
    """Return the number of an end; ``None`` for an infinity."""
    return end[1] if end[0] == 0 else None
