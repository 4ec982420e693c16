"""Which declarations a part of a definition names: inputs, defined names, sets, tags, scales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiemdinh.standards.model import SetDef

__all__ = ["names_in"]

_VALUES: Final = ("inputs", "define")
_BY_FIELD: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("value", "per", "change", "by", "indicators"), _VALUES),
    **dict.fromkeys(("count", "share", "every", "sum_", "mean", "lowest", "highest"), ("sets",)),
    **dict.fromkeys(("tagged", "untagged", "tags"), ("tags",)),
    **dict.fromkeys(("scale", "ladder"), ("scales",)),
    **dict.fromkeys(
        ("all_", "any_", "not_", "that", "where", "if_", "met_if", "when", "warn_unless", "needs", "lost_if", "define"),
        ("define",),
    ),
}


def names_in(part: Any) -> Iterator[tuple[str, str]]:
    """Yield each name that *part* itself uses, behind the map in which it may be declared: ``("sets", "others")``.

    What its parts use is theirs. A name that could be declared in two maps is yielded for both.
    """
    for field in type(part).model_fields:
        for kind in _BY_FIELD.get(field, ()):
            yield from ((kind, name) for name in _words(getattr(part, field)))
    if isinstance(part, SetDef) and isinstance(part.ids, Mapping):
        yield "inputs", str(part.ids.get("by"))


def _words(value: Any) -> Iterator[str]:
    """Yield the names that stand here themselves, not those inside a part with keys of its own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (one for one in value.values() if isinstance(one, str))
    elif isinstance(value, tuple):
        yield from (one for one in value if isinstance(one, str))
