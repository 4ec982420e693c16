"""Figures of several years, rows that are joined by years, and tables with one record in each row."""

from __future__ import annotations

import datetime as dt

import pytest
from test_read_table import findings, refused, rejected, warned

import kiemdinh as kd
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.portfolio.tables import read_table

TT18 = kd.load("vn.tt18-2018", on="2024-12-31")
PHO_THONG = kd.load("vn.tt57-2026.pho-thong")
DAY = "2026-06-30"
JOINED = {"kiemdinh": "1", "columns": {}, "rows": "year-inputs"}


def read(rows, framework=TT18, **options):
    names, *cells = (row.split("|") for row in rows)
    options.setdefault("on", DAY)
    return read_table(framework, [dict(zip(names, row, strict=True)) for row in cells], **options)


def inputs(table, row=0):
    return table.dossier_of(row).get("inputs", {})


class TestFigures:
    def test_a_year_in_the_heading(self):
        table = read(["school|teachers@2024-2025|Số giáo viên@2025-2026|Teachers (2023-2024)", "A|30|32|28"])
        assert inputs(table) == {"teachers": {"2024-2025": "30", "2025-2026": "32", "2023-2024": "28"}}

    def test_the_year_of_the_row(self):
        table = read(["school|year|teachers", "A|2024-2025|30", "A|2025-2026|32", "B||7", "C||"])
        assert [inputs(table, row) for row in range(3)] == [
            {"teachers": {"2024-2025": "30"}},
            {"teachers": {"2025-2026": "32"}},
            {},
        ]
        assert rejected(table) == [("C4", "KD312")]

    def test_no_year_at_all_is_told(self):
        table = read(["school|teachers|1.1/muc-1/a", "A|30|met"])
        assert warned(table) == ["KD312"]
        assert inputs(table) == {}

    def test_a_stage_in_the_heading(self):
        table = read(["school|largest_class@thcs|largest_class", "A|45|46"])
        assert table.dossier_of(0)["stages"] == {"thcs": {"inputs": {"largest_class": "45"}}}
        assert table.rows.stages == [("thcs",)]
        assert read_dossier(table.dossier_of(0), TT18).school.stages == ("thcs",)

    def test_a_place_that_is_none(self):
        table = read(["school|teachers@thcs|teachers@2025|1.1/muc-1/a", "A|1|2|met"])
        assert warned(table) == ["KD701", "KD701"]

    def test_a_part_above_its_whole(self):
        table = read(
            ["school|year|teachers|teachers_trained", "A|2025-2026|30|31", "B|2025-2026|30|30", "C|2024-2025||9"]
        )
        assert rejected(table) == [("D2", "KD329")]
        assert table.rows.schools == ["B", "C"]


class TestYearInputs:
    def read(self, rows, **options):
        return read(rows, columns=JOINED, **options)

    def test_rows_of_a_school_are_one_assessment(self):
        table = self.read(
            [
                "school|year|teachers|largest_class|1.1/muc-1/a",
                "A|2025-2026|32|45|met",
                "A|2024-2025|30||",
                "B|2024-2025|7|30|unmet",
            ]
        )
        assert table.rows.schools == ["A", "B"]
        assert table.rows.years == ["2025-2026", "2024-2025"]
        assert inputs(table) == {"teachers": {"2024-2025": "30", "2025-2026": "32"}, "largest_class": "45"}
        assert inputs(table, 1) == {"teachers": {"2024-2025": "7"}, "largest_class": "30"}

    def test_rows_that_record_different_things(self):
        table = self.read(
            ["school|year|1.1/muc-1/a", "A|2025-2026|met", "A|2024-2025|unmet", "B|2025-2026|met", "B|2024-2025|met"]
        )
        assert rejected(table) == [("C2", "KD707")]
        assert table.rows.schools == ["B"]

    def test_a_cell_that_cannot_be_read_has_its_own_row(self):
        table = self.read(
            ["school|year|teachers", "A|2025-2026|32", "A|2024-2025|many", "B|2025-2026|3", "|2025-2026|3"]
        )
        assert rejected(table) == [("C3", "KD106"), ("A5", "KD709")]
        assert table.rows.schools == ["B"]

    def test_a_year_that_cannot_be_read_sets_the_school_aside(self):
        table = self.read(["school|year|teachers", "A|2025-2026|32", "A|2024|30", "B|2025-2026|3", "C||4"])
        assert rejected(table) == [("B3", "KD311"), ("B5", "KD312")]
        assert table.rows.schools == ["B"]

    def test_a_year_twice(self):
        table = self.read(["school|year|teachers", "A|2025-2026|32", "A|2025-2026|33", "B|2025-2026|3"])
        assert [code for _, code in rejected(table)] == ["KD707", "KD707"]
        assert table.rows.schools == ["B"]

    @pytest.mark.parametrize("heading", ["school|teachers@2025-2026", "year|teachers"])
    def test_without_school_or_year(self, heading):
        assert refused(self.read, [heading, "2025-2026|3"]) == ["KD719"]

    def test_columns_of_the_mapping_are_read_too(self):
        mapping = {**JOINED, "columns": {"Thầy cô": "teachers"}}
        table = read(["school|year|Thầy cô", "A|2025-2026|32", "A|2024-2025|30"], columns=mapping)
        assert inputs(table) == {"teachers": {"2024-2025": "30", "2025-2026": "32"}}


class TestLongTables:
    def test_a_record_in_each_row(self):
        table = read(
            [
                "school|year|id|value",
                "A|2025-2026|1.1/muc-1/a|met",
                "B|2025-2026|1.1/muc-1/a|không đạt",
                "A|2025-2026|Số giáo viên|32",
                "A|2025-2026|largest_class|-",
            ]
        )
        assert table.rows.schools == ["A", "B"]
        assert table.dossier_of(0)["findings"] == {"1.1/muc-1/a": "met"}
        assert inputs(table) == {"teachers": {"2025-2026": "32"}}
        assert findings(table, 1) == {"1.1/muc-1/a": "không đạt"}
        assert [entry.plain is None for entry in table.columns[0].entries] == [True, False, False]

    def test_what_stands_beside_a_record(self):
        table = read(
            [
                "Mã trường|Mã tiêu chí|Giá trị|date|side|evidence|reason",
                "A|1.1/muc-1/a|met|2026-01-31|self|H1-1.1-01|seen",
                "A|1.1/muc-1/a|unmet|2026-02-01|external||",
            ]
        )
        (column,) = table.columns
        assert [entry.plain for entry in column.entries] == [None, None]
        dossier = read_dossier(table.dossier_of(0), TT18)
        assert [(one.side, one.date, one.evidence_codes, one.why) for one in dossier.findings] == [
            ("self", dt.date(2026, 1, 31), ("H1-1.1-01",), "seen"),
            ("external", dt.date(2026, 2, 1), (), None),
        ]

    def test_stages(self):
        table = read(["school|stage|id|value", "A|thcs|1.1|muc-1", "A|tieu-hoc|1.1|muc-2", "B||1.1|muc-1"], PHO_THONG)
        assert table.rows.stages == [("thcs", "tieu-hoc"), None]
        assert table.dossier_of(0)["stages"]["tieu-hoc"] == {"findings": {"1.1": "muc-2"}}

    @pytest.mark.parametrize(
        ("row", "found"),
        [
            ("A|2025-2026||9.9|met", [("D2", "KD301")]),
            ("A|2025-2026|||met", [("D2", "KD301")]),
            ("A|2025-2026||school|met", [("D2", "KD301")]),
            ("A|||teachers|3", [("D2", "KD312")]),
            ("A|2025|x|teachers|3", [("B2", "KD311"), ("C2", "KD304")]),
            ("A|2025-2026|thcs|1.1/muc-1/a|met", [("D2", "KD309")]),
            ("A|2025-2026|thcs|teachers|3", [("D2", "KD313")]),
            ("A|2025-2026||teachers|many", [("E2", "KD106")]),
            ("|2025-2026||teachers|3", [("A2", "KD709")]),
        ],
    )
    def test_a_row_that_cannot_be_read_sets_its_school_aside(self, row, found):
        table = read(
            ["school|year|stage|id|value", row, "A|2025-2026||1.2/muc-1/a|met", "B|2025-2026||1.2/muc-1/a|met"]
        )
        assert rejected(table) == found
        kept = ["A", "B"] if found[0][1] in ("KD709", "KD311") or row.startswith("A|||") else ["B"]
        assert table.rows.schools == kept

    def test_years_that_are_joined(self):
        rows = [
            "school|year|id|value",
            "A|2024-2025|teachers|30",
            "A|2025-2026|teachers|32",
            "A|2025-2026|1.1/muc-1/a|met",
        ]
        assert read(rows).rows.years == ["2024-2025", "2025-2026"]
        table = read(rows, columns=JOINED)
        assert table.rows.years == ["2025-2026"]
        assert inputs(table) == {"teachers": {"2024-2025": "30", "2025-2026": "32"}}

    def test_other_columns_are_told(self):
        assert warned(read(["school|id|value|note", "A|1.1/muc-1/a|met|x"])) == ["KD701"]

    def test_it_needs_a_date_and_a_school(self):
        assert refused(read, ["school|id|value", "A|1.1/muc-1/a|met"], on=None) == ["KD310"]
        assert refused(read, ["id|value", "1.1/muc-1/a|met"]) == ["KD719"]

    def test_words_of_the_mapping(self):
        table = read(["school|id|value", "A|1.1/muc-1/a|x"], columns={"value": {"id": "value", "words": {"x": "met"}}})
        assert findings(table) == {"1.1/muc-1/a": "met"}


class TestRecordsOfOneThing:
    """Each record of a long table has a row of its own, which is named where it cannot be read."""

    def test_a_bad_one_is_told_with_its_own_row(self):
        rows = [
            {"school": "A", "id": "1.1", "value": "muc-1", "date": "2026-01-01"},
            {"school": "A", "id": "1.2", "value": "muc-1", "date": "2026-01-01"},
            {"school": "A", "id": "1.1", "value": "muc-9", "date": "2026-02-01"},
            {"school": "A", "id": "1.1", "value": "muc-2", "date": "2026-02-30"},
            {"school": "B", "id": "1.1", "value": "muc-1", "date": ""},
        ]
        table = read_table("vn.tt57-2026.pho-thong", rows, on="2027-06-30")
        assert [(one.cell, one.row) for one in table.rejected] == [("C4", 4), ("C5", 5)]
        assert table.rows.schools == ["B"]


class TestTheLastDayOfARecord:
    """3.5 ... A finding or a figure may have a last day; a table with a record in each row has a column for it."""

    ROWS = (
        {"school": "A", "id": "1.1", "value": "muc-1", "date": "2026-09-01", "until": "2027-06-29"},
        {"school": "A", "id": "1.2", "value": "muc-1", "date": "2026-09-01", "until": None},
        {"school": "B", "id": "1.1", "value": "muc-1", "date": "2026-09-01", "until": "2027-06-30"},
    )

    def test_rows_with_one_go_the_general_way_and_say_what_their_dossiers_say(self):
        table = read_table(PHO_THONG, list(self.ROWS), on="2027-06-30")
        batch = kd.assess_many(PHO_THONG, table)
        results = [kd.assess(PHO_THONG, table.dossier_of(i), on="2027-06-30") for i in range(2)]
        assert [one.node("1.1").reasons for one in results] == [("expired",), ()]
        levels = [one.level and one.level.id for one in results]
        assert list(batch.level_columns["level"]) == levels
        assert batch.general == 2
