"""Workbooks of strangers decide nothing about time, memory or the stack, and each problem of theirs has its cell."""

import datetime as dt
import sys
import zipfile

import openpyxl
import pytest

import kiemdinh as kd
from framework_workbooks import LIBRARY, Workbook
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.exchange import is_framework_workbook, read_framework_workbook
from kiemdinh.exchange.workbooks import reading

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
OUTLINE = "xl/worksheets/sheet5.xml"
"""The outline is the fifth sheet."""


@pytest.fixture
def workbook(tmp_path):
    return Workbook(tmp_path / "library.xlsx")


def codes_of(path):
    with pytest.raises(InputError) as caught:
        read_framework_workbook(path)
    return [one.code for one in caught.value.diagnostics]


def write_outline(workbook, make):
    """Put a sheet that no program would write in the place of the outline; return the file."""
    workbook.book.save(workbook.path)
    path = workbook.path.with_name("hostile.xlsx")
    with zipfile.ZipFile(workbook.path) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, make(text.decode()).encode() if part.filename == OUTLINE else text)
    return path


class TestSize:
    def test_what_would_unpack_to_much(self, workbook):
        path = write_outline(workbook, lambda _: HEAD + "<row/>" * 6_000_000 + TAIL)
        assert path.stat().st_size < 200_000
        assert codes_of(path) == ["KD718"]
        assert not is_framework_workbook(path)

    def test_many_rows(self, tmp_path):
        path = tmp_path / "rows.xlsx"
        book = openpyxl.Workbook(write_only=True)
        for title, headings in (
            ("Framework", ["Entry", "Value"]),
            ("Layers", ["Id", "Stands in", "Judged by", "Scale"]),
            ("Outcomes", ["Outcome", "Row", "Id", "Scale", "Rule"]),
        ):
            book.create_sheet(title).append(headings)
        outline = book.create_sheet("Outline")
        outline.append(["Part of", "Id", "Layer"])
        for number in range(1_000):
            outline.append([None, str(number), "standard"])
        book.save(path)
        found = codes_of(path)
        assert "KD007" not in found
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kiemdinh.exchange.workbooks.definition_builder.MAX_NODES", 1_500)
            assert codes_of(path) == ["KD007"]

    def test_many_sheets(self, workbook):
        for number in range(101):
            workbook.book.create_sheet(f"n{number}")
        assert [code for code, _ in workbook.problems()] == ["KD718"]

    def test_many_columns(self, workbook):
        sheet = workbook.book["Outline"]
        for number in range(120):
            sheet.cell(1, sheet.max_column + 1).value = "k" + "x" * number
        assert "KD718" in [code for code, _ in workbook.problems()]

    def test_a_cell_in_the_last_column_of_many_rows(self, workbook):
        def widen(text):
            rows = "".join(
                f'<row r="{row}"><c r="XFD{row}" t="inlineStr"><is><t>x</t></is></c></row>' for row in range(100, 600)
            )
            return text.replace("</sheetData>", rows + TAIL[: len("</sheetData>")])

        with pytest.raises(InputError) as caught:
            read_framework_workbook(write_outline(workbook, widen))
        (found,) = caught.value.diagnostics
        assert (found.code, found.path) == ("KD718", "Outline")
        assert "to the right of the table" in found.hint

    def test_more_elements_than_a_framework_needs(self, workbook, monkeypatch):
        path = write_outline(workbook, lambda text: text.replace("</sheetData>", "<row/>" * 2_000 + TAIL[:12]))
        assert read_framework_workbook(path) == kd.load(text=LIBRARY)
        monkeypatch.setattr(sys.modules["kiemdinh.portfolio.sheets.open_sheets"], "MAX_FORM_ELEMENTS", 2_000)
        assert codes_of(path) == ["KD718"]

    def test_what_its_sheets_share_is_read_once(self, workbook, monkeypatch):
        opened, load = [], openpyxl.load_workbook
        workbook.book.save(workbook.path)
        monkeypatch.setattr(
            openpyxl, "load_workbook", lambda *args, **options: opened.append(1) or load(*args, **options)
        )
        read_framework_workbook(workbook.path)
        assert opened == [1]

    def test_a_row_below_the_last_one_of_a_spreadsheet(self, workbook):
        row = '<row r="2000000"><c r="A2000000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        assert codes_of(write_outline(workbook, lambda text: text.replace("</sheetData>", row))) == ["KD718"]

    def test_merged_ranges_over_one_another(self, workbook):
        def merge(text):
            ranges = "".join(f'<mergeCell ref="A2:C{row}"/>' for row in range(1_048_576, 1_046_576, -1))
            return text.replace("</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")

        with pytest.raises(InputError) as caught:
            read_framework_workbook(write_outline(workbook, merge))
        assert {one.code for one in caught.value.diagnostics} == {"KD706"}

    @pytest.mark.parametrize("mark", ["<row ", '<c r="A1" ', "<mergeCell ", "<col min='1' "])
    def test_marks_without_an_end(self, workbook, mark):
        comment = f"<!--{mark * 200_000}-->"
        path = write_outline(workbook, lambda text: text.replace("<sheetData>", comment + "<sheetData>"))
        assert read_framework_workbook(path) == kd.load(text=LIBRARY)

    def test_numbers_of_many_digits(self, workbook):
        ranges = f'</sheetData><mergeCells><mergeCell ref="A2:A{"9" * 5_000}"/></mergeCells>'
        assert codes_of(write_outline(workbook, lambda text: text.replace("</sheetData>", ranges)))

    def test_many_problems(self, workbook):
        sheet = workbook.book["Requirements"]
        for number in range(1_200):
            sheet.append([f"9.{number}", "one", "a"])
        assert len(workbook.problems()) == 1_000

    def test_the_largest_bundled_one_is_far_from_the_bound(self, tmp_path):
        book = Workbook(tmp_path / "tt18.xlsx", kd.load("vn.tt18-2018"))
        with zipfile.ZipFile(book.path) as file:
            unpacked = sum(part.file_size for part in file.infolist())
        assert unpacked * 50 < reading._MAX_UNPACKED


class TestDepth:
    """Nothing that a cell says ends the stack."""

    @pytest.mark.parametrize(
        "rule",
        [
            "not: " * 1_500 + "met",
            "every core: " * 800 + "met",
            "sum of " * 1_400 + "books over core ≥ 5",
            "books ≥ " + "1 if area = other, else " * 400 + "2",
            "{all: " + "[" * 3_000,
        ],
        ids=lambda text: text[:8],
    )
    def test_rules_within_rules(self, workbook, rule):
        place = workbook.put("Outcomes", "two", "Rule", rule)
        ((code, path),) = workbook.problems()
        assert code in ("KD004", "KD008", "KD751")
        assert path == place
        assert len(workbook.diagnostics()[0].message) < 500

    def test_parts_of_parts(self, workbook):
        sheet = workbook.book["Outline"]
        for number in range(300):
            sheet.append(["5.1" if number == 0 else f"d{number - 1}", f"d{number}"])
        assert [code for code, _ in workbook.problems()] == ["KD008"]


class TestWhatSpreadsheetsMake:
    """What a cell has become is read only where nothing can have been lost."""

    def put_cached(self, workbook, cell):
        """Write a cell of the outline as a spreadsheet does that has calculated it."""

        def put(text):
            begin = text.index('<c r="B3"')
            return text[:begin] + cell + text[text.index("</c>", begin) + 4 :]

        return write_outline(workbook, put)

    def test_a_formula_that_was_not_calculated(self, workbook):
        place = workbook.put("Outline", "5.1", "Id", "=1+1")
        (found,) = workbook.diagnostics()
        assert (found.code, found.path, found.found) == ("KD750", place, None)

    def test_a_formula_that_gives_a_text(self, workbook):
        path = self.put_cached(workbook, '<c r="B3" t="str"><f>CONCAT(5,".",1)</f><v>5.1</v></c>')
        assert read_framework_workbook(path) == kd.load(text=LIBRARY)

    def test_a_formula_that_gives_a_number(self, workbook):
        assert codes_of(self.put_cached(workbook, '<c r="B3"><f>51/10</f><v>5.1</v></c>')) == ["KD750"]

    def test_a_formula_that_failed(self, workbook):
        assert codes_of(self.put_cached(workbook, '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))

    @pytest.mark.parametrize("content", [5, 5.0])
    def test_a_whole_number_is_the_id(self, workbook, content):
        workbook.put("Outline", "5", "Id", content)
        assert workbook.read() == kd.load(text=LIBRARY)

    @pytest.mark.parametrize("content", [dt.date(2026, 2, 1), dt.time(1, 2), dt.timedelta(hours=30)])
    @pytest.mark.parametrize("heading", ["Id", "Part of", "English text", "Tags", "Met if"])
    def test_a_date_where_none_stands(self, workbook, heading, content):
        place = workbook.put("Outline", "5.1", heading, content)
        assert workbook.problems() == [("KD750", place)]

    @pytest.mark.parametrize("content", [True, 5, 1.5, dt.date(2026, 2, 1), "=1+1"])
    @pytest.mark.parametrize("sheet", ["Outline", "Outcomes", "Requirements", "Layers"])
    def test_a_row_of_it(self, workbook, sheet, content):
        page = workbook.book[sheet]
        for column in range(1, page.max_column + 1):
            page.cell(2, column).value = content
        places = [one.path for one in workbook.diagnostics() if one.severity == "error"]
        assert all(place.partition("!")[0] in workbook.book.sheetnames for place in places)


class TestWhatIsHidden:
    """It is read, so that nothing disappears; hidden rows and columns are told."""

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_a_sheet(self, workbook, state):
        workbook.book["Outcomes"].sheet_state = state
        assert workbook.read() == kd.load(text=LIBRARY)

    def test_a_row_and_a_column(self, workbook):
        workbook.book["Outline"].row_dimensions[3].hidden = True
        workbook.book["Outline"].column_dimensions["D"].hidden = True
        found = workbook.read()
        assert found == kd.load(text=LIBRARY)
        assert {one.code for one in found.warnings} == {"KD711"}
