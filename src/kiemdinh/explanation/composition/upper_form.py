"""The normal form of the upper rules of a target; its leaves are facts, whose forms are put in for each school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.rules import MET, All, Any, AtLeast, Fact, Known
from kiemdinh.rules.repairs import NormalGroup

if TYPE_CHECKING:
    from kiemdinh.rules import Condition
    from kiemdinh.rules.repairs import Normal

__all__ = ["PLAIN_CONDITIONS", "UpperForm"]

PLAIN_CONDITIONS: Final = (Fact, Known, All, Any, AtLeast)
"""The conditions that are groups of facts as they stand."""


class _UpperGroup(NamedTuple):
    """A group of the form: how many of its members must hold, and how many hold if all leaves hold."""

    need: int
    held: int


@dataclass(frozen=True, slots=True)
class UpperForm:
    """A normal form whose leaves are put in later. Its parts are numbered, members before the groups that they are in.

    Attributes
    ----------
    leaves
        The number of each leaf, by the name of the fact.
    groups
        The groups by their numbers.
    above
        For each number those of the groups that it is a member of.
    holds
        For each number, whether that part holds if all leaves hold.
    root
        The number of the whole.
    """

    leaves: Mapping[str, int]
    groups: Mapping[int, _UpperGroup]
    above: Mapping[int, Sequence[int]]
    holds: Sequence[bool]
    root: int

    @classmethod
    def of(cls, target: str, definitions: Mapping[str, Condition]) -> UpperForm:
        """Return the form of a fact that is read through *definitions*, lower ones first; other facts are leaves."""
        writer = _FormWriter()
        for name, definition in definitions.items():
            writer.names[name] = writer.number_of(definition)
        return cls(writer.leaves, writer.groups, writer.above, writer.holds, writer.number_of(Fact(target)))

    def put_in(self, forms: Mapping[int, Normal]) -> Normal:
        """Return the form with *forms* in place of leaves, by their numbers; all other leaves hold.

        The cost is that of the groups above these leaves.
        """
        found: dict[int, Normal] = dict(forms)
        changed: dict[int, list[int]] = defaultdict(list)
        for number in forms:
            self._pass_on(number, changed)
        while changed:
            number = min(changed)
            found[number] = self._rebuild(self.groups[number], changed.pop(number), found)
            self._pass_on(number, changed)
        return found.get(self.root, self.holds[self.root])

    def _pass_on(self, number: int, changed: dict[int, list[int]]) -> None:
        for group in self.above.get(number, ()):
            changed[group].append(number)

    def _rebuild(self, group: _UpperGroup, changed: Sequence[int], found: Mapping[int, Normal]) -> Normal:
        """Return a group of which some members were replaced by other forms; each other member holds or cannot hold."""
        forms = [found[number] for number in changed]
        held = group.held - sum(self.holds[number] for number in changed) + forms.count(True)
        members = tuple(form for form in forms if not isinstance(form, bool))
        if held >= group.need:
            return True
        if held + len(members) < group.need:
            return False
        return NormalGroup(group.need - held, members, (1,) * len(members))


@dataclass(slots=True)
class _FormWriter:
    """Numbers the parts of conditions, members before groups."""

    leaves: dict[str, int] = field(default_factory=dict)
    groups: dict[int, _UpperGroup] = field(default_factory=dict)
    above: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    holds: list[bool] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def number_of(self, node: Condition) -> int:
        if isinstance(node, Fact):
            return self._number_of_fact(node.id)
        if isinstance(node, Known):
            return self._add(node.truth is MET)
        if isinstance(node, All | Any | AtLeast):
            return self._add_group(node)
        raise TypeError(type(node).__name__)

    def _number_of_fact(self, name: str) -> int:
        if name not in self.names:
            self.names[name] = self.leaves[name] = self._add(holds=True)
        return self.names[name]

    def _add(self, holds: bool) -> int:
        self.holds.append(holds)
        return len(self.holds) - 1

    def _add_group(self, node: All | Any | AtLeast) -> int:
        members = [self.number_of(part) for part in node.parts]
        need = len(members) if isinstance(node, All) else node.k if isinstance(node, AtLeast) else 1
        held = sum(self.holds[member] for member in members)
        number = self._add(held >= need)
        self.groups[number] = _UpperGroup(need, held)
        for member in members:
            self.above[member].append(number)
        return number
