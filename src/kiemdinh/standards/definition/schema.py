"""The JSON Schema of a definition, for editors to complete and check with; made from the pydantic model.

``python -m kiemdinh.standards.definition.schema docs/schema/definition-1.json`` writes it
again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kiemdinh.standards.definition.model import Definition

__all__ = ["DEFINITION_SCHEMA_ID", "definition_schema", "schema_text"]

DEFINITION_SCHEMA_ID = "https://kiemdinh.dev/schema/definition/1.json"
"""The id of the schema; a published name, not an address to fetch."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final = {"type": ["string", "number"]}
_IDS: Final = {"type": "array", "items": _ID}
_NAMED: Final[Mapping[str, tuple[str, str]]] = {
    "Condition": ("NotOf", "not"),
    "Quantity": ("Sum", "of"),
    "Comparand": ("Step", "then"),
    "ComparandOrList": ("ValueCompared", "is"),
}
"""Alternatives that stand in many places, by the place they are taken from: said once, then referred to."""
_PUBLISHED_NAMES: Final[Mapping[str, str]] = {"Localised": "Said", "LawSource": "Source"}
"""Classes that the published schema knows under another name: editors and other schemas may refer to it."""
_SHORT_FORMS: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("InputDef", "each"): {"anyOf": [_ID, _IDS], "description": "What it is given for each of"},
    ("InputDef", "choices"): {"type": "array", "items": {"anyOf": [_ID, {"$ref": "#/$defs/ChoiceDef"}]}},
    ("SetDef", "ids"): {
        "description": "A list of ids, or a table of such lists by a choice",
        "anyOf": [
            _IDS,
            {
                "type": "object",
                "properties": {
                    "by": _ID,
                    "values": {"type": "object", "additionalProperties": _IDS},
                    "otherwise": _IDS,
                },
                "required": ["by", "values"],
                "additionalProperties": False,
            },
        ],
    },
}
"""What an author may write shorter than the model keeps it, by class and key."""
_FRAGMENT: Final = {
    "type": "object",
    "description": "The nodes of another file of this definition, in its place",
    "properties": {"from": {"type": "string", "description": "Path of the file, below this file's folder"}},
    "required": ["from"],
    "additionalProperties": False,
}
_VERSION: Final = {"description": "Version of the language", "enum": [1, "1"]}


def definition_schema() -> dict[str, Any]:
    """Return the JSON Schema of a definition file, version 1 of the language.

    It says what a definition may look like; what its ids mean together is checked by loading it. Every alternative
    has a required key of its own, by which an editor tells it from the others.

    Examples
    --------
    >>> definition_schema()["required"]
    ['kiemdinh', 'framework', 'source', 'subject', 'layers', 'tree', 'outcomes']
    """
    made: dict[str, Any] = _publish_names(_plainer(Definition.model_json_schema(by_alias=True)))
    for (model, key), form in _SHORT_FORMS.items():
        made["$defs"][model]["properties"][key] = form
    for name, (model, key) in _NAMED.items():
        form = {"oneOf": made["$defs"][model]["properties"][key]["oneOf"]}
        made = _referring(made, form["oneOf"], {"$ref": f"#/$defs/{name}"})
        made["$defs"][name] = form
    made["properties"]["kiemdinh"] = _VERSION
    made["properties"]["tree"]["items"] = {"anyOf": [made["properties"]["tree"]["items"], _FRAGMENT]}
    return {"$schema": _DIALECT, "$id": DEFINITION_SCHEMA_ID, "title": "A definition of kiemdinh", **made}


def schema_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _plainer(schema: Any) -> Any:
    """Leave out what says nothing to an editor: titles made of names, null where a key may be left out."""
    if isinstance(schema, list):
        return [_plainer(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _below(key, value) for key, value in schema.items() if not _is_empty(key, value)}
    options = [one for one in kept.get("anyOf", ()) if one != {"type": "null"}]
    if len(options) == 1:
        del kept["anyOf"]
        kept = {**options[0], **kept}
    return _ID if kept == {"type": ["string", "integer"]} else kept


def _publish_names(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its classes under their published names, in the order of these."""
    definitions = {_PUBLISHED_NAMES.get(name, name): one for name, one in schema["$defs"].items()}
    renamed = {**schema, "$defs": dict(sorted(definitions.items()))}
    for name, published in _PUBLISHED_NAMES.items():
        renamed = _replace_references(renamed, f"#/$defs/{name}", f"#/$defs/{published}")
    return renamed


def _replace_references(schema: Any, old: str, new: str) -> Any:
    if isinstance(schema, list):
        return [_replace_references(one, old, new) for one in schema]
    if isinstance(schema, dict):
        return {key: _replace_references(value, old, new) for key, value in schema.items()}
    return new if schema == old else schema


def _below(key: str, value: Any) -> Any:
    """What stands in ``properties`` and ``$defs`` are names, whatever they are."""
    if key in ("properties", "$defs"):
        return {name: _plainer(one) for name, one in value.items()}
    return _plainer(value)


def _is_empty(key: str, value: Any) -> bool:
    return key == "title" or (key == "default" and value in (None, [], {}))


def _referring(schema: Any, alternatives: list[Any], reference: Mapping[str, str]) -> Any:
    """Put a reference in the place of *alternatives* wherever they stand."""
    if isinstance(schema, list):
        return [_referring(one, alternatives, reference) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("oneOf") == alternatives:
        return {**{key: value for key, value in schema.items() if key != "oneOf"}, **reference}
    return {key: _referring(value, alternatives, reference) for key, value in schema.items()}


def _main(arguments: Sequence[str]) -> None:
    """Write the schema to the file named, or to the standard output."""
    text = schema_text(definition_schema())
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    _main(sys.argv[1:])
