"""Careless and hostile scenario files: only `InputError` escapes, it comes soon, and pytest tells what is wrong."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.testing import load_scenarios, rule_coverage, run

SOON = 60
"""Seconds of the processor, many times what is taken: where a bound is missing it takes minutes, or has no end."""
"""Seconds; alone on a machine each of these takes well under three."""

FRAMEWORK = """\
kiemdinh: 1
framework: org.example.library
en: Good library
cite: By-law 12
source: {document: By-law 12}
subject: {kind: school, cite: By-law 12}
scales:
  grade: {not_reached: {id: below, en: Below}, steps: [{id: basic, en: Basic}, {id: full, en: Full}]}
  ten: {from: 0, to: 10}
layers:
  - {id: criterion, en: Criterion, verdict: met}
  - {id: judged, en: Judged, verdict: rating, scale: ten}
tree:
  - {id: "1", layer: criterion, en: There is a catalogue}
  - {id: "2", layer: criterion, en: It is open every day}
  - {id: "4", layer: judged, en: How quiet it is}
outcomes:
  - id: grade
    en: Grade
    ladder: grade
    needs: {basic: {count: criterion, that: met, at_least: 1}, full: {every: criterion, that: met}}
  - {id: mood, en: Mood, cases: [{id: calm, en: Calm, if: {mean: judged, of: {its: rating}, at_least: 7}}],
     otherwise: {id: loud, en: Loud}}
awards:
  - {id: plaque, en: Plaque, needs: {outcome: grade, at_least: basic}, valid: 5 years}
"""
HEAD = """\
kiemdinh: 1
framework: library.yaml
when: 2027-06-30
lang: en
dossiers:
  good: {findings: {"1": met, "2": met, "4": 7.5}}
scenarios:
"""
IT = '  - {name: "%s", given: good, then: {level: full}}\n'
ODD = (
    *("null", "[]", "{}", "[1]", "{a: 1}", "3", "-1", "2.5", "true", '""', "x", "2027-02-30", "99999-01-01", ".nan"),
    *("1e999", "[[[[]]]]", "{a: {b: {c: [1]}}}", "0x1F", '"\\u0000"', "{null: 1}", '{"": 1}', '"{each}"'),
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "library.yaml").write_text(FRAMEWORK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tried(text):
    """Load a file, run it and count what it covers; return whether it was refused."""
    with open("x.scenarios.yaml", "w", encoding="utf-8", newline="") as file:
        file.write(text)
    begun = time.process_time()
    try:
        loaded = load_scenarios(Path("x.scenarios.yaml"), allow_files=True)
    except kd.InputError:
        assert time.process_time() - begun < SOON
        return True
    for scenario in loaded.scenarios:
        assert run(scenario).to_text() is not None
    assert rule_coverage(loaded.framework, loaded.scenarios).to_text()
    assert time.process_time() - begun < SOON
    return False


def codes(text):
    with pytest.raises(kd.InputError) as caught:
        load_scenarios(text, allow_files=True)
    return {found.code for found in caught.value.diagnostics}


class TestWrongShapes:
    TOP = {  # noqa: RUF012 - read only
        "kiemdinh": "1",
        "framework": "library.yaml",
        "when": "2027-06-30",
        "lang": "en",
        "dossiers": '{good: {findings: {"1": met}}}',
        "scenarios": "[{name: N, given: good, then: {level: basic}}]",
    }
    SCENARIO = {  # noqa: RUF012 - read only
        "name": "N",
        "cite": "By-law",
        "each": "criterion",
        "given": "good",
        "but": '{"{each}": unmet}',
        "when": "2027-06-30",
        "then": "{level: basic}",
    }

    @pytest.mark.parametrize("key", TOP)
    def test_of_a_file(self, folder, key):
        for odd in ODD:
            refused = tried("".join(f"{k}: {v}\n" for k, v in (self.TOP | {key: odd}).items()))
            assert refused or key == "dossiers"

    @pytest.mark.parametrize("key", SCENARIO)
    def test_of_a_scenario(self, folder, key):
        for odd in ODD:
            tried(f"{HEAD}  - {{{', '.join(f'{k}: {v}' for k, v in (self.SCENARIO | {key: odd}).items())}}}\n")

    @pytest.mark.parametrize("key", ["level", "determined", "labels", "outcomes", "stages", "awards", "nodes"])
    def test_of_what_is_expected_to_stand(self, folder, key):
        inner = ("%s", "{grade: %s}", '{"1": %s}', '{"4": {is: 3, tolerance: %s}}', "{plaque: {held_until: %s}}")
        for form in (*inner, "{plaque: {earliest: %s}}", "{mood: {labels: %s}}"):
            for odd in ODD:
                tried(f"{HEAD}  - {{name: N, given: good, then: {{{key}: {form % odd}}}}}\n")

    @pytest.mark.parametrize("key", ["blockers", "repair", "warnings", "diagnostic"])
    def test_of_what_is_expected_to_be_told(self, folder, key):
        for form in ("%s", "{target: %s}", "{are: %s}", "{include: %s}", "{changes: %s}", "{cost: %s}", "{count: %s}"):
            for odd in ODD:
                tried(f"{HEAD}  - {{name: N, given: good, then: {{{key}: {form % odd}}}}}\n")

    @pytest.mark.parametrize("key", ["findings", "inputs", "held", "evidence", "date", "school", "notes", "file"])
    def test_of_a_dossier(self, folder, key):
        for odd in ODD:
            tried(f"{HEAD}  - {{name: N, given: {{{key}: {odd}}}, then: {{level: none}}}}\n")

    def test_objects_that_are_none(self):
        for odd in (3, None, [1], object()):
            assert codes(odd) == {"KD103"}
        assert codes(b"x") == {"KD010"}
        assert "KD101" in codes({})
        one = {"name": "x", "each": {1}, "given": {"findings": {"1": object()}}, "then": {"level": "none"}}
        assert "KD103" in codes({"kiemdinh": 1, "framework": "library.yaml", "scenarios": [one]})


class TestFiles:
    def test_what_is_no_file_of_scenarios(self, folder):
        os.mkfifo("pipe.scenarios.yaml")
        os.symlink("loop.scenarios.yaml", "loop.scenarios.yaml")
        for name in (".", "pipe.scenarios.yaml", "loop.scenarios.yaml", "none.scenarios.yaml"):
            assert codes(folder / name) == {"KD001"}
        assert codes(folder / "library.yaml") == {"KD607"}
        assert codes('framework: library.yaml\nfindings: {"1": met}\n') == {"KD607"}
        assert codes("# nothing\n") == {"KD010"}

    @pytest.mark.parametrize(
        "name",
        ["none.yaml", ".", "../../etc/none", "/dev/null", "pipe.yaml", "library.yaml", '""', "~/x", "a" * 5_000],
        ids=lambda name: name[:12],
    )
    def test_a_dossier_that_is_no_file_of_one(self, folder, name):
        os.mkfifo("pipe.yaml")
        (scenario,) = load_scenarios(
            {
                "kiemdinh": 1,
                "framework": "library.yaml",
                "when": "2027-06-30",
                "scenarios": [{"name": "N", "given": {"file": name.strip('"')}, "then": {"level": "full"}}],
            },
            allow_files=True,
        ).scenarios
        result = run(scenario)
        assert not result.passed
        assert "a dossier that is accepted" in result.to_text()

    @pytest.mark.parametrize(
        ("text", "refused"),
        [
            ("\ufeff" + HEAD + IT % "N", False),
            ((HEAD + IT % "N").replace("\n", "\r\n"), False),
            (HEAD + "\t- {name: N}\n", True),
            (HEAD + "  - {name: N, name: M, given: good, then: {level: full}}\n", True),
            (HEAD + "  - &a {name: N, given: good, then: {level: full}}\n  - *a\n", True),
            (HEAD + "  - {name: N, <<: {given: good}, then: {level: full}}\n", True),
            (HEAD + "  - {name: !!python/name:os.system N, given: good, then: {level: full}}\n", True),
            (HEAD + IT % "N" + IT % "N", True),
            (HEAD + IT % "é" + IT % "e\u0301", True),
            (HEAD + IT % "Ít nhất 😀 \u202e x::y[1]/z", False),
            (HEAD + "  - {name: N, given: good, then: {}}\n", True),
            (HEAD + "  - {name: N, given: good}\n", True),
            (HEAD + f"  - {{name: N, given: good, then: {'[' * 30_000}{']' * 30_000}}}\n", True),
            (HEAD + IT % ("x" * 100_000), False),
        ],
        ids=range(14),
    )
    def test_odd_texts(self, folder, text, refused):
        assert tried(text) is refused

    def test_thousands_of_scenarios(self, folder):
        assert tried(HEAD + "".join(IT % i for i in range(600))) is False
        assert tried(HEAD + "".join(IT % "N" for _ in range(5_000))) is True
        assert tried(HEAD + "".join("  - {name: N, given: god, then: {leve: 1}}\n" for _ in range(5_000))) is True

    def test_but_that_names_nothing_is_told_at_its_line(self, folder):
        assert tried(HEAD + '  - {name: N, given: good, but: {"9": met, x=y: met}, then: {level: full}}\n') is False
        (scenario,) = load_scenarios(folder / "x.scenarios.yaml", allow_files=True).scenarios
        assert "x.scenarios.yaml:8:" in run(scenario).to_text()
        assert "KD301: there is no node '9'" in run(scenario).to_text()


def pytest_run(folder, *args, **env):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *args],
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "INTERNALERROR" not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


class TestPlugin:
    """``pytest --kiemdinh`` beside whatever else stands in a folder."""

    @pytest.fixture
    def standards(self, folder):
        (folder / "standards").mkdir()
        (folder / "library.yaml").rename(folder / "standards" / "library.yaml")
        file = folder / "standards" / "x.scenarios.yaml"
        file.write_text(HEAD + IT % "Tất cả", encoding="utf-8")
        (folder / "test_other.py").write_text("def test_other(): pass\n", encoding="utf-8")
        return folder

    def test_a_path_that_is_not_there(self, standards):
        code, said = pytest_run(standards, "--kiemdinh", "none")
        assert (code, "there is no 'none'" in said) == (4, True)

    def test_nothing_to_test_is_no_success(self, standards):
        (standards / "empty").mkdir()
        assert pytest_run(standards, "--kiemdinh", "empty")[0] == 5

    def test_paths_named_twice_and_beside_tests_are_run_once(self, standards):
        paths = ("standards", "standards/library.yaml", "standards/../standards")
        args = [word for path in paths for word in ("--kiemdinh", path)]
        code, said = pytest_run(standards, *args, "test_other.py", "-k", "not law", "-W", "error")
        assert (code, "4 passed" in said) == (0, True), said

    def test_what_is_broken_fails_and_the_rest_is_run(self, standards):
        inside = standards / "standards"
        (inside / "wrong.yaml").write_text(FRAMEWORK.replace("tree:", "tre:"), encoding="utf-8")
        (inside / "wrong.scenarios.yaml").write_text("a: [", encoding="utf-8")
        (inside / "bin.yaml").write_bytes(b"\xff\xfe\x00")
        (inside / "none.yaml").symlink_to("nowhere")
        (inside / "dir.scenarios.yaml").mkdir()
        os.mkfifo(inside / "pipe.yaml")
        code, said = pytest_run(standards, "--kiemdinh", "standards", "-k", "not law")
        assert (code, "2 failed, 3 passed" in said) == (1, True), said

    def test_without_hypothesis_the_laws_alone_are_skipped(self, standards):
        (standards / "without").mkdir()
        (standards / "without" / "sitecustomize.py").write_text(
            "import sys\n"
            "class Blocker:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name.partition('.')[0] == 'hypothesis':\n"
            "            raise ModuleNotFoundError(name, name='hypothesis')\n"
            "sys.meta_path.insert(0, Blocker())\n",
            encoding="utf-8",
        )
        path = str(standards / "without")
        code, said = pytest_run(
            standards, "--kiemdinh", "standards", "-rs", "-p", "no:hypothesispytest", PYTHONPATH=path
        )
        assert (code, "3 passed, 1 skipped" in said, "kiemdinh[testing]" in said) == (0, True, True), said
        done = subprocess.run(
            [sys.executable, "-c", "import kiemdinh.testing as t; t.run; t.dossiers"],
            env=os.environ | {"PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "kiemdinh.testing.dossiers needs hypothesis: pip install 'kiemdinh[testing]'" in done.stderr
