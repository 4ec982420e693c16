"""The forms of a table of schools, each laid out so that a row is one assessment.

Begin with ``layout``, which has the form that the others are brought into, and tables that have it as they stand.
``long_rows`` are tables with a record in each row, ``year_rows`` tables whose rows of one school differ by their year.
``step_columns`` makes one finding of the columns of the steps of a criterion.

Words: a *layout* has rows of which each is one assessment, and columns of which each is about one thing.

What a cell of a criterion or a figure means must not come in.
"""

from kiemdinh.portfolio.tables.layouts.layout import Layout, RawRows, lay_out_wide
from kiemdinh.portfolio.tables.layouts.long_rows import lay_out_long
from kiemdinh.portfolio.tables.layouts.step_columns import join_steps
from kiemdinh.portfolio.tables.layouts.year_rows import lay_out_years

__all__ = ["Layout", "RawRows", "join_steps", "lay_out_long", "lay_out_wide", "lay_out_years"]
