"""How figures of schools are spread in a comparison: by hand, and by what a quartile is (semantics 6.3)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.portfolio.comparison.figures import find_quartiles

GENERAL = "vn.tt57-2026.pho-thong"
DAY = "2027-06-30"
SPREAD = ("lowest", "quarter", "median", "three_quarters", "highest")
ATTENDANCE = [("A", 90), ("B", 70), ("C", 80), ("D", 100), ("E", None), ("F", "unknown")]


def compare_figures(rows, framework=GENERAL, **options):
    batch = kd.assess_many(framework, rows, on=DAY)
    return kd.compare(batch, **options).frame_rows("figures")


def spread(row):
    return [row[name] for name in SPREAD]


class TestSpread:
    """6.3 Comparison serves improvement: distributions, quantiles and peers by criterion and standard.

    Of a figure the lowest, the quartiles and the highest are told of the schools of a group that have it.
    """

    @pytest.fixture
    def rows(self):
        return [{"school": school, "1.1": "muc-1", "attendance": value} for school, value in ATTENDANCE]

    def test_quartiles_are_figures_of_schools(self, rows):
        (row,) = compare_figures(rows)
        assert (row["figure"], row["group"], spread(row)) == ("attendance", None, [70, 70, 80, 90, 100])

    def test_a_school_without_the_figure_is_unknown_and_no_zero(self, rows):
        (row,) = compare_figures(rows)
        assert (row["known"], row["unknown"]) == (4, 2)

    def test_a_school_of_the_register_that_nobody_assessed_is_unknown(self, rows):
        register = kd.read_register([{"id": school, "commune": "01"} for school in "ABCDEFG"])
        (row,) = compare_figures(rows, register=register)
        assert (row["known"], row["unknown"]) == (4, 3)

    def test_each_group_has_its_own(self, rows):
        register = kd.read_register([{"id": one, "commune": "01" if one in "AB" else "02"} for one in "ABCDEF"])
        found = {row["group"]: row for row in compare_figures(rows, register=register, by="commune")}
        assert spread(found["01"]) == [70, 70, 70, 90, 90]
        assert spread(found["02"]) == [80, 80, 80, 100, 100]

    def test_where_no_school_has_it_there_is_no_quartile(self):
        (row,) = compare_figures([{"school": "A", "attendance": "unknown"}])
        assert (row["known"], row["unknown"], spread(row)) == (0, 1, [None] * 5)

    def test_words_are_no_figures(self):
        assert compare_figures([{"school": "A", "survey": "yes", "1.1": "muc-1"}]) == []

    def test_a_share_is_exact(self):
        (row,) = compare_figures([{"school": "A", "attendance": {"part": 1, "of": 3}}])
        assert row["median"] == Fraction(100, 3)

    def test_each_stage_has_its_own(self):
        rows = [{"school": "A", "attendance@thcs": 90, "attendance@tieu-hoc": 80}, {"school": "B", "attendance": 70}]
        found = {row["figure"]: row["median"] for row in compare_figures(rows)}
        assert found == {"attendance@thcs": 90, "attendance@tieu-hoc": 80, "attendance": 70}

    def test_the_latest_record_speaks_and_one_in_dispute_is_no_figure(self):
        later = [{"value": 60, "on": "2027-01-01"}, {"value": 65, "on": "2027-05-01"}]
        disputed = [{"value": 60, "on": "2027-05-01"}, {"value": 65, "on": "2027-05-01"}]
        ended = {"value": 60, "on": "2027-01-01", "until": "2027-02-01"}
        external = [{"value": 40, "side": "external", "on": "2027-05-01"}, {"value": 50, "on": "2027-05-01"}]
        told = [later, disputed, ended, external]
        (row,) = compare_figures([{"school": str(n), "attendance": one} for n, one in enumerate(told)])
        assert (row["known"], row["unknown"], row["lowest"], row["highest"]) == (2, 2, 40, 65)

    def test_the_public_sees_no_figure_of_a_single_school(self, rows):
        assert compare_figures(rows, audience="public") == []
        assert compare_figures(rows, min_group=2) == []

    def test_a_table_without_figures_has_none(self):
        assert compare_figures([{"school": "A", "1.1": "muc-1"}]) == []

    @pytest.mark.parametrize(("lang", "said"), [("en", "70% · 70% · 80% · 90% · 100%"), ("vi", "thấp nhất · tứ phân")])
    def test_text_says_them_in_their_unit(self, rows, lang, said):
        assert said in kd.compare(kd.assess_many(GENERAL, rows, on=DAY)).to_text(lang)


CLUB = {
    "kiemdinh": 1,
    "framework": "own.clubs",
    "source": {"document": "x"},
    "subject": {"kind": "club"},
    "inputs": {"pupils": {"type": "number", "range": {"from": 0, "to": 999}, "step": 1, "each": ["year"]}},
    "layers": [{"id": "criterion", "verdict": "met"}],
    "tree": [{"id": "1", "indicators": ["pupils"]}],
    "outcomes": [
        {
            "id": "o",
            "cases": [{"id": "good", "if": {"every": "criterion", "that": "met"}}],
            "otherwise": {"id": "poor"},
        }
    ],
}


class TestYears:
    """6.3 Comparison serves improvement: distributions, quantiles and peers by criterion and standard."""

    def test_the_figure_of_the_latest_school_year_counts(self):
        rows = [
            {"school": "A", "pupils@2024-2025": 10, "pupils@2025-2026": 30},
            {"school": "B", "pupils@2024-2025": 20},
        ]
        (row,) = compare_figures(rows, kd.load(CLUB))
        assert (row["figure"], row["lowest"], row["highest"]) == ("pupils", 20, 30)


class TestPeersOfAFigure:
    """6.3 Comparison serves improvement: distributions, quantiles and peers by criterion and standard."""

    REGISTER = tuple({"id": school, "commune": "01"} for school in "ABCDEF")

    def find(self, school):
        rows = [{"school": id_, "1.1": "muc-1", "attendance": value} for id_, value in ATTENDANCE]
        batch = kd.assess_many(GENERAL, rows, on=DAY)
        return kd.peers(batch, school, register=kd.read_register(self.REGISTER), by="commune")

    def test_the_school_stands_beside_the_others(self):
        (row,) = self.find("A").frame_rows("figures")
        assert (row["own"], row["known"], row["unknown"], spread(row)) == (90, 3, 2, [70, 70, 80, 100, 100])

    def test_a_school_without_the_figure_has_none_of_its_own(self):
        (row,) = self.find("F").frame_rows("figures")
        assert (row["own"], row["known"]) == (None, 4)

    def test_text_says_both(self):
        page = self.find("A").to_markdown("en")
        assert "| 90% | 3 | 70% · 70% · 80% · 100% · 100% |" in page


@given(st.lists(st.fractions(-100, 100), min_size=1, max_size=30))
def test_a_quartile_is_the_least_that_its_share_does_not_exceed(numbers):
    found = find_quartiles(numbers)
    for share, quartile in enumerate(found):
        at_most = [one for one in numbers if one <= quartile]
        below = [one for one in numbers if one < quartile]
        assert quartile in numbers
        assert 4 * len(at_most) >= share * len(numbers)
        assert 4 * len(below) < max(1, share) * len(numbers) if share else not below
