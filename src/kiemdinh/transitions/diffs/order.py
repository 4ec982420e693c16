"""Finds which entries of a list keep their order among one another, and which have moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["find_staying"]


def find_staying(ranks: Sequence[int]) -> frozenset[int]:
    """Return the positions of a longest rising part of *ranks*: all other entries have moved.

    Patience sorting (C. Schensted, 1961), n log n for n ranks that are all different.

    Examples
    --------
    >>> sorted(find_staying([2, 0, 1]))
    [1, 2]
    """
    ends: list[int] = []  # the lowest end of a rising part, for each length
    at: list[int] = []  # the position of that end
    before: list[int] = []
    for position, rank in enumerate(ranks):
        length = bisect_left(ends, rank)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1], at[length : length + 1] = [rank], [position]
    staying: list[int] = []
    position = at[-1] if at else -1
    while position >= 0:
        staying.append(position)
        position = before[position]
    return frozenset(staying)
