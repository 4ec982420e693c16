"""Operations on single planes: what is known while the source is written is worked out then, the rest becomes lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kiemdinh.rules.compiled.plane_rows import MAX_NUMBER, InexactError
from kiemdinh.rules.compiled.writer import SourceWriter

__all__ = ["FULL", "NONE", "CompiledPlanes", "PlaneLogic", "require_exact"]

NONE: Final = "0"
"""The plane of no row, in the source."""
FULL: Final = "m"
"""The plane of every row, in the source: a variable, since how many rows there are is known only to the caller."""


class CompiledPlanes(NamedTuple):
    """A condition in the source: the planes of its certain and possible reading. Where they are one, it is known."""

    certain: str
    possible: str


@dataclass(slots=True)
class PlaneLogic:
    """Writes operations on planes, which are names of variables, :data:`NONE` or :data:`FULL`.

    The lines use ``&``, ``|`` and ``^`` alone, so that a plane can be a whole number of Python as well as an array of
    words. A complement is ``^`` with :data:`FULL`: ``~`` would make a number of Python negative.

    Attributes
    ----------
    writer
        Collects the lines.
    max_number
        The greatest number that a column may hold; None where there is none.

    Examples
    --------
    >>> logic = PlaneLogic()
    >>> logic.meet(["a", FULL, logic.join(["b", NONE])]), logic.writer.lines
    ('t0', ['t0 = a & b'])
    """

    writer: SourceWriter = field(default_factory=SourceWriter)
    max_number: int | None = MAX_NUMBER
    _complements: dict[str, str] = field(default_factory=lambda: {NONE: FULL, FULL: NONE})

    def require_exact(self, *numbers: int) -> None:
        """Raise :class:`InexactError` where a number is too large for a column."""
        require_exact(self.max_number, *numbers)

    def meet(self, planes: Sequence[str]) -> str:
        """Return the rows that are in every plane."""
        return self._combine(planes, "&", neutral=FULL, final=NONE)

    def join(self, planes: Sequence[str]) -> str:
        """Return the rows that are in any plane."""
        return self._combine(planes, "|", neutral=NONE, final=FULL)

    def _combine(self, planes: Sequence[str], operator: str, *, neutral: str, final: str) -> str:
        # Sorted, so that the same planes in another order are the same expression.
        left = sorted({plane for plane in planes if plane != neutral})
        if final in left or any(self._complements.get(plane) in left for plane in left):
            return final
        if len(left) > 1:
            return self.writer.assign(self.writer.combine(operator, left))
        return left[0] if left else neutral

    def complement(self, plane: str) -> str:
        """Return the rows that are not in a plane."""
        if plane not in self._complements:
            found = self.writer.assign(f"{plane} ^ {FULL}")
            self._complements |= {plane: found, found: plane}
        return self._complements[plane]

    def choose(self, test: str, then: str, otherwise: str) -> str:
        """Return *then* in the rows of *test*, and *otherwise* in all others."""
        if then == otherwise or test == FULL:
            return then
        if test == NONE:
            return otherwise
        if then in (NONE, FULL):
            return self.join([test, otherwise]) if then == FULL else self.meet([self.complement(test), otherwise])
        if otherwise in (NONE, FULL):
            return self.meet([test, then]) if otherwise == NONE else self.join([self.complement(test), then])
        return self.writer.assign(f"{otherwise} ^ ({test} & ({then} ^ {otherwise}))")

    # -- counting ------------------------------------------------------------------------------------------

    def at_least(self, k: int, planes: Sequence[str]) -> str:
        """Return the rows that are in at least *k* of the planes; a plane that is given twice counts twice.

        Writes about five operations for each plane. Counters of the same planes are shared by all *k*.
        """
        left = sorted(plane for plane in planes if plane not in (NONE, FULL))
        k -= sum(plane == FULL for plane in planes)
        if k <= 0 or k > len(left):
            return FULL if k <= 0 else NONE
        if k in (1, len(left)):
            return self.join(left) if k == 1 else self.meet(left)
        reached = FULL
        for place, digit in enumerate(self._add_up(left)):
            # From the lowest digit: the digits up to here make a number that is no less than those of k.
            reached = self.meet([digit, reached]) if k >> place & 1 else self.join([digit, reached])
        return reached

    def _add_up(self, planes: list[str]) -> list[str]:
        """Return the planes of the binary digits of how many planes a row is in, the lowest digit first.

        It is the tree of full adders that hardware counts bits with: three planes of one weight become their sum and a
        carry of the next weight.
        """
        digits = []
        while planes:
            carries = []
            while len(planes) > 1:
                total, carry = self._add(*planes[:3])
                planes = [*planes[3:], total]
                carries.append(carry)
            digits.append(planes[0])
            planes = carries
        return digits

    def _add(self, one: str, two: str, three: str | None = None) -> tuple[str, str]:
        half, both = self.writer.assign(f"{one} ^ {two}"), self.writer.assign(f"{one} & {two}")
        if three is None:
            return half, both
        return self.writer.assign(f"{half} ^ {three}"), self.writer.assign(f"{both} | ({half} & {three})")


def require_exact(most: int | None, *numbers: int) -> None:
    """Raise :class:`InexactError` where a number is greater than *most*, its sign left out; None takes all."""
    for number in numbers:
        if most is not None and abs(number) > most:
            message = f"{number} may occur, which is too large for a column of 64-bit integers"
            raise InexactError(message)
