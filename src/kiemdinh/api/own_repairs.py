"""The own repairs of members of a register, from their assessments, which a caller hands over (semantics 6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.data.repairs import Repair, RepairChange
    from kiemdinh.rules import Number
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["AssessedMember", "FoundRepair", "MemberRepairs", "check_members"]


class _FoundRepairs(Protocol):
    @property
    def cost(self) -> Number | None: ...

    @property
    def cheapest(self) -> Repair | None: ...


class AssessedMember(Protocol):
    """The part of an assessment that is read here."""

    @property
    def framework(self) -> Framework:
        """The framework that it was assessed under."""

    def repairs(self, target: str | None = None) -> _FoundRepairs:
        """Return the repairs of a level."""


@dataclass(frozen=True, slots=True)
class FoundRepair:
    """The cheapest repair of a member; ``cost`` is None where the step is out of reach."""

    cost: Number | None
    changes: tuple[RepairChange, ...]


class MemberRepairs:
    """Finds the cheapest repair of a member for a step, each once.

    Parameters
    ----------
    members
        Assessments of members under other frameworks, by the member: ``C``, or ``C/thcs`` for one stage.
    """

    def __init__(self, members: Mapping[str, AssessedMember]) -> None:
        self._members = members
        self._found: dict[FactName, FoundRepair | None] = {}

    def __call__(self, fact: FactName) -> FoundRepair | None:
        """Return the cheapest repair of a step; None for a member that was not assessed under that framework."""
        if fact not in self._found:
            self._found[fact] = self._find(fact)
        return self._found[fact]

    def _find(self, fact: FactName) -> FoundRepair | None:
        member = fact.member
        if member is None or fact.step is None:
            return None
        assessed = self._members.get(member.shown) or self._members.get(member.id)
        if assessed is None or fact.framework not in (assessed.framework.id, assessed.framework.definition.family):
            return None
        main = assessed.framework.main_ladder
        if main is None or main.id != fact.subject:
            return None
        repairs = assessed.repairs(target=fact.step)
        cheapest = repairs.cheapest
        return FoundRepair(repairs.cost, () if cheapest is None else cheapest.changes)


def check_members(members: object) -> Mapping[str, AssessedMember]:
    """Return the assessments of members that a caller hands over.

    Raises
    ------
    InputError
        They are no mapping from members to assessments.
    """
    is_fit = isinstance(members, Mapping) and all(
        isinstance(key, str) and hasattr(one, "repairs") and hasattr(one, "framework") for key, one in members.items()
    )
    if not is_fit:
        refuse_argument("members", members, Message("assessments by the member, such as C/thcs"))
    found: Mapping[str, AssessedMember] = members  # type: ignore[assignment]
    return found
