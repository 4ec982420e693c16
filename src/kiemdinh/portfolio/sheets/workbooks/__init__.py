"""Workbooks as sheets: XLSX by openpyxl and ODS by odfpy, which keep the type of each cell.

Begin with ``excel_sheet`` and ``open_document_sheet``. ``marks`` finds what a reader of cells does not report: merged
and hidden cells, formulas without a value. ``marked_rows`` decides which rows are read in spite of their marks, and
``zip_files`` refuses what would unpack to too much.

Words: a *mark* is what a spreadsheet says of cells in addition to their contents.
"""

from kiemdinh.portfolio.sheets.workbooks.excel_sheet import open_form, open_workbook
from kiemdinh.portfolio.sheets.workbooks.open_document_sheet import open_document, open_document_form
from kiemdinh.portfolio.sheets.workbooks.zip_files import check_elements, check_zip, is_old_or_locked

__all__ = [
    "check_elements",
    "check_zip",
    "is_old_or_locked",
    "open_document",
    "open_document_form",
    "open_form",
    "open_workbook",
]
