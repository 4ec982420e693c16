"""The three bundled annexes of Circular 57/2026 say what the facts say: nothing lost, added or mistyped.

The definitions are read as plain YAML, so that a mistake of the loader cannot hide one of the text.
"""

import datetime as dt
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

FACTS = yaml.safe_load((Path(__file__).parents[1] / "data" / "tt57-2026.yaml").read_text(encoding="utf-8"))
REGIME = FACTS["regime"]
ANNEXES = FACTS["annexes"]
FRAMEWORKS = {
    "mam_non": "vn.tt57-2026.mam-non",
    "pho_thong": "vn.tt57-2026.pho-thong",
    "gdtx": "vn.tt57-2026.gdtx",
}
CERTAINTY = {"confirmed": "confirmed", "single": "single_source"}
# "khi cần" conditions only part of these sentences: the requirement itself always applies.
ALWAYS_APPLY = {"MN-3.4-2a", "PT-3.5-1c", "TX-4.1-1c"}
every_annex = pytest.mark.parametrize("annex", FRAMEWORKS)
with_award = pytest.mark.parametrize("annex", REGIME["recognition"]["applies_to"])

COVERS = {
    "mam_non": {"kind": "mam-non"},
    "pho_thong": {"kind": "pho-thong", "stages": ["tieu-hoc", "thcs", "thpt"]},
    "gdtx": {"kind": "gdtx"},
}


@cache
def definition(annex):
    name = f"{FRAMEWORKS[annex]}.yaml"
    return yaml.safe_load(files("kiemdinh").joinpath("standards", "catalogue", name).read_text("utf-8"))


def pairs(annex):
    """Each criterion of the facts with the one at the same place in the definition."""
    there = [c for s in ANNEXES[annex]["standards"] for c in s["criteria"]]
    here = [c for s in definition(annex)["tree"] for c in s["parts"]]
    return zip(there, here, strict=True)


def requirements(annex):
    """Each requirement of the facts with the one at the same place in the definition."""
    for there, here in pairs(annex):
        for level in there["levels"]:
            nodes = here["levels"][f"muc-{level['level']}"]
            yield from zip(level["requirements"], nodes, strict=True)


def indicators(annex):
    """Each indicator of the facts with the id and the input that the definition gives it."""
    for there, here in pairs(annex):
        for fact, ident in zip(there["indicators"], here.get("indicators", []), strict=True):
            yield fact, ident, definition(annex)["inputs"][ident]


def in_words(text, fact):
    """Give the text with its condition in brackets, as a definition shows it."""
    return f"{text} ({fact['when']})" if "when" in fact else text


def maps_in(value):
    """All mappings in a value, at any depth."""
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from maps_in(child)


def law_of(node, within):
    """Give the certainty that a node states or inherits."""
    return node.get("certainty", within.get("certainty", "confirmed"))


@every_annex
class TestHead:
    def test_names_the_circular_and_the_annex(self, annex):
        head = definition(annex)
        assert head["kiemdinh"] == 1
        assert head["framework"] == FRAMEWORKS[annex]
        assert head["source"] == {
            "covers": COVERS[annex],
            "document": FACTS["meta"]["document"].removeprefix("Thông tư "),
            "part": f"Phụ lục {ANNEXES[annex]['phu_luc']}",
            "in_force": dt.date.fromisoformat(FACTS["meta"]["in_force"]),
        }

    def test_evidence_codes_follow_the_pattern(self, annex):
        evidence, fact = definition(annex)["evidence"], REGIME["evidence_code"]
        code = evidence["code"].replace("{criterion}", "1.1").replace("{serial:2}", "01")
        assert code == fact["example"]
        assert re.fullmatch(fact["regex"], code)
        assert evidence["cite"] in fact["citation"]

    def test_only_general_schools_are_assessed_by_stage(self, annex):
        by_stage = {"has": ["stage"], "assessed_by": "stage", "certainty": "single_source"}
        expected = {"kind": "school"} | (by_stage if annex == "pho_thong" else {})
        subject = definition(annex)["subject"]
        assert {key: subject[key] for key in subject if key not in ("stages", "vi", "en")} == expected
        stages = [stage["id"] for stage in subject.get("stages", [])]
        assert stages == (["tieu-hoc", "thcs", "thpt"] if annex == "pho_thong" else [])

    def test_levels_have_the_names_of_the_circular(self, annex):
        scale = definition(annex)["scales"]["muc"]
        steps = [scale["not_reached"], *scale["steps"]]
        assert [s["id"] for s in steps] == ["khong-dat", "muc-1", "muc-2"]
        assert [s["vi"] for s in steps] == REGIME["school_level"]["labels"]


@every_annex
class TestStructure:
    def test_standards(self, annex):
        expected = [(str(s["code"]), s["title"]) for s in ANNEXES[annex]["standards"]]
        assert [(s["id"], s["vi"]) for s in definition(annex)["tree"]] == expected
        assert len(expected) == 4

    def test_criteria_stand_in_their_standard_under_their_title(self, annex):
        for there, here in zip(ANNEXES[annex]["standards"], definition(annex)["tree"], strict=True):
            expected = [(c["code"], c["title"]) for c in there["criteria"]]
            assert [(c["id"], c["vi"]) for c in here["parts"]] == expected

    def test_fifteen_criteria_with_two_levels_each(self, annex):
        levels = [list(here["levels"]) for _, here in pairs(annex)]
        assert levels == [["muc-1", "muc-2"]] * 15

    def test_mandatory_criteria(self, annex):
        tagged = [here["id"] for _, here in pairs(annex) if "bat-buoc" in here.get("tags", [])]
        assert tagged == REGIME["mandatory_criteria"]
        assert tagged == [there["code"] for there, _ in pairs(annex) if there["mandatory"]]

    def test_suggested_evidence(self, annex):
        for there, here in pairs(annex):
            assert [e["vi"] for e in here["evidence"]] == there["evidence_kinds"]

    def test_guards(self, annex):
        for there, here in pairs(annex):
            expected = [g for level in there["levels"] for g in level.get("guards", [])]
            assert [g["vi"] for g in here.get("guards", [])] == expected

    def test_every_input_is_used(self, annex):
        used = {m["value"] for m in maps_in(definition(annex)) if isinstance(m.get("value"), str)}
        informing = {ident for _, ident, _ in indicators(annex)}
        assert used | informing == definition(annex)["inputs"].keys()

    def test_everything_named_has_both_languages(self, annex):
        worded = [m for m in maps_in(definition(annex)) if "vi" in m or "en" in m]
        assert all(m.get("vi", "").strip() and m.get("en", "").strip() for m in worded)


@every_annex
class TestRequirements:
    def test_id_is_the_letter_of_the_facts(self, annex):
        for fact, node in requirements(annex):
            assert fact["id"].endswith(node["id"])
            assert re.fullmatch("[a-z]", node["id"])

    def test_text_is_the_paraphrase_with_its_condition(self, annex):
        for fact, node in requirements(annex):
            assert node["vi"] == in_words(fact["text"], fact)

    def test_what_the_school_has_or_has_not_is_an_input(self, annex):
        inputs = definition(annex)["inputs"]
        for fact, node in requirements(annex):
            named = fact.get("when", "").startswith("nếu có")
            assert ("when" in node) == named, fact["id"]
            if named:
                assert node["when"] == {"value": node["when"]["value"], "is": True}
                assert inputs[node["when"]["value"]]["type"] == "yes_no"

    def test_every_other_condition_is_a_matter_of_judgement(self, annex):
        for fact, node in requirements(annex):
            judged = "when" in fact and "when" not in node and fact["id"] not in ALWAYS_APPLY
            assert node.get("may_not_apply", False) is judged, fact["id"]


@pytest.mark.parametrize(("annex", "count"), [("mam_non", 123), ("pho_thong", 139), ("gdtx", 117)])
def test_number_of_requirements(annex, count):
    assert len(list(requirements(annex))) == count


def test_twenty_eight_conditional_requirements_with_three_exceptions():
    every = [pair for annex in FRAMEWORKS for pair in requirements(annex)]
    conditional = {fact["id"] for fact, _ in every if "when" in fact}
    leaving = {fact["id"] for fact, node in every if "when" in node or "may_not_apply" in node}
    assert len(conditional) == 28
    assert conditional - leaving == ALWAYS_APPLY
    assert leaving < conditional


@pytest.mark.parametrize(("annex", "count"), [("mam_non", 31), ("pho_thong", 37), ("gdtx", 34)])
def test_number_of_indicators(annex, count):
    idents = [ident for _, ident, _ in indicators(annex)]
    assert len(set(idents)) == len(idents) == count


@every_annex
class TestIndicators:
    def test_name_unit_and_direction(self, annex):
        better = {"higher_better": "higher", "lower_better": "lower", "n.a.": None}
        for fact, _, given in indicators(annex):
            assert given["vi"] == in_words(fact["name"], fact)
            assert (given["type"], given["unit"]) == ("number", fact["unit"])
            assert given.get("better") == better[fact["direction"]]

    def test_none_has_a_threshold_or_decides(self, annex):
        in_tree = list(maps_in(definition(annex)["tree"]))
        assert not [m for m in in_tree if {"met_if", "warn_unless"} & m.keys()]
        mentioned = {m["value"] for m in maps_in(definition(annex)) if isinstance(m.get("value"), str)}
        assert not mentioned & {ident for _, ident, _ in indicators(annex)}


@every_annex
class TestLevelOfTheSchool:
    def test_rule_counts_eight_mandatory_and_five_of_seven_others(self, annex):
        fact = REGIME["school_level"]
        sets = definition(annex)["sets"]
        assert sets["mandatory"] == {"among": "criterion", "tagged": "bat-buoc"}
        assert sets["others"] == {"among": "criterion", "untagged": "bat-buoc"}

        def at(step):
            return {"its": "level", "at_least": f"muc-{step}"}

        def rule(of):
            needs = [
                {"every": "mandatory", "that": at(of["mandatory_at_least"])},
                {"count": "others", "that": at(of["others_at_least"]), "at_least": of["others_count"]},
            ]
            floor = of.get("every_other_at_least")
            return {"all": needs + ([{"every": "others", "that": at(floor)}] if floor else [])}

        (outcome,) = definition(annex)["outcomes"]
        assert (outcome["id"], outcome["ladder"]) == ("muc", "muc")
        assert outcome["needs"] == {"muc-1": rule(fact["muc_1"]), "muc-2": rule(fact["muc_2"])}
        assert len(REGIME["mandatory_criteria"]) == fact["muc_2"]["mandatory_count"]
        assert len(REGIME["other_criteria"]) == fact["muc_2"]["others_total"]

    def test_serious_risk_warns_in_annex_ii_alone_and_is_no_condition(self, annex):
        (outcome,) = definition(annex)["outcomes"]
        if annex != "pho_thong":
            assert "warn_unless" not in outcome
            assert "serious_unresolved_risk" not in definition(annex)["inputs"]
            return
        fact = REGIME["serious_risk_note"]
        assert outcome["warn_unless"] == {
            "value": "serious_unresolved_risk",
            "is": False,
            "cite": fact["citation"],
            "certainty": CERTAINTY[fact["confidence"]],
        }
        assert "serious_unresolved_risk" not in {m.get("value") for m in maps_in(outcome["needs"])}


@every_annex
class TestCertaintyOfTheLaw:
    """7.2 **Certainty of the law.** Every rule, number and requirement of a definition carries its citation
    and how sure we are of it."""

    def test_annex_is_as_sure_as_its_sources(self, annex):
        confidence = FACTS["meta"]["confidence_by_annex"][annex]
        assert definition(annex)["certainty"] == CERTAINTY[confidence]
        assert not [m for m in maps_in(definition(annex)["tree"]) if "certainty" in m]

    def test_each_criterion_cites_its_annex(self, annex):
        part = f"Phụ lục {ANNEXES[annex]['phu_luc']}"
        for _, here in pairs(annex):
            assert here["cite"] == f"{part}, tiêu chí {here['id']}"

    def test_rules_of_article_5(self, annex):
        head = definition(annex)
        tag, (outcome,) = head["tags"]["bat-buoc"], head["outcomes"]
        assert tag["cite"] == REGIME["mandatory_citation"]
        assert tag["certainty"] == CERTAINTY[REGIME["mandatory_confidence"]]
        assert outcome["cite"] == REGIME["school_level"]["citation"]
        assert law_of(outcome, head) == CERTAINTY[REGIME["school_level"]["confidence"]]

    def test_how_long_indicators_inform(self, annex):
        head, fact = definition(annex), REGIME["quantitative_data"]
        term = head["roles"]["informs"]
        assert (str(term["until"]), term["cite"]) == (fact["until"], fact["citation"])
        assert term["certainty"] == CERTAINTY[fact["confidence"]]
        assert str(head["source"]["in_force"]) == fact["from"]

    def test_our_own_readings_are_marked(self, annex):
        head = definition(annex)
        assert head["school_year"] == {"begins": "09-01", "certainty": "unverified"}
        assert head["evidence"]["certainty"] == "inferred"
        assert {given["certainty"] for _, _, given in indicators(annex)} == {"inferred"}


@every_annex
class TestRanges:
    """1.10 ... A value outside its declared range or scale is an error, never data."""

    def test_no_count_or_share_is_below_nothing_and_no_share_above_all(self, annex):
        numbers = [given for given in definition(annex)["inputs"].values() if given["type"] == "number"]
        whole = {"percent": {"from": 0, "to": 100}, "trend": None}
        assert numbers
        assert all(given.get("range") == whole.get(given["unit"], {"from": 0}) for given in numbers)


@with_award
class TestRecognition:
    def award(self, annex):
        (award,) = definition(annex)["awards"]
        return award

    def test_degree_follows_level(self, annex):
        award, scale = self.award(annex), definition(annex)["scales"]["muc-do"]
        assert (award["id"], award["ladder"]) == ("chuan-quoc-gia", "muc-do")
        assert [s["id"] for s in scale["steps"]] == list(award["needs"]) == ["muc-do-1", "muc-do-2"]
        assert [s["vi"] for s in scale["steps"]] == list(REGIME["recognition"]["degree"].values())

    @pytest.mark.parametrize("degree", [1, 2])
    def test_the_four_conditions(self, annex, degree):
        expected = [
            {"value": "cohort_completed", "is": True},
            {"value": "years_of_data", "at_least": 3},
            {"outcome": "muc", "at_least": f"muc-{degree}"},
            {"value": "conditions", "at_least": f"muc-do-{degree}"},
        ]
        assert self.award(annex)["needs"][f"muc-do-{degree}"] == {"all": expected}
        assert "at least 3 consecutive" in REGIME["recognition"]["conditions_all"]["b"]

    def test_conditions_are_given_and_cite_their_point(self, annex):
        inputs = definition(annex)["inputs"]
        for ident, point in {"cohort_completed": "a", "years_of_data": "b", "conditions": "d"}.items():
            assert point in REGIME["recognition"]["conditions_all"]
            assert inputs[ident]["given"] is True
            assert inputs[ident]["cite"] == f"điểm {point} khoản 1 Điều 16"
            assert inputs[ident]["certainty"] == "single_source"

    def test_terms(self, annex):
        award, fact = self.award(annex), REGIME["recognition"]
        assert fact["authority"].startswith(award["authority"]["vi"])
        assert award["valid"] == f"{fact['valid_years']} years"
        assert award["wait_for_higher"] == f"{fact['upgrade_to_2_after_years']} years"
        assert "có thể" in award["discretion"]["vi"]
        assert fact["upgrade_is_right"] is False

    def test_degrees_of_2018_count(self, annex):
        circulars = {"mam_non": ["19"], "pho_thong": ["17", "18"]}[annex]
        assert all(f"{n}/2018/TT-BGDĐT" in REGIME["transition"]["repealed"] for n in circulars)
        assert self.award(annex)["continues"] == [f"vn.tt{n}-2018/chuan-quoc-gia" for n in circulars]

    def test_certainty_of_each_term(self, annex):
        award, fact = self.award(annex), REGIME["recognition"]["confidence"]
        assert award["certainty"] == CERTAINTY[fact["conditions"]]
        got = {term: (law["cite"], law_of(law, award)) for term, law in award["law"].items()}
        assert got == {
            "authority": ("Điều 17", CERTAINTY[fact["authority"]]),
            "valid": ("khoản 2 Điều 19", CERTAINTY[fact["validity"]]),
            "wait_for_higher": ("khoản 4 Điều 19", CERTAINTY[fact["upgrade"]]),
            "discretion": ("khoản 4 Điều 19", CERTAINTY[fact["upgrade"]]),
            "continues": ("khoản 4 Điều 19", "inferred"),
        }


def test_continuing_education_has_levels_and_no_award():
    head = definition("gdtx")
    assert REGIME["recognition"]["not_for"] == ["gdtx"]
    assert head["outcomes"]
    assert "awards" not in head
    assert "muc-do" not in head["scales"]
