"""The JSON Schema of the results of an office (semantics 7.4).

Run as a module it writes the schema to a file: ``python -m kiemdinh.data.office.office_schema FILE``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

from kiemdinh.data.office.tables import OFFICE_SCHEMA_ID, OFFICE_TABLES, CellKind, TableColumns
from kiemdinh.data.schema import BASIC_DEFINITIONS, describe_object, describe_schema_key, make_schema, write_schema

__all__ = ["schema_of_office"]

_TEXT: Final = {"type": "string"}
_KINDS: Final[dict[CellKind, Any]] = {
    "text": _TEXT,
    "whole": {"type": "integer"},
    "fraction": {"$ref": "#/$defs/Number"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}


def schema_of_office() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what ``to_dict()`` and ``to_json()`` of a result of an office return.

    Examples
    --------
    >>> schema_of_office()["$id"]
    'urn:kiemdinh:schema:office:1.0'
    """
    framework = describe_object("A framework by which schools were assessed", {"id": _TEXT, "digest": _TEXT})
    warning = describe_object("What a reader should know", {"code": _TEXT, "message": _TEXT})
    properties = {
        "schema": describe_schema_key(OFFICE_SCHEMA_ID),
        "kind": {"enum": list(OFFICE_TABLES)},
        "frameworks": {"type": "array", "items": framework},
        "engine": _TEXT,
        "days": {"type": "array", "items": _KINDS["date"]},
        "warnings": {"type": "array", "items": warning},
        "tables": {"type": "object"},
    }
    kinds = [
        {"properties": {"kind": {"const": kind}, "tables": _describe_tables(tables)}}
        for kind, tables in OFFICE_TABLES.items()
    ]
    form = {
        **describe_object("What it was worked out from, and its tables, each a list of rows", properties),
        "oneOf": kinds,
    }
    return make_schema(OFFICE_SCHEMA_ID, "What an office is told of many schools", form, BASIC_DEFINITIONS)


def _describe_tables(tables: Mapping[str, TableColumns]) -> dict[str, Any]:
    return describe_object("The tables", {name: _describe_table(columns) for name, columns in tables.items()})


def _describe_table(columns: TableColumns) -> dict[str, Any]:
    cells = {name: {"anyOf": [_KINDS[kind], {"type": "null"}]} for name, kind in columns.items()}
    return {"type": "array", "items": describe_object("A row", cells)}


if __name__ == "__main__":
    write_schema(schema_of_office(), sys.argv[1:])
