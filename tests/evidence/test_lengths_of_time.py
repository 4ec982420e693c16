"""Lengths of time are counted forward from their first day, wherever one is asked for (semantics 4.5)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.parsing.durations import Duration, add_duration, earliest_start, latest_start

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2050, 12, 31))
LENGTHS = st.sampled_from(["1 month", "3 months", "9 months", "1 year", "5 years", "30 days"]).map(Duration.read)
COMPARATORS = {
    "at_least": lambda until, on: until <= on,
    "at_most": lambda until, on: until >= on,
    "above": lambda until, on: until < on,
    "below": lambda until, on: until > on,
    "is": lambda until, on: until == on,
}


class TestForward:
    """4.5 Validity includes its last day. n years on is the same day and month, or the month's last day. How long
    something is or was so (an age, time in place, time held, a wait) is counted forward from its first day: n years
    have passed on the day that is n years on.
    """

    @given(DAYS, LENGTHS, st.integers(-5, 5))
    def test_the_two_ends_are_those_of_counting_forward(self, on, length, off):
        day = add_duration(on, length, back=True) + dt.timedelta(days=off)
        assert (day <= latest_start(on, length)) == (add_duration(day, length) <= on)
        assert (day >= earliest_start(on, length)) == (add_duration(day, length) >= on)

    @pytest.mark.parametrize("comparator", COMPARATORS)
    @pytest.mark.parametrize("on", [dt.date(2026, 2, 28), dt.date(2026, 3, 31), dt.date(2024, 2, 29)])
    def test_an_age(self, on, comparator):
        framework = age(comparator)
        for off in range(-35, -24):
            opened = on + dt.timedelta(days=off)
            result = kd.assess(framework, {"inputs": {"opened": opened.isoformat()}}, on=on)
            expected = COMPARATORS[comparator](add_duration(opened, Duration((1, "month"))), on)
            assert [label.id for label in result.outcomes[0].labels] == ["yes" if expected else "no"]

    @pytest.mark.parametrize(("issued", "truth"), [("2025-08-31", "met"), ("2025-09-01", "unknown")])
    def test_time_in_place(self, issued, truth):
        dossier = {
            "evidence": {"MC1": {"title": "t", "issued": issued}},
            "findings": {"c1": {"is": "met", "by": "MC1"}},
        }
        framework = age("at_least", evidence={"items": 1, "in_place_for": "6 months"})
        assert str(kd.assess(framework, dossier, on="2026-02-28").node("c1").truth) == truth

    @pytest.mark.parametrize(("signed", "eligible"), [("2025-08-31", "met"), ("2025-09-01", "unmet")])
    def test_time_held(self, signed, eligible):
        awards = [
            {"id": "badge", "needs": {"every": "c", "that": "met"}, "valid": "5 years"},
            {"id": "shield", "needs": {"award": "badge", "is": "held", "for": "6 months"}},
        ]
        dossier = {"held": [{"award": "badge", "signed": signed}], "complete": ["held"]}
        result = kd.assess(age("at_least", awards=awards), dossier, on="2026-02-28")
        assert str(result.awards[1].grades[0].eligible) == eligible


def age(comparator, **more):
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.age",
            "source": {"document": "By-law 1"},
            "subject": {"kind": "school"},
            "inputs": {"opened": {"type": "date"}},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": "c1"}],
            "outcomes": [
                {
                    "id": "o",
                    "cases": [{"id": "yes", "if": {"value": "opened", comparator: "1 month"}}],
                    "otherwise": {"id": "no"},
                }
            ],
        }
        | more
    )
