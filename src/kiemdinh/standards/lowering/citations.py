"""The law that a condition states itself, and that its parts state (semantics 7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiemdinh.parsing.fields import Model
from kiemdinh.standards.definition.law import Law
from kiemdinh.standards.definition.outline import LawRef

__all__ = ["law_of", "laws_of"]


def law_of(condition: Any) -> Law:
    """Return the law that a condition states itself; an empty one where it states none."""
    return condition if isinstance(condition, Law) else Law()


def laws_of(condition: Any, law: LawRef) -> tuple[LawRef, ...]:
    """Return *law* and every law that the parts of *condition* state themselves."""
    found = {law.below(law_of(condition)): None}
    for part in _stated(condition):
        found[law.below(part)] = None
    return tuple(found)


def _stated(value: Any) -> Iterator[Law]:
    if isinstance(value, Law) and (value.cite or value.certainty):
        yield value
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _stated(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _stated(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _stated(one)
