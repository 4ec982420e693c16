"""The JSON Schema of a scenario file, for editors to complete and check with; made from its model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kiemdinh.parsing.fields import ID_FORM
from kiemdinh.standards.definition import simplify_schema
from kiemdinh.testing.scenarios import ScenariosDef

__all__ = ["scenario_schema"]

_ID: Final = "urn:kiemdinh:schema:scenario:1"
_WORD: Final[Mapping[str, Any]] = {"type": ["string", "number", "boolean"]}
_WORDS: Final[Mapping[str, Any]] = {"anyOf": [_WORD, {"type": "array", "items": _WORD}]}
_PLACEHOLDER: Final[Mapping[str, Any]] = {"type": "string", "pattern": r"\{[^{}]+\}"}
"""A placeholder that ``each`` fills in; it may be used wherever something is given or expected."""
_SHORT_FORMS: Final = {"outcomes": ID_FORM, "stages": ID_FORM, "awards": ID_FORM, "nodes": _WORD, "figures": _WORD}
"""Keys of expectations for which a single word may replace a mapping, each with the form of the word."""
_KEY_WORDS: Final[Mapping[str, str]] = {
    "are": "Exactly these",
    "awards": "What is expected of each award, by its id",
    "blockers": "What blocks a level: exactly these, or these among others",
    "changes": "One of the cheapest: what changes, and to what",
    "cite": "Where the law says so",
    "certainty": "How sure the author is",
    "cost": "What it costs",
    "count": "How many cheapest repairs there are",
    "determined": "Whether the outcome is certain",
    "dossiers": "Dossiers by a name that scenarios can give",
    "each": "A set, a layer, requirement, ids or rows: one scenario for each",
    "en": "Its text in English",
    "figures": "What the figures are that the result gives, by name",
    "framework": "The framework whose rules are tried: its id or its file",
    "given": "The dossier: its name in dossiers, a file, or what it says",
    "held_until": "The last day of the award by recorded decision",
    "include": "These, and perhaps others",
    "lang": "The language of the words under says",
    "name": "What the scenario shows, in words",
    "nodes": "Where nodes stand, by id",
    "outcomes": "Where each outcome stands, by its id",
    "reachable": "Whether a repair reaches the level",
    "repair": "The cheapest repairs of a level",
    "scenarios": "The scenarios of the file",
    "stages": "Where the main outcome stands for each stage",
    "text": "Its text",
    "then": "What is expected",
    "vi": "Its text in Vietnamese",
    "warnings": "The codes of warnings: exactly these, or these among others",
    "when": "The date of the assessment",
}
_TITLES: Final[Mapping[str, str]] = {
    "AwardThen": "award-expected",
    "BlockersThen": "blockers-expected",
    "FigureThen": "figure-expected",
    "ListThen": "list-expected",
    "NodeThen": "node-expected",
    "OutcomeThen": "outcome-expected",
    "RepairThen": "repair-expected",
    "ScenarioDef": "scenario",
    "Then": "expected",
}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file.

    The schema is about shape: keys, types and words of a list. The names of the framework and the content of a dossier
    are checked when scenarios are run.

    Examples
    --------
    >>> scenario_schema()["required"]
    ['kiemdinh', 'framework', 'scenarios']
    """
    schema: dict[str, Any] = simplify_schema(ScenariosDef.model_json_schema(by_alias=True))
    parts = schema["$defs"]
    for name in parts.keys() - {"ScenarioDef"}:
        parts[name]["properties"] = _allow_placeholders(parts[name]["properties"])
    _add_short_forms(parts)
    schema["properties"]["kiemdinh"] = {"enum": [1, "1"], "description": "Version of the language"}
    for form in (schema, *parts.values()):
        form["properties"] = {key: _describe(key, value) for key, value in form["properties"].items()}
    named = _replace_references({**schema, "$defs": {_TITLES.get(name, name): form for name, form in parts.items()}})
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _ID, "title": "Scenarios of kiemdinh"}
    about = (
        "Schools in short, and what must come out for each. This schema is about shape; what the names mean in the "
        "framework, and what a dossier may say, is checked by 'kiemdinh scenarios'."
    )
    return {**head, **named, "description": about}


def _add_short_forms(parts: dict[str, Any]) -> None:
    """Add the short forms that an author may write instead of those of the model."""
    then = parts["Then"]["properties"]
    for key, word in _SHORT_FORMS.items():
        then[key]["additionalProperties"] = {"anyOf": [word, then[key]["additionalProperties"]]}
    for key, name in (("blockers", "BlockersThen"), ("warnings", "ListThen")):
        then[key] = {"anyOf": [{"type": "array", "items": _WORD}, {"$ref": f"#/$defs/{name}"}]}
        parts[name]["properties"] |= {"are": _WORDS, "include": _WORDS}
        parts[name]["oneOf"] = [{"required": ["are"]}, {"required": ["include"]}]
    then |= {key: {**_WORDS, "description": then[key]["description"]} for key in ("says", "diagnostic")}
    of_repair = parts["RepairThen"]["properties"]
    of_repair["changes"] = {"anyOf": [{"type": "array", "items": _WORD}, {"type": "object"}]}
    scenario = parts["ScenarioDef"]["properties"]
    scenario["when"] = _allow_placeholder(scenario["when"])
    scenario["given"] = {"type": ["string", "object"]}


def _allow_placeholders(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _allow_placeholder(form) for key, form in properties.items()}


def _allow_placeholder(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form that a placeholder may stand for, where it is one word, number or date."""
    if isinstance(form.get("additionalProperties"), dict) and "$ref" not in form["additionalProperties"]:
        return {**form, "additionalProperties": _allow_placeholder(form["additionalProperties"])}
    if not {"enum", "pattern"} & form.keys():
        return dict(form)
    described = {key: value for key, value in form.items() if key in ("description", "default")}
    bare = {key: value for key, value in form.items() if key not in described}
    return {"anyOf": [bare, _PLACEHOLDER], **described}


def _describe(key: str, form: Mapping[str, Any]) -> dict[str, Any]:
    return {**form, "description": form.get("description") or _KEY_WORDS[key]}


def _replace_references(schema: Any) -> Any:
    """Return a schema whose references lead to the plain names of its parts."""
    if isinstance(schema, list):
        return [_replace_references(item) for item in schema]
    if isinstance(schema, dict):
        return {key: _replace_references(value) for key, value in schema.items()}
    if isinstance(schema, str) and schema.startswith("#/$defs/"):
        name = schema.removeprefix("#/$defs/")
        return f"#/$defs/{_TITLES.get(name, name)}"
    return schema
