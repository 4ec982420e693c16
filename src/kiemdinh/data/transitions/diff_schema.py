"""The JSON Schema of what differs between two editions (semantics 7.4).

Run as a module it writes the schema to a file: ``python -m kiemdinh.data.transitions.diff_schema FILE``.
"""

from __future__ import annotations

import sys
from typing import Any

from kiemdinh.data.schema import (
    BASIC_DEFINITIONS,
    describe_object,
    describe_schema_key,
    describe_type,
    make_schema,
    write_schema,
)
from kiemdinh.data.search_work import SearchWork
from kiemdinh.data.transitions.diff import DIFF_KINDS, DIFF_SCHEMA_ID, DiffEntry, EditionRef

__all__ = ["schema_of_diff"]


def schema_of_diff() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what ``Diff.to_dict()`` and ``Diff.to_json()`` return.

    Examples
    --------
    >>> schema_of_diff()["$id"]
    'urn:kiemdinh:schema:diff:1.0'
    """
    definitions: dict[str, Any] = dict(BASIC_DEFINITIONS)
    keys: dict[str, Any] = {
        "old": EditionRef,
        "new": EditionRef,
        **dict.fromkeys((*DIFF_KINDS, "rules"), tuple[DiffEntry, ...]),
        "search": SearchWork,
    }
    properties = {
        "schema": describe_schema_key(DIFF_SCHEMA_ID),
        **{key: describe_type(kind, definitions) for key, kind in keys.items()},
        "positions": {
            "description": "Where the entries of each list stand among all: nodes, other parts, then rules",
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "integer", "minimum": 0}},
        },
        "changes": {
            "description": "The changes of an amendment that makes the new edition of the old one",
            "type": "array",
            "items": {"type": "object", "required": ["at", "do"]},
        },
    }
    form = describe_object("What differs, by kind; outcomes and awards stand in rules alone", properties)
    return make_schema(DIFF_SCHEMA_ID, "What differs between two editions of a framework", form, definitions)


if __name__ == "__main__":
    write_schema(schema_of_diff(), sys.argv[1:])
