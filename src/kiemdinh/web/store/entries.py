"""A dossier as entries: one for each finding, item of evidence and value, so that an edit changes only some of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

__all__ = ["Entries", "EntryChange", "EntryPlace", "join_entries", "replay_changes", "split_dossier"]

_SPLIT: Final = ("findings", "external", "inputs", "evidence")
"""The keys of a dossier, and of one of its stages, whose entries are kept one by one."""


class EntryPlace(NamedTuple):
    """The place of an entry in a dossier.

    Attributes
    ----------
    part
        The keys of the map that it stands in, joined by a dot: ``findings``, ``stages.thcs.findings``; empty for the
        dossier itself.
    key
        Its key there, such as the id of a node or the code of an item of evidence.
    """

    part: str
    key: str


Entries: TypeAlias = Mapping[EntryPlace, Any]
"""The content of a dossier by place. Empty parts have no entry, except an empty index of evidence."""


class EntryChange(NamedTuple):
    """One entry that was changed: its value before and its value now; None where there is no entry."""

    place: EntryPlace
    before: Any
    after: Any


def split_dossier(dossier: Mapping[str, Any]) -> dict[EntryPlace, Any]:
    """Return a dossier, as plain data, as entries.

    >>> split_dossier({"date": "2027-06-30", "findings": {"1.1": "muc-1"}})
    {EntryPlace(part='', key='date'): '2027-06-30', EntryPlace(part='findings', key='1.1'): 'muc-1'}
    """
    found = dict(_split_map("", {key: value for key, value in dossier.items() if key != "stages"}))
    for stage, below in dossier.get("stages", {}).items():
        found.update(_split_map(f"stages.{stage}.", below))
    return found


def _split_map(above: str, data: Mapping[str, Any]) -> Iterator[tuple[EntryPlace, Any]]:
    for key, value in data.items():
        if value is None:
            continue
        if key not in _SPLIT:
            yield EntryPlace(above.rstrip("."), key), value
        elif value == {} and key == "evidence":
            # An empty index of evidence differs from a missing one: only the former means that nothing is supported
            # (semantics 3.3).
            yield EntryPlace(above.rstrip("."), key), {}
        else:
            for below, entry in value.items():
                yield EntryPlace(f"{above}{key}", below), entry


def join_entries(entries: Entries) -> dict[str, Any]:
    """Return the dossier that consists of *entries*, as plain data: the inverse of :func:`split_dossier`.

    >>> join_entries({EntryPlace("stages.thcs.findings", "1.1"): "muc-1"})
    {'stages': {'thcs': {'findings': {'1.1': 'muc-1'}}}}
    """
    dossier: dict[str, Any] = {}
    for place, value in sorted(entries.items()):
        where = dossier
        for key in place.part.split(".") if place.part else ():
            where = where.setdefault(key, {})
        # An empty index is filled with the entries of its items, so it is copied: the caller's data are not changed.
        where[place.key] = {} if value == {} else value
    return dossier


def replay_changes(changes: Iterable[EntryChange]) -> dict[EntryPlace, Any]:
    """Return the entries that remain when *changes* are made one after the other, from nothing."""
    entries: dict[EntryPlace, Any] = {}
    for place, _, after in changes:
        if after is None:
            entries.pop(place, None)
        else:
            entries[place] = after
    return entries
