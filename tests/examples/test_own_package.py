"""The package of examples/music-schools runs its own CI against kiemdinh as it is installed from the wheel.

Run from a working copy that is installed to be edited, a wheel is built first and put into an environment of its own.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "music-schools"
READMES = ["README.md", "README.vi.md"]
HOW_TO = ROOT / "docs" / "validate-in-ci.md"
STANDARD = "standards/music-schools.yaml"
SCENARIOS = "standards/music-schools.scenarios.yaml"
WITHOUT_LAWS = "pytest --kiemdinh standards/ --kiemdinh-threshold=100 -k 'not law'"


def call(*command, cwd, path="", status=0):
    """Run a command that sees nothing of the run it is part of."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PYTHON", "COV_"))}
    env = own | {"PATH": os.pathsep.join([str(path), own["PATH"]]), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == status, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def is_editable():
    return '"editable": true' in (distribution("kiemdinh").read_text("direct_url.json") or "")


def installed_from_wheel(folder):
    """Return the python of an environment with the wheel, beside all else that is installed here."""
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    call(sys.executable, "-m", "venv", "--without-pip", folder / "env", cwd=folder)
    python = folder / "env" / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    call(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    (packages,) = folder.glob("env/lib/python*/site-packages")
    # Looked at after the wheel; what is installed there to be edited is not.
    (packages / "others.pth").write_text(str(distribution("pytest").locate_file("")), encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    return installed_from_wheel(tmp_path_factory.mktemp("wheel")) if is_editable() else Path(sys.executable)


@pytest.fixture
def package(tmp_path):
    unwanted = shutil.ignore_patterns("__pycache__", ".hypothesis", ".pytest_cache")
    return shutil.copytree(EXAMPLE, tmp_path / "music-schools", ignore=unwanted)


@pytest.fixture
def shell(python, package):
    """Run a line as the shell of the CI does, with our pytest for its own and the same examples each time."""

    def run(line, status=0):
        line = re.sub(r"^pytest\b", f"{python} -m pytest -p no:cacheprovider --hypothesis-seed=1", line)
        return call("sh", "-c", line, cwd=package, path=python.parent, status=status)

    return run


def replace(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def lines_of(workflow):
    """Return the commands of a workflow, without the one that installs."""
    steps = yaml.safe_load(workflow)["jobs"]["validate"]["steps"]
    return [step["run"] for step in steps if "run" in step and not step["run"].startswith("pip ")]


def shown(name):
    """Return a block of the how-to that is shown under a file name."""
    return re.search(rf"^```yml {re.escape(name)}\n(.*?)^```$", HOW_TO.read_text("utf-8"), re.M | re.S)[1]


def test_the_package_asks_for_what_kiemdinh_offers():
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"] == ["kiemdinh"]
    extras = {extra for wanted in project["optional-dependencies"]["test"] for extra in re.findall(r"\[(.*)\]", wanted)}
    assert extras <= set(distribution("kiemdinh").metadata.get_all("Provides-Extra"))


def test_kiemdinh_is_that_of_the_wheel(shell, python, package):
    where = call(python, "-c", "import kiemdinh; print(kiemdinh.__file__)", cwd=package)
    assert "site-packages" in where
    assert not Path(where.strip()).is_relative_to(ROOT / "src")


def test_its_ci_passes(shell):
    lint, tests = lines_of((EXAMPLE / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    assert shell(lint) == ""
    told = shell(tests)
    assert "ke.example.music-schools: 100 % of the rules are covered" in told
    assert "failed" not in told


def test_the_readmes_show_commands_that_run(shell):
    said = [re.findall(r"^```bash\n(.*?)^```$", (ROOT / name).read_text("utf-8"), re.M | re.S) for name in READMES]
    assert said[0] == said[1] != []
    lint, tests = [line.replace("examples/music-schools/", "") for line in said[0][0].splitlines()]
    assert shell(lint) == "no findings\n"
    assert "100 % of the rules are covered" in shell(f"{tests} -k 'not law'")


def test_a_number_that_is_copied_wrongly_fails_a_scenario(shell, package):
    replace(package / STANDARD, "at_least: 80%", "at_least: 70%")
    told = shell(WITHOUT_LAWS, status=1)
    assert "One lesson short of 80% is no level" in told
    assert "KD536" in told  # and lint asks why the text says another number


def test_a_scenario_taken_away_fails_the_threshold(shell, package):
    replace(package / SCENARIOS, 'but: {"2.1": unmet}', 'but: {"2.1": met}')
    replace(package / SCENARIOS, 'then: {level: none, attainable: none, blockers: ["2.1"]}', "then: {level: advanced}")
    told = shell(WITHOUT_LAWS, status=1)
    assert re.search(r"music-schools\.yaml:\d+: criterion 2\.1 never false, pivotal while false", told)


class TestHowTo:
    """docs/validate-in-ci.md shows what runs."""

    def test_the_workflow_is_that_of_the_example(self):
        assert shown(".github/workflows/ci.yml") == (EXAMPLE / ".github" / "workflows" / "ci.yml").read_text("utf-8")

    def test_sarif_is_written_also_where_there_are_findings(self, shell, package):
        replace(package / STANDARD, "    valid: 4 years\n", "")
        (line,) = lines_of(shown(".github/workflows/lint.yml"))
        shell(line, status=1)
        assert '"ruleId": "KD534"' in (package / "lint.sarif").read_text(encoding="utf-8")

    def test_the_hook_sees_definitions_and_no_scenarios(self, shell):
        ((hook,),) = [repo["hooks"] for repo in yaml.safe_load(shown(".pre-commit-config.yaml"))["repos"]]
        files = [name for name in (STANDARD, SCENARIOS) if re.search(hook["files"], name)]
        files = [name for name in files if not re.search(hook["exclude"], name)]
        assert files == [STANDARD]
        assert shell(f"{hook['entry']} {' '.join(files)}") == "no findings\n"
