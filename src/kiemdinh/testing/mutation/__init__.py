"""Mutation of a definition: which one-place changes of it no scenario notices.

Begin with ``change.py`` (one change of the data of a definition), then ``list_changes.py`` (all that are tried) and
``mutate.py`` (from a framework and scenarios to a report). The modules named ``changes_of_…`` have the changes of one
kind of part; ``neighbours.py`` has what stands one step beside a literal. ``notice.py`` holds a scenario against a
mutant, and ``equivalence.py`` proves of what no scenario noticed that none could.

Words: a *mutant* is a framework with one change; it is *killed* by a scenario that no longer passes, *refused* where it
cannot be loaded, and *equivalent* where it is proved that no result is another.

No rule of assessment is repeated here: a mutant is loaded and assessed as any framework.
"""

from kiemdinh.testing.mutation.change import DefinitionChange, apply_change, find_data
from kiemdinh.testing.mutation.list_changes import list_changes
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
