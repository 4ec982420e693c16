"""What holds of every two editions: laws on drawn frameworks, and on changes of one place."""

import copy
import json

import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.testing import dossiers, frameworks
from kiemdinh.transitions import Diff

SWAPPED = {"tightened": "loosened", "loosened": "tightened", "added": "removed", "removed": "added"}
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
MANY = settings(max_examples=40, deadline=None, suppress_health_check=SLOW)


def lists_in(data, path=()):
    """The paths of all lists of parts with ids, in the data of a definition."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from lists_in(inner, (*path, key))
    elif isinstance(data, list):
        if data and all(isinstance(one, dict) and "id" in one for one in data):
            yield path
        for i, inner in enumerate(data):
            yield from lists_in(inner, (*path, i))


def find(data, path):
    for step in path:
        data = data[step]
    return data


@st.composite
def pairs(draw):
    """A framework, and the same with some parts left out, moved, renumbered, renamed or said otherwise."""
    old = draw(frameworks())
    data = copy.deepcopy(old.source.data)
    for _ in range(draw(st.integers(1, 3))):
        parts = find(data, draw(st.sampled_from(sorted(lists_in(data), key=str))))
        i = draw(st.integers(0, len(parts) - 1))
        what = draw(st.sampled_from(("remove", "move", "renumber", "retitle", "bound", "repeat")))
        if what == "remove" and len(parts) > 1:
            del parts[i]
        elif what == "move":
            parts.insert(draw(st.integers(0, len(parts) - 1)), parts.pop(i))
        elif what == "renumber":
            parts[i]["id"] = draw(st.sampled_from(("z1", "z2")))
        elif what == "retitle":
            parts[i]["en"] = "Another text"
        elif what == "bound":
            parts[i]["met_if"] = {"value": "books", "at_least": draw(st.integers(1, 19))}
        else:
            parts.append({**copy.deepcopy(parts[i]), "id": "y1"})
    try:
        return old, kd.load(data)
    except kd.InputError:
        assume(False)
        raise


def turned(entries):
    return {(entry.at, SWAPPED.get(entry.kind, "")) for entry in entries if entry.kind in SWAPPED}


def shown(entries):
    return {(entry.at, entry.kind) for entry in entries if entry.kind in SWAPPED}


def check(old, new):
    """Everything that is true of two editions."""
    diff, back = kd.diff(old, new), kd.diff(new, old)
    again = Diff.from_dict(json.loads(diff.to_json()))
    assert (again, again.to_dict(), hash(again)) == (diff, diff.to_dict(), hash(diff))
    assert bool(diff) == (old.digest != new.digest) == bool(diff.changes)
    if diff:
        assert kd.apply(old, diff).digest == new.digest
    if not any(entry.kind == "undecided" for entry in (*diff.entries, *back.entries)):
        renumbered = {entry.at: entry.after.at for entry in diff.entries if entry.before and entry.after}
        there = {(renumbered.get(at, at), kind) for at, kind in shown(diff.entries)}
        assert there == turned(back.entries)
    return diff


@MANY
@given(frameworks(), frameworks())
def test_any_two_frameworks_of_one_id(old, new):
    """4.8 Nothing differs where the rules digests are equal, and the changes that are listed make the new edition of
    the old one."""
    assert not kd.diff(old, old)
    check(old, new)


@MANY
@given(pairs())
def test_a_framework_and_an_edited_one(pair):
    old, new = pair
    check(old, new)


def test_a_ladder_in_another_order_writes_out_bands_that_would_not_rise():
    """The edition before is written in bands, which rise from step to step; the new one asks the same without."""
    bands = {"of": {"share": "criterion", "that": "met"}, "from": {"low": "1/3", "high": "2/3"}}
    old = kd.load(
        {
            "kiemdinh": 1,
            "framework": "org.example.bands",
            "source": {"document": "By-law 1"},
            "subject": {"kind": "school"},
            "layers": [{"id": "criterion", "verdict": "met"}],
            "scales": {"steps": {"not_reached": {"id": "none"}, "steps": [{"id": "low"}, {"id": "high"}]}},
            "tree": [{"id": "1"}, {"id": "2"}, {"id": "3"}],
            "outcomes": [{"id": "level", "ladder": "steps", "bands": bands}],
        }
    )
    data = copy.deepcopy(old.source.data)
    data["scales"]["steps"]["steps"].reverse()
    new = kd.load(data)
    assert {one["at"] for one in check(old, new).changes} == {"source", "scales/steps", "outcomes/level"}
    check(new, old)


@MANY
@given(pairs())
def test_the_changes_written_to_a_file_make_the_new_edition(tmp_path_factory, pair):
    old, new = pair
    diff = kd.diff(old, new)
    assume(diff)
    path = tmp_path_factory.mktemp("act") / "act.yaml"
    path.write_text(yaml.safe_dump(diff.to_amendment(), allow_unicode=True), encoding="utf-8")
    assert kd.apply(old, path).digest == new.digest


@MANY
@given(pairs())
def test_each_witness_is_accepted_and_gets_something_else(pair):
    old, new = pair
    for entry in kd.diff(old, new).entries:
        witness = entry.witness
        if witness is not None:
            day = witness.dossier["date"]
            by_old = kd.assess(old, witness.dossier, on=day)
            by_new = kd.assess(new, witness.new_dossier or witness.dossier, on=day)
            levels = [None if one.level is None else one.level.id for one in (by_old, by_new)]
            assert levels == [witness.old_level, witness.new_level]
            assert witness.old != witness.new


@MANY
@given(st.data())
def test_a_dossier_that_tells_two_editions_apart_is_only_where_something_differs(data):
    """Searched: what has one digest gives one result; where a level differs, an outcome or award is listed."""
    old, new = data.draw(pairs())
    dossier = data.draw(dossiers(old))
    try:
        by_old, by_new = (kd.assess(one, dossier, on="2026-06-30") for one in (old, new))
    except kd.InputError:
        assume(False)
        raise
    told_apart = [
        (one.id, one.guaranteed, other.guaranteed)
        for one, other in zip(by_old.outcomes, by_new.outcomes, strict=False)
        if one.id == other.id and (one.guaranteed and one.guaranteed.id) != (other.guaranteed and other.guaranteed.id)
    ]
    if told_apart:
        assert kd.diff(old, new).rules
