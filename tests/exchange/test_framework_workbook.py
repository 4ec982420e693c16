"""A framework as a workbook: it reads back as the same framework, and what is wrong is said of its cell."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.teletype import addTextToElement
from odf.text import P

import kiemdinh as kd
from framework_workbooks import LIBRARY, Workbook
from gallery import form, sections
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.exchange import (
    is_framework_workbook,
    read_framework_workbook,
    write_definition,
    write_framework_workbook,
)
from kiemdinh.exchange.workbooks import open_framework_workbook
from libreoffice import NEEDS_CALC, save_as

EDITIONS = [edition.framework for entry in kd.catalogue() for edition in kd.editions(entry.id)]


@pytest.fixture
def workbook(tmp_path):
    return Workbook(tmp_path / "library.xlsx")


def save_document(book, path):
    """Save a workbook as LibreOffice does: in paragraphs, with spaces in a row counted."""
    document = OpenDocumentSpreadsheet()
    for sheet in book.worksheets:
        table = Table(name=sheet.title)
        for texts in sheet.iter_rows(values_only=True):
            row = TableRow()
            for text in texts:
                cell = TableCell(valuetype="string")
                for line in (text or "").split("\n"):
                    paragraph = P()
                    addTextToElement(paragraph, line)
                    cell.addElement(paragraph)
                row.addElement(cell)
            table.addElement(row)
        document.spreadsheet.addElement(table)
    document.save(path)
    return path


class TestRoundTrip:
    """A workbook says all that the definition says, and nothing else."""

    @pytest.mark.parametrize("number", range(len(EDITIONS)), ids=lambda number: EDITIONS[number].edition)
    def test_every_bundled_edition(self, number, tmp_path):
        framework, lang = EDITIONS[number], ("vi", "en")[number % 2]
        path = tmp_path / "framework.xlsx"
        path.write_bytes(write_framework_workbook(framework, lang=lang))
        found = read_framework_workbook(path, unofficial=True)
        assert found.definition == framework.definition
        assert (found.digest, found.content_digest) == (framework.digest, framework.content_digest)

    @pytest.mark.parametrize("name", sections())
    def test_every_form_of_a_rule(self, name, tmp_path):
        framework, path = kd.load(text=form(name)), tmp_path / "form.xlsx"
        path.write_bytes(write_framework_workbook(framework, lang="vi"))
        assert read_framework_workbook(path).definition == framework.definition

    def test_as_a_document(self, tmp_path):
        """A cell of ODS has a paragraph for each line."""
        framework = kd.load("vn.tt57-2026.gdtx")
        book = Workbook(tmp_path / "framework.xlsx", framework, lang="vi").book
        assert (
            read_framework_workbook(save_document(book, tmp_path / "framework.ods")).definition == framework.definition
        )

    @NEEDS_CALC
    @pytest.mark.parametrize("kind", ["xlsx", "ods"])
    def test_saved_by_libreoffice(self, tmp_path, kind):
        framework, path = kd.load("org.abet"), tmp_path / "framework.xlsx"
        path.write_bytes(write_framework_workbook(framework, lang="vi"))
        assert read_framework_workbook(save_as(path, kind, tmp_path)).definition == framework.definition

    def test_texts_that_a_spreadsheet_would_change(self, tmp_path):
        texts = ["=1+1", "-", "null", '"quoted"', "5.10", "2026-01-01", "{braces}", "a\nb", "TRUE", "a | b", "@x"]
        nodes = [{"id": str(i), "layer": "criterion", "en": text, "cite": text} for i, text in enumerate(texts)]
        levels = {"levels": {"one": [{"id": "a"}]}, "tags": ["core"]}
        data = kd.load(text=LIBRARY).source.data | {"tree": [{"id": "s", "parts": [node | levels for node in nodes]}]}
        framework = kd.load(data)
        found = Workbook(tmp_path / "texts.xlsx", framework).read()
        assert [node.en for node in found.definition.tree[0].parts] == texts
        assert found == framework

    def test_the_text_of_a_definition_is_the_same_framework(self):
        assert [one.edition for one in EDITIONS if kd.load(text=write_definition(one), unofficial=True) != one] == []

    def test_an_adopted_framework_is_written_whole(self, tmp_path):
        (tmp_path / "own.yaml").write_text(form("F30"), "utf-8")
        adopting = "kiemdinh: 1\nadopts: own.yaml\nframework: org.example.own\nparameters: {land_each: 8}\n"
        (tmp_path / "adopting.yaml").write_text(adopting, "utf-8")
        framework = kd.load(tmp_path / "adopting.yaml")
        assert Workbook(tmp_path / "adopting.xlsx", framework).read().digest == framework.digest


class TestAuthors:
    """What an author changes in a cell is what the framework says."""

    @pytest.mark.parametrize(
        ("sheet", "heading", "listed"),
        [
            ("Requirements", "Level", "'Scales and levels'!$C$2 'Scales and levels'!$A$2:$A$1048576"),
            ("Requirements", "Criterion", "'Outline'!$B$2 'Outline'!$B$2:$B$1048576"),
            ("Outline", "Layer", "'Layers'!$A$2 'Layers'!$A$2:$A$1048576"),
        ],
    )
    def test_ids_of_the_file_are_picked_from_a_list(self, workbook, sheet, heading, listed):
        """Others can be typed without a warning, as the address of a requirement that has parts."""
        page = workbook.book[sheet]
        letters = {cell.value: cell.column_letter for cell in page[1]}
        (rule,) = [
            rule
            for rule in page.data_validations.dataValidation
            if f"{letters[heading]}2" in {str(one).split(":")[0] for one in rule.sqref.ranges}
        ]
        first, rows = re.fullmatch(r"OFFSET\((.+),0,0,MAX\(1,COUNTA\((.+)\)\),1\)", rule.formula1).groups()
        assert (rule.type, f"{first} {rows}", rule.showErrorMessage) == ("list", listed, False)

    def test_a_cell_is_changed(self, workbook):
        workbook.put("Outline", "5.10", "English text", "Opening hours")
        workbook.put("Figures and questions", "books", "From", 0)
        workbook.put("Outcomes", "two", "Rule", "ít nhất 1 trong core: mức ≥ two")
        found = workbook.read()
        assert found.nodes["5.10"].node.en == "Opening hours"
        assert found.inputs["books"].range.from_ == 0
        needs = found.outcomes[0].needs["two"]
        assert (needs.count, needs.list_comparisons()) == ("core", (("at_least", "1"),))

    def test_a_row_is_added_under_another_heading_order(self, workbook):
        sheet = workbook.book["Requirements"]
        sheet.append(["5.10", "two", "a", None, "On holidays too"])
        assert workbook.read().nodes["5.10/two/a"].node.en == "On holidays too"

    def test_a_key_that_has_no_column(self, workbook):
        sheet = workbook.book["Outline"]
        sheet.cell(1, sheet.max_column + 1).value = "effort"
        sheet.cell(3, sheet.max_column).value = "{cost: 5, months: 2}"
        assert workbook.read().nodes["5.1"].node.effort.months == 2

    def test_notes_of_an_author_are_no_part_of_it(self, workbook):
        before = kd.load(text=LIBRARY)
        workbook.book["Outline"]["ZZ1"].value = "Ghi chú của tôi"
        workbook.book["Outline"]["ZZ3"].value = "hỏi lại Sở"
        workbook.book.create_sheet("Nháp")["A1"].value = "Mã"
        workbook.book.move_sheet("Outcomes", -5)
        assert workbook.read() == before

    def test_headings_of_both_languages(self, workbook):
        for sheet, title in (("Outline", "Tiêu chuẩn, tiêu chí"), ("Outcomes", "Kết quả")):
            workbook.book[sheet].title = title
        workbook.book["Kết quả"]["A1"].value = "Kết quả đánh giá"
        assert workbook.read() == kd.load(text=LIBRARY)

    def test_it_is_told_from_the_workbook_of_a_school(self, workbook, tmp_path):
        from kiemdinh.portfolio import make_school_workbook

        school = tmp_path / "school.xlsx"
        school.write_bytes(make_school_workbook("vn.tt57-2026.gdtx"))
        assert is_framework_workbook(workbook.path)
        assert not is_framework_workbook(school)


class TestWrongCells:
    """A problem is said with the sheet and the cell."""

    def test_a_rule_that_is_no_sentence(self, workbook):
        place = workbook.put("Requirements", "b", "Met if", "books divided by pupils is 3")
        assert workbook.problems() == [("KD751", place)]

    def test_yaml_that_is_broken(self, workbook):
        place = workbook.put("Requirements", "b", "Met if", "{value: books, at_least: ")
        assert [path for _, path in workbook.problems()] == [place]

    def test_a_name_that_is_not_declared(self, workbook):
        place = workbook.put("Outcomes", "two", "Rule", "every crore: level ≥ two")
        assert [path for _, path in workbook.problems()] == [place]

    def test_a_decimal_comma(self, workbook):
        place = workbook.put("Figures and questions", "pupils", "From", "1,5")
        assert workbook.problems() == [("KD106", place)]

    def test_an_id_that_lost_its_zero(self, workbook):
        place = workbook.put("Outline", "5.10", "Id", 5.1)
        assert workbook.problems() == [("KD750", place)]

    def test_a_month_and_day_that_became_a_date(self, workbook):
        place = workbook.put("Framework", "school_year/begins", "Value", dt.date(2026, 9, 1))
        assert [path for _, path in workbook.problems()] == [place]

    def test_an_id_that_became_a_date(self, workbook):
        place = workbook.put("Outline", "5.1", "Id", dt.date(2026, 1, 5))
        assert workbook.problems() == [("KD750", place)]

    def test_a_date_of_law_may_be_a_date(self, workbook):
        workbook.put("Framework", "source/in_force", "Value", dt.date(2026, 2, 3))
        assert workbook.read().definition.source.in_force == dt.date(2026, 2, 3)

    def test_a_formula(self, workbook):
        place = workbook.put("Outline", "5.1", "English text", "=A1")
        assert workbook.problems() == [("KD750", place)]

    def test_a_requirement_of_nothing(self, workbook):
        sheet = workbook.book["Requirements"]
        sheet.append(["5.2", "one", "a", None, "Text"])
        assert workbook.problems() == [("KD750", f"Requirements!A{sheet.max_row}")]

    def test_two_rows_with_one_id(self, workbook):
        sheet = workbook.book["Figures and questions"]
        sheet.append(["books", None, "Again", "number"])
        assert workbook.problems() == [("KD006", f"Figures and questions!A{sheet.max_row}")]

    def test_a_word_that_is_none_of_a_list(self, workbook):
        place = workbook.put("Figures and questions", "books", "Type", "count")
        assert [path for _, path in workbook.problems()] == [place]

    def test_an_unknown_key(self, workbook):
        sheet = workbook.book["Outline"]
        sheet.cell(1, sheet.max_column + 1).value = "colour"
        sheet.cell(3, sheet.max_column).value = "red"
        (problem,) = workbook.problems()
        assert problem == ("KD102", f"Outline!{sheet.cell(3, sheet.max_column).coordinate}")

    def test_a_row_without_its_kind(self, workbook):
        place = workbook.put("Outcomes", "two", "Row", "grade")
        assert workbook.problems()[0] == ("KD750", place)

    def test_several_problems_at_once(self, workbook):
        places = [
            workbook.put("Requirements", "b", "Met if", "most books"),
            workbook.put("Outcomes", "two", "Rule", "every core level ≥ two"),
        ]
        assert [path for _, path in workbook.problems()] == places

    @pytest.mark.parametrize("entry", [".", "..", "/", "source//document", "colour", "tree", "a/b/c", "source"])
    def test_an_entry_that_there_is_not(self, workbook, entry):
        sheet = workbook.book["Framework"]
        sheet.append([entry, "red"])
        assert {code for code, _ in workbook.problems()} <= {"KD006", "KD102", "KD103", "KD750"}

    @pytest.mark.parametrize(
        ("sheet", "heading", "content"),
        [
            ("Figures and questions", "range", "5"),
            ("Outline", "levels", "5"),
            ("Outline", "levels", "{one: 5}"),
            ("Outline", "parts", "5"),
            ("Scales and levels", "steps", "5"),
            ("Outcomes", "needs", "5"),
            ("Outcomes", "cases/x", "5"),
        ],
    )
    def test_a_whole_beside_its_parts(self, workbook, sheet, heading, content):
        page = workbook.book[sheet]
        column = page.max_column + 1
        page.cell(1, column).value = heading
        for row in range(2, page.max_row + 1):
            page.cell(row, column).value = content
        assert workbook.problems()

    def test_no_workbook_of_a_framework(self, tmp_path, workbook):
        del workbook.book["Outline"]
        assert [code for code, _ in workbook.problems()] == ["KD750"]
        other = tmp_path / "a.xlsx"
        other.write_bytes(b"PK\x03\x04 no zip")
        with pytest.raises(InputError):
            open_framework_workbook(other)
        assert not is_framework_workbook(other)

    def test_a_definition_that_is_incomplete_names_a_cell(self, workbook):
        workbook.put("Figures and questions", "books", "Type", None)
        ((code, path),) = workbook.problems()
        named = workbook.cell("Figures and questions", "books", "Id").coordinate
        assert (code, path) == ("KD101", f"Figures and questions!{named}")


class TestCommands:
    """``export``, ``check``, ``lint`` and ``show`` take a workbook for a definition."""

    def run(self, *arguments):
        from click.testing import CliRunner

        from kiemdinh.cli import main

        return CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])

    def test_there_and_back(self, tmp_path):
        book, text = tmp_path / "naac.xlsx", tmp_path / "naac.yaml"
        assert self.run("export", "in.naac", "--format", "xlsx", "--out", book).exit_code == 0
        assert self.run("export", book, "--format", "yaml", "--out", text).exit_code == 0
        assert kd.load(text, unofficial=True) == kd.load("in.naac")

    def test_a_workbook_needs_a_file(self):
        assert self.run("export", "in.naac", "--format", "xlsx").exit_code == 2

    def test_a_workbook_is_checked(self, workbook):
        workbook.read()
        assert self.run("check", workbook.path).output == f"{workbook.path}: definition, ok\n"
        assert "org.example.library" not in self.run("show", workbook.path).output
        assert self.run("lint", workbook.path).exit_code in (0, 1)

    def test_its_problems_name_the_cell(self, workbook):
        place = workbook.put("Outcomes", "two", "Rule", "every core level")
        workbook.book.save(workbook.path)
        result = self.run("check", workbook.path)
        assert result.exit_code == 2
        assert place in result.output

    @pytest.mark.parametrize("title", ["Framework", "Outline", "Outcomes"])
    def test_a_sheet_that_was_renamed_is_named(self, workbook, title):
        workbook.book[title].title = "Sheet1"
        workbook.book.save(workbook.path)
        result = self.run("check", workbook.path)
        assert result.exit_code == 2
        assert f"Sheet1: error KD750: the sheet '{title}' is missing, and this one has its headings" in result.output
        assert result.output.count("KD") == 1
