"""Dossiers that hold exactly a level, or miss it by one change: worlds found by proof, and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from kiemdinh.analysis.study import Study
from kiemdinh.evidence.recording import record
from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNMET,
    All,
    Assignment,
    Condition,
    Constant,
    Interval,
    Not,
    Number,
    Proof,
    Satisfiability,
    Truth,
    evaluate,
    facts_of,
    thresholds,
    values_of,
    walk,
)
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.model import LadderOutcome
from kiemdinh.testing.strategies.places import day_of, stages_of

__all__ = ["holding", "levels_of", "missing_by_one"]

_NAMED = 6  # facts that are turned away from what a world mostly prefers


def levels_of(framework: Framework) -> tuple[str, ...]:
    """Return the levels or labels of the main outcome, what lies below the lowest step first."""
    main = framework.outcomes[0]
    if not isinstance(main, LadderOutcome):
        return (*(case.id for case in main.cases), main.otherwise.id)
    scale = framework.definition.scales[main.ladder]
    below = getattr(scale, "not_reached", None)
    return (*((below.id,) if below else ()), *framework.definition.steps_of(main.ladder))


def _study(framework: Framework) -> Study:
    return Study(framework, stages=stages_of(framework)[0])


def _exactly(study: Study, level: str) -> Condition:
    """Return when the main outcome is exactly *level*."""
    main = study.framework.outcomes[0]
    if level not in levels_of(study.framework):
        known = ", ".join(levels_of(study.framework))
        message = f"'{level}' is no level of '{main.id}': {known}"
        raise InvalidArgument(message)
    if not isinstance(main, LadderOutcome):
        return study.whole[f"label:{main.id}={level}"]
    steps = study.framework.definition.steps_of(main.ladder)
    at = steps.index(level) if level in steps else -1
    holds = (study.whole[f"outcome:{main.id}/{level}"],) if at >= 0 else ()
    above = (Not(study.whole[f"outcome:{main.id}/{steps[at + 1]}"]),) if at + 1 < len(steps) else ()
    parts = (*holds, *above)
    return parts[0] if len(parts) == 1 else All(parts)


def _proved(study: Study, level: str) -> tuple[Condition, Proof]:
    condition = _exactly(study, level)
    proof = study.prove(condition)
    if proof.status is not Satisfiability.SATISFIABLE:
        why = (
            "no dossier reaches it"
            if proof.status is Satisfiability.UNSATISFIABLE
            else "whether a dossier reaches it was not decided"
        )
        message = f"no dossier of {study.framework.id} can be drawn that holds '{level}': {why}"
        raise InvalidArgument(message)
    return condition, proof


@st.composite
def _worlds(draw: st.DrawFn, study: Study, condition: Condition, proof: Proof) -> Assignment:
    """Worlds in which a condition is certain, as drawn preferences lead to them, and everything is known."""
    facts = sorted(facts_of(condition))
    usual = draw(st.sampled_from((UNMET, MET)))
    turned = draw(st.sets(st.sampled_from(facts), max_size=_NAMED)) if facts else set()
    wanted: dict[str, Truth] = {name: usual.negated() if name in turned else usual for name in facts}
    found = study._prover.prove(condition, max_decisions=study.splits, prefer=wanted)  # noqa: SLF001 - preferences
    world = found.world or proof.world or Assignment()
    return _filled(study, condition, world, wanted, high=draw(st.booleans()))


def _filled(
    study: Study, condition: Condition, world: Assignment, wanted: dict[str, Truth], *, high: bool
) -> Assignment:
    """What is left open does not matter; it is what was preferred, as far as the steps of a scale allow."""
    truths = {name: truth for name, truth in wanted.items() if not name.startswith(("held:", "never:", "revoked:"))}
    truths |= world.truths
    values = {name: study.space.values.get(name, Interval.point(0)) for name in values_of(condition)}
    values = {n: _point(study, n, i, high=high) for n, i in values.items() if n not in world.values}
    return Assignment(truths, {**values, **{n: _point(study, n, i) for n, i in world.values.items()}})


def _point(study: Study, name: str, interval: Interval, *, high: bool = False) -> Interval:
    points = [p for p in study.space.choices.get(name, ()) if interval.low is None or p >= interval.low]
    points = [p for p in points if interval.high is None or p <= interval.high]
    ends = points or [end for end in (interval.low, interval.high) if end is not None]
    return Interval.point(ends[-1 if high else 0] if ends else 0)


def holding(framework: Framework, level: str) -> st.SearchStrategy[dict[str, Any]]:
    """Dossiers whose guaranteed and attainable level is exactly *level*."""
    study = _study(framework)
    condition, proof = _proved(study, level)
    certain = _worlds(study, condition, proof).filter(lambda world: evaluate(condition, world).certain)
    return certain.map(lambda world: _recorded(study, world))


def missing_by_one(framework: Framework, level: str) -> st.SearchStrategy[dict[str, Any]]:
    """Dossiers that miss *level* by exactly one fact turned or one value moved."""
    study = _study(framework)
    main = framework.outcomes[0]
    if (
        isinstance(main, LadderOutcome)
        and level not in framework.definition.steps_of(main.ladder)
        and level in levels_of(framework)
    ):
        message = f"no dossier misses '{level}': it lies below every level of '{main.id}'"
        raise InvalidArgument(message)
    condition, proof = _proved(study, level)
    goal = study.whole[f"outcome:{main.id}/{level}"] if isinstance(main, LadderOutcome) else condition
    worlds = _worlds(study, condition, proof).map(lambda world: tuple(_next_to(study, goal, world)))
    return worlds.filter(bool).flatmap(st.sampled_from).map(lambda world: _recorded(study, world))


def _next_to(study: Study, goal: Condition, world: Assignment) -> Iterator[Assignment]:
    """Yield the worlds in which one fact or value is otherwise and the goal does not hold."""
    for name, truth in world.truths.items():
        if ":" not in name:
            other = Assignment({**world.truths, name: truth.negated()}, world.values)
            if not evaluate(goal, other).possible:
                yield other
    for name in world.values:
        for number in _others(study, goal, name):
            other = Assignment(world.truths, {**world.values, name: Interval.point(number)})
            if not evaluate(goal, other).possible:
                yield other
                break


def _others(study: Study, goal: Condition, name: str) -> tuple[Number, ...]:
    """Return what else a value can be: its choices, or whole numbers beside those that it is compared with."""
    if name.startswith(("clock:", "per:")):
        return ()
    choices = study.space.choices.get(name)
    if choices:
        return choices
    space = study.space.values.get(name, UNBOUNDED)
    near = thresholds(goal, name) or tuple(p.value for p in walk(goal) if isinstance(p, Constant))
    beside = (number for n in near for number in (floor(n) - 1, floor(n) + 1, floor(n)))
    return tuple(n for n in beside if (space.low is None or n >= space.low) and (space.high is None or n <= space.high))


def _recorded(study: Study, world: Assignment) -> dict[str, Any]:
    made = record(study.framework, world, on=day_of(study.framework), stages=study.stages)
    return {key: said for key, said in made.items() if key != "framework"}
