"""The document of the API (OpenAPI 3.1): every address with the published schemas of its requests and answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import LANGUAGES
from kiemdinh.version import __version__
from kiemdinh.web.api.operations import Operation, list_operations
from kiemdinh.web.problems import ProblemKind

__all__ = ["describe_api", "describe_parameters", "describe_problem", "name_frameworks"]

_PREFIX: Final = "#/$defs/"
_COMPONENTS: Final = "#/components/schemas/"
_HEAD: Final = ("$schema", "$id", "$defs")
"""Keys that a schema has only as a document of its own."""


def describe_api(frameworks: Iterable[str], root: str, prefix: str) -> dict[str, Any]:
    """Return the OpenAPI document.

    Parameters
    ----------
    frameworks
        The ids of the frameworks that are served.
    root
        The path below which the whole application is mounted.
    prefix
        The path below which the operations stand.
    """
    schemas = _Components()
    schemas.add("Diagnostic", Diagnostic.describe_data())
    schemas.add("Problem", describe_problem({"$ref": f"{_COMPONENTS}Diagnostic"}))
    # The answers are added first: they keep their names, and a definition inside a schema is renamed if its name is
    # taken.
    operations, served = list_operations(), tuple(frameworks)
    for one in operations:
        schemas.reserve(one.answer_name)
    paths = {
        f"{prefix}{one.path}": {one.method.lower(): _describe_operation(one, schemas, served)} for one in operations
    }
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "kiemdinh", "version": __version__},
        "paths": {**paths, "/healthz": {"get": _describe_health()}},
        "components": {"schemas": schemas.found},
    }
    return document | ({"servers": [{"url": root}]} if root else {})


def describe_problem(diagnostic: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a problem; *diagnostic* is that of each of its diagnostics."""
    return {
        "description": "What is wrong with a request (RFC 9457)",
        "type": "object",
        "properties": {
            "type": {"enum": [kind.urn for kind in ProblemKind]},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "diagnostics": {"type": "array", "items": dict(diagnostic)},
        },
        "required": ["type", "title", "status", "diagnostics"],
    }


class _Components:
    """The schemas of a document, each under a name of its own."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}
        self._raw: dict[str, Any] = {}

    def reserve(self, name: str) -> None:
        """Keep a name for a schema that is added later."""
        self._raw.setdefault(name, None)

    def add(self, name: str, schema: Mapping[str, Any]) -> dict[str, str]:
        """Add a schema with its definitions, and return a reference to it."""
        if self._raw.get(name) != schema:
            self._raw[name] = schema
            definitions: Mapping[str, Any] = schema.get("$defs", {})
            names = {one: self._name_of(one, part) for one, part in definitions.items()}
            for one, part in definitions.items():
                self.found[names[one]] = _refer_to_components(part, names)
            self.found[name] = _refer_to_components(
                {key: part for key, part in schema.items() if key not in _HEAD}, names
            )
        return {"$ref": f"{_COMPONENTS}{name}"}

    def _name_of(self, name: str, part: Any) -> str:
        """Return the name of a definition; where another schema has this name already, ``Part`` is added to it."""
        own = name if self._raw.get(name, part) == part and name not in self._reserved() else f"{name}Part"
        self._raw[own] = part
        return own

    def _reserved(self) -> set[str]:
        return {name for name, schema in self._raw.items() if schema is None}


def _refer_to_components(part: Any, names: Mapping[str, str]) -> Any:
    """Return a part of a schema whose references lead to the components of the document."""
    if isinstance(part, list):
        return [_refer_to_components(one, names) for one in part]
    if not isinstance(part, Mapping):
        return part
    kept = {key: _refer_to_components(value, names) for key, value in part.items()}
    if isinstance(part.get("$ref"), str):
        name = part["$ref"].removeprefix(_PREFIX)
        kept["$ref"] = part["$ref"] if name == part["$ref"] else f"{_COMPONENTS}{names[name]}"
    return kept


def _describe_operation(one: Operation, schemas: _Components, frameworks: tuple[str, ...]) -> dict[str, Any]:
    answer = schemas.add(one.answer_name, one.answer)
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": describe_parameters(one),
        "responses": {
            "200": {"description": "The answer", "content": {"application/json": {"schema": answer}}},
            "default": {
                "description": "What is wrong",
                "content": {"application/problem+json": {"schema": {"$ref": f"{_COMPONENTS}Problem"}}},
            },
        },
    }
    if one.body is not None:
        asked = schemas.add(f"{one.name}-request", _lift_dossier(name_frameworks(one.body, frameworks), schemas))
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": asked}}}
    return described


def name_frameworks(body: Mapping[str, Any], frameworks: Iterable[str]) -> dict[str, Any]:
    """Return the schema of a body in which the framework must be the id of one that is served."""
    named = {**body["properties"]["framework"], "enum": list(frameworks)}
    return {**body, "properties": {**body["properties"], "framework": named}}


def _lift_dossier(body: Mapping[str, Any], schemas: _Components) -> dict[str, Any]:
    """Return the schema of a body whose dossier is a component of its own."""
    properties = dict(body["properties"])
    if "dossier" in properties:
        properties["dossier"] = schemas.add("Dossier", properties["dossier"])
    return {**body, "properties": properties}


def describe_parameters(one: Operation) -> list[dict[str, Any]]:
    """Return the parameters of an operation, in its path and behind ``?``, as OpenAPI describes them."""
    {
        "name": "lang",
        "in": "query",
        "schema": {"enum": list(LANGUAGES)},
        "description": "The language of problems",
    }
    query = [{"name": name, "in": "query", "schema": dict(schema)} for name, schema in one.query.items()]
    path = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}] if "{id}" in one.path else []
    return [*path, *query]


def _describe_health() -> dict[str, Any]:
    status = {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"]}
    content = {"application/json": {"schema": status}}
    return {
        "operationId": "health",
        "summary": "Whether the application answers",
        "responses": {"200": {"description": "It does", "content": content}},
    }
