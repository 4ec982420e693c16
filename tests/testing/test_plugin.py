"""The pytest plugin: ``pytest --kiemdinh standards/`` gives one test item for each thing that can fail."""

import subprocess
import sys
import types

import pytest

import kiemdinh
import kiemdinh.linter.lint
import kiemdinh.testing.coverage
import kiemdinh.testing.pytest_plugin.collect
from kiemdinh.testing.pytest_plugin.plugin import pytest_addoption

# Each run inside forgets what it has imported, so that modules would exist twice.

pytest_plugins = ["pytester"]

DEFINITION = """\
kiemdinh: 1
framework: org.example.library
en: Good library
cite: By-law 12
source: {document: By-law 12}
subject: {kind: school, cite: By-law 12}
scales:
  grade: {not_reached: {id: below, en: Below}, steps: [{id: basic, en: Basic}, {id: full, en: Full}]}
layers: [{id: criterion, en: Criterion, verdict: met}]
tree:
  - {id: "1", en: There is a catalogue}
  - {id: "2", en: It is open every day}
outcomes:
  - id: grade
    en: Grade
    ladder: grade
    needs: {basic: {count: criterion, that: met, at_least: 1}, full: {every: criterion, that: met}}
"""

SCENARIOS = """\
kiemdinh: 1
framework: mine.yaml
when: 2027-06-30
lang: en
scenarios:
  - {name: Cả hai đều đạt, given: {findings: {"1": met, "2": met}}, then: {level: full}}
  - {name: Nothing is known, given: {findings: {}}, then: {level: none, attainable: full}}
  - {name: One of two, given: {findings: {"1": met, "2": unmet}}, then: {level: full}}
"""


@pytest.fixture
def standards(pytester, monkeypatch):
    folder = pytester.mkdir("standards")
    (folder / "mine.yaml").write_text(DEFINITION, encoding="utf-8")
    (folder / "x.scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    (folder / "dossier.yaml").write_text('framework: mine.yaml\nfindings: {"1": met}\n', encoding="utf-8")
    (pytester.path / "test_other.py").write_text("def test_other(): pass\n", encoding="utf-8")
    laws = types.ModuleType("kiemdinh.testing.laws")
    laws.LAWS = {"ladder": Law("ladder"), "stages": Law("stages", applies=False)}
    monkeypatch.setitem(sys.modules, "kiemdinh.testing.laws", laws)
    return folder


class Law:
    """Stands in for a law, so that these tests are about what the plugin does with one."""

    failing = None

    def __init__(self, name, applies=True):
        self.name = name
        self._applies = applies

    def applies(self, _framework):
        return self._applies

    def check(self, framework, *, examples=None, seed=None):
        assert framework.id == "org.example.library"
        if self.failing:
            raise AssertionError(self.failing)


def names_in(result):
    return [line for line in result.outlines if "::" in line]


def outcomes(result):
    return {key: number for key, number in result.parseoutcomes().items() if key in ("passed", "failed", "skipped")}


class TestWhatIsCollected:
    """The plugin collects definitions and scenarios: one test item per law and per scenario with good names."""

    def test_these_and_nothing_else(self, pytester, standards):
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "--collect-only", "-q")
        listed = [line for line in result.outlines if "::" in line]
        assert listed == [
            "standards/mine.yaml::loads",
            "standards/mine.yaml::lint",
            "standards/mine.yaml::law::ladder",
            "standards/x.scenarios.yaml::Cả hai đều đạt",
            "standards/x.scenarios.yaml::Nothing is known",
            "standards/x.scenarios.yaml::One of two",
        ]

    def test_beside_ordinary_tests(self, pytester, standards):
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "test_other.py", "--collect-only", "-q")
        assert "test_other.py::test_other" in result.outlines
        assert "standards/mine.yaml::loads" in result.outlines

    def test_a_single_file(self, pytester, standards):
        result = pytester.runpytest_inprocess("--kiemdinh", "standards/mine.yaml", "--collect-only", "-q")
        assert [line.rpartition("::")[2] for line in result.outlines if "::" in line] == ["loads", "lint", "ladder"]

    def test_one_for_each_member_of_a_set(self, pytester, standards):
        text = '  - {name: One missing, each: criterion, given: {findings: {"1": met, "2": met}}, '
        text += 'but: {"{each}": unmet}, then: {level: basic}}\n'
        (standards / "x.scenarios.yaml").write_text(SCENARIOS + text, encoding="utf-8")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "-k", "One and missing", "-v")
        result.stdout.fnmatch_lines(["*::One missing [[]1[]] PASSED*", "*::One missing [[]2[]] PASSED*"])

    def test_nothing_without_being_asked(self, pytester, standards):
        result = pytester.runpytest_inprocess("--collect-only", "-q")
        assert [line for line in result.outlines if "::" in line] == ["test_other.py::test_other"]

    def test_law_that_does_not_apply_is_no_item(self, pytester, standards):
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "-k", "stages")
        assert outcomes(result) == {}

    def test_laws_are_skipped_where_hypothesis_is_not_there(self, pytester, standards, monkeypatch):
        monkeypatch.setitem(sys.modules, "kiemdinh.testing.laws", None)
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "-k", "law", "-rs")
        assert outcomes(result) == {"skipped": 1}
        result.stdout.fnmatch_lines(["*kiemdinh?testing?*"])


PART = "kiemdinh: 1\npart_of: org.example.library\ntree: [{id: '3', en: It is warm}]\n"


class TestWhatLooksLikeOne:
    """What looks like a definition or a scenario file is run, or fails: nothing is passed over for a slip."""

    def collected(self, pytester, standards, name, text):
        (standards / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "--collect-only", "-q")
        return [line.partition("::")[2] for line in names_in(result) if line.startswith(f"standards/{name}::")]

    @pytest.mark.parametrize(
        "name",
        ["scenarios.yaml", "x.scenario.yaml", "x-scenarios.yml", "Scenarios.YAML", "cases.yaml", "cases.YML"],
    )
    def test_scenarios_by_their_key_whatever_the_name(self, pytester, standards, name):
        assert self.collected(pytester, standards, name, SCENARIOS)[1:] == ["Nothing is known", "One of two"]

    @pytest.mark.parametrize(
        ("name", "slip"),
        [
            ("cases.yaml", ("scenarios:", "scenaros:")),
            ("x-scenarios.yml", ("scenarios:", "cases:")),
            ("x.scenario.yaml", (SCENARIOS, "")),
            ("cases.yaml", ("framework:", "framwork:")),
            ("cases.yaml", ("kiemdinh: 1", "kiemdin: 1")),
        ],
    )
    def test_scenarios_with_a_slip_fail(self, pytester, standards, name, slip):
        assert self.collected(pytester, standards, name, SCENARIOS.replace(*slip)) == ["loads"]

    @pytest.mark.parametrize(
        "slip",
        [
            ("framework:", "framwork:"),
            ("kiemdinh:", "kiem dinh:"),
            ("kiemdinh: 1", "amends: vn.tt57-2026.gdtx"),
            ("tree:", "tre:"),
            ("layers:", "layrs: ["),
            ("outcomes:", "outcome:"),
        ],
    )
    def test_definitions_with_a_slip_fail(self, pytester, standards, slip):
        assert self.collected(pytester, standards, "other.yaml", DEFINITION.replace(*slip)) == ["loads"]

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: "  " + text.replace("\n", "\n  ").rstrip(),
            lambda text: "\ufeff# A standard\n%YAML 1.2\n---\n" + text,
            lambda text: text.encode("utf-16"),
            lambda text: text.replace("\n", "\r\n"),
            lambda text: "# JSON in YAML\n{kiemdinh: 1, tree: [}",
        ],
        ids=["indented", "with a preamble", "utf-16", "of Windows", "flow"],
    )
    def test_definitions_as_editors_write_them(self, pytester, standards, change):
        assert self.collected(pytester, standards, "other.yml", change(DEFINITION))[0] == "loads"

    def test_named_file_whatever_its_ending(self, pytester, standards):
        (standards / "mine.txt").write_text(DEFINITION, encoding="utf-8")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards/mine.txt", "--collect-only", "-q")
        assert "standards/mine.txt::loads" in names_in(result)

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("package.json", '{"name": "x", "files": {"tree": []}}'),
            ("list.json", '[{"tree": 1}]'),
            ("empty.json", ""),
            ("broken.json", '{"tree": ['),
            ("school.yaml", 'framework: mine.yaml\nschool: {name: A}\nfindings: {"1": met}\n'),
            ("efforts.yaml", '"1": {cost: 3}\n'),
            ("notes.txt", "kiemdinh: 1\ntree: []\n"),
            ("image.yaml", b"\xff\xfe\x00\x01"),
        ],
    )
    def test_other_files_are_left_alone(self, pytester, standards, name, text):
        assert self.collected(pytester, standards, name, text) == []

    def test_result_is_no_definition(self, pytester, standards):
        result = kiemdinh.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
        assert self.collected(pytester, standards, "result.json", result.to_json()) == []

    def test_part_that_is_taken_in(self, pytester, standards):
        text = DEFINITION.replace("outcomes:", "  - {from: parts/third.yaml}\noutcomes:", 1)
        (standards / "mine.yaml").write_text(text, encoding="utf-8")
        (standards / "parts").mkdir()
        (standards / "parts" / "third.yaml").write_text(PART, encoding="utf-8")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards/parts", "-v")
        assert outcomes(result) == {"passed": 1}
        result.stdout.fnmatch_lines(["standards/parts/third.yaml::part PASSED*"])

    def test_part_that_nothing_takes_in_fails(self, pytester, standards):
        (standards / "third.yaml").write_text(PART, encoding="utf-8")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "-k", "part")
        assert outcomes(result) == {"failed": 1}
        result.stdout.fnmatch_lines(["third.yaml is a part of a definition, and no definition takes it in*"])


class TestPathsOfTheIniFile:
    """The key ``kiemdinh_paths`` names what is tested without an option; paths hold from the root folder."""

    @pytest.fixture(autouse=True)
    def _ini(self, pytester, standards):
        pytester.makeini("[pytest]\nkiemdinh_paths = standards\n")

    def listed(self, pytester, *args):
        return names_in(pytester.runpytest_inprocess(*args, "--collect-only", "-q"))

    def test_they_are_tested_besides_the_other_tests(self, pytester):
        listed = self.listed(pytester)
        assert "test_other.py::test_other" in listed
        assert listed.count("standards/mine.yaml::loads") == 1

    def test_they_are_tested_besides_test_paths(self, pytester):
        pytester.makeini("[pytest]\nkiemdinh_paths = standards\ntestpaths = test_other.py\n")
        assert {line.partition("::")[0] for line in self.listed(pytester)} == {
            "test_other.py",
            "standards/mine.yaml",
            "standards/x.scenarios.yaml",
        }

    def test_they_hold_from_the_root_in_a_folder_below(self, pytester, monkeypatch):
        monkeypatch.chdir(pytester.mkdir("below"))
        assert any(line.endswith("mine.yaml::loads") for line in self.listed(pytester))

    def test_paths_of_the_command_line_prevail(self, pytester):
        assert self.listed(pytester, "test_other.py") == ["test_other.py::test_other"]
        assert self.listed(pytester, "standards/mine.yaml::loads") == ["standards/mine.yaml::loads"]

    def test_the_option_prevails(self, pytester, standards):
        (standards.parent / "more").mkdir()
        (standards.parent / "more" / "own.yaml").write_text(DEFINITION, encoding="utf-8")
        assert {line.partition("::")[0] for line in self.listed(pytester, "--kiemdinh", "more")} == {"more/own.yaml"}

    @pytest.mark.parametrize(
        ("path", "told"),
        [
            ("build/standards", "pytest does not look into 'build' (norecursedirs)"),
            ("standrads", "there is no 'standrads'"),
            ('""', "a path is expected, and nothing stands there"),
        ],
    )
    def test_a_path_that_would_not_be_tested_is_an_error(self, pytester, standards, path, told):
        pytester.mkdir("build")
        (standards.parent / "build" / "standards").mkdir()
        pytester.makeini(f"[pytest]\nkiemdinh_paths = {path}\n")
        result = pytester.runpytest_inprocess()
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert told in result.stderr.str()

    def test_workers_test_them_too(self, pytester):
        result = pytester.runpytest_subprocess("-n", "2", "-k", "scenarios or other")
        assert outcomes(result) == {"passed": 3, "failed": 1}
        result.stdout.fnmatch_lines(["One of two"])


class TestHowItFails:
    """A failing one prints expected, got and the explanation, no internal traceback."""

    def test_scenario(self, pytester, standards):
        result = pytester.runpytest_inprocess("--kiemdinh", "standards")
        assert outcomes(result) == {"passed": 5, "failed": 1}
        result.stdout.fnmatch_lines(["One of two", "  level", "*expected: full", "*got: *basic", "*open every day*"])
        assert "Traceback" not in result.stdout.str()
        assert "collecting.py" not in result.stdout.str()

    def test_first_failure_stops_where_asked(self, pytester, standards):
        (standards / "mine.yaml").write_text(DEFINITION.replace("cite: By-law 12\n", "", 1), encoding="utf-8")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "-x")
        assert outcomes(result) == {"passed": 1, "failed": 1}
        result.stdout.fnmatch_lines(["*warning KD533*"])

    def test_law(self, pytester, standards, monkeypatch):
        monkeypatch.setattr(Law, "failing", "ladder (2.1): level 2 without level 1\nfindings: {}")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "-k", "ladder")
        assert outcomes(result) == {"failed": 1}
        result.stdout.fnmatch_lines(["ladder (2.1): level 2 without level 1", "findings: {}"])

    def test_definition_that_does_not_load(self, pytester, standards):
        (standards / "mine.yaml").write_text(DEFINITION.replace("tree:", "tre:"), encoding="utf-8")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards/mine.yaml")
        assert outcomes(result) == {"failed": 1}
        result.stdout.fnmatch_lines(["*mine.yaml:10:1: error KD102: unknown key 'tre'"])

    def test_scenario_file_that_does_not_load(self, pytester, standards):
        (standards / "x.scenarios.yaml").write_text(SCENARIOS.replace("level: full", "level: ful"), encoding="utf-8")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards/x.scenarios.yaml")
        assert outcomes(result) == {"failed": 1}
        result.stdout.fnmatch_lines(["*x.scenarios.yaml:6:*error KD605*", "*the same at *x.scenarios.yaml:8:*"])


class TestLanguage:
    """What is said is in the language that the run names, else in that of the scenario file or the definition."""

    def test_failures_and_coverage_in_vietnamese(self, pytester, standards):
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "--kiemdinh-coverage", "--kiemdinh-lang=vi")
        result.stdout.fnmatch_lines(["  level", "*dự kiến: full", "*thực tế: basic"])
        result.stdout.fnmatch_lines(["org.example.library: * % quy tắc đã có kịch bản kiểm tra"])
        result.stdout.fnmatch_lines(["*mine.yaml:11: tiêu chí 1 chưa có kịch bản cho trường hợp: *"])
        assert "expected" not in result.stdout.str()

    def test_that_of_the_file_without_an_option(self, pytester, standards):
        (standards / "x.scenarios.yaml").write_text(SCENARIOS.replace("lang: en", "lang: vi"), encoding="utf-8")
        pytester.runpytest_inprocess("--kiemdinh", "standards").stdout.fnmatch_lines(["*thực tế: basic"])

    def test_that_of_the_definition_where_the_file_names_none(self, pytester, standards):
        (standards / "x.scenarios.yaml").write_text(SCENARIOS.replace("lang: en\n", ""), encoding="utf-8")
        pytester.runpytest_inprocess("--kiemdinh", "standards").stdout.fnmatch_lines(["*got: * basic"])

    def test_problems_of_a_file(self, pytester, standards):
        (standards / "mine.yaml").write_text(DEFINITION.replace("tree:", "tre:"), encoding="utf-8")
        pytester.makeini("[pytest]\nkiemdinh_lang = vi\n")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards/mine.yaml")
        result.stdout.fnmatch_lines(["*mine.yaml:10:1: lỗi KD102: *'tre'*"])

    def test_an_unknown_language_of_the_ini_file_is_an_error(self, pytester, standards):
        pytester.makeini("[pytest]\nkiemdinh_lang = fr\n")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert "vi or en is expected, not 'fr'" in result.stderr.str()


class TestCoverage:
    """Percentage, list of what is missed with its line, a threshold that fails the run."""

    def test_report(self, pytester, standards):
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "--kiemdinh-coverage", "-k", "Nothing")
        result.stdout.fnmatch_lines(
            ["org.example.library: 18.1 % of the rules are covered", "*mine.yaml:11: criterion 1 never true, false,*"]
        )
        assert result.ret == 0

    @pytest.mark.parametrize(("threshold", "code"), [("18", 0), ("18.5", 1), ("100%", 1)])
    def test_threshold(self, pytester, standards, threshold, code):
        option = f"--kiemdinh-threshold={threshold}"
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", option, "-k", "Nothing")
        assert result.ret == code

    def test_threshold_of_the_ini_file(self, pytester, standards):
        pytester.makeini("[pytest]\nkiemdinh_threshold = 95\n")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "-k", "Nothing")
        assert result.ret == 1
        result.stdout.fnmatch_lines(["org.example.library: less than 95 % covered"])

    def test_a_standard_without_scenarios_is_not_covered(self, pytester, standards):
        (standards / "x.scenarios.yaml").unlink()
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "--kiemdinh-threshold=1")
        assert result.ret == 1

    def test_what_is_proved_impossible_is_not_asked_for(self, pytester, standards):
        idle = DEFINITION.replace("count: criterion, that: met, at_least: 1", "every: one, that: met")
        idle = idle.replace("full: {every: criterion, that: met}", "full: {count: one, that: met, at_least: 1}")
        idle = idle.replace("layers:", 'sets: {one: {among: criterion, ids: ["1"]}}\nlayers:')
        (standards / "mine.yaml").write_text(idle, encoding="utf-8")
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "--kiemdinh-coverage", "-k", "Nothing")
        result.stdout.fnmatch_lines(["*criterion 1 never true, false, pivotal while true, pivotal while false"])
        result.stdout.fnmatch_lines(["*criterion 2 never true, false"])

    def test_threshold_that_is_no_number(self, pytester, standards):
        result = pytester.runpytest_inprocess("--kiemdinh", "standards", "--kiemdinh-threshold=most")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert "a percentage is expected, not 'most'" in result.stderr.str()


class TestWithOthers:
    """Works with ``-k``, ``-x``, xdist, ``--hypothesis-seed``, and with options of the project's own."""

    def test_options_of_the_project_stay_its_own(self, pytester, standards):
        pytester.makeconftest(
            "def pytest_addoption(parser):\n"
            "    for name in ('--threshold', '--paths', '--coverage', '--lang'):\n"
            "        parser.addoption(name)\n"
            "    parser.addini('paths', 'of the project')\n"
        )
        result = pytester.runpytest_inprocess("--threshold=3", "test_other.py")
        assert outcomes(result) == {"passed": 1}

    def test_every_name_is_its_own(self):
        parser = pytest.Parser(_ispytest=True)
        pytest_addoption(parser)
        group = parser.getgroup("kiemdinh")
        names = [name for option in group.options for name in option.names()]
        assert names
        assert all(name.startswith("--kiemdinh") for name in names)
        assert all(name.startswith("kiemdinh_") for name in parser._inidict)

    def test_workers_send_what_they_have_seen(self, pytester, standards):
        result = pytester.runpytest_subprocess(
            "--kiemdinh", "standards", "-n", "2", "--hypothesis-seed=1", "--kiemdinh-threshold=60", "-k", "scenarios"
        )
        assert outcomes(result) == {"passed": 2, "failed": 1}
        result.stdout.fnmatch_lines(["org.example.library: 81.8 % of the rules are covered"])

    def test_it_costs_nothing_where_it_is_not_asked_for(self):
        code = "import sys, kiemdinh.testing.pytest_plugin.plugin; print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        mine = {name for name in loaded if name.startswith("kiemdinh.testing.")}
        package = "kiemdinh.testing.pytest_plugin"
        assert mine == {package, f"{package}.plugin", f"{package}.language"}
        assert not {"pydantic", "hypothesis", "yaml", "kiemdinh.assessment", "kiemdinh.standards"} & set(loaded)
