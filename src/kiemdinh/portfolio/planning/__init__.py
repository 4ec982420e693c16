"""Plans: which schools do what in which year, so that shares hold a level, or nodes of communes are met, in time.

Begin with ``make_plan``, which has the one verb, and ``plan_result``, what it returns. ``terms`` reads targets and
budgets. ``ways`` lists how each school could reach a level, ``courses`` how several one after the other, and ``works``
lays that out over the years. ``plan_program`` chooses among all that, and ``plan_questions`` asks what binds, what is
in conflict and whether there is another plan. ``confirm`` assesses a school again with all that it does. ``subjects``
finds out what a node of a commune asks of its schools, and ``node_rows`` writes that for the program.

Words: a *way* is a minimal repair to a level, and a *course* one way after another; a *work* is a way that is begun in
a year; an *option* is all that one school would do; a *term* is a target or a budget.

How a level is repaired, and how a program is solved, must not come in.
"""

from kiemdinh.portfolio.planning.make_plan import plan
from kiemdinh.portfolio.planning.plan_program import TermName
from kiemdinh.portfolio.planning.plan_questions import BindingTerm, Objective
from kiemdinh.portfolio.planning.plan_result import Plan, PlannedAction
from kiemdinh.portfolio.planning.terms import NodeTarget, PlanBudget, PlanTarget
from kiemdinh.portfolio.planning.ways import SharedFee, WayChange, WorkWay
from kiemdinh.portfolio.planning.works import Work, WorkOption

__all__ = [
    "BindingTerm",
    "NodeTarget",
    "Objective",
    "Plan",
    "PlanBudget",
    "PlanTarget",
    "PlannedAction",
    "SharedFee",
    "TermName",
    "WayChange",
    "Work",
    "WorkOption",
    "WorkWay",
    "plan",
]
