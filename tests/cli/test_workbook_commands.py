"""Workbooks on the command line: ``kiemdinh new --format xlsx``, and the commands that read what was filled in."""

from __future__ import annotations

import json

import openpyxl
import pytest
from commands import GENERAL, refused, run

import kiemdinh as kd

ON = ("--on", "2027-06-30")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "school.xlsx"
    assert run("new", GENERAL, "--format", "xlsx", "--out", str(path), "--lang", "en").exit_code == 0
    return path


def fill(path, **cells):
    book = openpyxl.load_workbook(path)
    sheet = book["Findings and figures"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Result")
    for row in range(2, sheet.max_row + 1):
        content = cells.get(str(sheet.cell(row, 1).value).replace(".", "_"))
        if content is not None:
            sheet.cell(row, column).value = content
    book.save(path)
    return path


class TestNew:
    def test_an_empty_workbook_is_undetermined(self, path):
        assert "Level of the school: Undetermined" in run("assess", str(path), *ON, "--lang", "en").stdout

    def test_a_file_that_is_there_is_kept(self, path):
        before = path.read_bytes()
        assert refused(run("new", GENERAL, "--format", "xlsx", "-o", str(path)), "KD001")
        assert path.read_bytes() == before

    @pytest.mark.parametrize(
        "options",
        [("--format", "xlsx"), ("--schools", "list.csv"), ("--stages", "thcs"), ON,
         ("--format", "xlsx", "--out", "x.xlsx", "--schools", "l.csv", "--stages", "thcs")],
    )  # fmt: skip
    def test_options_that_do_not_fit(self, options):
        assert refused(run("new", GENERAL, *options), "--")

    def test_one_row_per_school(self, tmp_path):
        schools, out = tmp_path / "list.csv", tmp_path / "schools.xlsx"
        schools.write_text("id,name,stages\n79001,THCS A,thcs\n79002,THPT B,thpt\n", encoding="utf-8")
        assert run("new", GENERAL, "--format", "xlsx", "--schools", str(schools), "--out", str(out)).exit_code == 0
        result = run("batch", str(out), "--framework", GENERAL, *ON, "--lang", "en")
        assert result.exit_code == 0
        assert result.stderr == ""
        assert "assessed: 2" in result.stdout

    def test_a_file_of_ones_own_is_named_from_the_folder_of_the_workbook(self, tmp_path, monkeypatch):
        from commands import ROOT

        monkeypatch.chdir(tmp_path)
        text = (ROOT / "examples" / "own-framework" / "framework.yaml").read_text("utf-8")
        (tmp_path / "fw.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "filled").mkdir()
        assert run("new", "fw.yaml", "--format", "xlsx", "--out", "filled/school.xlsx").exit_code == 0
        assert run("assess", "filled/school.xlsx", *ON).exit_code == 0


class TestEdition:
    """4.2 The day of the assessment picks the edition: the date of the workbook, or the one that is given."""

    @pytest.fixture
    def dated(self, tmp_path, request):
        path = tmp_path / "school.xlsx"
        assert run("new", "vn.tt18-2018", "--format", "xlsx", "--out", str(path), "--lang", "en").exit_code == 0
        book = openpyxl.load_workbook(path)
        (entry,) = (row[1] for row in book["School"].iter_rows() if row[0].value == "Assessment date")
        entry.value = request.param
        book.save(path)
        return path

    @pytest.mark.parametrize("dated", ["2024-09-01", "2026-09-01"], indirect=True)
    @pytest.mark.parametrize("options", [(), ("--framework", "vn.tt18-2018"), ON])
    def test_is_that_of_the_day(self, dated, request, options):
        day = options[1] if options == ON else request.node.callspec.params["dated"]
        found = json.loads(run("assess", str(dated), *options, "--format", "json").stdout)
        assert found["dates"]["law"] == day
        assert found["framework_digest"] == kd.load("vn.tt18-2018", on=day).digest


class TestReading:
    @pytest.mark.parametrize(
        "command", [("assess",), ("explain",), ("repair",), ("margin",), ("what-if", "--set", "1.2=muc-2")]
    )
    def test_wherever_a_dossier_is_taken(self, path, command):
        result = run(command[0], str(fill(path, **{"1_1": "Level 1"})), *command[1:], *ON)
        assert result.exit_code == 0, result.stderr

    def test_check(self, path):
        result = run("check", str(path))
        assert (result.exit_code, result.stdout) == (0, f"{path}: dossier, ok\n")

    @pytest.mark.parametrize("command", ["assess", "explain", "repair", "margin", "check"])
    def test_cells_are_named_all_at_once(self, path, command):
        fill(path, **{"1_1": "Level 9", "career_guidance": "perhaps"})
        on = () if command == "check" else ON
        assert refused(
            run(command, str(path), *on), "Findings and figures!D3", "Findings and figures!D28", "KD104", "KD111"
        )

    def test_there_is_no_date(self, path):
        assert refused(run("assess", str(path)), "KD310", "--on DATE")

    def test_a_workbook_of_many_schools(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["school", "1.1"])
        book.save(tmp_path / "table.xlsx")
        assert refused(run("assess", str(tmp_path / "table.xlsx"), *ON), "KD720", "kiemdinh batch FILE")
