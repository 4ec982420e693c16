"""Digests of what a definition says: of its rules, of one part, and of everything in it (semantics, Digests)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kiemdinh.parsing.models import Model
from kiemdinh.standards.definition.model import Definition

__all__ = ["content_data", "content_digest", "part_digest", "rules_data", "rules_digest"]

_CERTAINTY = "certainty"


def rules_digest(definition: Definition) -> str:
    """Return ``rules2:sha256:…`` of all that affects a verdict or is shown with it; certainty is left out.

    The form of the file makes no difference: the order of keys, comments, line breaks, and values that are the default
    anyway. Nor do confirmations, which have a digest of their own, nor expected counts, which only check the file.
    ``rules2`` names this way to compute the digest.
    """
    return "rules2:" + _digest_data(rules_data(definition))


def rules_data(definition: Definition) -> dict[str, Any]:
    """Return what :func:`rules_digest` covers, as plain data: two definitions have one digest where these are equal."""
    data = _dump_model(definition)
    for key in ("confirmations", "expect"):
        data.pop(key, None)
    data["source"].pop("covers", None)  # an edition is found by it; no verdict depends on it
    kept: dict[str, Any] = _drop_certainty(definition, data)
    return kept


def part_digest(part: Model) -> str:
    """Return ``sha256:…`` of what a node or an entry says, all below it included and certainty left out.

    A confirmation states it, and lapses when the part changes. Other parts, such as the range of an input that a node
    reads, do not count.
    """
    return _digest_data(_drop_certainty(part, _dump_model(part)))


def content_digest(definition: Definition) -> str:
    """Return ``sha256:…`` of everything that a definition says, certainty and confirmations included."""
    return _digest_data(content_data(definition))


def content_data(definition: Definition) -> dict[str, Any]:
    """Return everything that a definition says as plain data, which loads again."""
    return _dump_model(definition)


def _dump_model(model: Model) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _digest_data(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _drop_certainty(value: Any, data: Any) -> Any:
    """Return *data*, the dump of *value*, without the certainty of each part.

    Both are walked side by side: in the data alone, the key of a part looks the same as an input called *certainty*.
    """
    if isinstance(value, Model) and isinstance(data, Mapping):
        names = {field.alias or name: name for name, field in type(value).model_fields.items()}
        kept = (key for key in data if names[key] != _CERTAINTY)
        return {key: _drop_certainty(getattr(value, names[key]), data[key]) for key in kept}
    if isinstance(value, Mapping) and isinstance(data, Mapping):
        return {key: _drop_certainty(value.get(key), inner) for key, inner in data.items()}
    # But not for a length of time, which is a tuple of its own class and is dumped as one text.
    if type(value) is tuple and isinstance(data, list):
        return [_drop_certainty(*pair) for pair in zip(value, data, strict=True)]
    return data
