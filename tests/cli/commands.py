"""Running the command line in tests, within this process or as a shell does."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from kiemdinh.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SCHOOL = str(EXAMPLES / "thcs-binh-an" / "dossier.yaml")
UNDETERMINED = str(EXAMPLES / "mam-non-hoa-sen" / "dossier.yaml")
FAILED = str(EXAMPLES / "gdtx-song-hong" / "dossier.yaml")
GENERAL = "vn.tt57-2026.pho-thong"


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, arguments, input=stdin)


def process(*arguments, stdin=b"", **environment):
    """Run the real command as a shell would; give its exit code and what it wrote, in bytes."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LANG")}
    command = [sys.executable, "-m", "kiemdinh", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env={**inherited, **environment}, check=False)


def refused(result, *words):
    """Whether bad input was refused: on standard error alone, with exit code 2 and without a traceback."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert [word for word in words if word not in result.stderr] == []
    return True
