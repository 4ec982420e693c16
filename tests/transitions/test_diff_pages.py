"""Each kind of difference as a whole: its text in both languages and its data, kept as snapshots.

``KIEMDINH_SNAPSHOTS=write pytest tests/transitions/test_diff_pages.py`` writes them again: read what has changed.
"""

import copy
import json
from pathlib import Path

import pytest
from test_diff import BASE, ROOMS, act, edited

import kiemdinh as kd
from snapshots import check_snapshot

FOLDER = Path(__file__).parent / "snapshots"
BREAKFAST = ("tree", 1, "parts", 1, "levels")


def bound(number):
    return {"value": "rooms", "at_least": number}


def elsewhere():
    data = copy.deepcopy(BASE)
    data["tree"][0]["parts"].append(data["tree"][1]["parts"].pop(1))
    return kd.load(data)


def unknown():
    text = {"id": "2.2", "en": "Breakfast", "wording": "unknown"}
    return kd.apply(kd.load(BASE), act({"at": "2.2", "do": "replace", "to": text, "cite": "Article 4"}))


EDITIONS = {
    "added": lambda: kd.apply(
        kd.load(BASE), act({"at": "1.2/one", "do": "add", "to": {"id": "a", "en": "There is a wall"}})
    ),
    "removed": lambda: edited(*BREAKFAST, put={"one": [{"id": "a", "en": "There is breakfast"}]}),
    "renumbered": lambda: kd.apply(kd.load(BASE), act({"at": "2.1", "do": "renumber", "to": "2.9"})),
    "retitled": lambda: edited("tree", 1, en="Services"),
    "reworded": lambda: edited(*ROOMS, "one", 0, met_if={"not": {"value": "rooms", "below": 5}}),
    "tightened": lambda: edited(*ROOMS, "one", 0, met_if=bound(8)),
    "loosened": lambda: edited("define", "large", at_least=200),
    "changed": lambda: edited(*ROOMS, "one", 0, met_if={"value": "lift", "is": "true"}),
    "moved": elsewhere,
    "undecided": unknown,
    "term": lambda: edited("awards", 0, valid="2 years"),
    "key-put-in": lambda: edited(*ROOMS, "one", 1, may_not_apply=True),
    "key-left-out": lambda: edited(*ROOMS, "two", 1, drop="when"),
    "same": lambda: kd.load(BASE),
}


@pytest.mark.parametrize("kind", EDITIONS)
def test_the_whole_of_it(kind):
    diff = kd.diff(kd.load(BASE), EDITIONS[kind]())
    data = diff.to_dict()
    for edition in (data["old"], data["new"]):
        assert edition.pop("digest").startswith("rules2:")
    del data["search"]
    parts = (diff.to_text("en"), diff.to_text("vi"), diff.to_markdown("en"), json.dumps(data, indent=1) + "\n")
    check_snapshot(FOLDER / f"diff-{kind}.txt", "\n=====\n".join(parts))


@pytest.mark.parametrize("kind", EDITIONS)
def test_no_line_is_longer_than_the_terminal(kind):
    diff = kd.diff(kd.load(BASE), EDITIONS[kind]())
    for lang in ("vi", "en"):
        assert max(map(len, diff.to_text(lang).splitlines())) <= 80


def test_the_kinds_are_all_there():
    """Each snapshot named by a kind has an entry of that kind."""
    for kind in kd.diff(kd.load(BASE), kd.load(BASE)).to_dict():
        if kind in EDITIONS:
            assert getattr(kd.diff(kd.load(BASE), EDITIONS[kind]()), kind), kind
