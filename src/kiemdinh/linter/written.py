"""Parts of a definition as data again, in the form that their author wrote."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from kiemdinh.parsing.models import Model
from kiemdinh.rules import number_to_text

__all__ = ["write_part"]


def write_part(part: Model, *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return the keys of a part that differ from their defaults, as mappings, lists and plain values.

    The result is that of ``model_dump`` of pydantic, without the schema that pydantic has to build first.

    Parameters
    ----------
    without
        Keys of the part itself that are left out.

    Examples
    --------
    >>> from kiemdinh.standards.definition import Every
    >>> write_part(Every.model_validate({"every": "criterion", "that": {"its": "rating", "at_least": 2}}))
    {'every': 'criterion', 'that': {'at_least': '2', 'its': 'rating'}}
    """
    fields = vars(part)
    given = ((key, fields[name], default) for name, key, default in _list_fields(type(part)))
    return {key: _write(value) for key, value, default in given if key not in without and value != default}


def _write(value: Any) -> Any:
    if isinstance(value, Model):
        return write_part(value)
    if isinstance(value, tuple | list):
        return [_write(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _write(item) for key, item in value.items()}
    return number_to_text(value) if isinstance(value, Fraction) else value


@cache
def _list_fields(kind: type[Model]) -> tuple[tuple[str, str, Any], ...]:
    """Return the fields of a kind of part, each with its key in the file and its default."""
    fields = kind.model_fields.items()
    return tuple((name, field.alias or name, field.default) for name, field in fields)
