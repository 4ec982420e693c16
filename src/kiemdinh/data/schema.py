"""The JSON Schema of a result, derived from the dataclasses that a result is made of (semantics 7.4).

``python -m kiemdinh.data.schema docs/schema/assessment-1.0.json`` writes the file of the repository again.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from kiemdinh.data import outcomes as result
from kiemdinh.data.as_json import SCHEMA_ID
from kiemdinh.data.awards import AwardResult
from kiemdinh.data.blockers import Target
from kiemdinh.data.outcomes import (
    Dates,
    Decision,
    Footing,
    GroupResult,
    LevelRef,
    NodeResult,
    OutcomeResult,
    PartResult,
    Warned,
)
from kiemdinh.evidence.dossier import Held
from kiemdinh.rules import Interval, Truth
from kiemdinh.standards.schema import schema_text

__all__ = ["BASIC", "described", "id_pattern", "result_schema", "schema_of", "write_schema"]

_TEXT: Final = {"type": "string"}
_MAYBE_TEXT: Final = {"type": ["string", "null"]}
_DATE: Final = {"type": "string", "format": "date"}
_MAYBE_DATE: Final = {"type": ["string", "null"], "format": "date"}
_NUMBER: Final = {
    "description": "An exact number: a whole number, else a decimal or a fraction as text",
    "type": ["integer", "string"],
    "pattern": r"^-?[0-9]+([./][0-9]+)?$",
}
_INTERVAL: Final = {
    "description": "All that a quantity can be, both ends included; null where there is no end",
    "type": "object",
    "properties": {end: {"anyOf": [{"$ref": "#/$defs/Number"}, {"type": "null"}]} for end in ("low", "high")},
    "required": ["low", "high"],
}
_SIMPLE: Final[Mapping[Any, Mapping[str, Any]]] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Any: {},
    dt.date: _DATE,
    Fraction: {"$ref": "#/$defs/Number"},
    Interval: {"$ref": "#/$defs/Interval"},
    Truth: {"$ref": "#/$defs/Truth"},
}
BASIC: Final[Mapping[str, Any]] = {
    "Number": _NUMBER,
    "Interval": _INTERVAL,
    "Truth": {"description": "What the two readings say together", "enum": ["met", "unmet", "unknown"]},
}
"""The definitions that every schema begins with."""
_SUMMARY: Final[Mapping[str, Any]] = {
    "level": LevelRef | None,
    "attainable": LevelRef | None,
    "determined": bool,
    "outcome": LevelRef | None,
    "framework_digest": str,
    "dossier_digest": str,
    "engine": str,
    "dates": Dates,
    "outcomes": tuple[OutcomeResult, ...],
    "parts": tuple[PartResult, ...],
    "sides": Mapping[str, OutcomeResult],
    "nodes": tuple[NodeResult, ...],
    "groups": tuple[GroupResult, ...],
    "awards": tuple[AwardResult, ...],
    "other_awards": tuple[Held, ...],
    "decisions": tuple[Decision, ...],
    "target": Target | None,
    "warnings": tuple[Warned, ...],
    "footing": tuple[Footing, ...],
}
"""The keys of a result beside ``schema``, ``framework`` and ``school``, by what they hold."""


def result_schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``to_dict()`` and ``to_json()`` give.

    A later minor version only adds keys, so that what reads by this schema keeps working; no key is forbidden.

    Examples
    --------
    >>> result_schema()["$id"]
    'https://kiemdinh.dev/schema/assessment/1.0.json'
    """
    definitions: dict[str, Any] = dict(BASIC)
    properties = {
        "schema": {"type": "string", "pattern": id_pattern(SCHEMA_ID)},
        "framework": described(
            "The definition: its id, titles and document, and when that edition is in force",
            {"id": _TEXT, "vi": _MAYBE_TEXT, "en": _MAYBE_TEXT, "document": _TEXT, "part": _MAYBE_TEXT}
            | {"in_force": _MAYBE_DATE, "until": _MAYBE_DATE},
        ),
        **{key: schema_of(kind, definitions) for key, kind in _SUMMARY.items()},
        "school": described(
            "The school, as the dossier names it",
            {"id": _MAYBE_TEXT, "name": _MAYBE_TEXT, "stages": {"type": ["array", "null"], "items": _TEXT}},
        ),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A result of kiemdinh",
        **described("The result of assessing one school under one framework on a date", properties),
        "$defs": dict(sorted(definitions.items())),
    }


def id_pattern(schema_id: str) -> str:
    """Return the pattern of the ids of a schema's minor versions."""
    return "^" + schema_id.replace("1.0.json", "").replace(".", r"\.") + r"1\.[0-9]+\.json$"


def described(description: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has all of *properties* and may have more."""
    return {
        "description": description,
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
    }


def schema_of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a type; dataclasses are added to *definitions* and referred to."""
    if kind in _SIMPLE:
        return dict(_SIMPLE[kind])
    if is_dataclass(kind):
        return _class(kind, definitions)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(one, definitions) for one in arguments]}
    if origin is tuple:
        return {"type": "array", "items": schema_of(arguments[0], definitions)}
    return {"type": "object", "additionalProperties": schema_of(arguments[1], definitions)}


def _class(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # reserved: a class may hold its own kind
        types = get_type_hints(kind, {**vars(result), **vars(sys.modules[kind.__module__])}, {"Held": Held})
        properties = {field.name: schema_of(types[field.name], definitions) for field in fields(kind)}
        definitions[name] = described((kind.__doc__ or "").partition("\n")[0], properties)
    return {"$ref": f"#/$defs/{name}"}


def write_schema(schema: Mapping[str, Any], arguments: Sequence[str]) -> None:
    """Write a schema to the file named first in *arguments*, or to the standard output."""
    text = schema_text(schema)
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    write_schema(result_schema(), sys.argv[1:])
