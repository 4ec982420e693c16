"""Exactness: whether the readings of an outcome are exact, or may be too wide (semantics 1.6).

Begin with ``open_outcomes``. For each outcome it finds the open names that can both help and harm it, and tries their
values. ``open_rules`` puts all that is known into the rules, and returns the rest. ``value_cells`` says which numbers a
value can be.

Words: a name is *open* if it can still turn out in several ways; a name is *mixed* if it can both help and harm an
outcome.

What must not come in: the readings themselves. They are sound without this package.
"""

from kiemdinh.assessment.exactness.open_outcomes import Exactness
from kiemdinh.assessment.exactness.open_rules import OpenRules
from kiemdinh.assessment.exactness.value_cells import cells_of

__all__ = ["Exactness", "OpenRules", "cells_of"]
