"""What differs between two editions, and the schools that show it."""

import copy
import json
import pickle
from pathlib import Path

import pytest
import yaml

import kiemdinh as kd
from kiemdinh.transitions import Diff, DiffEntry

BASE = {
    "kiemdinh": 1,
    "framework": "org.example.hotel",
    "source": {"document": "Rule 1", "in_force": "2020-01-01"},
    "subject": {"kind": "hotel"},
    "scales": {"stars": {"steps": [{"id": "one", "en": "One star"}, {"id": "two", "en": "Two stars"}]}},
    "layers": [
        {"id": "group"},
        {
            "id": "item",
            "in": "group",
            "verdict": "level",
            "scale": "stars",
            "no_text": "carries",
            "not_applicable": "drop",
        },
    ],
    "inputs": {
        "rooms": {"type": "number", "unit": "count", "step": 1, "range": {"from": 0, "to": 500}, "en": "Rooms"},
        "lift": {"type": "yes_no", "en": "There is a lift"},
    },
    "sets": {"others": {"among": "item", "except": ["2.1"]}},
    "define": {"large": {"value": "rooms", "at_least": 100}},
    "tree": [
        {
            "id": "1",
            "en": "House",
            "parts": [
                {
                    "id": "1.1",
                    "en": "Rooms",
                    "cite": "Article 1",
                    "levels": {
                        "one": [
                            {"id": "a", "en": "At least 5 rooms", "met_if": {"value": "rooms", "at_least": 5}},
                            {"id": "b", "en": "Beds are made"},
                        ],
                        "two": [
                            {"id": "a", "en": "At least 20 rooms", "met_if": {"value": "rooms", "at_least": 20}},
                            {
                                "id": "l",
                                "en": "A large house has a lift",
                                "when": "large",
                                "met_if": {"value": "lift", "is": "true"},
                            },
                        ],
                    },
                },
                {"id": "1.2", "en": "Garden", "levels": {"two": [{"id": "a", "en": "There is a garden"}]}},
            ],
        },
        {
            "id": "2",
            "en": "Service",
            "parts": [
                {"id": "2.1", "en": "Desk", "levels": {"one": [{"id": "a", "en": "A desk is open"}]}},
                {
                    "id": "2.2",
                    "en": "Breakfast",
                    "levels": {"one": [{"id": "a", "en": "There is breakfast"}, {"id": "b", "en": "There is tea"}]},
                },
            ],
        },
    ],
    "outcomes": [
        {
            "id": "class",
            "en": "Class",
            "ladder": "stars",
            "needs": {
                "one": {"every": "item", "that": {"its": "level", "at_least": "one"}},
                "two": {"every": "others", "that": {"its": "level", "at_least": "two"}},
            },
        }
    ],
    "awards": [{"id": "sign", "en": "Sign", "needs": {"outcome": "class", "at_least": "one"}, "valid": "3 years"}],
}


def at(data, *path):
    for step in path:
        data = data[step]
    return data


def edited(*path, put=None, drop=None, **keys):
    """The definition with keys of one part set, one left out, or the part replaced."""
    data = copy.deepcopy(BASE)
    if put is not None:
        at(data, *path[:-1])[path[-1]] = put
    part = at(data, *path)
    if drop is not None:
        del part[drop]
    if keys:
        part.update(keys)
    return kd.load(data)


CIRCULAR_18 = ("vn.tt18-2018@2018-10-10", "vn.tt18-2018@2025-01-25")
ROOMS = ("tree", 0, "parts", 0, "levels")


@pytest.fixture(scope="module")
def base():
    return kd.load(BASE)


def found(old, new):
    return [(entry.kind, entry.at) for entry in kd.diff(old, new).entries]


def names(entries):
    return [entry.at for entry in entries]


class TestKinds:
    """4.8 Nodes of two editions are the same where an act renumbered one to the other, else by their id, else where
    they say the same in the same place."""

    def test_nothing_differs(self, base):
        assert not kd.diff(base, kd.load(BASE))
        assert kd.diff(base, kd.load(BASE)).changes == ()

    def test_comments_and_the_order_of_keys_say_nothing(self, base):
        text = "# a comment\n" + yaml.safe_dump(BASE, sort_keys=True)
        assert kd.diff(base, kd.load(text=text)).entries == ()

    def test_a_requirement_asks_more(self, base):
        new = edited(*ROOMS, "one", 0, met_if={"value": "rooms", "at_least": 8})
        (entry,) = kd.diff(base, new).tightened
        assert (entry.at, entry.keys) == ("1.1/one/a", ("met_if",))
        assert (entry.before.says["met_if"]["at_least"], entry.after.says["met_if"]["at_least"]) == ("5", "8")
        assert ("tightened", "outcomes/class/one") in [(e.kind, e.at) for e in kd.diff(base, new).rules]

    def test_the_other_way_round_it_asks_less(self, base):
        new = edited(*ROOMS, "one", 0, met_if={"value": "rooms", "at_least": 8})
        assert names(kd.diff(new, base).loosened) == ["1.1/one/a"]

    def test_it_asks_something_else(self, base):
        new = edited(*ROOMS, "one", 0, met_if={"value": "lift", "is": "true"})
        assert names(kd.diff(base, new).changed) == ["1.1/one/a"]

    def test_another_bound_that_asks_the_same_is_other_words(self, base):
        new = edited(*ROOMS, "one", 0, met_if={"not": {"value": "rooms", "below": 5}})
        assert found(base, new) == [("reworded", "1.1/one/a")]

    def test_a_rule_that_stands_elsewhere(self, base):
        """The requirement is as it was; the name that it uses means something else."""
        new = edited("define", "large", at_least=200)
        diff = kd.diff(base, new)
        assert names(diff.loosened) == ["1.1/two/l"]
        assert names(diff.changed) == ["define/large"]

    def test_titles_and_wordings(self, base):
        assert found(base, edited("tree", 1, en="Services")) == [("retitled", "2")]
        assert found(base, edited(*ROOMS, "one", 1, en="Beds are fresh")) == [("reworded", "1.1/one/b")]
        assert found(base, edited("inputs", "rooms", en="Bedrooms")) == [("retitled", "inputs/rooms")]
        assert found(base, edited("tree", 0, "parts", 0, cite="Article 2")) == [("reworded", "1.1")]

    def test_added_and_removed(self, base):
        new = edited("tree", 1, "parts", 1, levels={"one": [{"id": "a", "en": "There is breakfast"}]})
        assert names(kd.diff(base, new).removed) == ["2.2/one/b"]
        assert names(kd.diff(new, base).added) == ["2.2/one/b"]

    def test_a_level_and_a_criterion_are_one_entry_each(self, base):
        without = edited("tree", 0, "parts", 0, "levels", drop="two")
        assert names(kd.diff(base, without).removed) == ["1.1/two"]
        new = edited("tree", 1, "parts", put=BASE["tree"][1]["parts"][:1])
        assert names(kd.diff(base, new).removed) == ["2.2"]

    def test_renumbered(self, base):
        later = kd.apply(base, act({"at": "2.1", "do": "renumber", "to": "2.9"}))
        diff = kd.diff(base, later)
        (entry,) = diff.renumbered
        assert (entry.at, entry.after.at, entry.act) == ("2.1", "2.9", "Rule 2")
        assert (diff.added, diff.removed, diff.tightened) == ((), (), ())

    def test_the_order_of_criteria_is_moved(self, base):
        new = edited("tree", 1, "parts", put=BASE["tree"][1]["parts"][::-1])
        diff = kd.diff(base, new)
        assert [entry.kind for entry in diff.entries] == ["moved"]

    def test_what_went_elsewhere_is_moved(self, base):
        data = copy.deepcopy(BASE)
        data["tree"][0]["parts"].append(data["tree"][1]["parts"].pop(1))
        assert found(base, kd.load(data)) == [("moved", "2.2")]

    def test_unknown_wording_is_undecided(self, base):
        later = kd.apply(
            base, act({"at": "2.2", "do": "replace", "to": {"id": "2.2", "en": "Food", "wording": "unknown"}})
        )
        diff = kd.diff(base, later)
        assert names(diff.undecided) == ["2.2"]
        assert (diff.removed, diff.added) == ((), ())
        assert names(diff.retitled) == ["2.2"]

    def test_terms_of_awards(self, base):
        (entry,) = kd.diff(base, edited("awards", 0, valid="2 years")).rules
        assert (entry.kind, entry.at) == ("tightened", "awards/sign/valid")

    def test_without_steps_nothing_is_decided(self, base):
        new = edited(*ROOMS, "one", 0, met_if={"value": "rooms", "at_least": 8})
        diff = kd.diff(base, new, budget=1)
        assert not diff.search.complete
        assert diff.undecided or any(entry.kind == "undecided" for entry in diff.rules)
        assert kd.apply(base, diff).digest == new.digest


def act(*changes, **more):
    source = {"document": "Rule 2", "in_force": "2022-01-01"}
    return {"kiemdinh": 1, "amends": BASE["framework"], "source": source, "changes": list(changes), **more}


CHANGES_OF_RULES = {
    "a bound": (*ROOMS, "one", 0, {"met_if": {"value": "rooms", "at_least": 8}}),
    "a lower bound": (*ROOMS, "two", 0, {"met_if": {"value": "rooms", "at_least": 12}}),
    "a condition left out": (*ROOMS, "two", 1, {"when": {"value": "rooms", "at_least": 50}}),
    "a set": ("sets", "others", {"except": ["1.2"]}),
    "a ladder": (
        "outcomes",
        0,
        "needs",
        {"two": {"count": "item", "that": {"its": "level", "at_least": "two"}, "at_least": 3}},
    ),
}


class TestWitnesses:
    @pytest.mark.parametrize("change", CHANGES_OF_RULES.values(), ids=CHANGES_OF_RULES.keys())
    @pytest.mark.parametrize("turned", [False, True])
    def test_a_school_gets_another_level_by_each(self, base, change, turned):
        *path, keys = change
        old, new = (base, edited(*path, **keys))[:: -1 if turned else 1]
        shown = [entry for entry in kd.diff(old, new).entries if entry.kind in ("tightened", "loosened")]
        assert shown
        for entry in shown:
            school = entry.witness.dossier
            levels = [kd.assess(each, school, on="2026-01-01").level for each in (old, new)]
            ids = [None if level is None else level.id for level in levels]
            assert ids == [entry.witness.old_level, entry.witness.new_level]
            assert ids[0] != ids[1]
            assert entry.witness.new_dossier is None

    def test_what_is_added_keeps_a_school_from_a_level(self, base):
        later = kd.apply(base, act({"at": "1.2/one", "do": "add", "to": {"id": "a", "en": "There is a wall"}}))
        (entry,) = kd.diff(base, later).added
        witness = entry.witness
        by_old = kd.assess(base, witness.dossier, on="2026-01-01")
        by_new = kd.assess(later, witness.new_dossier or witness.dossier, on="2026-01-01")
        assert by_old.level is not None
        assert (by_new.level is None or by_new.level.id) != by_old.level.id

    def test_ids_of_each_edition(self, base):
        renumbered = kd.apply(base, act({"at": "1.1", "do": "renumber", "to": "1.9"}))
        new = kd.apply(
            renumbered,
            act({"at": "1.9/one/a", "do": "replace", "to": {"id": "a", "met_if": {"value": "rooms", "at_least": 9}}})
            | {"source": {"document": "Rule 3", "in_force": "2023-01-01"}},
        )
        (entry,) = kd.diff(base, new).tightened
        assert (entry.at, entry.after.at) == ("1.1/one/a", "1.9/one/a")
        by_old = kd.assess(base, entry.witness.dossier, on="2026-01-01")
        by_new = kd.assess(new, entry.witness.new_dossier or entry.witness.dossier, on="2026-01-01")
        assert by_old.node("1.1/one/a").truth is not by_new.node("1.9/one/a").truth


@pytest.fixture(scope="module")
def rules():
    """The outcomes and awards of Circular 18 as issued and as amended, by their addresses."""
    return {entry.at: entry for entry in kd.diff(*CIRCULAR_18).rules}


class TestUnknownWording:
    """4.8 of rules above such a part only those schools count that fail whatever its wording asks."""

    @pytest.mark.parametrize("level", ["muc-1", "muc-2"])
    def test_what_is_known_is_easier_and_the_rest_is_open(self, rules, level):
        """Criteria 3.4 to 3.6 went; that 3.1 to 3.3 ask more in their new wording is not known."""
        entry = rules[f"outcomes/muc/{level}"]
        assert (entry.kind, entry.witness) == ("undecided", None)
        assert entry.counter_witness.old_lacks == ("3.4/muc-1/a/a1",)
        assert (entry.counter_witness.old_level, entry.counter_witness.new_level) == (None, "muc-4")
        assert entry.counter_witness.old_attainable is None

    @pytest.mark.parametrize("level", ["muc-3", "muc-4"])
    def test_harder_for_some_and_easier_for_others(self, rules, level):
        entry = rules[f"outcomes/muc/{level}"]
        assert entry.kind == "changed"
        assert (entry.witness.old_level, entry.witness.new_level) == ("muc-4", "muc-2")
        assert entry.witness.new_lacks == ("5.6/muc-3/b/con-lai",)
        assert (entry.counter_witness.old_level, entry.counter_witness.new_level) == (None, "muc-4")

    def test_the_other_way_round(self):
        rules = {entry.at: entry for entry in kd.diff(*CIRCULAR_18[::-1]).rules}
        entry = rules["outcomes/muc/muc-1"]
        assert (entry.kind, entry.counter_witness, entry.witness.new_lacks) == ("undecided", None, ("3.4/muc-1/a/a1",))

    def test_it_is_told_for_whom(self):
        text = " ".join(kd.diff(*CIRCULAR_18).to_text("en").split())
        assert "Level 1, Level 2: easier to reach for some; whether it is harder for others is not known" in text
        assert "Level 3, Level 4: harder for some, easier for others" in text
        assert "Harder, for example: a school that does not meet “5.6/muc-3/b/con-lai" in text


class TestActs:
    def test_each_entry_names_the_act_that_made_it(self, base):
        first = {"at": "1.1/one/b", "do": "remove", "cite": "Article 4"}
        second = {"at": "2", "do": "replace", "to": BASE["tree"][1] | {"en": "Services"}, "cite": "Article 5"}
        diff = kd.diff(base, kd.apply(base, act(first, second)))
        assert {entry.at: entry.act for entry in diff.entries if not entry.at.startswith(("out", "aw"))} == {
            "1.1/one/b": "Rule 2, Article 4",
            "2": "Rule 2, Article 5",
            "source": "Rule 2",
        } | {entry.at: "Rule 2, Article 5" for entry in diff.entries if entry.at.startswith("2.")}

    def test_without_acts_the_new_document_is_named(self, base):
        new = edited("source", document="Rule 7")
        assert {entry.act for entry in kd.diff(base, new).entries} == {"Rule 7"}


ONE = {
    "kiemdinh": 1,
    "crosswalk": {"from": "vn.tt18-2018", "to": "vn.tt57-2026.pho-thong"},
    "relations": [{"from": "1.9", "is": "none", "why": {"en": "Because"}, "confidence": "low"}],
}


class TestReadBack:
    """7.5 They pickle and copy as data: the framework is named by id and digest and found again if it is bundled."""

    def test_it_is_equal_and_says_the_same(self):
        diff = kd.diff(*CIRCULAR_18)
        again = Diff.from_dict(json.loads(diff.to_json()))
        assert (again, hash(again)) == (diff, hash(diff))
        assert again.to_dict() == diff.to_dict()
        assert again.to_text("vi") == diff.to_text("vi")
        assert again.to_amendment() == diff.to_amendment()

    def test_editions_that_are_not_bundled_are_attached(self, base):
        new = edited(*ROOMS, "one", 0, met_if={"value": "rooms", "at_least": 8})
        diff = kd.diff(base, new)
        again = Diff.from_dict(diff.to_dict())
        assert (again, again.changes, hash(again)) == (diff, diff.changes, hash(diff))
        with pytest.raises(kd.InputError, match="KD340"):
            again.to_text("en")
        assert again.attach(base, new).to_text("en") == diff.to_text("en")
        with pytest.raises(kd.InputError, match="KD340"):
            again.attach(new, base)

    @pytest.mark.parametrize(
        ("change", "path"),
        [
            ({"schema": "https://kiemdinh.dev/schema/diff/2.0.json"}, "schema"),
            ({"tightened": [{"kind": "tightened"}]}, "tightened.0.at"),
            ({"positions": {}}, "positions"),
            ({"positions": {"tightened": [0], "rules": [0, 2]}}, "positions"),
            ({"old": None}, "old"),
        ],
    )
    def test_other_data_is_refused_at_its_place(self, base, change, path):
        diff = kd.diff(base, edited(*ROOMS, "one", 0, met_if={"value": "rooms", "at_least": 8}))
        with pytest.raises(kd.InputError) as error:
            Diff.from_dict({**diff.to_dict(), **change})
        assert [(one.code, one.path) for one in error.value.diagnostics] == [("KD341", path)]

    def test_a_witness_does_not_change_and_is_written_as_json(self, base):
        diff = kd.diff(base, edited(*ROOMS, "one", 0, met_if={"value": "rooms", "at_least": 8}))
        school = diff.tightened[0].witness.dossier
        with pytest.raises(TypeError):
            school["findings"] = {}
        assert kd.assess(base, json.loads(json.dumps(school))) == kd.assess(base, school)


class TestForms:
    def test_it_is_pickled_with_its_changes(self, base):
        for found in (kd.diff(base, base), kd.diff("vn.tt18-2018@2018-10-10", "vn.tt18-2018@2025-01-25", budget=1)):
            again = pickle.loads(pickle.dumps(found))  # noqa: S301 - these are its own bytes
            assert (again, again.changes) == (found, found.changes)

    def test_two_frameworks(self, base):
        with pytest.raises(kd.InputError, match="KD262"):
            kd.diff("vn.tt57-2026.gdtx", "vn.tt57-2026.pho-thong")

    def test_two_frameworks_by_a_crosswalk(self):
        why = {"en": "Because"}
        relations = [
            {"from": "1.1", "to": "1.1", "is": "subset-of", "why": why, "confidence": "high"},
            {"from": "1.2", "to": "1.3", "is": "equivalent-to", "why": why, "confidence": "high"},
            {"from": "1.9", "is": "none", "why": why, "confidence": "low"},
        ]
        ends = {"from": "vn.tt18-2018", "to": "vn.tt57-2026.pho-thong"}
        crosswalk = kd.load_crosswalk({"kiemdinh": 1, "crosswalk": ends, "relations": relations})
        diff = kd.diff("vn.tt18-2018", "vn.tt57-2026.pho-thong", crosswalk=crosswalk)
        assert (names(diff.tightened), names(diff.renumbered), names(diff.removed)) == (["1.1"], ["1.2"], ["1.9"])
        assert diff.renumbered[0].after.at == "1.3"
        assert len(diff.undecided) == len((*crosswalk.unmapped_source, *crosswalk.unmapped_target))
        assert diff.changes == ()
        assert "Because" in diff.to_text("en")

    def test_two_frameworks_of_ones_own(self, base):
        other = kd.load(BASE | {"framework": "org.example.inn"})
        walk = {
            "kiemdinh": 1,
            "crosswalk": {"from": BASE["framework"], "to": "org.example.inn"},
            "relations": [{"from": "1.1", "to": "1.2", "is": "subset-of", "why": {"en": "So"}, "confidence": "low"}],
        }
        assert names(kd.diff(base, other, crosswalk=walk).tightened) == ["1.1"]

    def test_two_frameworks_by_the_bundled_crosswalk(self):
        diff = kd.diff("vn.tt18-2018", "vn.tt57-2026.pho-thong")
        assert diff.entries
        assert diff.to_html("vi").startswith("<!doctype html>")

    def test_a_crosswalk_of_others(self):
        with pytest.raises(kd.InputError, match="KD262"):
            kd.diff(kd.load(BASE), kd.load(BASE), crosswalk=kd.load_crosswalk(ONE))

    def test_json(self, base):
        new = edited(*ROOMS, "one", 0, met_if={"value": "rooms", "at_least": 8})
        data = json.loads(kd.diff(base, new).to_json())
        assert data["tightened"][0]["at"] == "1.1/one/a"
        assert data["old"]["digest"] == base.digest
        assert data["changes"] == list(kd.diff(base, new).changes)

    def test_the_lists_part_the_entries(self, base):
        diff = kd.diff("vn.tt18-2018@2018-10-10", "vn.tt18-2018@2025-01-25")
        data = diff.to_dict()
        lists = [entry for key in data if isinstance(data[key], list) and key != "changes" for entry in data[key]]
        assert len(lists) == len(diff.entries)
        assert all(isinstance(entry, DiffEntry) and entry.act for entry in diff.entries)

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_words(self, base, lang):
        diff = kd.diff(base, edited(*ROOMS, "one", 0, met_if={"value": "rooms", "at_least": 8}))
        assert "1.1/one/a" in diff.to_text(lang)
        assert diff.to_markdown(lang).startswith("# ")
        assert diff.to_html(lang).startswith("<!doctype html>")


def test_the_published_schema_is_that_of_the_code_and_holds():
    import jsonschema

    from kiemdinh.data.transitions.diff_schema import schema_of_diff

    path = Path(__file__).parents[2] / "docs" / "schema" / "diff-1.0.json"
    assert json.loads(path.read_text(encoding="utf-8")) == schema_of_diff(), (
        "python -m kiemdinh.data.transitions.diff_schema docs/schema/diff-1.0.json"
    )
    jsonschema.validate(kd.diff("vn.tt18-2018@2018-10-10", "vn.tt18-2018@2025-01-25").to_dict(), schema_of_diff())


def large(count, bound):
    """A definition of many criteria, each with a bound of its own."""
    criteria = [
        {"id": str(i), "levels": {"one": [{"id": "a", "met_if": {"value": f"x{i}", "at_least": bound}}]}}
        for i in range(count)
    ]
    inputs = {f"x{i}": {"type": "number", "range": {"from": 0, "to": 9}} for i in range(count)}
    layers = [{"id": "item", "verdict": "level", "scale": "stars", "no_text": "carries"}]
    data = {"tree": criteria, "inputs": inputs, "layers": layers, "sets": {}, "define": {}, "awards": []}
    needs = {step: {"every": "item", "that": {"its": "level", "at_least": step}} for step in ("one", "two")}
    return kd.load(BASE | data | {"outcomes": [{"id": "class", "ladder": "stars", "needs": needs}]})


def test_many_differences_take_no_more_witnesses_than_the_budget_allows():
    """Each is decided all the same: a proof about one requirement is small."""
    diff = kd.diff(large(40, 4), large(40, 5), budget=500)
    assert (len(diff.tightened), diff.search.complete) == (40, True)
    found = sum(entry.witness is not None for entry in diff.tightened)
    assert 0 < found < 40
