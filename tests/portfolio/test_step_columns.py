"""Columns of single steps of a criterion: ``1.1/muc-1`` says of one step whether it is met."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_read_table import findings, refused, rejected, warned

import kiemdinh as kd
from kiemdinh.portfolio.tables import describe_columns, read_table

PHO_THONG = "vn.tt57-2026.pho-thong"
DAY = "2027-06-30"
ONE, TWO = "1.1/muc-1", "1.1/muc-2"


def read(*rows, **options):
    return read_table(PHO_THONG, [{"school": "A", **row} for row in rows], on=DAY, **options)


class TestClaims:
    """3.7 "1.3 reaches level 1" makes its condition for that level and each below met, for the next unmet"""

    @pytest.mark.parametrize(
        ("one", "two", "level"),
        [
            ("met", "met", "muc-2"),
            ("met", "unmet", "muc-1"),
            ("unmet", "unmet", "khong-dat"),
            ("unmet", "", "khong-dat"),
            ("Đạt", "không đạt", "muc-1"),
            ("ĐẠT", " Chưa  đạt ", "muc-1"),
            (True, False, "muc-1"),
            ("", "", None),
            ("unknown", "-", None),
        ],
    )
    def test_say_which_step_is_reached(self, one, two, level):
        assert findings(read({ONE: one, TWO: two})).get("1.1") == level

    @pytest.mark.parametrize(
        ("one", "two", "cell"),
        [("met", "", "B2"), ("unmet", "met", "C2"), ("", "met", "C2"), ("", "unmet", "C2"), ("met", "unknown", "B2")],
    )
    def test_that_no_finding_says_set_the_row_aside(self, one, two, cell):
        table = read({ONE: one, TWO: two})
        assert rejected(table) == [(cell, "KD722")]
        assert "1.1" in table.rejected[0].hint

    def test_of_one_column_are_read_where_they_suffice(self):
        table = read({ONE: "unmet"}, {"school": "B", ONE: "met"})
        assert findings(table) == {"1.1": "khong-dat"}
        assert rejected(table) == [("B3", "KD722")]

    @given(cells=st.tuples(*[st.sampled_from(["met", "unmet", "unknown", "", "not-applicable"])] * 2))
    def test_mean_for_each_step_what_the_cell_says(self, cells):
        table = read(dict(zip((ONE, TWO), cells, strict=True)))
        if len(table) == 0 or "1.1" not in findings(table):
            return
        node = kd.assess(PHO_THONG, table.dossier_of(0), on=DAY).node("1.1")
        reached = 0 if node.guaranteed is None else int(node.guaranteed.id[-1])
        assert [word == "met" for word in cells] == [reached >= number for number in (1, 2)]

    def test_of_a_criterion_that_does_not_apply(self):
        framework = kd.load(MAY_NOT_APPLY)

        def read_steps(low, high):
            return read_table(framework, [{"school": "A", "1/low": low, "1/high": high}], on=DAY)

        assert findings(read_steps("không áp dụng", "not-applicable")) == {"1": "not-applicable"}
        assert rejected(read_steps("not-applicable", "met")) == [("B2", "KD722")]
        (column,) = read({ONE: "not-applicable", TWO: "not-applicable"}).rejected
        assert (column.column, column.code) == (ONE, "KD307")

    def test_need_a_word_for_no_step(self):
        framework = kd.load(MAY_NOT_APPLY | {"scales": {"s": {"steps": [{"id": "low"}, {"id": "high"}]}}})
        table = read_table(framework, [{"school": "A", "1/low": "unmet"}], on=DAY)
        assert rejected(table) == [("B2", "KD722")]


MAY_NOT_APPLY = {
    "kiemdinh": 1,
    "framework": "test.steps",
    "source": {"document": "By-law 1"},
    "subject": {"kind": "school"},
    "scales": {"s": {"steps": [{"id": "low"}, {"id": "high"}], "not_reached": {"id": "none"}}},
    "layers": [{"id": "c", "verdict": "level", "scale": "s", "not_applicable": "drop"}],
    "tree": [{"id": "1", "may_not_apply": True, "levels": {"low": [{"id": "a"}], "high": [{"id": "b"}]}}],
    "sets": {"all": {"among": "c", "if_empty": "unmet"}},
    "outcomes": [
        {
            "id": "o",
            "ladder": "s",
            "needs": {step: {"every": "all", "that": {"its": "level", "at_least": step}} for step in ("low", "high")},
        }
    ],
}


class TestCells:
    @pytest.mark.parametrize("word", ["x", "✓", "1", "muc-1", 1, 2.0])
    def test_that_are_no_verdict_are_rejected_with_their_own_cell(self, word):
        table = read({ONE: "met", TWO: word})
        assert rejected(table) == [("C2", "KD104")]

    def test_have_the_words_of_the_mapping(self):
        words = {"words": {"x": "met", "o": "unmet"}}
        assert findings(read({ONE: "X", TWO: "o"}, columns={ONE: words, TWO: words})) == {"1.1": "muc-1"}

    @pytest.mark.parametrize(("text", "code"), [("#REF!", "KD713"), ("a\x07", "KD014"), ("x" * 20_000, "KD718")])
    def test_that_are_hostile_are_rejected(self, text, code):
        assert rejected(read({ONE: text, TWO: "met"})) == [("B2", code)]


class TestHeadings:
    @pytest.mark.parametrize(
        ("one", "two"),
        [
            ("1.1 Mức 1", "1.1 Mức 2"),
            ("1.1 - Mức 1", "1.1 - Mức 2"),
            ("Tiêu chí 1.1: Mức 1", "Tiêu chí 1.1: Mức 2"),
            ("1.1 (muc-1)", "1.1 (muc-2)"),
        ],
    )
    def test_name_a_step_behind_the_code_of_its_criterion(self, one, two):
        table = read({one: "met", two: "unmet"})
        assert (findings(table), warned(table)) == ({"1.1": "muc-1"}, [])

    def test_of_a_stage(self):
        table = read({"stage": "thcs", f"thcs/{ONE}": "met", f"thcs/{TWO}": "unmet"})
        assert table.dossier_of(0)["stages"] == {"thcs": {"findings": {"1.1": "muc-1"}}}

    def test_of_the_criterion_and_of_a_step_of_it_are_refused(self):
        assert refused(read, {"1.1": "muc-1", TWO: "unmet"}) == ["KD703"]

    def test_are_described(self):
        (_, first, _) = describe_columns(PHO_THONG, [{"school": "A", ONE: "met", TWO: "unmet"}])
        assert (first.meaning.kind, first.problem) == ("step", None)
        assert ONE in first.what


class TestLongTables:
    def test_record_steps_too(self):
        rows = [{"school": "A", "id": ONE, "value": "met"}, {"school": "A", "id": TWO, "value": "unmet"}]
        assert findings(read_table(PHO_THONG, rows, on=DAY)) == {"1.1": "muc-1"}

    def test_keep_the_date_and_the_side_of_records_that_agree(self):
        rows = [
            {"school": "A", "id": one, "value": "met", "side": "external", "date": "2027-01-01"} for one in (ONE, TWO)
        ]
        assert findings(read_table(PHO_THONG, rows, on=DAY)) == {
            "1.1": {"is": "muc-2", "on": "2027-01-01", "side": "external"}
        }
        rows[1]["side"] = "self"
        assert [one.code for one in read_table(PHO_THONG, rows, on=DAY).rejected] == ["KD722"]

    def test_have_one_record_of_each_step(self):
        rows = [{"school": "A", "id": ONE, "value": word} for word in ("met", "unmet")]
        assert [one.code for one in read_table(PHO_THONG, rows, on=DAY).rejected] == ["KD722"]


def test_levels_are_those_of_columns_of_criteria():
    framework = kd.load(PHO_THONG)
    criteria = [node for node in framework.nodes.values() if node.layer and node.levels and node.verdict == "level"]
    words = {"khong-dat": ("unmet", "unmet"), "muc-1": ("met", "unmet"), "muc-2": ("met", "met")}
    rows, steps = [], []
    for number in range(30):
        levels = {node.id: list(words)[(number * place + number) % 3] for place, node in enumerate(criteria, 1)}
        rows.append({"school": f"S{number}", **levels})
        cells = {}
        for id_, level in levels.items():
            cells |= dict(zip([f"{id_}/{step}" for step in framework.nodes[id_].levels], words[level], strict=False))
        steps.append({"school": f"S{number}", **cells})
    quick, apart = (kd.assess_many(framework, each, on=DAY) for each in (rows, steps))
    assert len(quick.rows) == 30
    assert {name: list(column) for name, column in quick.level_columns.items()} == {
        name: list(column) for name, column in apart.level_columns.items()
    }
    assert (apart.general, apart.set_aside) == (0, [])
