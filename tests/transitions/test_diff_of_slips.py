"""Slips that nothing else may notice: a unit, a citation, a day, a side. Each change of one place shows in a diff."""

import copy
import re
from collections import defaultdict
from itertools import islice

import pytest

import kiemdinh as kd

FRAMEWORKS = {"vn.tt57-2026.gdtx": 3, "vn.tt57-2026.pho-thong": 3, "vn.tt57-2026.mam-non": 2, "vn.tt19-2018": 1}
"""How many places of each kind are changed in each framework."""
DROP = object()
RENAMED = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}
CHANGED = {
    "unit": lambda said: "ha" if said != "ha" else "m2",
    "better": lambda said: "lower" if said == "higher" else "higher",
    "given": lambda _: DROP,
    "cite": lambda _: "Điều 99",
    "items": lambda said: int(said) + 1,
    "when": lambda _: DROP,
    "may_not_apply": lambda _: DROP,
    "side": lambda said: "self" if said == "external" else "external",
    "last": lambda said: int(said) + 1,
    "valid": lambda _: "7 years",
    "renew_before": lambda _: "7 months",
    "wait_for_higher": lambda _: "7 years",
    "in_force": lambda _: "2031-01-01",
    "until": lambda _: "2039-01-01",
    "document": lambda said: f"{said} (2)",
    "vi": lambda said: re.sub(r"\d+", "7", said, count=1) if re.search(r"\d", said) else f"{said} (nếu có)",
    "en": lambda said: f"{said} (if any)",
}


def walk(data, path=()):
    """Every key of the definition with the path to its map, outer ones first."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield path, key, inner
            yield from walk(inner, (*path, key))
    elif isinstance(data, list):
        for i, inner in enumerate(data):
            yield from walk(inner, (*path, i))


def list_slips(name):
    """The kind and place of each change, spread over the definition."""
    places = defaultdict(list)
    for path, key, said in walk(kd.load(name).source.data):
        if key in RENAMED or (key in CHANGED and (not isinstance(said, dict | list) or key == "when")):
            places[key].append(path)
    for key, paths in places.items():
        yield from ((name, key, path) for path in islice(paths, 0, None, max(1, len(paths) // FRAMEWORKS[name])))


def slip(name, key, path):
    """The definition with one place changed; None where it is refused."""
    data = copy.deepcopy(kd.load(name).source.data)
    part = data
    for step in path:
        part = part[step]
    said = part.pop(key)
    if key in RENAMED:
        part[RENAMED[key]] = said
    elif (new := CHANGED[key](said)) is not DROP:
        part[key] = new
    data.pop("expect", None)
    try:
        return kd.load(data, unofficial=True)
    except kd.InputError:
        return None


SLIPS = [one for name in FRAMEWORKS for one in list_slips(name)]


@pytest.mark.parametrize(("name", "key", "path"), SLIPS, ids=[f"{n}-{k}-{i}" for i, (n, k, _) in enumerate(SLIPS)])
def test_each_shows_at_its_place(name, key, path):
    old, new = kd.load(name), slip(name, key, path)
    if new is None:
        pytest.skip("the changed definition is refused")
    diff = kd.diff(old, new, budget=200)
    assert diff.entries
    assert kd.apply(old, diff).digest == new.digest
    section = path[0] if path else key
    shown = {entry.at.partition("/")[0] for entry in diff.entries}
    of_tree = [entry for entry in diff.entries if (entry.before or entry.after).is_node]
    assert of_tree if section == "tree" else {str(section), "framework"} & shown


def test_there_are_enough_that_load():
    kinds = {key for _, key, _ in SLIPS}
    loaded = [one for one in SLIPS if slip(*one) is not None]
    assert len(loaded) >= 80
    assert {"unit", "better", "given", "cite", "items", "when", "may_not_apply", "at_least", "valid", "vi"} <= kinds
