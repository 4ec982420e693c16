"""Files of a page are opened again by other programs: words, order, heads of tables, and the same bytes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import docx
import openpyxl
import pypdf
import pytest
from pages import HOSTILE, PAGE, WORD

from kiemdinh.documents import (
    Paper,
    draw_png,
    list_missing_letters,
    write_docx,
    write_pdf,
    write_xlsx,
)
from kiemdinh.narration.layout import (
    Item,
    Line,
    Page,
    PageBreak,
    PageTable,
    Picture,
    Section,
    SideBySide,
    render_html,
    render_markdown,
    render_text,
)

WORDS = ["A & B <x>", "{{ 7 * 7 }} {% for x in y %}", "=1+1", "abcde", "two lines and a tab", WORD]
WRITERS = [write_docx, write_pdf, write_xlsx]


def name_of(writer):
    return writer.__name__


def open_docx(page=PAGE, **paper):
    return docx.Document(io.BytesIO(write_docx(page, Paper(**paper))))


def words_of_docx(document):
    return [text.text or "" for text in document.element.body.iter(docx.oxml.ns.qn("w:t"))]


def words_of_pdf(content):
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s", "", text.replace("\u200b", ""))


class TestEveryForm:
    @pytest.mark.parametrize("writer", WRITERS, ids=name_of)
    def test_the_same_page_gives_the_same_bytes(self, writer):
        assert writer(PAGE) == writer(PAGE)

    @pytest.mark.parametrize("writer", WRITERS, ids=name_of)
    def test_an_empty_page_is_a_file_too(self, writer):
        assert len(writer(Page("", ()))) > 100

    @pytest.mark.parametrize("writer", WRITERS, ids=name_of)
    def test_a_table_without_rows(self, writer):
        assert len(writer(Page("x", (PageTable(("a", "b"), ()),)))) > 100

    def test_words_stand_in_text_markdown_and_html_too(self):
        assert "Độc lập - Tự do - Hạnh phúc" in render_text(PAGE)
        assert "Ngày ký" in render_markdown(PAGE)
        html = render_html(PAGE)
        assert '<p class="right"><em>Ngày ký</em></p>' in html
        assert "A &amp; B &lt;x&gt;" in html
        assert '<div class="new-page"></div>' in html


class TestDocx:
    def test_every_word_is_there_once_in_the_text_and_twice_in_the_table(self):
        words = words_of_docx(open_docx())
        assert {text: words.count(text) for text in WORDS} == dict.fromkeys(WORDS, 3)

    def test_headings_are_headings(self):
        styles = {p.text: p.style.name for p in open_docx().paragraphs if p.text}
        assert (styles["Tiêu chí"], styles["Bên dưới"]) == ("Heading 1", "Heading 2")
        assert (styles["một"], styles["hai"], styles["bốn"]) == ("List Bullet", "List Bullet 2", "List Bullet 3")

    def test_the_head_of_a_table_stands_on_each_sheet(self):
        table = open_docx().tables[1]
        rows = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
        assert rows == [True] + [False] * len(HOSTILE)

    @pytest.mark.parametrize("across", [False, True])
    def test_it_is_a4_with_margins(self, across):
        section = open_docx(across=across).sections[0]
        sides = section.page_width.mm, section.page_height.mm
        assert [round(side) for side in sides] == ([297, 210] if across else [210, 297])
        assert [round(m.mm) for m in (section.left_margin, section.right_margin)] == [30, 15]

    def test_tables_are_as_wide_as_the_sheet_allows(self):
        for table in open_docx().tables:
            widths = [int(one.get(docx.oxml.ns.qn("w:w"))) for one in table._tbl.tblGrid]
            assert 0.98 * 165 <= sum(widths) / 1440 * 25.4 <= 165

    def test_a_new_sheet_begins_with_a_paragraph_and_leaves_no_empty_one(self):
        page = Page("x", (Line("a"), PageBreak(), PageTable(("b",), (("c",),)), PageBreak(), Line("d")))
        document = open_docx(page)
        begins = [p.text for p in document.paragraphs if p._p.xpath("./w:pPr/w:pageBreakBefore")]
        assert begins == ["", "d"]
        assert not document.element.body.xpath(".//w:br")

    def test_the_picture_has_words(self):
        descriptions = open_docx().element.body.xpath(".//wp:docPr/@descr")
        assert descriptions == ["Hình"]

    def test_no_part_tells_when_it_was_written(self):
        with zipfile.ZipFile(io.BytesIO(write_docx(PAGE))) as archive:
            assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_many_rows(self):
        rows = tuple((f"{i}", "x", "y") for i in range(2000))
        assert len(open_docx(Page("x", (PageTable(("a", "b", "c"), rows),))).tables[0]._tbl.tr_lst) == 2001

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
    def test_libreoffice_prints_it(self, tmp_path):
        (tmp_path / "page.docx").write_bytes(write_docx(PAGE))
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        call = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
        subprocess.run([*call, str(tmp_path / "page.docx")], check=True, capture_output=True, timeout=900)
        printed = words_of_pdf((tmp_path / "page.pdf").read_bytes())
        assert all(re.sub(r"\s", "", text) in printed for text in WORDS)


class TestPdf:
    def test_every_word_is_there(self):
        printed = words_of_pdf(write_pdf(PAGE))
        assert [text for text in WORDS if re.sub(r"\s", "", text) not in printed] == []

    def test_it_is_a4(self):
        box = pypdf.PdfReader(io.BytesIO(write_pdf(PAGE))).pages[0].mediabox
        assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (210, 297)

    def test_its_letters_are_in_it(self):
        reader = pypdf.PdfReader(io.BytesIO(write_pdf(PAGE)))
        fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
        descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
        assert descriptors
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)

    def test_words_are_no_code(self):
        printed = words_of_pdf(write_pdf(Page("x", (Line('#panic("x") ] } ) " \\" #read("/etc/passwd")'),))))
        assert '#read("/etc/passwd")' in printed

    def test_letters_that_are_missing(self):
        rows = (("🙂", "Kế hoạch → ☑ ₫ ≥ “…”"), ("ក", "−"))
        page = Page("王", (Line("한"), PageTable(("Đường", "x"), rows), Picture("<svg><text>ﷺ</text></svg>", "")))
        assert list_missing_letters(page) == ["ក", "王", "한", "ﷺ", "🙂"]
        assert list_missing_letters(PAGE) == []

    def test_marks_that_have_no_drawing_of_their_own_are_not_missing(self):
        assert list_missing_letters(Page("x", (Line("e\u0301 ✓\ufe0f a\u200db"),))) == []

    def test_the_letters_that_are_not_looked_up_are_there(self):
        latin = "".join(map(chr, (*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2028))))
        usual = [letter for letter in latin if letter.isprintable()]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kiemdinh.documents.pdf._IN_EVERY_FONT", ((0x20, 0x7E),))
            assert list_missing_letters(Page("x", (Line("".join(usual)),))) == []

    def test_more_letters_than_are_looked_up(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.documents.pdf._MOST_LETTERS", 1)
        assert list_missing_letters(Page("x", (Line("→☑🙂"),))) == ["☑", "🙂"]

    def test_a_picture(self):
        assert draw_png('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>').startswith(b"\x89PNG")


SIGNED = SideBySide((), (Line("HEAD", strong=True), Line(""), Line("Name")))
TABLE = tuple((f"row {i}.", "x " * 40) for i in range(60))


def pages_of(*blocks):
    """What stands on each sheet of a PDF."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_pdf(Page("x", blocks)))).pages]


class TestWhoSigns:
    """Who signs is never alone on a sheet."""

    @pytest.mark.parametrize("n", range(12, 34, 2))
    @pytest.mark.parametrize("depth", [0, 1])
    def test_in_a_pdf_the_last_two_rows_stand_above(self, n, depth):
        block = PageTable(("COLUMN", "b"), TABLE[:n], widths=(30, 70))
        for _ in range(depth):
            block = Section("inside", (block,))
        pages = pages_of(block, SIGNED)
        (signed,) = [text for text in pages if "HEAD" in text]
        assert signed is pages[-1]
        assert all(words in signed for words in ("COLUMN", f"row {n - 2}.", f"row {n - 1}.", "Name"))
        assert "".join(pages).count("row ") == n

    @pytest.mark.parametrize("n", [0, 1, 2, 3])
    def test_below_a_table_of_few_rows(self, n):
        (text,) = pages_of(PageTable(("a", "b"), TABLE[:n]), SIGNED)
        assert text.count("row ") == n
        assert "HEAD" in text

    @pytest.mark.parametrize("n", range(25, 40, 3))
    def test_below_a_line_or_an_item(self, n):
        for last in (Line("the last line"), Item("the last line")):
            pages = pages_of(*(Line("line") for _ in range(n)), last, SIGNED)
            assert "the last line" in next(text for text in pages if "HEAD" in text)

    @pytest.mark.parametrize("last", [Line("word " * 4000), Item("word " * 4000), Item("a", (Item("word " * 4000),))])
    def test_what_is_longer_than_a_sheet_is_printed_whole(self, last):
        pages = pages_of(last, SIGNED)
        assert "".join(pages).count("word") == 4000
        assert max(text.count("word") for text in pages) < 1500

    @pytest.mark.parametrize("n", [1, 2, 5])
    def test_rows_that_are_longer_than_a_sheet_are_printed_whole(self, n):
        pages = pages_of(PageTable(("a", "b"), (("x", "word " * 4000),) * n, widths=(1, 9)), SIGNED)
        assert "".join(pages).count("word") == 4000 * n
        assert max(text.count("word") for text in pages) < 1500

    def test_narrow_columns_make_high_rows_that_are_printed_whole(self):
        rows = (("x", "word " * 50),) * 4
        pages = pages_of(PageTable(("a", "b"), rows, widths=(19, 1)), SIGNED)
        assert "".join(pages).count("word") == 200
        assert len(pages) > 2

    def test_at_the_top_behind_a_new_sheet_and_twice(self):
        pages = pages_of(SIGNED, Line("a"), PageBreak(), SIGNED, SIGNED, SIGNED, Section("empty", ()), SIGNED)
        assert [text.count("HEAD") for text in pages] == [1, 4]

    def test_in_a_docx_what_stands_above_is_kept_with_it(self):
        document = open_docx(Page("x", (Section("s", (PageTable(("a", "b"), TABLE[:20]),)), SIGNED)))
        kept = [bool(row._tr.xpath(".//w:keepNext")) for row in document.tables[0].rows]
        assert kept == [True] + [False] * 18 + [True, True]
        between = document.tables[0]._tbl.getnext()
        assert between.xpath("./w:pPr/w:keepNext")
        assert between.getnext() is document.tables[1]._tbl

    def test_in_a_docx_without_one_the_last_row_stays_with_the_one_before_it(self):
        document = open_docx(Page("x", (PageTable(("a", "b"), TABLE[:20]), Line("y"))))
        kept = [bool(row._tr.xpath(".//w:keepNext")) for row in document.tables[0].rows]
        assert kept == [True] + [False] * 18 + [True, False]
        assert not document.tables[0]._tbl.getnext().xpath("./w:pPr/w:keepNext")


class TestSheets:
    def test_a_small_table_stays_on_one_sheet(self):
        small = PageTable(("COLUMN", "b"), tuple((f"row {i}.", "x") for i in range(4)))
        for n in range(25, 40, 2):
            pages = pages_of(*(Line("line") for _ in range(n)), small)
            assert [text.count("COLUMN") for text in pages if "row" in text] == [1]
        rows = open_docx(Page("x", (small,))).tables[0].rows
        assert [bool(row._tr.xpath(".//w:keepNext")) for row in rows] == [True] * 4 + [False]

    def test_an_item_stays_with_its_first_part(self):
        for n in range(25, 40):
            pages = pages_of(*(Line("line") for _ in range(n)), Item("THE ITEM", (Item("its part"), Item("another"))))
            assert [("its part" in text) for text in pages if "THE ITEM" in text] == [True]
        (item,) = [p for p in open_docx(Page("x", (Item("a", (Item("b"),)),))).paragraphs if p.text == "a"]
        assert item.paragraph_format.keep_with_next

    def test_html_lies_across_where_it_is_asked_for(self):
        assert "size: A4 landscape" in render_html(PAGE, across=True)
        assert "landscape" not in render_html(PAGE)

    def test_html_breaks_very_long_words_alone(self):
        html = render_html(Page("x", (PageTable(("MC.1.1.01", "y"), ((WORD, "z"),), texts=(0,)),)))
        assert f'<td class="text long">{WORD}</td><td>z</td>' in html
        assert '<th class="text">MC.1.1.01</th>' in html


class TestXlsx:
    def test_every_cell_is_a_text(self):
        book = openpyxl.load_workbook(io.BytesIO(write_xlsx(PAGE)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [cell.value for cell in cells].count("=1+1") == 3

    def test_a_table_has_a_sheet_of_its_own(self):
        book = openpyxl.load_workbook(io.BytesIO(write_xlsx(PAGE)))
        assert book.sheetnames == ["Trường “Bình An” & con", "Tiêu chí"]
        sheet = book["Tiêu chí"]
        assert [cell.value for cell in sheet[2]] == ["Tên", "Số", "Lời"]
        assert sheet.freeze_panes == "A3"
        assert sheet.print_title_rows == "$2:$2"
        assert sheet.page_setup.paperSize == 9

    def test_names_of_sheets_are_allowed_and_differ(self):
        table = PageTable(("a",), (("b",),))
        page = Page("[x]:*?/" * 9, (table, table, table))
        names = openpyxl.load_workbook(io.BytesIO(write_xlsx(page))).sheetnames
        assert len(set(map(str.casefold, names))) == 3
        assert all(len(name) <= 31 for name in names)

    def test_a_text_that_is_too_long_for_a_cell_says_so(self):
        page = Page("x", (PageTable(("a",), (("b" * 40_000,),)),))
        cell = openpyxl.load_workbook(io.BytesIO(write_xlsx(page))).active["A3"].value
        assert (len(cell), cell[-1]) == (32_767, "…")

    def test_rows_are_as_high_as_their_words_need(self):
        page = Page("x", (PageTable(("a", "b"), (("one", "two"), ("word " * 60, "y"))),))
        heights = openpyxl.load_workbook(io.BytesIO(write_xlsx(page))).active.row_dimensions
        assert heights[3].height < 20
        assert 60 < heights[4].height < 409
