"""docs/rule-forms.md shows every form in words, as a definition that loads, and as a drawing.

``KIEMDINH_SNAPSHOTS=write pytest tests/docs/test_gallery.py`` writes the drawings again.
"""

import os
import re

import pytest

from gallery import PAGE, blocks, form, sections
from kiemdinh.narration.drawings import draw_flowchart
from kiemdinh.standards.catalogue import load

FORMS = tuple(f"F{i}" for i in range(1, 33))


def test_every_form_once_and_in_order():
    assert tuple(sections()) == FORMS


@pytest.mark.parametrize("name", FORMS)
def test_each_says_what_it_means_and_who_uses_it(name):
    assert "*Used by:*" in sections()[name]
    assert len(blocks(name, "yaml")) == 1


@pytest.mark.parametrize("name", FORMS)
def test_each_loads_without_a_warning(name):
    assert load(text=form(name)).warnings == ()


def test_the_page_has_no_line_too_long_to_read():
    assert max(map(len, PAGE.read_text("utf-8").splitlines())) <= 180


def page_with_drawings():
    """The page, with the drawing that ``kiemdinh show --format mermaid`` makes of each form behind its definition."""

    def draw(found):
        chart = draw_flowchart(load(text=form(found[1])), "en")
        bare = re.sub(r"```mermaid\n.*?^```\n\n?", "", found[0], flags=re.MULTILINE | re.DOTALL)
        return re.sub(
            r"(^```yaml\n.*?^```\n)\n?",
            lambda block: f"{block[1]}\n```mermaid\n{chart}```\n\n",
            bare,
            count=1,
            flags=re.MULTILINE | re.DOTALL,
        )

    text = re.sub(r"^## (F\d+) .*?(?=^## |\Z)", draw, PAGE.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return text.rstrip("\n") + "\n"


def test_every_form_is_drawn_behind_its_definition():
    wanted = page_with_drawings()
    if os.environ.get("KIEMDINH_SNAPSHOTS") == "write":
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text("utf-8") == wanted
