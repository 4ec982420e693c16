"""The rules of other systems in examples/frameworks load, are clean and pass scenarios worked out by hand."""

from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.testing import load_scenarios, run

FOLDER = Path(__file__).parents[2] / "examples" / "frameworks"
SUITES = sorted(FOLDER.glob("*.scenarios.yaml"))
DEFINITIONS = sorted(set(FOLDER.glob("*.yaml")) - set(SUITES))


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
class TestDefinitions:
    def test_it_has_scenarios_and_a_row_in_the_list(self, path):
        assert path.with_suffix(".scenarios.yaml").is_file()
        assert f"[{path.name}]({path.name})" in (FOLDER / "README.md").read_text("utf-8")

    def test_lint_finds_nothing(self, path):
        assert kd.lint(path=path) == ()

    def test_it_has_titles_in_both_languages(self, path):
        definition = kd.load(path).definition
        assert all((definition.vi, definition.en))


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.name.removesuffix(".scenarios.yaml"))
def test_every_scenario_passes(path):
    results = [run(scenario) for scenario in load_scenarios(path, allow_files=True).scenarios]
    assert [result.to_text() for result in results if not result.passed] == []


def test_numbers_that_are_not_sure_are_parameters_without_a_value():
    unset = {path.stem: set(kd.load(path).parameters) for path in DEFINITIONS if not path.stem.endswith(".set")}
    assert unset["vn-tt04-2016"] == {"share_of_all", "share_of_standard"}
    assert unset["iso-21001"] == {"several"}
    assert kd.load(FOLDER / "vn-tt04-2016.yaml").definition.parameters["share_of_all"].default is None
