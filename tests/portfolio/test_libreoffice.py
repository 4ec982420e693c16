"""LibreOffice opens workbooks to fill in, calculates and saves them: what is read of them stays the same.

Without Calc these tests are skipped: ``apt-get install libreoffice-calc``.
"""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from test_school_workbook import DAY, EVIDENCE, HELD, PHO_THONG, RECORDS, TT18, Form
from test_table_workbook import SCHOOLS, write

import kiemdinh as kd
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.portfolio import open_school_workbook, read_table
from libreoffice import NEEDS_CALC, save_as

pytestmark = NEEDS_CALC


@pytest.fixture(params=["xlsx", "ods"])
def form_of_file(request):
    return request.param


class TestOneSchool:
    def test_saved_by_libreoffice_it_is_the_same_dossier(self, tmp_path, form_of_file):
        form = Form(tmp_path / "school.xlsx")
        form.say("Mã trường", "079001")
        form.say("Tên trường", " Trường  THCS A ")
        form.say("Các cấp học", "Trung học cơ sở, thpt")
        form.say("Ngày đánh giá", dt.date(2027, 6, 30))
        form.fill("1.1", Kết_quả="Đạt Mức 1", Minh_chứng="MC.1.1.01", Lý_do="=1+1")
        form.fill("1.2", Kết_quả=" KHÔNG ĐẠT mức 1 ")
        form.fill("data_on_time", Kết_quả=0.925)
        form.fill("data_discrepancies", Kết_quả=3)
        form.fill("career_guidance", Kết_quả="Có", Cấp_học="thcs")
        form.book[RECORDS].cell(form.row_of("1.1"), form.columns(RECORDS)["Lý do"]).data_type = "s"
        form.add(EVIDENCE, Mã_minh_chứng="MC.1.1.01", Tên_minh_chứng="Kế hoạch", Ngày_ban_hành=dt.date(2026, 9, 1))
        form.add(HELD, Công_nhận="chuan-quoc-gia", Mức="Mức độ 1", Ngày_ký=dt.date(2024, 5, 4))
        before = form.read()
        after = read_dossier(open_school_workbook(save_as(form.path, form_of_file, tmp_path)), PHO_THONG)
        assert after.warnings == before.warnings == ()
        assert after.digest == before.digest
        assert after.school == before.school

    @pytest.mark.parametrize("framework", [PHO_THONG, TT18])
    def test_an_empty_one_stays_empty(self, tmp_path, framework, form_of_file):
        form = Form(tmp_path / "school.xlsx", framework, at="requirement")
        opened = open_school_workbook(save_as(form.path, form_of_file, tmp_path))
        assert (opened.source.data, opened.problems) == ({"framework": framework}, ())

    def test_a_formula_has_its_value_once_it_is_calculated(self, tmp_path, form_of_file):
        form = Form(tmp_path / "school.xlsx")
        form.fill("data_discrepancies", Kết_quả="=1+2")
        form.open()
        saved = save_as(form.path, form_of_file, tmp_path)
        (value,) = read_dossier(open_school_workbook(saved), PHO_THONG, default_date=DAY).values
        assert value.value == 3


class TestManySchools:
    def test_saved_by_libreoffice_it_is_the_same_table(self, tmp_path, form_of_file):
        path = write(tmp_path / "schools.xlsx", lang="vi", on=DAY)
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        columns = {str(cell.value).split(" ")[0]: cell.column for cell in sheet[1]}
        share = next(cell.column for cell in sheet[1] if str(cell.value).startswith("Tỷ lệ hồ sơ"))
        sheet.cell(2, columns["1.1"]).value = "Đạt Mức 1"
        sheet.cell(3, columns["1.1"]).value = "muc-2"
        sheet.cell(2, share).value, sheet.cell(2, share).number_format = 0.925, "0.00%"
        book.save(path)
        before, after = (read_table(PHO_THONG, one) for one in (path, save_as(path, form_of_file, tmp_path)))
        assert (before.warnings, after.warnings) == ((), ())
        assert [after.dossier_of(row) for row in range(2)] == [before.dossier_of(row) for row in range(2)]
        assert after.rows.schools == before.rows.schools == [one["id"] for one in SCHOOLS]

    def test_levels_are_the_same(self, tmp_path, form_of_file):
        path = write(tmp_path / "schools.xlsx", at="requirement", on=DAY)
        levels = [kd.assess_many(PHO_THONG, one).summary for one in (path, save_as(path, form_of_file, tmp_path))]
        assert str(levels[0]) == str(levels[1])
