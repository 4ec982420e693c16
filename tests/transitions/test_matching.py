"""Which node of a new edition each node of the old one has become."""

import copy

import pytest
from hypothesis import given, settings

import kiemdinh as kd
from kiemdinh.testing import frameworks
from kiemdinh.transitions.diffs import match_nodes

BASE = {
    "kiemdinh": 1,
    "framework": "org.example.hotel",
    "source": {"document": "Rule 1", "in_force": "2020-01-01"},
    "subject": {"kind": "hotel"},
    "scales": {"stars": {"steps": [{"id": "one"}, {"id": "two"}]}},
    "layers": [{"id": "item", "verdict": "level", "scale": "stars", "no_text": "carries"}],
    "tree": [
        {"id": "1", "en": "Rooms", "levels": {"one": [{"id": "a", "en": "Beds"}, {"id": "b", "en": "Lamps"}]}},
        {"id": "2", "en": "Desk", "levels": {"one": [{"id": "a", "en": "Open"}], "two": [{"id": "a", "en": "Late"}]}},
    ],
    "outcomes": [
        {
            "id": "class",
            "ladder": "stars",
            "needs": {step: {"every": "item", "that": {"its": "level", "at_least": step}} for step in ("one", "two")},
        }
    ],
}


def edited(**changes):
    data = copy.deepcopy(BASE)
    data.update(changes)
    return kd.load(data)


def amended(*changes):
    source = {"document": "Rule 2", "in_force": "2022-01-01"}
    return kd.apply(kd.load(BASE), {"kiemdinh": 1, "amends": BASE["framework"], "source": source, "changes": changes})


def test_what_has_the_same_id_is_the_same():
    match = match_nodes(edited(), edited())
    assert dict(match.new_of) == {node: node for node in edited().nodes}
    assert (match.removed, match.added, match.renumbered) == ((), (), ())


def test_what_is_there_once_is_removed_or_added():
    later = amended({"at": "1/one/b", "do": "remove"}, {"at": "2/two", "do": "add", "to": {"id": "b", "en": "Bell"}})
    match = match_nodes(edited(), later)
    assert (match.removed, match.added) == (("1/one/b",), ("2/two/b",))


def test_two_that_changed_places():
    later = amended({"at": "1", "do": "renumber", "to": "2"}, {"at": "2", "do": "renumber", "to": "1"})
    match = match_nodes(edited(), later)
    assert (match.new_of["1/one/b"], match.new_of["2/two/a"]) == ("2/one/b", "1/two/a")


def test_what_an_act_has_renumbered_is_followed_with_all_below_it():
    later = amended({"at": "2", "do": "renumber", "to": "7"})
    match = match_nodes(edited(), later)
    assert match.new_of["2/two/a"] == "7/two/a"
    assert match.renumbered == (("2", "7"),)


def test_an_id_that_went_to_another_node_is_not_taken_for_the_same():
    """Numbers move on: what was 2 is 1 now, and what was 1 is gone."""
    later = amended({"at": "1", "do": "remove"}, {"at": "2", "do": "renumber", "to": "1"})
    match = match_nodes(edited(), later)
    assert (match.new_of["2"], match.removed) == ("1", ("1", "1/one/a", "1/one/b"))
    assert match.added == ()


def test_a_requirement_that_an_act_has_renumbered():
    later = amended({"at": "1/one/b", "do": "renumber", "to": "c"})
    assert match_nodes(edited(), later).renumbered == (("1/one/b", "1/one/c"),)


def test_without_an_act_it_is_told_by_what_it_says():
    tree = copy.deepcopy(BASE["tree"])
    tree[1]["id"] = "9"
    match = match_nodes(edited(), edited(tree=tree))
    assert (match.new_of["2"], match.new_of["2/one/a"], match.renumbered) == ("9", "9/one/a", (("2", "9"),))


@pytest.mark.parametrize("text", ["Desks", None])
def test_what_says_something_else_under_another_id_is_another_node(text):
    tree = copy.deepcopy(BASE["tree"])
    tree[1] |= {"id": "9", "en": text} if text else {"id": "9", "levels": {"one": [{"id": "a", "en": "Closed"}]}}
    match = match_nodes(edited(), edited(tree=tree))
    assert "2" in match.removed
    assert "9" in match.added


def test_the_circular_of_2018_and_its_edition_of_2025():
    match = match_nodes(kd.load("vn.tt18-2018@2018-10-10"), kd.load("vn.tt18-2018@2025-01-25"))
    assert {"1.5/muc-2/p2", "2.2/muc-2/a", "3.1/muc-1/a"} <= set(match.removed)
    assert match.new_of["3.1"] == "3.1"
    assert match.renumbered == ()


@settings(max_examples=30, deadline=None)
@given(frameworks(), frameworks())
def test_every_node_is_matched_once_or_left(old, new):
    match = match_nodes(old, new)
    assert {*match.new_of, *match.removed} == set(old.nodes)
    assert {*match.new_of.values(), *match.added} == set(new.nodes)
    assert len(match.new_of) == len(set(match.new_of.values()))
    turned = match_nodes(new, old)
    assert {(b, a) for a, b in match.new_of.items()} == set(turned.new_of.items())
