"""The records of a school as a list, so that a law can shuffle or replace them, and the dossier that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

__all__ = ["DossierRecords", "Record", "dossier_yaml"]


@dataclass(frozen=True, slots=True)
class Record:
    """One record: a value that one side found for a node, or recorded for an input, on a date.

    ``value`` is as a dossier has it: a word, a number, or the mapping of a share with ``part`` and ``of``. ``date`` is
    None where the record has the date of the dossier; ``evidence_codes`` are the codes of the evidence that it cites;
    ``why`` is the reason that it gives, ``until`` its last day, as a dossier writes it.
    """

    about: str
    value: Any
    is_input: bool = False
    side: str = "self"
    date: str | None = None
    stage: str | None = None
    member: str | None = None
    year: str | None = None
    evidence_codes: tuple[str, ...] = ()
    why: str | None = None
    until: str | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """The subject of the record and its place; records with one key replace or dispute one another."""
        return self.about, self.is_input, self.stage, self.member, self.year

    def as_entry(self, *, default_side: str) -> Any:
        """Return the record as a dossier has it, a bare word or a mapping.

        *default_side* is the side of records that name none, at the place in the dossier where the record will be.

        >>> Record("1.1", "met", date="2027-01-05").as_entry(default_side="self")
        {'is': 'met', 'on': '2027-01-05'}
        """
        entry = self.value if isinstance(self.value, Mapping) else {"value" if self.is_input else "is": self.value}
        more: dict[str, Any] = {} if self.side == default_side else {"side": self.side}
        if self.date is not None:
            more["on"] = self.date
        if self.until is not None:
            more["until"] = self.until
        if self.evidence_codes:
            more["by"] = list(self.evidence_codes)
        if self.why is not None:
            more["why"] = self.why
        elif self.value == "not-applicable":
            more["why"] = "no need"  # a dossier must give a reason for it
        if not more and not isinstance(self.value, Mapping):
            return self.value
        return {**entry, **more}


@dataclass(frozen=True, slots=True)
class DossierRecords:
    """The records of a school, and under ``rest`` the other parts of its dossier.

    Examples
    --------
    >>> records = DossierRecords((Record("1.1", "met"), Record("books", 5, is_input=True)), {"date": "2027-06-30"})
    >>> records.dossier()
    {'date': '2027-06-30', 'findings': {'1.1': 'met'}, 'inputs': {'books': 5}}
    """

    records: tuple[Record, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"{len(self.records)} records of a dossier:\n{dossier_yaml(self.dossier())}"

    @property
    def stages(self) -> tuple[str, ...] | None:
        """The stages of the school; None where the dossier names none."""
        stages = self.rest.get("school", {}).get("stages")
        return None if stages is None else tuple(stages)

    def with_records(self, records: Iterable[Record]) -> DossierRecords:
        """Return the same dossier with other records.

        The stages, the date, the evidence and the awards held stay as they are.
        """
        return replace(self, records=tuple(records))

    def dossier(self) -> dict[str, Any]:
        """Return the dossier as plain data, as it is read from YAML.

        Findings of the school are under ``findings``, external ones under ``external``, and records of inputs under
        ``inputs``. Several records of one slot form a list, in their order.
        """
        data: dict[str, Any] = dict(self.rest)
        for side, key in (("self", "findings"), ("external", "external")):
            findings = _group_findings([r for r in self.records if not r.is_input and r.side == side], side)
            if findings:
                data[key] = findings
        inputs = _group_inputs([r for r in self.records if r.is_input])
        return {**data, "inputs": inputs} if inputs else data


def _group_findings(records: Iterable[Record], side: str) -> dict[str, Any]:
    """Return the findings of one side by their keys, several of one key as a list."""
    entries: dict[str, list[Any]] = {}
    for record in records:
        key = f"{record.stage}/{record.about}" if record.stage else record.about
        entries.setdefault(key, []).append(record.as_entry(default_side=side))
    return {key: _one_or_list(several) for key, several in entries.items()}


def _group_inputs(records: Iterable[Record]) -> dict[str, Any]:
    by_input: dict[str, dict[tuple[str, ...], list[Any]]] = {}
    for record in records:
        keys = tuple(key for key in (record.stage, record.member, record.year) if key is not None)
        entries = by_input.setdefault(record.about, {}).setdefault(keys, [])
        entries.append(record.as_entry(default_side="self"))
    return {name: _nest_entries(entries) for name, entries in by_input.items()}


def _nest_entries(by_keys: Mapping[tuple[str, ...], list[Any]]) -> Any:
    """Return the entries of an input as nested mappings by stage, member and year.

    Entries without keys are about the whole school; where there are both, they form a list with the mapping last.
    """
    nested: dict[str, Any] = {}
    for keys, entries in by_keys.items():
        if keys:
            at = nested
            for key in keys[:-1]:
                at = at.setdefault(key, {})
            at[keys[-1]] = _one_or_list(entries)
    for_all = by_keys.get((), [])
    return _one_or_list([*for_all, *([nested] if nested else [])])


def _one_or_list(entries: list[Any]) -> Any:
    return entries[0] if len(entries) == 1 else entries


def dossier_yaml(dossier: Mapping[str, Any]) -> str:
    """Return a dossier as YAML text, its keys in their order and its Vietnamese letters whole.

    It is the text that a failed law shows, ready for a scenario file.
    """
    return yaml.safe_dump(dict(dossier), allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)
