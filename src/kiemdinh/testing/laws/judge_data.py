"""Judgements of results, digests and files as data (semantics 4.4, 7)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

import yaml

from kiemdinh.api.assess import assess
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.standards.catalogue import load
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.laws.cases import RecordPair
from kiemdinh.testing.laws.law import fail_law
from kiemdinh.testing.laws.outcome_spans import collect_spans
from kiemdinh.testing.strategies import DossierRecords, dossier_yaml

__all__ = [
    "changeable_paths",
    "judge_definition_digest",
    "judge_definition_round_trip",
    "judge_deterministic",
    "judge_dossier_digest",
    "judge_dossier_round_trip",
]

_TEXT_KEYS: Final = ("vi", "en", "cite", "document")
_NUMBER_KEYS: Final = ("at_least", "at_most", "above", "below", "items", "points", "last")


def judge_deterministic(framework: Framework, case: DossierRecords) -> None:
    """Judge that the same inputs give the same result, and that the order of keys does not matter.

    4.4 "Assessing the same inputs again gives the same result, digest included." A copy of the dossier is assessed, and
    one with the keys of all its mappings in reverse. 7.4: the JSON reads back as the data it was made from.
    """
    dossier = case.dossier()
    first, second = (assess(framework, one) for one in (dossier, deepcopy(dossier)))
    if first.to_json() != second.to_json() or json.loads(first.to_json()) != first.to_dict():
        fail_law("the same result, again and as JSON", "another", dossier)
    reordered = assess(framework, _with_keys_reversed(dossier))
    if reordered.dossier_digest != first.dossier_digest or collect_spans(reordered) != collect_spans(first):
        fail_law("the same result and digest whatever the order of keys", "another", dossier)


def _with_keys_reversed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_keys_reversed(value[key]) for key in reversed(list(value))}
    return value


def judge_dossier_round_trip(framework: Framework, case: DossierRecords) -> None:
    """Judge that a dossier written as YAML is read as the same.

    The digests are compared: they cover all content of a dossier, but not how it is written (7.1).
    """
    dossier = case.dossier()
    plain, read = (read_dossier(one, framework).digest for one in (dossier, dossier_yaml(dossier)))
    if plain != read:
        fail_law(f"the digest {plain}", f"{read} when read from YAML", dossier)


def judge_dossier_digest(framework: Framework, case: RecordPair) -> None:
    """Judge that two dossiers that say different things have different digests.

    The second dossier has one record that says ``unknown``; where that changes nothing there is nothing to judge.
    """
    first, second = (one.dossier() for one in (case.first, case.second))
    # Two records that say the same count as one: the dossiers must differ as sets of records.
    if first != second and _record_texts(case.first) != _record_texts(case.second):
        one, other = (read_dossier(dossier, framework).digest for dossier in (first, second))
        if one == other:
            fail_law("another digest where a record says something else", one, second)


def _record_texts(records: DossierRecords) -> set[str]:
    """Return the records as a set, since their order and number make no difference to a dossier."""
    return {f"{record}" for record in records.records}


# -- definitions ---------------------------------------------------------------------------------------------------


def judge_definition_round_trip(framework: Framework, _case: object) -> None:
    """Judge that a framework written out and loaded again is the same, also with its keys in another order.

    It is written as the plain data of its model, which leaves out defaults, and as YAML with sorted keys; both are
    loaded, and the digests compared (7.1).
    """
    data = framework.definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=True)
    for written in (data, text.encode()):
        digest = load(written, unofficial=True).digest
        if digest != framework.digest:
            fail_law(f"the digest {framework.digest}", f"{digest} when written out and loaded again")


def judge_definition_digest(framework: Framework, path: tuple[Any, ...]) -> None:
    """Judge that a definition with a different text or number at *path* has a different digest.

    A number becomes greater by one, a text gets one more word. A change that the loader refuses is skipped.
    """
    source = framework.source
    if source is None:
        return
    data = deepcopy(dict(source.data))
    at: Any = data
    for key in path[:-1]:
        at = at[key]
    value = at[path[-1]]
    at[path[-1]] = int(value) + 1 if str(value).isdigit() else f"{value} indeed"
    try:
        digest = load(data, unofficial=True).digest
    except InputError:
        return  # the number is one of several that must fit each other
    if digest == framework.digest:
        where = ".".join(map(str, path))
        fail_law(f"another digest once {where} is {at[path[-1]]!r}", digest)


def changeable_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each text and number of a definition that can be changed without another.

    Examples
    --------
    >>> list(changeable_paths({"tree": [{"id": "1", "en": "There is a catalogue"}]}))
    [('tree', 0, 'en')]
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from changeable_paths(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            yield from changeable_paths(inner, (*path, i))
    elif path and (path[-1] in _TEXT_KEYS or (path[-1] in _NUMBER_KEYS and str(value).isdigit())):
        yield path
