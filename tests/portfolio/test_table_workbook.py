"""The workbook with a row for each school of a list: written, and read back as a table."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio import make_school_workbook, make_table_workbook, open_school_workbook, read_table

DEFINITIONS = Path(__file__).parents[1] / "data" / "definitions"
PHO_THONG = "vn.tt57-2026.pho-thong"
SCHOOLS = [
    {"id": "79001", "name": "THCS A", "stages": "thcs"},
    {"id": "=1+1", "name": "@B", "stages": "tiểu học, Trung học cơ sở"},
]


CRITERIA = [info.id for info in kd.load(PHO_THONG).nodes.values() if info.verdict == "level"]


def write(path, framework=PHO_THONG, schools=SCHOOLS, **options):
    path.write_bytes(make_table_workbook(framework, schools, **options))
    return path


def told(table):
    return [str(warning.message) for warning in table.warnings]


class TestReadBack:
    @pytest.mark.parametrize("lang", ["vi", "en"])
    @pytest.mark.parametrize("at", ["criterion", "requirement"])
    @pytest.mark.parametrize("framework", [bundled.id for bundled in kd.catalogue()])
    def test_every_column_is_known_and_each_school_is_there(self, tmp_path, framework, at, lang):
        schools = SCHOOLS if kd.load(framework).definition.subject.stages else [{"id": "79001", "name": "A"}]
        table = read_table(framework, write(tmp_path / "t.xlsx", framework, schools, at=at, lang=lang), on="2027-06-30")
        assert told(table) == []
        assert table.rejected == ()
        assert list(table.rows.schools) == [one["id"] for one in schools]
        assert table.dossier_of(0).keys() <= {"school", "date"}
        asked = {column.meaning.id for column in table.columns}
        allowed = kd.load(framework)
        members = set(allowed.definition.populations)
        elsewhere = {name for name, one in allowed.inputs.items() if one.type == "decision" or members & set(one.each)}
        assert set(allowed.inputs) - set(allowed.parameters) - elsewhere <= asked

    @pytest.mark.parametrize("file", sorted(DEFINITIONS.glob("[!r]*.yaml")), ids=lambda file: file.stem)
    def test_under_other_frameworks_too(self, tmp_path, file):
        framework = kd.load(file)
        path = write(tmp_path / "t.xlsx", framework, [{"id": "A"}], at="requirement")
        table = read_table(framework, path, on="2027-06-30")
        assert (list(table.rows.schools), told(table), table.rejected) == (["A"], [], ())
        (tmp_path / "school.xlsx").write_bytes(make_school_workbook(framework, at="requirement"))
        opened = open_school_workbook(tmp_path / "school.xlsx", framework)
        assert (opened.source.data, opened.problems) == ({"framework": framework.id}, ())

    def test_stages_and_names_are_those_of_the_list(self, tmp_path):
        table = read_table(PHO_THONG, write(tmp_path / "t.xlsx"), on="2027-06-30")
        assert list(table.rows.names) == ["THCS A", "@B"]
        assert list(table.rows.stages) == [("thcs",), ("tieu-hoc", "thcs")]

    def test_the_day_stands_in_each_row(self, tmp_path):
        batch = kd.assess_many(PHO_THONG, write(tmp_path / "t.xlsx", on="2027-06-30"))
        assert list(batch.table.rows.days) == [dt.date(2027, 6, 30)] * 2

    def test_stages_that_no_school_has_are_not_asked(self, tmp_path):
        table = read_table("vn.tt18-2018", write(tmp_path / "t.xlsx", "vn.tt18-2018"), on="2023-06-30")
        assert {column.meaning.stage for column in table.columns} == {None, "tieu-hoc", "thcs"}

    def test_what_is_filled_in_is_assessed(self, tmp_path):
        path = write(tmp_path / "t.xlsx")
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        columns = {str(cell.value).split(" ")[0]: cell.column for cell in sheet[1]}
        for id_ in (one for one, info in kd.load(PHO_THONG).nodes.items() if info.layer and info.parent):
            sheet.cell(2, columns[id_]).value = "Đạt Mức 1"
            sheet.cell(3, columns[id_]).value = "muc-2"
        book.save(path)
        batch = kd.assess_many(PHO_THONG, path, on="2027-06-30")
        assert list(batch.levels["level"]) == ["muc-1", "muc-2"]


class TestHowItLooks:
    @pytest.fixture
    def sheet(self, tmp_path):
        return openpyxl.load_workbook(write(tmp_path / "t.xlsx", lang="vi")).worksheets[0]

    def test_texts_are_texts(self, sheet):
        assert [(cell.value, cell.data_type) for cell in sheet["A"][1:3]] == [("79001", "s"), ("=1+1", "s")]

    def test_statements_stand_in_notes(self, sheet):
        cell = next(cell for cell in sheet[1] if str(cell.value).startswith("1.3 "))
        assert cell.comment.text.startswith("1.3 [bắt buộc] Quản lý kế hoạch")
        assert "Đạt Mức 1:" in cell.comment.text

    def test_words_can_be_chosen_below_every_heading_of_words(self, sheet):
        ranges = " ".join(str(rule.sqref) for rule in sheet.data_validations.dataValidation if rule.type == "list")
        column = next(cell.column_letter for cell in sheet[1] if str(cell.value).startswith("1.3 "))
        assert f"{column}2:{column}1048576" in ranges

    def test_headings_and_ids_stay_in_sight(self, sheet):
        assert sheet.freeze_panes == "C2"
        assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$B")


class TestLists:
    def test_a_csv_file(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_text("Mã;Tên;Cấp học\n79001;THCS A;thcs\n", encoding="utf-8")
        table = read_table(PHO_THONG, write(tmp_path / "t.xlsx", schools=path), on="2027-06-30")
        assert list(table.rows.schools) == ["79001"]

    def test_what_is_wrong_is_said_all_at_once(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_text("id,stages\nA,thcs\nA,mầm non\n,thcs\n", encoding="utf-8")
        with pytest.raises(InputError) as caught:
            make_table_workbook(PHO_THONG, path)
        assert [(one.path, one.code) for one in caught.value.diagnostics] == [
            ("B3", "KD304"), ("A4", "KD709"), ("A3", "KD707"),
        ]  # fmt: skip

    @pytest.mark.parametrize("schools", [[{"x": 1}], [], "list.csv", 3])
    def test_no_list(self, schools):
        with pytest.raises(InputError):
            make_table_workbook(PHO_THONG, schools)


def write_school(path, id_, results, framework=PHO_THONG, **head):
    """Write the workbook of a school with results by the ids of what is asked; *head* has further entries."""
    book = openpyxl.load_workbook(io.BytesIO(make_school_workbook(framework, lang="en")))
    entries = {"School id": id_, "Assessment date": "2027-06-30", **head}
    for row in book["School"].iter_rows():
        row[1].value = entries.get(row[0].value, row[1].value)
    sheet = book["Findings and figures"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Result")
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, column).value = results.get(str(sheet.cell(number, 1).value))
    book.save(path)
    return path


class TestWorkbooksOfOneSchool:
    def test_are_rows_of_a_table(self, tmp_path):
        for number in (1, 2):
            write_school(tmp_path / f"{number}.xlsx", f"S{number}", dict.fromkeys(CRITERIA, f"muc-{number}"))
        (tmp_path / "others.csv").write_text("school,date,1.1\nS3,2027-06-30,muc-1\n", encoding="utf-8")
        batch = kd.assess_many(PHO_THONG, tmp_path)
        assert list(batch.level_columns["school"]) == ["S3", "S1", "S2"]
        assert list(batch.level_columns["level"]) == [None, "muc-1", "muc-2"]
        # Nothing but plain findings stands in them, so that they are assessed all at once.
        assert batch.general == 0
        assert list(batch.blocker_columns["school"]) == ["S3", "S1"]
        assert batch.school("S1") == kd.assess(PHO_THONG, open_school_workbook(tmp_path / "1.xlsx"))

    def test_one_alone_is_a_table_of_one_row(self, tmp_path):
        path = write_school(tmp_path / "1.xlsx", "S1", dict.fromkeys(CRITERIA, "muc-1"))
        assert list(kd.assess_many(PHO_THONG, path).level_columns["level"]) == ["muc-1"]

    def test_each_that_cannot_be_read_is_set_aside_with_its_file_and_cell(self, tmp_path):
        write_school(tmp_path / "a.xlsx", "A", {"1.1": "Level 9", "1.2": "perhaps"})
        write_school(tmp_path / "b.xlsx", "B", {"1.1": "muc-1"}, **{"Assessment date": None})
        write_school(tmp_path / "c.xlsx", "C", {"1.1": "muc-1"})
        batch = kd.assess_many(PHO_THONG, tmp_path)
        rejected = batch.rejected_columns
        names = [Path(file).name for file in rejected["file"]]
        assert [*zip(names, rejected["sheet"], rejected["cell"], rejected["code"], strict=True)] == [
            ("a.xlsx", "Findings and figures", "D3", "KD104"),
            ("a.xlsx", "Findings and figures", "D4", "KD104"),
            ("b.xlsx", None, "", "KD310"),
        ]
        assert (len(batch.rejected_rows), list(batch.level_columns["school"])) == (2, ["C"])
        with pytest.raises(InputError, match="KD310"):
            kd.assess_many(PHO_THONG, tmp_path, strict=True)

    def test_two_of_one_school_are_set_aside(self, tmp_path):
        for name in ("a.xlsx", "b.xlsx"):
            write_school(tmp_path / name, "A", {"1.1": "muc-1"})
        batch = kd.assess_many(PHO_THONG, tmp_path)
        assert [Path(cell.file).name for cell in batch.set_aside] == ["a.xlsx", "b.xlsx"]
        assert {cell.code for cell in batch.set_aside} == {"KD707"}

    def test_are_no_tables_to_who_asks_what_the_columns_are(self, tmp_path):
        path = write_school(tmp_path / "a.xlsx", "A", {})
        with pytest.raises(InputError, match=r"KD720(?s:.*)kiemdinh batch"):
            read_table(PHO_THONG, path, on="2027-06-30")


def test_points_that_are_numbers_of_criteria_are_no_headings(tmp_path):
    file = tmp_path / "schools.csv"
    file.write_text("school,1,2,3,4,5,6,7,8,9\nA,9,8,7,6,5,4,3,2,1\n", encoding="utf-8")
    table = read_table("vn.tt15-2017.truong", file, on="2027-06-30")
    assert (list(table.rows.schools), table.rejected) == (["A"], ())
