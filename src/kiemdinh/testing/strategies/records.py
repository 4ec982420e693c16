"""The records of a school as a list, so that a law can shuffle them, and the dossier that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

__all__ = ["Papers", "Record", "as_yaml"]


@dataclass(frozen=True, slots=True)
class Record:
    """One record: what one side says on a day about a node, or an input where it is given.

    ``says`` is as a dossier has it: a word, a number, or the map of a part and its whole.
    """

    about: str
    says: Any
    is_input: bool = False
    side: str = "self"
    on: str | None = None
    stage: str | None = None
    member: str | None = None
    year: str | None = None
    by: tuple[str, ...] = ()

    def written(self, *, bare_side: str) -> Any:
        """Return the record as it stands beside its place, where a record without a side is of *bare_side*."""
        saying = self.says if isinstance(self.says, Mapping) else {"value" if self.is_input else "is": self.says}
        more: dict[str, Any] = {} if self.side == bare_side else {"side": self.side}
        if self.on is not None:
            more["on"] = self.on
        if self.by:
            more["by"] = list(self.by)
        if self.says == "not-applicable":
            more["why"] = "no need"
        if not more and not isinstance(self.says, Mapping):
            return self.says
        return {**saying, **more}

    @property
    def place(self) -> tuple[Any, ...]:
        """What the record is about and where."""
        return self.about, self.is_input, self.stage, self.member, self.year


@dataclass(frozen=True, slots=True)
class Papers:
    """The records of a school, and what else its dossier says."""

    records: tuple[Record, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"papers with {len(self.records)} records:\n{as_yaml(self.dossier())}"

    def with_records(self, records: Iterable[Record]) -> Papers:
        """Return the papers with other records."""
        return replace(self, records=tuple(records))

    def add(self, *records: Record) -> Papers:
        """Return the papers with more records."""
        return self.with_records((*self.records, *records))

    def dossier(self) -> dict[str, Any]:
        """Return the dossier as plain data, as it is read from YAML."""
        made: dict[str, Any] = dict(self.rest)
        for side in ("self", "external"):
            found = _findings([r for r in self.records if not r.is_input and r.side == side], side)
            if found:
                made["findings" if side == "self" else side] = found
        inputs = _inputs([r for r in self.records if r.is_input])
        return {**made, "inputs": inputs} if inputs else made


def _findings(records: Iterable[Record], side: str) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for record in records:
        key = f"{record.stage}/{record.about}" if record.stage else record.about
        found.setdefault(key, []).append(record.written(bare_side=side))
    return {key: _one_or_list(said) for key, said in found.items()}


def _inputs(records: Iterable[Record]) -> dict[str, Any]:
    by_place: dict[str, dict[tuple[str, ...], list[Any]]] = {}
    for record in records:
        keys = tuple(key for key in (record.stage, record.member, record.year) if key is not None)
        by_place.setdefault(record.about, {}).setdefault(keys, []).append(record.written(bare_side="self"))
    return {name: _placed(places) for name, places in by_place.items()}


def _placed(places: Mapping[tuple[str, ...], list[Any]]) -> Any:
    """Values by their places: a map of them, beside it in a list those that stand for the whole school."""
    nested: dict[str, Any] = {}
    for keys, said in places.items():
        if keys:
            at = nested
            for key in keys[:-1]:
                at = at.setdefault(key, {})
            at[keys[-1]] = _one_or_list(said)
    plain = places.get((), [])
    return _one_or_list([*plain, *([nested] if nested else [])])


def _one_or_list(said: list[Any]) -> Any:
    return said[0] if len(said) == 1 else said


def as_yaml(dossier: Mapping[str, Any]) -> str:
    """Write a dossier as YAML."""
    return yaml.safe_dump(dict(dossier), allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)
