"""The digest of a dossier: of what it says, not of the file, its layout or the order of its records (7.1)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from kiemdinh.evidence.dossier.model import Dossier, Level, NotApplicable, Score, Unknown, Verdict
from kiemdinh.rules import Truth

__all__ = ["dossier_digest"]

_PLACES = frozenset({"where", "digest", "warnings"})
_NAMES = {
    Verdict: "verdict",
    Level: "level",
    Score: "score",
    Unknown: "unknown",
    NotApplicable: "not-applicable",
}


def dossier_digest(dossier: Dossier) -> str:
    """Return ``sha256:…`` of the dossier in a canonical form.

    Fields without a value are left out, so that a field added later leaves the digests of old dossiers alone; an
    evidence index that is there but empty is said (3.3). The cost is linear in the number of records.
    """
    said = {name: value for name, value in _fields(dossier) if value or name == "evidence"}
    return "sha256:" + hashlib.sha256(_text(said).encode()).hexdigest()


def _fields(value: Any) -> Iterable[tuple[str, Any]]:
    for one in fields(value):
        inner = getattr(value, one.name)
        if one.name not in _PLACES and inner is not None:
            yield one.name, _canonical(inner)


def _canonical(value: Any) -> Any:
    """Return *value* as JSON can carry it, the parts of a list in an order that says nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, Truth):
        return value.name
    if isinstance(value, int | Fraction):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _canonical(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        parts = [_canonical(inner) for inner in value]
        return parts if all(isinstance(part, str) for part in parts) else sorted(parts, key=_text)
    name = _NAMES.get(type(value))
    said = dict(_fields(value))
    return said if name is None else {name: said}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
