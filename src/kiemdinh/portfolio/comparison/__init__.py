"""Comparing schools: how many of each group meet each criterion, in each year.

Begin with ``compare``, the verb, and ``comparison``, what it returns. ``peers`` sets a school beside those that are
alike. ``schools`` puts together who is compared and in which group, ``standings`` says where each school stands at each
node, and ``counts`` counts. ``suppression`` hides small groups, ``year_split`` says why counts differ between years.

Words: a *group* is the schools that are alike in the columns that the caller named; without any there is one, all
schools. A *place* is a node and, where it has levels, one of them.

No ranked list of schools stands here, and no search: what schools need is what a batch has worked out.
"""

from kiemdinh.portfolio.comparison.compare import compare
from kiemdinh.portfolio.comparison.comparison import Audience, Comparison
from kiemdinh.portfolio.comparison.counts import PlaceCount
from kiemdinh.portfolio.comparison.figures import FigureSpread
from kiemdinh.portfolio.comparison.peers import Peers, peers
from kiemdinh.portfolio.comparison.standings import NodePlace

__all__ = ["Audience", "Comparison", "FigureSpread", "NodePlace", "Peers", "PlaceCount", "compare", "peers"]
