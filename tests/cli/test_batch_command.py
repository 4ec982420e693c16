"""`kiemdinh batch`: a table of schools in, levels out."""

import csv
import io
import time

import pandas as pd
import pytest
from commands import run

import kiemdinh as kd
from kiemdinh.cli.shared import show_progress
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.batch import files
from kiemdinh.portfolio.progress import observe_progress, track

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


class TestOneSchool:
    def test_that_is_not_there_is_told_with_the_nearest_ids(self, table):
        said = run("batch", str(table), *OPTIONS, "--school", "0B", "--lang", "en")
        assert said.exit_code == 2
        assert "no school '0B'" in said.stderr
        assert "did you mean 'B'?" in said.stderr
        assert "school_id" not in said.stderr

    def test_of_a_year_that_it_does_not_have_is_told_with_its_years(self, tmp_path):
        path = tmp_path / "schools.csv"
        path.write_text("school;year;1.1\nA;2024-2025;muc-1\nA;2025-2026;muc-2\n", encoding="utf-8")
        several = run("batch", str(path), *OPTIONS, "--school", "A", "--lang", "en")
        other = run("batch", str(path), *OPTIONS, "--school", "A", "--year", "2019-2020", "--lang", "en")
        assert [said.exit_code for said in (several, other)] == [2, 2]
        assert all("2024-2025, 2025-2026" in said.stderr for said in (several, other))


def read_workbook(path):
    return pd.read_excel(path, engine="openpyxl")


class TestRejected:
    @pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
    def test_cells_are_written_in_each_format(self, table, tmp_path, form):
        out = tmp_path / f"rejected.{form}"
        assert run("batch", str(table), *OPTIONS, "--rejected", str(out)).exit_code == 0
        frame = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": read_workbook}[form](out)
        assert list(frame["cell"]) == ["B4"]

    @pytest.mark.parametrize("form", ["parquet", "arrow", "xlsx", "ods", "csv"])
    def test_cells_are_those_of_each_format_of_tables(self, table, tmp_path, form):
        frame, path, out = pd.read_csv(table, sep=";"), tmp_path / f"schools.{form}", tmp_path / "rejected.csv"
        write = {"parquet": "to_parquet", "arrow": "to_feather", "csv": "to_csv"}.get(form, "to_excel")
        more = {"parquet": {}, "arrow": {}, "ods": {"index": False, "engine": "odf"}}.get(form, {"index": False})
        getattr(frame, write)(path, **more)
        run("batch", str(path), *OPTIONS, "--rejected", str(out))
        assert list(pd.read_csv(out)["cell"]) == ["B4"]

    def test_cells_need_a_known_format(self, table, tmp_path):
        said = run("batch", str(table), *OPTIONS, "--rejected", str(tmp_path / "rejected.txt"), "--lang", "en")
        assert said.exit_code == 2
        assert "--rejected" in said.stderr


class TestBreakingOff:
    def test_leaves_the_files_that_are_finished_whole(self, table, tmp_path, monkeypatch):
        out, rejected = tmp_path / "levels.csv", tmp_path / "rejected.csv"
        rejected.write_text("as it was")
        write = files.write_csv

        def break_off(path, columns):
            if path == rejected:
                raise KeyboardInterrupt
            write(path, columns)

        monkeypatch.setattr("kiemdinh.portfolio.batch.batch.write_csv", break_off)
        assert run("batch", str(table), *OPTIONS, "--out", str(out), "--rejected", str(rejected)).exit_code != 0
        assert out.read_text("utf-8-sig").splitlines()[1].startswith("A,,muc-2")
        assert rejected.read_text() == "as it was"
        assert sorted(each.name for each in tmp_path.iterdir()) == ["levels.csv", "rejected.csv", "schools.csv"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


class TestProgress:
    ROWS = ({"school": "A", "1.1": "muc-1"}, {"school": "B", "1.1": "muc-1"})

    def test_is_told_of_each_school_that_is_worked_on_by_itself(self):
        seen = []

        class Observer:
            def begin(self, label, total):
                seen.append((str(label), total))

            def advance(self):
                seen.append("done")

        with observe_progress(Observer()):
            kd.assess_many("vn.tt57-2026.pho-thong", list(self.ROWS), on="2027-06-30", engine="general")
        assert seen == [("reading tables", 1), "done", ("assessing schools one by one", 2), "done", "done"]

    def test_is_shown_on_a_terminal_after_a_while(self):
        terminal = Terminal()
        with show_progress(terminal, delay=0):
            steps = track(range(3), Message("reading tables"))
            next(steps)
            while "reading tables" not in terminal.getvalue():
                time.sleep(0.01)
        assert "1/3" in terminal.getvalue() or "0/3" in terminal.getvalue()

    def test_is_not_shown_before_and_never_in_a_pipe(self, table):
        terminal, pipe = Terminal(), io.StringIO()
        with show_progress(terminal, delay=1_000):
            list(track(range(3), Message("reading tables")))
        with show_progress(pipe, delay=0):
            list(track(range(3), Message("reading tables")))
        assert (terminal.getvalue(), pipe.getvalue()) == ("", "")
        assert "reading" not in run("batch", str(table), *OPTIONS, "--lang", "en").stderr
