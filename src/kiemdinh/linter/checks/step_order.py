"""Steps of a scale that are not in the order of their names (KD569): *three stars, five stars, four stars*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import StepScale

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_step_order"]

_MIN_STEPS: Final = 3
"""Of two steps either order is an order."""

_ROWS: Final = (
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"),
    ("bronze", "silver", "gold", "platinum", "diamond"),
    ("đồng", "bạc", "vàng", "bạch kim", "kim cương"),
    ("first", "second", "third", "fourth", "fifth"),
)
"""Words in their order, as names of steps have them."""

_PLACES: Final = {word: place for row in _ROWS for place, word in enumerate(row, 1)}
_PLACED: Final = re.compile(
    rf"(?<![^\W\d])(?:\d{{1,4}}|{'|'.join(sorted(_PLACES, key=len, reverse=True))})(?![^\W\d])", re.IGNORECASE
)


def check_step_order(study: Study) -> Iterator[LintFinding]:
    """Find scales whose steps are named by numbers or medals that neither rise nor fall. Linear in their number."""
    for name, scale in study.framework.definition.scales.items():
        if not isinstance(scale, StepScale) or len(scale.steps) < _MIN_STEPS:
            continue
        names = [[step.id for step in scale.steps], *_list_titles(scale)]
        rows = [places for each in names if (places := _read_places(each)) is not None]
        if rows and not any(map(_is_in_order, rows)):
            message = Message("the steps are not in the order of their names: {names}", names=", ".join(names[0]))
            hint = Message("the lowest step comes first")
            yield make_finding(study, "KD569", message, ("scales", name, "steps"), key=True, hint=hint)


def _list_titles(scale: StepScale) -> Iterator[list[str]]:
    for code in ("vi", "en"):
        titles = [getattr(step, code) for step in scale.steps]
        if None not in titles:
            yield titles


def _read_places(names: Sequence[str]) -> list[int] | None:
    """Return the place that each name states; None where one states none or several, or two state the same."""
    found = [_PLACED.findall(name) for name in names]
    if any(len(each) != 1 for each in found):
        return None
    words = [each[0].casefold() for each in found]
    places = [int(word) if word.isdigit() else _PLACES[word] for word in words]
    return places if len(set(places)) == len(places) else None


def _is_in_order(places: Sequence[int]) -> bool:
    rises = [one < two for one, two in pairwise(places)]
    return all(rises) or not any(rises)
