"""Whether a school stands higher or lower by one edition than by another; levels are ranges (2.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiemdinh.data.office import LevelRange, Move

__all__ = ["LevelOrder"]


@dataclass(frozen=True)
class LevelOrder:
    """Compares levels of an old edition with those of a new one.

    Attributes
    ----------
    old, new
        The levels of each edition by their ids, lowest first.
    same
        The level of the new edition that each level of the old one is; a level without an entry is none of them.
    knows_lowest
        Whether having no level means the same in both.
    """

    old: Sequence[str]
    new: Sequence[str]
    same: Mapping[str, str]
    knows_lowest: bool = True

    @classmethod
    def of_editions(cls, old: Sequence[str], new: Sequence[str]) -> LevelOrder:
        """Return the order of two editions of one framework, in which a level is the same by its id."""
        return cls(old, new, {level: level for level in old if level in new})

    def find_move(self, before: LevelRange | None, after: LevelRange | None) -> Move:
        """Return how a school moves; the ranges are None where it was not assessed."""
        if before is None or after is None:
            return "open"
        if self._compare(before.level, after.attainable) == -1:
            return "down"
        if self._compare(before.attainable, after.level) == 1:
            return "up"
        is_settled = before.level == before.attainable and after.level == after.attainable
        return "same" if is_settled and self._compare(before.level, after.level) == 0 else "open"

    def _compare(self, before: str | None, after: str | None) -> int | None:
        """Return 1 where the second level is higher, -1 where it is lower, 0 where both are one; else None."""
        back = {new: old for old, new in self.same.items()}
        found = {
            _sign(_place(after_there, ladder) - _place(before_there, ladder))
            for ladder, before_there, after_there in (
                (self.old, before, None if after is None else back.get(after, "?")),
                (self.new, None if before is None else self.same.get(before, "?"), after),
            )
            if "?" not in (before_there, after_there) and (self.knows_lowest or None not in (before_there, after_there))
        }
        # Where the two ladders differ in order, the levels cannot be compared.
        return found.pop() if len(found) == 1 else None


def _place(level: str | None, ladder: Sequence[str]) -> int:
    return 0 if level is None else ladder.index(level) + 1


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
