"""Changes of one place in bundled frameworks: each shows in the diff, at its place, and is undone by its amendment."""

import copy
from collections import defaultdict

import pytest

import kiemdinh as kd
from kiemdinh.testing.mutation.changes import list_changes
from kiemdinh.testing.mutation.mutant import make_mutant

FRAMEWORKS = ("vn.tt57-2026.gdtx", "vn.tt57-2026.pho-thong", "vn.tt57-2026.mam-non")
OF_RULES = {
    "threshold",
    "comparator",
    "table cell",
    "applicability",
    "all or any",
    "part of a condition",
    "quantifier",
    "negation",
}
"""Kinds of changes of conditions: they ask more or less, or something else, or are proved to ask the same."""


def sample(name, of_each=3):
    """Some changes of each kind, spread over the definition."""
    by_kind = defaultdict(list)
    for change in list_changes(kd.load(name)):
        by_kind[change.kind].append(change)
    return [change for changes in by_kind.values() for change in changes[:: max(1, len(changes) // of_each)][:of_each]]


CHANGES = [(name, change) for name in FRAMEWORKS for change in sample(name)]


def test_there_are_changes_enough():
    assert len(CHANGES) >= 80


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=[f"{n} {c.kind} {c.was}"[:70] for n, c in CHANGES])
def test_each_change_shows(name, change):
    old = kd.load(name)
    mutant = make_mutant(old, change)
    if mutant is None:
        pytest.skip("the changed definition is refused")
    diff = kd.diff(old, mutant.framework)
    assert diff.entries
    assert kd.apply(old, diff).digest == mutant.framework.digest
    if change.kind in OF_RULES:
        shown = {entry.kind for entry in diff.entries}
        assert shown & {"tightened", "loosened", "changed", "reworded"}
        for entry in diff.entries:
            if entry.kind in ("tightened", "loosened") and entry.at.startswith("outcomes/"):
                assert entry.witness is not None


def node_of(data, *path):
    for step in path:
        data = data[step]
    return data


GDTX = "vn.tt57-2026.gdtx"
FIRST = ("tree", 0, "parts", 0)
BY_HAND = {
    "the article of a requirement": (*FIRST, "cite", "Điều 99"),
    "the title of a criterion": (*FIRST, "vi", "Tên khác"),
    "the document": ("source", "document", "99/2026/TT-BGDĐT"),
    "the title of the framework": ("vi", "Bộ khác"),
    "the subject": ("subject", "kind", "other"),
    "the school year": ("school_year", "begins", "09-05"),
}


@pytest.mark.parametrize("change", BY_HAND.values(), ids=BY_HAND.keys())
def test_what_mutation_does_not_change_shows_too(change):
    old = kd.load(GDTX)
    data = copy.deepcopy(old.source.data)
    *path, key, value = change
    node_of(data, *path)[key] = value
    new = kd.load(data, unofficial=True)
    diff = kd.diff(old, new)
    assert diff.entries
    assert kd.apply(old, diff).digest == new.digest


def test_certainty_alone_does_not_show():
    """It is left out of the digest, and so of the diff: nothing is asked otherwise (Digests)."""
    old = kd.load(GDTX)
    data = copy.deepcopy(old.source.data)
    data["certainty"] = "unverified" if old.definition.certainty != "unverified" else "confirmed"
    new = kd.load(data, unofficial=True)
    assert new != old
    assert not kd.diff(old, new)
