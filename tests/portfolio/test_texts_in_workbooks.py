"""The sheet of a workbook with the texts of a report: written, filled in by hand, and read again."""

from __future__ import annotations

import openpyxl
import pytest

import kiemdinh as kd
from kiemdinh.evidence.dossier import TEXT_KEYS
from kiemdinh.portfolio import make_school_workbook, open_school_workbook, write_school_workbook

FRAMEWORK = "vn.tt57-2026.pho-thong"
TEXTS = {
    "1": {"strengths": "Kế hoạch rõ.", "limits": "=1+1"},
    "1.1": {"situation": "Dòng một\nDòng  hai (MC.1.1.01).", "directions": "+cmd"},
    "1.3/muc-1": {"situation": "A & B <x>"},
    "1.3/muc-1/a": {"causes": "-1"},
}


def written(tmp_path, texts, **more):
    framework = kd.load(FRAMEWORK)
    dossier = kd.read_dossier({"date": "2027-06-30", "texts": texts}, framework)
    path = tmp_path / "school.xlsx"
    path.write_bytes(write_school_workbook(dossier, framework, **more))
    return path


def blank(tmp_path, lang="vi"):
    path = tmp_path / "school.xlsx"
    path.write_bytes(make_school_workbook(FRAMEWORK, lang=lang))
    return path


def fill(path, *cells, sheet="Nội dung báo cáo"):
    """Write into the sheet of texts: a row, a column and a text each."""
    book = openpyxl.load_workbook(path)
    for row, column, text in cells:
        book[sheet].cell(row, column, text).data_type = "s"
    book.save(path)
    return path


def read(path):
    return kd.read_dossier(open_school_workbook(path), kd.load(FRAMEWORK))


def problems(path):
    with pytest.raises(kd.InputError) as error:
        read(path)
    return [(one.code, one.path) for one in error.value.diagnostics]


class TestWritten:
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_what_is_written_is_read_again(self, tmp_path, lang):
        found = read(written(tmp_path, TEXTS, lang=lang))
        assert {node: dict(texts) for node, texts in found.texts.items()} == TEXTS

    def test_a_report_says_it(self, tmp_path):
        path = written(tmp_path, {"1.1": {"situation": "Trường có kế hoạch."}})
        result = kd.assess(FRAMEWORK, open_school_workbook(path))
        assert "Trường có kế hoạch." in result.report("mau-1", format="html").decode()

    def test_a_text_that_no_cell_holds_is_refused(self, tmp_path):
        with pytest.raises(kd.InputError) as error:
            written(tmp_path, {"1.1": {"situation": "a" * 40_000}})
        (one,) = error.value.diagnostics
        assert (one.code, one.path) == ("KD720", "texts")

    @pytest.mark.parametrize(("lang", "title"), [("vi", "Nội dung báo cáo"), ("en", "Texts of the report")])
    def test_an_empty_workbook_asks_for_each_standard_and_criterion(self, tmp_path, lang, title):
        sheet = openpyxl.load_workbook(blank(tmp_path, lang))[title]
        ids = [row[0].value for row in sheet.iter_rows(min_row=2)]
        assert [one for one in ids if "." not in one] == ["1", "2", "3", "4"]
        assert len([one for one in ids if "." in one]) == 15
        assert len(sheet[1]) == 2 + len(TEXT_KEYS)
        assert all(cell.value is None for row in sheet.iter_rows(min_row=2, min_col=3) for cell in row)

    def test_an_empty_one_says_nothing(self, tmp_path):
        assert not read(blank(tmp_path)).texts


class TestFilledIn:
    def test_rows_of_its_own(self, tmp_path):
        path = fill(blank(tmp_path), (40, 1, "1.2/muc-2"), (40, 3, "Có."), (41, 1, "2.1"), (41, 7, "Bổ sung."))
        assert read(path).texts == {"1.2/muc-2": {"situation": "Có."}, "2.1": {"directions": "Bổ sung."}}

    def test_a_number_is_a_text(self, tmp_path):
        book = openpyxl.load_workbook(blank(tmp_path))
        book["Nội dung báo cáo"].cell(2, 3, 2027)
        book.save(tmp_path / "school.xlsx")
        assert read(tmp_path / "school.xlsx").texts == {"1": {"situation": "2027"}}

    def test_problems_are_named_by_their_cells(self, tmp_path):
        path = fill(
            blank(tmp_path),
            *((40, 1, "9.9"), (40, 3, "Không có mục này.")),
            *((41, 4, "Không có mã."),),
            *((42, 1, "1.1"), (42, 3, "một")),
            *((43, 1, "1.1"), (43, 3, "hai")),
            *((44, 1, "1.2"), (44, 6, "#REF!")),
        )
        assert sorted(problems(path)) == [
            ("KD301", "Nội dung báo cáo!A40"),
            ("KD713", "Nội dung báo cáo!F44"),
            ("KD720", "Nội dung báo cáo!A41"),
            ("KD720", "Nội dung báo cáo!C43"),
        ]

    def test_a_workbook_without_the_sheet_is_read_as_before(self, tmp_path):
        path = blank(tmp_path)
        book = openpyxl.load_workbook(path)
        del book["Nội dung báo cáo"]
        book.save(path)
        assert not read(path).texts
