"""What results of tables have in common, whether they stand in memory or on disk, and the legend of their columns.

Begin with ``school_results``: tables of results, files of them, and the result of one school. ``legend`` says in a
workbook what each column is.

How a result comes about must not come in.
"""

from kiemdinh.portfolio.batch.results.legend import build_legend
from kiemdinh.portfolio.batch.results.school_results import SchoolResults

__all__ = ["SchoolResults", "build_legend"]
