"""Rounding in a comparison: the threshold is moved, so that no compared quantity is rounded (semantics 1.5, S14)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from kiemdinh.rules import Number, exact_number

__all__ = ["threshold_before_rounding"]


def threshold_before_rounding(threshold: Number, digits: int, half: str, comparator: str) -> tuple[Number, str]:
    """Return the threshold and the comparator for a quantity before it is rounded.

    ``round(x) >= t`` holds where x reaches the middle between the lowest rounded value that is at least t and the
    rounded value before it. Whether the middle itself suffices depends on where a half goes.

    Parameters
    ----------
    threshold
        What the rounded quantity is compared with.
    digits
        To how many decimals it is rounded.
    half
        Where a half goes: ``away`` from zero, to the ``even`` value, ``up`` or ``down``.
    comparator
        ``at_least``, ``below``, ``above`` or ``at_most``.

    Examples
    --------
    A mean of at least 8, rounded to whole numbers with halves going up, is a mean of at least 7.5:

    >>> threshold_before_rounding(8, 0, "up", "at_least")
    (Fraction(15, 2), 'at_least')
    """
    unit = Fraction(1, 10**digits)
    in_units = Fraction(threshold) / unit
    is_reached = comparator in ("at_least", "below")  # these two change at the threshold itself, the others above it
    upper = ceil(in_units) if is_reached else floor(in_units) + 1
    middle = (upper - Fraction(1, 2)) * unit
    middle_counts = _half_goes_up(upper, half)
    if comparator in ("at_least", "above"):
        return exact_number(middle), "at_least" if middle_counts else "above"
    return exact_number(middle), "below" if middle_counts else "at_most"


def _half_goes_up(upper: int, half: str) -> bool:
    """Return whether the middle below the whole number *upper* is rounded to it."""
    return {"up": True, "down": False, "even": upper % 2 == 0, "away": upper > 0}[half]
