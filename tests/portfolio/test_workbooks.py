"""Workbooks: what a spreadsheet makes of a table, and bad ones."""

from __future__ import annotations

import datetime as dt
import re
import sys
import zipfile

import openpyxl
import pytest
from openpyxl.styles import numbers
from test_read_table import findings, percentage_column, refused, rejected, warned

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio.sheets.workbooks import zip_files
from kiemdinh.portfolio.tables import read_table

PHO_THONG = "vn.tt57-2026.pho-thong"
DAY = "2027-06-30"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "schools.xlsx"


def write(path, rows, change=lambda sheet: None, title="Trường"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


def read(path, framework=PHO_THONG, **options):
    options.setdefault("on", DAY)
    return read_table(framework, path, **options)


class TestCells:
    def test_words_and_titles(self, path):
        table = read(
            write(path, [["Mã trường", "1.1 Tầm nhìn", 1.2], [79001, "Đạt mức 1", None], [79002.0, None, "muc-2"]])
        )
        assert table.rows.schools == ["79001", "79002"]
        assert findings(table) == {"1.1": "Đạt mức 1"}
        assert table.sources == ((str(path), "Trường"),)

    @pytest.mark.parametrize("form", ["0%", "0.00%", numbers.FORMAT_PERCENTAGE_00, '0.0"x"%', "0%;[Red]-0%"])
    def test_a_percent_cell_is_what_it_shows(self, path, form):
        framework = kd.load("vn.tt18-2018")

        def format_cells(sheet):
            for cell in sheet["B"][1:]:
                cell.number_format = form

        write(
            path,
            [["school", percentage_column(framework)], ["A", 0.92], ["B", 1], ["C", 0.07], ["D", 0.1 + 0.2]],
            format_cells,
        )
        (column,) = read(path, framework).columns
        assert [entry.plain.value for entry in column.entries[1:]] == [92, 100, 7, 30]

    @pytest.mark.parametrize("form", ["General", "0.00", '0.00"%"', r"0.00\%"])
    def test_a_bare_share_is_refused_with_both_readings(self, path, form):
        framework = kd.load("vn.tt18-2018")
        write(
            path,
            [["school", percentage_column(framework)], ["A", 0.92], ["B", 92]],
            lambda sheet: setattr(sheet["B2"], "number_format", form),
        )
        assert rejected(read(path, framework)) == [("B2", "KD109")]

    def test_dates_and_serials(self, path):
        rows = [
            ["school", "date", "1.1"],
            ["A", dt.date(2026, 6, 30), "muc-1"],
            ["B", 46203, "muc-1"],
            ["C", "2026-06-30", "muc-1"],
            ["D", 7, "muc-1"],
        ]
        table = read(write(path, rows))
        assert table.rows.dates == [dt.date(2026, 6, 30)] * 3
        assert rejected(table) == [("B5", "KD107")]

    def test_serials_of_a_workbook_that_counts_from_1904(self, path):
        rows = [["school", "date", "1.1"], ["A", 46203 - 1462, "muc-1"]]
        write(path, rows, lambda sheet: setattr(sheet.parent, "epoch", openpyxl.utils.datetime.CALENDAR_MAC_1904))
        assert read(path).rows.dates == [dt.date(2026, 6, 30)]

    def test_error_cells(self, path):
        def break_cell(sheet):
            sheet["B2"].value, sheet["B2"].data_type = "#DIV/0!", "e"

        table = read(write(path, [["school", "1.1"], ["A", "x"], ["B", "muc-1"]], break_cell))
        assert rejected(table) == [("B2", "KD713")]

    def test_a_formula_without_a_value(self, path):
        table = read(write(path, [["school", "1.1"], ["A", '="muc-"&1'], ["B", "muc-1"]]))
        assert rejected(table) == [("B2", "KD713")]
        assert "formula" in table.rejected[0].message

    def test_a_formula_has_the_value_that_was_kept(self, path, tmp_path):
        write(path, [["school", "1.1", "1.2"], ["A", '="muc-"&1', '=""']])
        kept = tmp_path / "kept.xlsx"
        change_part(path, kept, "xl/worksheets/sheet1.xml", keep_values)
        table = read(kept)
        assert findings(table) == {"1.1": "muc-1"}
        assert rejected(table) == []

    def test_a_number_of_which_the_spreadsheet_has_made_a_date(self, path):
        framework = kd.load("vn.tt18-2018")
        table = read(write(path, [["school", percentage_column(framework)], ["A", dt.date(2026, 5, 1)]]), framework)
        assert [(one.code, "date" in one.hint) for one in table.rejected] == [("KD106", True)]


def keep_values(xml):
    """Keep the values of two formulas, as a spreadsheet does."""
    for cell, value in (("B2", "muc-1"), ("C2", "")):
        xml = re.sub(
            rf'<c r="{cell}">(<f>[^<]*</f>)<v ?/?>(</v>)?</c>', rf'<c r="{cell}" t="str">\1<v>{value}</v></c>', xml
        )
    return xml


class TestMarks:
    def test_merged_cells_are_refused_with_their_place(self, path):
        table = read(
            write(
                path,
                [["school", "1.1"], ["A", "muc-1"], ["B", "muc-1"], ["C", "muc-1"], ["D", "muc-2"]],
                lambda s: s.merge_cells("B3:B4"),
            )
        )
        assert rejected(table) == [("B3", "KD706"), ("B4", "KD706")]
        assert "B3:B4" in table.rejected[0].message
        assert table.rows.schools == ["A", "D"]

    @pytest.mark.parametrize("range_", ["A1:B1", "B1:B2"])
    def test_merged_headings_are_refused_with_their_place(self, path, range_):
        write(path, [["school", "1.1"], ["A", "muc-1"]], lambda sheet: sheet.merge_cells(range_))
        with pytest.raises(InputError, match=r"KD70[45]"):
            read(path)

    def test_a_merged_title_above_the_headings(self, path):
        write(path, [["SỞ GIÁO DỤC"], ["school", "1.1"], ["A", "muc-1"]], lambda sheet: sheet.merge_cells("A1:B1"))
        assert findings(read(path)) == {"1.1": "muc-1"}

    def test_hidden_rows_and_columns_are_read_and_told(self, path):
        def hide(sheet):
            sheet.row_dimensions[3].hidden = True
            sheet.column_dimensions["B"].hidden = True

        table = read(write(path, [["school", "1.1"], ["A", "muc-1"], ["B", "muc-2"]], hide))
        assert table.rows.schools == ["A", "B"]
        assert warned(table) == ["KD711", "KD711"]
        assert "3" in table.warnings[-1].message

    def test_blank_rows_between_are_told_and_those_below_are_not(self, path):
        table = read(write(path, [["school", "1.1"], ["A", "muc-1"], [None, " "], ["B", "muc-1"], ["", ""], ["-", ""]]))
        assert list(table.rows.numbers) == [2, 4]
        assert warned(table) == ["KD710"]


class TestNames:
    @pytest.mark.parametrize("ending", ["ods", "csv", "xls", "parquet.txt"])
    def test_a_workbook_is_told_by_its_bytes(self, path, ending):
        write(path, [["school", "1.1"], ["A", "muc-1"]])
        assert findings(read(path.rename(path.with_suffix(f".{ending}")))) == {"1.1": "muc-1"}


class TestSheets:
    def two_sheets(self, path):
        book = openpyxl.Workbook()
        book.active.append(["Hướng dẫn"])
        for title, level in (("2026", "muc-1"), ("2027", "muc-2")):
            sheet = book.create_sheet(title)
            sheet.append(["school", "1.1"])
            sheet.append(["A", level])
        book.save(path)
        return path

    def test_the_first_with_known_headings_is_read_and_the_others_are_told(self, path):
        table = read(self.two_sheets(path))
        assert (table.sources[0][1], warned(table)) == ("2026", ["KD710"])

    def test_a_sheet_by_its_name(self, path):
        assert findings(read(self.two_sheets(path), sheet="2027")) == {"1.1": "muc-2"}
        assert refused(read, path, sheet="2028") == ["KD334"]
        assert refused(read, path, sheet="Sheet") == ["KD704"]

    def test_an_empty_workbook(self, path):
        assert refused(read, write(path, [])) == ["KD704"]


def change_part(path, target, part, change):
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)


class TestHostileFiles:
    def test_a_zip_bomb_is_not_unpacked(self, path, tmp_path):
        write(path, [["school", "1.1"], ["A", "muc-1"]])
        bomb = tmp_path / "bomb.xlsx"
        change_part(path, bomb, "xl/worksheets/sheet1.xml", lambda xml: xml + " " * 30_000_000)
        assert refused(read, bomb) == ["KD718"]

    def test_a_large_file_is_not_unpacked(self, path, monkeypatch):
        write(path, [["school", "1.1"], ["A", "muc-1"]])
        monkeypatch.setattr(zip_files, "MAX_UNPACKED", 1_000)
        assert refused(read, path) == ["KD718"]

    def test_a_cell_far_away_takes_no_time(self, path, tmp_path):
        write(path, [["school", "1.1"], ["A", "muc-1"]])
        far = tmp_path / "far.xlsx"
        row = '<row r="60000"><c r="XFD60000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        change_part(path, far, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", row))
        assert read(far).rows.schools == ["A"]

    def test_entities_are_not_expanded(self, path, tmp_path):
        write(path, [["school", "1.1"], ["A", "muc-1"]])
        bomb = tmp_path / "entities.xlsx"
        entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x" * 10}">' for i in range(10))
        head = f"<!DOCTYPE workbook [{entities}]>"
        change_part(path, bomb, "xl/workbook.xml", lambda xml: head + xml.replace("Trường", "&e9;"))
        assert refused(read, bomb) == ["KD716"]

    @pytest.mark.parametrize(
        "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
    )
    def test_a_damaged_part(self, path, tmp_path, part):
        write(path, [["school", "1.1"], ["A", "muc-1"]])
        damaged = tmp_path / "damaged.xlsx"
        change_part(path, damaged, part, lambda xml: xml[: len(xml) // 2])
        assert refused(read, damaged) == ["KD716"]

    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
    def test_entities_of_its_own(self, path, tmp_path, part):
        entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        write(path, [["school", "1.1"], ["A", "muc-1"]])
        hostile = tmp_path / "hostile.xlsx"
        change_part(path, hostile, part, lambda xml: entity + xml.partition("?>")[2] if "?>" in xml else entity + xml)
        assert refused(read, hostile) == ["KD716"]

    def test_a_password(self, tmp_path):
        path = tmp_path / "locked.xlsx"
        path.write_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
        )
        with pytest.raises(InputError, match="password") as caught:
            read(path)
        assert [one.code for one in caught.value.diagnostics] == ["KD716"]

    def test_other_files(self, tmp_path):
        for content in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, b"PK\x03\x04 and nothing else"):
            path = tmp_path / "schools.xlsx"
            path.write_bytes(content)
            assert refused(read, path) == ["KD716"]
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("readme.txt", "a table")
        assert refused(read, path) == ["KD716"]

    def test_without_openpyxl(self, path, monkeypatch):
        write(path, [["school", "1.1"], ["A", "muc-1"]])
        monkeypatch.setitem(sys.modules, "openpyxl", None)
        with pytest.raises(InputError, match=r"kiemdinh\[xlsx\]"):
            read(path)
