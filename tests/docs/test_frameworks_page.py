"""docs/frameworks.md lists every bundled framework, in both languages, and says which are chosen for a school."""

import re
from pathlib import Path

import pytest

import kiemdinh as kd

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(r"^\| `([a-z][\w.-]+)` \|", re.MULTILINE)


def listed(page):
    return ROW.findall((DOCS / page).read_text("utf-8"))


@pytest.mark.parametrize("page", ["frameworks.md", "frameworks.vi.md"])
def test_every_bundled_framework_has_one_row(page):
    assert sorted(listed(page)) == [bundled.id for bundled in kd.catalogue()]


@pytest.mark.parametrize("page", ["frameworks.md", "frameworks.vi.md"])
def test_the_first_table_lists_what_is_chosen_for_a_school(page):
    chosen = {i.id for i in kd.catalogue() for e in kd.editions(i.id) if e.framework.definition.source.covers}
    first = (DOCS / page).read_text("utf-8").split("\n## ")[1]
    assert set(ROW.findall(first)) == chosen
