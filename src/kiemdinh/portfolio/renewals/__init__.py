"""Awards that fall due for renewal, and when schools are visited (semantics 6.9).

Begin with ``find_renewals``, which has the one verb, and ``renewals_result``, what it returns. ``renewal_law`` says
which edition applies to an award, ``awards_due`` which awards of a register are due, ``schedule`` puts visits into
months and teams, ``asked`` reads what is asked of it. ``calendar`` writes iCalendar.

Words: a *visit* is a visit to a school, for everything that is due of it by one day. *Room* is the number of visits
that teams can make in given months.

Names of people must not come in: teams and members have ids.
"""

from kiemdinh.portfolio.renewals.find_renewals import find_renewals
from kiemdinh.portfolio.renewals.renewals_result import Renewals

__all__ = ["Renewals", "find_renewals"]
