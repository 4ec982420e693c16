"""A framework as a workbook: written for authors who do not write YAML, and read as a definition.

Begin with ``sheets``, what stands where, then ``writing`` and ``reading``. ``records`` spreads a definition over rows,
and ``definition_rows`` puts rows together again. ``cell_forms`` knows how a cell is written; ``rule_writer`` and
``rule_reader`` write and read rules as sentences.

Words: the *form* of a cell is how its text is read; a *sentence* is a rule in words.

Whether a definition is right is for its loader to say; what is said here is about cells.
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
