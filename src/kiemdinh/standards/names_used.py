"""The names that a part of a definition uses: of inputs, defined names, sets, tags and scales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiemdinh.standards.definition import SetDef

__all__ = ["names_in"]

_VALUES: Final = ("inputs", "define")
_MAPS_BY_FIELD: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("value", "per", "change", "by", "indicators"), _VALUES),
    **dict.fromkeys(("count", "share", "every", "sum_", "mean", "lowest", "highest"), ("sets",)),
    **dict.fromkeys(("tagged", "untagged", "tags"), ("tags",)),
    **dict.fromkeys(("scale", "ladder"), ("scales",)),
    "shows": ("define",),
    "part_of": ("inputs",),
    **dict.fromkeys(
        ("all_", "any_", "not_", "that", "where", "if_", "met_if", "when", "warn_unless", "needs", "lost_if", "define"),
        ("define",),
    ),
}
"""The fields of the model whose text is a name, and in which maps of the definition that name may be declared."""


def names_in(part: Any) -> Iterator[tuple[str, str]]:
    """Yield each name that a part uses itself, after the map that may declare it, such as ``("sets", "others")``.

    *part* is one of :func:`~kiemdinh.standards.parts.walk_parts`; names that its own parts use are not yielded. A name
    that may be declared in two maps is yielded for both. Words that are no names, such as ``met``, are yielded too.
    """
    for field in type(part).model_fields:
        for kind in _MAPS_BY_FIELD.get(field, ()):
            yield from ((kind, name) for name in _texts_in(getattr(part, field)))
    if isinstance(part, SetDef) and isinstance(part.ids, Mapping):
        yield "inputs", str(part.ids.get("by"))


def _texts_in(value: Any) -> Iterator[str]:
    """Yield the texts of a field, without those inside a part with keys of its own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (item for item in value.values() if isinstance(item, str))
    elif isinstance(value, tuple):
        yield from (item for item in value if isinstance(item, str))
