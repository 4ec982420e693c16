"""Criteria and requirements of all schools of a table, held against the assessment of each row by itself."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from bundled import IN_QUICK_WAY
from drawn_tables import draw_long_rows, draw_rows, draw_staged_rows, rows_one_by_one
from kiemdinh.portfolio.batch import assess_many
from kiemdinh.portfolio.batch.details import CRITERIA, REQUIREMENTS
from kiemdinh.testing import frameworks
from plain_dossiers import ON

SECONDARY = kd.load("vn.tt57-2026.pho-thong")
CODES = [info.id for info in SECONDARY.nodes.values() if info.verdict == "level"]
EVERY = pytest.mark.parametrize("framework", IN_QUICK_WAY, ids=lambda framework: framework.id)

BUILT_ON_ANOTHER = {
    "kiemdinh": 1,
    "framework": "org.example.built-on-another",
    "en": "A standard for schools that hold a level of another standard",
    "source": {"document": "By-law 12"},
    "subject": {"kind": "school"},
    "scales": {"level": {"steps": [{"id": "one", "en": "One"}]}},
    "layers": [{"id": "criterion", "en": "Criterion", "verdict": "met"}],
    "tree": [
        {"id": "1", "en": "A plan"},
        {"id": "2", "en": "A level", "met_if": {"outcome": "vn.tt57-2026.pho-thong/muc", "at_least": "muc-1"}},
    ],
    "outcomes": [
        {"id": "level", "en": "Level", "ladder": "level", "needs": {"one": {"every": "criterion", "that": "met"}}}
    ],
}


def attempt(framework, rows):
    """Return the batch of a table; None where a drawn name can be no heading, so that the table is refused."""
    try:
        return assess_many(framework, rows, on=ON)
    except kd.InputError:
        return None


def rows_of(columns):
    return [*zip(*map(list, columns.values()), strict=True)]


def compare(batch):
    assert rows_of(batch.criteria_columns) == rows_one_by_one(batch, CRITERIA)
    assert rows_of(batch.requirement_columns) == rows_one_by_one(batch, REQUIREMENTS)


class TestNodes:
    """2.3, 3.6 Where each node stands, whether that is settled, and why not."""

    @EVERY
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=2)
    def test_are_those_of_each_row_by_itself(self, framework, random):
        stages = [stage.id for stage in framework.definition.subject.stages]
        rows = draw_staged_rows(framework, random, 4, stages) if stages else draw_rows(framework, random, 4)
        batch = assess_many(framework, rows, on=ON)
        assert batch.general == 0
        compare(batch)

    @given(framework=frameworks(staged=False), random=st.randoms(use_true_random=True), is_long=st.booleans())
    @settings(max_examples=25)
    def test_of_drawn_frameworks_are_those_of_each_row_by_itself(self, framework, random, is_long):
        rows = draw_long_rows(framework, random, 4) if is_long else draw_rows(framework, random, 4)
        batch = attempt(framework, rows)
        if batch is not None:
            compare(batch)

    @given(framework=frameworks(staged=True), random=st.randoms(use_true_random=True), is_long=st.booleans())
    @settings(max_examples=20)
    def test_of_several_stages_are_told_once_for_the_school_and_for_each_stage_of_its_own(
        self, framework, random, is_long
    ):
        draw = draw_long_rows if is_long else draw_staged_rows
        batch = attempt(framework, draw(framework, random, 4, ["s1", "s2", "s3"]))
        if batch is not None:
            compare(batch)

    def test_stand_in_the_order_of_the_rows(self):
        """Rows of different days and stages are worked out apart, and those with evidence one by one."""
        levels = dict.fromkeys(CODES, "muc-1")
        rows = [
            {"school": "A", "stage": "thcs", **levels},
            {"school": "B", "stage": "tieu-hoc", **levels, "date": "2028-01-01"},
            {"school": "C", "stage": "thcs, thpt", **levels, "thpt/1.1": "unknown"},
            {"school": "D", "stage": "thcs", **levels, "date": "2026-12-01"},
        ]
        batch = assess_many(SECONDARY, rows, on=ON)
        compare(batch)
        schools = [school for school, *_ in rows_of(batch.criteria_columns)]
        assert Counter(schools) == {"A": 15, "B": 15, "C": 16, "D": 15}
        assert schools == sorted(schools)

    def test_of_rows_that_go_the_general_way_stand_among_the_others(self):
        rows = [
            {"school": school, "id": code, "value": "muc-1", "side": side}
            for school, side in (("A", "self"), ("B", "external"), ("C", "self"))
            for code in CODES
        ]
        batch = assess_many(SECONDARY, rows, on=ON)
        assert batch.general == 1
        compare(batch)

    def test_of_figures_of_any_size_are_exact(self):
        framework = kd.load("vn.tt18-2018")
        names = ("teachers@2025-2026", "teachers_dat@2025-2026")
        figures = [(2 * 10**18 + 3 * i, 2 * 10**18 - 10**17 * i) for i in range(4)]
        figures = [dict(zip(names, each, strict=True)) for each in figures]
        rows = [{"school": f"T{i}", "stage": "thcs", **each} for i, each in enumerate(figures)]
        compare(assess_many(framework, rows, on=ON))

    def test_that_ask_for_outcomes_of_other_frameworks_go_the_quick_way(self):
        """6.5 A row has no result under another framework, so that its outcome is unknown, *no dossier*."""
        framework = kd.load(BUILT_ON_ANOTHER)
        rows = [{"school": "A", "1": "met"}, {"school": "B", "1": "unmet"}, {"school": "C"}]
        batch = assess_many(framework, rows, on=ON)
        assert batch.general == 0
        assert list(batch.level_columns["attainable"]) == ["one", None, "one"]
        compare(batch)

    def test_of_a_table_without_rows_have_their_columns(self):
        batch = assess_many(SECONDARY, [{"school": "A", "1.1": "muc-9"}], on=ON)
        assert [len(column) for column in batch.criteria_columns.values()] == [0] * 9
        assert [len(column) for column in batch.requirement_columns.values()] == [0] * 7
