"""Truth under ignorance: the pair (certain, possible) of semantics 1.2, as three ordered values."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MET", "UNKNOWN", "UNMET", "Truth", "join_truths"]


class Truth(IntEnum):
    """What is known of a condition; ordered, so that ``min`` is "all" and ``max`` is "any".

    * ``UNMET`` (*không đạt*): does not hold, however the unknowns turn out.
    * ``UNKNOWN`` (*chưa rõ*): depends on what is unknown.
    * ``MET`` (*đạt*): holds, however the unknowns turn out.

    "Not applicable" is no truth value: it takes a member out of its group.
    """

    UNMET = 0
    UNKNOWN = 1
    MET = 2

    @classmethod
    def of(cls, certain: bool, possible: bool) -> Truth:
        """Give the truth with these two readings.

        Raises
        ------
        ValueError
            If it would be certain without being possible.
        """
        if certain and not possible:
            msg = "what is certain is possible: (certain, possible) cannot be (True, False)"
            raise ValueError(msg)
        return cls(int(certain) + int(possible))

    @property
    def certain(self) -> bool:
        """The reading in which all that is unknown turns out badly (*chắc chắn đạt*)."""
        return self is Truth.MET

    @property
    def possible(self) -> bool:
        """The reading in which all that is unknown turns out well (*có thể đạt*)."""
        return self is not Truth.UNMET

    def negated(self) -> Truth:
        """Negate both readings and swap them; unknown stays unknown."""
        return _NEGATED[self]


UNMET: Final = Truth.UNMET
UNKNOWN: Final = Truth.UNKNOWN
MET: Final = Truth.MET

_NEGATED: Final = (MET, UNKNOWN, UNMET)


def join_truths(truths: Iterable[Truth]) -> Truth:
    """Join the truths of several cases: least certain, greatest possible (semantics 1.7).

    Raises
    ------
    ValueError
        If there is no case: nothing is then known to hold or not.
    """
    cases = set(truths)
    if not cases:
        msg = "a join needs at least one case"
        raise ValueError(msg)
    return cases.pop() if len(cases) == 1 else UNKNOWN
