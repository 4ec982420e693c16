"""What a proof ends with: whether the condition can hold, and a world that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation import Assignment

__all__ = ["Proof", "Satisfiability"]


class Satisfiability(Enum):
    """Whether a condition holds in some world of a space.

    See the example of :func:`kiemdinh.rules.prove`.
    """

    SATISFIABLE = "satisfiable"
    """There is a world in which it holds."""
    UNSATISFIABLE = "unsatisfiable"
    """There is no such world."""
    UNDECIDED = "undecided"
    """The budget of decisions ran out first."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The answer about one condition.

    See the example of :func:`kiemdinh.rules.prove`.

    Attributes
    ----------
    status
        Whether the condition can hold.
    world
        Facts and values that make the condition certain; ``None`` unless ``status`` is ``SATISFIABLE``. Names that
        are not in it do not matter: whatever they are within the space, the condition stays certain. A value may be
        an interval; the value can then take both of its ends.
    """

    status: Satisfiability
    world: Assignment | None = None
