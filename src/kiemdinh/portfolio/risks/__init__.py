"""Schools that were granted an award, and what puts it at risk (semantics 6.8).

Begin with ``find_risk``, which has the one verb, and ``risk_result``, what it returns. ``granted_awards`` reads what a
register says of awards, ``assessed_schools`` has where the schools stand by the edition in force and by earlier ones,
``needed_level`` which level a grade needs. ``causes`` finds what keeps a school from it, ``threats`` what ends, and
``concern`` sorts the schools by a framework of its own, ``concern.yaml``.

Words: a *grant* is a decision by which a school was given an award; what it *needs* is the level that its rule asks
for.

A score must not come in, and no verdict of its own: whether an award is withdrawn is for the authority.
"""

from kiemdinh.portfolio.risks.find_risk import risk
from kiemdinh.portfolio.risks.risk_result import Risk

__all__ = ["Risk", "risk"]
