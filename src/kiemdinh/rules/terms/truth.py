"""Truth where something is unknown: the pair (certain, possible) of semantics 1.2, as three ordered values."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MET", "UNKNOWN", "UNMET", "Truth", "join_truths"]


class Truth(IntEnum):
    """The truth of a condition: met, unmet or unknown.

    * ``UNMET`` (*không đạt*): the condition fails, whatever the unknown facts turn out to be.
    * ``UNKNOWN`` (*chưa rõ*): it depends on what is unknown.
    * ``MET`` (*đạt*): the condition holds, whatever the unknown facts turn out to be.

    The values are ordered so that ``min`` is the truth of "all" and ``max`` is the truth of "any". "Not applicable" is
    no truth value: a member that does not apply leaves its group (semantics 1.7).

    Examples
    --------
    >>> min(Truth.MET, Truth.UNKNOWN).name
    'UNKNOWN'
    >>> max(Truth.MET, Truth.UNKNOWN).name
    'MET'
    """

    UNMET = 0
    """The condition fails, whatever the unknown facts turn out to be."""
    UNKNOWN = 1
    """It depends on what is unknown."""
    MET = 2
    """The condition holds, whatever the unknown facts turn out to be."""

    @classmethod
    def of(cls, certain: bool, possible: bool) -> Truth:
        """Return the truth that has these two readings.

        Raises
        ------
        ValueError
            If ``certain`` is true and ``possible`` is false.
        """
        if certain and not possible:
            msg = "what is certain is possible: (certain, possible) cannot be (True, False)"
            raise ValueError(msg)
        return _BY_READINGS[certain + possible]

    @property
    def certain(self) -> bool:
        """The certain reading: whether the condition holds if all that is unknown turns out badly."""
        return self is Truth.MET

    @property
    def possible(self) -> bool:
        """The possible reading: whether the condition holds if all that is unknown turns out well."""
        return self is not Truth.UNMET

    def __str__(self) -> str:
        """Return the word: ``met``, ``unmet`` or ``unknown``, as results have it.

        >>> f"{Truth.MET}"
        'met'
        """
        return self.name.lower()

    # Without it a template or an f-string would print the number.
    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def negated(self) -> Truth:
        """Return the truth of "not": both readings negated and exchanged, so that unknown stays unknown."""
        return _NEGATED[self]


UNMET: Final = Truth.UNMET
"""``Truth.UNMET``."""

UNKNOWN: Final = Truth.UNKNOWN
"""``Truth.UNKNOWN``."""

MET: Final = Truth.MET
"""``Truth.MET``."""

_NEGATED: Final = (MET, UNKNOWN, UNMET)  # by the value of the truth
_BY_READINGS: Final = (UNMET, UNKNOWN, MET)  # by how many of the two readings are true


def join_truths(truths: Iterable[Truth]) -> Truth:
    """Return what is known when one of several cases is true, but not which (semantics 1.7).

    The least of the certain readings is taken, and the greatest of the possible ones. The result is therefore unknown
    as soon as two cases differ.

    Raises
    ------
    ValueError
        If there is no case.

    Examples
    --------
    >>> join_truths([MET, MET]).name, join_truths([MET, UNMET]).name
    ('MET', 'UNKNOWN')
    """
    cases = set(truths)
    if not cases:
        msg = "a join needs at least one case"
        raise ValueError(msg)
    return cases.pop() if len(cases) == 1 else UNKNOWN
