"""7.5 Results are immutable, safe to share between threads, equal by their digests, dates and engine. They pickle and
copy as data: the framework is named by id and digest and found again if it is bundled, else the result still reads as
data and asks for it (`attach`) where it is needed.
"""

import copy
import json
import pickle
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.results import Explanation, Margin, Repairs, WhatIf, Why

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(p for p in (ROOT / "examples").glob("*/dossier.yaml"))
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
FINDINGS = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1", "3.3": "muc-1"}
KINDS = {"explain": Explanation, "repairs": Repairs, "margin": Margin, "why": Why, "what_if": WhatIf}

OWN = """
kiemdinh: 1
framework: org.example.own
source: {document: By-law 1}
subject: {kind: school}
inputs: {rooms: {type: number, unit: count, range: {from: 0, to: 90}, better: higher}}
layers: [{id: criterion, verdict: met}]
scales: {step: {not_reached: {id: none, en: Nothing}, steps: [{id: one, en: One}, {id: two, en: Two}]}}
tree: [{id: "1", en: Water is safe}, {id: "2", en: Rooms, met_if: {value: rooms, at_least: 7.5}}]
outcomes:
  - id: result
    ladder: step
    needs: {one: {count: criterion, that: met, at_least: 1}, two: {every: criterion, that: met}}
"""


def again(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes


@pytest.fixture
def result():
    return kd.assess("vn.tt57-2026.pho-thong", {"findings": FINDINGS}, on="2027-06-30")


def own_result():
    return kd.assess(kd.load(text=OWN), {"findings": {"1": "met"}, "inputs": {"rooms": 3}}, on="2027-06-30")


def explanations(result):
    changes = {next(n.id for n in result.nodes if n.layer): None}
    outcome = result.framework.definition.outcomes[0]
    # The labels of a decision list have no order, so that none is the next.
    asked = {} if hasattr(outcome, "ladder") else {"target": outcome.cases[0].id}
    for name in KINDS:
        told = (
            result.what_if(changes)
            if name == "what_if"
            else getattr(result, name)(**(asked if name in ("explain", "repairs") else {}))
        )
        if told is not None:
            yield told


class TestEquality:
    def test_results_of_the_same_inputs_are_equal(self, result):
        same = kd.assess("vn.tt57-2026.pho-thong", {"findings": dict(reversed(FINDINGS.items()))}, on="2027-06-30")
        assert (same, hash(same)) == (result, hash(result))
        assert {result: 1}[same] == 1

    @pytest.mark.parametrize("clock", ["on", "knowledge_date", "law_date", "evidence_date"])
    def test_dates_tell_them_apart(self, result, clock):
        dates = {"on": "2027-06-30"} | {clock: "2027-07-01"}
        assert kd.assess("vn.tt57-2026.pho-thong", {"findings": FINDINGS}, **dates) != result

    def test_the_dossier_tells_them_apart(self, result):
        assert kd.assess("vn.tt57-2026.pho-thong", {"findings": FINDINGS | {"4.1": None}}, on="2027-06-30") != result
        assert result != "a text"

    def test_explanations_of_equal_results_are_equal(self, result):
        other = kd.assess("vn.tt57-2026.pho-thong", {"findings": FINDINGS}, on="2027-06-30")
        for one, same in zip(explanations(result), explanations(other), strict=True):
            assert (one, hash(one)) == (same, hash(same))

    def test_the_same_words_about_another_school_are_another_explanation(self, result):
        later = kd.assess("vn.tt57-2026.pho-thong", {"findings": FINDINGS}, on="2027-07-01")
        for one, other in zip(explanations(result), explanations(later), strict=True):
            assert one != other


class TestNothingChanges:
    def test_no_mapping_of_it_can_be_changed(self, result):
        told = result.what_if({"1.1": {"reaches": "muc-2"}})
        for mapping in (result.sides, result.school, result.groups[0].counts, told.changes, told.changes["1.1"]):
            with pytest.raises(TypeError, match="does not change"):
                mapping["x"] = 1
        for warning in result.warnings:
            with pytest.raises(TypeError, match="does not change"):
                warning.parameters["x"] = 1

    def test_what_the_caller_does_to_the_changes_later_changes_nothing(self, result):
        changes = {"1.1": {"reaches": "muc-2"}}
        told = result.what_if(changes)
        before = told.to_json()
        changes["1.1"]["reaches"] = "muc-1"
        assert told.to_json() == before

    @pytest.mark.parametrize("name", ["level", "nodes", "framework", "anything"])
    def test_nothing_of_an_explanation_can_be_set(self, result, name):
        for told in explanations(result):
            with pytest.raises((AttributeError, TypeError)):
                setattr(told, name, None)

    def test_a_copy_is_the_thing_itself(self, result):
        for one in (result, *explanations(result)):
            assert copy.copy(one) is one
            assert copy.deepcopy(one) is one


class TestPickles:
    @pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.parent.name)
    def test_every_example_and_all_that_explains_it(self, file):
        school = kd.assess(None, file, allow_files=True)
        assert (again(school), again(school).to_json()) == (school, school.to_json())
        for one in explanations(school):
            copied = again(one)
            assert (copied, hash(copied)) == (one, hash(one))
            assert copied.to_json() == one.to_json()
            attached = copied.attach(one.result)
            for lang in ("vi", "en"):
                assert attached.to_text(lang) == one.to_text(lang)

    def test_it_is_small(self, result):
        # The definition of this framework alone takes ten times as much.
        assert len(pickle.dumps(result)) < 100_000 < len(pickle.dumps(result.framework)) * 2

    def test_repairs_that_were_asked_for_go_on_after_the_ten_that_are_kept(self):
        found = dict.fromkeys(CRITERIA, "khong-dat")
        repairs = kd.assess("vn.tt57-2026.pho-thong", {"findings": found}, on="2027-06-30").repairs("muc-1")
        kept = again(repairs)
        ten = [next(one) for one in [iter(kept)] for _ in range(10)]
        assert ten == [one for one, _ in zip(repairs, range(10), strict=False)]
        # It is told with those that it has.
        assert "Way 1" in kept.to_text("en")
        assert kept.first(60) == tuple(ten)
        with pytest.raises(kd.InputError) as caught:
            list(kept)
        assert [d.code for d in caught.value.diagnostics] == ["KD340"]
        assert len(list(again(kept.result).repairs("muc-1", limit=15))) == 15
        assert len(list(again(again(kept.result).repairs("muc-1", limit=7)))) == 7

    def test_of_a_framework_of_ones_own_it_reads_and_asks_for_the_framework(self):
        school = own_result()
        copied = again(school)
        assert copied == school
        assert copied.to_json() == school.to_json()
        assert (copied.level.id, copied.node("2").titles.en) == ("one", "Rooms")
        with pytest.raises(kd.InputError, match="attach"):
            copied.explain()
        with pytest.raises(kd.InputError, match="attach"):
            copied.to_text()
        attached = copied.attach(school.framework)
        assert attached.explain() == school.explain()
        assert attached.to_text() == school.to_text()

    def test_another_framework_of_the_same_id_is_refused(self):
        copied = again(own_result())
        with pytest.raises(kd.InputError) as caught:
            copied.attach(kd.load(text=OWN.replace("7.5", "7")))
        assert [d.code for d in caught.value.diagnostics] == ["KD340"]


class TestFromDict:
    @pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.parent.name)
    def test_every_example_and_all_that_explains_it(self, file):
        school = kd.assess(None, file, allow_files=True)
        data = json.loads(school.to_json())
        read = kd.Assessment.from_dict(data)
        assert (read, hash(read), read.to_dict()) == (school, hash(school), data)
        # The dossier is not needed for words; the framework is, which is found again where it is bundled.
        assert read.attach(school.framework).to_text("en") == school.to_text("en")
        for one in explanations(school):
            told = type(one).from_dict(one.to_dict())
            if one.result == school:
                assert told.attach(read.attach(school.framework)).to_text("vi") == one.to_text("vi")
        for one in explanations(school):
            told = type(one).from_dict(json.loads(one.to_json()))
            assert (told, told.to_dict()) == (one, one.to_dict())
            assert told.attach(one.result).to_text("vi") == one.to_text("vi")

    def test_a_whole_number_that_was_written_as_text_stays_so(self):
        needs = "{one: {mean: criterion, of: {its: points}, round: {digits: 0, half: up}, at_least: 5}}"
        text = OWN.replace("verdict: met}", "verdict: points, not_applicable: drop}").split("tree:", maxsplit=1)[0]
        text = text.replace("{id: two, en: Two}", "") + 'tree: [{id: "1", points: 10}, {id: "2", points: 10}]\n'
        text += f"outcomes: [{{id: result, ladder: step, needs: {needs}}}]\n"
        school = kd.assess(kd.load(text=text), {}, on="2027-06-30")
        assert school.to_dict()["target"]["blocking"]["figure"]["now"] == {"low": "-9", "high": "11"}
        assert kd.Assessment.from_dict(school.to_dict()).to_dict() == school.to_dict()

    def test_what_it_says_is_typed_again(self, result):
        read = kd.Assessment.from_dict(json.loads(result.to_json()))
        assert (read.dates, read.nodes, read.target, read.awards) == (
            result.dates,
            result.nodes,
            result.target,
            result.awards,
        )
        assert read.node("3.3") == result.node("3.3")

    def test_with_its_dossier_it_explains_again(self, result):
        read = kd.Assessment.from_dict(result.to_dict())
        with pytest.raises(kd.InputError, match="attach"):
            read.repairs()
        attached = read.attach(dossier={"findings": FINDINGS})
        assert attached.repairs() == result.repairs()
        assert attached.what_if({"1.1": "muc-2"}) == result.what_if({"1.1": "muc-2"})
        with pytest.raises(kd.InputError, match="this is not the dossier that"):
            read.attach(dossier={"findings": {}})

    def test_an_explanation_alone_reads_and_asks_for_its_result(self, result):
        margin = Margin.from_dict(result.margin().to_dict())
        assert (margin.level.id, margin.size) == (result.level.id, result.margin().size)
        with pytest.raises(kd.InputError, match="attach"):
            margin.to_text()
        later = kd.assess("vn.tt57-2026.pho-thong", {"findings": FINDINGS}, on="2027-07-01")
        with pytest.raises(kd.InputError, match="this is not the result that") as caught:
            margin.attach(later)
        (problem,) = caught.value.diagnostics
        assert [part.split()[0] for part in (problem.expected or "").split(", ")] == [
            "dossier_digest",
            "dates.law",
            "dates.evidence",
            "dates.knowledge",
        ]
        assert "dates.law 2027-07-01" in str(problem.found)

    def test_keys_of_a_later_minor_version_are_passed_over(self, result):
        data = result.to_dict()
        later = data | {"schema": data["schema"].replace("1.1", "1.9"), "forecast": []}
        later["nodes"] = [{**node, "colour": "red"} for node in data["nodes"]]
        assert kd.Assessment.from_dict(later).to_dict() == data

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (["schema"], "https://kiemdinh.dev/schema/assessment/2.0.json"),
            (["schema"], None),
            (["level", "id"], 1),
            (["determined"], "yes"),
            (["dates", "law"], "30/06/2027"),
            (["dates", "law"], "2027-02-30"),
            (["nodes", 0, "applies"], "true"),
            (["outcomes", 0, "kind"], "ranking"),
            (["school", "stages"], "thcs"),
            (["nodes"], {}),
            (["warnings"], [None]),
            (["framework", "id"], None),
        ],
    )
    def test_what_is_no_result_is_refused_with_its_place(self, result, path, value):
        data = json.loads(result.to_json())
        *above, last = path
        inner = data
        for key in above:
            inner = inner[key]
        inner[last] = value
        with pytest.raises(kd.InputError) as caught:
            kd.Assessment.from_dict(data)
        (problem,) = caught.value.diagnostics
        assert problem.code == "KD341"
        assert problem.path.startswith(str(path[0]) if path[0] != "school" else "stages")

    @pytest.mark.parametrize("data", [None, [], {}, "text", {"schema": 1}])
    def test_what_is_no_object_is_refused(self, data):
        for cls in (kd.Assessment, *KINDS.values()):
            with pytest.raises(kd.InputError):
                cls.from_dict(data)

    def test_one_explanation_is_not_read_as_another(self, result):
        with pytest.raises(kd.InputError, match="kind"):
            Why.from_dict(result.margin().to_dict())

    def test_data_nested_without_end_is_refused(self, result):
        data = json.loads(result.to_json())
        tree = dict.fromkeys(("id", "node", "level", "stage")) | {"kind": "all", "truth": "unmet", "holds": True}
        tree |= {"need": 1, "have": 0, "of": 1, "parts": []}
        for _ in range(3_000):
            tree = {**tree, "parts": [tree]}
        data["target"] = {"level": data["level"], "truth": "unmet", "blocking": tree, "irrelevant": []}
        data["target"] |= {key: [] for key in ("settle", "improve", "wait", "decide")}
        with pytest.raises(kd.InputError):
            kd.Assessment.from_dict(data)


class TestOrderOfQuestions:
    """7.5 A result is immutable: what it says does not depend on what was asked before."""

    def test_whatever_is_asked_first(self):
        dossier = ROOT / "examples" / "thcs-binh-an" / "dossier.yaml"
        names = ("warnings", "footing", "target", "awards", "groups", "nodes", "outcomes", "sides", "parts")
        said = kd.assess(None, dossier).to_json()
        for first in names:
            school = kd.assess(None, dossier)
            getattr(school, first)
            assert school.to_json() == said

    def test_repairs_say_the_same_whatever_was_asked_of_them(self):
        found = dict.fromkeys(CRITERIA, "khong-dat")
        school = kd.assess("vn.tt57-2026.pho-thong", {"findings": found}, on="2027-06-30")
        for budget in (200, 5_000, None):
            said = school.repairs("muc-1", budget=budget).to_json()
            for ask in ("cheapest", "count", "search", "iterate"):
                repairs = school.repairs("muc-1", budget=budget)
                if ask == "iterate":
                    [one for one, _ in zip(repairs, range(30), strict=False)]
                else:
                    getattr(repairs, ask)
                assert repairs.to_json() == said
