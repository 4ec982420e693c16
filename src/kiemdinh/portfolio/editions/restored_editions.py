"""Which changes of an edition make a school move: those without which it has its old level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio.editions.edition_side import EditionSide, read_by, take_schools
from kiemdinh.standards.catalogue import apply
from kiemdinh.standards.names import split_top
from kiemdinh.transitions.diffs import match_nodes

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.data.office import LevelRange
    from kiemdinh.portfolio.tables import SchoolTable
    from kiemdinh.rules import Budget
    from kiemdinh.transitions.diffs import Diff

__all__ = ["RestoredEditions"]

_DECLARED: Final = ("inputs", "parameters", "sets", "define", "scales", "tags")
"""Sections whose entries judge nothing themselves: rules refer to them."""
_SAID: Final = ("source", "vi", "en")
"""What a definition says of itself."""

Restored = frozenset[int]


@dataclass
class RestoredEditions:
    """Assesses schools by the new edition with some of its changes taken back, as :func:`kiemdinh.apply` makes it.

    Attributes
    ----------
    diff
        What differs between the editions.
    table
        What is recorded of the schools, by whatever edition it was read.
    day
        The day on which they are assessed.
    budget
        A step is one school that is assessed by an edition.
    """

    diff: Diff
    table: SchoolTable
    day: dt.date
    budget: Budget

    @cached_property
    def changes(self) -> tuple[Mapping[str, Any], ...]:
        """The changes that can be taken back, each by itself, in the order of the act."""
        return tuple(one for one in self.diff.changes if not _only_declares(one))

    @cached_property
    def old_names(self) -> Mapping[str, str]:
        """The id that the old edition has for each node of the new one; none for one that was added."""
        return match_nodes(*self.diff.frameworks).old_of

    def find_act(self, at: str) -> str:
        """Return the act that changed a part, with its article where that is known."""
        found = next((one.act for one in self.diff.entries if one.at == at), None)
        return found or self.diff.new.document

    def find_because(
        self, before: Mapping[str, LevelRange], schools: Sequence[str]
    ) -> tuple[dict[str, tuple[int, ...]], dict[int, int]]:
        """Return for each school a least set of changes without which it stands as *before*; and what each does alone.

        The least set is a single change where one is enough, the first of the act. Else it is found by leaving out,
        from the last on, each change that need not be taken back. A school is left out where the budget does not reach.

        Returns
        -------
        tuple
            The numbers of changes by school, and of how many schools each change alone would leave the level.
        """
        found: dict[str, tuple[int, ...]] = {}
        alone: dict[int, int] = {}
        for number in range(len(self.changes)):
            kept = self._list_kept(frozenset([number]), before, schools)
            if kept is None:
                return found, alone
            alone[number] = len(kept)
            for school in kept:
                found.setdefault(school, (number,))
        left = [school for school in schools if school not in found]
        if len(self.changes) > 1:
            found |= self._reduce(before, left)
        return found, alone

    def _reduce(self, before: Mapping[str, LevelRange], schools: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Return a set for each school of which no change can be left out; those alike are asked together."""
        groups: dict[Restored, list[str]] = {frozenset(range(len(self.changes))): list(schools)} if schools else {}
        for number in reversed(range(len(self.changes))):
            smaller: dict[Restored, list[str]] = defaultdict(list)
            for restored, members in groups.items():
                kept = self._list_kept(restored - {number}, before, members)
                if kept is None:
                    continue
                for school in members:
                    smaller[restored - {number} if school in kept else restored].append(school)
            groups = smaller
        return {school: tuple(sorted(restored)) for restored, members in groups.items() for school in members}

    def _list_kept(
        self, restored: Restored, before: Mapping[str, LevelRange], schools: Iterable[str]
    ) -> Collection[str] | None:
        """Return the schools that stand as before with changes taken back; None where the budget is used up."""
        asked = frozenset(schools)
        if not restored or not asked:
            return ()
        if self.budget.is_exhausted or not self._spend(len(asked)):
            return None
        ranges = self._assess(restored, asked)
        return {school for school in asked if ranges.get(school) == before[school]}

    def _spend(self, steps: int) -> bool:
        self.budget.is_exhausted = self.budget.left < steps
        if not self.budget.is_exhausted:
            self.budget.spend(steps)
        return not self.budget.is_exhausted

    def _assess(self, restored: Restored, schools: frozenset[str]) -> Mapping[str, LevelRange]:
        """Return where schools stand; none of them where changes cannot be taken back without others."""
        taken_back = [self.changes[number] for number in restored]
        left = [one for one in self.diff.changes if one not in taken_back and not _takes_away(one)]
        # An act has at least one change.
        act = {**self._act, "changes": left or [{"at": "source", "do": "replace", "to": self._act["source"]}]}
        try:
            edition = apply(self.diff.frameworks[0], act)
        except InputError:
            return {}
        return EditionSide.assess(read_by(take_schools(self.table, schools), edition), self.day).ranges

    @cached_property
    def _act(self) -> Mapping[str, Any]:
        return self.diff.to_amendment()


def _only_declares(change: Mapping[str, Any]) -> bool:
    """Whether a change brings or takes what rules refer to, or is about what a definition says of itself."""
    section = split_top(str(change["at"]))[0]
    return section in _SAID or (section in _DECLARED and change["do"] in ("add", "remove"))


def _takes_away(change: Mapping[str, Any]) -> bool:
    """Whether a change takes away what a rule that is put back may refer to."""
    return change["do"] == "remove" and split_top(str(change["at"]))[0] in _DECLARED
