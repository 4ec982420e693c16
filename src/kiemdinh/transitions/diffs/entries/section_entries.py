"""The differences besides nodes, outcomes and awards: inputs, sets, scales, and sections that occur once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.data.transitions import DiffEntry
from kiemdinh.transitions.diffs.entries.part_words import TITLE_KEYS, WORD_KEYS, differ_only_in, find_differing_keys
from kiemdinh.transitions.diffs.order import find_staying

if TYPE_CHECKING:
    from kiemdinh.data.transitions import DiffKind
    from kiemdinh.transitions.diffs.entries.context import DiffContext

__all__ = ["SectionEntries"]

_SECTIONS: Final = ("layers", "scales", "tags", "inputs", "parameters", "sets", "define")


@dataclass(slots=True)
class SectionEntries:
    """Lists the entries of a definition that differ, section by section."""

    context: DiffContext

    def list_all(self) -> Iterator[DiffEntry]:
        """Yield the sections that occur once, then the entries of each section except outcomes and awards."""
        before, after = self.context.old_parts.once, self.context.new_parts.once
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield from self._list_of(key, before.get(key), after.get(key))
        for section in _SECTIONS:
            yield from self.list_section(section)

    def list_section(self, section: str) -> Iterator[DiffEntry]:
        """Yield the entries of one section that were removed, added, moved or changed."""
        before, after = self.context.old_parts.entries[section], self.context.new_parts.entries[section]
        moved = self._list_moved(section) if self.context.old_parts.has_order(section) else frozenset()
        for name in dict.fromkeys((*before, *after)):
            at = f"{section}/{name}"
            if name in moved:
                yield self._entry("moved", at, (), None, None)
            yield from self._list_of(at, before.get(name), after.get(name))

    def _list_moved(self, section: str) -> frozenset[str]:
        after = {name: i for i, name in enumerate(self.context.new_parts.entries[section])}
        common = [name for name in self.context.old_parts.entries[section] if name in after]
        staying = find_staying([after[name] for name in common])
        return frozenset(name for i, name in enumerate(common) if i not in staying)

    def _list_of(self, at: str, before: Any, after: Any) -> Iterator[DiffEntry]:
        """Yield how one part differs: in its name, in other words, in its contents."""
        if before == after:
            return
        if before is None or after is None:
            yield self._entry("added" if before is None else "removed", at, (), before, after)
            return
        yield from self.list_changed(at, before, after, find_differing_keys(before, after))

    def list_changed(self, at: str, before: Any, after: Any, keys: tuple[str, ...]) -> Iterator[DiffEntry]:
        """Yield how a part of both editions differs in *keys*; without keys, as a whole."""
        named = tuple(key for key in keys if key in TITLE_KEYS)
        in_words = tuple(
            key
            for key in keys
            if key not in named and differ_only_in(WORD_KEYS, {key: before.get(key)}, {key: after.get(key)})
        )
        other = tuple(key for key in keys if key not in (*named, *in_words))
        if named:
            yield self._entry("retitled", at, named, before, after)
        if in_words:
            yield self._entry("reworded", at, in_words, before, after)
        if other or not keys:
            yield self._entry("changed", at, other, before, after)

    def _entry(self, kind: DiffKind, at: str, keys: tuple[str, ...], before: Any, after: Any) -> DiffEntry:
        context = self.context
        has_old, has_new = kind != "added", kind != "removed"
        return DiffEntry(
            kind,
            at,
            keys,
            context.old_parts.entry_text(at, _pick(before, keys)) if has_old else None,
            context.new_parts.entry_text(at, _pick(after, keys)) if has_new else None,
            context.acts.find(at),
        )


def _pick(says: Any, keys: tuple[str, ...]) -> Any:
    return {key: says[key] for key in keys if key in says} if keys else says
