"""`kiemdinh batch`: a table of schools in, levels out."""

import csv

import pytest
from commands import run

CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
OPTIONS = ("--framework", "vn.tt57-2026.pho-thong", "--on", "2027-06-30")


@pytest.fixture
def table(tmp_path):
    """Three schools, of which the last has a word that is no level."""
    path = tmp_path / "schools.csv"
    rows = [["school", *CRITERIA], ["A", *["muc-2"] * 15], ["B", *["muc-1"] * 15], ["C", "muc-9", *["muc-1"] * 14]]
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    return path


class TestScreen:
    def test_says_how_many_schools_are_at_each_level(self, table):
        said = run("batch", str(table), *OPTIONS, "--lang", "en")
        assert said.exit_code == 0
        assert said.stdout == "Quality assurance of general education; assessed: 2\n  Level 2: 1\n  Level 1: 1\n"

    def test_says_which_rows_were_set_aside(self, table):
        said = run("batch", str(table), *OPTIONS, "--lang", "en")
        assert "B4: error KD104" in said.stderr
        assert said.stderr.endswith("kiemdinh: 1 row was set aside\n")

    def test_shows_one_school(self, table):
        said = run("batch", str(table), *OPTIONS, "--school", "B", "--lang", "vi")
        assert "Đạt Mức 1" in said.stdout

    def test_refuses_a_table_that_is_not_whole_where_it_has_to_be(self, table, tmp_path):
        out = tmp_path / "levels.csv"
        said = run("batch", str(table), *OPTIONS, "--strict", "--out", str(out))
        assert (said.exit_code, said.stdout, out.exists()) == (2, "", False)


class TestFiles:
    def test_have_the_levels(self, table, tmp_path):
        out = tmp_path / "levels.csv"
        assert run("batch", str(table), *OPTIONS, "--out", str(out)).exit_code == 0
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["school"], row["level"], row["determined"]) for row in rows] == [
            ("A", "muc-2", "true"),
            ("B", "muc-1", "true"),
        ]

    def test_have_the_criteria_where_they_are_asked_for(self, table, tmp_path):
        out = tmp_path / "criteria.csv"
        run("batch", str(table), *OPTIONS, "--detail", "criterion", "--out", str(out))
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["school"] == "B"]
        assert [row["id"] for row in rows] == CRITERIA
        assert {row["level"] for row in rows} == {"muc-1"}

    def test_have_what_cannot_be_read(self, table, tmp_path):
        out = tmp_path / "rejected.csv"
        run("batch", str(table), *OPTIONS, "--rejected", str(out))
        with out.open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        assert (row["cell"], row["value"], row["code"]) == ("B4", "muc-9", "KD104")

    def test_are_a_workbook_with_a_sheet_for_each_table(self, table, tmp_path):
        openpyxl = pytest.importorskip("openpyxl")
        out = tmp_path / "levels.xlsx"
        run("batch", str(table), *OPTIONS, "--detail", "criterion", "--out", str(out), "--lang", "vi")
        book = openpyxl.load_workbook(out)
        assert book.sheetnames == ["summary", "levels", "criteria", "rejected", "legend"]
        assert [cell.value for cell in book["levels"][2]][:3] == ["A", None, "muc-2"]
        assert book["levels"].freeze_panes == "A2"
        meanings = {row[1].value: row[2].value for row in book["legend"]}
        assert meanings["attainable"] == "mức đạt được nếu mọi điều chưa rõ đều có kết quả tốt"

    def test_keep_a_text_that_looks_like_a_formula_a_text(self, table, tmp_path):
        openpyxl = pytest.importorskip("openpyxl")
        table.write_text(table.read_text(encoding="utf-8").replace("\nA;", "\n=1+1;"), encoding="utf-8")
        out = tmp_path / "levels.xlsx"
        run("batch", str(table), *OPTIONS, "--out", str(out))
        cell = openpyxl.load_workbook(out)["levels"]["A2"]
        assert (cell.value, cell.data_type) == ("=1+1", "s")

    def test_with_another_ending_are_refused(self, table):
        said = run("batch", str(table), *OPTIONS, "--out", "levels.doc", "--lang", "en")
        assert said.exit_code == 2
        assert "levels.doc must end in one of .csv, .parquet, .xlsx" in said.stderr

    def test_in_a_folder_that_is_not_there_end_with_3(self, table, tmp_path):
        said = run("batch", str(table), *OPTIONS, "--out", str(tmp_path / "no" / "levels.csv"))
        assert said.exit_code == 3
