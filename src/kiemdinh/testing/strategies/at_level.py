"""Dossiers that hold exactly a level, or miss it by one change: a proof finds a world, and a dossier records it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from kiemdinh.analysis.study import Study
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
    Prover,
    Satisfiability,
    Truth,
    evaluate,
    facts_of,
    thresholds_of,
    values_of,
    walk,
)
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.names import FactKind, FactName, ValueKind, read_fact_name, read_value_name
from kiemdinh.testing.strategies.setting import stages_of

__all__ = ["dossiers_at_level", "dossiers_missing_level", "level_ids"]

_MAX_TURNED: Final = 6
"""How many facts of a world are drawn against what it mostly prefers."""


def level_ids(framework: Framework) -> tuple[str, ...]:
    """Return the levels or labels of the main outcome.

    Levels come lowest first, and before them what lies below the lowest where the scale names that. Labels come in the
    order of the definition.
    """
    main = framework.outcomes[0]
    if not isinstance(main, LadderOutcome):
        return (*(case.id for case in main.cases), main.otherwise.id)
    below = getattr(framework.definition.scales[main.ladder], "not_reached", None)
    return (*((below.id,) if below else ()), *framework.definition.steps_of(main.ladder))


def dossiers_at_level(framework: Framework, level: str) -> st.SearchStrategy[dict[str, Any]]:
    """Dossiers whose guaranteed and attainable level is exactly *level*.

    Raises
    ------
    hypothesis.errors.InvalidArgument
        There is no such level, or it is not proved that a dossier can reach it.
    """
    proved = _prove_level(framework, level)
    certain = _worlds_at_level(proved).filter(lambda world: evaluate(proved.condition, world).certain)
    return certain.map(lambda world: _write_dossier(proved.study, world))


def dossiers_missing_level(framework: Framework, level: str) -> st.SearchStrategy[dict[str, Any]]:
    """Dossiers that miss *level* by exactly one fact that is otherwise or one value that is moved.

    Raises
    ------
    hypothesis.errors.InvalidArgument
        There is no such level, it lies below all others, or it is not proved that a dossier can reach it.
    """
    main = framework.outcomes[0]
    is_ladder = isinstance(main, LadderOutcome)
    if isinstance(main, LadderOutcome) and _is_below_ladder(framework, main, level):
        message = f"no dossier misses '{level}': it lies below every level of '{main.id}'"
        raise InvalidArgument(message)
    proved = _prove_level(framework, level)
    # Whoever is above the level does not miss it: of a ladder the goal is the step alone, not the step exactly.
    goal = _reaches_step(proved.study, main.id, level) if is_ladder else proved.condition
    worlds = _worlds_at_level(proved).map(lambda world: tuple(_neighbours_without(proved.study, goal, world)))
    return worlds.filter(bool).flatmap(st.sampled_from).map(lambda world: _write_dossier(proved.study, world))


def _is_below_ladder(framework: Framework, main: LadderOutcome, level: str) -> bool:
    return level not in framework.definition.steps_of(main.ladder) and level in level_ids(framework)


# -- the proof that a level can be reached -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _ProvedLevel:
    """The condition that the main outcome is exactly a level, a world in which it holds, and the prover of more."""

    study: Study
    condition: Condition
    world: Assignment
    prover: Prover


def _prove_level(framework: Framework, level: str) -> _ProvedLevel:
    """Return the proof that a dossier can hold exactly *level*; raises InvalidArgument where there is none."""
    study = Study(framework, stages=stages_of(framework)[0])
    condition = _exactly_at(study, level)
    proof = study.prove(condition)
    if proof.status is not Satisfiability.SATISFIABLE:
        is_impossible = proof.status is Satisfiability.UNSATISFIABLE
        why = "no dossier reaches it" if is_impossible else "whether a dossier reaches it was not decided"
        message = f"no dossier of {framework.id} can be drawn that holds '{level}': {why}"
        raise InvalidArgument(message)
    return _ProvedLevel(study, condition, proof.world or Assignment(), Prover(study.space))


def _exactly_at(study: Study, level: str) -> Condition:
    """Return the condition that the main outcome is *level*: that step holds, and the one above it does not."""
    main = study.framework.outcomes[0]
    if level not in level_ids(study.framework):
        known = ", ".join(level_ids(study.framework))
        message = f"'{level}' is no level of '{main.id}': {known}"
        raise InvalidArgument(message)
    if not isinstance(main, LadderOutcome):
        return study.inlined[str(FactName(FactKind.LABEL, main.id, level))]
    steps = study.framework.definition.steps_of(main.ladder)
    at = steps.index(level) if level in steps else -1
    holds = (_reaches_step(study, main.id, level),) if at >= 0 else ()
    above = (Not(_reaches_step(study, main.id, steps[at + 1])),) if at + 1 < len(steps) else ()
    parts = (*holds, *above)
    return parts[0] if len(parts) == 1 else All(parts)


def _reaches_step(study: Study, outcome: str, step: str) -> Condition:
    return study.inlined[str(FactName(FactKind.OUTCOME, outcome, step))]


# -- worlds --------------------------------------------------------------------------------------------------------


@st.composite
def _worlds_at_level(draw: st.DrawFn, proved: _ProvedLevel) -> Assignment:
    """Worlds at the level, as near to drawn preferences as a proof comes, in which everything is known.

    A proof that prefers some answers finds another world than one without: so worlds differ from draw to draw.
    """
    facts = sorted(facts_of(proved.condition))
    usual = draw(st.sampled_from((UNMET, MET)))
    turned = draw(st.sets(st.sampled_from(facts), max_size=_MAX_TURNED)) if facts else set()
    preferred: dict[str, Truth] = {name: usual.negated() if name in turned else usual for name in facts}
    found = proved.prover.prove(proved.condition, max_decisions=proved.study.splits, prefer=preferred)
    return _complete_world(proved, found.world or proved.world, preferred, high=draw(st.booleans()))


def _complete_world(proved: _ProvedLevel, world: Assignment, preferred: dict[str, Truth], *, high: bool) -> Assignment:
    """Return *world* with everything known: what it leaves open does not matter, and is as preferred.

    Facts of awards held stay open, for they exclude one another. *high* takes the upper end of what a value can be.
    """
    space = proved.study.space
    truths = {name: truth for name, truth in preferred.items() if not read_fact_name(name).is_of_decision}
    open_values = {name: space.values.get(name, Interval.point(0)) for name in values_of(proved.condition)}
    values = {n: _point_of(proved.study, n, i, high=high) for n, i in open_values.items() if n not in world.values}
    values |= {n: _point_of(proved.study, n, i) for n, i in world.values.items()}
    return Assignment({**truths, **world.truths}, values)


def _point_of(study: Study, name: str, interval: Interval, *, high: bool = False) -> Interval:
    """Return a single value inside *interval*: an end of it, or of the choices in it where the value has choices."""
    choices = [n for n in study.space.choices.get(name, ()) if interval.low is None or n >= interval.low]
    choices = [n for n in choices if interval.high is None or n <= interval.high]
    # Where nothing bounds the value, 0 is as good as any other.
    ends = choices or [end for end in (interval.low, interval.high) if end is not None]
    return Interval.point(ends[-1 if high else 0] if ends else 0)


def _neighbours_without(study: Study, goal: Condition, world: Assignment) -> Iterator[Assignment]:
    """Yield the worlds in which one fact or value is otherwise and *goal* does not hold."""
    for name, truth in world.truths.items():
        fact = read_fact_name(name)
        if fact.node is not None and fact.side is None:  # a verdict of a node; other facts follow from records
            other = Assignment({**world.truths, name: truth.negated()}, world.values)
            if not evaluate(goal, other).possible:
                yield other
    for name in world.values:
        for number in _other_numbers(study, goal, name):
            other = Assignment(world.truths, {**world.values, name: Interval.point(number)})
            if not evaluate(goal, other).possible:
                yield other
                break  # one move of a value is enough: others lead to the same side of the threshold


def _other_numbers(study: Study, goal: Condition, name: str) -> tuple[Number, ...]:
    """Return what else a value can be: its choices, or integers beside those that *goal* compares it with."""
    if read_value_name(name).kind in (ValueKind.CLOCK, ValueKind.PER):
        return ()  # a clock cannot be recorded, and a ratio is two figures
    choices = study.space.choices.get(name)
    if choices:
        return choices
    space = study.space.values.get(name, UNBOUNDED)
    near = thresholds_of(goal, name) or tuple(p.value for p in walk(goal) if isinstance(p, Constant))
    beside = (number for n in near for number in (floor(n) - 1, floor(n) + 1, floor(n)))
    return tuple(n for n in beside if (space.low is None or n >= space.low) and (space.high is None or n <= space.high))


def _write_dossier(study: Study, world: Assignment) -> dict[str, Any]:
    """Return the dossier that records *world*; it names no framework, so that it fits a changed definition too."""
    dossier = study.write_dossier(world) or {}
    return {key: entry for key, entry in dossier.items() if key != "framework"}
