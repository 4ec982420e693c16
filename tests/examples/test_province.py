"""The province of 200 synthetic schools gives what its README says, as text and as a workbook."""

import csv
import os
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

import kiemdinh as kd
from kiemdinh.portfolio import read_table

FOLDER = Path(__file__).parents[2] / "examples" / "tinh-mau"
GENERAL = "vn.tt57-2026.pho-thong"
FILES = ("schools.csv", "schools.xlsx")
SHARES = {"GV đạt chuẩn đào tạo", "Chuyên cần", "Hoàn thành chương trình"}


def list_rows():
    """Return the rows of the text as a spreadsheet has them: numbers are numbers, and shares are percent cells."""
    with (FOLDER / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file, delimiter=";")
    yield headings
    for row in rows:
        yield [
            None if not cell else float(cell.replace(",", ".")) if heading in SHARES else int(cell)
            if heading.startswith("TC ") else cell
            for heading, cell in zip(headings, row, strict=True)
        ]  # fmt: skip


def write_workbook(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tỉnh mẫu (giả lập)"
    for row in list_rows():
        sheet.append(row)
    for cell in sheet[1]:
        if cell.value in SHARES:
            for (share,) in sheet.iter_rows(min_row=2, min_col=cell.column, max_col=cell.column):
                share.number_format = "0.0%"
    sheet.freeze_panes, sheet.auto_filter.ref = "C2", sheet.dimensions
    book.save(path)


def assessed(file):
    return kd.assess_many(GENERAL, FOLDER / file, columns=FOLDER / "columns.yaml", on="2027-06-30")


@pytest.mark.parametrize("file", FILES)
def test_every_row_is_read_and_nothing_is_told(file):
    batch = assessed(file)
    assert (len(batch.rows), batch.set_aside, batch.table.warnings, batch.general) == (200, [], (), 0)


@pytest.mark.parametrize("file", FILES)
def test_levels(file):
    levels = assessed(file).level_columns
    assert Counter(levels["level"]) == {"muc-2": 81, "muc-1": 84, None: 35}
    assert Counter(levels["determined"]) == {True: 186, False: 14}


def test_each_row_says_that_it_is_synthetic():
    names = assessed("schools.csv").table.rows.names
    assert all(name is not None and name.startswith("Trường giả lập") for name in names)


def test_the_workbook_has_what_the_text_has():
    """``KIEMDINH_SNAPSHOTS=write pytest tests/examples/test_province.py`` writes the workbook again."""
    path = FOLDER / "schools.xlsx"
    if os.environ.get("KIEMDINH_SNAPSHOTS") == "write":
        write_workbook(path)
    sheet = openpyxl.load_workbook(path).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == list(list_rows())


def test_both_files_are_read_as_the_same_records():
    text, workbook = (
        read_table(GENERAL, FOLDER / file, columns=FOLDER / "columns.yaml", on="2027-06-30") for file in FILES
    )
    for one, other in zip(text.columns, workbook.columns, strict=True):
        assert one.meaning == other.meaning
        for row in range(len(text)):
            assert one.entries[one.codes[row]].records == other.entries[other.codes[row]].records
    assert (list(text.rows.schools), list(text.rows.stages)) == (
        list(workbook.rows.schools),
        list(workbook.rows.stages),
    )
