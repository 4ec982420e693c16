"""The JSON Schema of a definition, for editors to complete and check with; made from the pydantic model.

``python -m kiemdinh.standards.schema docs/schema/definition-1.json`` writes the file of the repository again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiemdinh.standards.model import Definition

__all__ = ["DEFINITION_SCHEMA_ID", "definition_schema", "schema_text"]

DEFINITION_SCHEMA_ID = "https://kiemdinh.dev/schema/definition/1.json"
"""The id of the schema; a published name, not an address to fetch."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def definition_schema() -> dict[str, Any]:
    """Return the JSON Schema of a definition file, version 1 of the language.

    It says what a definition may look like; what its ids mean together is checked by loading it. Where a part of
    the tree stands in a file of its own, an entry is ``{from: FILE}``. The model is built when first asked for.

    Examples
    --------
    >>> definition_schema()["required"][:2]
    ['kiemdinh', 'framework']
    """
    made = Definition.model_json_schema(by_alias=True)
    made["properties"]["tree"]["items"] = {"anyOf": [made["properties"]["tree"]["items"], _FRAGMENT]}
    made["properties"]["kiemdinh"] |= {"type": ["integer", "string"], "enum": [1, "1"]}
    made["properties"]["kiemdinh"].pop("const", None)
    return {"$schema": _DIALECT, "$id": DEFINITION_SCHEMA_ID, **made}


_FRAGMENT = {
    "type": "object",
    "description": "The nodes of another file of this definition, in its place",
    "properties": {"from": {"type": "string", "description": "Path of the file, below this file's folder"}},
    "required": ["from"],
    "additionalProperties": False,
}


def schema_text(schema: dict[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _main(arguments: Sequence[str]) -> None:
    """Write the schema to the file named, or to the standard output."""
    text = schema_text(definition_schema())
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    _main(sys.argv[1:])
