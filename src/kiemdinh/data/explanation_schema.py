"""The JSON Schema of explanations: what ``to_dict()`` of each kind gives (semantics 5.10).

``python -m kiemdinh.data.explanation_schema docs/schema/explanation-1.1.json`` writes the file of the repository
again.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from typing import Any, Final, get_args

from kiemdinh.data.as_json import EXPLANATION_SCHEMA_ID, ExplanationKind
from kiemdinh.data.blockers import Target
from kiemdinh.data.margin import EvidenceLoss, Lost
from kiemdinh.data.notes import ResultWarning
from kiemdinh.data.outcomes import Dates, LevelRef, Titles
from kiemdinh.data.outlook import ForecastEvent, ForecastSpan, LeftOut, NeededChange, NextQuestion, Renewal
from kiemdinh.data.repairs import GapRoles, Repair
from kiemdinh.data.schema import (
    BASIC_DEFINITIONS,
    describe_object,
    describe_schema_key,
    describe_type,
    make_schema,
    write_schema,
)
from kiemdinh.data.search_work import SearchWork
from kiemdinh.data.what_if import Difference
from kiemdinh.rules import Number

__all__ = ["EXPLANATION_HEADER", "EXPLANATION_KEYS", "REPAIRS_KEYS", "explanation_schema", "schema_of_kind"]

EXPLANATION_HEADER: Final[Mapping[str, Any]] = {
    "framework": str,
    "bundled": bool,
    "framework_digest": str,
    "confirmations_digest": str | None,
    "dossier_digest": str,
    "engine": str,
    "dates": Dates,
    "certainty": Mapping[str, int],
}
REPAIRS_KEYS: Final[Mapping[str, Any]] = {
    "proved": bool,
    "cost": Number | None,
    "gap": Number,
    "count": int | None,
    "mixed": bool,
    "settle_first": tuple[str, ...],
    "warnings": tuple[ResultWarning, ...],
    "cheapest": tuple[Repair, ...],
    "limit": int | None,
    "minimise": str,
    "priced": bool,
    "has_more": bool,
    "search": SearchWork,
}
EXPLANATION_KEYS: Final[Mapping[str, Mapping[str, Any]]] = {
    "explanation": {
        "level": LevelRef | None,
        "target": Target | None,
        "classes": GapRoles | None,
        "search": SearchWork,
        "titles": Mapping[str, Titles],
    },
    "repairs": {"level": LevelRef | None},
    "margin": {
        "level": LevelRef,
        "proved": bool,
        "size": Number | None,
        "least": tuple[tuple[Lost, ...], ...],
        "alone": tuple[Lost, ...],
        "evidence": tuple[EvidenceLoss, ...],
        "gap": Number,
        "search": SearchWork,
    },
    "why": {
        "level": LevelRef,
        "proved": bool,
        "reason": tuple[str, ...],
        "search": SearchWork,
        "titles": Mapping[str, Titles],
    },
    "what-if": {
        "changes": Mapping[str, Any],
        "differences": tuple[Difference, ...],
        "level": LevelRef | None,
        "attainable": LevelRef | None,
        "determined": bool,
        "outcome": LevelRef | None,
    },
    "forecast": {
        "start": dt.date,
        "until": dt.date,
        "spans": tuple[ForecastSpan, ...],
        "events": tuple[ForecastEvent, ...],
        "renew": tuple[Renewal, ...],
        "needed": tuple[NeededChange, ...],
        "left_out": tuple[LeftOut, ...],
        "search": SearchWork,
        "titles": Mapping[str, Titles],
    },
    "ask-next": {
        "target": LevelRef | None,
        "outcomes": int,
        "questions": tuple[NextQuestion, ...],
        "none_alone": bool,
        "search": SearchWork,
        "open_awards": tuple[str, ...],
    },
}
"""The keys of each kind beside its head, and beside ``repairs`` of the first two, by what they hold."""
_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "explanation": "What blocks a level, what every gap means for it, and what would do",
    "repairs": "The minimal sets of changes that make a level certain, cheapest first",
    "margin": "How far a level is from no longer being certain",
    "why": "A least set of facts that keeps a level whatever the others are",
    "what-if": "What stands otherwise if some findings or figures are supposed",
    "forecast": "Where a school stands from day to day while its records stay as they are",
    "ask-next": "Which unknown fact to settle next, best first",
}


def explanation_schema() -> dict[str, Any]:
    """Return the JSON Schema of explanations, repairs, margins, reasons, what-ifs, forecasts and questions.

    A later minor version only adds keys, so that what reads by this schema keeps working; no key is forbidden.

    Examples
    --------
    >>> explanation_schema()["$id"]
    'urn:kiemdinh:schema:explanation:1.1'
    """
    definitions: dict[str, Any] = dict(BASIC_DEFINITIONS)
    summary = {key: describe_type(kind, definitions) for key, kind in REPAIRS_KEYS.items()}
    definitions["Repairs"] = describe_object("What is known of the repairs, and at most ten of the cheapest", summary)
    kinds = [_describe_kind(kind, definitions) for kind in get_args(ExplanationKind)]
    # A margin where no level is held has the level null and none of the other keys.
    nothing = _with_header("margin", {"level": {"type": "null"}}, definitions)
    form = {
        "anyOf": [*kinds, describe_object("A margin is asked for where no level is certain", nothing)],
    }
    return make_schema(EXPLANATION_SCHEMA_ID, "An explanation of kiemdinh", form, definitions)


def schema_of_kind(kind: ExplanationKind) -> dict[str, Any]:
    """Return the JSON Schema of the explanations of one kind."""
    schema = explanation_schema()
    forms = [one for one in schema["anyOf"] if one["properties"]["kind"]["const"] == kind]
    own = forms[0] if len(forms) == 1 else {"anyOf": forms}
    return {**own, "title": kind, "$defs": schema["$defs"]}


def _describe_kind(kind: str, definitions: dict[str, Any]) -> dict[str, Any]:
    own = {key: describe_type(what, definitions) for key, what in EXPLANATION_KEYS[kind].items()}
    # Both have the same summary of repairs, so that one definition serves them.
    if kind in ("explanation", "repairs"):
        own["repairs"] = {"$ref": "#/$defs/Repairs"}
    return describe_object(_DESCRIPTIONS[kind], _with_header(kind, own, definitions))


def _with_header(kind: str, keys: Mapping[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    header = {key: describe_type(what, definitions) for key, what in EXPLANATION_HEADER.items()}
    schema = describe_schema_key(EXPLANATION_SCHEMA_ID)
    words = {"words": describe_type(Mapping[str, Mapping[str, Titles]], definitions)}
    return {"schema": schema, "kind": {"const": kind}, **header, **keys, **words}


if __name__ == "__main__":
    write_schema(explanation_schema(), sys.argv[1:])
