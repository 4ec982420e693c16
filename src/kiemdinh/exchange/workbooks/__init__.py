"""A framework as a workbook: written for authors who do not write YAML, and read as a definition.

Begin with ``sheets``, which has the place of each part, then ``writing`` and ``reading``. ``records`` spreads a
definition over rows, and ``definition_rows`` puts rows together again. ``cell_forms`` knows how a cell is written;
``rule_writer`` and ``rule_reader`` write and read rules as sentences.

Words: the *form* of a cell is how its text is read; a *sentence* is a rule in words.

What must not come in: whether a definition is right. Its loader says so; problems that are found here are about cells.
"""

from kiemdinh.exchange.workbooks.reading import (
    is_framework_workbook,
    open_framework_workbook,
    read_framework_workbook,
)
from kiemdinh.exchange.workbooks.writing import write_framework_workbook

__all__ = [
    "is_framework_workbook",
    "open_framework_workbook",
    "read_framework_workbook",
    "write_framework_workbook",
]
