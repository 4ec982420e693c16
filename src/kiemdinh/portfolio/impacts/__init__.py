"""What an edition that is drafted or has come into force does to the schools of a table (semantics 6.7).

Begin with ``find_impact``, which has the one verb, and ``impact_result``, what it returns. ``deciding`` finds which
open criteria would decide how schools move.

Words: a school *moves* where it stands higher or lower by the new edition.

How levels come about must not come in.
"""

from kiemdinh.portfolio.impacts.find_impact import impact
from kiemdinh.portfolio.impacts.impact_result import Impact

__all__ = ["Impact", "impact"]
