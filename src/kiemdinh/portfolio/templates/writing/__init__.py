"""Making a workbook to fill in, of one school, empty or with its records, or with a row for each school of a list.

Begin with ``questions``, what a workbook asks, each with its ``answers``. ``school_workbook`` and ``table_workbook``
put them into sheets, by ``book``, which knows openpyxl, and ``legend``, the last sheet. ``filled_rows`` has the records
of a dossier as cells. ``school_list`` reads the list.

What is written here reads back without a problem.
"""

from kiemdinh.portfolio.templates.writing.answers import Answer
from kiemdinh.portfolio.templates.writing.book import Book, FormSheet
from kiemdinh.portfolio.templates.writing.questions import Question, QuestionGroup, QuestionLister
from kiemdinh.portfolio.templates.writing.school_workbook import make_school_workbook, write_school_workbook
from kiemdinh.portfolio.templates.writing.table_workbook import make_table_workbook

__all__ = [
    "Answer",
    "Book",
    "FormSheet",
    "Question",
    "QuestionGroup",
    "QuestionLister",
    "make_school_workbook",
    "make_table_workbook",
    "write_school_workbook",
]
