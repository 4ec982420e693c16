"""One cause is one problem, with all cells in which it shows; what follows from it is not told beside it."""

import pytest

from framework_workbooks import Workbook
from kiemdinh.exchange.workbooks.gathered import name_cells

HOW = "a part comes below the row to which it belongs; the requirement a of 1.1 at muc-1 is 1.1/muc-1/a"


@pytest.fixture
def workbook(tmp_path):
    return Workbook(tmp_path / "library.xlsx")


AGAIN = "write it in the row of headings again; cells below it may be empty"


def delete_column(workbook, sheet, heading):
    page = workbook.book[sheet]
    page.delete_cols([cell.value for cell in page[1]].index(heading) + 1)


def told(workbook):
    return [(one.path, one.message, one.hint) for one in workbook.diagnostics()]


class TestRowsThatAreMissing:
    def test_a_criterion_whose_requirements_are_there(self, workbook):
        workbook.book["Outline"].delete_rows(3)
        message = "no row above this one is '5.1'"
        assert told(workbook) == [("Requirements!A2", message, f"{HOW}; the same at Requirements!A3")]

    def test_a_standard_and_all_below_it(self, workbook):
        """Its criteria and their requirements name rows that are there."""
        workbook.book["Outline"].delete_rows(2)
        assert told(workbook) == [("Outline!A2", "no row above this one is '5'", f"{HOW}; the same at Outline!A3")]

    def test_a_requirement_whose_parts_are_there(self, workbook):
        sheet = workbook.book["Requirements"]
        for row in (["5.1/one/c", None, "i", None, "Part"], ["5.1/one/c/i", None, "x", None, "Part of a part"]):
            sheet.append(row)
        assert told(workbook) == [("Requirements!A5", "no row above this one is '5.1/one/c'", HOW)]

    def test_an_outcome_whose_levels_are_there(self, workbook):
        workbook.book["Outcomes"].delete_rows(2)
        assert told(workbook) == [
            ("Outcomes!A2", "no row above this one is 'level'", "the same at Outcomes!A3"),
        ]

    def test_a_row_that_stands_further_down(self, workbook):
        sheet = workbook.book["Outline"]
        sheet.append([cell.value for cell in sheet[2]])
        sheet.delete_rows(2)
        hint = "'5' is further down, at Outline!B4: move its row up; the same at Outline!A3"
        assert told(workbook) == [("Outline!A2", "no row above this one is '5'", hint)]


class TestIdsThatCannotBeRead:
    """The rows that name them may be right, so nothing is said of these."""

    @pytest.mark.parametrize("content", [5.1, "=1+1"])
    @pytest.mark.parametrize("id_", ["5", "5.1"])
    def test_of_the_outline(self, workbook, id_, content):
        place = workbook.put("Outline", id_, "Id", content if id_ == "5.1" else 5.5)
        assert workbook.problems() == [("KD750", place)]

    def test_a_column_of_numbers(self, workbook):
        for id_, number in (("5.1", 5.1), ("5.10", 5.1)):
            workbook.put("Outline", id_, "Id", number)
        ((path, _, hint),) = told(workbook)
        assert (path, hint) == (
            "Outline!B3",
            "format the cell as text, and type it again; the same at Outline!B4",
        )

    def test_merged_rows(self, workbook):
        workbook.book["Outline"].merge_cells("A2:A4")
        ((path, message, hint),) = told(workbook)
        assert (path, message) == ("Outline!A2", "the cells A2:A4 are merged into one")
        assert hint.endswith("; the same at Outline!A3:A4")


class TestColumnsAndSheets:
    def test_a_column_without_which_no_row_can_be_read(self, workbook):
        workbook.book["Requirements"].delete_cols(1)
        assert told(workbook) == [("Requirements!A1", "the column 'Criterion' is missing", AGAIN)]

    @pytest.mark.parametrize(
        ("sheet", "heading"),
        [
            ("Requirements", "Level"), ("Layers", "Judged by"), ("Layers", "Stands in"), ("Outline", "Part of"),
            ("Scales and levels", "Id"), ("Figures and questions", "Type"), ("Sets", "Among"), ("Outcomes", "Scale"),
            ("Named rules", "Rule"), ("Awards", "Rule"),
        ],
    )  # fmt: skip
    def test_a_column_that_says_how_rows_hang_together(self, workbook, sheet, heading):
        delete_column(workbook, sheet, heading)
        assert told(workbook) == [(f"{sheet}!A1", f"the column '{heading}' is missing", AGAIN)]

    @pytest.mark.parametrize(
        ("sheet", "heading"), [("Sets", "Tagged"), ("Requirements", "Met if"), ("Awards", "Valid for")]
    )
    def test_any_other_column(self, workbook, sheet, heading):
        """The framework can be read without it, and is another one."""
        delete_column(workbook, sheet, heading)
        found = [(one.severity, one.path, one.message) for one in workbook.read().warnings]
        assert ("warning", f"{sheet}!A1", f"columns that are missing count as empty: {heading}") in found

    def test_a_sheet_that_every_framework_has(self, workbook):
        del workbook.book["Layers"]
        (found,) = workbook.diagnostics()
        assert (found.code, found.message) == ("KD750", "sheets are missing: Layers")
        assert found.found.startswith("Framework, Scales and levels, Tags")
        assert "kiemdinh export FRAMEWORK --format xlsx" in found.hint

    def test_any_other_sheet(self, workbook):
        del workbook.book["Awards"]
        del workbook.book["Named rules"]
        found = workbook.read().warnings
        assert [one.message for one in found] == ["sheets that are missing count as empty: Named rules, Awards"]

    def test_a_workbook_of_something_else(self, workbook):
        for title in workbook.book.sheetnames[1:]:
            del workbook.book[title]
        workbook.book.worksheets[0].title = "Trường"
        workbook.book.worksheets[0]["A1"] = "Mã"
        ((_, message, _),) = told(workbook)
        assert message == "this is no workbook of a framework: it lacks Framework, Layers, Outline, Outcomes"

    def test_its_heading_is_misspelt(self, workbook):
        workbook.book["Outline"]["B1"] = "Code"
        assert told(workbook) == [
            ("Outline!B1", "the column 'Code' is not read", None),
            ("Outline!A1", "the column 'Id' is missing", "columns that are not read: Code"),
        ]

    def test_a_merged_heading(self, workbook):
        workbook.book["Outline"].merge_cells("A1:B1")
        assert workbook.problems() == [("KD705", "Outline!A1:B1")]

    @pytest.mark.parametrize("title", ["Requirements", "Figures and questions", "Scales and levels", "Layers", "Tags"])
    def test_a_sheet_that_need_not_be_there_was_renamed(self, workbook, title):
        workbook.book[title].title = "Bản nháp"
        (found,) = workbook.diagnostics()
        assert (found.path, found.expected) == ("Bản nháp", title)

    def test_a_copy_with_a_title_of_its_own_is_not_read(self, workbook):
        before = workbook.read()
        workbook.book.copy_worksheet(workbook.book["Outline"]).title = "Outline, old"
        assert workbook.read() == before

    @pytest.mark.parametrize("title", ["tree", "Tiêu chuẩn, tiêu chí"])
    def test_two_sheets_of_one_title(self, workbook, title):
        workbook.book.copy_worksheet(workbook.book["Outline"]).title = title
        assert workbook.problems() == [("KD750", title)]

    def test_several_causes_are_told_at_once(self, workbook):
        workbook.book["Tags"]["A1"] = "Code"
        places = [
            workbook.put("Outline", "5.10", "Id", 5.1),
            workbook.put("Outcomes", "two", "Rule", "every core level ≥ two"),
        ]
        assert [path for code, path in workbook.problems() if code != "KD701"] == ["Tags!A1", *places]


class TestWhatIsNoticed:
    """A framework that can be read keeps what its author should know."""

    def test_what_is_not_read_or_hidden(self, workbook):
        sheet = workbook.book["Outline"]
        sheet["ZZ1"] = "Ghi chú"
        sheet.row_dimensions[3].hidden = True
        found = [(one.severity, one.path) for one in workbook.read().warnings]
        assert ("warning", "Outline!ZZ1") in found
        assert ("warning", "Outline") in found

    def test_it_is_told_beside_what_is_wrong(self, workbook):
        workbook.book["Outline"]["A1"] = "Partof"
        assert workbook.problems()[0] == ("KD701", "Outline!A1")


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ([], []),
        (["A!B2"], ["A!B2"]),
        (["A!B2", "A!B3", "A!B3", "A!C4", "B!C5"], ["A!B2:B3", "A!C4", "B!C5"]),
        (["A!B3", "A!B2"], ["A!B3", "A!B2"]),
        (["Sheet of mine", "A!AA9", "A!AA10"], ["Sheet of mine", "A!AA9:AA10"]),
        (["it's!x!B2", "it's!x!B3"], ["it's!x!B2:B3"]),
    ],
)
def test_cells_that_follow_one_another_are_a_range(cells, named):
    assert name_cells(cells) == named
