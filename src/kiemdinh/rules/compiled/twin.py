"""The operations that a back end must have in addition to the core language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from kiemdinh.rules.terms import MET, UNKNOWN, UNMET, Algebra, Truth

if TYPE_CHECKING:
    from kiemdinh.rules.terms import Interval

__all__ = ["STATUS", "NamedTerms", "TwinAlgebra"]

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
        """Bind the name of a fact to a condition that has been made, in all terms that are folded later."""

    def bind_value(self, name: str, quantity: Q, /) -> None:
        """Bind the name of a value to a quantity that has been made, in all terms that are folded later."""


@dataclass(slots=True, kw_only=True)
class NamedTerms(Generic[C, Q]):
    """The facts and values of a source by their names: arguments of the function, or terms that were made before.

    Attributes
    ----------
    truths, values
        The arguments of the function so far.
    """

    truths: dict[str, C] = field(default_factory=dict)
    values: dict[str, Q] = field(default_factory=dict)
    _bound: dict[str, C] = field(default_factory=dict)
    _bound_values: dict[str, Q] = field(default_factory=dict)

    def bind(self, name: str, condition: C, /) -> None:
        """Bind the name of a fact to a condition that has been made."""
        self._bound[name] = condition

    def bind_value(self, name: str, quantity: Q, /) -> None:
        """Bind the name of a value to a quantity that has been made."""
        self._bound_values[name] = quantity

    def fact(self, name: str, /) -> C:
        """Return what a fact is bound to, else its variables: an argument of the function."""
        if name in self._bound:
            return self._bound[name]
        if name not in self.truths:
            self.truths[name] = self._name_fact(name, len(self.truths))
        return self.truths[name]

    def value(self, name: str, /) -> Q:
        """Return what a value is bound to, else its variables: an argument of the function."""
        if name in self._bound_values:
            return self._bound_values[name]
        if name not in self.values:
            self.values[name] = self._name_value(name, len(self.values))
        return self.values[name]

    def _name_fact(self, name: str, number: int) -> C:
        """Return the variables of the fact that is the argument of this number."""
        raise NotImplementedError

    def _name_value(self, name: str, number: int) -> Q:
        """Return the variables of the value that is the argument of this number."""
        raise NotImplementedError
