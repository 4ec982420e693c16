"""What repairs, margins, reasons and classes must be (semantics 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations, islice
from typing import Any, Final

from kiemdinh.api.assessment import Assessment
from kiemdinh.rules import MET, Bound, ExhaustedError
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.model import LadderOutcome
from kiemdinh.testing.laws.law import broken
from kiemdinh.testing.laws.outcome_spans import assessed, place_of
from kiemdinh.testing.strategies.places import places
from kiemdinh.testing.strategies.records import Papers

__all__ = ["cheapest", "duality", "irrelevant", "margins", "minimal", "reasons", "sound"]

_MOST: Final = 3  # repairs, losses or sets of one result that are carried out
_TRIED: Final = 24  # single findings, or sets of them, that are tried one after the other


def _target(result: Assessment) -> str | None:
    """Return the next level above the guaranteed one; None at the top, or where labels have no order."""
    main = result.framework.outcomes[0]
    if not isinstance(main, LadderOutcome):
        return None
    steps = result.framework.definition.steps_of(main.ladder)
    place = place_of(result.framework, main.ladder, result.level)
    return steps[place] if place < len(steps) else None


def _reaches(result: Assessment, step: str, supposed: dict[str, Any]) -> bool:
    main = result.framework.outcomes[0]
    ladder = getattr(main, "ladder", "")
    after = result.what_if(supposed).result
    return place_of(result.framework, ladder, after.level) > result.framework.definition.steps_of(ladder).index(step)


def _carried_out(result: Assessment, changes: Iterable[Any]) -> dict[str, Any] | None:
    """Return what is supposed when changes are made; None where a whole and its part are both changed."""
    made: dict[str, Any] = {}
    bounds: dict[str, list[Any]] = {}
    for change in changes:
        if isinstance(change.to, Bound):
            bounds.setdefault(change.id, []).append(change)
        elif change.node is not None and change.id not in result.framework.nodes and change.level is not None:
            return None
        else:
            made[change.id] = "met" if change.to is MET else "unmet"
    for name, several in bounds.items():
        number = _number(result, name, several)
        if number is None:
            return None
        made[name] = number
    return made


def _number(result: Assessment, name: str, changes: Sequence[Any]) -> Any:
    found = result.framework.inputs.get(name.removeprefix("input:"))
    if found is None or found.type not in ("number", "yes_no") or any(c.whole is not None for c in changes):
        return None
    ups = [Fraction(c.to.number) + Fraction(c.to.strict, 2) for c in changes if c.to.direction == "up"]
    downs = [Fraction(c.to.number) - Fraction(c.to.strict, 2) for c in changes if c.to.direction == "down"]
    number = max(ups) if ups else min(downs)
    if found.type == "yes_no":
        return bool(number)
    return int(number) if number.denominator == 1 else str(float(number))


def sound(framework: Framework, case: Papers) -> None:
    """Judge that each repair, carried out, makes the target certain."""
    result = assessed(framework, case.dossier())
    step = _target(result)
    if step is None:
        return
    for repair in islice(result.repairs(step, limit=_MOST), _MOST):
        supposed = _carried_out(result, repair.changes)
        if supposed is not None and not _reaches(result, step, supposed):
            broken(f"'{step}' certain after {_told(supposed)}", "not certain", case.dossier())


def minimal(framework: Framework, case: Papers) -> None:
    """Judge that no change of a repair can be left out."""
    result = assessed(framework, case.dossier())
    step = _target(result)
    if step is None:
        return
    for repair in islice(result.repairs(step, limit=_MOST), _MOST):
        ids = [change.id for change in repair.changes]
        # Of a figure brought between two bounds one cannot be left out by itself: it is recorded as one number.
        for left in [change for change in repair.changes if ids.count(change.id) == 1][:8]:
            rest = _carried_out(result, [c for c in repair.changes if c is not left])
            if rest is not None and _reaches(result, step, rest):
                broken(f"'{step}' not yet certain without {left.id}", f"certain after {_told(rest)}", case.dossier())


def cheapest(framework: Framework, case: Papers) -> None:
    """Judge that repairs come by cost, and that no fewer findings reach the target than the cheapest changes."""
    result = assessed(framework, case.dossier())
    step = _target(result)
    if step is None:
        return
    repairs = result.repairs(step, limit=8)
    costs = [repair.cost for repair in islice(repairs, 8)]
    if costs != sorted(costs) or (costs and costs[0] != repairs.cost):
        broken("repairs by their cost, the cheapest first", costs, case.dossier())
    if not repairs.proved or repairs.mixed or any(node.effort for node in _nodes(framework)):
        return
    most = 2 if repairs.cost is None else min(2, int(repairs.cost) - 1)
    single = _judged(framework, result)
    for size in range(most + 1):
        for some in islice(combinations(single, size), _TRIED):
            if _reaches(result, step, dict.fromkeys(some, "met")):
                broken(f"at least {repairs.cost} changes to reach '{step}'", f"{list(some)} do", case.dossier())


def _nodes(framework: Framework) -> list[Any]:
    return [info.node for info in framework.nodes.values()]


def _judged(framework: Framework, result: Assessment) -> list[str]:
    """Return the requirements that findings decide, as changes name them; whether one applies is no change (5.3)."""
    every = places(framework, result.dossier.school.stages or None)
    plain = [
        p
        for p in every
        if not (p.is_input or p.whole or p.measured or p.optional) and framework.nodes[p.about].verdict == "met"
    ]
    return [f"{place.stage}/{place.about}" if place.stage else place.about for place in plain]


def _told(supposed: dict[str, Any]) -> str:
    return ", ".join(f"{name} is {said}" for name, said in supposed.items()) or "nothing"


def duality(framework: Framework, case: Papers) -> None:
    """Judge that every repair makes a change of every blocking set, and that each change of a set is needed."""
    result = assessed(framework, case.dossier())
    step = _target(result)
    if step is None:
        return
    repairs = [{change.id for change in repair.changes} for repair in islice(result.repairs(step), 20)]
    try:
        sets = [{change.id for change in found} for found in islice(result.blocking_sets(step), 10)]
    except ExhaustedError:
        return
    if bool(repairs) != all(sets):
        broken("a way to the target just where no blocking set is empty", f"{repairs} and {sets}", case.dossier())
    for found in sets:
        for repair in repairs:
            if not found & repair:
                broken(f"a change of {sorted(found)} in every repair", sorted(repair), case.dossier())


def irrelevant(framework: Framework, case: Papers) -> None:
    """Judge that what is irrelevant, changed, changes no repair, and what is necessary is in each."""
    result = assessed(framework, case.dossier())
    step = _target(result)
    if step is None:
        return
    classes = result.explain(step).classes
    if classes is None:
        return
    repairs = list(islice(result.repairs(step), _MOST))
    for repair in repairs:
        missing = set(classes.necessary) - {change.id for change in repair.changes} if classes.reachable else set()
        if missing:
            broken(f"{sorted(missing)} in every repair", [c.id for c in repair.changes], case.dossier())
    judged = set(_judged(framework, result))
    for name in [name for name in classes.irrelevant if name in judged][:2]:
        for said in ("met", "unmet"):
            after = result.what_if({name: said}).result
            if after.level != result.level or after.repairs(step).cost != result.repairs(step).cost:
                broken(f"the same repairs whatever {name} is", f"others where it is {said}", case.dossier())


def margins(framework: Framework, case: Papers) -> None:
    """Judge that each least set of losses drops the level and no part of it, and what drops it alone is named."""
    result = assessed(framework, case.dossier())
    margin = result.margin() if isinstance(framework.outcomes[0], LadderOutcome) else None
    if margin is None or not margin.proved:
        return
    for losses in margin.least[:_MOST]:
        if any(loss.bound is not None for loss in losses):
            continue
        ids = [loss.id for loss in losses]
        if _holds(result, ids):
            broken(f"{margin.level.id} lost without {ids}", "it is still certain", case.dossier())
        if len(ids) > 1 and not all(_holds(result, [i for i in ids if i != left]) for left in ids):
            broken(f"{margin.level.id} lost by nothing less than {ids}", "a part of it is enough", case.dossier())
    alone = {loss.id for loss in margin.alone}
    for name in _judged(framework, result)[:_TRIED]:
        if name not in alone and not _holds(result, [name]):
            broken(f"{name} among what alone keeps {margin.level.id}", sorted(alone), case.dossier())


def _holds(result: Assessment, lost: Sequence[str]) -> bool:
    ladder = getattr(result.framework.outcomes[0], "ladder", "")
    after = result.what_if(dict.fromkeys(lost, "unknown")).result
    return place_of(result.framework, ladder, after.level) >= place_of(result.framework, ladder, result.level)


def reasons(framework: Framework, case: Papers) -> None:
    """Judge that a sufficient reason keeps the level when every other requirement becomes unknown."""
    result = assessed(framework, case.dossier())
    why = result.why() if isinstance(framework.outcomes[0], LadderOutcome) else None
    if why is None or not why.proved:
        return
    others = [name for name in _judged(framework, result) if name not in why.reason]
    if not _holds(result, others):
        broken(f"{why.level.id} kept by {list(why.reason)}", "it is lost when the others are unknown", case.dossier())
