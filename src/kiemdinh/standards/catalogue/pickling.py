"""Pickles compiled forms to the same bytes each time, in a form that is read quickly."""

from __future__ import annotations

import io
import pickle
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final

__all__ = ["FormPickler", "pickle_form"]

_PROTOCOL: Final = 5


class FormPickler(pickle.Pickler):
    """Pickles a dataclass as a call of its class: otherwise Python would fill each object field by field on reading."""

    def __init__(self, content: io.BytesIO) -> None:
        super().__init__(content, _PROTOCOL)

    def reducer_override(self, obj: Any) -> Any:
        """Return the class of a dataclass and its arguments; leave any other object to pickle itself."""
        kind: type = type(obj)
        names = _list_arguments(kind)
        return NotImplemented if names is None else (kind, tuple(getattr(obj, name) for name in names))


def pickle_form(form: object, pickler: type[FormPickler] = FormPickler) -> bytes:
    """Return a compiled form as bytes."""
    content = io.BytesIO()
    pickler(content).dump(form)
    return content.getvalue()


@cache
def _list_arguments(cls: type) -> tuple[str, ...] | None:
    """Return the names of the arguments that make an object of a class again; None where its fields do not suffice."""
    if not is_dataclass(cls) or hasattr(cls, "__post_init__") or cls.__reduce__ is not object.__reduce__:
        return None
    all_fields = fields(cls)
    return tuple(one.name for one in all_fields) if all(one.init and not one.kw_only for one in all_fields) else None
