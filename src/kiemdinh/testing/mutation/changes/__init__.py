"""The one-place changes of a definition that mutation tries.

Begin with ``change.py`` (one change of the data of a definition), then ``list_changes.py`` (all that are tried). The
modules named ``changes_of_…`` have the changes of one kind of part; ``neighbours.py`` has the literals one step away
from a literal. Nothing here loads a definition or knows a scenario.
"""

from kiemdinh.testing.mutation.changes.change import LEFT_OUT, DefinitionChange, apply_change, find_data
from kiemdinh.testing.mutation.changes.list_changes import list_changes

__all__ = ["LEFT_OUT", "DefinitionChange", "apply_change", "find_data", "list_changes"]
