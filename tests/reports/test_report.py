"""Reports are opened again by other programs: what they say, what is blank, and the same bytes."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from reported_schools import CRITERIA, DAY, EVIDENCE, FRAMEWORK, HOSTILE, TEXTS, assessed, hostile

import kiemdinh as kd
from kiemdinh.parsing.cells import clean_text
from kiemdinh.reports import MEDIA_TYPES, REPORT_FORMATS, REPORT_FORMS
from kiemdinh.results import Explanation

COSTS = {"1.1/muc-2": {"cost": 3, "months": 6, "who": "Tổ Toán"}, "4.3": {"cost": 2, "unit": "triệu đồng"}}


def words(result, form, **more):
    """The paragraphs and the cells of a DOCX, in their order."""
    document = docx.Document(io.BytesIO(kd.report(result, form, **more)))
    qn = docx.oxml.ns.qn
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def tables(result, form, **more):
    document = docx.Document(io.BytesIO(kd.report(result, form, **more)))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def table_with(result, form, heading, **more):
    (found,) = [one for one in tables(result, form, **more) if heading in one[0]]
    return found


class TestEveryFormInEveryFormat:
    @pytest.mark.parametrize("form", REPORT_FORMS)
    @pytest.mark.parametrize("format_", REPORT_FORMATS)
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_the_same_day_gives_the_same_bytes(self, form, format_, lang):
        one, other = (assessed().report(form, format=format_, date=DAY, lang=lang) for _ in range(2))
        assert one == other

    @pytest.mark.parametrize("form", REPORT_FORMS)
    @pytest.mark.parametrize("format_", REPORT_FORMATS)
    def test_a_school_of_which_nothing_is_known(self, form, format_):
        assert kd.assess(FRAMEWORK, {}, on=DAY).report(form, format=format_)

    @pytest.mark.parametrize("form", REPORT_FORMS)
    @pytest.mark.parametrize("format_", REPORT_FORMATS)
    def test_hostile_words(self, form, format_):
        assert hostile().report(form, format=format_, date=DAY)

    def test_each_format_has_a_media_type(self):
        assert tuple(MEDIA_TYPES) == REPORT_FORMATS
        assert MEDIA_TYPES["pdf"] == "application/pdf"

    @pytest.mark.parametrize("framework", ["vn.tt57-2026.mam-non", "vn.tt57-2026.gdtx"])
    @pytest.mark.parametrize("form", REPORT_FORMS)
    def test_the_other_annexes(self, framework, form):
        assert kd.assess(framework, {"findings": {"1.1": "muc-1"}}, on=DAY).report(form)

    @pytest.mark.parametrize("form", ["criteria", "evidence", "gap"])
    def test_other_frameworks_have_the_lists(self, form):
        assert kd.assess("vn.tt18-2018", {"findings": {"1.1": "muc-1"}}, on="2026-06-30").report(form)

    @pytest.mark.parametrize("form", ["criteria", "evidence"])
    @pytest.mark.parametrize(
        ("framework", "day", "vi", "en"),
        [
            ("vn.nd20-2014.xa", "2024-01-01", "xã", "commune"),
            ("vn.tt04-2025", "2026-06-30", "chương trình", "programme"),
            ("in.naac", "2026-06-30", "cơ sở", "institution"),
            ("vn.tt57-2026.gdtx", DAY, "trung tâm", "centre"),
        ],
    )
    def test_what_is_assessed_is_called_by_its_own_word(self, form, framework, day, vi, en):
        result = kd.assess(framework, {}, on=day)
        said = words(result, form)
        assert f"NGƯỜI ĐỨNG ĐẦU {vi.upper()}" in said
        assert {f"Tên {vi}", f"Cơ quan chủ quản của {vi} (notes: authority)"} <= {*said}
        said = words(result, form, lang="en")
        assert {f"HEAD OF THE {en.upper()}", f"Name of the {en}"} <= {*said}
        assert "Name of the school" not in said

    def test_a_school_of_two_stages_has_the_criteria_of_both(self):
        stages = {"tieu-hoc": {"findings": {"1.1": "muc-2"}}, "thcs": {"findings": {"1.1": "muc-1"}}}
        result = kd.assess(FRAMEWORK, {"school": {"stages": ["tieu-hoc", "thcs"]}, "stages": stages}, on=DAY)
        rows = {row[0].split(" ")[0]: row[1] for row in table_with(result, "criteria", "Kết quả")}
        assert (rows["tieu-hoc/1.1"], rows["thcs/1.1"]) == ("Đạt Mức 2", "Đạt Mức 1")


class TestTheSameBytes:
    def test_in_another_process_place_and_order_of_hashes(self, tmp_path):
        """The bytes depend on nothing but the arguments: not on the time zone, the locale or the order of sets."""
        program = (
            "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
            "from reported_schools import DAY, assessed\n"
            "from kiemdinh.reports import REPORT_FORMATS, REPORT_FORMS\n"
            "for form in REPORT_FORMS:\n"
            "    for kind in REPORT_FORMATS:\n"
            "        content = assessed().report(form, format=kind, date=DAY)\n"
            "        print(form, kind, hashlib.sha256(content).hexdigest())\n"
        )
        settings = [
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "77", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8"},
        ]
        arguments = [sys.executable, "-c", program, str(Path(__file__).parent)]
        one, other = (
            subprocess.run(arguments, env={**os.environ, **own}, cwd=tmp_path, capture_output=True, check=True).stdout
            for own in settings
        )
        assert one.count(b"\n") == len(REPORT_FORMS) * len(REPORT_FORMATS)
        assert one == other


class TestSelfAssessment:
    def test_the_parts_and_headings_that_are_known(self):
        document = docx.Document(io.BytesIO(assessed().report("mau-1")))
        headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
        assert headings == [
            "Phần I. Tổng quan",
            "Phần II. Tự đánh giá",
            "Phần III. Kết luận",
            "Phần IV. Phụ lục",
            "Những chỗ cần điền và kiểm tra trước khi ký",
        ]
        below = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
        assert below[4:8] == [
            "Tiêu chuẩn 1 Quản trị nhà trường và bảo đảm chất lượng",
            "Tiêu chuẩn 2 Phát triển đội ngũ",
            "Tiêu chuẩn 3 Thực hiện chương trình, đổi mới phương pháp giáo dục và phát triển học sinh",
            "Tiêu chuẩn 4 Điều kiện giáo dục, môi trường an toàn và phối hợp xã hội",
        ]
        # Headings that one source alone knows are marked.
        assert all(text.endswith("(*)") for text in (*below[:4], *below[8:16]))

    def test_each_criterion_has_a_table_of_its_levels(self):
        found = [one for one in tables(assessed(), "mau-1") if one[0][0] == "Mức"]
        assert len(found) == len(CRITERIA)
        assert found[0] == [
            ["Mức", "Hiện trạng (kèm mã minh chứng)", "Đạt/Không đạt"],
            ["Đạt Mức 1", "Trường có kế hoạch (MC.1.1.01). (MC.1.1.02)", "Đạt"],
            ["Đạt Mức 2", "Như mô tả ở trên.", "Không đạt"],
        ]
        assert found[2][1:] == [["Đạt Mức 1", "Có hồ sơ. Có đủ. (MC.1.1.01)", "Đạt"], ["Đạt Mức 2", "……", "Đạt"]]
        assert [row[2] for row in found[-1][1:]] == ["Không đạt", "Không đạt"]

    def test_what_nobody_looked_at_is_not_failed(self):
        found = [one for one in tables(kd.assess(FRAMEWORK, {}, on=DAY), "mau-1") if one[0][0] == "Mức"]
        assert {row[2] for one in found for row in one[1:]} == {"Chưa rõ"}

    def test_texts_of_a_standard_come_before_those_of_its_criteria(self):
        said = words(assessed(), "mau-1")
        at = said.index("Điểm hạn chế trọng tâm")
        assert said[at + 1 : at + 3] == ["Dữ liệu chưa đủ.", "1.1: Chưa rà soát."]

    def test_counts_and_shares_by_standard(self):
        found = table_with(assessed(), "mau-1", "Số tiêu chí")
        assert found[0] == ["Tiêu chuẩn", "Số tiêu chí", "Không đạt Mức 1", "Đạt Mức 1", "Đạt Mức 2"]
        assert [row[1:] for row in found[1:]] == [
            ["4", "0 (0 %)", "1 (25 %)", "3 (75 %)"],
            ["3", "0 (0 %)", "0 (0 %)", "3 (100 %)"],
            ["5", "0 (0 %)", "0 (0 %)", "5 (100 %)"],
            ["3", "1 (≈ 33,3 %)", "0 (0 %)", "2 (≈ 66,7 %)"],
            ["15", "1 (≈ 6,7 %)", "1 (≈ 6,7 %)", "13 (≈ 86,7 %)"],
        ]

    def test_the_day_is_written_as_the_decree_asks(self):
        assert "Huế, ngày 05 tháng 02 năm 2027" in words(assessed(), "mau-1", date="2027-02-05")
        assert "Huế, ngày 12 tháng 6 năm 2027" in words(assessed(), "mau-1", date="2027-06-12")
        assert "Huế, ngày …… tháng …… năm ……" in words(assessed(), "mau-1")

    def test_what_is_blank_is_listed_once(self):
        said = words(assessed(), "mau-1")
        listed = said[said.index("Những chỗ cần điền và kiểm tra trước khi ký") :]
        name = "1.2 Cơ cấu tổ chức, phân công nhiệm vụ và phối hợp nội bộ"
        whats = (f"hiện trạng, Đạt Mức {step} (texts: situation)" for step in (1, 2))
        assert f"{name}: {'; '.join(whats)}" in listed
        name = "Tiêu chuẩn 2 Phát triển đội ngũ"
        assert any(one.startswith(f"{name}: điểm mạnh (texts: strengths); điểm hạn chế") for one in listed)
        assert "Ngày ký (date)" in listed
        assert not any("Cơ quan chủ quản" in one for one in listed)
        assert len(listed) == len(set(listed))

    @pytest.mark.parametrize("form", REPORT_FORMS)
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_what_is_blank_is_named_as_a_reader_calls_it(self, form, lang):
        result = kd.assess(FRAMEWORK, {"evidence": {"MC.1.1.01": {"title": "Kế hoạch"}}}, on=DAY)
        said = words(result, form, lang=lang)
        end = said.index("To fill in and to check before signing" if lang == "en" else said[-1]) if form != "gap" else 0
        assert not any("muc-" in one or "{" in one for one in said[end:])

    def test_a_full_dossier_has_no_blank_for_what_it_says(self):
        situations = {one: {"situation": "Có."} for one in CRITERIA}
        said = words(assessed(texts=situations), "mau-1", date=DAY)
        assert not any("(texts: situation)" in one for one in said)


class TestSelfAssessmentAsTables:
    """A workbook is sorted and filtered: one table has all criteria, and not a small one for each."""

    def test_a_sheet_for_each_part(self):
        book = openpyxl.load_workbook(io.BytesIO(assessed().report("mau-1", format="xlsx")))
        assert book.sheetnames == [
            *("Báo cáo tự đánh giá", "Tiêu chí", "Tiêu chuẩn", "2. Tổng hợp kết quả", "2. Tổng hợp kết quả (2)"),
            "3. Danh mục minh chứng",
        ]

    def test_each_level_of_each_criterion_has_a_row(self):
        book = openpyxl.load_workbook(io.BytesIO(assessed().report("mau-1", format="xlsx")))
        rows = [[cell.value for cell in row] for row in book["Tiêu chí"].iter_rows(min_row=2)]
        assert rows[0] == [
            *("Tiêu chuẩn", "Tiêu chí", "Mức", "Yêu cầu", "Hiện trạng (kèm mã minh chứng)", "Đạt/Không đạt"),
            "Kết luận tiêu chí",
        ]
        assert len(rows) == 1 + 2 * len(CRITERIA)
        assert rows[1][2] == "Đạt Mức 1"
        assert rows[1][3].startswith("a) ")
        assert rows[1][4:] == ["Trường có kế hoạch (MC.1.1.01). (MC.1.1.02)", "Đạt", "Đạt Mức 1"]
        assert [row[5] for row in rows[-2:]] == ["Không đạt", "Không đạt"]

    def test_each_standard_has_a_row_with_its_texts(self):
        book = openpyxl.load_workbook(io.BytesIO(assessed().report("mau-1", format="xlsx")))
        rows = [[cell.value for cell in row] for row in book["Tiêu chuẩn"].iter_rows(min_row=3)]
        assert len(rows) == 4
        assert rows[0][1:] == [
            *("Kế hoạch rõ.", "Dữ liệu chưa đủ. 1.1: Chưa rà soát.", "Thiếu người."),
            "Bổ sung. 1.1: Rà soát từng kỳ.",
        ]
        assert rows[1][1:] == ["……"] * 4

    def test_the_first_table_is_that_of_the_criteria(self):
        rows = [*csv.reader(io.StringIO(assessed().report("mau-1", format="csv").decode("utf-8-sig")))]
        assert len(rows) == 1 + 2 * len(CRITERIA)

    def test_what_is_blank_is_the_same_in_each_format(self):
        said = words(assessed(), "mau-1")
        book = openpyxl.load_workbook(io.BytesIO(assessed().report("mau-1", format="xlsx"))).worksheets[0]
        cells = [row[0].value for row in book.iter_rows() if row[0].value]
        mark = "Những chỗ cần điền và kiểm tra trước khi ký"
        listed = [cell.strip().removeprefix("– ") for cell in cells[cells.index(mark) :]]
        assert sorted(listed) == sorted(said[said.index(mark) :])


class TestImprovementPlan:
    def test_ten_columns_and_the_efforts(self):
        found = table_with(assessed(), "mau-2", "Nguồn lực bảo đảm", costs=COSTS)
        assert found[0] == [
            *("TT", "Nội dung cải tiến", "Mục tiêu cải tiến", "Hoạt động/giải pháp", "Chỉ số đánh giá kết quả"),
            *("Thời gian thực hiện", "Đơn vị/cá nhân phụ trách", "Nguồn lực bảo đảm"),
            *("Thông tin, dữ liệu hoặc minh chứng dự kiến", "Mức độ thực hiện"),
        ]
        # The others at level 2 number five of seven, and level 2 asks that every other one is at level 1: only 4.3 is
        # short of it.
        assert [row[:4] for row in found[1:]] == [
            ["1", "4.3 Phối hợp với gia đình, cộng đồng và tổ chức liên quan", "Đạt Mức 1", "……"]
        ]
        assert found[1][5:8] == ["……", "……", "2 triệu đồng"]

    def test_who_and_how_long(self):
        findings = dict.fromkeys(CRITERIA, "muc-2") | {"1.3": "muc-1"}
        costs = {"1.3": {"cost": 4, "months": 6, "who": "Tổ Toán"}}
        texts = {"1.3": {"directions": "Rà soát"}}
        found = table_with(
            assessed(findings=findings, evidence=None, texts=texts), "mau-2", "Nguồn lực bảo đảm", costs=costs
        )
        assert found[1][3:8] == ["Rà soát", "……", "6 tháng", "Tổ Toán", "chi phí 4"]

    def test_issues_are_those_with_limits_and_those_to_change(self):
        found = table_with(assessed(), "mau-2", "Nguyên nhân")
        assert [(row[0], row[2].split(" ")[0]) for row in found[1:]] == [("1", ""), ("2", "1.1"), ("3", "4.3")]
        assert found[1][3:] == ["……", "Dữ liệu chưa đủ.", "Thiếu người."]
        assert found[2][3:] == ["Đạt Mức 1. Trường có kế hoạch (MC.1.1.01).", "Chưa rà soát.", "……"]

    def test_the_two_reviews(self):
        found = table_with(assessed(), "mau-2", "Người đánh giá")
        assert [row[0] for row in found[1:]] == ["Cuối học kỳ I", "Cuối năm học"]

    def test_at_the_top_there_is_nothing_to_change(self):
        result = assessed(findings=dict.fromkeys(CRITERIA, "muc-2"), evidence=None, texts={})
        assert table_with(result, "mau-2", "Nguồn lực bảo đảm")[1:] == [["……"] * 10]

    def test_it_lies_across_and_has_the_head_of_a_letter(self):
        document = docx.Document(io.BytesIO(assessed().report("mau-2")))
        assert document.sections[0].page_width > document.sections[0].page_height
        head = [cell.text for cell in document.tables[0].rows[0].cells]
        assert head == [
            "PHƯỜNG MỘT\nTHCS BÌNH AN",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        ]


class TestEvidence:
    def test_each_item_once_in_the_order_of_the_codes(self):
        found = table_with(assessed(), "evidence", "Mã minh chứng")
        assert found[0] == [
            *("TT", "Mã minh chứng", "Tên minh chứng"),
            *("Định dạng, vị trí lưu trữ hoặc đường dẫn điện tử", "Ghi chú"),
        ]
        assert [row[:4] for row in found[1:]] == [
            ["1", "MC.1.1.01", "Kế hoạch", "bản giấy; Cổng"],
            ["2", "MC.1.1.02", "Báo cáo", "……"],
            ["3", "MC.1.1.10", "=SUM(A1)", "Văn phòng"],
        ]
        assert found[2][4] == "dùng cho 1.1; có giá trị đến hết ngày 30/06/2028; mã khác: H1-1.1-02"

    def test_codes_without_an_item_are_listed(self):
        findings = {"1.1": {"is": "muc-1", "by": ["MC.1.1.77"]}}
        said = words(assessed(findings=findings), "evidence")
        assert "Được viện dẫn mà không có trong danh mục: MC.1.1.77" in said

    def test_a_name_that_begins_with_an_equals_sign_is_a_text(self):
        sheet = openpyxl.load_workbook(io.BytesIO(assessed().report("evidence", format="xlsx")))[
            "Danh mục minh chứng (2)"
        ]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=SUM(A1)"]
        assert [cell.data_type for cell in cells] == ["s"]

    def test_in_csv_too(self):
        text = assessed().report("evidence", format="csv").decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert [row[2] for row in rows[1:]] == ["Kế hoạch", "Báo cáo", "'=SUM(A1)"]

    def test_five_hundred_items(self):
        many = {f"MC.1.1.{i:03d}": {"title": f"Minh chứng {i}", "place": "x"} for i in range(500)}
        assert len(table_with(assessed(evidence=EVIDENCE | many), "evidence", "Mã minh chứng")) == 504


HOSTILE_NAMES = [
    "A & B <x>",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "\u202eevil\u202c \u200fright to left",
    "👩\u200d🏫 🏫",
    "</td><script>alert(1)</script>",
    "#panic($x$) \\ *b* _c_ `d` ~ @ref <lab>",
    "{{ 7 * 7 }} {% for %} {# #}",
    "]]> &#x41; &amp;",
    "x" * 3000,
]


class TestHostileNames:
    @pytest.fixture(params=HOSTILE_NAMES, ids=lambda name: ascii(name[:12]))
    def result(self, request):
        """A school of which each word is hostile."""
        name = request.param
        school = dict.fromkeys(("id", "name", "authority", "place", "head", "head_title", "address"), name)
        texts = {node: dict.fromkeys(("situation", "limits", "causes", "directions"), name) for node in ("1", "1.1")}
        findings = {one: {"is": "muc-1", "by": ["MC.1.1.01"], "why": name} for one in CRITERIA}
        evidence = {"MC.1.1.01": {"title": name, "place": name, "kind": name}}
        return assessed(school=school, texts=texts, findings=findings, evidence=evidence)

    @pytest.mark.parametrize("form", REPORT_FORMS)
    def test_html_has_no_markup_and_no_hidden_characters_of_it(self, result, form):
        html = result.report(form, format="html").decode()
        assert "<script" not in html
        assert "<x>" not in html
        assert not set("\u202e\u202c\u200f\u200d") & set(html)

    @pytest.mark.parametrize("form", REPORT_FORMS)
    def test_xlsx_has_texts_alone(self, result, form):
        book = openpyxl.load_workbook(io.BytesIO(result.report(form, format="xlsx")))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}

    @pytest.mark.parametrize("form", REPORT_FORMS)
    def test_no_cell_of_csv_is_a_formula(self, result, form):
        rows = csv.reader(io.StringIO(result.report(form, format="csv").decode("utf-8-sig")))
        assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]

    def test_docx_and_pdf_have_the_name(self, result):
        name = re.sub(r"\s", "", clean_text(result.dossier.evidence["MC.1.1.01"].title))
        assert name in re.sub(r"\s", "", "".join(words(result, "evidence")))
        if name.isascii():  # letters of a PDF that are not in its font have no words
            pages = pypdf.PdfReader(io.BytesIO(result.report("evidence", format="pdf"))).pages
            assert name in re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in pages))


class TestPdfAndHtml:
    def test_the_words_of_hostile_texts_stand_in_every_format(self):
        plain = "A & B <x> {{ 7 * 7 }} {% raw %} =1+1 ]]> ' \""
        pages = pypdf.PdfReader(io.BytesIO(hostile().report("mau-1", format="pdf"))).pages
        printed = re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in pages))
        assert re.sub(r"\s", "", plain) in printed
        assert plain in " ".join(words(hostile(), "mau-1"))
        html = hostile().report("mau-1", format="html").decode()
        assert "A &amp; B &lt;x&gt; {{ 7 * 7 }}" in html
        assert "<x>" not in html
        assert HOSTILE not in html

    @pytest.mark.parametrize("form", ["criteria", "gap"])
    def test_letters_that_cannot_be_printed_are_listed_at_the_end(self, form):
        result = assessed(school={"id": "A", "name": "THCS 🙂 王", "stages": ["thcs"]})
        last = pypdf.PdfReader(io.BytesIO(result.report(form, format="pdf", lang="en"))).pages[-1].extract_text()
        assert (
            last.index("To fill in and to check") < last.index("U+738B") < last.index("U+1F642 SLIGHTLY SMILING FACE")
        )
        assert last.count("To fill in and to check") == 1
        assert "U+1F642" not in " ".join(words(result, form, lang="en"))

    def test_where_all_letters_can_be_printed_nothing_is_said(self):
        last = pypdf.PdfReader(io.BytesIO(assessed().report("gap", format="pdf"))).pages[-1].extract_text()
        assert "Những chỗ cần điền" not in last

    def test_html_loads_nothing(self):
        html = assessed().report("gap", format="html").decode()
        assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!#)", html)
        assert "<script" not in html

    def test_the_picture_is_in_the_document(self):
        document = docx.Document(io.BytesIO(assessed().report("gap")))
        assert len(document.inline_shapes) == 1


class TestThePicture:
    @pytest.fixture
    def drawn(self, monkeypatch):
        """How often a picture is drawn."""
        times, draw = [], Explanation.to_svg
        monkeypatch.setattr(Explanation, "to_svg", lambda *arguments: times.append(1) or draw(*arguments))
        return times

    @pytest.mark.parametrize("format_", REPORT_FORMATS)
    def test_it_is_drawn_where_it_is_printed(self, format_, drawn):
        assessed().report("gap", format=format_)
        assert len(drawn) == (format_ in ("docx", "html", "pdf"))

    @pytest.mark.parametrize("form", [form for form in REPORT_FORMS if form != "gap"])
    def test_no_other_form_draws(self, form, drawn):
        assessed().report(form)
        assert not drawn

    def test_no_template_draws(self, drawn, tmp_path):
        docx.Document().save(str(tmp_path / "own.docx"))
        assessed().report("gap", template=tmp_path / "own.docx")
        assert not drawn


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "path"),
        [
            ({"form": "mau-3"}, "form"),
            ({"form": "gap", "format": "doc"}, "format"),
            ({"form": "gap", "lang": "fr"}, "lang"),
            ({"form": "gap", "date": "30/06/2027"}, "date"),
            ({"form": "gap", "template": "x.docx"}, "template"),
            ({"form": "gap", "template": b"PK"}, "template"),
            ({"form": "gap", "template": Path("x.docx"), "format": "pdf"}, "format"),
        ],
    )
    def test_wrong_arguments(self, arguments, path):
        with pytest.raises(kd.InputError) as error:
            kd.report(assessed(), **arguments)
        assert [one.path for one in error.value.diagnostics] == [path]

    @pytest.mark.parametrize("form", ["mau-1", "mau-2"])
    def test_a_form_of_another_circular(self, form):
        with pytest.raises(kd.InputError) as error:
            kd.assess("vn.tt18-2018", {}, on="2026-06-30").report(form)
        assert [one.code for one in error.value.diagnostics] == ["KD802"]

    def test_a_result_without_its_dossier(self):
        kept = kd.Assessment.from_dict(assessed().to_dict())
        with pytest.raises(kd.InputError) as error:
            kept.report("criteria")
        assert [one.code for one in error.value.diagnostics] == ["KD340"]

    def test_a_bad_effort(self):
        with pytest.raises(kd.InputError):
            assessed().report("mau-2", costs={"9.9": 1})

    def test_the_texts_are_those_of_the_dossier(self):
        assert assessed().dossier.texts == TEXTS


class TestManyCriteria:
    @pytest.fixture
    def many(self):
        """Five hundred criteria in twenty standards, of which one in each standard is not assessed."""
        tree = [
            {
                "id": str(i),
                "layer": "standard",
                "en": f"Standard {i}",
                "parts": [{"id": f"{i}.{j}", "layer": "criterion", "en": f"Criterion {i}.{j}"} for j in range(1, 26)],
            }
            for i in range(1, 21)
        ]
        steps = {"not_reached": {"id": "none", "en": "None"}, "steps": [{"id": "basic", "en": "Basic"}]}
        every = {"every": "criterion", "that": "met"}
        definition = {
            "kiemdinh": 1,
            "framework": "org.example.many",
            "en": "Many",
            "source": {"document": "A paper"},
            "subject": {"kind": "school"},
            "scales": {"badge": steps},
            "layers": [{"id": "standard", "en": "Standard"}, {"id": "criterion", "en": "Criterion", "verdict": "met"}],
            "tree": tree,
            "outcomes": [{"id": "badge", "en": "Badge", "ladder": "badge", "needs": {"basic": every}}],
        }
        findings = {f"{i}.{j}": "met" for i in range(1, 21) for j in range(1, 25)}
        return kd.assess(kd.load(definition), {"findings": findings}, on=DAY)

    def test_each_has_a_row(self, many):
        rows = table_with(many, "criteria", "Result", lang="en")
        assert len(rows) == 501
        assert [row[1] for row in rows[1:]].count("unknown") == 20

    def test_the_head_of_the_table_stands_on_each_sheet_of_the_pdf(self, many):
        pages = pypdf.PdfReader(io.BytesIO(many.report("criteria", format="pdf", lang="en"))).pages
        with_rows = [text for text in (page.extract_text() for page in pages) if "Criterion 1" in text]
        assert len(with_rows) > 3
        assert all("Reason" in text for text in with_rows)
