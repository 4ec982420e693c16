"""Pages as files: DOCX, PDF and XLSX.

Begin with ``write_docx``, which makes a page an office document; ``pdf`` and ``workbook`` make the other files of the
same page, and ``fill_template`` fills in a document that a user has made.

Words: a *sheet* is a sheet of paper, in portrait or landscape; a *file* is returned as bytes, the same for the same
page on any machine.

What must not come in: what a result means. A document is made of a page, and no sentence is made here.
"""

from typing import TYPE_CHECKING

from kiemdinh.documents.paper import Paper
from kiemdinh.lazy import load_on_use
from kiemdinh.narration.layout import (
    Item,
    Line,
    Page,
    PageBreak,
    PageTable,
    Picture,
    Section,
    SideBySide,
    Title,
)

if TYPE_CHECKING:
    from kiemdinh.documents.docx import write_docx
    from kiemdinh.documents.pdf import draw_png, list_missing_letters, write_pdf
    from kiemdinh.documents.template import fill_template
    from kiemdinh.documents.workbook import write_xlsx

__all__ = [
    "Item",
    "Line",
    "Page",
    "PageBreak",
    "PageTable",
    "Paper",
    "Picture",
    "Section",
    "SideBySide",
    "Title",
    "draw_png",
    "fill_template",
    "list_missing_letters",
    "write_docx",
    "write_pdf",
    "write_xlsx",
]

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(
        __name__,
        {
            "docx": ("write_docx",),
            "pdf": ("draw_png", "list_missing_letters", "write_pdf"),
            "template": ("fill_template",),
            "workbook": ("write_xlsx",),
        },
    )
