"""Registers of members, and their results under other frameworks, that a caller gives in addition to a dossier.

Begin with ``given_members``, which adds both to a dossier. ``member_rows`` writes entries of a register as a dossier
has them, ``result_tables`` reads tables of results, and ``computed_results`` takes those that a batch has worked out.

Words: a *kind* of members is a word of ``subject.has``; a *row of a dossier* is plain data as its file would have it.

What a record means must not come in: rows are read by the reader of dossiers.
"""

from kiemdinh.portfolio.populations.computed_results import (
    ComputedResult,
    list_computed,
    list_origins,
    name_outcome,
)
from kiemdinh.portfolio.populations.given_members import GivenMembers, open_members

__all__ = [
    "ComputedResult",
    "GivenMembers",
    "list_computed",
    "list_origins",
    "name_outcome",
    "open_members",
]
