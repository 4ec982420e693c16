"""A result begins with what a head has to know, on one screen; then come the criteria and the rest."""

import re
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.narration.language import LANGUAGES

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/dossier.yaml"))
GENERAL = "vn.tt57-2026.pho-thong"
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
ON = "2027-06-30"
SCREEN = 40


def flat(text):
    return " ".join(text.split())


def example(name):
    return kd.assess(None, Path(__file__).parents[2] / "examples" / name / "dossier.yaml")


class TestOneScreen:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
    def test_the_first_part_fits_on_a_screen(self, path, lang):
        brief = kd.assess(None, path, allow_files=True).to_text(lang, brief=True)
        assert len(brief.splitlines()) <= SCREEN

    @pytest.mark.parametrize("framework", [GENERAL, "vn.tt18-2018", "vn.tt57-2026.mam-non"])
    def test_so_it_does_for_a_school_of_which_nothing_is_recorded(self, framework):
        on = "2024-06-30" if "tt18" in framework else ON
        assert len(kd.assess(framework, {}, on=on).to_text("vi", brief=True).splitlines()) <= SCREEN

    def test_the_level_comes_before_what_blocks_and_what_comes_first_before_the_criteria_and_awards(self):
        text = example("thcs-binh-an").to_text("en")
        headings = re.findall(r"^(\S.*)$", text, flags=re.MULTILINE)[3:]
        assert headings[:6] == [
            "Result",
            "What blocks “Level 2”",
            "Evidence that expires",
            "What to do first",
            "Result of each criterion",
            "What to do",
        ]
        assert headings.index("Awards") > headings.index("What to do")

    def test_the_whole_page_begins_with_it(self):
        result = example("thcs-binh-an")
        assert result.to_text("vi").startswith(result.to_text("vi", brief=True))

    def test_what_expires_next_is_named_with_its_day(self):
        text = flat(example("thcs-binh-an").to_text("vi", brief=True))
        assert "MC.1.1.01 (Kế hoạch giáo dục nhà trường 2026-2027): có giá trị đến hết ngày 31/08/2027" in text


class TestChoices:
    """5.2 The **blocking tree** keeps choices as choices: "all of these", "any 2 of these 4", with what is already
    satisfied in each; never the first two in file order."""

    def test_a_choice_is_whole(self):
        findings = dict.fromkeys(CRITERIA, "muc-1") | {"1.3": "muc-2"}
        text = kd.assess(GENERAL, {"findings": findings}, on=ON).to_text("en", brief=True)
        choice = flat(text[text.index("Any 5 of the following 7") :])
        assert "1.1, 1.2, 2.3, 3.3, 3.4, 3.5, 4.3: “Level 2” – not met" in choice

    def test_a_longer_one_is_not_begun(self):
        parts = [{"id": str(i), "en": f"Part {i}"} for i in range(1, 31)]
        definition = {
            "kiemdinh": 1,
            "framework": "org.example.many",
            "source": {"document": "By-law 1"},
            "subject": {"kind": "school"},
            "scales": {"rank": {"not_reached": {"id": "none"}, "steps": [{"id": "one"}]}},
            "inputs": {p["id"]: {"type": "number", "en": f"Figure {p['id']}"} for p in ()},
            "layers": [{"id": "part", "verdict": "met"}],
            "tree": parts,
            "outcomes": [
                {
                    "id": "rank",
                    "ladder": "rank",
                    "needs": {"one": {"count": "part", "that": "met", "at_least": 20}},
                }
            ],
        }
        reasons = {p["id"]: {"is": "unmet", "why": f"Reason {p['id']}"} for p in parts}
        result = kd.assess(definition, {"findings": reasons}, on=ON)
        blocks = result.to_text("en", brief=True)
        assert "30 to choose from, listed with --full only" in blocks
        assert "Part 1" not in blocks
        full = result.to_text("en", full=True)
        assert all(f"Reason {p['id']}" in full for p in parts)

    def test_what_is_there_already_can_be_recounted(self):
        text = flat(example("thcs-binh-an").to_text("en", brief=True))
        assert "Any 1 of the following 3 (4 of 5 already there)" in text
        assert "4 already there: “Level 2”: 1.1, 2.3, 3.4, 4.3" in text


class TestTable:
    """2.2 Nodes. What holds for outcomes holds for every judged node."""

    def test_each_criterion_with_level_tag_reason_and_evidence(self):
        markdown = example("thcs-binh-an").to_markdown("en")
        rows = [line.split(" | ") for line in markdown.splitlines() if re.match(r"\| \d\.\d ", line)]
        assert [row[0].split()[1] for row in rows[:15]] == CRITERIA
        header = next(line for line in markdown.splitlines() if line.startswith("| Criterion"))
        assert header == "| Criterion | Result | Mandatory | Reason | Evidence |"
        by_id = {row[0].split()[1]: row[1:] for row in rows}
        assert by_id["1.2"] == ["Level 1", "", "Chưa có cách thay thế khi nhân sự thay đổi", "MC.1.2.01 |"]
        assert by_id["1.3"][:2] == ["Level 2", "x"]
        requirement = "Monitoring shows that pupils progress, results improve or support is effective (3.5/muc-2/c)"
        assert by_id["3.5"][2] == f"{requirement}: Tỷ lệ học sinh chưa đạt môn Toán chưa giảm"

    def test_the_same_in_plain_text(self):
        text = example("thcs-binh-an").to_text("en", width=120)
        assert re.search(r"1\.2 Organisational structure.* Level 1\n {6}Reason: Chưa có cách thay thế", text)


class TestIndicators:
    """3.4 ... it **informs** (it raises a warning, serves comparison, and never changes a verdict ...)."""

    def test_what_is_recorded_is_shown_beside_earlier_years(self):
        definition = {
            "kiemdinh": 1,
            "framework": "org.example.indicators",
            "source": {"document": "By-law 1"},
            "subject": {"kind": "school"},
            "school_year": {"begins": "09-01"},
            "inputs": {"rate": {"type": "number", "unit": "percent", "each": "year", "en": "Attendance"}},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": "1", "en": "Pupils", "indicators": ["rate"]}],
            "outcomes": [
                {
                    "id": "o",
                    "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}],
                    "otherwise": {"id": "poor"},
                }
            ],
        }
        rate = {"2024-2025": "91%", "2025-2026": {"part": 47, "of": 50}}
        result = kd.assess(definition, {"inputs": {"rate": rate}, "findings": {"1": "met"}}, on=ON)
        (found,) = result.indicators
        assert [(figure.year, figure.value) for figure in found.figures] == [("2025-2026", 94), ("2024-2025", 91)]
        text = flat(result.to_text("en"))
        assert "Attendance [1]: 94% = 47/50 (2025-2026); 91% (2024-2025)" in text
        assert "inform" in text


class TestLabels:
    """2.5 A **decision list** names labels without an order."""

    def test_how_to_ask_for_one_is_told(self):
        definition = kd.load(Path(__file__).parents[1] / "data" / "definitions" / "aun-qa.yaml")
        ids = [case.id for case in definition.definition.outcomes[0].cases]
        text = flat(kd.assess(definition, {}, on=ON).to_text("en"))
        assert "use --target with one of: " in text
        assert all(one in text for one in ids)
