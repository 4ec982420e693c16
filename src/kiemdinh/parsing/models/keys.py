"""The keys of a model: what authors write for each of its fields, and the value where they write nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from inspect import get_annotations
from types import MappingProxyType
from typing import Any, Final, NamedTuple

__all__ = ["REQUIRED", "Key", "key", "list_keys"]

REQUIRED: Final = object()
"""The default of a field that an author must fill in."""


class Key(NamedTuple):
    """A key of a model, as :func:`key` describes it."""

    default: Any = REQUIRED
    alias: str | None = None
    description: str | None = None
    min_length: int | None = None


def key(
    *,
    default: Any = REQUIRED,
    alias: str | None = None,
    description: str | None = None,
    min_length: int | None = None,
) -> Any:
    """Describe a field where its type alone does not: in the body of a model, in place of its default.

    Parameters
    ----------
    default
        The value where the key is not written; it must be immutable. Without a default the key is required.
    alias
        The key, where it is not the name of the field: ``from`` of ``from_``.
    description
        What editors show.
    min_length
        The least number of items or entries.
    """
    return Key(default, alias, description, min_length)


@cache
def list_keys(kind: type) -> Mapping[str, Key]:
    """Return the fields of a model by their names, in the order in which they are filled: inherited ones first."""
    found: dict[str, Key] = {}
    for base in reversed(kind.__mro__):
        for name, kind_of_value in get_annotations(base).items():
            if not str(kind_of_value).startswith("ClassVar"):
                given = base.__dict__.get(name, REQUIRED)
                found[name] = given if isinstance(given, Key) else Key(given)
    return MappingProxyType(found)
