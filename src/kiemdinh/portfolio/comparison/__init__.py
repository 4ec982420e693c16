"""Schools side by side: how many of each group meet each criterion, in each year.

Begin with ``compare``, the one verb, and ``comparison``, what it returns. ``schools`` puts together who is compared and
in which group; ``standings`` says where each school stands at each node.

Words: a *group* is the schools that are alike in the columns that the caller named; without any there is one, all
schools. A *place* is a node and, where it has levels, one of them.

No ranked list of schools stands here, and no search: what schools need is what a batch has worked out.
"""

from kiemdinh.portfolio.comparison.compare import compare
from kiemdinh.portfolio.comparison.comparison import Comparison

__all__ = ["Comparison", "compare"]
