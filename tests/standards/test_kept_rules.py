"""Rules that a framework keeps: one lowering serves every school and date that it fits."""

import datetime as dt

import kiemdinh as kd
from kiemdinh.standards.loading import framework as rules_of_frameworks

AUTUMN, LATER = dt.date(2026, 10, 1), dt.date(2028, 10, 1)


def test_rules_without_school_years_serve_every_year():
    framework = kd.load("vn.tt57-2026.pho-thong")
    assert framework.rules(("thcs",), AUTUMN) is framework.rules(("thcs",), LATER)
    assert framework.rules(("thcs",), AUTUMN) is not framework.rules(("thpt",), AUTUMN)


def test_rules_with_school_years_are_those_of_the_year():
    framework = kd.load("vn.tt18-2018")
    first, second = framework.rules(("thcs",), AUTUMN), framework.rules(("thcs",), LATER)
    assert first.definitions != second.definitions
    assert framework.rules(("thcs",), AUTUMN) is first


def test_they_are_the_same_rules_when_many_frameworks_have_been_asked_since():
    framework = kd.load("vn.tt57-2026.pho-thong")
    kept = framework.rules(("thcs",), AUTUMN)
    rules_of_frameworks._rules_of_any_year.cache_clear()
    again = framework.rules(("thcs",), AUTUMN)
    # Rules that the wheel has are read again, and are the same in all they say.
    assert again.definitions == kept.definitions
    assert framework.rules(("thcs",), LATER) is again
