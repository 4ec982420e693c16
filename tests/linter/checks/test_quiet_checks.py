"""The checks of texts and declarations are quiet where nothing is wrong."""

import pytest
from library import whole

import kiemdinh as kd
from kiemdinh.analysis.study import Study
from kiemdinh.linter.checks import (
    check_citations,
    check_numbers_in_text,
    check_translations,
    check_unused,
    check_validity,
)


def test_a_sensible_definition_gives_nothing():
    assert kd.lint(text=whole()) == ()


class TestTheCatalogueIsQuiet:
    """What is bundled is checked by these, and nothing is said for nothing."""

    @pytest.mark.parametrize("bundled", kd.catalogue(), ids=lambda b: b.id)
    def test_no_more_than_a_number_for_a_person_to_judge(self, bundled):
        study = Study(bundled.load())
        checks = (check_unused, check_translations, check_citations, check_validity, check_numbers_in_text)
        found = [finding.code for check in checks for finding in check(study)]
        assert found in ([], ["KD535"])
