"""Some schools named in a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

__all__ = ["name_some"]

_MOST_NAMED: Final = 5


def name_some(schools: Iterable[str]) -> str:
    """Return the first schools of many, and how many more there are.

    >>> name_some("ABCDEFG")
    'A, B, C, D, E, … (+2)'
    """
    several = list(schools)
    more = f", … (+{len(several) - _MOST_NAMED})" if len(several) > _MOST_NAMED else ""
    return ", ".join(several[:_MOST_NAMED]) + more
