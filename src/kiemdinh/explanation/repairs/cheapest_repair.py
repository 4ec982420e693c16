"""The cheapest repair of a level, and the changes that every repair makes: what a table says of each school (5.1, 5.3).

An explanation says the same of these; it also has a blocking tree, other repairs and other roles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs.gap_roles import list_necessary
from kiemdinh.explanation.repairs.level_repairs import find_settled_first, search_repairs
from kiemdinh.explanation.repairs.question import build_question
from kiemdinh.rules import ExhaustedError, FactAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.rules import Budget, MinimalRepairs, RepairProblem
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["CheapestRepair", "find_cheapest_repair", "read_cheapest_repair"]


class CheapestRepair(NamedTuple):
    """The cheapest repair of a level.

    Attributes
    ----------
    changes
        The ids of what it changes; None where the level is out of reach, or the budget ran out before it was found.
    proved
        Whether its cost is proved to be the least.
    necessary
        The ids of what every repair changes; for a level out of reach, what every repair would change if everything
        could be changed. Empty where the budget ran out.
    """

    changes: tuple[str, ...] | None
    proved: bool
    necessary: tuple[str, ...]


def find_cheapest_repair(framework: Framework, school: SchoolFacts, fact: FactName, budget: Budget) -> CheapestRepair:
    """Return the cheapest repair that makes *fact* certain, where every change costs what the definition says.

    It spends the budget as an explanation does. The cost is that of the search for one repair, and of the roles.
    """
    question = build_question(framework, school, fact, Efforts({}))
    with budget.capped(budget.left // 2):
        found = search_repairs(question.problem, budget)
        if found.cost is None:
            find_settled_first(framework, school, fact, budget, question)
    return read_cheapest_repair(question.problem, found, lambda name: question.subject_named(name).id, budget)


def read_cheapest_repair(
    problem: RepairProblem, found: MinimalRepairs, show_name: Callable[[str], str], budget: Budget
) -> CheapestRepair:
    """Return the cheapest of the repairs that were found; *show_name* returns the id for a name of the problem."""
    necessary = list_necessary(
        problem, lambda action: show_name(action.fact if isinstance(action, FactAction) else action.value), budget
    )
    try:
        cheapest = found.cheapest
    except ExhaustedError:
        cheapest = None
    changes = None if cheapest is None else tuple(show_name(change.name) for change in cheapest.changes)
    return CheapestRepair(changes, found.proved, necessary)
