"""The roles of gaps: whether each open fact or figure is necessary, relevant or irrelevant for a target (5.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kiemdinh.data.repairs import GapRoles
from kiemdinh.explanation.repairs.question import RepairQuestion
from kiemdinh.rules import (
    Action,
    Budget,
    ChangeRoles,
    ExhaustedError,
    RepairProblem,
    Role,
    change_roles,
    decisive_changes,
)

__all__ = ["classify_gaps", "list_necessary"]


def classify_gaps(question: RepairQuestion, budget: Budget) -> GapRoles | None:
    """Return the role of every open gap; None where half of what is left of the *budget* runs out.

    Costs two searches for each gap: for a repair with it and for one without it.
    """
    try:
        # The other half is left for the repairs, which are searched for when they are asked for.
        with budget.capped(budget.left // 2):
            return _build_roles(question, change_roles(question.problem, budget=budget))
    except ExhaustedError:
        return None


def list_necessary(problem: RepairProblem, name_changed: Callable[[Action], str], budget: Budget) -> tuple[str, ...]:
    """Return the ids of the gaps that every repair closes, as :func:`classify_gaps` finds them.

    *name_changed* returns the id of what an action changes. Nothing is returned where the *budget* runs out.
    """
    try:
        with budget.capped(budget.left // 2):
            roles = change_roles(problem, budget=budget).roles
    except ExhaustedError:
        return ()
    necessary = (action for action in problem.actions if (found := roles.get(action.id)) and found.role == "necessary")
    return _unique(map(name_changed, necessary))


def _build_roles(question: RepairQuestion, found: ChangeRoles) -> GapRoles:
    ids = {action.id: question.subject_of(action).id for action in question.problem.actions}

    def with_role(role: Role) -> tuple[str, ...]:
        return _unique(ids[key] for key, change in found.roles.items() if change.role == role)

    necessary, relevant, keep = with_role("necessary"), with_role("relevant"), with_role("keep")
    # A figure can be moved in two directions: if one of them is useless, the figure may still be relevant.
    matters = {*necessary, *relevant, *keep}
    return GapRoles(
        reachable=found.reachable,
        necessary=necessary,
        relevant=relevant,
        irrelevant=tuple(one for one in with_role("irrelevant") if one not in matters),
        keep=keep,
        either_way=_unique(ids[key] for key, change in found.roles.items() if change.either_way),
        blocked=_unique(ids[key] for key, change in found.roles.items() if not change.actable),
        alone=_unique(question.subject_named(change.name).id for change in decisive_changes(question.problem)),
    )


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
