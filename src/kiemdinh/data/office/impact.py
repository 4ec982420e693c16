"""How schools stand by one edition and by another, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

__all__ = ["MOVES", "DecidingNode", "LevelRange", "Move", "MovingChange", "SchoolMove"]

Move: TypeAlias = Literal["down", "up", "same", "open"]
"""How a level differs; ``open`` where what is known does not decide it."""
MOVES: Final[tuple[Move, ...]] = ("down", "up", "same", "open")


class LevelRange(NamedTuple):
    """The guaranteed and the attainable level of a school, by their ids; None where there is none (2.2).

    See the example of :func:`kiemdinh.impact`.

    Attributes
    ----------
    level, attainable
        The id of the guaranteed level, and of the attainable one; None where there is none.
    """

    level: str | None
    attainable: str | None


@dataclass(frozen=True, slots=True)
class SchoolMove:
    """How one school stands by both editions.

    See the example of :func:`kiemdinh.impact`.

    Attributes
    ----------
    school, name
        Its id, and its name where the register or the table has one.
    before, after
        Its levels by the old and by the new edition; None where it was not assessed.
    move
        Whether it stands lower, higher, or the same by the new edition.
    because
        The changes that make it move. If these alone are taken back, the school stands as before; and each of them is
        needed for that. Empty where it does not move; None where that was not worked out.
    """

    school: str
    name: str | None
    before: LevelRange | None
    after: LevelRange | None
    move: Move
    because: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class MovingChange:
    """A change of the new edition, and the schools that it makes move.

    See the example of :func:`kiemdinh.impact`.

    Attributes
    ----------
    at
        What it changes, as an amendment names it.
    does
        What it does there, as an amendment names it: ``remove``, ``replace``, ``add`` and so on.
    act
        The document that makes it, with its article where that is known.
    down, up
        How many schools stand lower, and how many higher, with this change among the causes.
    alone
        How many schools would stand as before if it alone were taken back.
    """

    at: str
    does: str
    act: str
    down: int
    up: int
    alone: int


@dataclass(frozen=True, slots=True)
class DecidingNode:
    """A criterion that is unknown in schools of which it is unknown whether they move.

    See the example of :func:`kiemdinh.impact`.

    Attributes
    ----------
    node
        Its id in the new edition.
    schools
        In how many of these schools it is unknown.
    decides
        In how many of them every answer would decide how the school moves.
    may_decide
        In how many of them some answer would decide it.
    """

    node: str
    schools: int
    decides: int
    may_decide: int
