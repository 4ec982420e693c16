"""Workbooks to fill in: an empty one for one school or for many, and one that a school has filled in.

Begin with ``writing``, which makes an empty one, then ``reading``, which opens that of one school as a dossier. That
of many schools is a table like any other, and ``tables`` reads it. ``labels`` has what sheets, columns and rows are
called.

Words: a *question* is a finding or a figure that is asked for; an *answer* is what can be written there; the *head* is
the sheet that says who is assessed and when.

What a dossier means must not come in: what stands in cells goes to the readers of dossiers.
"""

from kiemdinh.portfolio.templates.reading import (
    CellSource,
    SchoolWorkbook,
    open_school_workbook,
    read_school_workbook,
    read_schools,
)
from kiemdinh.portfolio.templates.writing import (
    Answer,
    Book,
    FormSheet,
    Question,
    QuestionGroup,
    QuestionLister,
    make_school_workbook,
    make_table_workbook,
    write_school_workbook,
)

__all__ = [
    "Answer",
    "Book",
    "CellSource",
    "FormSheet",
    "Question",
    "QuestionGroup",
    "QuestionLister",
    "SchoolWorkbook",
    "make_school_workbook",
    "make_table_workbook",
    "open_school_workbook",
    "read_school_workbook",
    "read_schools",
    "write_school_workbook",
]
