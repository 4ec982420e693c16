"""Who visits schools: teams of members, by their ids (no names)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TeamMember", "VisitTeam"]


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member of a team: its id, whether it is trained, and the schools at which it has a conflict of interest."""

    id: str
    is_trained: bool
    not_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VisitTeam:
    """A team, with the number of visits that it can make in a month."""

    id: str
    per_month: int
    members: tuple[TeamMember, ...]

    @property
    def is_trained(self) -> bool:
        """Whether some member is trained; else the team visits nobody."""
        return any(one.is_trained for one in self.members)

    @property
    def not_at(self) -> frozenset[str]:
        """The schools at which some member has a conflict of interest."""
        return frozenset[str]().union(*(one.not_at for one in self.members))
