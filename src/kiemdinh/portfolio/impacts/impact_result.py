"""What :func:`kiemdinh.impact` returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from kiemdinh.data.office import MOVES, LevelRange
from kiemdinh.portfolio.office_results import OfficeResult

if TYPE_CHECKING:
    from kiemdinh.data.office import DecidingNode, Move, MovingChange, OfficeKind, SchoolMove
    from kiemdinh.narration.layout import Page
    from kiemdinh.portfolio.frames import Columns

__all__ = ["Impact"]

_NOT_ASSESSED = LevelRange(None, None)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Impact(OfficeResult):
    """How schools stand by an edition and by another, which changes make them move, and what is open.

    See the example of :func:`kiemdinh.impact`.

    Attributes
    ----------
    moves
        Each school.
    changes
        Each change of the new edition that can affect a verdict, in the order of the act; none where two frameworks are
        compared.
    decide
        The criteria that are open in schools whose move is open, those that decide most first.
    complete
        Whether the budget reached for all of it.
    """

    kind: ClassVar[OfficeKind] = "impact"
    moves: tuple[SchoolMove, ...]
    changes: tuple[MovingChange, ...]
    decide: tuple[DecidingNode, ...]
    complete: bool

    @cached_property
    def counts(self) -> Mapping[Move, int]:
        """How many schools there are of each move: ``down``, ``up``, ``same`` and ``open``."""
        found = Counter(one.move for one in self.moves)
        return {move: found[move] for move in MOVES}

    @cached_property
    def tables(self) -> Mapping[str, Columns]:
        """The columns of ``moves``, ``counts``, ``changes`` and ``decide``."""
        return {
            "moves": self._tell_moves(),
            "counts": self._count(),
            "changes": _tell(self.changes, ("at", "does", "act", "down", "up", "alone")),
            "decide": _tell(self.decide, ("node", "schools", "decides", "may_decide")),
        }

    def _tell_moves(self) -> Columns:
        return {
            **_tell(self.moves, ("school", "name")),
            **_tell_ranges([(one.before, one.after) for one in self.moves]),
            "assessed": [None not in (one.before, one.after) for one in self.moves],
            "move": [one.move for one in self.moves],
            "because": [None if one.because is None else "; ".join(one.because) for one in self.moves],
        }

    def _count(self) -> Columns:
        found = Counter((one.move, one.before, one.after) for one in self.moves)
        keys = sorted(found, key=lambda key: (MOVES.index(key[0]), -found[key], str(key[1:])))
        return {
            "move": [move for move, _, _ in keys],
            **_tell_ranges([(before, after) for _, before, after in keys]),
            "schools": [found[key] for key in keys],
        }

    def own_data(self) -> Mapping[str, Any]:
        """Return whether it is complete, and how many schools there are of each move."""
        return {"complete": self.complete, "counts": self.counts}

    def page(self, lang: str | None = None) -> Page:
        """Return it as a page: how many schools move, by which changes, which they are, and what would decide."""
        from kiemdinh.narration.office import impact_page  # noqa: PLC0415 - only when text is asked for

        return impact_page(self, lang)

    def draw(self, lang: str | None = None) -> str:
        """Return a picture: a bar for each move, with its word and its pattern."""
        from kiemdinh.narration.drawings.office import draw_moves  # noqa: PLC0415 - only when a picture is asked for

        return draw_moves(self, lang)


def _tell(rows: Any, names: tuple[str, ...]) -> dict[str, list[Any]]:
    return {name: [getattr(one, name) for one in rows] for name in names}


def _tell_ranges(pairs: list[tuple[LevelRange | None, LevelRange | None]]) -> dict[str, list[str | None]]:
    before, after = ([pair[i] or _NOT_ASSESSED for pair in pairs] for i in (0, 1))
    return {
        "before": [one.level for one in before],
        "before_attainable": [one.attainable for one in before],
        "after": [one.level for one in after],
        "after_attainable": [one.attainable for one in after],
    }
