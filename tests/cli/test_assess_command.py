"""``kiemdinh assess``: levels, targets, dates, required levels, bad input."""

import json
import re
from pathlib import Path

import pytest
from commands import FAILED, GENERAL, ROOT, SCHOOL, UNDETERMINED, process, refused, run

import kiemdinh as kd


class TestAssess:
    """2.2 The **guaranteed** level is the highest level that is certain; the **attainable** level the highest that is
    possible."""

    @pytest.mark.parametrize("dossier", [SCHOOL, UNDETERMINED, FAILED])
    def test_is_0_whenever_an_assessment_was_produced(self, dossier):
        assert run("assess", dossier).exit_code == 0

    def test_is_vietnamese_unless_said_otherwise(self):
        assert "Mức của trường: Đạt Mức 1" in run("assess", SCHOOL).stdout
        assert "Level of the school: Level 1" in run("assess", SCHOOL, "--lang", "en").stdout

    def test_text_is_what_the_result_tells(self):
        result = kd.assess(None, Path(SCHOOL))
        assert run("assess", SCHOOL).stdout == result.to_text("vi")
        assert run("assess", SCHOOL, "--format", "markdown", "--lang", "en").stdout == result.to_markdown("en")

    def test_json_is_the_result_and_nothing_else(self):
        output = run("assess", SCHOOL, "--format", "json").stdout
        assert json.loads(output) == kd.assess(None, Path(SCHOOL)).to_dict()

    def test_a_framework_on_the_command_line_wins(self):
        school = '{"date": "2027-06-30", "framework": "vn.tt57-2026.gdtx"}'
        told = run("assess", "-", "--framework", "vn.tt57-2026.mam-non", "--format", "json", stdin=school).stdout
        assert json.loads(told)["framework"]["id"] == "vn.tt57-2026.mam-non"

    def test_a_dossier_from_standard_input(self):
        result = run("assess", "-", "--lang", "en", stdin=f"framework: {GENERAL}\ndate: 2027-06-30")
        assert "Level of the school: Undetermined" in result.stdout

    def test_a_target_says_what_blocks_that_level(self):
        result = run("assess", UNDETERMINED, "--target", "muc-2", "--lang", "en")
        assert "What blocks “Level 2”" in result.stdout

    def test_nothing_is_cut_in_full(self):
        blank = f"framework: {GENERAL}\ndate: 2027-06-30"
        assert "more" in run("assess", "-", "--lang", "en", stdin=blank).stdout
        assert not re.search(r"and \d+ more", run("assess", "-", "--lang", "en", "--full", stdin=blank).stdout)


class TestDates:
    """4.1 ... All three default to the assessment date, which is an input: the caller's, else the dossier's, else an
    error; never today by itself."""

    def test_the_caller_s_date_wins(self):
        assert (
            "Date of the assessment: 2027-01-05" in run("assess", SCHOOL, "--on", "2027-01-05", "--lang", "en").stdout
        )

    def test_else_the_dossier_s(self):
        assert "Ngày đánh giá: 10/06/2027" in run("assess", SCHOOL).stdout

    def test_else_an_error(self):
        assert refused(run("assess", "-", stdin=f"framework: {GENERAL}\n"), "-: error KD310", "--on DATE")

    def test_a_bad_date(self):
        assert refused(run("assess", SCHOOL, "--on", "10/06/2027"), "KD107", "10/06/2027")


class TestRequire:
    """2.2 The **guaranteed** level is the highest level that is certain."""

    @pytest.mark.parametrize(
        ("dossier", "level", "code"),
        [(SCHOOL, "muc-1", 0), (SCHOOL, "muc-2", 1), (UNDETERMINED, "muc-1", 1), (FAILED, "muc-1", 1)],
    )
    def test_is_1_where_it_is_not_guaranteed(self, dossier, level, code):
        result = run("assess", dossier, "--require", level)
        assert result.exit_code == code
        assert (f"{level} is required and is not guaranteed" in result.stderr) == bool(code)
        assert result.stdout == kd.assess(None, Path(dossier)).to_text("vi")

    def test_a_label_must_be_that_label(self):
        definition = str(ROOT / "tests" / "data" / "definitions" / "aun-qa.yaml")
        dossier = json.dumps({"findings": {str(i): 5 for i in range(1, 9)}, "date": "2026-01-01"})
        args = ("assess", "-", "--framework", definition, "--require")
        assert run(*args, "meets", stdin=dossier).exit_code == 0
        assert run(*args, "below", stdin=dossier).exit_code == 1

    @pytest.mark.parametrize("option", ["--require", "--target"])
    def test_a_level_that_does_not_exist_is_refused_with_a_suggestion(self, option):
        assert refused(run("assess", SCHOOL, option, "muc2"), "KD331", "did you mean 'muc-2'?")

    def test_the_message_names_the_option(self):
        assert run("assess", SCHOOL, "--require", "muc2").stderr.startswith("--require: error")


class TestBadInput:
    """1.10 ... A value outside its declared range or scale is an error, never data."""

    def test_a_missing_file(self):
        assert refused(run("assess", "no-such.yaml"), "no-such.yaml", "KD001")

    def test_a_folder(self):
        assert refused(run("assess", str(ROOT / "examples")), "KD001")

    def test_no_framework(self):
        assert refused(run("assess", "-", stdin="findings: {}\n"), "KD330")

    def test_no_framework_and_several_in_force(self):
        said = ("KD335", "vn.tt57-2026.gdtx, vn.tt57-2026.mam-non, vn.tt57-2026.pho-thong")
        assert refused(run("assess", "-", stdin="date: 2027-06-30\n"), *said)

    def test_no_framework_and_none_in_force(self):
        editions = [f"vn.tt{n}-2018@2018-10-10 from 2018-10-10 on" for n in (17, 18, 19)]
        assert refused(run("assess", "-", stdin="date: 2018-05-20\n"), "KD335", ", ".join(editions))

    def test_around_a_gap_stand_the_editions_for_such_a_school(self):
        result = run("assess", "-", "--stage", "thcs", "--lang", "en", stdin="date: 2018-05-20\n")
        assert refused(result, "KD335", "expected: vn.tt18-2018@2018-10-10 from 2018-10-10 on\n")

    @pytest.mark.parametrize(("option", "known"), [("--stage", "tieu-hoc"), ("--kind", "mam-non, pho-thong")])
    def test_a_stage_or_a_kind_that_there_is_not(self, option, known):
        said = ("KD335", "'nha-tre'", known, "found: nha-tre")
        assert refused(run("assess", "-", option, "nha-tre", "--lang", "en", stdin="date: 2025-06-30\n"), *said)

    def test_the_stages_of_the_school_tell_the_framework(self):
        shown = run("assess", "-", "--stage", "thcs", "--lang", "en", stdin="date: 2024-06-30\n").stdout
        assert "(18/2018/TT-BGDĐT)" in " ".join(shown.split())
        shown = run("assess", "-", "--kind", "mam-non", "--lang", "en", stdin="date: 2027-06-30\n").stdout
        assert "preschool education" in " ".join(shown.split())

    def test_a_misspelt_framework(self):
        assert refused(run("assess", SCHOOL, "--framework", "vn.tt57-2026.pho-thon"), "KD243", f"'{GENERAL}'")

    def test_a_framework_of_one_s_own_is_named_by_its_file(self):
        assert refused(run("assess", SCHOOL, "--framework", "org.example.mine"), "KD243", "named by its file")

    def test_a_definition_for_a_dossier(self):
        definition = str(ROOT / "examples" / "own-framework" / "framework.yaml")
        assert refused(run("assess", definition), "KD324", "this is a definition, not a dossier")

    def test_every_problem_of_the_dossier_at_its_place(self):
        school = f"framework: {GENERAL}\ndate: 2027-06-30\nfindings:\n  '1.1': mcu-1\n  '9.9': muc-1\n"
        assert refused(run("assess", "-", stdin=school), ":4:", ":5:", "did you mean")

    def test_standard_input_that_is_not_utf_8(self):
        assert refused(run("assess", "-", stdin=b"\xff\xfe"), "KD002")

    def test_nothing_is_printed_of_a_traceback_by_the_real_command(self):
        done = process("assess", "no-such.yaml")
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"Traceback" not in done.stderr
