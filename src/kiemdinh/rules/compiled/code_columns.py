"""From columns of small codes to planes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Final

from kiemdinh.rules.compiled.plane_rows import Plane, PlanePair, PlaneRows
from kiemdinh.rules.terms import Truth

__all__ = ["CodeColumn"]

_MOST_LOOKED_FOR: Final = 16
"""Above so many codes it is quicker to look up what each row's code stands for."""


@dataclass(slots=True)
class CodeColumn:
    """A column of codes, from which several facts are made; each code is searched for once.

    Attributes
    ----------
    rows
        How many schools there are.
    codes
        The code of each: an array of unsigned integers, or bytes.
    planes
        The schools of each code that has been searched for. Where the codes are bits already, the schools of each code
        but one.
    rest
        The code of all schools that are in none of the planes; None where each code is looked for.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNKNOWN, UNMET
    >>> from kiemdinh.rules.compiled import plane_rows
    >>> words = CodeColumn(plane_rows(3, numpy=False), bytes([2, 0, 1]))
    >>> words.read([UNKNOWN, UNMET, MET])
    PlanePair(certain=1, possible=3)
    """

    rows: PlaneRows
    codes: Any
    planes: dict[int, Plane] = field(default_factory=dict)
    rest: int | None = None

    def read(self, truths: Sequence[Truth]) -> PlanePair:
        """Return a fact that depends on the code alone.

        Parameters
        ----------
        truths
            The truth for each code that occurs, by its number.
        """
        certain, possible = ([truth.certain for truth in truths], [truth.possible for truth in truths])
        plane = self.find(certain)
        return PlanePair(plane, plane if possible == certain else self.find(possible))

    def find(self, wanted: Sequence[bool]) -> Plane:
        """Return the schools whose code is wanted; for each code that occurs, whether it is."""
        found, others = ([code for code, each in enumerate(wanted) if each is is_wanted] for is_wanted in (True, False))
        if min(len(found), len(others)) > _MOST_LOOKED_FOR:
            return self.rows.pack(self.rows.take(wanted, self.codes))
        # The fewer codes have to be looked for.
        return self._join(found) if len(found) <= len(others) else self._join(others) ^ self.rows.full

    def _join(self, codes: Iterable[int]) -> Plane:
        planes = [self._plane_of(code) for code in codes]
        return reduce(or_, planes) if planes else self.rows.nobody

    def _plane_of(self, code: int) -> Plane:
        if code == self.rest:
            return reduce(or_, self.planes.values()) ^ self.rows.full
        if code not in self.planes:
            self.planes[code] = self.rows.pack_code(self.codes, code)
        return self.planes[code]
