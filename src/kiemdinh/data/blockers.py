"""What blocks a level, as data: the blocking tree, its figures, and the to-do lists (semantics 5.2, 5.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kiemdinh.data.outcomes import LevelRef
from kiemdinh.rules import Interval, Truth

__all__ = ["Blocker", "BlockerKind", "Figure", "ListName", "Target", "ToDo"]

BlockerKind: TypeAlias = Literal[
    "all",
    "any",
    "at_least",
    "stage",
    "step",
    "node",
    "requirement",
    "applies",
    "outcome",
    "held",
    "figure",
    "case",
    "impossible",
]
ListName: TypeAlias = Literal["settle", "improve", "wait", "decide"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A comparison of a figure: what is known of it, and the bound that it must reach.

    ``value`` is the input's value (None for a total over many), ``per`` what it is held against. ``bound`` is an
    interval because it may itself depend on what is unknown. Numbers of a yes/no, choice or scale input are the
    places of its words, which ``words`` gives for ``bound``.
    """

    value: str | None
    per: str | None
    now: Interval
    op: str
    bound: Interval
    unit: str | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocker:
    """A node of the blocking tree (5.2): choices stay choices.

    Of ``of`` members ``need`` must hold and ``have`` do; ``parts`` are those that do not yet. A leaf names a
    requirement, step, node, stage, outcome or figure; ``holds`` is False where it must cease to hold (5.8).
    """

    kind: BlockerKind
    id: str | None
    node: str | None
    level: str | None
    stage: str | None
    truth: Truth
    holds: bool
    need: int
    have: int
    of: int
    reasons: tuple[str, ...] = ()
    figure: Figure | None = None
    parts: tuple[Blocker, ...] = ()

    def leaves(self) -> Iterator[Blocker]:
        """Yield the leaves in order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class ToDo:
    """One entry of a to-do list (5.4). ``choice`` tells that it is one of several ways, not a must."""

    id: str
    node: str | None
    level: str | None
    stage: str | None
    reasons: tuple[str, ...]
    choice: bool
    figure: Figure | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What blocks a level: the tree, the four lists kept apart, and the gaps that do not matter for it."""

    level: LevelRef
    truth: Truth
    blocking: Blocker | None
    settle: tuple[ToDo, ...]
    improve: tuple[ToDo, ...]
    wait: tuple[ToDo, ...]
    decide: tuple[ToDo, ...]
    irrelevant: tuple[str, ...]
