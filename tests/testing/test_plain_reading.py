"""The plain reading: what a definition says, worked out by hand for schools of which everything is known."""

import datetime as dt

import pytest
import yaml
from mutants import FIGURES, LEVELS

from kiemdinh.testing.oracle import OpenError, PlainSchool, PlainStanding, read_plainly

REQUIREMENTS = ("c1/l1/a", "c1/l1/b", "c1/l2/a", "c2/l1/a", "c2/l1/b", "c2/l2/a", "c3/l1/a")
DAY = dt.date(2026, 9, 30)


def standing(*unmet, **words):
    findings = {(None, node): "unmet" if node in unmet else "met" for node in REQUIREMENTS}
    findings |= {(None, node.replace("_", "/")): word for node, word in words.items()}
    return read_plainly(yaml.safe_load(LEVELS), PlainSchool(DAY, None, findings, {}))


class TestLevels:
    """2.1 A **ladder** is an ordered list of levels, lowest first. A level holds when its own condition and those of
    all lower levels hold."""

    @pytest.mark.parametrize(
        ("unmet", "level", "label"),
        [
            ((), "l2", "good"),
            (("c1/l2/a",), "l1", "good"),
            (("c2/l1/a",), "l1", "poor"),
            (("c1/l1/a",), None, "poor"),  # c1 is in the core
            (("c2/l1/a", "c3/l1/a"), None, "lacking"),
        ],
    )
    def test_each_with_those_below(self, unmet, level, label):
        assert standing(*unmet) == PlainStanding({"level": level, "label": label}, {})

    def test_what_does_not_apply_drops_out(self):
        assert standing("c2/l1/b").outcomes["level"] == "l1"
        assert standing(c2_l1_b="not-applicable").outcomes["level"] == "l2"


class TestOpenQuestions:
    def test_what_is_not_found_is_open(self):
        with pytest.raises(OpenError):
            read_plainly(yaml.safe_load(LEVELS), PlainSchool(DAY, None, {}, {}))

    def test_so_is_a_figure_that_is_not_recorded(self):
        data = yaml.safe_load(FIGURES)
        with pytest.raises(OpenError):
            read_plainly(data, PlainSchool(DAY, None, {}, {}))
