"""The hooks of ``.pre-commit-hooks.yaml``, installed from this repository by pre-commit and run in another one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
STANDARD = "standards/music-schools.yaml"


def call(*command, cwd, status=0):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == status, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Return a repository with the hooks alone, as a release has them, and its commit."""
    place = tmp_path_factory.mktemp("hooks")
    for name in call("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).splitlines():
        if name.startswith(("src/", "docs/diagnostics.md")) or "/" not in name:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    return place, commit(place)


def commit(folder):
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "core.hooksPath=/dev/null")
    call("git", "init", "--quiet", cwd=folder)
    call("git", "add", "--all", "--force", cwd=folder)
    call("git", *who, "commit", "--quiet", "--message", "as it is", cwd=folder)
    return call("git", "rev-parse", "HEAD", cwd=folder).strip()


@pytest.fixture
def package(tmp_path, released):
    place, version = released
    folder = shutil.copytree(ROOT / "examples" / "music-schools", tmp_path / "package")
    hooks = [{"id": name} for name in ("kiemdinh-check", "kiemdinh-lint", "kiemdinh-scenarios")]
    settings = {"repos": [{"repo": str(place), "rev": version, "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    commit(folder)
    return folder


def run(package, status=0):
    pre_commit = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never")
    return call(*pre_commit, cwd=package, status=status)


def test_a_sound_package_passes_all_hooks(package):
    assert run(package).count("Passed") == 3


def test_each_hook_finds_what_is_its_own(package):
    standard = package / STANDARD
    standard.write_text(standard.read_text("utf-8").replace("at_least: 80%", "at_least: 70%"), encoding="utf-8")
    commit(package)
    told = run(package, status=1)
    assert [line.rsplit(".", 1)[-1] for line in told.splitlines() if line.startswith("kiemdinh ")] == [
        "Passed",
        "Failed",
        "Failed",
    ]
    assert "KD536" in told
    assert "One lesson short of 80% is no level" in told
