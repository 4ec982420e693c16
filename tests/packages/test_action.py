"""The steps of ``action.yml``, run one after the other as a runner runs them, on the example package."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INPUTS = {"definitions": "standards/music-schools.yaml\n", "scenarios": "standards", "threshold": "100"}


class Runner:
    """A runner of steps in bash: it fills in expressions, and keeps what a step writes for later ones."""

    def __init__(self, folder: Path, temp: Path, inputs: dict[str, str]) -> None:
        given = {name: settings.get("default", "") for name, settings in ACTION["inputs"].items()} | inputs
        self.folder, self.temp = folder, temp
        self.values = {"github.action_path": str(ROOT), "runner.temp": str(temp)}
        self.values |= {f"inputs.{name}": text for name, text in given.items()}

    def fill(self, text):
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda expression: self.values[expression[1]], text)

    def run(self, name):
        """Run the step of this name; return its exit code and what it printed."""
        (step,) = [step for step in ACTION["runs"]["steps"] if step["name"] == name]
        output = self.temp / "output"
        output.write_text("", encoding="utf-8")
        own = {key: text for key, text in os.environ.items() if not key.startswith(("PYTEST", "PYTHON"))}
        own |= {"GITHUB_OUTPUT": str(output), "LC_ALL": "C.UTF-8"}
        env = own | {key: self.fill(text) for key, text in step["env"].items()}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        for line in output.read_text(encoding="utf-8").splitlines():
            key, _, text = line.partition("=")
            self.values[f"steps.{step['id']}.outputs.{key}"] = text
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    temp = tmp_path_factory.mktemp("runner")
    package = shutil.copytree(ROOT / "examples" / "music-schools", temp / "a package")
    runner = Runner(package, temp, INPUTS)
    code, told = runner.run("Install kiemdinh")
    assert code == 0, told
    return runner


def test_no_step_takes_an_input_into_its_script():
    assert all("${{" not in step["run"] for step in ACTION["runs"]["steps"])


def test_a_sound_package_passes(runner):
    assert runner.run("Lint") == (0, "")
    code, told = runner.run("Scenarios and laws")
    assert code == 0, told
    assert "100 % of the rules are covered" in told


def test_what_is_wrong_fails_and_is_annotated(runner):
    standard = runner.folder / "standards" / "music-schools.yaml"
    sound = standard.read_text(encoding="utf-8")
    standard.write_text(sound.replace("at_least: 80%", "at_least: 70%"), encoding="utf-8")
    try:
        code, told = runner.run("Lint")
        assert code == 1
        assert "file=standards/music-schools.yaml" in told
        code, told = runner.run("Scenarios and laws")
        assert code == 1
        assert "One lesson short of 80% is no level" in told
    finally:
        standard.write_text(sound, encoding="utf-8")


def test_a_path_with_a_space_is_one_path_and_no_option(runner):
    (runner.folder / "--format text.yaml").write_text("kiemdinh: 1\n", encoding="utf-8")
    runner.values["inputs.definitions"] = "--format text.yaml"
    try:
        code, told = runner.run("Lint")
    finally:
        runner.values["inputs.definitions"] = INPUTS["definitions"]
    assert code == 1
    assert "file=--format text.yaml,line=1,col=1,title=KD101 Missing key" in told
