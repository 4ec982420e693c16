"""The outline of a plain mapping: all its keys, so that mappings of one outline differ in their leaves alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias

from kiemdinh.assessment.plain.shape import NotPlainError

__all__ = [
    "MAX_SIZE",
    "Leaf",
    "LeafPath",
    "MappingOutline",
    "list_leaf_paths",
    "outline_mapping",
    "rebuild_mapping",
]

MappingOutline: TypeAlias = tuple[Any, ...]
"""The keys of a mapping in order: the key of a leaf as it is, else the key, which part it has, and that part."""
Leaf: TypeAlias = Any
"""A text or whole number as it is, else the pair of its class and itself: 1, 1.0 and true are equal in Python."""
LeafPath: TypeAlias = tuple[str, ...]


class _Part(Enum):
    """What stands below a key. No key of a mapping has it, so that a tuple as a key is nothing but a key."""

    MAPPING = "mapping"
    TEXTS = "texts"


MAX_DEPTH: Final = 8
MAX_SIZE: Final = 5_000
"""Keys and texts, or records, of the largest dossier that is taken for plain."""
_PLAIN_CLASSES: Final = frozenset((str, int))


def outline_mapping(mapping: dict[str, Any]) -> tuple[MappingOutline, list[Leaf]]:
    """Return the outline of a mapping and its leaves, in time linear in its size.

    Raises
    ------
    NotPlainError
        It is larger or deeper than plain dossiers are, or has something in it that is no text, number, yes or no.

    Examples
    --------
    >>> outline_mapping({"findings": {"1.1": "muc-1"}})
    ((('findings', <_Part.MAPPING: 'mapping'>, ('1.1',)),), ['muc-1'])
    """
    reading = _OutlineReading()
    return reading.collect(mapping, MAX_DEPTH), reading.leaves


@dataclass(slots=True)
class _OutlineReading:
    leaves: list[Leaf] = field(default_factory=list)
    size: int = 0

    def collect(self, mapping: dict[str, Any], depth: int) -> MappingOutline:
        # A mapping that stands in others many times is counted each time, before anything of it is looked at.
        self._count(mapping)
        if not depth:
            message = "too deep"
            raise NotPlainError(message)
        # Most mappings hold texts and whole numbers alone: these are looked at all at once.
        if _PLAIN_CLASSES.issuperset(map(type, mapping.values())):
            self.leaves.extend(mapping.values())
            return tuple(mapping)
        keys: list[Any] = []
        for key, item in mapping.items():
            kind = item.__class__
            if kind is str or kind is int:
                keys.append(key)
                self.leaves.append(item)
            elif kind is dict:
                keys.append((key, _Part.MAPPING, self.collect(item, depth - 1)))
            elif kind is bool or kind is float:
                keys.append(key)
                self.leaves.append((kind, item))
            else:
                keys.append((key, _Part.TEXTS, self._read_texts(item)))
        return tuple(keys)

    def _read_texts(self, item: object) -> tuple[str, ...]:
        if not isinstance(item, list | tuple):
            message = f"a {type(item).__name__}"
            raise NotPlainError(message)
        self._count(item)
        if not all(type(text) is str for text in item):
            message = "not texts alone"
            raise NotPlainError(message)
        return tuple(item)

    def _count(self, part: Sized) -> None:
        self.size += len(part)
        if self.size > MAX_SIZE:
            message = f"more than {MAX_SIZE} keys and texts"
            raise NotPlainError(message)


def rebuild_mapping(outline: MappingOutline, leaves: Sequence[Leaf]) -> dict[str, Any]:
    """Return the mapping of an outline with these leaves.

    >>> rebuild_mapping(*outline_mapping({"inputs": {"shifts": 1, "new": True}}))
    {'inputs': {'shifts': 1, 'new': True}}
    """
    return _rebuild(outline, iter(leaves))


def _rebuild(outline: MappingOutline, leaves: Iterator[Leaf]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key in outline:
        match key:
            case (name, _Part.TEXTS, texts):
                mapping[name] = list(texts)
            case (name, _Part.MAPPING, below):
                mapping[name] = _rebuild(below, leaves)
            case name:
                leaf = next(leaves)
                mapping[name] = leaf[1] if isinstance(leaf, tuple) else leaf
    return mapping


def list_leaf_paths(outline: MappingOutline) -> tuple[LeafPath, ...]:
    """Return the keys above each leaf, in the order of the leaves.

    >>> list_leaf_paths(outline_mapping({"findings": {"1.1": "muc-1"}})[0])
    (('findings', '1.1'),)
    """
    return tuple(_iterate_paths(outline, ()))


def _iterate_paths(outline: MappingOutline, above: LeafPath) -> Iterator[LeafPath]:
    for key in outline:
        match key:
            case (_, _Part.TEXTS, _):
                continue
            case (name, _Part.MAPPING, below):
                yield from _iterate_paths(below, (*above, name))
            case name:
                yield (*above, name)
