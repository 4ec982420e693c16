"""The projects of examples/ that have kiemdinh in a web framework: each runs its own tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("project", "package"), [("fastapi", "fastapi"), ("flask", "flask"), ("django", "django")])
def test_a_project(project, package):
    pytest.importorskip(package)
    folder = ROOT / "examples" / f"web-{project}"
    paths = [str(folder), *(path for path in sys.path if path)]
    own = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV_"))}
    env = own | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", folder]
    command = [sys.executable, "-m", "pytest", *options, folder]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
