"""What a back end must be able to do beside the core language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from kiemdinh.rules.terms import MET, UNKNOWN, UNMET, Algebra, Truth

if TYPE_CHECKING:
    from kiemdinh.rules.terms import Interval

__all__ = ["STATUS", "TwinAlgebra"]

STATUS: Final[Mapping[Truth, int]] = {UNMET: 0, UNKNOWN: 2, MET: 3}
"""The status of each truth: bit 0 is the certain reading, bit 1 the possible one."""

C = TypeVar("C")
Q = TypeVar("Q")


class TwinAlgebra(Algebra[C, Q], Protocol[C, Q]):
    """An algebra that can also ask for one of the two readings, and take an interval as it is.

    How records become facts (semantics 3.7, 3.9) asks whether something is certain, or possible. Conditions of a
    framework never do, so this is no part of the core language.
    """

    def certain(self, part: C, /) -> C:
        """Return met where the condition is certain, else unmet: a condition that is never unknown."""

    def possible(self, part: C, /) -> C:
        """Return met where the condition is possible, else unmet: a condition that is never unknown."""

    def interval(self, interval: Interval, /) -> Q:
        """Return a quantity of which this interval is all that is known."""

    def bind(self, name: str, condition: C, /) -> None:
        """Let the name of a fact stand for a condition that has been made, in all terms that are folded later."""

    def bind_value(self, name: str, quantity: Q, /) -> None:
        """Let the name of a value stand for a quantity that has been made, in all terms that are folded later."""
