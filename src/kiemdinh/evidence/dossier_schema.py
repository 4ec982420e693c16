"""The JSON Schema of a dossier, with which editors complete and check it: the part that no framework changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["dossier_schema"]

_ID: Final = "urn:kiemdinh:schema:dossier:1"
_ABOUT: Final = (
    "What a school has recorded. This schema is about shape; which nodes, inputs, stages and words there are is "
    "said by the framework, and checked by 'kiemdinh check'. An empty value is as good as none."
)


def _form(types: str, description: str, **more: Any) -> dict[str, Any]:
    """Return the form of a value of some types, or of none, with what it means."""
    return {"type": [*types.split(), "null"], "description": description, **more}


def _text(description: str) -> dict[str, Any]:
    return _form("string number boolean", description)


def _date(description: str) -> dict[str, Any]:
    return _form("string", f"{description}, such as 2026-06-30")


def _texts(description: str) -> dict[str, Any]:
    return _form("string number boolean array", description, items=_text("One of them"))


_DETAILS: Final[Mapping[str, Any]] = {
    "on": {"description": "The date of the record, if not that of the dossier"},
    "until": {"description": "The last day on which it counts, if it ends"},
    "by": {"description": "The codes of evidence that it cites, or a part of that name"},
    "why": {"description": "The reason, in words"},
    "side": {"description": "Who recorded it: self or external"},
}
_ANYTHING: Final = "string number boolean array object"
_FINDING: Final = _form(
    _ANYTHING,
    "A word or number, a record with its details, a list of records, or findings about the parts below",
    properties={
        "is": {"description": "What was found, such as met, unmet, unknown or a step of the scale"},
        "reaches": {"description": "The level that is reached; the same as is"},
        "from": {"description": "Of what is to be confirmed: the records of another framework that it was made of"},
        **_DETAILS,
    },
)
_FIGURE: Final = _form(
    _ANYTHING,
    "A value, a record with its details, a list of records, or values by school year, stage or member",
    properties={
        "value": {"description": "The value"},
        "part": {"description": "How many of the whole"},
        "of": {"description": "The whole that the part is of"},
        "author": {"description": "Who recorded it"},
        **_DETAILS,
    },
)
_RECORDS: Final[Mapping[str, Any]] = {
    "findings": _form(
        "object", "What the school itself found, by the id of a node", additionalProperties={"$ref": "#/$defs/finding"}
    ),
    "external": _form(
        "object",
        "What the external review found, by the id of a node; its figures stand under inputs",
        properties={"inputs": {"$ref": "#/$defs/figures"}},
        additionalProperties={"$ref": "#/$defs/finding"},
    ),
    "inputs": {"$ref": "#/$defs/figures"},
}
_ITEM: Final[Mapping[str, Any]] = {
    "code": _texts("Its code"),
    "also": _texts("Other codes of it"),
    "title": _text("What it is, in words"),
    "kind": _text("What kind of item it is"),
    "place": _text("Where it is kept"),
    "keeper": _text("Who keeps it"),
    "issuer": _text("Who issued it"),
    "issued": _date("The day on which it was issued"),
    "until": _date("The last day on which it is valid"),
}
_HELD: Final[Mapping[str, Any]] = {
    "award": {
        "type": ["string", "number", "boolean"],
        "description": "The award; of another framework FRAMEWORK/AWARD",
    },
    "grade": _text("Its grade, where it has grades"),
    "signed": {"type": "string", "description": "The day of the decision, such as 2026-06-30"},
    "until": _date("The last day of the award"),
    "ended": _date("The day on which it was withdrawn or given up"),
    "why": _text("The reason, in words"),
    "member": _text("The member of a register that holds it"),
    "kind": _text("The kind of that member"),
}
_RESULT: Final[Mapping[str, Any]] = {
    "member": _text("The member that it is of; none where it is of the subject itself"),
    "kind": _text("The kind of that member"),
    "stage": _text("The stage that it is of"),
    "outcome": {"type": "string", "description": "The outcome, FRAMEWORK/OUTCOME"},
    "is": _text("The step or label"),
    "level": _text("The step that is guaranteed"),
    "attainable": _text("The highest step that is attainable"),
    "side": _text("Who found it: external, computed or self"),
    "on": _date("The day of the result"),
    "until": _date("Its last day, if it ends"),
    "by": _text("The decision, in words"),
    "digest": _text("The digest of the framework that computed it"),
}
_MEMBER: Final[Mapping[str, Any]] = {
    "id": _text("The id of the member"),
    "name": _text("Its name"),
    "stages": _texts("The stages that it has"),
    "from": _date("The first day on which it belongs"),
    "until": _date("The last day on which it belongs"),
    "succeeds": _texts("The ids of the members that it came of"),
}
_TEXTS: Final[Mapping[str, Any]] = {
    "situation": _text("How things stand, requirement by requirement, with the codes of evidence"),
    "strengths": _text("What is strong"),
    "limits": _text("What falls short"),
    "causes": _text("Why it falls short"),
    "directions": _text("What is to be done"),
}
_PARTS: Final[Mapping[str, Any]] = {
    "finding": _FINDING,
    "figures": _form("object", "Figures and answers, by the id of an input", additionalProperties=_FIGURE),
    "item-of-evidence": {
        "description": "An item of evidence with what is known of it",
        "type": "object",
        "properties": _ITEM,
        "additionalProperties": False,
    },
    "award-held": {
        "description": "An award by recorded decision",
        "type": "object",
        "properties": _HELD,
        "required": ["award", "signed"],
        "additionalProperties": False,
    },
    "texts": _form("object", "What a report says of a node", properties=_TEXTS, additionalProperties=False),
    "member": _form("object", "A member of a population", properties=_MEMBER, additionalProperties=True),
    "result": _form("object", "A result under another framework", properties=_RESULT, additionalProperties=False),
    "stage": _form("object", "What is recorded of one stage", properties=_RECORDS, additionalProperties=False),
}
_OF_SCHOOL: Final[Mapping[str, Any]] = {
    "id": _text("The id of the school"),
    "name": _text("Its name"),
    "stages": _texts("The stages that it has"),
    "founded": _date("The day on which it was founded"),
}
_ITEM_BY_CODE: Final = {"anyOf": [{"$ref": "#/$defs/item-of-evidence"}, _text("The title of the item")]}
_KEYS: Final[Mapping[str, Any]] = {
    "school": _form("object", "Who is assessed", properties=_OF_SCHOOL, additionalProperties=_text("A note")),
    "framework": _text("The framework that it is assessed under: its id or its file"),
    "date": _date("The date of records without one of their own"),
    "evidence": _form(
        "object array",
        "The index of evidence, by code or as a list; without it findings are taken as stated",
        additionalProperties=_ITEM_BY_CODE,
        items={"anyOf": [{"$ref": "#/$defs/item-of-evidence"}, {"type": "null"}]},
    ),
    **_RECORDS,
    "stages": _form("object", "What is recorded of each stage", additionalProperties={"$ref": "#/$defs/stage"}),
    "held": _form(
        "array",
        "The awards that it has by recorded decision",
        items={"anyOf": [{"$ref": "#/$defs/award-held"}, {"type": ["object", "null"], "maxProperties": 0}]},
    ),
    "complete": _texts("Which lists are complete: held, findings, decisions, populations such as school"),
    "subject": _form("object", "Who is assessed, if not a school", properties=_OF_SCHOOL, additionalProperties=True),
    "register": _form(
        "object array",
        "The members of populations, by their kind; each with its days and inputs",
        additionalProperties={"type": ["array", "null"], "items": {"$ref": "#/$defs/member"}},
        items={"$ref": "#/$defs/member"},
    ),
    "results": _form(
        "array",
        "The outcomes of members, or of the subject itself, under other frameworks",
        items={"$ref": "#/$defs/result"},
    ),
    "texts": _form(
        "object", "What a report says of nodes in words, by their ids", additionalProperties={"$ref": "#/$defs/texts"}
    ),
    "notes": _form("string number boolean array object", "Words that have no meaning for the assessment"),
}


def dossier_schema() -> dict[str, Any]:
    """Return the JSON Schema of a dossier, whatever its framework.

    Examples
    --------
    >>> [*dossier_schema()["properties"]][:3]
    ['school', 'framework', 'date']
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _ID, "title": "A dossier of kiemdinh"}
    rules = {"type": "object", "properties": _KEYS, "additionalProperties": False}
    return {**head, "description": _ABOUT, **rules, "$defs": _PARTS}
