"""The JSON Schema of what a carry-over has made of a dossier (semantics 7.4).

Run as a module it writes the schema to a file: ``python -m kiemdinh.data.transitions.carry_over_schema FILE``.
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
from kiemdinh.data.transitions.carry_over import CARRY_OVER_KEYS, CARRY_OVER_SCHEMA_ID

__all__ = ["schema_of_carry_over"]


def schema_of_carry_over() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what ``CarriedOver.to_dict()`` and ``CarriedOver.to_json()`` return.

    Examples
    --------
    >>> schema_of_carry_over()["$id"]
    'urn:kiemdinh:schema:carry-over:1.0'
    """
    definitions: dict[str, Any] = dict(BASIC_DEFINITIONS)
    properties = {
        "schema": describe_schema_key(CARRY_OVER_SCHEMA_ID),
        "kind": {"const": "carry-over"},
        **{key: describe_type(kind, definitions) for key, kind in CARRY_OVER_KEYS.items()},
    }
    form = describe_object("The draft, and what became of every record of the old dossier", properties)
    return make_schema(CARRY_OVER_SCHEMA_ID, "A dossier carried over to a new framework", form, definitions)


if __name__ == "__main__":
    write_schema(schema_of_carry_over(), sys.argv[1:])
