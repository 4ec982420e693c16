"""Conjunctions of a blocking tree, flattened, and without members for which another member asks as well (5.2)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Final

from kiemdinh.data.blockers import Blocker
from kiemdinh.rules import Number
from kiemdinh.standards.names import FactKind, FactName, FactNames

__all__ = ["RedundancyFilter", "flatten_members"]

_WITH_LEVELS: Final = (FactKind.OUTCOME, FactKind.AWARD)


def flatten_members(members: tuple[Blocker, ...]) -> tuple[list[Blocker], list[Blocker]]:
    """Return the members of a conjunction, a conjunction among them replaced by its own members.

    The inner conjunctions are returned too, since their members that hold already are counted with the outer one.
    """
    flat: list[Blocker] = []
    inside = [member for member in members if member.kind == "all"]
    for member in members:
        flat.extend(member.parts if member.kind == "all" else (member,))
    return flat, inside


class RedundancyFilter:
    """Removes members of a conjunction for which another member asks as well.

    *definitions* are the names of the rules' definitions in order: a lower level of an outcome stands before a higher.
    """

    def __init__(self, names: FactNames, definitions: Collection[str]) -> None:
        self._names = names
        self._definitions = definitions

    def drop_redundant(self, members: list[Blocker]) -> tuple[Blocker, ...]:
        """Return *members* without those that another asks for as well, and without choices that are made already.

        A higher level of an outcome asks for the lower ones, and a stricter bound of a figure for the looser ones. Of
        members that ask for the same the first is kept. Linear in the number of members.
        """
        strictest: dict[object, Number] = {}
        for what, how_much in map(self._place, members):
            strictest[what] = max(how_much, strictest.get(what, how_much))
        kept: dict[object, Blocker] = {}
        for member in members:
            what, how_much = self._place(member)
            if how_much == strictest[what]:
                # One level of an outcome can be there twice: that it holds, and that it does not hold.
                kept.setdefault(member if member.kind == "outcome" else what, member)
        return _drop_choices_made(tuple(kept.values()))

    def _place(self, member: Blocker) -> tuple[object, Number]:
        """Return what a member asks for, and how much; of members with the same subject the greatest asks for all.

        Levels of an outcome are so compared by their position, and bounds where they are known numbers on one side of
        the same value. Any other member is compared with its equals alone.
        """
        if member.kind == "outcome":
            name = self._names.read(member.id or "")
            position = self._positions.get(name.without_side)
            if name.kind in _WITH_LEVELS and position is not None:
                return name._replace(step=None), position
        figure = member.figure
        if figure is None or figure.value is None or figure.op == "==" or not figure.bound.known:
            return member, 0
        bound = figure.bound.low or 0
        return (figure.value, figure.per, figure.op, member.id), bound if figure.op in (">=", ">") else -bound

    @cached_property
    def _positions(self) -> dict[FactName, int]:
        return {self._names.read(name): i for i, name in enumerate(self._definitions)}


def _drop_choices_made(members: tuple[Blocker, ...]) -> tuple[Blocker, ...]:
    """Leave out choices such as "any 2 of these" if enough of their members are asked for in any case."""
    required = {member.id for member in members if not member.parts}

    def is_required(blocker: Blocker) -> bool:
        if blocker.kind in ("all", "step"):
            return all(leaf.id in required for leaf in blocker.leaves())
        return blocker.id in required

    def is_made(member: Blocker) -> bool:
        is_choice = member.kind in ("at_least", "any")
        return is_choice and sum(map(is_required, member.parts)) >= member.need - member.have

    return tuple(member for member in members if not is_made(member))
