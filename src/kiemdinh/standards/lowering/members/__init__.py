"""Members of sets: nodes of a layer, school years, stages, members of a register.

Begin with ``finder.py``, which finds the members of a set and says when each belongs and applies. ``alike.py`` lowers
conditions on the members of a register: once for all members that differ in their ids alone.

What must not come in: the conditions on members, and how they are counted.
"""

from kiemdinh.standards.lowering.members.alike import lower_for_each
from kiemdinh.standards.lowering.members.finder import MemberFinder

__all__ = ["MemberFinder", "lower_for_each"]
