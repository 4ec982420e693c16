"""The commands of ``docs/install.md`` that run kiemdinh without installing it, by uv and by pipx, in a copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
COMMANDS = [line.partition(" #")[0].strip() for line in PAGE.splitlines() if line.startswith(("uvx ", "pipx run "))]
NEEDED = (
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "docs/diagnostics.md",
    "src",
    "examples/thcs-binh-an",
)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    place = tmp_path_factory.mktemp("clone")
    for name in NEEDED:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place / name)
    return place


def test_both_tools_are_named():
    assert [command.split()[0] for command in COMMANDS] == ["uvx", "pipx"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.split()[0])
def test_the_command_assesses_the_example(command, clone, tmp_path):
    own = {key: text for key, text in os.environ.items() if not key.startswith(("PYTEST", "PYTHON"))}
    # What the tools keep goes with the test, and both take the Python that runs it.
    own |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    own |= {"UV_CACHE_DIR": str(tmp_path / "uv"), "UV_PYTHON": sys.executable}
    own |= {"PIPX_HOME": str(tmp_path / "pipx"), "PIPX_DEFAULT_PYTHON": sys.executable}
    done = subprocess.run(command.split(), cwd=clone, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Mức của trường: Đạt Mức 1" in done.stdout
