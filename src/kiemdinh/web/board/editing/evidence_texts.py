"""A new item of evidence as texts in the fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

__all__ = ["EvidenceText"]

_DETAILS: Final = ("title", "place", "issued", "until")


class EvidenceText(NamedTuple):
    """An item of evidence as texts in the fields of a form."""

    code: str = ""
    title: str = ""
    place: str = ""
    issued: str = ""
    until: str = ""

    @classmethod
    def typed(cls, form: Mapping[str, str]) -> EvidenceText:
        """Return what was typed about a new item."""
        return cls(*(form.get(f"evidence:{name}", "").strip() for name in cls._fields))

    def to_entry(self, before: Any) -> dict[str, Any]:
        """Return the entry of the item: what was typed replaces what the entry *before* says."""
        kept = dict(before) if isinstance(before, Mapping) else {} if before is None else {"title": before}
        return {**kept, **{name: value for name in _DETAILS if (value := getattr(self, name))}}
