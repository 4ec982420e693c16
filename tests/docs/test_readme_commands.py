"""Both READMEs have a row for each command."""

import re
from pathlib import Path

import click
import pytest

from kiemdinh.cli import main

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_each_command_has_a_row(page):
    rows = re.findall(r"^\| `kiemdinh ([\w-]+)", (ROOT / page).read_text("utf-8"), re.M)
    assert set(rows) == set(main.list_commands(click.Context(main)))
