"""The bundled facility standards of Circulars 13/2020 and 23/2024 say what the facts say: nothing lost or added.

Every part of the facts is a requirement, or a number in the rule of one, of the stage and edition that it is of, and as
certain as the fact. What the facts say was not found is a requirement whose wording is unknown.
"""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

import kiemdinh as kd

DATA = Path(__file__).parents[1] / "data"
FACTS = yaml.safe_load((DATA / "facilities-2020-2024.yaml").read_text(encoding="utf-8"))
STAGES = tuple(FACTS["articles"])
LEVEL_OF = {"site": "toi-thieu", "minimum": "toi-thieu", "level_1": "muc-1", "level_2": "muc-2"}
SECTION = {"SITE": "site", "MIN": "minimum", "L1": "level_1", "L2": "level_2"}
# Where a part of the facts stands: the requirement, and the words of the rule around its number where it has several.
SITE = {
    "groups_min": ("quy-mo-duoi", "plain"),
    "groups_min_difficult": ("quy-mo-duoi", "difficult"),
    "groups_min_small_commune": ("quy-mo-duoi", "small"),
    "groups_min_not_public": ("quy-mo-duoi", "otherwise"),
    "groups_min_island": ("quy-mo-duoi", "island"),
    "classes_min": ("quy-mo-duoi", "plain"),
    "classes_min_difficult": ("quy-mo-duoi", "difficult"),
    "groups_max": ("quy-mo-tren", "plain"),
    "classes_max": ("quy-mo-tren", "plain"),
    "multi_level_min": ("quy-mo-nhieu-cap-duoi", "plain"),
    "multi_level_max": ("quy-mo-nhieu-cap-tren", "plain"),
    "campuses_max": ("diem-truong", "plain"),
    "campuses_max_difficult": ("diem-truong", "difficult"),
    "campuses_max_rugged": ("diem-truong", "rugged"),
    "classes_per_campus_min": ("lop-mot-diem", "plain"),
    "land_m2_per_child": ("dat", "plain"),
    "land_m2_per_pupil": ("dat", "plain"),
    "land_constrained_m2": ("dat-han-che", "plain"),
    "land_mountain_urban_m2": ("dat-mien-nui", "plain"),
    "land_urban_class_iii_m2": ("dat-do-thi", "plain"),
    "land_boarder_addon_m2": ("dat-noi-tru", "plain"),
    "storeys_max": ("so-tang", "plain"),
}
ROOMS = {
    "office": "van-phong",
    "security_room": "bao-ve",
    "administration_room": "hanh-chinh",
    "art_room": "nghe-thuat",
    "pe_room": "the-chat",
    "multi_purpose_above_14": "da-nang",
    "multi_purpose_small": "da-nang",
    "it_room": "tin-hoc",
    "meeting_room": "phong-hop",
    "health_room": "y-te",
    "store": "kho",
    "one_room_per_class": "phong-hoc",
    "classrooms_per_class": "phong-hoc",
    "music": "am-nhac",
    "art": "mi-thuat",
    "technology": "cong-nghe",
    "natural_science": "khtn",
    "it": "tin-hoc",
    "foreign_language": "ngoai-ngu",
    "multi_function": "da-chuc-nang",
    "natural_science_above": "khtn",
    "foreign_language_above": "ngoai-ngu",
    "multi_function_above": "da-chuc-nang",
    "social_science": "khxh",
    "pupil_seats": "cho-doc-hoc-sinh",
    "teacher_seats": "cho-doc-giao-vien",
    "subject_rooms": "phong-bo-mon",
}
TABLES = {"art_rooms_small": ("nghe-thuat", "up_to 14"), "art_rooms_large": ("nghe-thuat", "last"),
          "pe_rooms_small": ("the-chat", "up_to 14"), "pe_rooms_large": ("the-chat", "last")}  # fmt: skip
# "1 for n": the rule compares the part with 1/n of the whole.
ONE_FOR = {
    "staff_men_per_urinal": "ve-sinh-nam-tieu",
    "staff_men_per_bowl": "ve-sinh-nam-xi",
    "staff_men_bowls_per_basin": "ve-sinh-nam-chau",
    "staff_women_per_bowl": "ve-sinh-nu-xi",
    "staff_women_bowls_per_basin": "ve-sinh-nu-chau",
    "boys_per_urinal": "ve-sinh-hoc-sinh-nam-tieu",
    "boys_per_bowl": "ve-sinh-hoc-sinh-nam-xi",
    "boys_per_basin": "ve-sinh-hoc-sinh-nam-chau",
    "girls_per_bowl": "ve-sinh-hoc-sinh-nu-xi",
    "girls_per_basin": "ve-sinh-hoc-sinh-nu-chau",
}
FOUND = {
    "staff_room_with_lockers": "phong-nhan-vien",
    "one_room_per_group": "phong-nhom",
    "zone_common": "khu-sinh-hoat",
    "zone_sleeping": "khu-ngu",
    "zone_toilet_with_partitions": "khu-ve-sinh",
    "separate_rooms": "phong-rieng",
    "own_playground": "san-choi",
    "garden": "vuon",
    "works_solid": "kien-co",
    "all_solid": "kien-co",
    "verandas": "hien",
    "group_store": "kho",
    "by_age_group": "theo-do-tuoi",
    "head_room": "phong-hieu-truong",
    "deputy_room": "phong-pho-hieu-truong",
    "covered_parking": "de-xe",
    "covered_pupil_parking": "de-xe-hoc-sinh",
    "fence_and_gate": "cong-hang-rao",
    "tradition_and_team_room": "truyen-thong",
    "teacher_room": "phong-giao-vien",
    "separate_courts": "san-the-thao",
    "multi_purpose_hall": "nha-da-nang",
    "dining_hall": "nha-an",
    "party_and_unions_room": "phong-doan-the",
    "subject_team_rooms": "phong-to",
    "lighting": "chieu-sang",
    "fans": "quat",
}


def frameworks():
    return {(stage, str(e.in_force)): e.framework for stage in STAGES for e in kd.editions(f"vn.tt13-2020.{stage}")}


ALL = frameworks()


def written(node):
    """The comparison of a requirement as plain data."""
    source = ALL_BY_NODE[id(node)].source.data
    for key in node.path:
        source = source[key]
    return source


ALL_BY_NODE = {id(node): framework for framework in ALL.values() for node in framework.nodes.values()}


def bound_of(node):
    comparison = written(node)["met_if"]
    return next(comparison[key] for key in ("at_least", "at_most") if key in comparison)


def cells(bound, name="plain"):
    """The numbers of a bound, each by the word of its case: that of the innermost *otherwise* is the plain one."""
    if not isinstance(bound, dict):
        return {name: Fraction(str(bound))}
    if "steps" in bound:
        return {f"up_to {s['up_to']}" if "up_to" in s else "last": Fraction(str(s["then"])) for s in bound["steps"]}
    found = {}
    for word, value in bound["values"].items():
        # What a public school has to have is what holds where nothing else is said.
        found |= cells(value, "plain" if word == "public" else str(word))
    inner = bound["otherwise"]
    return found | (cells(inner) if isinstance(inner, dict) or "public" not in bound["values"] else
                    {"otherwise": Fraction(str(inner))})  # fmt: skip


PARTS = [(fact, key) for fact in FACTS["facts"] for key in fact["value"]]


def node_of(fact, name):
    """The requirement of a fact in the edition that the fact is of."""
    section = next(SECTION[word] for word in fact["id"].split("-") if word in SECTION)
    article = FACTS["articles"][fact["stage"]][section]
    framework = ALL[fact["stage"], str(fact["edition"])]
    return framework.nodes[f"{article}/{LEVEL_OF[section]}/{name}"]


def find(fact, key):
    """The requirement that says a part of the facts."""
    value, framework = fact["value"][key], ALL.get((fact["stage"], str(fact["edition"])))
    if value == "not_found":
        node = node_of(fact, "noi-dung")
        assert node.node.wording == "unknown"
    elif key in SITE:
        name, word = SITE[key]
        node = node_of(fact, name)
        assert cells(bound_of(node))[word] == value
    elif key in ROOMS:
        node = node_of(fact, ROOMS[key])
        assert cells(bound_of(node)) == {"plain": Fraction(str(value))}
    elif key in TABLES:
        node = node_of(fact, TABLES[key][0])
        assert cells(bound_of(node))[TABLES[key][1]] == value
    elif key in ONE_FOR:
        node = node_of(fact, ONE_FOR[key])
        comparison = written(node)["met_if"]
        first = comparison["any"][0] if "any" in comparison else comparison
        assert Fraction(str(first["at_least"])) == Fraction(1, value)
    elif key == "boys_trough_m":
        node = node_of(fact, "ve-sinh-hoc-sinh-nam-tieu")
        per_boy = Fraction(str(written(node)["met_if"]["any"][1]["at_least"]))
        assert per_boy * 30 == Fraction(str(value))
    elif key == "multi_purpose_cut":
        node = node_of(fact, "da-nang")
        assert str(written(node)["when"]["above"]) == str(value)
    elif key == "classes_cut":
        node = node_of(fact, "khtn")
        assert {str(written(node_of(fact, n))["when"]["above"]) for n in ("khtn", "ngoai-ngu", "da-chuc-nang")} == {
            "20"
        }
    elif key == "land_urban_class_iii":
        node = node_of(fact, "dat-do-thi")
        assert bound_of(node) == {"value": "land_urban"}
        assert framework.parameters["land_urban"].default is None
    elif key == "land_town_centre":
        node = node_of(fact, "dat-trung-tam")
        assert framework.parameters["town_centres"].default is None
        assert cells(bound_of(node)) == {"included": 8, "plain": 10}
    else:
        node = node_of(fact, FOUND[key])
        assert "met_if" not in written(node)
    return node


@pytest.mark.parametrize(("fact", "key"), PARTS, ids=[f"{fact['id']}-{key}" for fact, key in PARTS])
def test_every_part_of_the_facts_is_said(fact, key):
    if fact["id"] == "ANNEXES":
        for stage in STAGES:
            for edition in ("2020-07-11", "2025-01-31"):
                annex = ALL[stage, edition].nodes[f"{FACTS['articles'][stage]['annex']}/toi-thieu/dien-tich"]
                assert (annex.node.wording, annex.citation.certainty) == ("unknown", "unverified")
        return
    node = find(fact, key)
    if key not in ("land_urban_class_iii", "land_town_centre"):
        assert node.citation.certainty == fact["certainty"]


def test_nothing_is_added():
    said = {(str(f["edition"]), find(f, key).id, f["stage"]) for f, key in PARTS if f["id"] != "ANNEXES"}
    # The facts of 2025 are of what Circular 23/2024 changes; the rest is as issued.
    for (stage, edition), framework in ALL.items():
        known = {node for day, node, of in said if of == stage and day <= edition}
        annex = f"{FACTS['articles'][stage]['annex']}/toi-thieu/dien-tich"
        all_of_them = {info.id for info in framework.nodes.values() if info.is_requirement}
        assert all_of_them - known == {annex}, (stage, edition)


def test_what_is_left_open_is_a_parameter_without_a_value():
    found = {(key, name): p.default for key, f in ALL.items() for name, p in f.parameters.items()}
    assert set(found.values()) == {None}
    assert {(stage, day[:4], name) for (stage, day), name in found} == {
        ("tieu-hoc", "2025", "land_urban"), ("thcs", "2025", "land_urban"), ("thpt", "2025", "land_urban"),
        ("thcs", "2020", "town_centres"), ("thcs", "2025", "town_centres"),
    }  # fmt: skip


class TestKindergartensAroundTheAmendment:
    """Circular 23/2024 raises the greatest number of groups of a kindergarten from 20 to 30, from 2025-01-31."""

    def level(self, groups, on):
        framework = kd.load("vn.tt13-2020.mam-non", on=on)
        found = [info.id for info in framework.nodes.values() if info.is_requirement and info.node.met_if is None]
        inputs = {
            "area": "other", "land_place": "other", "groups": groups, "campuses": 1, "children": 600, "land": 7200,
            "office_rooms": 1, "security_rooms": 1, "admin_rooms": 1, "art_rooms": 2, "pe_rooms": 2, "multi_rooms": 1,
            "it_rooms": 1,
        }  # fmt: skip
        if on >= "2025-01-31":
            inputs |= {"island": "mainland", "commune": "other", "ownership": "public", "terrain": "other"}
        dossier = {"external": {**dict.fromkeys(found, "met"), "inputs": inputs}}
        result = kd.assess(framework, dossier, on=on)
        assert result.determined
        return result.outcome.id

    @pytest.mark.parametrize(
        ("groups", "before", "after"), [(20, "muc-2", "muc-2"), (21, "chua-dat", "muc-2"), (30, "chua-dat", "muc-2"),
                                        (31, "chua-dat", "chua-dat")]
    )  # fmt: skip
    def test_groups(self, groups, before, after):
        assert (self.level(groups, "2025-01-30"), self.level(groups, "2025-01-31")) == (before, after)

    def test_two_kindergartens_that_merge_lose_the_level_and_have_it_again(self):
        one, other = 12, 13
        assert [self.level(groups, "2024-09-05") for groups in (one, other, one + other)] == [
            "muc-2",
            "muc-2",
            "chua-dat",
        ]
        assert self.level(one + other, "2025-01-31") == "muc-2"


@pytest.mark.parametrize("stage", STAGES)
def test_a_facility_standard_is_chosen_by_its_name_alone(stage):
    assert f"vn.tt13-2020.{stage}" not in {edition.id for edition in kd.in_force(on="2024-06-30")}
    assert kd.load(f"vn.tt13-2020.{stage}").definition.stage == stage
