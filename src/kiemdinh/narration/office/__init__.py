"""What an office is told of many schools, in words: the pages of its results, and what their columns are.

Begin with ``comparison_page``; ``impact_page`` tells how schools move from one edition to another, ``risk_page`` which
awards are at risk, ``renewals_page`` what falls due and when schools are visited, and ``plan_page`` what is done in
which year. ``columns`` says what the columns of all tables are, for headings and workbooks.

Words: a *group* is the schools that are alike in what the caller named, such as the commune.

How anything is worked out must not come in: a page takes tables.
"""

from kiemdinh.narration.office.amounts import format_budgeted
from kiemdinh.narration.office.columns import describe_column
from kiemdinh.narration.office.comparison_page import (
    ComparisonData,
    comparison_page,
    format_share,
    name_level,
    name_place,
    say_group,
)
from kiemdinh.narration.office.impact_page import ImpactData, impact_page
from kiemdinh.narration.office.peers_page import PeersData, peers_page, say_state
from kiemdinh.narration.office.plan_page import PlanData, plan_page
from kiemdinh.narration.office.renewals_page import RenewalsData, VisitWords, renewals_page
from kiemdinh.narration.office.risk_page import RiskData, list_concerns, name_no_district, risk_page

__all__ = [
    "ComparisonData",
    "ImpactData",
    "PeersData",
    "PlanData",
    "RenewalsData",
    "RiskData",
    "VisitWords",
    "comparison_page",
    "describe_column",
    "format_budgeted",
    "format_share",
    "impact_page",
    "list_concerns",
    "name_level",
    "name_no_district",
    "name_place",
    "peers_page",
    "plan_page",
    "renewals_page",
    "risk_page",
    "say_group",
    "say_state",
]
