"""Files as LibreOffice makes them when it opens one, calculates it and saves it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
# LibreOffice can be installed without Calc, which then cannot save a spreadsheet.
HAS_CALC = SOFFICE is not None and any(Path(SOFFICE).resolve().parent.glob("*sclo.*"))
NEEDS_CALC = pytest.mark.skipif(not HAS_CALC, reason="LibreOffice Calc is not installed (libreoffice-calc)")


def save_as(path, form, folder):
    """Return the file that LibreOffice makes of one when it opens it, calculates it and saves it in a form."""
    out = folder / form
    profile = (folder / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", out, path]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    return out / f"{path.stem}.{form}"
