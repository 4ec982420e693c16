"""docs/install.md names each extra that a user may want, in both languages."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN = {"test", "lint", "bench", "dev", "packaging", "site"}
"""Extras for working on kiemdinh itself."""


@pytest.mark.parametrize("page", ["install.md", "install.vi.md"])
def test_each_extra_is_named(page):
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / page).read_text("utf-8"), re.M)
    assert sorted(rows) == sorted(extras.keys() - OWN)
