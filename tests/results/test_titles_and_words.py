"""Results carry titles in both languages, states as words, reasons as codes, and differences as data."""

import json

import pytest

import kiemdinh as kd
from kiemdinh.assessment.titles import find_titles
from kiemdinh.rules import Truth

CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]


@pytest.fixture
def result():
    found = dict.fromkeys(CRITERIA, "muc-1") | {"1.2": None, "3.5": "khong-dat"}
    return kd.assess("vn.tt57-2026.pho-thong", {"findings": found}, on="2027-06-30", target="muc-2")


def items_with_id(data, path=""):
    """Every object that names something by an id, with where it stands."""
    if isinstance(data, dict):
        if isinstance(data.get("id"), str):
            yield path, data
        for key, inner in data.items():
            yield from items_with_id(inner, f"{path}.{key}")
    elif isinstance(data, list):
        for inner in data:
            yield from items_with_id(inner, path)


def name_of(item):
    named = item.get("titles") or item.get("title") or item
    return named.get("vi"), named.get("en")


class TestTitles:
    def test_a_node_has_its_titles_in_both_languages(self, result):
        titles = result.node("1.2").titles
        assert titles.vi == "Cơ cấu tổ chức, phân công nhiệm vụ và phối hợp nội bộ"
        assert titles.said("en") == "Organisational structure, assignment of duties and internal coordination"

    def test_a_step_has_that_of_its_criterion_and_its_own(self, result):
        todo = next(todo for todo in result.target.settle if todo.id == "1.2/muc-1")
        assert find_titles(result.framework, "thcs/1.2/muc-1") == todo.titles
        assert todo.titles.vi == f"{result.node('1.2').titles.vi}: Đạt Mức 1"

    def test_every_thing_that_data_names_by_an_id_has_a_name_beside_it(self, result):
        margin = kd.assess("vn.tt57-2026.pho-thong", {"findings": dict.fromkeys(CRITERIA, "muc-2")}, on="2027-06-30")
        told = [result.to_dict(), result.explain().to_dict(), result.repairs("muc-2").to_dict()]
        told += [margin.margin().to_dict(), result.what_if({"1.2": "muc-2"}).to_dict()]
        found = [(path, item) for data in told for path, item in items_with_id(data) if path not in ("", ".school")]
        bare = [path for path, item in found if not any(name_of(item))]
        assert len(found) > 100
        # Which awards are held is asked for, and has no name in any definition.
        assert set(bare) == {".awards.grades.target.decide"}

    def test_what_is_named_by_its_id_alone_is_named_beside(self, result):
        explanation = result.explain("muc-2")
        assert explanation.titles["3.5/muc-1"] == find_titles(result.framework, "3.5/muc-1")
        assert set(explanation.classes.necessary) <= set(explanation.to_dict()["titles"])
        why = result.why()
        assert set(why.to_dict()["titles"]) == set(why.reason)


class TestWords:
    @pytest.mark.parametrize("truth", list(Truth))
    def test_a_state_is_a_word_wherever_it_is_written(self, truth):
        word = truth.name.lower()
        assert (str(truth), f"{truth}", f"{truth:>8}".strip(), "%s" % truth) == (word,) * 4  # noqa: UP031
        assert truth == list(Truth).index(truth)

    def test_reasons_have_codes_and_these_have_words(self, result):
        node = result.node("1.2")
        assert (node.reasons, node.reason_codes) == (("not assessed",), ("not-assessed",))
        data = result.to_dict()
        words = data["words"]["reasons"]["not-assessed"]
        assert words == {"vi": "chưa đánh giá", "en": "not assessed"}
        codes = {code for _, item in items_with_id(data) for code in item.get("reason_codes", ())}
        assert {"not-assessed"} <= codes <= set(data["words"]["reasons"])
        assert json.loads(result.explain().to_json())["words"] == data["words"]


class TestDifferences:
    def test_a_difference_is_data(self, result):
        found = {one.id: one for one in result.what_if(dict.fromkeys(CRITERIA, "muc-2")).differences}
        node, outcome = found["3.5"], found["outcome:muc"]
        assert (node.kind, outcome.kind, found["award:chuan-quoc-gia"].kind) == ("node", "outcome", "award")
        assert (node.was.guaranteed, node.was.outcome.id, node.now.guaranteed.id) == (None, "khong-dat", "muc-2")
        assert (outcome.was.guaranteed.id, outcome.now.outcome.id) == ("muc-1", "muc-2")
        assert node.titles == result.node("3.5").titles
        # The texts of version 1.0 stay beside it.
        assert (node.before, node.after) == ("khong-dat..khong-dat", "muc-2..muc-2")
