"""The operations of the API: method, path, body and answer of each, for the document and for the routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from kiemdinh.data.schema import describe_object
from kiemdinh.evidence.dossier_schema import dossier_schema
from kiemdinh.portfolio.frames import TABLES, CellKind
from kiemdinh.web.api.batches import BATCH_DETAILS
from kiemdinh.web.api.questions import QUESTIONS, SchoolQuestion

__all__ = ["Operation", "list_operations"]

_TEXT: Final = {"type": "string"}
_DAY: Final = {"type": "string", "format": "date"}
_OR_NULL: Final = {"type": "null"}
_CELLS: Final[Mapping[CellKind, Any]] = {
    "text": {"type": ["string", "null"]},
    "whole": {"type": ["integer", "null"]},
    "flag": {"type": ["boolean", "null"]},
    "fraction": {"type": ["integer", "string", "null"]},
    "date": {"type": ["string", "null"]},
}
_KEYS: Final[Mapping[str, Mapping[str, Any]]] = {
    "framework": {
        **_TEXT,
        "description": "The id of a framework that is served; of a bundled one the day picks the edition",
    },
    "on": {"anyOf": [_DAY, _OR_NULL], "description": "The assessment date; without it that of the dossier"},
    "target": {"type": ["string", "null"], "description": "A level or label; without it the next level"},
    "costs": {
        "type": ["object", "null"],
        "description": "Efforts by the id of a step, requirement, criterion, input or tag: numbers, or maps",
    },
    "changes": {
        "type": "object",
        "description": "What is supposed, by the id of a node or input; null takes a record away",
    },
    "until": {**_DAY, "description": "The last day of the forecast, included"},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the API.

    Attributes
    ----------
    name
        Its name, unique among all.
    method, path
        ``GET`` or ``POST``, and the path, with parameters in braces.
    summary
        What it is for, in one line.
    answer
        The JSON Schema of its answer.
    answer_name
        The name of that schema in a document.
    body
        The JSON Schema of the body of its requests; None where they have none.
    query
        Its parameters behind ``?``, with the schema of each.
    question
        The question about one school that it asks; None for others.
    """

    name: str
    method: str
    path: str
    summary: str
    answer: Mapping[str, Any]
    answer_name: str
    body: Mapping[str, Any] | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    question: SchoolQuestion | None = None


@cache
def list_operations() -> tuple[Operation, ...]:
    """Return all operations of the API; the first call loads the schemas."""
    return (
        Operation("frameworks", "GET", "/frameworks", "The frameworks that are served", _describe_list(), "Frameworks"),
        Operation(
            "framework",
            "GET",
            "/frameworks/{id}",
            "A framework with its definition",
            _describe_framework(),
            "Framework",
            query={"on": _DAY},
        ),
        *(_describe_question(question) for question in QUESTIONS.values()),
        Operation(
            "batch",
            "POST",
            "/batch",
            "Where does each school of a table stand?",
            _describe_batch(),
            "Batch",
            _describe_rows(),
        ),
    )


def _describe_question(question: SchoolQuestion) -> Operation:
    kind = question.answer_type
    keys: dict[str, Any] = {key: _KEYS[key] for key in question.keys if key != "dossier"}
    body = _describe_closed(keys | {"dossier": dossier_schema()}, question.required)
    path = f"/{question.name}"
    return Operation(
        question.name, "POST", path, question.asks, kind.describe_data(), kind.__name__, body, question=question
    )


def _describe_closed(properties: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of an object that has these keys and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _describe_rows() -> dict[str, Any]:
    row = {"type": "object", "description": "What each column says of one school in one year"}
    rows = {"type": "array", "items": row, "description": "A table with a row for each school"}
    columns = {"type": ["object", "null"], "description": "What columns stand for where their names do not say it"}
    own = {"rows": rows, "columns": columns, "detail": {"enum": [*BATCH_DETAILS, None]}}
    return _describe_closed({key: _KEYS[key] for key in ("framework", "on")} | own, ("framework", "rows"))


def _describe_batch() -> dict[str, Any]:
    tables = {name: _describe_table(name) for name in ("levels", "summary", "rejected")}
    counts = {"rejected_cells": {"type": "integer"}}
    head = {"framework": _TEXT, "framework_digest": _TEXT, "engine": _TEXT}
    warnings = {"warnings": {"type": "array", "items": {"type": "object"}}}
    described = describe_object("The tables of the results, each a list of rows", head | tables | counts | warnings)
    more = {name: _describe_table(name) for name in ("criteria", "requirements")}
    return {**described, "properties": {**described["properties"], **more}}


def _describe_table(name: Any) -> dict[str, Any]:
    row = describe_object("A row", {column: _CELLS[kind] for column, kind in TABLES[name].items()})
    return {"type": "array", "items": row}


def _describe_edition() -> dict[str, Any]:
    day = {"anyOf": [_DAY, _OR_NULL]}
    acts = {"type": "array", "items": _TEXT}
    keys = {"edition": _TEXT, "digest": _TEXT, "in_force": day, "until": day, "acts": acts}
    return describe_object("An edition: from which day to which it is in force, and which acts made it", keys)


def _describe_list() -> dict[str, Any]:
    listed = {"type": "array", "items": describe_object("A framework", _framework_keys())}
    return describe_object("The frameworks that are served", {"frameworks": listed})


def _framework_keys() -> dict[str, Any]:
    editions = {"type": "array", "items": _describe_edition()}
    return {"id": _TEXT, "vi": {"type": ["string", "null"]}, "en": {"type": ["string", "null"]}, "editions": editions}


def _describe_framework() -> dict[str, Any]:
    definition = {"type": "object", "description": "What the edition says, as 'kiemdinh show --format json' gives it"}
    keys = {**_framework_keys(), **_describe_edition()["properties"], "definition": definition}
    return describe_object("A framework in one edition", keys)
