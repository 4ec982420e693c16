"""How long figures have a role."""

from __future__ import annotations

import datetime as dt

from kiemdinh.parsing.fields import Date
from kiemdinh.parsing.models import Model, key
from kiemdinh.standards.definition.law import Cited

__all__ = ["RoleTerm", "Roles"]


class RoleTerm(Cited):
    """The first and the last day of a role of figures; without one of them it has no limit on that side (3.4).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt57-2026.gdtx").definition
    >>> import datetime as dt
    >>> definition.roles.informs.holds_on(dt.date(2029, 1, 1))
    False
    """

    from_: Date | None = key(default=None, alias="from", description="First day of the role")
    until: Date | None = key(default=None, description="Last day of the role")

    def holds_on(self, day: dt.date) -> bool:
        """Return whether figures have the role on a day, the first and the last day included."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Roles(Model):
    """How long figures have their role (3.4): *informs* is that of indicators and of ``warn_unless``.

    Attributes
    ----------
    informs
        How long indicators and ``warn_unless`` inform and decide nothing; None where that has no limit.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt57-2026.gdtx").definition
    >>> definition.roles.informs.until
    datetime.date(2028, 12, 31)
    """

    informs: RoleTerm | None = None
