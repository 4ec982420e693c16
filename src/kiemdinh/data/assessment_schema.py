"""The JSON Schema of a result, derived from the dataclasses that a result is made of (semantics 7.4).

``python -m kiemdinh.data.assessment_schema docs/schema/assessment-1.1.json`` writes the file of the repository again.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

from kiemdinh.data.as_json import ASSESSMENT_SCHEMA_ID
from kiemdinh.data.awards import AwardResult
from kiemdinh.data.blockers import NamedFigure, Target
from kiemdinh.data.notes import Decision, IndicatorResult, LegalBasis, ReferenceResult, ResultWarning, UnusedRecord
from kiemdinh.data.outcomes import Dates, GroupResult, LevelRef, NodeResult, OutcomeResult, PartResult, Titles
from kiemdinh.data.schema import (
    BASIC_DEFINITIONS,
    describe_object,
    describe_schema_key,
    describe_type,
    make_schema,
    write_schema,
)
from kiemdinh.evidence.dossier import Held

__all__ = ["ASSESSMENT_KEYS", "assessment_schema"]

_TEXT: Final = {"type": "string"}
_TEXT_OR_NULL: Final = {"type": ["string", "null"]}
_DATE_OR_NULL: Final = {"type": ["string", "null"], "format": "date"}

ASSESSMENT_KEYS: Final[Mapping[str, Any]] = {
    "level": LevelRef | None,
    "attainable": LevelRef | None,
    "determined": bool,
    "outcome": LevelRef | None,
    "bundled": bool,
    "framework_digest": str,
    "confirmations_digest": str | None,
    "dossier_digest": str,
    "engine": str,
    "dates": Dates,
    "outcomes": tuple[OutcomeResult, ...],
    "parts": tuple[PartResult, ...],
    "sides": Mapping[str, OutcomeResult],
    "nodes": tuple[NodeResult, ...],
    "groups": tuple[GroupResult, ...],
    "awards": tuple[AwardResult, ...],
    "other_awards": tuple[Held, ...],
    "decisions": tuple[Decision, ...],
    "target": Target | None,
    "warnings": tuple[ResultWarning, ...],
    "certainty": Mapping[str, int],
    "footing": tuple[LegalBasis, ...],
    "words": Mapping[str, Mapping[str, Titles]],
    "unused": tuple[UnusedRecord, ...],
    "indicators": tuple[IndicatorResult, ...],
    "figures": tuple[NamedFigure, ...],
    "references": tuple[ReferenceResult, ...],
}
"""The keys of a result beside ``schema``, ``framework`` and ``school``, by what they hold."""


def assessment_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what ``Assessment.to_dict()`` and ``Assessment.to_json()`` return.

    A later minor version only adds keys, so that what reads by this schema keeps working; no key is forbidden. It is
    derived from the annotations and the first docstring lines of the dataclasses.

    Examples
    --------
    >>> assessment_schema()["$id"]
    'urn:kiemdinh:schema:assessment:1.1'
    """
    definitions: dict[str, Any] = dict(BASIC_DEFINITIONS)
    properties = {
        "schema": describe_schema_key(ASSESSMENT_SCHEMA_ID),
        "framework": describe_object(
            "The definition: its id, titles and document, and when that edition is in force",
            {"id": _TEXT, "vi": _TEXT_OR_NULL, "en": _TEXT_OR_NULL, "document": _TEXT, "part": _TEXT_OR_NULL}
            | {"in_force": _DATE_OR_NULL, "until": _DATE_OR_NULL},
        ),
        **{key: describe_type(kind, definitions) for key, kind in ASSESSMENT_KEYS.items()},
        "school": describe_object(
            "The school, as the dossier names it",
            {"id": _TEXT_OR_NULL, "name": _TEXT_OR_NULL, "stages": {"type": ["array", "null"], "items": _TEXT}},
        ),
        "subject": describe_object(
            "What is assessed, as the dossier names it",
            {"kind": _TEXT, "id": _TEXT_OR_NULL, "name": _TEXT_OR_NULL},
        ),
    }
    form = describe_object("The result of assessing one school under one framework on a date", properties)
    return make_schema(ASSESSMENT_SCHEMA_ID, "A result of kiemdinh", form, definitions)


if __name__ == "__main__":
    write_schema(assessment_schema(), sys.argv[1:])
