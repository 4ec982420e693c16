"""Tables and workbooks carried over to a new framework.

Begin with :func:`carry_over_many`; ``carried_table`` is what it returns, in frames of the kind that the caller has.
``carried_workbook`` writes the draft of one school as a workbook.

Words: a row is one school-year, as everywhere in ``portfolio``. What one school's records become must not come in: that
is for ``transitions.carrying``.
"""

from kiemdinh.portfolio.carrying.carried_table import CarriedRow, CarriedTable
from kiemdinh.portfolio.carrying.carried_workbook import write_carried_workbook
from kiemdinh.portfolio.carrying.carry_over_many import carry_over_many

__all__ = ["CarriedRow", "CarriedTable", "carry_over_many", "write_carried_workbook"]
