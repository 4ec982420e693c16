"""Edits of data, made all at once: paths are those before the edits, and every part keeps its place in its file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kiemdinh.parsing.collector import Path
from kiemdinh.standards.loading import MergedSource, Origin

__all__ = ["Edits", "NewPart"]


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part that is put into data.

    Attributes
    ----------
    value
        Its value.
    origin
        Its place in the file of the amendment, or in the data before.
    key
        Its key, where it is put into a map.
    index
        The position in the old list of the entry before which it is put; None for the end.
    """

    value: Any
    origin: Origin
    key: str | None = None
    index: int | None = None


@dataclass(slots=True)
class Edits:
    """The parts that are to be removed from data, replaced in it and added to it.

    Attributes
    ----------
    removed
        The paths of the parts that are left out.
    replaced
        The new part for the path of each part that is replaced.
    added
        The new parts for the map or list at each path; a missing map or list is made.
    """

    removed: set[Path] = field(default_factory=set)
    replaced: dict[Path, NewPart] = field(default_factory=dict)
    added: defaultdict[Path, list[NewPart]] = field(default_factory=lambda: defaultdict(list))

    def make(self, source: MergedSource) -> MergedSource:
        """Return the source with the edits made; the cost grows with the size of the parts that are touched."""
        touched = {path[:end] for path in (*self.removed, *self.replaced, *self.added) for end in range(len(path) + 1)}
        editor = _Editor(self, touched)
        data = editor.edit(source.data, (), ())
        return source.with_data(data, editor.moved)


@dataclass(slots=True)
class _Editor:
    """Makes edits. *touched* has the paths at or below which there is a change, *moved* the origins of parts."""

    edits: Edits
    touched: set[Path]
    moved: dict[Path, Origin] = field(default_factory=dict)

    def edit(self, value: Any, before: Path, after: Path) -> Any:
        """Return the new form of a value whose path was *before* and is now *after*."""
        replaced = self.edits.replaced.get(before)
        if replaced is not None:
            return self._put(replaced, after)
        if before not in self.touched:
            return value
        return (
            self._edit_list(value, before, after) if isinstance(value, list) else self._edit_map(value, before, after)
        )

    def _edit_map(self, value: dict[str, Any], before: Path, after: Path) -> dict[str, Any]:
        kept = {key: inner for key, inner in value.items() if (*before, key) not in self.edits.removed}
        missing: dict[str, Any] = {key: [] if is_list else {} for key, is_list in self._find_missing(kept, before)}
        data = {key: self.edit(inner, (*before, key), (*after, key)) for key, inner in (kept | missing).items()}
        for part in self.edits.added.get(before, ()):
            assert part.key is not None  # noqa: S101 - what is put into a map has a key
            data[part.key] = self._put(part, (*after, part.key))
        return data

    def _edit_list(self, value: list[Any], before: Path, after: Path) -> list[Any]:
        data: list[Any] = []
        put_at: defaultdict[int, list[NewPart]] = defaultdict(list)
        for part in self.edits.added.get(before, ()):
            put_at[len(value) if part.index is None else min(part.index, len(value))].append(part)
        for i in range(len(value) + 1):
            for part in put_at[i]:
                data.append(self._put(part, (*after, len(data))))
            if i < len(value) and (*before, i) not in self.edits.removed:
                self._move((*before, i), (*after, len(data)))
                data.append(self.edit(value[i], (*before, i), (*after, len(data))))
        return data

    def _find_missing(self, value: dict[str, Any], before: Path) -> Iterator[tuple[str, bool]]:
        """Yield the keys of missing maps and lists to which parts are added, and for each whether it is a list."""
        depth = len(before)
        for path, parts in self.edits.added.items():
            if len(path) > depth and path[:depth] == before and path[depth] not in value:
                yield str(path[depth]), len(path) == depth + 1 and parts[0].key is None

    def _put(self, part: NewPart, after: Path) -> Any:
        self.moved[after] = part.origin
        return part.value

    def _move(self, before: Path, after: Path) -> None:
        if before != after:
            self.moved[after] = Origin(None, before)
