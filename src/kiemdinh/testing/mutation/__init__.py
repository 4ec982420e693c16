"""Mutation of a definition: which one-place changes of it no scenario notices.

Begin with ``changes`` (the changes that are tried), then ``mutate.py`` (from a framework and scenarios to a report).
``suite_order.py`` says which scenarios are tried on a mutant first, ``notice.py`` and ``relevance.py`` say whether a
scenario notices it, and ``equivalence.py`` proves for unnoticed mutants that no scenario could notice them.

Words: a *mutant* is a framework with one change; it is *killed* by a scenario that no longer passes, *refused* where it
cannot be loaded, and *equivalent* where it is proved that no result differs.

No rule of assessment is repeated here: a mutant is loaded and assessed like any framework.
"""

from kiemdinh.testing.mutation.changes import DefinitionChange, apply_change, find_data, list_changes
from kiemdinh.testing.mutation.mutate import MAX_STEPS, mutate
from kiemdinh.testing.mutation.report import EquivalentMutant, MutationReport, SurvivingMutant

__all__ = [
    "MAX_STEPS",
    "DefinitionChange",
    "EquivalentMutant",
    "MutationReport",
    "SurvivingMutant",
    "apply_change",
    "find_data",
    "list_changes",
    "mutate",
]
