"""What differs between two frameworks, as the author of a crosswalk relates them: told, and not proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.data.transitions import DiffEntry
from kiemdinh.standards.names import split_child
from kiemdinh.transitions.diffs.entries.parts import DefinitionParts

if TYPE_CHECKING:
    from kiemdinh.data.transitions import DiffKind, PartText
    from kiemdinh.transitions.crosswalks import Crosswalk, Relation

__all__ = ["CrosswalkEntries"]

_KINDS: Final[dict[str, DiffKind]] = {
    "equivalent-to": "renumbered",
    "subset-of": "tightened",
    "superset-of": "loosened",
    "intersects-with": "changed",
}
"""What a relation, read from the source, says of what the target asks."""


@dataclass
class CrosswalkEntries:
    """Lists the relations of a crosswalk as entries, then what none of them names."""

    crosswalk: Crosswalk

    def list_all(self) -> Iterator[DiffEntry]:
        """Yield an entry for each relation that says that something differs, and for each end without a relation."""
        for relation in self.crosswalk.relations:
            yield from self._list_of(relation)
        for end in self.crosswalk.unmapped_source:
            yield self._entry("undecided", end, None, None)
        for end in self.crosswalk.unmapped_target:
            yield self._entry("undecided", None, end, None)

    def _list_of(self, relation: Relation) -> Iterator[DiffEntry]:
        source, target = relation.source, relation.target
        if source is None or target is None:
            yield self._entry("added" if source is None else "removed", source, target, relation)
        elif relation.kind != "equivalent-to" or source != target:
            yield self._entry(_KINDS[relation.kind], source, target, relation)

    def _entry(self, kind: DiffKind, source: str | None, target: str | None, relation: Relation | None) -> DiffEntry:
        says = None if relation is None else _say(relation)
        before = None if source is None else _text_of(self._old, source, says)
        after = None if target is None else _text_of(self._new, target, says)
        at = source if source is not None else str(target)
        keys = () if relation is None else ("is",)
        return DiffEntry(kind, at, keys, before, after, self.crosswalk.target.definition.source.document)

    @cached_property
    def _old(self) -> DefinitionParts:
        return DefinitionParts(self.crosswalk.source)

    @cached_property
    def _new(self) -> DefinitionParts:
        return DefinitionParts(self.crosswalk.target)


def _say(relation: Relation) -> dict[str, Any]:
    why = {"vi": relation.why.vi, "en": relation.why.en}
    return {"is": relation.kind, "confidence": relation.confidence, "editorial": relation.editorial, "why": why}


def _text_of(parts: DefinitionParts, end: str, says: Any) -> PartText:
    if end in parts.framework.nodes:
        return parts.node_text(end, says)
    if end.startswith("inputs/"):
        return parts.entry_text(end, says)
    return parts.level_text(*split_child(end), says)
