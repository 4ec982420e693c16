"""Conjunctions of a blocking tree: laid flat, and without what is asked for beside it already (5.2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from typing import Final

from kiemdinh.data.blockers import Blocker
from kiemdinh.standards.names import FactKind, FactName, FactNames

__all__ = ["RedundancyFilter", "flatten_members"]

_WITH_LEVELS: Final = (FactKind.OUTCOME, FactKind.AWARD)


def flatten_members(members: tuple[Blocker, ...]) -> tuple[list[Blocker], list[Blocker]]:
    """Return the members of a conjunction, a conjunction among them replaced by its own members.

    With them come these inner conjunctions, since what holds of them already is counted with the outer one.
    """
    flat: list[Blocker] = []
    inside = [member for member in members if member.kind == "all"]
    for member in members:
        flat.extend(member.parts if member.kind == "all" else (member,))
    return flat, inside


class RedundancyFilter:
    """Leaves out of a conjunction what another member asks for as well.

    *definitions* are the names of the rules' definitions in order: a lower level of an outcome stands before a higher.
    """

    def __init__(self, names: FactNames, definitions: Collection[str]) -> None:
        self._names = names
        self._definitions = definitions

    def drop_redundant(self, members: list[Blocker]) -> tuple[Blocker, ...]:
        """Return *members* without those that another asks for as well, and without choices that are made already.

        A higher level of an outcome asks for the lower ones, and a stricter bound of a figure for the looser ones.
        Quadratic in the number of members.
        """
        kept = tuple(
            member
            for i, member in enumerate(members)
            if not any(
                self._makes_redundant(other, member, is_first=j < i) for j, other in enumerate(members) if i != j
            )
        )
        return _drop_choices_made(kept)

    def _makes_redundant(self, one: Blocker, other: Blocker, *, is_first: bool) -> bool:
        """Return whether *one* asks for all that *other* asks for; of two equal ones only the first does."""
        if one.kind == other.kind == "outcome" and self._is_higher_level(one.id or "", other.id or ""):
            return True
        a, b = one.figure, other.figure
        # Bounds compare only where both are known numbers on one side of the same value.
        if a is None or b is None or a.value is None or a.op == "==" or not (a.bound.known and b.bound.known):
            return is_first and one == other  # of two equal members one is kept
        if (a.value, a.per, a.op, one.id) != (b.value, b.per, b.op, other.id):
            return False
        x, y = a.bound.low or 0, b.bound.low or 0
        return (is_first and x == y) or (x > y if a.op in (">=", ">") else x < y)

    def _is_higher_level(self, one: str, other: str) -> bool:
        """Return whether one fact is a higher level, or grade, of the same outcome or award."""
        high, low = self._names.read(one), self._names.read(other)
        if high.kind not in _WITH_LEVELS or _without_step(high) != _without_step(low):
            return False
        return self._positions.get(high.without_side, -1) > self._positions.get(low.without_side, -1) >= 0

    @cached_property
    def _positions(self) -> dict[FactName, int]:
        return {self._names.read(name): i for i, name in enumerate(self._definitions)}


def _without_step(name: FactName) -> FactName:
    return replace(name, step=None)


def _drop_choices_made(members: tuple[Blocker, ...]) -> tuple[Blocker, ...]:
    """Leave out choices such as "any 2 of these" of which enough is asked for in any case."""
    required = {member.id for member in members if not member.parts}

    def is_required(blocker: Blocker) -> bool:
        if blocker.kind in ("all", "step"):
            return all(leaf.id in required for leaf in blocker.leaves())
        return blocker.id in required

    def is_made(member: Blocker) -> bool:
        is_choice = member.kind in ("at_least", "any")
        return is_choice and sum(map(is_required, member.parts)) >= member.need - member.have

    return tuple(member for member in members if not is_made(member))
