"""The cache of `kiemdinh lint`: a second run over an unchanged file does no work, and never says anything else."""

import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import kiemdinh as kd
from kiemdinh.cli import main
from kiemdinh.cli.shared import CacheFolder, LintCache, cache_folder, find_cache_folder, lint_cache
from kiemdinh.parsing.read import open_input

TEXT = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
cite: By-law 12
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
tags: {urgent: {en: Khẩn "urgent"}}
inputs: {books: {type: number, unit: count, range: {from: 0}, en: Books}}
scales: {lv: {not_reached: {id: none}, steps: [{id: one}, {id: two}]}}
tree: [{id: "1", en: There is a catalogue}]
outcomes:
  - id: level
    ladder: lv
    needs: {one: {all: [{every: criterion, that: met}, {value: books, at_most: 1/2}]}, two: {value: books, at_least: 9}}
"""
TEXT = TEXT.replace("1/2", "0.5")
FORMS = ("text", "json", "sarif", "github")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("a.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path / "cache" / "kiemdinh" / "lint"


@pytest.fixture
def works(monkeypatch):
    """What has been linted since, a list that grows."""
    from kiemdinh.linter import lint as linting

    seen = []
    checks = linting.CHECKS
    monkeypatch.setattr(linting, "CHECKS", (lambda study: iter(seen.append(study.framework.id) or ()), *checks))
    return seen


def run(*arguments):
    result = CliRunner().invoke(main, ["lint", *arguments])
    return result.exit_code, result.stdout


class TestSecondRun:
    def test_does_no_work_and_says_the_same_in_every_form(self, works):
        first = [run("a.yaml", "--no-cache", "--format", form) for form in FORMS]
        assert (works, first[0][0]) == (["org.example.library"] * 4, 1)
        run("a.yaml")
        assert [run("a.yaml", "--format", form) for form in FORMS] == first
        assert len(works) == 5

    def test_finds_texts_that_can_be_said_in_each_language(self, folder):
        cache, found = LintCache(CacheFolder(folder), {}), kd.lint(path="a.yaml")
        cache.keep("a.yaml", open_input(Path("a.yaml")), found)
        again = cache.find("a.yaml")
        assert again == list(found)
        assert [finding.message.text_in("vi") for finding in again] == [f.message.text_in("vi") for f in found]
        assert any(finding.message.text_in("vi") != finding.message for finding in again)

    def test_imports_neither_the_engine_nor_the_loader(self):
        code = "import sys; from kiemdinh.cli import main; main(['lint', 'a.yaml'], standalone_mode=False)"
        names = "'kiemdinh.rules', 'kiemdinh.standards.loading', 'pydantic', 'networkx', 'kiemdinh.analysis'"
        code = f"import atexit; atexit.register(lambda: print({{{names}}} & set(sys.modules), file=sys.stderr)); {code}"
        run("a.yaml")
        assert _run_python(code).endswith("set()")

    def test_of_a_bundled_framework(self, works):
        assert run("vn.tt57-2026.gdtx") == run("vn.tt57-2026.gdtx")
        assert len(works) == 1

    def test_of_what_does_not_load(self, folder):
        Path("a.yaml").write_text(TEXT.replace("tree:", "treee:"), encoding="utf-8")
        first = run("a.yaml")
        assert first[0] == 1
        assert len(list(folder.iterdir())) == 1
        assert run("a.yaml") == first


class TestWhatChanges:
    def test_the_file_its_name_the_budget_and_the_engine(self, works, monkeypatch):
        run("a.yaml")
        Path("a.yaml").write_text(TEXT + "\n", encoding="utf-8")
        run("a.yaml")
        Path("b.yaml").write_text(TEXT, encoding="utf-8")
        assert "b.yaml:" in run("b.yaml")[1]
        run("b.yaml", "--splits", "7")
        monkeypatch.setattr(lint_cache, "__version__", "0.0.1")
        run("b.yaml")
        assert len(works) == 5

    def test_a_file_of_the_package_while_its_version_stays(self, works, monkeypatch):
        run("a.yaml")
        package = Path.cwd() / "package"
        package.mkdir()
        monkeypatch.setattr(lint_cache, "_PACKAGE", package)
        run("a.yaml")
        (package / "new.py").write_text("", encoding="utf-8")
        run("a.yaml")
        assert len(works) == 3

    def test_a_file_that_is_taken_in(self, works, tmp_path):
        Path("a.yaml").write_text(TEXT.replace('{id: "1", en: There is a catalogue}', "{from: parts/p.yaml}"), "utf-8")
        part = tmp_path / "parts" / "p.yaml"
        assert "KD001" in run("a.yaml")[1]  # it is not there yet
        part.parent.mkdir()
        part.write_text('{kiemdinh: 1, part_of: org.example.library, tree: [{id: "1", en: A catalogue}]}', "utf-8")
        assert "KD001" not in run("a.yaml")[1]
        run("a.yaml")
        assert len(works) == 1
        part.write_text('{kiemdinh: 1, part_of: org.example.library, tree: [{id: "2", en: A catalogue}]}', "utf-8")
        run("a.yaml")
        assert len(works) == 2
        part.unlink()
        assert "KD001" in run("a.yaml")[1]

    def test_a_part_that_became_a_link_out_of_the_folder(self, tmp_path, tmp_path_factory):
        Path("a.yaml").write_text(TEXT.replace('{id: "1", en: There is a catalogue}', "{from: p.yaml}"), "utf-8")
        text = '{kiemdinh: 1, part_of: org.example.library, tree: [{id: "1", en: A catalogue}]}'
        Path("p.yaml").write_text(text, "utf-8")
        run("a.yaml")
        elsewhere = tmp_path_factory.mktemp("elsewhere") / "p.yaml"
        elsewhere.write_text(text, "utf-8")
        Path("p.yaml").unlink()
        try:
            Path("p.yaml").symlink_to(elsewhere)
        except OSError:
            pytest.skip("links need a permission here")
        assert "a link leads out of the folder" in run("a.yaml")[1]


class TestEntries:
    def entry(self, folder):
        (file,) = folder.glob("*.json")
        return file

    def test_are_json_for_the_user_alone(self, folder):
        run("a.yaml")
        data = json.loads(self.entry(folder).read_text(encoding="utf-8"))
        assert data["format"] == "kiemdinh cache 1"
        assert {finding["LintFinding"]["code"] for finding in data["payload"]["findings"]} >= {"KD530"}
        if os.name == "posix":
            assert folder.stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize(
        "damage",
        [
            lambda text: "",
            lambda text: text[:-20],
            lambda text: "[]",
            lambda text: "null",
            lambda text: "[" * 100_000,
            lambda text: '{"payload": ' + "9" * 10_000 + "}",
            lambda text: text.replace("kiemdinh cache 1", "kiemdinh cache 0"),
            lambda text: text.replace("KD530", "KD531"),
            lambda text: json.dumps({**json.loads(text), "payload": {"parts": {}, "findings": []}}),
            lambda text: "\x00\ud800" * 3,
        ],
    )
    def test_that_are_damaged_or_tampered_with_are_ignored_and_written_again(self, folder, works, damage):
        right = run("a.yaml")
        text = self.entry(folder).read_text(encoding="utf-8")
        self.entry(folder).write_text(damage(text), encoding="utf-8", errors="surrogatepass")
        assert run("a.yaml") == right
        assert self.entry(folder).read_text(encoding="utf-8") == text
        assert len(works) == 2

    def test_of_another_definition_under_this_name_are_ignored(self, folder, works):
        run("a.yaml")
        own = self.entry(folder)
        Path("b.yaml").write_text(TEXT.replace("urgent", "later"), encoding="utf-8")
        run("b.yaml")
        other = next(file for file in folder.glob("*.json") if file != own)
        own.write_bytes(other.read_bytes())
        assert "later" not in run("a.yaml")[1]

    @pytest.mark.parametrize(
        "payload", [[], {"parts": {}, "findings": [{"LintFinding": {"code": "KD999"}}]}, {"parts": 7}, {"parts": {}}]
    )
    def test_of_a_form_that_this_version_does_not_write_are_ignored(self, folder, works, payload):
        right = run("a.yaml")
        CacheFolder(folder).write(self.entry(folder).stem, payload)
        assert run("a.yaml") == right
        assert len(works) == 2

    def test_that_are_no_regular_file_are_ignored(self, folder, works):
        right = run("a.yaml")
        file = self.entry(folder)
        file.unlink()
        file.mkdir()
        assert run("a.yaml") == right
        assert sorted(folder.iterdir()) == [file]  # what could not be put there is gone

    def test_never_grow_without_end(self, folder, monkeypatch):
        monkeypatch.setattr(cache_folder, "MAX_ENTRIES", 5)
        cache = CacheFolder(folder)
        folder.mkdir(parents=True)
        (folder / "half-written.tmp").write_text("x", encoding="utf-8")
        os.utime(folder / "half-written.tmp", ns=(0, 0))
        (folder / "of-someone.txt").write_text("x", encoding="utf-8")
        for number in range(12):
            cache.write(f"{number}", {})
            os.utime(folder / f"{number}.json", ns=(number * 10**9, number * 10**9))
            cache.read("3") if number < 10 else None  # what is used is kept
        kept = {file.stem for file in folder.glob("*.json")}
        assert len(kept) == 5
        assert {"3", "11", "10"} <= kept
        assert {file.name for file in folder.iterdir()} - {f"{name}.json" for name in kept} == {"of-someone.txt"}

    def test_all_together_have_a_bound_and_each_has_one(self, folder, monkeypatch):
        monkeypatch.setattr(cache_folder, "MAX_TOTAL_SIZE", 3_000)
        monkeypatch.setattr(cache_folder, "MAX_ENTRY_SIZE", 1_500)
        cache = CacheFolder(folder)
        for number in range(9):
            cache.write(f"{number}", "x" * 1_000)
        cache.write("large", "x" * 2_000)
        assert sum(file.stat().st_size for file in folder.iterdir()) <= 3_000
        assert (cache.read("8"), cache.read("large")) == ("x" * 1_000, None)


class TestNothingIsKept:
    def test_with_no_cache(self, folder, works):
        run("a.yaml", "--no-cache")
        assert not folder.exists()
        run("a.yaml")
        run("a.yaml", "--no-cache")
        assert len(works) == 3

    def test_of_standard_input_of_scenarios_and_of_what_is_not_there(self, folder):
        CliRunner().invoke(main, ["lint", "-"], input=TEXT)
        Path("s.yaml").write_text("kiemdinh: 1\nframework: a.yaml\nscenarios: []\n", encoding="utf-8")
        assert (run("s.yaml")[0], run("none.yaml")[0]) == (0, 2)
        assert not folder.exists()

    def test_by_the_library(self, folder):
        kd.lint(path="a.yaml")
        assert not folder.exists()

    def test_where_the_folder_cannot_be_written(self, tmp_path, monkeypatch):
        right = run("a.yaml")
        (tmp_path / "file").write_text("", encoding="utf-8")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
        assert run("a.yaml") == right

    def test_where_the_user_has_no_home(self, monkeypatch):
        right = run("a.yaml")
        monkeypatch.delenv("XDG_CACHE_HOME")

        def has_none():
            raise RuntimeError

        monkeypatch.setattr(Path, "home", has_none)
        assert find_cache_folder() is None
        assert run("a.yaml") == right


class TestFolderOfThePlatform:
    @pytest.mark.parametrize(
        ("platform", "variables", "expected"),
        [
            ("linux", {}, "home/.cache/kiemdinh"),
            ("linux", {"XDG_CACHE_HOME": "relative"}, "home/.cache/kiemdinh"),
            ("darwin", {}, "home/Library/Caches/kiemdinh"),
            ("win32", {}, "home/AppData/Local/kiemdinh/Cache"),
            ("win32", {"LOCALAPPDATA": "ROOT/local"}, "local/kiemdinh/Cache"),
            ("linux", {"XDG_CACHE_HOME": "ROOT/xdg"}, "xdg/kiemdinh"),
            ("darwin", {"XDG_CACHE_HOME": "ROOT/xdg"}, "xdg/kiemdinh"),
        ],
    )
    def test_is_where_its_users_expect_it(self, platform, variables, expected, tmp_path, monkeypatch):
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value.replace("ROOT", str(tmp_path)))
        assert find_cache_folder() == tmp_path / expected


def test_help_and_version_load_neither_the_engine_nor_yaml():
    code = "import sys; from kiemdinh.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = set(_run_python(code).split())
    assert not {"yaml", "pydantic", "kiemdinh.rules", "kiemdinh.parsing.read"} & loaded


def _run_python(code):
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    return (done.stdout + done.stderr).strip()
