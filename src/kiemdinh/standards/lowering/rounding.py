"""Rounding that moves the threshold, so that what is compared is never rounded (1.5)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from kiemdinh.rules import Constant, Number, exact

__all__ = ["threshold_before_rounding"]


def threshold_before_rounding(threshold: Number, digits: int, half: str, key: str) -> tuple[Constant, str]:
    """Move the constant so that the threshold_before_rounding quantity can be compared with it.

    ``round(x) >= t`` holds where x reaches the middle between the lowest rounded value that is at least t and the
    one before; whether the middle itself counts depends on where a half goes.
    """
    unit = Fraction(1, 10**digits)
    steps = Fraction(threshold) / unit
    upward = key in ("at_least", "below")
    first = ceil(steps) if upward else int(steps // 1) + 1
    middle = (first - Fraction(1, 2)) * unit
    reaches = _half_goes_up(first, half)
    if upward:
        strict = {"at_least": "at_least" if reaches else "above", "below": "below" if reaches else "at_most"}
    else:
        strict = {"above": "at_least" if reaches else "above", "at_most": "below" if reaches else "at_most"}
    return Constant(exact(middle)), strict[key]


def _half_goes_up(upper: int, half: str) -> bool:
    """Whether the middle below the whole number *upper* rounds up to it."""
    return {"up": True, "down": False, "even": upper % 2 == 0, "away": upper > 0}[half]
