"""Laws of amendments, over drawn frameworks and drawn acts, bad ones among them (4.2)."""

import copy
import datetime as dt
import json
import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.testing import frameworks

FIRST = dt.date(2030, 1, 1)
NEW_ITEM = {"id": "new", "en": "Something new", "vi": "Điều mới"}


def act(base, changes, *, day=FIRST, **more):
    law = {"document": f"Act of {day}", "in_force": str(day)}
    return {"kiemdinh": 1, "amends": base.id, "source": law, "changes": changes, **more}


def addresses(framework):
    """What a change can speak of: nodes, levels, entries and keys of awards."""
    nodes = list(framework.nodes)
    levels = [f"{info.id}/{step}" for info in framework.nodes.values() for step in info.levels]
    parts = [f"{key}/{name}" for key in ("inputs", "sets", "define") for name in getattr(framework.definition, key)]
    awards = [f"awards/{award.id}{key}" for award in framework.awards for key in ("", "/valid", "/needs")]
    return [*nodes, *levels, *parts, *awards, *(f"outcomes/{one.id}" for one in framework.outcomes), "tree", "inputs"]


def requirements(framework):
    return [info.id for info in framework.nodes.values() if info.layer is None and info.node.wording is None]


def titles(framework):
    nodes = st.sampled_from([info.id for info in framework.nodes.values() if not info.id.endswith("/whole")])
    return st.builds(lambda at: {"at": at, "do": "retitle", "to": {"en": "Another title"}}, nodes)


def sound_changes(framework, new="new"):
    """Changes, each of another criterion, that leave a definition which loads; *new* is the id of nothing there."""
    item = {**NEW_ITEM, "id": new}
    found = requirements(framework)
    groups = [f"{info.id}/{step}" for info in framework.nodes.values() for step in info.levels if info.node.levels]
    kinds = [titles(framework)]
    if found:
        one = st.sampled_from(found)
        kinds.append(st.builds(lambda at: {"at": at, "do": "replace", "to": item}, one))
        kinds.append(st.builds(lambda at: {"at": at, "do": "renumber", "to": new}, one))
        crowded = [at for at in found if len(siblings(framework, at)) > 1]
        if crowded:
            kinds.append(st.builds(lambda at, do: {"at": at, "do": do}, st.sampled_from(crowded), REMOVALS))
    if groups:
        kinds.append(st.builds(lambda at: {"at": at, "do": "add", "to": item}, st.sampled_from(groups)))
    return st.lists(st.one_of(kinds), min_size=1, max_size=3, unique_by=lambda change: place_of(change["at"]))


REMOVALS = st.sampled_from(["remove", "suspend"])


def place_of(at):
    """The criterion that a change is about: two changes of one criterion may get into each other's way."""
    return at.partition("/")[0]


def siblings(framework, at):
    info = framework.nodes[at]
    above = framework.nodes[info.parent]
    return above.levels[info.level] if info.level else above.parts


def any_changes(framework):
    """Changes of any kind, of anything, to anything."""
    at = st.sampled_from(addresses(framework)) | st.text(max_size=8)
    do = st.sampled_from(["add", "replace", "remove", "renumber", "retitle", "suspend", "resume", "burn"])
    to = st.sampled_from(
        [
            *(
                None,
                "new",
                "c1",
                "a/b",
                "",
                5,
                [],
                {},
                NEW_ITEM,
                [NEW_ITEM],
                [5],
                {"en": "T"},
                {"en": ["T"]},
                {"x": {}},
            ),
            *({"id": "c9", "en": "C", "wording": "unknown"}, {"value": "books"}, {"met_if": {"value": "nothing"}}),
        ]
    )
    change = st.fixed_dictionaries({"at": at, "do": do}, optional={"to": to, "cite": st.just("Article 1")})
    return st.lists(change, min_size=1, max_size=4)


def bare(data):
    """The data of a framework as a plain file has it."""
    return json.loads(json.dumps(data, default=str))


@st.composite
def amended(draw, changes=sound_changes):
    """A framework, an act, and the edition that it makes."""
    base = draw(frameworks(max_criteria=3))
    law = act(base, draw(changes(base)))
    return base, law, kd.apply(base, law)


@settings(max_examples=15, deadline=None)
@given(frameworks(max_criteria=3))
def test_applying_none_is_the_identity(base):
    same = kd.load(base, amendments=[])
    assert (same, same.digest, same.acts) == (base, base.digest, ())


@settings(max_examples=20, deadline=None)
@given(amended())
def test_an_edition_is_what_a_file_with_its_changes_says(drawn):
    """Nothing refers to what is not there: the composed file loads, and says the same."""
    base, _, later = drawn
    composed = kd.load(bare(later.source.data))
    assert (composed.digest, list(composed.nodes)) == (later.digest, list(later.nodes))
    assert base.digest != later.digest


@settings(max_examples=15, deadline=None)
@given(amended(), st.data())
def test_two_acts_in_order_are_the_composed_file(drawn, data):
    _, _, later = drawn
    second = act(later, data.draw(sound_changes(later, "newer")), day=dt.date(2031, 1, 1))
    composed = kd.load(bare(later.source.data))
    assert kd.apply(later, second).digest == kd.apply(composed, second).digest


@settings(max_examples=15, deadline=None)
@given(amended())
def test_digests_are_stable(drawn):
    base, law, later = drawn
    again = kd.apply(base, copy.deepcopy(law))
    travelled = pickle.loads(pickle.dumps(later))  # noqa: S301 - our own bytes
    assert {one.digest for one in (later, again, travelled)} == {later.digest}
    assert again.acts == later.acts == travelled.acts


@settings(max_examples=15, deadline=None)
@given(amended())
def test_what_is_gone_is_told_and_nothing_else(drawn):
    base, _, later = drawn
    told = {name for change in later.acts for name in change.gone if name in base.nodes}
    assert told == base.nodes.keys() - later.nodes.keys()
    assert len(set(later.nodes)) == len(list(later.nodes))


@settings(max_examples=15, deadline=None)
@given(frameworks(max_criteria=3), st.data())
def test_what_is_suspended_and_resumed_is_as_it_was(base, data):
    crowded = [at for at in requirements(base) if len(siblings(base, at)) > 1]
    if not crowded:
        return
    at = data.draw(st.sampled_from(crowded))
    without = kd.apply(base, act(base, [{"at": at, "do": "suspend"}]))
    back = kd.apply(without, act(base, [{"at": at, "do": "resume"}], day=dt.date(2031, 1, 1)))
    assert at not in without.nodes
    assert (list(back.nodes), back.definition.tree) == (list(base.nodes), base.definition.tree)


@settings(max_examples=40, deadline=None)
@given(frameworks(max_criteria=2), st.data())
def test_a_bad_act_gives_diagnostics_with_a_place_and_any_other_an_edition_that_loads(base, data):
    later, found = made_or_refused(base, act(base, data.draw(any_changes(base))))
    if later is None:
        assert found
        assert all(problem.path for problem in found if problem.severity == "error")
    else:
        assert kd.load(bare(later.source.data)).digest == later.digest
        assert len(set(later.nodes)) == len(list(later.nodes))


def made_or_refused(base, law):
    """The edition that an act makes, else the problems for which it is refused; any other error is one of ours."""
    try:
        return kd.apply(base, law), ()
    except kd.InputError as error:
        return None, error.diagnostics
