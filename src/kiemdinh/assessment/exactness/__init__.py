"""Exactness: whether the readings of an outcome are exact, or may be too wide (semantics 1.6).

Begin with ``open_outcomes.py``: of each outcome it tells whether something open enters it both ways, and tries the
values of what does. ``open_rules.py`` leaves of the rules what is open once all that is known has been put in;
``value_cells.py`` knows which numbers a value can be.

Words: something is *open* where it can still turn out in several ways; a name is *mixed* if it enters an outcome under
both signs.

What must not come in: the readings themselves. They are sound without anything from here.
"""

from kiemdinh.assessment.exactness.open_outcomes import Exactness
from kiemdinh.assessment.exactness.open_rules import OpenRules
from kiemdinh.assessment.exactness.value_cells import cells_of

__all__ = ["Exactness", "OpenRules", "cells_of"]
