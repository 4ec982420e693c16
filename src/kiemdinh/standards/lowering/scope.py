"""Where a condition stands: at which member of which set, and what ``its`` and an ``each`` input mean there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from kiemdinh.rules import MET, UNKNOWN, All, Any, Branch, Comparison, Condition, Known, Truth

__all__ = ["EVERYWHERE", "OPS", "UNKNOWN_CONDITION", "Lowered", "Member", "Members", "Scope", "conjunction"]

OPS: Mapping[str, Comparison] = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<", "is": "=="}
"""The comparators of the surface language and what they are in the core language."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope to read ``its`` and ``each`` inputs from.

    ``node`` is the member of a layer at hand, ``year`` and ``stage`` likewise; ``before`` the school year before
    ``year`` within the same window. ``fixed`` holds the choices that a set's ``where`` leaves for an input.
    ``assume`` is the verdict that a node counts with where it does not apply (1.7).
    """

    node: str | None = None
    year: str | None = None
    before: str | None = None
    stage: str | None = None
    fixed: tuple[tuple[str, frozenset[str]], ...] = ()
    assume: Truth | None = None

    def choices_left(self, name: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        """Return the *choices* of input *name* that are possible here."""
        left = dict(self.fixed).get(name)
        return choices if left is None else tuple(c for c in choices if c in left)

    def assuming(self, verdict: Truth) -> Scope:
        """Return this scope with its node's verdict taken as *verdict*."""
        return replace(self, assume=verdict)


EVERYWHERE = Scope()


class Lowered(NamedTuple):
    """A condition of the core language, and when it applies at all (None: always)."""

    condition: Condition
    applies: Condition | None = None

    def absent_as_met(self) -> Condition:
        """As a member of a conjunction: it leaves where it does not apply."""
        return self._or(Known(MET))

    def absent_as_unmet(self) -> Condition:
        """As a member of a disjunction or a count: it adds nothing where it does not apply."""
        return self._or(Known(Truth.UNMET))

    def _or(self, absent: Condition) -> Condition:
        return self.condition if self.applies is None else Branch(self.applies, self.condition, absent)


UNKNOWN_CONDITION = Lowered(Known(UNKNOWN))
"""What stands for a condition that could not be lowered; the problem has been reported."""


class Member(NamedTuple):
    """A member of a set: where it stands, whether it belongs (None: surely), whether it applies (None: surely)."""

    scope: Scope
    belongs: Condition | None
    applies: Condition | None

    @property
    def counted(self) -> Condition | None:
        """When it is there to be counted: it belongs and applies; None where both are sure."""
        return conjunction(tuple(c for c in (self.belongs, self.applies) if c is not None))


class Members(NamedTuple):
    """The members of a set in one setting.

    ``known`` is False where they cannot be told (stages that a dossier does not name). ``if_empty`` and
    ``not_applicable`` are as the definition states them.
    """

    name: str
    items: tuple[Member, ...]
    if_empty: str | None
    not_applicable: str | None
    known: bool = True

    def may_be_empty(self) -> bool:
        """Whether nothing may be left to count."""
        return all(m.counted is not None for m in self.items)

    def any_left(self) -> Condition:
        """When something is left to count."""
        left = tuple(m.counted for m in self.items if m.counted is not None)
        if len(left) < len(self.items):
            return Known(MET)
        return Any(left) if left else Known(Truth.UNMET)


def conjunction(parts: tuple[Condition, ...]) -> Condition | None:
    """All of *parts*; None where there is none, so that nothing is asked."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else All(parts)
