"""Documents of LibreOffice (ODS): what a spreadsheet makes of a table, and bad ones."""

from __future__ import annotations

import datetime as dt
import sys
import zipfile

import pytest
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from test_read_table import findings, percentage_column, refused, rejected, warned

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio.tables import read_table

PHO_THONG = "vn.tt57-2026.pho-thong"


def cell(value, **attributes):
    if value is None:
        return TableCell(**attributes)
    if isinstance(value, bool):
        attributes |= {"valuetype": "boolean", "booleanvalue": str(value).lower()}
    elif isinstance(value, int | float):
        attributes = {"valuetype": "float", "value": value} | attributes
    elif isinstance(value, dt.date):
        attributes |= {"valuetype": "date", "datevalue": value.isoformat()}
    elif "formula" not in attributes:
        attributes |= {"valuetype": "string"}
    made = TableCell(**attributes)
    made.addElement(P(text=str(value)))
    return made


def write(folder, rows, titles=("Trường",)):
    document = OpenDocumentSpreadsheet()
    for title in titles:
        table = Table(name=title)
        for row in rows:
            attributes, cells = row if isinstance(row, tuple) else ({}, row)
            made = TableRow(**attributes)
            for one in cells:
                made.addElement(one if hasattr(one, "qname") else cell(one))
            table.addElement(made)
        document.spreadsheet.addElement(table)
    path = folder / "schools.ods"
    document.save(path)
    return path


def read(path, framework=PHO_THONG, **options):
    options.setdefault("on", "2027-06-30")
    return read_table(framework, path, **options)


def test_words_dates_and_repeated_cells(tmp_path):
    rows = [
        ["school", "date", "1.1", "1.2"],
        ["A", dt.date(2026, 6, 30), cell("muc-1", numbercolumnsrepeated=2)],
        ({"numberrowsrepeated": 3}, [None]),
        ["B", 46203, "muc-2", None, cell(None, numbercolumnsrepeated=1_000)],
        ({"numberrowsrepeated": 1_048_000}, [cell(None, numbercolumnsrepeated=1_024)]),
    ]
    table = read(write(tmp_path, rows))
    assert table.rows.dates == [dt.date(2026, 6, 30)] * 2
    assert list(table.rows.numbers) == [2, 6]
    assert findings(table) == {"1.1": "muc-1", "1.2": "muc-1"}


def test_a_note_is_no_part_of_its_cell(tmp_path):
    heading, word = cell("1.1 Tầm nhìn"), cell("muc-1")
    for one in (heading, word):
        note = Annotation()
        note.addElement(P(text="Đạt Mức 1: a) Trường có mục tiêu"))
        one.insertBefore(note, one.firstChild)
    table = read(write(tmp_path, [["school", heading], ["A", word]]))
    assert (findings(table), table.warnings) == ({"1.1": "muc-1"}, ())


def test_a_percent_cell_is_what_it_shows_and_a_bare_share_is_refused(tmp_path):
    framework = kd.load("vn.tt18-2018")
    rows = [
        ["school", percentage_column(framework)],
        ["A", cell(0.92, valuetype="percentage")],
        ["B", 0.92],
        ["C", cell(0.1 + 0.2, valuetype="percentage")],
    ]
    table = read(write(tmp_path, rows), framework)
    assert rejected(table) == [("B3", "KD109")]
    assert [entry.plain.value for entry in table.columns[0].entries[1:]] == [92, 30]


def test_errors_and_formulas(tmp_path):
    rows = [
        ["school", "1.1"],
        ["A", cell("#DIV/0!", formula="of:=1/0")],
        ["B", cell("", formula="of:=1")],
        ["C", cell("Err:502", formula="of:=1")],
        ["D", cell("muc-1", formula='of:="muc-1"', valuetype="string")],
    ]
    table = read(write(tmp_path, rows))
    assert [code for _, code in rejected(table)] == ["KD713"] * 3
    assert table.rows.schools == ["D"]


def test_marks(tmp_path):
    rows = [
        ["school", "1.1"],
        ["A", cell("muc-1", numberrowsspanned=2)],
        ["B", CoveredTableCell()],
        ({"visibility": "collapse"}, ["C", "muc-2"]),
    ]
    table = read(write(tmp_path, rows))
    assert rejected(table) == [("B2", "KD706"), ("B3", "KD706")]
    assert (table.rows.schools, warned(table)) == (["C"], ["KD711"])
    merged = [[cell("school", numbercolumnsspanned=2), CoveredTableCell(), "1.1"], ["A", "x", "muc-1"]]
    assert refused(read, write(tmp_path, merged)) == ["KD705"]


def test_sheets(tmp_path):
    path = write(tmp_path, [["school", "1.1"], ["A", "muc-1"]], ("One", "Two"))
    assert (read(path).sources[0][1], warned(read(path))) == ("One", ["KD710"])
    assert read(path, sheet="Two").sources[0][1] == "Two"
    assert refused(read, path, sheet="Three") == ["KD334"]


class TestBadFiles:
    def change(self, path, change):
        target = path.with_name("changed.ods")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, change(name, old.read(name)))
        return target

    @pytest.mark.parametrize(
        ("part", "change", "code"),
        [
            ("content.xml", lambda xml: xml[: len(xml) // 2], "KD716"),
            ("content.xml", lambda xml: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + xml, "KD716"),
            ("content.xml", lambda xml: xml + b" " * 30_000_000, "KD718"),
            ("META-INF/manifest.xml", lambda xml: xml.replace(b"</", b"<manifest:encryption-data/></", 1), "KD716"),
        ],
    )
    def test_damaged_swollen_and_locked(self, tmp_path, part, change, code):
        path = write(tmp_path, [["school", "1.1"], ["A", "muc-1"]])
        bad = self.change(path, lambda name, content: change(content) if name == part else content)
        assert refused(read, bad) == [code]

    @pytest.mark.parametrize(
        ("attributes", "cells", "code"),
        [
            ({"numberrowsrepeated": 1_000_000_000}, [cell("A"), cell("muc-1")], "KD718"),
            ({"numberrowsrepeated": 1_000_000}, [cell("A", numbercolumnsrepeated=1_000)], "KD718"),
            ({}, [cell("A", numbercolumnsrepeated=10**12)], "KD718"),
            ({}, [*(cell(None, numbercolumnsrepeated=16_384) for _ in range(5_000)), cell("x")], "KD718"),
            ({}, [TableCell(valuetype="float", value="many")], "KD716"),
            ({}, [TableCell(valuetype="date", datevalue="tomorrow")], "KD716"),
            ({"numberrowsrepeated": "many"}, [cell("A")], "KD716"),
        ],
    )
    def test_more_than_a_spreadsheet_holds(self, tmp_path, attributes, cells, code):
        path = write(tmp_path, [["school", "1.1"], (attributes, cells)])
        assert refused(read, path) == [code]

    def test_spaces_in_a_row_and_elements_within_one_another(self, tmp_path):
        path = write(tmp_path, [["school", "1.1", "name"], ["A", "muc-1", "PLACE"]])

        def put(text):
            def change(name, content):
                return content.replace(b"PLACE", text) if name == "content.xml" else content

            return self.change(path, change)

        assert findings(read(put(b'a<text:s text:c="2000000000"/>b'))) == {"1.1": "muc-1"}
        assert refused(read, put(b"<text:span>" * 5_000 + b"</text:span>" * 5_000)) == ["KD716"]

    def test_rows_that_fill_the_sheet_are_not_read(self, tmp_path):
        rest = ({"numberrowsrepeated": 1_048_574}, [cell(None, numbercolumnsrepeated=16_384)])
        assert findings(read(write(tmp_path, [["school", "1.1"], ["A", "muc-1"], rest]))) == {"1.1": "muc-1"}

    def test_without_odfpy(self, tmp_path, monkeypatch):
        path = write(tmp_path, [["school", "1.1"], ["A", "muc-1"]])
        monkeypatch.setitem(sys.modules, "odf", None)
        monkeypatch.setitem(sys.modules, "odf.opendocument", None)
        with pytest.raises(InputError, match=r"kiemdinh\[ods\]"):
            read(path)
