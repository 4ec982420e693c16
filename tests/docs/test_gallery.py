"""docs/rule-forms.md shows every form, each a definition that loads."""

import pytest

from gallery import PAGE, blocks, form, sections
from kiemdinh.standards.catalogue import load

FORMS = tuple(f"F{i}" for i in range(1, 32))


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
