"""Dates of a column with the day or the month first, such as 30/06/2027, as spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from kiemdinh.parsing.cells import clean_text, make_date
from kiemdinh.portfolio.columns import DATE_ORDERS, DateOrder
from kiemdinh.portfolio.sheets import is_nothing

__all__ = ["find_date_order", "reorder_date"]

_YEAR_LAST: Final = re.compile(
    r"(?P<first>[0-9]{1,2}) ?[-/.] ?(?P<second>[0-9]{1,2}) ?[-/.] ?(?P<year>[0-9]{4})"
    r"(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
"""A date with the year last, and the time of day that a program may have written behind it."""


def find_date_order(contents: Sequence[Any]) -> DateOrder | None:
    """Return the only order in which every date with the year last that is among *contents* is a date.

    None where both orders or neither fit, and where not all contents are texts: a spreadsheet that knew the order has
    made dates of them, and one that took them for another order has made wrong ones of some.

    Examples
    --------
    >>> find_date_order(["05/07/2027", "30/06/2027"]), find_date_order(["05/07/2027"])
    ('day-first', None)
    >>> find_date_order(["30/06/2027", "06/30/2027"]) is None
    True
    """
    texts = [content for content in contents if not is_nothing(content)]
    if not all(isinstance(text, str) for text in texts):
        return None
    written = [text for text in texts if _YEAR_LAST.fullmatch(clean_text(text))]
    fitting = [order for order in DATE_ORDERS if all(reorder_date(text, order) is not text for text in written)]
    return fitting[0] if written and len(fitting) == 1 else None


def reorder_date(content: Any, order: DateOrder) -> Any:
    """Return a date with the year last, whose day and month stand in *order*, as 2027-06-30; anything else as it is.

    >>> reorder_date("5/7/2027", "day-first"), reorder_date("30/06/2027", "month-first")
    ('2027-07-05', '30/06/2027')
    """
    parts = _YEAR_LAST.fullmatch(clean_text(content)) if isinstance(content, str) else None
    if parts is None:
        return content
    day, month = (parts["first"], parts["second"]) if order == "day-first" else (parts["second"], parts["first"])
    date = make_date(parts["year"], month, day)
    return content if date is None else date.isoformat()
