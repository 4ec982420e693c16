"""Whatever is typed, and wherever it is written to: a message, an exit code that says which, and no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import EXAMPLES, GENERAL, SCHOOL, process, refused, run

import kiemdinh as kd

LONG = "a" * 300
OWN = str(EXAMPLES / "own-framework" / "framework.yaml")
BLANK = "date: 2027-06-30\nfindings: {}\n"


def shell(line):
    """Run a line of the shell; give its exit code and what it wrote to standard error."""
    line = line.replace("KIEMDINH", f'"{sys.executable}" -m kiemdinh')
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)  # noqa: S607
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done.returncode, done.stderr


class TestStreams:
    """Exit code 1 says that a required level is not guaranteed, and nothing else says it."""

    @pytest.mark.parametrize("command", [f"assess '{SCHOOL}'", f"show {GENERAL}", f"lint '{OWN}'", f"check '{SCHOOL}'"])
    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full disk to write to")
    def test_a_full_disk(self, command):
        code, said = shell(f"KIEMDINH {command} > /dev/full")
        assert code == 3
        assert "standard output cannot be written" in said

    @pytest.mark.parametrize("command", [f"assess '{SCHOOL}' --require muc-1", f"lint '{OWN}'", f"new {GENERAL}"])
    def test_a_closed_standard_output(self, command):
        assert shell(f"KIEMDINH {command} >&-") == (3, "kiemdinh: standard output is closed\n")

    def test_a_closed_or_full_standard_error(self):
        assert shell("KIEMDINH assess none.yaml 2>&-")[0] == 2
        assert shell(f"KIEMDINH check '{SCHOOL}' 2>&-")[0] == 0
        if os.path.exists("/dev/full"):
            assert shell("KIEMDINH assess none.yaml 2>/dev/full")[0] == 2

    def test_all_closed(self):
        assert shell(f"KIEMDINH assess '{SCHOOL}' <&- >&- 2>&-")[0] == 3
        assert shell("KIEMDINH assess - <&- >&- 2>&-")[0] == 2

    @pytest.mark.parametrize("command", ["assess", "check", "lint", "show", "new"])
    def test_a_closed_standard_input(self, command):
        code, said = shell(f"KIEMDINH {command} - <&-")
        assert (code, "standard input is closed" in said) == (2, True)

    def test_a_reader_that_goes_away(self):
        assert shell("KIEMDINH show vn.tt18-2018 | head -1 > /dev/null")[0] == 0


class TestStopping:
    """Whoever stops a command gets one line, and an exit code that says nothing of the school."""

    def stop(self, *_, **__):
        raise KeyboardInterrupt

    def stop_within_pydantic(self, *_, **__):
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as stopped:
            raise RuntimeError from stopped

    @pytest.mark.parametrize("how", [stop, stop_within_pydantic])
    def test_it_is_told_in_one_line(self, monkeypatch, how):
        monkeypatch.setattr("kiemdinh.standards.catalogue.editions", how)
        stopped = run("catalogue", "--lang", "en")
        assert (stopped.exit_code, stopped.stdout, stopped.stderr) == (130, "", "kiemdinh: stopped by Ctrl+C\n")


class TestArguments:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["assess", LONG],
            ["check", LONG],
            ["show", LONG],
            ["new", LONG],
            ["uses", LONG, "1.1"],
            ["explain", LONG],
            ["margin", f"{LONG}/{LONG}"],
            ["repair", SCHOOL, "--costs", LONG],
            ["assess", SCHOOL, "--framework", LONG],
            ["check", SCHOOL, "--framework", f"{LONG}.yaml"],
            ["assess", SCHOOL, "--target", LONG],
            ["assess", SCHOOL, "--on", LONG],
            ["show", GENERAL, LONG],
            ["what-if", SCHOOL, "--set", f"{LONG}=met"],
        ],
        ids=lambda arguments: " ".join(word[:6] for word in arguments),
    )
    def test_a_name_of_300_characters(self, arguments):
        assert refused(run(*arguments), "error KD")

    def test_numbers_of_any_size(self):
        most = run("repair", SCHOOL, "--limit", "9" * 20, "--budget", "9" * 30)
        assert (most.exit_code, most.stdout) == (0, run("repair", SCHOOL).stdout)
        assert refused(run("repair", SCHOOL, "--limit", "-1"))

    def test_standard_input_for_every_command(self):
        definition = Path(OWN).read_text(encoding="utf-8")
        for command in (["check", "-"], ["lint", "-"], ["show", "-"], ["uses", "-", "pupils"], ["new", "-"]):
            assert run(*command, stdin=definition).exit_code in (0, 1)
        for command in ("assess", "explain", "repair", "margin", "check"):
            assert run(command, "-", "--framework", GENERAL, stdin=BLANK).exit_code == 0
        assert run("repair", SCHOOL, "--costs", "-", stdin="3.3: 2\n").exit_code == 0
        assert run("assess", "-", "--framework", OWN, stdin=BLANK.encode("utf-8-sig")).exit_code == 0
        assert run("assess", str(EXAMPLES / "own-framework" / "dossier.yaml"), "--framework", "-", stdin=definition)

    def test_standard_input_can_be_named_once(self):
        assert refused(run("assess", "-", "--framework", "-", stdin=BLANK), "standard input is named twice")

    def test_problems_of_standard_input_have_its_name_and_line(self):
        assert refused(run("check", "-", stdin=f"framework: {GENERAL}\nfindings: {{'9.9': met}}\n"), "-:2:")


class TestKindsOfFiles:
    SCENARIOS = (
        f"kiemdinh: 1\nframework: {GENERAL}\nwhen: 2027-06-30\n"
        "scenarios: [{name: A, given: {findings: {}}, then: {level: none}}]\n"
    )

    def test_lint_of_a_dossier_says_what_it_is(self):
        assert run("lint", SCHOOL).exit_code == 2
        assert "this is a dossier, not a definition" in run("lint", SCHOOL).stderr
        for call in (kd.load, kd.lint, lambda path: kd.assess(path, {}, on="2027-06-30")):
            with pytest.raises(kd.InputError, match="KD247"):
                call(Path(SCHOOL))

    def test_scenarios_are_checked(self, tmp_path):
        good, wrong = tmp_path / "a.scenarios.yaml", tmp_path / "b.yaml"
        good.write_text(self.SCENARIOS, encoding="utf-8")
        wrong.write_text(self.SCENARIOS.replace("level: none", "level: nonee"), encoding="utf-8")
        assert run("check", str(good)).stdout == f"{good}: scenarios, ok\n"
        assert refused(run("check", str(wrong)), "b.yaml:4:", "KD605")
        for command in ("assess", "show"):
            assert refused(run(command, str(good)), "scenario")

    def test_one_command_reads_files_of_every_kind(self, tmp_path):
        efforts = tmp_path / "efforts.yaml"
        efforts.write_text("3.3: 2\n", encoding="utf-8")
        done = run("check", OWN, SCHOOL, str(efforts), "--framework", GENERAL)
        assert [line.rpartition(": ")[2] for line in done.stdout.splitlines()] == [
            "definition, ok",
            "dossier, ok",
            "effort file, ok",
        ]


class TestNew:
    def test_a_new_file(self, tmp_path):
        path = tmp_path / "dossier.yaml"
        assert run("new", GENERAL, "-o", str(path)).stdout == ""
        assert path.read_text(encoding="utf-8") == run("new", GENERAL).stdout
        assert run("assess", str(path), "--on", "2027-06-30").exit_code == 0

    def test_a_file_that_is_there_is_kept(self, tmp_path):
        path = tmp_path / "dossier.yaml"
        path.write_text("mine", encoding="utf-8")
        assert refused(run("new", GENERAL, "--output", str(path)), "KD001", "is not overwritten")
        assert path.read_text(encoding="utf-8") == "mine"

    def test_the_framework_is_named_from_the_folder_of_the_new_file(self, tmp_path, monkeypatch):
        (tmp_path / "own.yaml").write_text(Path(OWN).read_text(encoding="utf-8"), encoding="utf-8")
        (tmp_path / "schools").mkdir()
        monkeypatch.chdir(tmp_path)
        assert run("new", "own.yaml", "-o", "schools/one.yaml").exit_code == 0
        assert 'framework: "../own.yaml"' in Path("schools/one.yaml").read_text(encoding="utf-8")
        assert run("check", "schools/one.yaml").exit_code == 0

    def test_where_no_file_can_be_made(self, tmp_path):
        for name in (tmp_path / "none" / "x.yaml", tmp_path / LONG, "/dev/full/x"):
            done = run("new", GENERAL, "-o", str(name))
            assert (done.exit_code, "cannot be written" in done.stderr) == (3, True)


def test_json_of_the_real_command_is_whole():
    done = process("assess", SCHOOL, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["bundled"]) == (0, True)


def test_a_process_ends_without_looking_through_all_objects():
    """What a command has made is kept to its end, so that there is nothing to look for."""
    code = (
        "import atexit, gc, sys\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 0, file=sys.stderr))\n"
        "from kiemdinh.cli import main\n"
        "main(['catalogue'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "True\n")
