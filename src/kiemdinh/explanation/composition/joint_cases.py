"""The joint cases of unknown context of several clusters, each of which depends on some of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.assessment.cases import ContextCells, ContextValue

__all__ = ["iterate_joint_cases"]


def iterate_joint_cases(contexts: Sequence[ContextCells]) -> Iterator[tuple[int, ...]]:
    """Yield each joint case as the numbers of its cases among those of each of *contexts*.

    The cases of one context are counted as a product of its values: the last value changes first.

    Examples
    --------
    >>> from kiemdinh.rules import Interval
    >>> area, size = ((None, "input:area"), (None, "input:size"))
    >>> cells = (Interval.point(0), Interval.point(1))
    >>> list(iterate_joint_cases([{area: cells}, {}, {area: cells, size: cells}]))
    [(0, 0, 0), (0, 0, 1), (1, 0, 2), (1, 0, 3)]
    """
    sizes = {value: len(cells) for context in contexts for value, cells in context.items()}
    for chosen in product(*map(range, sizes.values())):
        place = dict(zip(sizes, chosen, strict=True))
        yield tuple(_number_case(context, place) for context in contexts)


def _number_case(context: ContextCells, place: dict[ContextValue, int]) -> int:
    number = 0
    for value, cells in context.items():
        number = number * len(cells) + place[value]
    return number
