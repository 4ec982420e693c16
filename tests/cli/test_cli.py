"""The command line: exit codes, languages, forms, and text that is whole wherever it goes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import kiemdinh as kd
from kiemdinh.cli import main

ROOT = Path(__file__).parents[2]
SCHOOL = str(ROOT / "examples" / "thcs-binh-an" / "dossier.yaml")
UNDETERMINED = str(ROOT / "examples" / "mam-non-hoa-sen" / "dossier.yaml")
FAILED = str(ROOT / "examples" / "gdtx-song-hong" / "dossier.yaml")
GENERAL = "vn.tt57-2026.pho-thong"
ANSI = re.compile(r"\x1b\[")


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, arguments, input=stdin)


def process(*arguments, stdin=b"", **environment):
    """Run the real command as a shell would; give its exit code and what it wrote, in bytes."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LANG")}
    command = [sys.executable, "-m", "kiemdinh", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env={**inherited, **environment}, check=False)


def refused(result, *words):
    """Whether bad input was refused: on standard error alone, with exit code 2 and without a traceback."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr
    return True


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
        result = kd.assess(None, SCHOOL)
        assert run("assess", SCHOOL).stdout == result.to_text("vi")
        assert run("assess", SCHOOL, "--format", "markdown", "--lang", "en").stdout == result.to_markdown("en")

    def test_json_is_the_result_and_nothing_else(self):
        output = run("assess", SCHOOL, "--format", "json").stdout
        assert json.loads(output) == kd.assess(None, SCHOOL).to_dict()

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
        assert result.stdout == kd.assess(None, dossier).to_text("vi")

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
        assert refused(run("assess", "-", stdin="date: 2027-06-30\n"), "KD330")

    def test_a_misspelt_framework(self):
        assert refused(run("assess", SCHOOL, "--framework", "vn.tt57-2026.pho-thon"), "KD243", f"'{GENERAL}'")

    def test_a_framework_of_one_s_own_is_named_by_its_file(self):
        assert refused(run("assess", SCHOOL, "--framework", "org.example.mine"), "KD243", "--framework FILE")

    def test_a_definition_for_a_dossier(self):
        definition = str(ROOT / "examples" / "own-framework" / "framework.yaml")
        assert refused(run("assess", definition), "KD324", "this is a definition, not a dossier")

    def test_every_problem_of_the_dossier_at_its_place(self):
        school = f"framework: {GENERAL}\ndate: 2027-06-30\nfindings:\n  '1.1': muc-9\n  '9.9': muc-1\n"
        assert refused(run("assess", "-", stdin=school), ":4:", ":5:", "did you mean")

    def test_standard_input_that_is_not_utf_8(self):
        assert refused(run("assess", "-", stdin=b"\xff\xfe"), "KD002")

    def test_nothing_is_printed_of_a_traceback_by_the_real_command(self):
        done = process("assess", "no-such.yaml")
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"Traceback" not in done.stderr


class TestCheck:
    """1.10 ... A value outside its declared range or scale is an error, never data."""

    def test_tells_definitions_from_dossiers(self):
        definition = str(ROOT / "tests" / "data" / "definitions" / "leed.yaml")
        result = run("check", definition, SCHOOL)
        assert result.exit_code == 0
        assert result.stdout == f"{definition}: definition, ok\n{SCHOOL}: dossier, ok\n"

    def test_a_dossier_is_checked_against_its_framework(self, tmp_path):
        bad = tmp_path / "bad.yaml"
        bad.write_text(f"framework: {GENERAL}\ndate: 2027-06-30\nfindings: {{'1.99': muc-1}}\n", encoding="utf-8")
        result = run("check", str(bad), SCHOOL)
        assert result.exit_code == 2
        assert "KD301" in result.stderr
        assert f"{SCHOOL}: dossier, ok" in result.stdout

    def test_all_problems_of_a_definition_are_printed(self, tmp_path):
        bad = tmp_path / "bad.yaml"
        bad.write_text("kiemdinh: 1\nframework: org.x\nlayer: []\nsubject: {kind: school}\n", encoding="utf-8")
        assert refused(run("check", str(bad)), "KD102", "KD101", "did you mean 'layers'?")

    def test_a_dossier_that_names_no_framework(self, tmp_path):
        lone = tmp_path / "lone.yaml"
        lone.write_text("date: 2027-06-30\n", encoding="utf-8")
        assert refused(run("check", str(lone)), "KD330")
        assert run("check", str(lone), "--framework", GENERAL).exit_code == 0

    @pytest.mark.parametrize("form", ["yaml", "csv"])
    def test_an_effort_file(self, form):
        efforts = str(ROOT / "examples" / "thcs-binh-an" / f"efforts.{form}")
        assert run("check", efforts, "--framework", GENERAL).stdout == f"{efforts}: effort file, ok\n"
        assert refused(run("check", efforts), "KD330", "this is an effort file")

    def test_warnings_are_shown_and_do_not_fail(self, tmp_path):
        odd = tmp_path / "odd.yaml"
        lines = ["date: 2027-06-30", f"framework: {GENERAL}", "evidence: {}", "findings:"]
        odd.write_text("\n".join([*lines, "  '1.1': {reaches: muc-1, by: [H1]}", ""]), encoding="utf-8")
        result = run("check", str(odd))
        assert result.exit_code == 0
        assert "warning KD320" in result.stderr


class TestShow:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    def test_structure_and_rules_in_words(self):
        vi, en = run("show", GENERAL).stdout, run("show", GENERAL, "--lang", "en").stdout
        assert "1.3 Quản lý kế hoạch, nguồn lực, thông tin và dữ liệu [bắt buộc]" in vi
        assert "Mọi tiêu chí “bắt buộc”: mức từ “Đạt Mức 2” trở lên" in vi
        assert "Number of criteria not tagged “mandatory” (level “Level 1” or higher): at least 5" in " ".join(
            en.split()
        )

    def test_one_node_in_full(self):
        text = run("show", GENERAL, "3.5").stdout
        assert "3.5/muc-2/c" in text
        assert "Căn cứ: Phụ lục II, tiêu chí 3.5" in text

    def test_thresholds_can_be_checked_case_by_case(self):
        page = run("show", "vn.tt18-2018", "5.6", "--format", "markdown").stdout
        lines = [line.strip() for line in page.splitlines()]
        at = lines.index("- 5.6/muc-3/b/bo-hoc Tỷ lệ học sinh bỏ học của toàn trường không quá ngưỡng của vùng")
        assert lines[at + 1 : at + 5] == [
            "- chỉ áp dụng khi: Trường có lớp không chuyên",
            r"- đạt khi: Tỷ lệ học sinh bỏ học của toàn trường: không quá \[theo Vùng của trường\]",
            "- “Vùng khó khăn”: 3%",
            "- “Các vùng còn lại”: 1%",
        ]

    def test_a_node_that_does_not_exist(self):
        assert refused(run("show", GENERAL, "3.55"), "KD208", "did you mean '3.5'?")

    def test_mermaid_joins_only_boxes_that_it_declares(self):
        lines = run("show", GENERAL, "--format", "mermaid").stdout.splitlines()
        assert lines[0] == "flowchart LR"
        declared = {m[1] for line in lines if (m := re.match(r'\s+(n\d+)[\[({]+"', line))}
        joined = {name for line in lines if " --> " in line for name in line.split(" --> ")}
        assert {name.strip() for name in joined} == declared
        assert sum("[bắt buộc]" in line for line in lines) == 8

    def test_markdown(self):
        assert run("show", GENERAL, "--format", "markdown").stdout.startswith(
            "# Bảo đảm chất lượng giáo dục phổ thông\n"
        )

    def test_json_is_a_definition_that_loads_to_the_same(self):
        output = json.loads(run("show", GENERAL, "--format", "json").stdout)
        bundled = next(b for b in kd.catalogue() if b.id == GENERAL)
        assert kd.load(output) == bundled.load()


class TestCatalogueAndNew:
    """1.10 **Absence.** What is not recorded is unknown; an empty cell, null and NaN are absence, never "fails"."""

    def test_the_catalogue_names_each_bundled_framework(self):
        text = run("catalogue").stdout
        assert all(f"• {bundled.id}\n" in text for bundled in kd.catalogue())
        assert "Bundled frameworks" in run("catalogue", "--lang", "en").stdout

    @pytest.mark.parametrize("at", ["criterion", "requirement"])
    def test_a_new_dossier_assesses_to_undetermined(self, at):
        blank = run("new", GENERAL, "--at", at)
        assert blank.exit_code == 0
        result = run("assess", "-", "--on", "2027-06-30", "--lang", "en", stdin=blank.stdout)
        assert "Level of the school: Undetermined" in result.stdout

    def test_a_new_dossier_of_a_file_names_the_file(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        definition = (ROOT / "examples" / "own-framework" / "framework.yaml").read_text("utf-8")
        (tmp_path / "fw.yaml").write_text(definition, encoding="utf-8")
        (tmp_path / "school.yaml").write_text(run("new", "fw.yaml").stdout, encoding="utf-8")
        assert "framework: fw.yaml\n" in (tmp_path / "school.yaml").read_text("utf-8")
        assert run("assess", "school.yaml", "--on", "2027-06-30").exit_code == 0


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


class TestOutput:
    """5.10 ... text in Vietnamese or English is rendered from them afterwards."""

    def test_piped_output_is_plain_and_vietnamese_whole_in_any_locale(self):
        done = process("assess", SCHOOL, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        assert done.returncode == 0
        text = done.stdout.decode("utf-8")
        assert text.replace("\r\n", "\n") == kd.assess(None, SCHOOL).to_text("vi")
        assert not ANSI.search(text)

    def test_standard_input_of_the_real_command(self):
        school = f"school: {{name: Trường Đồng Tiến}}\nframework: {GENERAL}\ndate: 2027-06-30".encode()
        assert process("assess", "-", stdin=school).stdout.decode("utf-8").startswith("Trường Đồng Tiến")

    @pytest.mark.skipif(sys.platform == "win32", reason="pipes close in another way there")
    def test_a_reader_that_goes_away_is_no_error(self):
        command = f'"{sys.executable}" -m kiemdinh assess "{SCHOOL}" --format json'
        done = subprocess.run(  # noqa: S602 - the shell makes the pipe
            f"({command}; echo code=$? >&2) | head -c 1 >/dev/null", shell=True, capture_output=True, check=False
        )
        assert done.stderr.decode().strip() == "code=0"

    def test_help_of_every_command(self):
        for command in ("assess", "check", "show", "catalogue", "new"):
            assert run(command, "--help").exit_code == 0
        assert kd.__version__ in run("--version").stdout


class TestTerminal:
    """5.10 ... the same page, set apart by weight and colour on a terminal."""

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no pty there")
    @pytest.mark.parametrize("no_color", [False, True])
    def test_headings_stand_out_and_no_color_is_heeded(self, no_color):
        import pty

        output, terminal = pty.openpty()
        environment = {**os.environ, "TERM": "xterm-256color", **({"NO_COLOR": "1"} if no_color else {})}
        if not no_color:
            environment.pop("NO_COLOR", None)
        command = [sys.executable, "-m", "kiemdinh", "catalogue"]
        with subprocess.Popen(command, stdout=terminal, stderr=terminal, env=environment) as child:
            os.close(terminal)
            content = b""
            while chunk := _read(output):
                content += chunk
            assert child.wait(timeout=60) == 0
        os.close(output)
        text = content.decode("utf-8")
        assert "Các bộ tiêu chuẩn có sẵn" in text
        assert ANSI.search(text)
        assert not re.search(r"\x1b\[[0-9;]*3\d", text) if no_color else True


def _read(file):
    try:
        return os.read(file, 4096)
    except OSError:
        return b""
