"""Aggregates: counts, shares, sums, means, the lowest and the highest over the members of a set.

Begin with ``comparison.py``, which lowers an aggregate that is compared: evaluation then never divides, since a share
or mean is judged member by member (1.7). ``parts.py`` has what each member adds; ``calculation.py`` lowers a share,
mean, lowest or highest that a calculation uses, by the members that can be there.

Words: the *presence* of a member, or of a whole group, is the condition on which it is there to be counted; None where
it always is.

What must not come in: how members are found and what is asked of each; the lowerer does that.
"""

from kiemdinh.standards.lowering.aggregates.comparison import AggregateLowerer

__all__ = ["AggregateLowerer"]
