"""The command that lints: forms, exit codes, several files, and the pages of codes."""

import json

import pytest
from click.testing import CliRunner

import kiemdinh as kd
from kiemdinh.cli import main
from kiemdinh.diagnostics.code_pages import read_code_page
from kiemdinh.linter.code_pages import read_page

CLEAN = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
cite: By-law 12
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1", en: There is a catalogue}]
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
UNUSED = CLEAN + "tags: {urgent: {en: urgent}}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, text in {"clean": CLEAN, "unused": UNUSED, "broken": CLEAN.replace("tree:", "treee:")}.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")


def run(*arguments):
    return CliRunner().invoke(main, ["lint", *arguments])


class TestExitCodes:
    """0 none or notes only, 1 a warning or an error, 2 bad input."""

    def test_nothing_found(self):
        result = run("clean.yaml")
        assert (result.exit_code, result.stdout) == (0, "no findings\n")

    def test_a_warning(self):
        result = run("unused.yaml")
        assert result.exit_code == 1
        assert result.stdout.startswith("unused.yaml:9:8: warning KD530: tag 'urgent' is declared and not used\n")
        assert result.stdout.endswith("\n1 finding: 1 warning\n")

    def test_what_does_not_load_is_found_and_not_refused(self):
        result = run("broken.yaml")
        assert result.exit_code == 1
        assert "error KD102: unknown key 'treee'" in result.stdout
        assert result.stderr == ""

    def test_notes_alone(self, monkeypatch):
        from kiemdinh.linter import lint as linting

        note = kd.Finding("KD520", "note", "not decided: whether it matters", decided=False)
        monkeypatch.setattr(linting, "CHECKS", (lambda study: iter([note]),))
        result = run("clean.yaml")
        assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 finding: 1 note")

    @pytest.mark.parametrize(("what", "code"), [("none.yaml", "KD001"), ("vn.tt99", "KD243")])
    def test_what_cannot_be_read_is_refused_and_the_rest_told(self, what, code):
        result = run(what, "unused.yaml")
        assert result.exit_code == 2
        assert code in result.stderr
        assert "Traceback" not in result.stderr
        assert "KD530" in result.stdout

    def test_nothing_is_said_to_be_without_findings_where_it_could_not_be_read(self):
        result = run("none.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert json.loads(run("none.yaml", "--format", "json").stdout) == []

    def test_nothing_named(self):
        assert run().exit_code == 2


class TestForms:
    def test_several_files_in_one_list(self):
        result = run("unused.yaml", "clean.yaml", "broken.yaml", "--format", "json")
        files = [finding["file"] for finding in json.loads(result.stdout)]
        assert files == sorted(files, reverse=True)
        assert set(files) == {"unused.yaml", "broken.yaml"}

    def test_sarif(self):
        result = run("unused.yaml", "--format", "sarif")
        assert result.exit_code == 1
        (run_,) = json.loads(result.stdout)["runs"]
        (found,) = run_["results"]
        assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "unused.yaml"

    def test_github(self):
        assert run("unused.yaml", "--format", "github").stdout.startswith(
            "::warning file=unused.yaml,line=9,col=8,title="
        )

    def test_what_is_allowed_is_in_no_form(self, tmp_path):
        text = UNUSED.replace("urgent}}\n", "urgent}}  # kiemdinh: allow KD530: it comes next year\n")
        (tmp_path / "unused.yaml").write_text(text, encoding="utf-8")
        for form in ("text", "json", "sarif", "github"):
            result = run("unused.yaml", "--format", form)
            assert (result.exit_code, "KD530" in result.stdout) == (0, False)


class TestExplain:
    @pytest.mark.parametrize("code", ["KD520", "kd520"])
    def test_it_prints_the_page(self, code):
        result = run("--explain", code)
        assert (result.exit_code, result.stdout) == (0, read_page("KD520"))

    def test_no_such_code(self):
        result = run("--explain", "KDD520")
        assert result.exit_code == 2
        assert "there is no code KDD520; did you mean KD520?" in result.stderr

    def test_lint_and_check_print_the_page_of_any_code_in_the_language_asked_for(self):
        for command in ("lint", "check"):
            for code, page in (("KD520", read_page("KD520", "vi")), ("KD320", read_code_page("KD320", "vi"))):
                result = CliRunner().invoke(main, [command, "--explain", code, "--lang", "vi"])
                assert (result.exit_code, result.stdout) == (0, page)


def test_work_is_handed_on(monkeypatch):
    from kiemdinh.linter import lint as linting

    seen = []
    monkeypatch.setattr(linting, "CHECKS", (lambda study: iter(seen.append(study.splits) or ()),))
    run("clean.yaml", "--splits", "7")
    run("clean.yaml")
    assert seen == [7, 4_000]


class TestWhatStandsBesideDefinitions:
    def test_is_passed_over_by_lint_and_check(self, tmp_path):
        scenarios, part = tmp_path / "a.scenarios.yaml", tmp_path / "part.yaml"
        scenarios.write_text("kiemdinh: 1\nframework: a.yaml\nscenarios: []\n", encoding="utf-8")
        part.write_text("kiemdinh: 1\npart_of: org.example.a\ntree: []\n", encoding="utf-8")
        result = CliRunner().invoke(main, ["lint", str(scenarios), str(part)])
        assert (result.exit_code, result.output.count("passed over")) == (0, 2)
        result = CliRunner().invoke(main, ["check", str(part)])
        assert (result.exit_code, result.output.count("passed over")) == (0, 1)
