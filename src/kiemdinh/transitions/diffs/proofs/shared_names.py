"""Names the facts and values of the new edition as the old edition does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.evidence.entries import input_form
from kiemdinh.rules import Assignment, Condition, Fact, Term, Value, transform
from kiemdinh.standards.names import FactName, ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.diffs.matching import NodeMatch

__all__ = ["ONLY_NEW", "SharedNames", "are_alike"]

ONLY_NEW: Final = "~new"
"""The suffix of an id that means something else in the old edition."""


class SharedNames:
    """Gives the facts and values of a new edition the names that the old edition has for the same ones.

    A value that is recorded in another way, such as by other choices, is another value. ``match`` says which nodes are
    the same.
    """

    def __init__(self, old: Framework, new: Framework, match: NodeMatch) -> None:
        self._new = new
        self._old_nodes = old.nodes
        self.match = match
        self._other_inputs = frozenset(
            name for name in old.inputs.keys() & new.inputs.keys() if not are_alike(name, old, name, new)
        )
        self._back: dict[str, str] = {}

    def rename(self, condition: Condition) -> Condition:
        """Return a condition of the new edition over the names of the old one."""
        return transform(condition, self._rename_leaf)

    def rename_fact(self, text: str) -> str:
        """Return the name of a fact."""
        name = self._new.outline.fact_names.read(text)
        node = name.about_node
        if node is None:
            return text
        renamed = str(name._replace(subject=self.rename_node(node)))
        self._back[renamed] = text
        return renamed

    def rename_value(self, text: str) -> str:
        """Return the name of a value."""
        renamed = str(self._rename_parts(read_value_name(text)))
        self._back[renamed] = text
        return renamed

    def rename_node(self, node: str) -> str:
        """Return the id that the old edition has for a node; an id of its own where it has none."""
        old = self.match.old_of.get(node)
        if old is not None:
            return old
        return f"{node}{ONLY_NEW}" if node in self._old_nodes else node

    def name_in_new(self, name: FactName) -> FactName:
        """Return the name in the new edition for a fact of the old one."""
        node = name.about_node
        return name if node is None else name._replace(subject=self.match.new_of.get(node, node))

    def rename_back(self, world: Assignment) -> Assignment:
        """Return a world by the names of the new edition."""
        return Assignment(
            {self._back.get(name, name): truth for name, truth in world.truths.items()},
            {self._back.get(name, name): value for name, value in world.values.items()},
        )

    def _rename_leaf(self, term: Term) -> Term:
        if isinstance(term, Fact):
            return Fact(self.rename_fact(term.id))
        return Value(self.rename_value(term.id)) if isinstance(term, Value) else term

    def _rename_parts(self, name: ValueName) -> ValueName:
        if name.node is not None:
            return name._replace(name=self.rename_node(name.name))
        if name.kind is ValueKind.CLOCK:
            return name
        at = tuple(self.rename_node(part) if part in self._new.nodes else part for part in name.at)
        per = None if name.per is None else self.rename_input(name.per)
        return name._replace(name=self.rename_input(name.name), per=per, at=at)

    def rename_input(self, name: str) -> str:
        """Return the id that the old edition has for an input."""
        return f"{name}{ONLY_NEW}" if name in self._other_inputs else name


def are_alike(name: str, old: Framework, other: str, new: Framework) -> bool:
    """Return whether a number means the same in two inputs, one of each edition; for choices it is a position."""
    before, after = input_form(name, old).measure, input_form(other, new).measure
    if before.kind != after.kind or before.only_percent != after.only_percent:
        return False
    if before.kind != "words":
        return True
    shared = min(len(before.words), len(after.words))
    return before.words[:shared] == after.words[:shared]
