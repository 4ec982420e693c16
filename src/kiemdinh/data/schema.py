"""The JSON Schema of a Python type, and writing a schema to a file (semantics 7.4).

A type is described from its annotations, so that a schema and the data that it is about cannot drift apart.
"""

from __future__ import annotations

import datetime as dt
import inspect
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path, PurePosixPath
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from kiemdinh.data.as_json import json_keys
from kiemdinh.rules import Interval, Truth

__all__ = [
    "BASIC_DEFINITIONS",
    "describe_object",
    "describe_schema_key",
    "describe_type",
    "make_schema",
    "name_schema",
    "version_pattern",
    "write_schema",
]

BASIC_DEFINITIONS: Final[Mapping[str, Any]] = {
    "Number": {
        "description": "An exact number: a whole number, else a decimal or a fraction as text",
        "type": ["integer", "string"],
        "pattern": r"^-?[0-9]+([./][0-9]+)?$",
    },
    "Interval": {
        "description": "All that a quantity can be, both ends included; null where there is no end",
        "type": "object",
        "properties": {end: {"anyOf": [{"$ref": "#/$defs/Number"}, {"type": "null"}]} for end in ("low", "high")},
        "required": ["low", "high"],
    },
    "Truth": {"description": "What the two readings say together", "enum": ["met", "unmet", "unknown"]},
}
"""The definitions that every schema begins with."""

_SIMPLE: Final[Mapping[Any, Mapping[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Any: {},
    dt.date: {"type": "string", "format": "date"},
    Fraction: {"$ref": "#/$defs/Number"},
    Interval: {"$ref": "#/$defs/Interval"},
    Truth: {"$ref": "#/$defs/Truth"},
}

# Readers of a published schema may refer to a definition by name, so a class that was renamed keeps its name there.
_PUBLISHED_NAMES: Final[Mapping[str, str]] = {
    "GapRoles": "Classed",
    "LegalBasis": "Footing",
    "ResultWarning": "Warned",
}


def describe_type(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a type.

    Parameters
    ----------
    kind
        A simple type, a dataclass, or a union, tuple, mapping or ``Literal`` of these.
    definitions
        Each dataclass on the way is added here under its name, and referred to. The first line of its docstring is
        its description.

    Examples
    --------
    >>> describe_type(tuple[int, ...], {})
    {'type': 'array', 'items': {'type': 'integer'}}
    """
    # Before dataclasses: an interval is one, and has a definition of its own with a better description.
    if kind in _SIMPLE:
        return dict(_SIMPLE[kind])
    if is_dataclass(kind):
        return _describe_class(kind, definitions)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    # The origin of ``Optional[A]`` is ``Union``, that of ``A | B`` is ``UnionType``.
    if origin in (Union, UnionType):
        return {"anyOf": [describe_type(one, definitions) for one in arguments]}
    # Results hold no tuple of different kinds, only ``tuple[A, ...]``.
    if origin is tuple:
        return {"type": "array", "items": describe_type(arguments[0], definitions)}
    # A mapping is left; JSON has its keys as texts.
    return {"type": "object", "additionalProperties": describe_type(arguments[1], definitions)}


def _describe_class(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = _PUBLISHED_NAMES.get(kind.__name__, kind.__name__)
    if name not in definitions:
        definitions[name] = {}  # reserved: a class may hold its own kind
        types = get_type_hints(kind)
        properties = {key: describe_type(_type_of_key(kind, key, types), definitions) for key in json_keys(kind)}
        # Only the first line is published: the rest of a docstring may change without a new schema.
        definitions[name] = describe_object((kind.__doc__ or "").partition("\n")[0], properties)
    return {"$ref": f"#/$defs/{name}"}


def _type_of_key(kind: Any, key: str, types: Mapping[str, Any]) -> Any:
    found = inspect.getattr_static(kind, key)
    return get_type_hints(found.fget)["return"] if isinstance(found, property) else types[key]


def describe_object(description: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has all of *properties* and may have more.

    Other keys are allowed, so that a later minor version can add some.

    Parameters
    ----------
    description
        What the object is, in one line.
    properties
        The schema of each key.

    Examples
    --------
    >>> describe_object("A stage", {"id": {"type": "string"}})["required"]
    ['id']
    """
    return {
        "description": description,
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
    }


def make_schema(schema_id: str, title: str, form: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole JSON Schema (draft 2020-12) of data.

    Parameters
    ----------
    schema_id
        The id that the data has in its key ``schema``.
    title
        What the data is, in a few words.
    form
        The schema of the data itself.
    definitions
        What *form* refers to.

    Examples
    --------
    >>> [*make_schema("https://kiemdinh.dev/schema/diff/1.0.json", "A diff", {"type": "object"}, {})]
    ['$schema', '$id', 'title', 'type', '$defs']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": name_schema(schema_id),
        "title": title,
        **form,
        # Sorted, so that the file does not change with the order in which the classes are met.
        "$defs": dict(sorted(definitions.items())),
    }


def describe_schema_key(schema_id: str) -> dict[str, Any]:
    """Return the schema of the key ``schema``: the id of *schema_id* or of another minor version."""
    return {"type": "string", "pattern": version_pattern(schema_id)}


def name_schema(schema_id: str) -> str:
    """Return the name of a published schema, its ``$id``, by the id that data has in its key ``schema``.

    The key keeps the form of version 1.0, since readers check it by a pattern. Nothing is to be fetched by either.

    >>> name_schema("https://kiemdinh.dev/schema/assessment/1.1.json")
    'urn:kiemdinh:schema:assessment:1.1'
    """
    *_, name, version = PurePosixPath(schema_id.removesuffix(".json")).parts
    return f"urn:kiemdinh:schema:{name}:{version}"


def version_pattern(schema_id: str) -> str:
    r"""Return the regular expression of the ids of a schema's minor versions.

    *schema_id* is the id of one of them. Data of a later minor version has the same keys and more, so that it is valid
    under the schema of an earlier one too.

    Examples
    --------
    >>> print(version_pattern("https://kiemdinh.dev/schema/assessment/1.1.json"))
    ^https://kiemdinh\.dev/schema/assessment/1\.[0-9]+\.json$
    """
    address = re.sub(r"1\.[0-9]+\.json$", "", schema_id)
    return "^" + re.escape(address) + r"1\.[0-9]+\.json$"


def write_schema(schema: Mapping[str, Any], arguments: Sequence[str]) -> None:
    """Write a schema to the file named first in *arguments*, or to the standard output.

    The file is overwritten. *arguments* are those of the command line, without the name of the program.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    from kiemdinh.standards.definition import schema_text  # noqa: PLC0415 - it loads what pydantic makes schemas with

    text = schema_text(schema)
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
