"""The digest of a dossier: of its content, not of the file, its layout or the order of its records (7.1)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from kiemdinh.evidence.dossier.model import (
    Dossier,
    FindingRecord,
    Level,
    MetOrUnmet,
    NotApplicable,
    Score,
    Unknown,
    ValueRecord,
)
from kiemdinh.rules import Truth

__all__ = ["dossier_digest"]

# Where a record stands in its file, what the reader made of it, and what it is held against, is not its content.
_NOT_CONTENT = frozenset({"where", "digest", "warnings", "framework"})
_LEFT_OUT_EMPTY = frozenset({"also"})
# The words of the canonical form. They stay as they are whatever the classes and fields are called here.
_KINDS = {
    MetOrUnmet: "verdict",
    Level: "level",
    Score: "score",
    Unknown: "unknown",
    NotApplicable: "not-applicable",
}
_RECORD_KEYS = {"verdict": "said", "date": "on", "evidence_codes": "by"}
_KEYS: Mapping[type, Mapping[str, str]] = {FindingRecord: _RECORD_KEYS, ValueRecord: _RECORD_KEYS}


def dossier_digest(dossier: Dossier) -> str:
    """Return ``sha256:…`` of the dossier in a canonical form (semantics 7.1).

    Two dossiers with the same content have the same digest, whatever the layout of their files and the order of their
    records. Fields without a value are left out, so that a field added later does not change the digests of old
    dossiers; an evidence index that is there but empty is kept (3.3). The cost is sorting the records.

    >>> dossier_digest(Dossier()) == dossier_digest(Dossier(digest="sha256:…"))
    True
    >>> dossier_digest(Dossier()) == dossier_digest(Dossier(evidence={}))
    False
    """
    content = {key: value for key, value in _canonical_fields(dossier) if value or key == "evidence"}
    return "sha256:" + hashlib.sha256(_to_json(content).encode()).hexdigest()


def _canonical_fields(value: Any) -> Iterable[tuple[str, Any]]:
    keys = _KEYS.get(type(value), {})
    for field in fields(value):
        inner = getattr(value, field.name)
        # None is left out, so that a new field with the default None changes no digest.
        if field.name not in _NOT_CONTENT and inner is not None and (inner or field.name not in _LEFT_OUT_EMPTY):
            yield keys.get(field.name, field.name), _to_canonical(inner)


def _to_canonical(value: Any) -> Any:
    """Return *value* as JSON can carry it, the items of lists in sorted order."""
    if isinstance(value, str):
        return value
    if isinstance(value, Truth):
        return value.name
    if isinstance(value, int | Fraction):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _to_canonical(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        items = [_to_canonical(inner) for inner in value]
        # Texts keep their order, such as evidence codes and stages; records are sorted.
        return items if all(isinstance(item, str) for item in items) else sorted(items, key=_to_json)
    kind = _KINDS.get(type(value))
    content = dict(_canonical_fields(value))
    return content if kind is None else {kind: content}


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
