"""Opening the workbook of one school as a dossier whose problems name cells.

Begin with ``open_school_workbook``. ``form_sheets`` recognises the sheets by their headings; ``head_reader``,
``record_rows`` and ``list_reader`` put their rows into a dossier by ``dossier_builder``, and ``cell_source`` knows the
cell of each part.

Whether what stands there is right is for the readers of dossiers to say.
"""

from kiemdinh.portfolio.templates.reading.cell_source import CellSource
from kiemdinh.portfolio.templates.reading.open_school_workbook import (
    SchoolWorkbook,
    open_school_workbook,
    read_school_workbook,
)
from kiemdinh.portfolio.templates.reading.school_rows import read_schools

__all__ = ["CellSource", "SchoolWorkbook", "open_school_workbook", "read_school_workbook", "read_schools"]
