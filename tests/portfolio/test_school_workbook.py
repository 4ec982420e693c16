"""The workbook that one school fills in: what it asks, what is read of it, and what is said of its cells."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.portfolio import make_school_workbook, open_school_workbook
from kiemdinh.portfolio.sheets.workbooks import zip_files

PHO_THONG = "vn.tt57-2026.pho-thong"
TT18 = "vn.tt18-2018"
DAY = "2027-06-30"
HEAD, RECORDS, EVIDENCE, HELD, LEGEND = "Trường", "Kết quả và số liệu", "Minh chứng", "Công nhận đã có", "Cách điền"
LANGUAGES = ("vi", "en")


class Form:
    """A workbook that is filled in cell by cell, as a person does."""

    def __init__(self, path, framework=PHO_THONG, **options):
        self.path = path
        path.write_bytes(make_school_workbook(framework, **options))
        self.book = openpyxl.load_workbook(path)

    def columns(self, sheet):
        return {cell.value: cell.column for cell in self.book[sheet][1]}

    def row_of(self, id_, stage=None, year=None):
        columns = self.columns(RECORDS)
        sheet = self.book[RECORDS]
        for row in range(2, sheet.max_row + 1):
            wanted = {"Mã": id_, "Cấp học": stage, "Năm học": year}
            if all(sheet.cell(row, columns[key]).value == one for key, one in wanted.items() if key in columns):
                return row
        raise AssertionError(id_)

    def fill(self, id_, stage=None, year=None, row=None, **cells):
        row = row or self.row_of(id_, stage, year)
        for heading, content in cells.items():
            self.book[RECORDS].cell(row, self.columns(RECORDS)[heading.replace("_", " ")]).value = content
        return row

    def add(self, sheet, **cells):
        """Fill the first empty row of a sheet."""
        columns, page = self.columns(sheet), self.book[sheet]
        rows = range(2, page.max_row + 2)
        row = next(row for row in rows if all(page.cell(row, c).value is None for c in columns.values()))
        for heading, content in cells.items():
            page.cell(row, columns[heading.replace("_", " ")], content)
        return row

    def say(self, field, content):
        row = next(cell.row for cell in self.book[HEAD]["A"] if cell.value == field)
        self.book[HEAD].cell(row, 2).value = content
        return row

    def open(self, framework=None):
        self.book.save(self.path)
        return open_school_workbook(self.path, framework)

    def read(self, framework=PHO_THONG):
        return read_dossier(self.open(), framework, default_date=DAY)

    def problems(self, framework=PHO_THONG):
        """Return where problems stand, with their codes."""
        with pytest.raises(InputError) as caught:
            self.read(framework)
        return [(one.path, one.code) for one in caught.value.diagnostics]


@pytest.fixture
def form(tmp_path):
    return Form(tmp_path / "school.xlsx")


class TestEmpty:
    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("at", ["criterion", "requirement"])
    @pytest.mark.parametrize("framework", [bundled.id for bundled in kd.catalogue()])
    def test_an_empty_workbook_is_an_empty_dossier(self, tmp_path, framework, at, lang):
        path = tmp_path / "school.xlsx"
        path.write_bytes(make_school_workbook(framework, at=at, lang=lang))
        opened = open_school_workbook(path)
        assert opened.source.data == {"framework": framework}
        assert opened.problems == ()
        day = dt.date(2027, 6, 30) if kd.load(framework).edition_holds(dt.date(2027, 6, 30)) else dt.date(2023, 6, 30)
        loaded = kd.load(framework, on=day)
        assert kd.assess(None, opened, on=day).to_json() == kd.assess(loaded, {}, on=day).to_json()

    def test_it_asks_for_what_an_empty_dossier_asks_for(self, form):
        ids = [row[0].value for row in form.book[RECORDS].iter_rows(min_row=2) if row[0].value]
        allowed = kd.load(PHO_THONG)
        assert [one for one in ids if one in allowed.nodes] == [
            one for one, info in allowed.nodes.items() if info.layer is not None
        ]
        assert {one for one in ids if one not in allowed.nodes} == set(allowed.inputs) - set(allowed.parameters)

    def test_figures_stand_below_the_criterion_that_reads_them(self, form):
        assert form.row_of("3.1") < form.row_of("career_guidance") < form.row_of("3.2")
        note = form.book[RECORDS].cell(form.row_of("career_guidance"), 2).comment.text
        assert note == "dùng ở 3.1, 3.3"

    def test_mandatory_criteria_are_marked(self, form):
        title = form.columns(RECORDS)["Nội dung"]
        assert form.book[RECORDS].cell(form.row_of("1.3"), title).value.startswith("[bắt buộc] ")
        assert not form.book[RECORDS].cell(form.row_of("1.1"), title).value.startswith("[")

    def test_statements_stand_in_notes_level_by_level(self, form):
        lines = form.book[RECORDS].cell(form.row_of("1.1"), form.columns(RECORDS)["Nội dung"]).comment.text.splitlines()
        assert lines[0] == "Đạt Mức 1:"
        assert lines[1].startswith("a) Trường có mục tiêu")
        assert "Đạt Mức 2:" in lines

    def test_every_word_of_a_list_is_read(self, form):
        """A list names cells of the legend, and the reader takes each of their words for what it stands for."""
        sheet = form.book[RECORDS]
        checked = 0
        for rule in sheet.data_validations.dataValidation:
            if rule.type != "list":
                continue
            title, cells = rule.formula1.rsplit("!", 1)
            words = [cell.value for (cell,) in form.book[title.strip("'")][cells.replace("$", "")]]
            for one in str(rule.sqref).split():
                row, column = sheet[one.split(":")[0]].row, sheet[one.split(":")[0]].column
                if column != form.columns(RECORDS)["Kết quả"]:
                    continue
                for word in words:
                    sheet.cell(row, column, word)
                    form.fill(sheet.cell(row, 1).value, row=row, Lý_do="x")
                    assert form.read() is not None
                    checked += 1
                sheet.cell(row, column).value = None
                form.fill("", row=row, Lý_do=None)
                break
        assert checked >= 9

    def test_years_that_rules_read_have_rows(self, tmp_path):
        form = Form(tmp_path / "school.xlsx", TT18, on="2023-06-30")
        rows = [
            (row[0].value, row[form.columns(RECORDS)["Năm học"] - 1].value)
            for row in form.book[RECORDS].iter_rows(min_row=2)
        ]
        # On 30 June the school year is not over, so that of before is the last one.
        assert [year for id_, year in rows if id_ == "outstanding"][-2:] == ["2020-2021", "2021-2022"]
        assert max(year for _, year in rows if year) == "2021-2022"

    def test_stages_that_are_given_alone_have_rows(self, tmp_path):
        form = Form(tmp_path / "school.xlsx", TT18, stages=["Tiểu học", "thcs"])
        column = form.columns(RECORDS)["Cấp học"] - 1
        found = {row[column].value for row in form.book[RECORDS].iter_rows(min_row=2)} - {None, ""}
        assert found == {"Tiểu học", "Trung học cơ sở"}
        assert form.open().source.data["school"]["stages"] == ["tieu-hoc", "thcs"]

    def test_no_text_is_a_formula(self, tmp_path):
        form = Form(tmp_path / "school.xlsx", named="=HYPERLINK(1)")
        cell = next(cell for cell in form.book[HEAD]["B"] if cell.value == "=HYPERLINK(1)")
        assert cell.data_type == "s"

    def test_there_is_no_password_and_entries_are_open(self, form):
        for sheet in form.book.worksheets:
            assert sheet.protection.password is None
        row = form.row_of("1.1")
        assert form.book[RECORDS].cell(row, 1).protection.locked
        assert not form.book[RECORDS].cell(row, form.columns(RECORDS)["Kết quả"]).protection.locked

    def test_it_is_printed_on_a4_across(self, form):
        for sheet in form.book.worksheets:
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
            assert sheet.print_title_rows == "$1:$1"
            assert sheet.freeze_panes is not None

    @pytest.mark.parametrize(
        "options",
        [{"at": "level"}, {"lang": "fr"}, {"on": "soon"}, {"stages": "thcs"}, {"stages": ["x"]}, {"named": 1}],
    )
    def test_wrong_arguments_are_refused(self, options):
        with pytest.raises(InputError):
            make_school_workbook(PHO_THONG, **options)


class TestFilledIn:
    def test_what_is_filled_in_is_what_the_dossier_has(self, form):
        form.say("Mã trường", 79001.0)
        form.say("Tên trường", " THCS  A ")
        form.say("Các cấp học", "Tiểu học, thcs")
        form.say("Ngày đánh giá", dt.date(2027, 6, 30))
        form.fill("1.1", Kết_quả="Đạt Mức 1", Minh_chứng="MC.1.1.01; MC.1.1.02", Lý_do="Có kế hoạch")
        form.fill("1.2", Kết_quả="mức 2")
        form.fill("data_on_time", Kết_quả=0.92)
        form.fill("career_guidance", Kết_quả="Có", Cấp_học="Trung học cơ sở")
        form.add(EVIDENCE, Mã_minh_chứng="MC.1.1.01", Tên_minh_chứng="Kế hoạch", Ngày_ban_hành=dt.date(2026, 9, 1))
        form.add(EVIDENCE, Mã_minh_chứng="MC.1.1.02", Nơi_lưu="Văn phòng")
        written = {
            "school": {"id": "79001", "name": "THCS A", "stages": ["tieu-hoc", "thcs"]},
            "framework": PHO_THONG,
            "date": DAY,
            "findings": {
                "1.1": {"is": "muc-1", "by": ["MC.1.1.01", "MC.1.1.02"], "why": "Có kế hoạch"},
                "1.2": "muc-2",
            },
            "inputs": {"data_on_time": "92%"},
            "stages": {"thcs": {"inputs": {"career_guidance": True}}},
            "evidence": {
                "MC.1.1.01": {"title": "Kế hoạch", "issued": "2026-09-01"},
                "MC.1.1.02": {"place": "Văn phòng"},
            },
        }
        assert form.read().digest == read_dossier(written, PHO_THONG).digest

    def test_awards_held(self, form):
        form.add(HELD, Công_nhận="chuan-quoc-gia", Mức="Mức độ 1", Ngày_ký=dt.date(2024, 5, 4))
        form.say("Đã kê đủ các công nhận", "Có")
        (held,) = form.read().held
        assert (held.award, held.signed) == ("chuan-quoc-gia", dt.date(2024, 5, 4))
        assert form.read().complete == {"held"}

    def test_the_side_of_the_head_and_of_a_row(self, form):
        form.say("Bên đánh giá", "Đánh giá ngoài")
        form.fill("1.1", Kết_quả="muc-1")
        (finding,) = form.read().findings
        assert finding.side == "external"
        column = len(form.columns(RECORDS)) + 1
        form.book[RECORDS].cell(1, column, "Side")
        form.book[RECORDS].cell(form.row_of("1.1"), column, "self-assessment")
        (finding,) = form.read().findings
        assert finding.side == "self"

    def test_a_figure_of_the_year_of_the_head(self, tmp_path):
        form = Form(tmp_path / "school.xlsx", TT18, on="2023-06-30")
        form.say("Năm học", "2020-2021")
        row = form.fill("outstanding", year="2021-2022", Kết_quả="Có", Năm_học=None)
        (value,) = form.read(TT18).values
        assert value.at == ("2020-2021",)
        form.say("Năm học", None)
        assert form.problems(TT18) == [(f"{RECORDS}!A{row}", "KD312")]

    def test_a_further_row_takes_the_other_side_and_another_stage(self, form):
        form.say("Các cấp học", "thcs, thpt")
        form.fill("1.1", Kết_quả="muc-2")
        form.add(RECORDS, Mã="1.1", Kết_quả="muc-1", Cấp_học="thpt")
        form.add(RECORDS, Mã="thcs/1.2", Kết_quả="muc-1")
        found = {(one.node, one.stage, one.verdict.reached) for one in form.read().findings}
        assert found == {("1.1", None, 2), ("1.1", "thpt", 1), ("1.2", "thcs", 1)}

    def test_rows_that_nobody_asks_for_in_the_head_are_notes(self, form):
        form.book[HEAD].append(["Người điền", "Bà Lan"])
        assert dict(form.read().notes) == {"notes.Người điền": "Bà Lan"}

    def test_the_workbook_of_another_framework_can_be_named(self, form):
        form.fill("1.1", Kết_quả="muc-1")
        assert kd.assess("vn.tt57-2026.gdtx", form.open("vn.tt57-2026.gdtx"), on=DAY).framework.id.endswith("gdtx")


class TestWhatIsWrong:
    def test_every_cell_is_named_in_both_languages(self, form):
        day = form.say("Ngày đánh giá", "31/31/2027")
        places = {
            form.fill("1.1", Kết_quả="mức 9"): "KD104",
            form.fill("data_on_time", Kết_quả=0.5): None,
            form.fill("career_guidance", Kết_quả="có lẽ"): "KD111",
            form.fill("1.4", Kết_quả="#REF!"): "KD713",
        }
        column = "D"
        found = form.problems()
        assert found == [
            *((f"{RECORDS}!{column}{row}", code) for row, code in places.items() if code == "KD713"),
            (f"{HEAD}!B{day}", "KD107"),
            *((f"{RECORDS}!{column}{row}", code) for row, code in places.items() if code in ("KD104", "KD111")),
        ]
        with pytest.raises(InputError) as caught:
            form.read()
        assert f"{RECORDS}!D3: lỗi KD104: 'mức 9' không phải là nhận định về '1.1'" in caught.value.to_text("vi")

    def test_a_wrong_day_is_the_only_problem_of_the_day(self, form):
        row = form.say("Ngày đánh giá", "31/31/2027")
        with pytest.raises(InputError) as caught:
            kd.assess(None, form.open())
        assert [(one.path, one.code) for one in caught.value.diagnostics] == [(f"{HEAD}!B{row}", "KD107")]

    def test_a_record_that_plays_no_part_is_named_by_its_cell(self, form):
        row = form.fill("data_on_time", Kết_quả=0.9)
        result = kd.assess(PHO_THONG, form.open(), on=DAY)
        assert [one.parameters["places"] for one in result.warnings if one.code == "KD415"] == [(f"{RECORDS}!D{row}",)]

    def test_a_part_above_its_whole_is_named_by_its_cell(self, tmp_path):
        form = Form(tmp_path / "school.xlsx", TT18, on="2023-06-30")
        allowed = kd.load(TT18).inputs
        part = next(name for name, one in allowed.items() if one.part_of and not one.each)
        row = form.fill(part, Kết_quả=9)
        form.fill(allowed[part].part_of, Kết_quả=5)
        assert (f"{RECORDS}!E{row}", "KD329") in form.problems(TT18)

    def test_a_row_without_an_id(self, form):
        row = form.fill("1.1", Kết_quả="muc-1", Mã=None)
        assert form.problems() == [(f"{RECORDS}!A{row}", "KD720")]

    def test_an_id_that_a_spreadsheet_made_a_date_of(self, form):
        row = form.fill("1.1", Kết_quả="muc-1", Mã=dt.date(2027, 1, 1))
        assert form.problems() == [(f"{RECORDS}!A{row}", "KD301")]

    def test_a_stage_that_the_school_has_not(self, form):
        form.say("Các cấp học", "thcs")
        row = form.fill("1.1", Kết_quả="muc-1", Cấp_học="thpt")
        assert form.problems() == [(f"{RECORDS}!C{row}", "KD304")]

    def test_a_result_that_is_missing_beside_its_reason_is_told(self, form):
        row = form.fill("1.1", Lý_do="x")
        (warning,) = form.read().warnings
        assert (warning.code, warning.severity, warning.path) == ("KD720", "warning", f"{RECORDS}!G{row}")

    def test_a_slip_in_the_head(self, form):
        form.book[HEAD].append(["Ngày đánh gía", DAY])
        assert form.problems() == [(f"{HEAD}!A{form.book[HEAD].max_row}", "KD720")]

    def test_a_copied_sheet_is_refused(self, form):
        form.book.copy_worksheet(form.book[RECORDS])
        with pytest.raises(InputError, match="KD720"):
            form.read()

    def test_evidence_without_a_code(self, form):
        row = form.add(EVIDENCE, Tên_minh_chứng="Kế hoạch")
        assert form.problems() == [(f"{EVIDENCE}!A{row}", "KD101")]

    def test_two_items_with_one_code(self, form):
        form.add(EVIDENCE, Mã_minh_chứng="MC.1.1.01")
        row = form.add(EVIDENCE, Mã_minh_chứng="[mc.1.1.01]")
        assert form.problems() == [(f"{EVIDENCE}!A{row}", "KD318")]

    def test_a_workbook_of_something_else(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["Mã trường", "1.1"])
        book.save(tmp_path / "table.xlsx")
        with pytest.raises(InputError, match=r"KD720(?s:.*)kiemdinh batch FILE"):
            open_school_workbook(tmp_path / "table.xlsx")

    def test_a_text_is_no_workbook(self, tmp_path):
        path = tmp_path / "school.xlsx"
        path.write_text("findings: {}", encoding="utf-8")
        with pytest.raises(InputError, match="KD716"):
            open_school_workbook(path)

    def test_a_workbook_given_as_a_text_says_what_to_do(self, form):
        form.open()
        with pytest.raises(InputError, match=r"KD002(?s:.*)open_school_workbook"):
            kd.assess(PHO_THONG, form.path, on=DAY)

    def test_a_stranger_names_no_file(self, tmp_path):
        (tmp_path / "own.yaml").write_text("kiemdinh: 1", encoding="utf-8")
        form = Form(tmp_path / "school.xlsx", named="own.yaml")
        with pytest.raises(InputError, match="KD243"):
            form.open()


class TestHostileWorkbooks:
    def test_what_would_unpack_to_too_much_is_not_unpacked(self, form, monkeypatch):
        form.open()
        monkeypatch.setattr(zip_files, "MAX_UNPACKED", 1_000)
        with pytest.raises(InputError, match="KD718"):
            open_school_workbook(form.path)

    @pytest.mark.parametrize(
        "content", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"", b"<html>"]
    )
    def test_what_is_no_workbook(self, tmp_path, content):
        (tmp_path / "school.xlsx").write_bytes(content)
        with pytest.raises(InputError, match="KD716"):
            open_school_workbook(tmp_path / "school.xlsx")

    @pytest.mark.parametrize("path", ["missing.xlsx", "", ".", "a\0b", 3, None])
    def test_what_is_no_file(self, path, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(InputError):
            open_school_workbook(path)

    @pytest.mark.parametrize(
        "content", ["x" * 200_000, "a_x000B_b", "__proto__", "=cmd|' /C calc'!A0", "{is: met}", "\u202emet"]
    )
    @pytest.mark.parametrize("heading", ["Mã", "Cấp học", "Kết quả", "Minh chứng", "Lý do"])
    def test_any_text_in_any_cell_is_read_or_refused(self, form, heading, content):
        row = form.fill("1.1", Kết_quả="muc-1")
        cell = form.book[RECORDS].cell(row, form.columns(RECORDS)[heading])
        cell._value, cell.data_type = content, "s"
        try:
            form.read()
        except InputError as error:
            places = [one.path for one in error.diagnostics]
        else:
            places = []
        assert all(place.startswith(RECORDS) for place in places)


class TestWhatSpreadsheetsDo:
    """Sheets and rows are told by what stands in them, so moving them changes nothing."""

    @pytest.fixture
    def filled(self, form):
        form.say("Tên trường", "THCS A")
        form.fill("1.1", Kết_quả="Đạt Mức 1")
        form.fill("2.1", Kết_quả=" KHÔNG ĐẠT mức 1 ", Lý_do="x")
        form.fill("data_on_time", Kết_quả=0.92)
        form.fill("data_discrepancies", Kết_quả=3.0)
        form.add(EVIDENCE, Mã_minh_chứng="MC.1.1.01")
        return form

    @staticmethod
    def rename(form):
        for number, sheet in enumerate(form.book.worksheets):
            sheet.title = f"Sheet{number}"

    @staticmethod
    def reverse_sheets(form):
        form.book._sheets.reverse()

    @staticmethod
    def hide_sheet(form):
        form.book[EVIDENCE].sheet_state = "hidden"
        form.book[HEAD].sheet_state = "hidden"

    @staticmethod
    def insert_row(form):
        form.book[RECORDS].insert_rows(2, 3)

    @staticmethod
    def insert_column(form):
        form.book[RECORDS].insert_cols(2)

    @staticmethod
    def move_headings_down(form):
        form.book[RECORDS].insert_rows(1, 2)

    @staticmethod
    def sort(form):
        sheet = form.book[RECORDS]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        rows.sort(key=str, reverse=True)
        formats = {row[0].value: row[3].number_format for row in sheet.iter_rows(min_row=2)}
        for number, row in enumerate(rows, 2):
            for column, content in enumerate(row, 1):
                sheet.cell(number, column).value = content
            sheet.cell(number, 4).number_format = formats[row[0]]

    @staticmethod
    def clear_a_cell(form):
        row = form.fill("1.2", Kết_quả="muc-1")
        form.book[RECORDS].cell(row, form.columns(RECORDS)["Kết quả"]).value = ""

    @staticmethod
    def delete_the_legend(form):
        del form.book[LEGEND]

    @pytest.mark.parametrize(
        "change",
        ["rename", "reverse_sheets", "hide_sheet", "insert_row", "insert_column", "move_headings_down", "sort",
         "clear_a_cell", "delete_the_legend"],
    )  # fmt: skip
    def test_it_changes_nothing(self, filled, change):
        before = filled.read()
        getattr(self, change)(filled)
        after = filled.read()
        assert (after.digest, after.warnings) == (before.digest, ())

    def test_hidden_rows_are_read_and_told(self, filled):
        before = filled.read()
        row = filled.row_of("1.1")
        filled.book[RECORDS].row_dimensions[row].hidden = True
        after = filled.read()
        assert after.digest == before.digest
        assert [one.code for one in after.warnings] == ["KD711"]

    def test_merged_rows_are_refused_with_their_place(self, filled):
        row = filled.row_of("1.1")
        filled.book[RECORDS].merge_cells(f"D{row}:D{row + 1}")
        assert filled.problems()[0] == (f"{RECORDS}!D{row}", "KD706")

    def test_a_column_of_the_schools_own_is_told(self, filled):
        column = filled.book[RECORDS].max_column + 1
        filled.book[RECORDS].cell(1, column, "Ghi chú riêng")
        filled.book[RECORDS].cell(5, column, "x")
        (warning,) = filled.read().warnings
        assert (warning.code, warning.severity) == ("KD701", "warning")

    def test_a_bare_share_is_refused_with_both_readings(self, filled):
        row = filled.row_of("data_on_time")
        filled.book[RECORDS].cell(row, 4).number_format = "General"
        assert filled.problems() == [(f"{RECORDS}!D{row}", "KD109")]

    def test_the_value_of_a_formula_is_that_of_its_last_calculation(self, filled):
        row = filled.fill("data_discrepancies", Kết_quả="=1+2")
        assert filled.problems() == [(f"{RECORDS}!D{row}", "KD713")]
