"""The normal form as data: threshold groups over leaves, which are facts and bounds on values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from kiemdinh.rules.terms import Interval, Number

__all__ = [
    "BoundLeaf",
    "FactLeaf",
    "Normal",
    "NormalGroup",
    "Position",
    "all_of",
    "any_of",
    "fold_form",
    "holds_now",
    "leaves_of",
    "lies_beyond",
]

Position: TypeAlias = tuple[Number, int]
"""A position on the number line: a number (0), or just below (-1) or just above (1) it.

Tuples compare as positions do.
"""


class FactLeaf(NamedTuple):
    """A fact must be met for certain (``positive``), or unmet for certain; ``holds`` says whether it is so now."""

    name: str
    positive: bool
    holds: bool


class BoundLeaf(NamedTuple):
    """The leaf "the value certainly lies at ``position`` or above" (``up``), or "at it or below".

    ``holds`` says whether it does now.
    """

    value: str
    up: bool
    position: Position
    holds: bool


@dataclass(frozen=True, slots=True, eq=False)
class NormalGroup:
    """A threshold group: the weights of the members that hold must add up to at least ``need``; all whole numbers."""

    need: int
    members: tuple[Normal, ...]
    weights: tuple[int, ...]


Normal: TypeAlias = bool | FactLeaf | BoundLeaf | NormalGroup
"""What must hold for certain: a constant, a leaf or a group. True holds already, False cannot come to hold."""


def leaves_of(node: Normal) -> Iterable[FactLeaf | BoundLeaf]:
    """Return the distinct leaves of a normal form, in declared order."""
    seen: set[int] = set()
    found: dict[FactLeaf | BoundLeaf, None] = {}
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, NormalGroup):
            if id(part) not in seen:
                seen.add(id(part))
                waiting.extend(reversed(part.members))
        elif not isinstance(part, bool):
            found[part] = None
    return found


def all_of(*parts: Normal) -> Normal:
    """Return the form "all of these hold"."""
    return NormalGroup(len(parts), parts, (1,) * len(parts))


def any_of(*parts: Normal) -> Normal:
    """Return the form "at least one of these holds"."""
    return NormalGroup(1, parts, (1,) * len(parts))


def holds_now(form: Normal) -> bool:
    """Return whether a form holds with what is known now."""
    if isinstance(form, bool):
        return form
    if isinstance(form, NormalGroup):
        return sum(w for part, w in zip(form.members, form.weights, strict=True) if holds_now(part)) >= form.need
    return form.holds


def fold_form(
    form: Normal, settle: Callable[[FactLeaf | BoundLeaf], bool | None], done: dict[int, tuple[Normal, Normal]]
) -> Normal:
    """Return a form in which leaves that *settle* decides are constants, and groups have no constant members.

    *done* has the groups that were folded before, by their identity; each is folded once.
    """
    if isinstance(form, FactLeaf | BoundLeaf):
        settled = settle(form)
        return form if settled is None else settled
    if isinstance(form, bool):
        return form
    if id(form) not in done:
        done[id(form)] = form, _fold_group(form, [fold_form(part, settle, done) for part in form.members])
    return done[id(form)][1]


def _fold_group(form: NormalGroup, members: list[Normal]) -> Normal:
    need = form.need - sum(weight for part, weight in zip(members, form.weights, strict=True) if part is True)
    left = [(part, weight) for part, weight in zip(members, form.weights, strict=True) if not isinstance(part, bool)]
    if need <= 0:
        return True
    if sum(weight for _, weight in left) < need:
        return False
    return left[0][0] if len(left) == 1 else NormalGroup(need, *map(tuple, zip(*left, strict=True)))


def lies_beyond(interval: Interval, up: bool, position: Position) -> bool:
    """Return whether the whole interval lies at a position or beyond it: above it (``up``), or below."""
    if up:
        return interval.low is not None and (interval.low, 0) >= position
    return interval.high is not None and (interval.high, 0) <= position
