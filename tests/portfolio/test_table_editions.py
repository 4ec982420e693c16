"""4.1, 4.2 Without a date of the assessment the days of the rows pick the edition by which a table is read."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from openpyxl import load_workbook
from test_read_table import warned

import kiemdinh as kd
from kiemdinh.portfolio import make_school_workbook
from kiemdinh.portfolio.tables import read_table

LOWER = "vn.tt18-2018"
FIRST, SECOND = kd.editions(LOWER)
PART = next(info.id for info in kd.load(LOWER).nodes.values() if info.is_requirement and not info.parts)
BEFORE, AFTER = SECOND.in_force - dt.timedelta(1), SECOND.in_force


def rows_of(*days):
    return [{"school": f"S{number}", "date": day, "stage": "thcs", PART: "đạt"} for number, day in enumerate(days)]


def day_of(table):
    return table.framework.definition.source.in_force


class TestRows:
    @pytest.mark.parametrize(("days", "edition"), [([BEFORE], FIRST), ([AFTER], SECOND), ([], SECOND)])
    def test_of_one_edition_are_read_by_it(self, days, edition):
        table = read_table(LOWER, rows_of(*days) or [{"school": "S0", "date": None, PART: "đạt"}])
        assert day_of(table) == edition.in_force
        assert "KD401" not in warned(table)

    def test_of_two_editions_are_read_by_the_later_one_and_told(self):
        table = read_table(LOWER, iter(rows_of(BEFORE, AFTER)))
        assert day_of(table) == SECOND.in_force
        (warning,) = (one for one in table.warnings if one.code == "KD401")
        assert BEFORE.isoformat() in str(warning.message)
        assert len(table) == 2

    @pytest.mark.parametrize("chosen", [kd.load(LOWER), f"{LOWER}@{AFTER}"], ids=["loaded", "pinned"])
    def test_change_nothing_where_the_edition_is_chosen(self, chosen):
        table = read_table(chosen, rows_of(BEFORE))
        assert day_of(table) == SECOND.in_force

    def test_are_assessed_as_each_school_is(self):
        batch = kd.assess_many(LOWER, rows_of(BEFORE))
        alone = kd.assess(LOWER, batch.table.dossier_of(0), on=BEFORE)
        assert batch.school("S0") == alone


def test_workbooks_in_a_folder_are_read_by_the_edition_of_their_day(tmp_path):
    for name in ("a", "b"):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(make_school_workbook(LOWER, on=BEFORE))
        book = load_workbook(path)
        (head, *_) = book.worksheets
        for row in head.iter_rows():
            if str(row[0].value).lower().startswith(("ngày đánh giá", "date of the assessment")):
                row[1].value = BEFORE
            if str(row[0].value).lower().startswith(("mã trường", "school id")):
                row[1].value = name
        book.save(path)
    batch = kd.assess_many(LOWER, tmp_path)
    assert batch.framework.definition.source.in_force == FIRST.in_force
    assert len(batch.rows) == 2
    assert batch.rejected_rows == frozenset()


def test_batches_that_come_one_by_one_are_read_by_the_edition_of_their_days():
    reader = pa.Table.from_pylist(rows_of(BEFORE)).to_reader()
    assert day_of(read_table(LOWER, reader)) == FIRST.in_force
