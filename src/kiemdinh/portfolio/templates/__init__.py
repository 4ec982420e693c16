"""Workbooks to fill in: an empty one for one school or for many, and one that a school has filled in.

Begin with ``questions``, what a workbook asks. ``school_workbook`` and ``table_workbook`` write one, by ``book`` and
``legend``; ``read_school_workbook`` reads that of one school as an open dossier, whose problems name cells. That of
many schools is a table like any other, and ``tables`` reads it.

Words: a *question* is a finding or a figure that is asked for; an *answer* is what can be written there; the *head* is
the sheet that says who is assessed and when.

What a dossier means must not come in: what stands in cells goes to the readers of dossiers.
"""

from kiemdinh.portfolio.templates.read_school_workbook import open_school_workbook
from kiemdinh.portfolio.templates.school_workbook import make_school_workbook
from kiemdinh.portfolio.templates.table_workbook import make_table_workbook

__all__ = ["make_school_workbook", "make_table_workbook", "open_school_workbook"]
