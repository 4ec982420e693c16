"""The parts of a definition that have keys of their own, and the set that one of them ranges over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.models import Model
from kiemdinh.standards.definition import CountQuantity, Every, ShareQuantity

__all__ = ["counted_set", "walk_parts"]


def walk_parts(value: Any, path: Path = ()) -> Iterator[tuple[Model, Path]]:
    """Yield every part of a definition that has keys of its own, with its path, outer ones first.

    *value* is a definition or anything inside one; *path* is its place. Linear in its size.
    """
    # A stack and no recursion, since a generator that calls itself passes each part through all levels above.
    waiting = [(value, path)]
    while waiting:
        at, place = waiting.pop()
        if isinstance(at, Model):
            yield at, place
        waiting.extend((item, (*place, step)) for step, item in reversed(_list_inside(at)) if not _is_plain(item))


def _is_plain(value: Any) -> bool:
    """Return whether a value is of a common kind that holds no part."""
    return value is None or isinstance(value, str | int)


def _list_inside(value: Any) -> list[tuple[str | int, Any]]:
    """Return the values directly inside a value, each with its key or index."""
    if isinstance(value, Model):
        fields = vars(value)
        return [(key, fields[name]) for name, key in _keys_of(type(value))]
    if isinstance(value, tuple | list):
        return [*enumerate(value)]
    return [(str(key), item) for key, item in value.items()] if isinstance(value, Mapping) else []


@cache
def _keys_of(kind: type[Model]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of part by their names, each with its key in the file."""
    return tuple((name, field.alias or name) for name, field in kind.model_fields.items())


def counted_set(cond: Every | CountQuantity | ShareQuantity) -> str:
    """Return the name of the set, the layer or the kind of member over which a condition is read.

    Examples
    --------
    >>> from kiemdinh.standards.definition import Every
    >>> counted_set(Every.model_validate({"every": "criterion", "that": "met"}))
    'criterion'
    """
    if isinstance(cond, Every):
        return cond.every
    return cond.count if isinstance(cond, CountQuantity) else cond.share
