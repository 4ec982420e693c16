"""A page as an office document (DOCX): A4, Times New Roman, headings that a word processor knows as such."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any, Final

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.documents.fixed_zip import fix_times
from kiemdinh.documents.paper import (
    A4_UPRIGHT,
    FONT,
    MARGINS,
    SIDES,
    TEXT_SIZE,
    Paper,
    clean,
    find_moment,
    is_small,
    share_columns,
    side_size,
    stays_whole,
    table_size,
)
from kiemdinh.documents.pdf import draw_png
from kiemdinh.narration.layout import (
    Item,
    Line,
    Page,
    PageBlock,
    PageBreak,
    PageTable,
    Picture,
    Section,
    SideBySide,
    Title,
)

__all__ = ["write_docx"]

_TWIPS_PER_MM: Final = 1440 / 25.4
_HEADING_RANKS: Final = 4
_LIST_RANKS: Final = 3
_LOCALES: Final = {"vi": "vi-VN", "en": "en-GB"}


def write_docx(page: Page, paper: Paper = A4_UPRIGHT) -> bytes:
    """Return the page as a document that a word processor opens.

    Headings and lists have the styles of headings and lists, and the head of a table is repeated on each sheet. Pages
    are numbered at the top, from the second on. The cost is linear in the page.

    Raises
    ------
    InputError
        The extra ``documents`` is not installed (KD717).

    Examples
    --------
    >>> file = write_docx(Page("Safety", (Line("There is a plan."),)))
    >>> file[:2]
    b'PK'
    """
    writer = _DocxWriter(import_format("docx", "documents"), paper)
    writer.write(page)
    return writer.save(clean(page.title))


class _DocxWriter:
    """Writes the blocks of a page, one after the other, to a document of python-docx."""

    def __init__(self, docx: Any, paper: Paper) -> None:
        self.docx, self.paper = docx, paper
        self.document = docx.Document()
        self.body = self.document.element.body
        self.begins_sheet = False
        self._set_paper()
        self._set_styles()
        self._number_pages()

    def save(self, title: str) -> bytes:
        """Return the file; nothing in it says when it was written."""
        core = self.document.core_properties
        core.title, core.author, core.comments, core.language = title, "", "", _LOCALES[self.paper.lang]
        core.created = core.modified = find_moment(self.paper.made)
        core.last_modified_by, core.revision = "", 1
        file = io.BytesIO()
        self.document.save(file)
        return fix_times(file.getvalue())

    # -- paper and styles ------------------------------------------------------------------------------------

    def _set_paper(self) -> None:
        shared, section = self.docx.shared, self.document.sections[0]
        section.page_width, section.page_height = map(shared.Mm, self.paper.size)
        if self.paper.across:
            section.orientation = self.docx.enum.section.WD_ORIENT.LANDSCAPE
        sides = ("top_margin", "right_margin", "bottom_margin", "left_margin")
        for name, width in zip(sides, MARGINS, strict=True):
            setattr(section, name, shared.Mm(width))
        section.header_distance = section.footer_distance = shared.Mm(10)

    def _set_styles(self) -> None:
        styles, pt = self.document.styles, self.docx.shared.Pt
        normal = styles["Normal"]
        self._set_font(normal, TEXT_SIZE)
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = pt(6), 1.15
        names = ["Title", *(f"Heading {rank}" for rank in range(1, _HEADING_RANKS + 1))]
        for name in names:
            style = styles[name]
            self._set_font(style, TEXT_SIZE + 1 if name in ("Title", "Heading 1") else TEXT_SIZE)
            style.font.bold, style.font.italic = True, name == "Heading 4"
            style.font.color.rgb = self.docx.shared.RGBColor(0, 0, 0)
            style.paragraph_format.space_before, style.paragraph_format.space_after = pt(12), pt(6)
            style.paragraph_format.keep_with_next = True
        for border in styles["Title"].element.xpath(".//w:pBdr"):
            border.getparent().remove(border)
        styles["Title"].paragraph_format.alignment = self.docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
        for rank in range(_LIST_RANKS):
            self._set_font(styles[_list_style(rank)], TEXT_SIZE)
        language = self.document.styles.element.xpath(".//w:rPrDefault//w:lang")
        for one in language:
            one.set(self._qualify_name("w:val"), _LOCALES[self.paper.lang])

    def _set_font(self, style: Any, size: int) -> None:
        style.font.name, style.font.size = FONT, self.docx.shared.Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            if name.endswith("Theme"):
                del fonts.attrib[name]
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(self._qualify_name(f"w:{kind}"), FONT)

    def _number_pages(self) -> None:
        """Number the sheets at the top, in the middle, from the second on."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = self.docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
        field = self._make_element("w:fldSimple", {"w:instr": "PAGE"})
        field.append(self._make_run("2"))
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields

    # -- blocks --------------------------------------------------------------------------------------------

    def write(self, page: Page) -> None:
        """Write a whole page, with its title at the top unless the blocks contain the title."""
        if page.title and not any(isinstance(block, Title) for block in page.blocks):
            self._add_element(self._make_paragraph(page.title, "Title"))
        self._write_blocks(page.blocks, 1)

    def _write_blocks(self, blocks: Sequence[PageBlock], rank: int, *, has_end: bool = False) -> None:
        """Write blocks; with *has_end* the last one stays on the same sheet as the blocks that follow."""
        for block, following in zip_longest(blocks, blocks[1:]):
            # A signature must not be alone on a sheet.
            stays = isinstance(following, SideBySide) or (following is None and has_end)
            match block:
                case Line():
                    self._add_element(self._make_line(block))
                case Item():
                    self._write_item(block, 0)
                case PageTable():
                    self._write_table(block, stays=stays)
                case SideBySide(left, right):
                    self._write_sides((left, right))
                case Title(text):
                    self._add_element(self._make_paragraph(text, "Title"))
                case PageBreak():
                    self.begins_sheet = True
                case Picture():
                    self._write_picture(block)
                case Section(title, below):
                    self._add_element(self._make_paragraph(title, f"Heading {min(rank, _HEADING_RANKS)}"))
                    self._write_blocks(below, rank + 1, has_end=stays)
            if stays:
                self._keep_with_next(self.body[-2])

    def _write_item(self, item: Item, rank: int) -> None:
        self._add_element(self._make_paragraph(item.text, _list_style(rank)))
        if item.parts:
            self._keep_with_next(self.body[-2])
        for part in item.parts:
            self._write_item(part, rank + 1)

    def _write_picture(self, picture: Picture) -> None:
        # Word processors differ in how they show SVG, and some do not show it at all.
        shape = self.document.add_picture(
            io.BytesIO(draw_png(picture.svg)), width=self.docx.shared.Mm(self.paper.inner_width)
        )
        highest = self.docx.shared.Mm(self.paper.size[1] - MARGINS[0] - MARGINS[2] - 25)
        if shape.height > highest:
            shape.width, shape.height = int(shape.width * highest / shape.height), highest
        shape._inline.docPr.set("descr", clean(picture.text))  # noqa: SLF001 - python-docx has no such text
        self.document.paragraphs[-1].alignment = self.docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER

    def _write_sides(self, sides: tuple[tuple[Line, ...], tuple[Line, ...]]) -> None:
        table, widths = self._make_table(SIDES, borders=False)
        row = self._make_element("w:tr")
        row.append(self._make_row_properties("w:cantSplit"))
        for side, width in zip(sides, widths, strict=True):
            lines = [self._make_side_line(line) for line in side]
            row.append(self._make_cell(lines or [self._make_element("w:p")], width))
        table.append(row)
        self._add_element(table)
        self._add_element(self._make_paragraph("", None))

    def _write_table(self, block: PageTable, *, stays: bool) -> None:
        size = table_size(block)
        table, widths = self._make_table(share_columns(block, self.paper))
        aligns = ["left" if i in (0, *block.texts) else "center" for i in range(len(block.header))]
        head = self._make_element("w:tr")
        head.append(self._make_row_properties("w:cantSplit", "w:tblHeader"))
        for text, width in zip(block.header, widths, strict=True):
            head.append(self._make_cell([self._make_paragraph(text, None, size, "center", bold=True)], width))
        table.append(head)
        for cells in block.rows:
            row = self._make_element("w:tr")
            if stays_whole(cells):
                row.append(self._make_row_properties("w:cantSplit"))
            for text, width, align in zip(cells, widths, aligns, strict=True):
                row.append(self._make_cell([self._make_paragraph(text, None, size, align)], width))
            table.append(row)
        # The head stays with the first row, and the last row with the one before it.
        rows = table.tr_lst
        kept = rows[:-1] if is_small(block) else (rows[0], rows[-2])
        self._keep_with_next(*kept, *(rows[-1:] if stays else ()))
        self._add_element(table)
        self._add_element(self._make_paragraph("", None, 6))

    # -- parts of blocks -------------------------------------------------------------------------------------

    def _add_element(self, element: Any) -> None:
        """Put an element at the end of the document, before the properties of its section."""
        if self.begins_sheet:
            self.begins_sheet = False
            self._begin_sheet(element)
        self.body.insert(len(self.body) - 1, element)

    def _begin_sheet(self, element: Any) -> None:
        """Let a paragraph begin on a new sheet; before a table an empty paragraph is added for this."""
        # A separate page break would leave an empty sheet if the sheet before is full.
        if element.tag != self._qualify_name("w:p"):
            self._add_element(self._make_paragraph("", None, 2))
            element = self.body[-2]
        element.get_or_add_pPr().get_or_add_pageBreakBefore()

    def _keep_with_next(self, *elements: Any) -> None:
        """Keep paragraphs, or those of rows, on the same sheet as what follows them."""
        for element in elements:
            for paragraph in element.iter(self._qualify_name("w:p")):
                paragraph.get_or_add_pPr().get_or_add_keepNext()

    def _make_line(self, line: Line) -> Any:
        align = "both" if line.align == "left" else line.align
        return self._make_paragraph(line.text, None, None, align, line.strong, line.slanted)

    def _make_side_line(self, line: Line) -> Any:
        return self._make_paragraph(line.text, None, side_size(line.text), "center", line.strong, line.slanted)

    def _make_paragraph(
        self,
        text: str,
        style: str | None,
        size: int | None = None,
        align: str | None = None,
        bold: bool = False,
        slanted: bool = False,
    ) -> Any:
        paragraph = self._make_element("w:p")
        properties = paragraph.get_or_add_pPr()
        if style is not None:
            properties.append(self._make_element("w:pStyle", {"w:val": self.document.styles[style].style_id}))
        if size is not None:
            properties.append(self._make_element("w:spacing", {"w:after": "0", "w:line": "240"}))
        if align is not None:
            properties.append(self._make_element("w:jc", {"w:val": align}))
        paragraph.append(self._make_run(text, size, bold=bold, slanted=slanted))
        return paragraph

    def _make_run(self, text: str, size: int | None = None, *, bold: bool = False, slanted: bool = False) -> Any:
        run = self._make_element("w:r")
        properties = run.get_or_add_rPr()
        if bold:
            properties.append(self._make_element("w:b"))
        if slanted:
            properties.append(self._make_element("w:i"))
        if size is not None:
            properties.append(self._make_element("w:sz", {"w:val": str(size * 2)}))
        words = self._make_element("w:t")
        words.text = clean(text)
        run.append(words)
        return run

    def _make_table(self, shares: Sequence[int], *, borders: bool = True) -> tuple[Any, list[int]]:
        """Return an empty table over the width of the sheet, and the widths of its columns in twips."""
        whole = round(self.paper.inner_width * _TWIPS_PER_MM)
        widths = [whole * share // sum(shares) for share in shares]
        table = self._make_element("w:tbl")
        properties = self._make_element("w:tblPr")
        if borders:
            properties.append(self._make_element("w:tblStyle", {"w:val": self.document.styles["Table Grid"].style_id}))
        properties.append(self._make_element("w:tblW", {"w:w": str(sum(widths)), "w:type": "dxa"}))
        properties.append(self._make_element("w:tblLayout", {"w:type": "fixed"}))
        margins = self._make_element("w:tblCellMar")
        for side, width in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70)):
            margins.append(self._make_element(f"w:{side}", {"w:w": str(width), "w:type": "dxa"}))
        properties.append(margins)
        grid = self._make_element("w:tblGrid")
        for width in widths:
            grid.append(self._make_element("w:gridCol", {"w:w": str(width)}))
        table.extend([properties, grid])
        return table, widths

    def _make_row_properties(self, *names: str) -> Any:
        properties = self._make_element("w:trPr")
        properties.extend([self._make_element(name) for name in names])
        return properties

    def _make_cell(self, paragraphs: Iterable[Any], width: int) -> Any:
        cell = self._make_element("w:tc")
        properties = self._make_element("w:tcPr")
        properties.append(self._make_element("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
        cell.append(properties)
        cell.extend(list(paragraphs))
        return cell

    def _make_element(self, name: str, attributes: dict[str, str] | None = None) -> Any:
        element = self.docx.oxml.OxmlElement(name)
        for key, value in (attributes or {}).items():
            element.set(self._qualify_name(key), value)
        return element

    def _qualify_name(self, prefixed: str) -> str:
        return str(self.docx.oxml.ns.qn(prefixed))


def _list_style(rank: int) -> str:
    """Return the style of an entry of a list: ``List Bullet``, ``List Bullet 2``, ``List Bullet 3``."""
    return "List Bullet" if rank == 0 else f"List Bullet {min(rank + 1, _LIST_RANKS)}"
