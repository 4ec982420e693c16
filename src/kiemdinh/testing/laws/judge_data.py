"""What results, digests and files must be (semantics 4.4, 7)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import yaml

from kiemdinh.evidence.reading import read_dossier
from kiemdinh.standards.diagnostics import InputError
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.loading import load
from kiemdinh.testing.laws.cases import Swap
from kiemdinh.testing.laws.law import broken
from kiemdinh.testing.laws.outcome_spans import assessed, standing
from kiemdinh.testing.strategies.records import Papers, as_yaml

__all__ = [
    "definition_digest",
    "definition_round_trip",
    "deterministic",
    "dossier_digest",
    "dossier_round_trip",
    "leaves",
]


def deterministic(framework: Framework, case: Papers) -> None:
    """Judge that the same inputs give the same result, and that the order of keys says nothing."""
    dossier = case.dossier()
    first, second = (assessed(framework, one) for one in (dossier, deepcopy(dossier)))
    if first.to_json() != second.to_json() or json.loads(first.to_json()) != first.to_dict():
        broken("the same result, again and as JSON", "another", dossier)
    turned = assessed(framework, _turned(dossier))
    if turned.dossier_digest != first.dossier_digest or standing(turned) != standing(first):
        broken("the same result and digest whatever the order of keys", "another", dossier)


def _turned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _turned(value[key]) for key in reversed(list(value))}
    return value


def dossier_round_trip(framework: Framework, case: Papers) -> None:
    """Judge that a dossier written as YAML is read as the same."""
    dossier = case.dossier()
    plain, read = (read_dossier(one, framework).digest for one in (dossier, as_yaml(dossier)))
    if plain != read:
        broken(f"the digest {plain}", f"{read} when read from YAML", dossier)


def dossier_digest(framework: Framework, case: Swap) -> None:
    """Judge that two dossiers that say different things have different digests."""
    first, second = (one.dossier() for one in (case.papers, case.other))
    if first != second and _said(case.papers) != _said(case.other):
        one, other = (read_dossier(d, framework).digest for d in (first, second))
        if one == other:
            broken("another digest where a record says something else", one, second)


def _said(papers: Papers) -> set[str]:
    return {f"{record}" for record in papers.records}


# -- definitions -------------------------------------------------------------------------------------------------


def definition_round_trip(framework: Framework, _case: object) -> None:
    """Judge that a framework written out and loaded again is the same, also with its keys in another order."""
    said = framework.definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=True)
    for what in (said, text):
        digest = load(what).digest
        if digest != framework.digest:
            broken(f"the digest {framework.digest}", f"{digest} when written out and loaded again")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where the texts and numbers of a definition stand, those that can be changed without another."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            yield from leaves(inner, (*path, i))
    elif path and _is_free(path[-1], value):
        yield path


def _is_free(key: Any, value: Any) -> bool:
    if key in ("vi", "en", "cite", "document"):
        return True
    return key in ("at_least", "at_most", "above", "below", "items", "points", "last") and str(value).isdigit()


def definition_digest(framework: Framework, path: tuple[Any, ...]) -> None:
    """Judge that a definition that says something else has another digest."""
    source = framework.source
    if source is None:
        return
    said = deepcopy(dict(source.data))
    at: Any = said
    for key in path[:-1]:
        at = at[key]
    value = at[path[-1]]
    at[path[-1]] = int(value) + 1 if str(value).isdigit() else f"{value} indeed"
    try:
        digest = load(said).digest
    except InputError:
        return
    if digest == framework.digest:
        where = ".".join(map(str, path))
        broken(f"another digest once {where} is {at[path[-1]]!r}", digest)
