"""The JSON Schema of a crosswalk file, for editors to complete and check with; made from its model."""

from __future__ import annotations

from typing import Any, Final

from kiemdinh.standards.definition import simplify_schema
from kiemdinh.transitions.crosswalks.crosswalk_file import CrosswalkFile

__all__ = ["crosswalk_schema"]

_ID: Final = "urn:kiemdinh:schema:crosswalk:1"


def crosswalk_schema() -> dict[str, Any]:
    """Return the JSON Schema of a crosswalk file.

    Examples
    --------
    >>> crosswalk_schema()["required"]
    ['kiemdinh', 'crosswalk']
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _ID}
    form: dict[str, Any] = simplify_schema(CrosswalkFile.model_json_schema(by_alias=True))
    return {**head, **form, "title": "A crosswalk between two frameworks of kiemdinh"}
