"""Judgements of repairs, blocking sets and the roles of changes (semantics 5.1 to 5.3, 5.7, 5.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import Final

from kiemdinh.api.assess import assess
from kiemdinh.data.repairs import RepairChange
from kiemdinh.rules import MET, ExhaustedError
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.laws.law import fail_law
from kiemdinh.testing.laws.suppositions import (
    is_reached_by,
    list_requirements,
    next_level,
    reference_of,
    suppose_changes,
    supposition_text,
)
from kiemdinh.testing.strategies import DossierRecords

__all__ = ["judge_cheapest", "judge_duality", "judge_minimal", "judge_roles", "judge_sound"]

_MAX_CARRIED_OUT: Final = 3
"""How many repairs of one result are carried out."""
_MAX_LEFT_OUT: Final = 8
"""How many changes of one repair are left out, one after the other."""
_MAX_TRIED: Final = 24
"""How many findings, or sets of findings, are tried one after the other."""


def judge_sound(framework: Framework, case: DossierRecords) -> None:
    """Judge that each repair, carried out, makes the target certain.

    5.3 "A repair is a set of changes that makes the target certain." The target is the next level; the first three
    repairs are supposed, and the school is assessed again. Changes that no single supposition can state are skipped.
    """
    result = assess(framework, case.dossier())
    step = next_level(result)
    if step is None:
        return
    for repair in islice(result.repairs(step, limit=_MAX_CARRIED_OUT), _MAX_CARRIED_OUT):
        supposed = suppose_changes(result, repair.changes)
        if supposed is not None and not is_reached_by(result, step, supposed):
            fail_law(f"'{step}' certain after {supposition_text(supposed)}", "not certain", case.dossier())


def judge_minimal(framework: Framework, case: DossierRecords) -> None:
    """Judge that no change of a repair can be left out.

    5.3 "Minimal if no change can be left out or made smaller." Of the first three repairs up to eight changes are left
    out, one after the other, and the school is assessed again. Repairs with awards are skipped: a school that is given
    an award no longer "never had" it, which no repair takes into account.
    """
    result = assess(framework, case.dossier())
    step = next_level(result)
    if step is None:
        return
    for repair in islice(result.repairs(step, limit=_MAX_CARRIED_OUT), _MAX_CARRIED_OUT):
        names = filter(None, map(reference_of, repair.changes))
        if any(name.is_of_decision for name in names):
            continue
        ids = [change.id for change in repair.changes]
        # If a figure is brought between two bounds, one bound cannot be left out: the figure is recorded as one number.
        for left in [change for change in repair.changes if ids.count(change.id) == 1][:_MAX_LEFT_OUT]:
            rest = suppose_changes(result, [change for change in repair.changes if change is not left])
            if rest is not None and is_reached_by(result, step, rest):
                expected = f"'{step}' not yet certain without {left.id}"
                fail_law(expected, f"certain after {supposition_text(rest)}", case.dossier())


def judge_cheapest(framework: Framework, case: DossierRecords) -> None:
    """Judge that repairs come by cost, and that no fewer findings reach the target than the cheapest changes.

    5.3, 5.9: the first eight repairs must come by their cost. Where every change costs 1, sets of no, one and two
    requirements are tried by brute force, if these are fewer than the changes of the cheapest repair, and up to 24 sets
    of each size.
    """
    result = assess(framework, case.dossier())
    step = next_level(result)
    if step is None:
        return
    repairs = result.repairs(step, limit=8)
    costs = [repair.cost for repair in islice(repairs, 8)]
    if costs != sorted(costs) or (costs and costs[0] != repairs.cost):
        fail_law("repairs by their cost, the cheapest first", costs, case.dossier())
    # The number of findings is the cost only where every change costs 1.
    if not repairs.proved or repairs.mixed or any(info.node.effort for info in framework.nodes.values()):
        return
    largest = 2 if repairs.cost is None else min(2, int(repairs.cost) - 1)
    requirements = list_requirements(framework, result)
    for size in range(largest + 1):
        for some in islice(combinations(requirements, size), _MAX_TRIED):
            if is_reached_by(result, step, dict.fromkeys(some, "met")):
                expected = f"at least {repairs.cost} changes to reach '{step}'"
                fail_law(expected, f"{list(some)} do", case.dossier())


def judge_duality(framework: Framework, case: DossierRecords) -> None:
    """Judge that every repair makes a change of every blocking set, and that each change of a set is needed.

    5.7 "A minimal set of possible changes that, none being made, keeps the target from certain." The repairs are the
    minimal sets that meet every blocking set (Reiter 1987). Up to twenty repairs are compared with up to ten sets;
    where the search for sets gives up, there is nothing to judge.
    """
    result = assess(framework, case.dossier())
    step = next_level(result)
    if step is None:
        return
    repairs = [set(_list_made(framework, repair.changes)) for repair in islice(result.repairs(step), 20)]
    try:
        sets = [{change.id for change in found} for found in islice(result.blocking_sets(step), 10)]
    except ExhaustedError:
        return
    # An empty blocking set means that no change can reach the target: then there must be no repair either.
    if bool(repairs) != all(sets):
        fail_law("a way to the target just where no blocking set is empty", f"{repairs} and {sets}", case.dossier())
    for blocking in sets:
        for repair in repairs:
            if not blocking & repair:
                fail_law(f"a change of {sorted(blocking)} in every repair", sorted(repair), case.dossier())


def judge_roles(framework: Framework, case: DossierRecords) -> None:
    """Judge that what is irrelevant, changed, changes no repair, and what is necessary is in each.

    5.1 "Necessary: in every minimal repair. Irrelevant: in none, and changing it changes no repair." Two irrelevant
    requirements are met and unmet in turn: neither the level nor the cost of the cheapest repair may change.
    """
    result = assess(framework, case.dossier())
    step = next_level(result)
    if step is None:
        return
    roles = result.explain(step).classes
    if roles is None:
        return
    for repair in islice(result.repairs(step), _MAX_CARRIED_OUT):
        missing = set(roles.necessary) - set(_list_made(framework, repair.changes)) if roles.reachable else set()
        if missing:
            fail_law(f"{sorted(missing)} in every repair", [c.id for c in repair.changes], case.dossier())
    requirements = set(list_requirements(framework, result))
    for name in [name for name in roles.irrelevant if name in requirements][:2]:
        for word in ("met", "unmet"):
            after = result.what_if({name: word}).result
            if after.level != result.level or after.repairs(step).cost != result.repairs(step).cost:
                fail_law(f"the same repairs whatever {name} is", f"others where it is {word}", case.dossier())


def _list_made(framework: Framework, changes: Iterable[RepairChange]) -> Iterator[str]:
    """Yield the ids of changes, and of the steps of another framework that are reached or lost with a change (6.4)."""
    for change in changes:
        yield change.id
        name = reference_of(change)
        steps = () if name is None else framework.definition.references[str(name.reference)].steps
        if name is not None and name.step in steps:
            at = steps.index(name.step)
            also = steps[:at] if change.to is MET else steps[at + 1 :]
            yield from (str(name._replace(step=step)) for step in also)
