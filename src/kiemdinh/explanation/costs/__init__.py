"""What changes cost: 1 each, or as an effort file and the hints of a definition say (semantics 5.3).

Begin with ``efforts``: which of the efforts given counts for a change. ``priced_change`` lists the keys that reach a
change. ``effort_reader`` checks what a user hands over; ``effort_file`` turns a file, YAML or a table, into rows.

Words: an *effort* says what one change takes: its *cost*, which is minimised, other numbers, and who makes it. A *hint*
is the effort that a definition states for a node or input.

What must not come in: what can be changed. ``repairs`` asks for the effort of each change.
"""

from kiemdinh.explanation.costs.changes_of_others import SCHOOLS, is_of_others, list_keys_of_others
from kiemdinh.explanation.costs.effort_reader import read_efforts
from kiemdinh.explanation.costs.efforts import (
    ChangeEffort,
    Effort,
    Efforts,
    effort_of_change,
    is_priced,
    keys_reaching,
)
from kiemdinh.explanation.costs.priced_change import PricedChange, SharedPrice

__all__ = [
    "SCHOOLS",
    "ChangeEffort",
    "Effort",
    "Efforts",
    "PricedChange",
    "SharedPrice",
    "effort_of_change",
    "is_of_others",
    "is_priced",
    "keys_reaching",
    "list_keys_of_others",
    "read_efforts",
]
