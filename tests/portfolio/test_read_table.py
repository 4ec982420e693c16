"""A table of schools is read into columns: each row says what the dossier of its school would say."""

from __future__ import annotations

import datetime as dt

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.dossier import Level
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.portfolio.tables import read_table

PHO_THONG = "vn.tt57-2026.pho-thong"
MAM_NON_2018 = "vn.tt18-2018"
DAY = "2027-06-30"


@pytest.fixture
def write(tmp_path):
    """Write a file of a table, text in UTF-8 or bytes."""

    def write_file(content, name="schools.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def read(write):
    def read_text(content, framework=PHO_THONG, **options):
        options.setdefault("on", DAY)
        return read_table(framework, write(content), **options)

    return read_text


def findings(table, row=0):
    return table.dossier_of(row).get("findings", {})


def rejected(table):
    return [(one.cell, one.code) for one in table.rejected]


def warned(table):
    return [one.code for one in table.warnings]


def refused(call, *args, **options):
    with pytest.raises(InputError) as caught:
        call(*args, **options)
    return [one.code for one in caught.value.diagnostics]


def percentage_column(framework):
    """The heading of a column of percentages."""
    forms = allowed_entries(framework).inputs.values()
    form = next(form for form in forms if form.measure.only_percent and set(form.kinds) <= {"year"})
    return f"{form.name}@2025-2026" if form.kinds else form.name


class TestColumns:
    @pytest.mark.parametrize(
        "heading",
        [
            "1.1", " 1.1 ", "1.1 Tầm nhìn", "1.1. Tầm nhìn", "Tiêu chí 1.1", "TIÊU CHÍ 1.1: tầm nhìn",
            "TC 1.1", "TC1.1", "tc. 1.1", "TC1.1: Tầm nhìn",
        ],
    )  # fmt: skip
    def test_a_criterion_by_its_id_or_by_the_code_before_a_title(self, read, heading):
        table = read(f"school;{heading}\nA;muc-1\n")
        assert [str(column.meaning) for column in table.columns] == ["1.1"]

    @pytest.mark.parametrize("heading", ["HS 1.1", "TC 9.9", "TC", "TCC 1.1", "ATC1.1"])
    def test_other_letters_before_a_code_say_nothing(self, read, heading):
        table = read(f"school;1.2;{heading}\nA;muc-1;muc-1\n")
        assert [str(column.meaning) for column in table.columns] == ["1.2"]
        assert warned(table) == ["KD701"]

    def test_a_criterion_by_its_titles(self, read):
        node = kd.load(PHO_THONG).nodes["1.2"].node
        for title in node.texts:
            table = read(f'school;"{title}"\nA;muc-1\n')
            assert [column.meaning.id for column in table.columns] == ["1.2"]

    def test_a_requirement(self, read):
        table = read("school;1.1/muc-1/a\nA;đạt\n")
        assert findings(table) == {"1.1/muc-1/a": "đạt"}

    def test_who_and_when_in_either_language(self, read):
        table = read(
            "Mã trường;Tên trường;Năm học;Ngày đánh giá;Cấp học;1.1\n79001;A;2025 – 2026;2026-05-31;thcs;muc-1\n"
        )
        rows = table.rows
        assert (rows.schools, rows.names, rows.years) == (["79001"], ["A"], ["2025-2026"])
        assert (rows.dates, rows.days) == ([dt.date(2026, 5, 31)], [dt.date(2027, 6, 30)])
        assert rows.stages == [("thcs",)]

    def test_what_is_not_known_is_told_with_a_suggestion_and_not_read(self, read):
        table = read("schol;1.1;9.9\nA;muc-1;x\n")
        assert (table.warnings[0].path, table.warnings[0].hint) == ("A1", "did you mean 'school'?")
        assert warned(table) == ["KD701", "KD701"]
        assert len(table) == 1

    def test_a_column_without_a_heading_is_told(self, read):
        table = read("school;;1.1;;\nA;x;muc-1;;\n")
        assert [(one.code, one.path) for one in table.warnings] == [("KD701", "B1")]

    def test_a_node_that_only_groups_is_told(self, read):
        table = read("school;1;1.1\nA;x;muc-1\n")
        assert warned(table) == ["KD701"]

    def test_two_columns_for_one_thing_are_refused_with_both_places(self, read):
        with pytest.raises(InputError) as caught:
            read("school;1.1;1.1 Tầm nhìn\nA;muc-1;muc-2\n")
        (problem,) = caught.value.diagnostics
        assert problem.code == "KD703"
        assert "B" in problem.message
        assert "C" in problem.message

    def test_a_stage(self, read):
        table = read(
            "school;stage;thcs/1.1;tieu-hoc/1.1\nA;thcs;muc-1;\nB;thcs, tieu-hoc;muc-1;muc-2\nC;tieu-hoc;muc-1;\n"
        )
        assert rejected(table) == [("C4", "KD304")]
        assert table.dossier_of(0)["stages"] == {"thcs": {"findings": {"1.1": "muc-1"}}}
        assert table.rows.stages[1] == ("thcs", "tieu-hoc")


class TestMapping:
    def test_a_heading_is_settled_or_left_out(self, read):
        table = read("Trường;Vision;Notes\nA;muc-1;x\n", columns={"Vision": "1.1", "notes": None})
        assert findings(table) == {"1.1": "muc-1"}
        assert table.warnings == ()

    def test_words(self, read):
        table = read(
            "school;1.1;1.2\nA;2;+\n",
            columns={"1.1": {"id": "1.1", "words": {"2": "muc-1"}}, "1.2": {"words": {"+": "muc-2"}}},
        )
        assert findings(table) == {"1.1": "muc-1", "1.2": "muc-2"}

    def test_a_file(self, read, write):
        mapping = write("kiemdinh: 1\ncolumns:\n  Vision: '1.1'\n  Notes: null\n", "map.yaml")
        assert findings(read("school;Vision;Notes\nA;muc-1;x\n", columns=mapping)) == {"1.1": "muc-1"}

    @pytest.mark.parametrize(
        "columns",
        [
            {"Vision": "9.9"},
            {"Vision": {"id": "1.1", "percent": "percent"}},
            {"Vision": {"id": "1.1", "sheet": 1}},
            {"Vision": 1.1},
            {"Absent": "1.1"},
        ],
    )
    def test_what_cannot_be_is_refused(self, read, columns):
        assert refused(read, "school;Vision\nA;muc-1\n", columns=columns) == ["KD719"]


class TestCells:
    def test_each_distinct_cell_is_one_entry(self, read):
        table = read("school;1.1\n" + "".join(f"S{i};{'muc-1' if i % 2 else ' Mức 1 '}\n" for i in range(10)))
        (column,) = table.columns
        assert [entry.plain and entry.plain.verdict for entry in column.entries] == [None, Level(1)]
        assert list(column.codes) == [1] * 10

    @pytest.mark.parametrize("text", ["", " ", "-", "–", "NaN", "NaT"])
    def test_nothing_is_recorded(self, read, text):
        table = read(f"school;1.1;1.2\nA;{text};muc-1\n")
        assert findings(table) == {"1.2": "muc-1"}

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("muc-9", "KD104"),
            ("2", "KD714"),
            ("2.0", "KD714"),
            ("#N/A", "KD713"),
            ("#DIV/0!", "KD713"),
            ("x" * 20_000, "KD718"),
        ],
    )
    def test_what_cannot_be_read_sets_its_row_aside(self, read, text, code):
        table = read(f"school;1.1\nA;{text}\nB;muc-1\n")
        assert rejected(table) == [("B2", code)]
        assert table.rows.schools == ["B"]
        (one,) = table.rejected
        assert (one.row, one.column, one.sheet) == (2, "1.1", None)

    def test_a_bare_share_is_refused_with_both_readings(self, read):
        framework = kd.load(MAM_NON_2018)
        heading = percentage_column(framework)
        table = read(f"school;{heading}\nA;0,92\nB;92%\nC;92\n", MAM_NON_2018)
        assert rejected(table) == [("B2", "KD109")]
        assert "0.92%" in table.rejected[0].message
        assert "92%" in table.rejected[0].message
        settled = read(f"school;{heading}\nA;0,92\nB;92%\n", MAM_NON_2018, columns={heading: {"percent": "fraction"}})
        assert [entry.plain and entry.plain.value for entry in settled.columns[0].entries] == [None, 92]


class TestRows:
    def test_the_table_needs_a_date(self, read):
        assert refused(read, "school;1.1\nA;muc-1\n", on=None) == ["KD310"]
        table = read("school;date;1.1\nA;2027-01-31;muc-1\nB;;muc-1\nC;1/2/2027;muc-1\n", on=None)
        assert table.rows.days == [dt.date(2027, 1, 31)]
        assert rejected(table) == [("B3", "KD310"), ("B4", "KD107")]

    def test_rows_without_a_school_and_totals(self, read):
        table = read("school;1.1\nA;muc-1\n;muc-1\n\nTổng cộng;17\nschool;1.1\n")
        assert rejected(table) == [("A3", "KD709")]
        assert warned(table) == ["KD710"] * 3

    def test_two_schools_of_one_id(self, read):
        table = read("school;1.1\nA;muc-1\nA;muc-2\nB;muc-1\nB;muc-1\n")
        assert rejected(table) == [("A2", "KD707"), ("A3", "KD707"), ("A5", "KD707")]
        assert table.rows.schools == ["B"]

    def test_one_school_in_two_years(self, read):
        table = read("school;year;1.1\nA;2024-2025;muc-1\nA;2025-2026;muc-2\n")
        assert table.rows.years == ["2024-2025", "2025-2026"]

    def test_rows_of_another_length(self, read):
        table = read("school;1.1\nA;muc-1;;\nB;muc-1;x\nC\nD;muc-1\n")
        assert rejected(table) == [("C3", "KD708"), ("B4", "KD708")]
        assert table.rows.schools == ["A", "D"]

    def test_ten_rows_in_a_hundred_are_corrupt(self, read):
        rows = [f"S{i};{'??' if i % 10 == 0 else 'muc-1'}" for i in range(100)]
        table = read("school;1.1\n" + "\n".join(rows))
        assert len(table) == 90
        assert [one.row for one in table.rejected] == [i + 2 for i in range(0, 100, 10)]


class TestTheDossierOfARow:
    def test_it_says_what_the_columns_say(self, read):
        table = read("school;stage;1.1;thcs/1.2;2.1\nA;thcs;muc-1;muc-2;-\nB;;khong-dat;;unknown\n")
        for row in range(len(table)):
            dossier = read_dossier(table.dossier_of(row), PHO_THONG)
            recorded = {
                (column.meaning.id, column.meaning.stage, record.verdict)
                for column in table.columns
                for record in column.entries[column.codes[row]].records
            }
            assert {(one.node, one.stage, one.verdict) for one in dossier.findings} == recorded
            assert {one.date for one in dossier.findings} <= {table.rows.dates[row]}


class TestCodesThatLookLikeHeadings:
    """Levels written as 1 and 2 have the ids of standards, which head no column."""

    def test_rows_of_codes_are_no_second_row_of_headings(self, tmp_path):
        columns = {name: {"id": name, "words": {"1": "muc-1", "2": "muc-2"}} for name in ("1.1", "1.2")}
        file = tmp_path / "schools.csv"
        file.write_text("school;1.1;1.2\nA;1;2\nB;2;1\n", encoding="utf-8")
        table = read_table(PHO_THONG, file, columns=columns, on=DAY)
        assert (table.rows.schools, table.rejected) == (["A", "B"], ())
        assert table.dossier_of(0)["findings"] == {"1.1": "muc-1", "1.2": "muc-2"}
