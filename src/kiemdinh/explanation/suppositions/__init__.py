"""Suppositions of what-if, which name things by the ids of results, as records of a dossier (semantics 5.3, 5.5, 6.4).

Begin with ``records``: what is supposed of the nodes and inputs of the subject itself. ``others`` has what is supposed
of members of registers, and of outcomes under other frameworks.

Words: a *supposition* is an id of a result, such as a repair names it, with what is taken to hold of it.
"""

from kiemdinh.explanation.suppositions.others import BELOW_STEPS, is_of_others, replace_records, write_records
from kiemdinh.explanation.suppositions.records import is_input, write_findings, write_values

__all__ = [
    "BELOW_STEPS",
    "is_input",
    "is_of_others",
    "replace_records",
    "write_findings",
    "write_records",
    "write_values",
]
