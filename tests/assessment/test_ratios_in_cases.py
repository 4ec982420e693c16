"""A number per another, where that other is unknown context which is settled by cases."""

import pytest

import kiemdinh as kd
from kiemdinh.assessment.cases import in_case
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.rules import MET, UNKNOWN, Interval
from plain_dossiers import ON

FRAMEWORK = kd.load(
    {
        "kiemdinh": 1,
        "framework": "test.ratios",
        "source": {"document": "By-law 1"},
        "subject": {"kind": "school"},
        "inputs": {
            "classes": {"type": "number", "unit": "classes", "range": {"from": 1}, "step": 1},
            "rooms": {"type": "number", "unit": "rooms", "range": {"from": 0}, "step": 1, "better": "higher"},
        },
        "layers": [{"id": "c", "verdict": "met", "not_applicable": "drop"}],
        "tree": [
            {"id": "1", "met_if": {"value": "rooms", "per": "classes", "at_least": 2}},
            {"id": "2", "when": {"value": "classes", "at_least": 10}},
            {"id": "3", "when": {"value": "classes", "below": 10}},
        ],
        "outcomes": [
            {"id": "o", "cases": [{"id": "good", "if": {"count": "c", "at_least": 2}}], "otherwise": {"id": "poor"}}
        ],
    }
)


class TestRatios:
    """The number of a case stands for all between two thresholds (S1), and a ratio tells these apart."""

    @pytest.mark.parametrize("is_asked_before", [True, False])
    def test_are_not_measured_by_the_number_of_a_case(self, is_asked_before):
        """With 30 rooms there are enough for 10 classes, and too few for 16: both are of the case of 10 or more."""
        dossier = read_dossier({"inputs": {"rooms": 30}}, FRAMEWORK, default_date=ON)
        school = resolve_school(FRAMEWORK, dossier, Dates(ON, ON, ON))
        if is_asked_before:
            assert school.as_one.truth("1") is UNKNOWN
        many = in_case(school, {(None, "input:classes"): Interval.point(10)})
        assert many.as_one.truth("applies:2") is MET
        assert many.as_one.truth("1") is UNKNOWN
