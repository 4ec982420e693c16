"""Plain records: rows of a table and short dossiers, whose way from records to levels can be compiled.

A record is *plain* where its node has no other, all records are of one side, and none has a date or evidence that has
to be checked. Begin with ``shape``, which says what is recorded and what a compiled function asks of it;
``closed_rules`` writes the rules of a framework over it.

Words: to *close* a rule is to write its facts as conditions over records alone.

What must not come in: how records are read, and which back end compiles.
"""

from kiemdinh.assessment.plain.closed_rules import ClosedRules
from kiemdinh.assessment.plain.shape import NotPlainError, RecordFact, RecordKind, RecordShape

__all__ = ["ClosedRules", "NotPlainError", "RecordFact", "RecordKind", "RecordShape"]
