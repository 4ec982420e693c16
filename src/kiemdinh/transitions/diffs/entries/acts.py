"""Finds the act that changed a part: the act that changed the part itself, or a part around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.standards.names import split_child

if TYPE_CHECKING:
    from kiemdinh.standards.loading import AppliedChange, Framework
    from kiemdinh.transitions.diffs.matching import NodeMatch

__all__ = ["ActFinder"]

_OF_ALL_BELOW: Final = frozenset({"add", "replace", "remove", "suspend", "resume", "move"})
"""The changes that affect all parts inside the part that they change."""


class ActFinder:
    """Finds the act that made a change, among those between two editions.

    Where the new edition was not made of the old one by acts, its own document is named.
    """

    def __init__(self, old: Framework, new: Framework, match: NodeMatch) -> None:
        self._old = old
        self._new = new
        self._match = match
        before = len(old.acts)
        between = new.acts[before:] if new.acts[:before] == old.acts else ()
        self._changes = {change.at: change for change in between}
        documents = dict.fromkeys(change.document for change in between)
        self.of_all = "; ".join(documents) or new.definition.source.document
        """All acts between the editions."""

    def find(self, at: str) -> str:
        """Return the act that made a change at an address, with its article where that is known."""
        own = self._changes.get(at)
        if own is not None:
            return own.act
        return next((found.act for found in self._list_above(at)), self.of_all)

    def _list_above(self, at: str) -> Iterator[AppliedChange]:
        for address in (*self._addresses(at, self._old), *self._addresses(self._match.old_of.get(at, at), self._new)):
            found = self._changes.get(address)
            if found is not None and found.do in _OF_ALL_BELOW:
                yield found

    def _addresses(self, at: str, framework: Framework) -> Iterator[str]:
        """Yield the addresses of the parts around a part, nearest first."""
        if at not in framework.nodes:
            above = at
            while "/" in above:
                above, _ = split_child(above)
                yield above
                if above in framework.nodes:
                    yield from framework.outline.ancestors_of(above)
            return
        info = framework.nodes[at]
        if info.level is not None:
            yield f"{info.parent}/{info.level}"
        for node in framework.outline.ancestors_of(at):
            yield node
            level = framework.nodes[node].level
            if level is not None:
                yield f"{framework.nodes[node].parent}/{level}"
