"""Bounds so near an end of their range that they ask for almost nothing (KD570).

0.8 of a hundred points is asked for, and 80 is meant; or 0.9 %, and 90 % is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import ItsCompared, ValueCompared, read_literal

if TYPE_CHECKING:
    from kiemdinh.analysis.sites import ConditionSite
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_bounds_near_an_end"]

_MIN_SPAN: Final = 10
"""The shortest range that is checked: on a shorter one, a fraction of one is much."""

_NEXT_TO_NOTHING: Final = Fraction(1, 100)
"""The least part of its range that a meant bound leaves out."""

_FROM_BELOW: Final = ("at_least", "above")
_FROM_ABOVE: Final = ("at_most", "below")


def check_bounds_near_an_end(study: Study) -> Iterator[LintFinding]:
    """Find bounds that leave out less than a hundredth of what a figure, or a rating, can be.

    Whole numbers are left alone: *at least 1* is asked of many things. Linear in the number of comparisons.
    """
    for owner in study.sites:
        for site in owner.walk():
            if site.scopes and isinstance(site.cond, ValueCompared | ItsCompared):
                yield from _check_comparison(study, site)


def _check_comparison(study: Study, site: ConditionSite) -> Iterator[LintFinding]:
    cond = site.cond
    measure = study.lowering.quantities.find_measure(cond, site.scopes[0], site.path)
    is_ratio = isinstance(cond, ValueCompared) and cond.per is not None
    if is_ratio or measure.kind != "number" or measure.low is None or measure.high is None:
        return
    span = Fraction(measure.high - measure.low)
    for key, text in cond.list_comparisons() if span >= _MIN_SPAN else ():
        number = (
            read_literal(text, measure, study.lowering.context.problems, (*site.path, key))
            if isinstance(text, str)
            else None
        )
        if number is None or Fraction(number).denominator == 1:
            continue
        left_out = number - measure.low if key in _FROM_BELOW else measure.high - number
        if key in (*_FROM_BELOW, *_FROM_ABOVE) and 0 < left_out < span * _NEXT_TO_NOTHING:
            message = Message("{bound} leaves out less than 1% of the possible numbers", bound=text)
            expected = Message("a bound between {low} and {high}", low=measure.low, high=measure.high)
            yield make_finding(study, "KD570", message, (*site.path, key), expected=expected, found=text)
