"""Crosswalks: what a file may say, what is wrong with one, and the look-ups of a loaded one."""

import copy
import json
import pickle

import pytest

import kiemdinh as kd
from kiemdinh.transitions.crosswalks import crosswalk_schema

HOTEL = {
    "kiemdinh": 1,
    "framework": "org.example.hotel",
    "source": {"document": "Rule 1"},
    "subject": {"kind": "hotel"},
    "scales": {"stars": {"steps": [{"id": "one"}, {"id": "two"}]}},
    "layers": [{"id": "item", "verdict": "level", "scale": "stars", "no_text": "carries"}],
    "inputs": {
        "beds": {"type": "number", "unit": "beds", "en": "Beds", "given": True},
        "full": {"type": "number", "unit": "percent", "en": "How full", "given": True},
    },
    "tree": [
        {"id": "1", "en": "Rooms", "levels": {"one": [{"id": "a", "en": "Beds"}], "two": [{"id": "a", "en": "Lamps"}]}},
        {"id": "2", "en": "Desk", "levels": {"one": [{"id": "a", "en": "Open"}]}},
    ],
    "outcomes": [
        {
            "id": "class",
            "ladder": "stars",
            "needs": {step: {"every": "item", "that": {"its": "level", "at_least": step}} for step in ("one", "two")},
        }
    ],
}
INN = {**HOTEL, "framework": "org.example.inn"}
WHY = {"vi": "Lý do", "en": "Reason"}


def relation(source=None, target=None, is_="equivalent-to", **more):
    ends = {key: end for key, end in (("from", source), ("to", target)) if end is not None}
    return {**ends, "is": is_, "why": WHY, "confidence": "high", **more}


def load(*relations, **more):
    data = {
        "kiemdinh": 1,
        "crosswalk": {"from": "org.example.hotel", "to": "org.example.inn"},
        "relations": list(relations),
    }
    return kd.load_crosswalk({**data, **more}, source=HOTEL, target=INN)


def problems(*relations, **more):
    with pytest.raises(kd.InputError) as error:
        load(*relations, **more)
    return [(one.code, one.path) for one in error.value.diagnostics if one.severity == "error"]


class TestLoading:
    def test_look_ups_go_both_ways(self):
        crosswalk = load(relation("1", "1"), relation("1", "2", "intersects-with"), relation("2", is_="none"))
        assert [one.target for one in crosswalk.from_source("1")] == ["1", "2"]
        assert [one.source for one in crosswalk.to_target("2")] == ["1"]
        assert [one.kind for one in crosswalk.from_source("2")] == ["none"]
        assert crosswalk.from_source("3") == ()

    def test_a_file_names_bundled_frameworks_by_their_ids(self):
        text = "kiemdinh: 1\ncrosswalk: {from: vn.tt18-2018@2018-10-10, to: vn.tt57-2026.pho-thong}\n"
        crosswalk = kd.load_crosswalk(text)
        assert crosswalk.source.edition == "vn.tt18-2018@2018-10-10"
        assert kd.load_crosswalk(crosswalk) is crosswalk

    def test_unmapped_nodes_of_both_sides_are_listed(self):
        crosswalk = load(relation("1", "1"), relation("1/two", "1/one"), relation(target="2", is_="none"))
        assert crosswalk.unmapped_source == ("1/one", "2", "2/one")
        # What has no counterpart speaks for its levels too.
        assert crosswalk.unmapped_target == ("1/two",)
        assert [(one.code, one.severity) for one in crosswalk.warnings] == [("KD258", "warning")] * 2
        assert "1/one, 2, 2/one" in str(crosswalk.warnings[0].message)

    def test_of_many_unmapped_nodes_the_first_are_named_whole(self):
        crosswalk = kd.load_crosswalk("kiemdinh: 1\ncrosswalk: {from: vn.tt18-2018, to: vn.tt57-2026.pho-thong}\n")
        shown = ", ".join(crosswalk.unmapped_source[:12])
        assert str(crosswalk.warnings[0].message).endswith(f": {shown}, …")

    def test_a_whole_crosswalk_has_no_warning(self):
        ends = ("1", "1/one", "1/two", "2", "2/one")
        assert load(*(relation(end, end) for end in ends)).warnings == ()


class TestAsAValue:
    """7.5 Results are immutable, safe to share between threads, equal by their digests, dates and engine."""

    def test_it_is_equal_and_hashed_by_what_it_relates(self):
        one, other = (load(relation("1", "1"), relation("2", is_="none")) for _ in range(2))
        for same in (other, pickle.loads(pickle.dumps(one)), copy.deepcopy(one)):  # noqa: S301 - its own bytes
            assert (same, hash(same)) == (one, hash(one))
            assert same.from_source("2") == one.from_source("2")
        assert one != load(relation("1", "1"))

    def test_it_is_written_as_data_and_loads_again(self):
        crosswalk = load(relation("1", "1", "subset-of", editorial=True), relation(target="2", is_="none"))
        data = json.loads(json.dumps(crosswalk.to_data()))
        assert data["relations"][1] == {
            "to": "2",
            "is": "none",
            "why": WHY,
            "confidence": "high",
            "editorial": False,
        }
        assert kd.load_crosswalk(data, source=HOTEL, target=INN) == crosswalk

    def test_a_loaded_one_is_checked_again_against_the_frameworks_that_are_given(self):
        crosswalk = load(relation("1", "1"), relation("2", "2"))
        assert kd.load_crosswalk(crosswalk, source=HOTEL) == crosswalk
        with pytest.raises(kd.InputError, match="KD260"):
            kd.load_crosswalk(crosswalk, source=INN)
        smaller = {**INN, "tree": INN["tree"][:1]}
        with pytest.raises(kd.InputError) as error:
            kd.load_crosswalk(crosswalk, target=smaller)
        assert [(one.code, one.path) for one in error.value.diagnostics] == [("KD255", "relations[1].to")]

    def test_a_file_that_names_a_file_and_another_framework_that_is_given(self, tmp_path):
        for name, definition in (("hotel.json", HOTEL), ("inn.json", INN)):
            (tmp_path / name).write_text(json.dumps(definition))
        file = tmp_path / "walk.yaml"
        file.write_text("kiemdinh: 1\ncrosswalk: {from: ./hotel.json, to: ./inn.json}\n")
        assert kd.load_crosswalk(file, source=HOTEL, target=INN, allow_files=True).target.id == INN["framework"]
        with pytest.raises(kd.InputError, match="KD260"):
            kd.load_crosswalk(file, source=INN, allow_files=True)


class TestProblems:
    def test_all_at_once_each_at_its_place(self):
        found = problems(
            relation("9", "1"),
            relation("1", "1/three"),
            relation("1"),
            relation("1", "1", "none"),
            relation("2", "2", "same"),
        )
        # The form of a file is checked first: what is no relation at all cannot be looked up.
        assert found == [("KD104", "relations[4].is")]
        found = problems(relation("9", "1"), relation("1", "1/three"), relation("1"), relation("2", "2", "none"))
        assert found == [
            ("KD255", "relations[0].from"),
            ("KD255", "relations[1].to"),
            ("KD256", "relations[2]"),
            ("KD256", "relations[3]"),
        ]

    def test_the_nearest_id_is_suggested(self):
        with pytest.raises(kd.InputError) as error:
            load(relation("inputs/bed", "1"))
        assert "did you mean 'inputs/beds'?" in str(error.value)

    def test_a_pair_related_twice(self):
        assert problems(relation("1", "1"), relation("1", "1", "subset-of")) == [("KD257", "relations[1]")]

    def test_no_counterpart_and_one(self):
        assert problems(relation("1", "1"), relation("1", is_="none")) == [("KD257", "relations[1].from")]

    def test_a_figure_is_related_to_a_figure(self):
        assert problems(relation("inputs/beds", "1")) == [("KD256", "relations[0]")]

    def test_figures_that_are_not_one_measure(self):
        assert problems(relation("inputs/beds", "inputs/full")) == [("KD259", "relations[0].is")]
        assert load(relation("inputs/beds", "inputs/full", "intersects-with")).relations

    def test_another_framework_than_the_one_given(self):
        data = {"kiemdinh": 1, "crosswalk": {"from": "org.example.inn", "to": "org.example.hotel"}, "relations": []}
        with pytest.raises(kd.InputError, match="KD260"):
            kd.load_crosswalk(data, source=HOTEL, target=INN)

    def test_a_file_is_named_only_where_the_caller_allows_files(self, tmp_path):
        (tmp_path / "hotel.json").write_text(json.dumps(HOTEL))
        file = tmp_path / "walk.yaml"
        file.write_text("kiemdinh: 1\ncrosswalk: {from: ./hotel.json, to: vn.tt57-2026.gdtx}\nrelations: []\n")
        assert kd.load_crosswalk(file, allow_files=True).source.id == "org.example.hotel"
        with pytest.raises(kd.InputError, match=r"walk.yaml:2:\d+: error KD243"):
            kd.load_crosswalk(file)

    @pytest.mark.parametrize("text", ["", "[]", "a: 1", "crosswalk: 3", "crosswalk: {from: 1}", "{crosswalk: [x}"])
    def test_whatever_is_no_crosswalk_is_refused(self, text):
        with pytest.raises(kd.InputError):
            kd.load_crosswalk(text)

    def test_a_definition_is_no_crosswalk_and_a_crosswalk_no_definition(self):
        with pytest.raises(kd.InputError, match="KD101"):
            kd.load_crosswalk(HOTEL)
        with pytest.raises(kd.InputError, match="KD247"):
            kd.load({"kiemdinh": 1, "crosswalk": {"from": "a", "to": "b"}})

    def test_many_wrong_relations_end_in_time(self):
        found = problems(*(relation(f"x{i}", f"y{i}") for i in range(2_000)))
        assert len(found) == 1_000  # nobody reads more


class TestSchema:
    def test_it_says_what_a_relation_may_be(self):
        import jsonschema

        schema = crosswalk_schema()
        good = {"kiemdinh": 1, "crosswalk": {"from": "a", "to": "b"}, "relations": [relation("1", "1")]}
        jsonschema.validate(good, schema)
        for wrong in ({"is": "same"}, {"confidence": "sure"}, {"extra": 1}):
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate({**good, "relations": [{**relation("1", "1"), **wrong}]}, schema)
