"""The commands that explain: forms, languages, targets, costs, and refusals."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import EXAMPLES, SCHOOL, refused, run
from commands import UNDETERMINED as NO_LEVEL

import kiemdinh as kd

EFFORTS = str(EXAMPLES / "thcs-binh-an" / "efforts.yaml")
COMMANDS = [("explain",), ("repair",), ("margin",), ("what-if", "--set", "3.3=muc-2")]


def told(command, school):
    verbs = {"explain": school.explain, "repair": school.repairs, "margin": school.margin}
    return verbs[command]() if command in verbs else school.what_if({"3.3": "muc-2"})


@pytest.mark.parametrize(("command", "rest"), [(c[0], c[1:]) for c in COMMANDS])
class TestEveryCommand:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_text_and_markdown_are_what_the_explanation_tells(self, command, rest, lang):
        expected = told(command, kd.assess(None, Path(SCHOOL)))
        assert run(command, SCHOOL, *rest, "--lang", lang).stdout == expected.to_text(lang)
        markdown = run(command, SCHOOL, *rest, "--lang", lang, "--format", "markdown", "--full").stdout
        assert markdown == expected.to_markdown(lang, full=True)

    def test_json_is_its_data(self, command, rest):
        data = json.loads(run(command, SCHOOL, *rest, "--format", "json").stdout)
        assert data == json.loads(told(command, kd.assess(None, Path(SCHOOL))).to_json())

    def test_the_framework_and_the_day_can_be_given(self, command, rest):
        blank = "findings: {'3.3': muc-1}\n"
        options = ("--framework", "vn.tt57-2026.pho-thong", "--on", "2027-01-05", "--lang", "en")
        result = run(command, "-", *rest, *options, stdin=blank)
        assert result.exit_code == 0
        assert "Date of the assessment: 2027-01-05" in result.stdout

    def test_bad_input_is_refused(self, command, rest):
        assert refused(run(command, "nowhere.yaml", *rest), "KD001")
        assert refused(run(command, "-", *rest, stdin="findings: {}\n"), "KD330")


class TestExplain:
    """5.3 A **repair** is a set of changes that makes the target certain; minimal if no change can be left out or made
    smaller."""

    def test_a_target(self):
        assert "“Level 1” is already certain" in run("explain", SCHOOL, "--target", "muc-1", "--lang", "en").stdout
        assert refused(run("explain", SCHOOL, "--target", "muc2"), "KD331", "did you mean 'muc-2'?")

    def test_a_picture(self):
        root = ET.fromstring(run("explain", SCHOOL, "--format", "svg", "--lang", "en").stdout)  # noqa: S314 - our own
        assert root.find("{http://www.w3.org/2000/svg}title").text == "The picture for “Level 2”"

    def test_there_is_a_picture_of_an_explanation_only(self):
        assert refused(run("margin", SCHOOL, "--format", "svg"), "svg")

    def test_a_decision_list_needs_a_target_that_the_error_names(self):
        definition = str(Path(__file__).parents[1] / "data" / "definitions" / "aun-qa.yaml")
        labels = [case.id for case in kd.load(Path(definition)).definition.outcomes[0].cases]
        blank = json.dumps({"findings": {}, "date": "2026-01-01"})
        assert refused(run("explain", "-", "--framework", definition, stdin=blank), "KD331", *labels)


class TestRepair:
    """5.3 ... Costs are positive (infinite: cannot be acted on)."""

    def test_costs_and_what_is_minimised(self):
        by_cost = run("repair", SCHOOL, "--costs", EFFORTS, "--lang", "en").stdout
        assert "Way 1: a cost of 2 (1 change)" in by_cost
        assert by_cost.index(" 1.2 ") < by_cost.index(" 3.3 ") < by_cost.index(" 3.5/muc-2/c ")
        by_months = run("repair", SCHOOL, "--costs", EFFORTS, "--minimise", "months", "--lang", "en").stdout
        assert by_months.index(" 3.3 ") < by_months.index(" 1.2 ")

    def test_a_limit(self):
        assert run("repair", SCHOOL, "--limit", "1").stdout.count("Cách ") == 1
        assert run("repair", SCHOOL).stdout.count("Cách ") == 3
        assert refused(run("repair", SCHOOL, "--limit", "0"), "--limit")

    def test_bad_costs(self, tmp_path):
        efforts = tmp_path / "efforts.yaml"
        efforts.write_text('"bat-buocc": 3\n"1.2": 0\n', encoding="utf-8")
        assert refused(run("repair", SCHOOL, "--costs", str(efforts)), "KD332", "did you mean", "KD333")
        assert refused(run("repair", SCHOOL, "--costs", EFFORTS, "--minimise", "weeks"), "KD333", "months")


class TestMargin:
    """5.6 The **margin** of a level held: the least (or cheapest) set of losses that drops it, and the facts that drop
    it alone."""

    def test_where_no_level_is_certain_there_is_none_to_lose(self):
        assert "No level is certain, so there is none to lose." in run("margin", NO_LEVEL, "--lang", "en").stdout
        assert "không có mức nào để mất" in run("margin", NO_LEVEL, "--format", "markdown").stdout
        data = json.loads(run("margin", NO_LEVEL, "--format", "json").stdout)
        assert (data["kind"], data["level"]) == ("margin", None)


class TestWhatIf:
    """5.10 Explanations are data (keys, parameters, references)."""

    def test_findings_and_figures(self):
        school = kd.assess(None, Path(SCHOOL))
        supposed = ("--set", "3.3=muc-2", "--set", "input:years_of_data=2", "--set", "input:survey=false")
        data = json.loads(run("what-if", SCHOOL, *supposed, "--format", "json").stdout)
        result = school.what_if({"3.3": "muc-2", "input:years_of_data": 2, "input:survey": False}).result
        assert data["level"]["id"] == result.level.id == "muc-2"
        assert data["dossier_digest"] == result.dossier_digest
        assert list(data["changes"]) == ["3.3", "input:years_of_data", "input:survey"]

    @pytest.mark.parametrize(
        ("said", "word"), [("3.9=muc-2", "KD301"), ("3.3", "ID=VALUE"), ("=muc-2", "ID=VALUE"), ("3.3=muc-9", "KD104")]
    )
    def test_what_cannot_be_supposed(self, said, word):
        assert refused(run("what-if", SCHOOL, "--set", said), word)

    def test_something_must_be_supposed(self):
        assert refused(run("what-if", SCHOOL), "--set")


class TestSuppositions:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    @pytest.mark.parametrize(
        ("supposed", "words"),
        [
            ("4.3=abc", ["--set 4.3=abc: error KD104"]),
            ("input:years_of_data=x", ["--set input:years_of_data=x: error KD106"]),
            ("years_of_data=3", ["--set years_of_data=3: error KD301", "write input:years_of_data=3"]),
        ],
    )
    def test_a_mistake_is_told_at_its_option(self, supposed, words):
        assert refused(run("what-if", SCHOOL, "--set", "1.1=muc-2", "--set", supposed), *words)


class TestBudget:
    """5.11 Every search has a budget of steps, not of time, and the caller can set it."""

    @pytest.mark.parametrize("command", ["explain", "repair", "margin"])
    def test_is_that_of_the_search(self, command):
        data = json.loads(run(command, SCHOOL, "--budget", "5000", "--format", "json").stdout)
        assert data.get("search", data.get("repairs", {}).get("search"))["budget"] == 5000

    def test_is_taken_by_what_if_too(self):
        assert run("what-if", SCHOOL, "--set", "3.3=muc-2", "--budget", "5000").exit_code == 0

    @pytest.mark.parametrize("budget", ["0", "-3", "many", "1e6"])
    def test_is_a_whole_number_of_one_or_more(self, budget):
        assert refused(run("margin", SCHOOL, "--budget", budget), "--budget")
