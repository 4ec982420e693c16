"""Why counts differ between two years: the parts sum to the change, and are what they are said to be (6.3)."""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

import kiemdinh as kd

YEARS = {"2026": "2026-06-30", "2027": "2027-06-30"}


def edition(least, **more):
    """A club has to have so many books."""
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "own.readers",
            "source": {"document": f"Rule of {least} books"},
            "subject": {"kind": "club"},
            "scales": {"rank": {"steps": [{"id": "good"}]}},
            "inputs": {"books": {"type": "number", "range": {"from": 0, "to": 99}}},
            "layers": [{"id": "criterion", "verdict": "met"}],
            "tree": [{"id": "1", "met_if": {"value": "books", "at_least": least}}],
            "outcomes": [{"id": "rank", "ladder": "rank", "needs": {"good": {"every": "criterion", "that": "met"}}}],
            **more,
        }
    )


FIVE, EIGHT = edition(5), edition(8)


def batch(framework, books, year):
    rows = [{"school": id_, "books": count} for id_, count in books.items()] or [{"school": "?", "books": 0}]
    return kd.assess_many(framework, rows, on=YEARS[year])


def split(old, new, rules=(FIVE, EIGHT), **options):
    found = kd.compare([batch(rules[0], old, "2026"), batch(rules[1], new, "2027")], **options)
    return {row["group"]: row for row in found.frame_rows("split")}


def parts(row):
    return row["change"], row["membership"], row["rule"], row["schools_changed"]


class TestParts:
    """6.3 Comparison serves improvement: distributions, quantiles and peers by criterion and standard."""

    def test_who_enters_and_who_leaves(self):
        row = split({"A": 9, "C": 9, "D": 1}, {"A": 9, "B": 9, "D": 9}, (FIVE, FIVE))[None]
        assert parts(row) == (1, 0, 0, 1)

    def test_a_rule_that_asks_more(self):
        assert parts(split({"B": 6}, {"B": 6})[None]) == (-1, 0, -1, 0)

    def test_a_rule_and_a_school_that_change_against_each_other(self):
        assert parts(split({"A": 6}, {"A": 9})[None]) == (0, 0, Fraction(-1, 2), Fraction(1, 2))

    def test_a_school_that_changes_group_leaves_one_and_enters_another(self):
        both = [{"id": "A", "commune": "x", "until": "2026-12-31"}, {"id": "A", "commune": "y", "from": "2027-01-01"}]
        found = split({"A": 9}, {"A": 9}, (FIVE, FIVE), register=kd.read_register(both), by="commune")
        assert parts(found["y"]) == (1, 1, 0, 0)
        assert parts(found[None]) == (0, 0, 0, 0)

    def test_a_school_that_nobody_assessed_again_is_no_longer_counted(self):
        register = kd.read_register([{"id": "A"}, {"id": "B"}])
        row = split({"A": 9, "B": 9}, {"B": 9}, register=register)[None]
        assert parts(row) == (-1, 0, 0, -1)

    def test_a_criterion_that_is_new_was_met_by_none(self):
        more = edition(5, tree=[{"id": "1", "met_if": {"value": "books", "at_least": 5}}, {"id": "2"}])
        books = {"A": 9}
        found = kd.compare(
            [
                batch(FIVE, books, "2026"),
                kd.assess_many(more, [{"school": "A", "books": 9, "2": "met"}], on="2027-06-30"),
            ]
        )
        (row,) = (one for one in found.frame_rows("split") if one["node"] == "2")
        assert parts(row) == (1, 0, Fraction(1, 2), Fraction(1, 2))

    def test_the_public_is_told_no_split(self):
        found = kd.compare([batch(FIVE, {"A": 1}, "2026"), batch(FIVE, {"A": 9}, "2027")], audience="public")
        assert found.frame_rows("split") == []

    def test_other_frameworks_are_not_compared(self):
        other = kd.assess_many("vn.tt57-2026.gdtx", [{"school": "A"}], on="2027-06-30")
        assert kd.compare([batch(FIVE, {"A": 9}, "2026"), other]).frame_rows("split") == []


def naive(old, new):
    """The split, school by school, as its definition says it."""
    met = {"five": lambda n: n >= 5, "eight": lambda n: n >= 8}
    membership = rule = schools = Fraction(0)
    for school in old.keys() | new.keys():
        if school not in old:
            membership += met["eight"](new[school])
        elif school not in new:
            membership -= met["five"](old[school])
        else:
            first, last = met["five"](old[school]), met["eight"](new[school])
            old_by_new, new_by_old = met["eight"](old[school]), met["five"](new[school])
            rule += Fraction((old_by_new - first) + (last - new_by_old), 2)
            schools += Fraction((new_by_old - first) + (last - old_by_new), 2)
    return membership, rule, schools


books = st.dictionaries(st.sampled_from("ABCDE"), st.integers(3, 9), min_size=1)


@given(old=books, new=books)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_the_parts_are_those_of_each_school_and_sum_to_the_change(old, new):
    found = kd.compare([batch(FIVE, old, "2026"), batch(EIGHT, new, "2027")])
    (row,) = found.frame_rows("split")
    assert (row["membership"], row["rule"], row["schools_changed"]) == naive(old, new)
    before, after = (one["met"] for one in found.frame_rows())
    assert row["membership"] + row["rule"] + row["schools_changed"] == row["change"] == after - before
