"""A school through time while its records stay as they are: what changes on which day, and why (semantics 4.6).

Begin with ``forecast``. ``periods`` tells which edition is in force when; ``turns`` lists the days on which a
record or rule changes its meaning; ``day_standing`` is a school on one day; ``falls`` finds what a turn lowers;
``renewals`` lists what to renew and what must be in place. ``calendar`` writes the days for a calendar.

Words: a *turn* is a beginning, an end or a change on a day, whether or not anything follows from it. It becomes an
*event* of the forecast once it is known what it lowers.

Each name here is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.transitions.forecasts.calendar import write_calendar
    from kiemdinh.transitions.forecasts.forecast import find_forecast
    from kiemdinh.transitions.forecasts.periods import list_editions, list_periods

__all__ = ["find_forecast", "list_editions", "list_periods", "write_calendar"]

_MODULES = {
    "forecast": ("find_forecast",),
    "periods": ("list_editions", "list_periods"),
    "calendar": ("write_calendar",),
}


if not TYPE_CHECKING:  # hidden from type checkers, which would else accept every name
    __getattr__ = load_on_use(__name__, _MODULES)
