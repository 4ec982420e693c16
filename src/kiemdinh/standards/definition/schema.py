"""The JSON Schema of a definition, for editors to complete and check with; made from its model.

The published file is written again by ``python -m kiemdinh.standards.definition.schema docs/schema/definition-1.json``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kiemdinh.parsing.fields import ID_FORM
from kiemdinh.parsing.models import build_json_schemas
from kiemdinh.standards.definition.model import Adoption, Definition
from kiemdinh.standards.definition.schema_words import KEY_WORDS, OWN_KEY_WORDS, PLAIN_NAMES

__all__ = ["DEFINITION_SCHEMA_ID", "definition_schema", "schema_text", "simplify_schema"]

DEFINITION_SCHEMA_ID = "urn:kiemdinh:schema:definition:1"
"""The id of the schema, a name."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final = ID_FORM
_CAPITAL: Final = re.compile("([A-Z])")
_IDS: Final = {"type": "array", "items": _ID}
_NAMED: Final[Mapping[str, tuple[str, str]]] = {
    "Condition": ("NotOf", "not"),
    "Quantity": ("Sum", "of"),
    "Comparand": ("Step", "then"),
    "ComparandOrList": ("ValueCompared", "is"),
}
"""Unions that occur in many places, each with one class and key where it occurs: written once, then referred to."""
_QUANTITIES: Final = ("Value", "Its", "Change", "Count", "Share", "Sum", "Mean", "Lowest", "Highest")
_PUBLISHED_NAMES: Final[Mapping[str, str]] = {
    "Localised": "Said",
    "LawSource": "Source",
    **{f"{name}Quantity": name for name in _QUANTITIES},
}
"""Classes that the published schema knows under another name: editors and other schemas may refer to it."""
_TAGS: Final = {"anyOf": [_ID, {**_IDS, "minItems": 1}]}
_CHOICE: Final = {"$ref": "#/$defs/ChoiceDef"}
_SET_TO: Final = {"anyOf": [{"type": ["string", "number", "boolean"]}, {"$ref": "#/$defs/ParameterValue"}]}
_SHORT_FORMS: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("InputDef", "each"): {"anyOf": [_ID, _IDS], "description": "What it is given for each of"},
    ("ParameterDef", "default"): {**_SET_TO, "description": "Its value until a file that adopts this one sets another"},
    ("Adoption", "parameters"): {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": _SET_TO,
        "description": "The value of each parameter that is set, alone or with its law",
    },
    ("SetDef", "tagged"): {**_TAGS, "description": "Only nodes that carry this tag, or all of these"},
    ("SetDef", "untagged"): {**_TAGS, "description": "Only nodes without this tag, or without any of these"},
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
"""Forms that an author may write shorter than the model keeps them, by class and key."""
_FRAGMENT: Final = {
    "type": "object",
    "description": "The nodes of another file of this definition, in its place",
    "properties": {"from": {"type": "string", "description": "Path of the file, below this file's folder"}},
    "required": ["from"],
    "additionalProperties": False,
}
_PART: Final[Mapping[str, Any]] = {
    "type": "object",
    "description": "Nodes of a definition in a file of their own",
    "properties": {
        "part_of": {**_ID, "description": "The id of the framework that the definition is of"},
        "tree": {"type": "array"},
    },
    "required": ["kiemdinh", "part_of", "tree"],
    "additionalProperties": False,
}
_KINDS_OF_FILES: Final = {
    "if": {"required": ["adopts"]},
    "then": {"$ref": "#/$defs/Adoption"},
    "else": {
        "if": {"required": ["part_of"]},
        "then": {"$ref": "#/$defs/Part"},
        "else": {"$ref": "#/$defs/Definition"},
    },
}
"""The key that only one kind of file has decides by which form it is checked, so that errors are few."""
_DESCRIPTION: Final = (
    "What an accreditation standard says: its tree of criteria, and what its outcomes and awards need. This schema is "
    "about shape: keys, types and words of a list. Whether names are declared and rules have a meaning is checked by "
    "'kiemdinh check'."
)
_VERSION: Final = {"description": "Version of the language", "enum": [1, "1"]}


def definition_schema() -> dict[str, Any]:
    """Return the JSON Schema of a definition file, of a part of one, and of a file that adopts a framework.

    It describes the form of a file in version 1 of the language; that its ids fit together is checked by loading it.
    Every alternative has a required key of its own, by which an editor distinguishes it from the others.

    Examples
    --------
    >>> definition_schema()["$defs"]["definition"]["required"]
    ['kiemdinh', 'framework', 'source', 'subject', 'layers', 'tree', 'outcomes']
    """
    schema: dict[str, Any] = _publish_names(simplify_schema(build_json_schemas(Definition, Adoption)))
    schema = _allow_bare_ids(schema)
    for (model, key), form in _SHORT_FORMS.items():
        schema["$defs"][model]["properties"][key] = form
    for name, (model, key) in _NAMED.items():
        form = {"oneOf": schema["$defs"][model]["properties"][key]["oneOf"]}
        schema = _refer_to_union(schema, form["oneOf"], {"$ref": f"#/$defs/{name}"})
        schema["$defs"][name] = form
    for ladder in ("LadderOutcome", "LadderAward"):  # bands may stand in place of needs
        required = schema["$defs"][ladder]["required"]
        schema["$defs"][ladder]["required"] = [key for key in required if key != "needs"]
        schema["$defs"][ladder]["anyOf"] = [{"required": [key]} for key in ("needs", "bands")]
    _add_kinds_of_files(schema["$defs"])
    schema = _name_plainly(_describe_keys({**_KINDS_OF_FILES, **schema}))
    head = {"$schema": _DIALECT, "$id": DEFINITION_SCHEMA_ID, "title": "A definition of kiemdinh"}
    return {**head, "description": _DESCRIPTION, **schema}


def schema_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as the text of its file: JSON indented by two blanks, with a line break at its end."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def simplify_schema(schema: Any) -> Any:
    """Return a schema without parts that do not help an editor: titles made of names, null for a key left out."""
    if isinstance(schema, list):
        return [simplify_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _simplify_key(key, value) for key, value in schema.items() if not _is_empty(key, value)}
    options = [option for option in kept.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        del kept["anyOf"]
        kept = {**options[0], **kept}
    return kept


def _simplify_key(key: str, value: Any) -> Any:
    if key in ("properties", "$defs"):  # these contain names of the language, not words of a schema
        return {name: simplify_schema(form) for name, form in value.items()}
    if key == "description":
        return value.partition("\n\n")[0]  # the first paragraph of a docstring; the rest is for readers of the code
    return simplify_schema(value)


def _is_empty(key: str, value: Any) -> bool:
    return key == "title" or (key == "default" and value in (None, [], {}))


def _publish_names(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its classes under their published names, sorted by these."""
    definitions = {_PUBLISHED_NAMES.get(name, name): form for name, form in schema["$defs"].items()}
    renamed = {**schema, "$defs": dict(sorted(definitions.items()))}
    for name, published in _PUBLISHED_NAMES.items():
        renamed = _replace_all(renamed, {f"#/$defs/{name}": f"#/$defs/{published}"})
    return renamed


def _replace_all(schema: Any, references: Mapping[str, str]) -> Any:
    if isinstance(schema, list):
        return [_replace_all(item, references) for item in schema]
    if isinstance(schema, dict):
        return {key: _replace_all(value, references) for key, value in schema.items()}
    return references.get(schema, schema) if isinstance(schema, str) else schema


def _allow_bare_ids(schema: Any) -> Any:
    """Return a schema in which a choice of a list may be its id alone, wherever choices are listed."""
    if isinstance(schema, list):
        return [_allow_bare_ids(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    listed = {"items": {"anyOf": [_ID, _CHOICE]}} if schema.get("items") == _CHOICE else {}
    return {key: _allow_bare_ids(value) for key, value in schema.items()} | listed


def _refer_to_union(schema: Any, alternatives: list[Any], reference: Mapping[str, str]) -> Any:
    """Return a schema with a reference in place of a union of *alternatives*, wherever it stands."""
    if isinstance(schema, list):
        return [_refer_to_union(item, alternatives, reference) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("oneOf") == alternatives:
        return {**{key: value for key, value in schema.items() if key != "oneOf"}, **reference}
    return {key: _refer_to_union(value, alternatives, reference) for key, value in schema.items()}


def _add_kinds_of_files(parts: dict[str, Any]) -> None:
    """Add to the classes of a schema the parts of a definition, and let all kinds of files be of one version."""
    tree = parts["Definition"]["properties"]["tree"]
    parts["Part"] = {**_PART, "properties": {**_PART["properties"], "tree": dict(tree)}}
    tree["items"] = {"anyOf": [tree["items"], _FRAGMENT]}
    for name in ("Definition", "Adoption", "Part"):
        parts[name]["properties"]["kiemdinh"] = _VERSION


def _describe_keys(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which every key has a description."""
    for name, part in schema["$defs"].items():
        for key, form in part.get("properties", {}).items():
            words = OWN_KEY_WORDS.get((name, key)) or KEY_WORDS.get(key)
            if "description" not in form and words is not None:
                part["properties"][key] = {**form, "description": words}
    return schema


def _name_plainly(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose parts are named by plain words, which editors offer, and not by names of classes."""
    titles = {name: PLAIN_NAMES.get(name) or _CAPITAL.sub(r" \1", name).strip().lower() for name in schema["$defs"]}
    named: Any = {**schema, "$defs": {}}
    for name, title in titles.items():
        named["$defs"][title.replace(" ", "-")] = {"title": title, **schema["$defs"][name]}
    references = {f"#/$defs/{name}": f"#/$defs/{title.replace(' ', '-')}" for name, title in titles.items()}
    return _replace_all(named, references)  # type: ignore[no-any-return]


def _write_schema(arguments: Sequence[str]) -> None:
    """Write the schema to the file named by the first argument, else to the standard output."""
    text = schema_text(definition_schema())
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    _write_schema(sys.argv[1:])
