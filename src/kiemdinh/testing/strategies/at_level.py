"""Dossiers that hold exactly a level, miss it by one change, or lie on a boundary: a proof finds worlds to record."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, Final

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from kiemdinh.analysis.study import Study
from kiemdinh.evidence.dossier import Side
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.writing import dossier_from_facts
from kiemdinh.rules import All, Assignment, Compare, Condition, Not, Satisfiability, substitute, values_of, walk
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.names import FactKind, FactName, ValueKind, read_fact_name, read_value_name
from kiemdinh.testing.strategies.setting import stages_of
from kiemdinh.testing.strategies.worlds import Worlds, walk_between

__all__ = ["dossiers_at_level", "dossiers_missing_level", "dossiers_on_boundary", "level_ids"]

_MEMBERS: Final = (1, 2, 4)
"""How many members a drawn register has, in a framework that counts them."""


def level_ids(framework: Framework) -> tuple[str, ...]:
    """Return the levels or labels of the main outcome.

    Levels come lowest first; before them comes the state below the lowest, where the scale names it. Labels come in the
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
    several = _worlds_at_level(framework, level)
    return st.one_of([one.drawn().map(partial(_write_dossier, one.study)) for one in several])


def dossiers_missing_level(framework: Framework, level: str) -> st.SearchStrategy[dict[str, Any]]:
    """Dossiers that miss *level* by exactly one fact that differs or one value that is moved.

    Raises
    ------
    hypothesis.errors.InvalidArgument
        There is no such level, it lies below all others, or it is not proved that a dossier can reach it and another
        one cannot.
    """
    main = framework.outcomes[0]
    if isinstance(main, LadderOutcome) and _is_below_ladder(framework, main, level):
        message = f"no dossier misses '{level}': it lies below every level of '{main.id}'"
        raise InvalidArgument(message)
    drawn = [found for there in _worlds_at_level(framework, level) if (found := _missing(there, level)) is not None]
    if not drawn:
        message = f"no dossier misses '{level}': every one reaches it, or whether one does not was not decided"
        raise InvalidArgument(message)
    return st.one_of(drawn)


def _missing(there: Worlds, level: str) -> st.SearchStrategy[dict[str, Any]] | None:
    """Dossiers one change away from the worlds *there*, which are at *level*; None where none is proved to miss it."""
    main = there.study.framework.outcomes[0]
    # A school above the level does not miss it: for a ladder the goal is at least the step, not exactly the step.
    goal = _reaches_step(there.study, main.id, level) if isinstance(main, LadderOutcome) else there.goal
    elsewhere = Worlds(there.study, Not(goal), there.read)
    if elsewhere.proof.status is not Satisfiability.SATISFIABLE:
        return None
    of_others = tuple(filter(_is_of_others, there.facts))
    # A level of another framework is reached after the lower ones, and lost before them.
    movable = (*filter(_is_recorded_verdict, there.facts), *there.movable_values, *of_others, *reversed(of_others))
    pairs = _neighbours(Worlds(there.study, goal, there.read), there, elsewhere, movable)
    return pairs.map(lambda pair: _write_dossier(there.study, pair[1]))


def dossiers_on_boundary(framework: Framework, sides: Sequence[Side]) -> st.SearchStrategy[dict[str, Any]] | None:
    """Dossiers in which ratings, points or a quantity of several figures lie on a number of the rules or beside it.

    None where no rule compares such a quantity.
    """
    study = Study(framework, stages=stages_of(framework)[0], members=1 if _has_members(framework) else None)
    if not _list_boundaries(study):
        return None
    return _drawn_boundaries(study).flatmap(
        lambda world: st.sampled_from(sides).map(lambda side: _write_dossier(study, world, side))
    )


def _is_below_ladder(framework: Framework, main: LadderOutcome, level: str) -> bool:
    return level not in framework.definition.steps_of(main.ladder) and level in level_ids(framework)


# -- the proof that a level can be reached -------------------------------------------------------------------------


def _worlds_at_level(framework: Framework, level: str) -> list[Worlds]:
    """Return the worlds that are exactly at *level*, of registers of several sizes where there are members.

    Raises InvalidArgument where none is proved to exist.
    """
    sizes = _MEMBERS if _has_members(framework) else (None,)
    several = [_worlds_of_size(framework, level, members) for members in sizes]
    found = [worlds for worlds in several if worlds.proof.status is Satisfiability.SATISFIABLE]
    if not found:
        is_impossible = all(worlds.proof.status is Satisfiability.UNSATISFIABLE for worlds in several)
        why = "no dossier reaches it" if is_impossible else "whether a dossier reaches it was not decided"
        among = f" of up to {_MEMBERS[-1]} members" if _has_members(framework) else ""
        message = f"no dossier of {framework.id}{among} can be drawn that holds '{level}': {why}"
        raise InvalidArgument(message)
    return found


def _worlds_of_size(framework: Framework, level: str, members: int | None) -> Worlds:
    study = Study(framework, stages=stages_of(framework)[0], members=members)
    goal = _exactly_at(study, level)
    return Worlds(study, goal, goal)


def _has_members(framework: Framework) -> bool:
    return bool(framework.definition.populations)


def _exactly_at(study: Study, level: str) -> Condition:
    """Return the condition that the main outcome is *level*: that step holds, and the one above it does not."""
    main = study.framework.outcomes[0]
    if level not in level_ids(study.framework):
        known = ", ".join(level_ids(study.framework))
        message = f"'{level}' is not a level of '{main.id}': {known}"
        raise InvalidArgument(message)
    if not isinstance(main, LadderOutcome):
        return _with_parameters(study, study.inlined[str(FactName(FactKind.LABEL, main.id, level))])
    steps = study.framework.definition.steps_of(main.ladder)
    at = steps.index(level) if level in steps else -1
    holds = (_reaches_step(study, main.id, level),) if at >= 0 else ()
    above = (Not(_reaches_step(study, main.id, steps[at + 1])),) if at + 1 < len(steps) else ()
    parts = (*holds, *above)
    return parts[0] if len(parts) == 1 else All(parts)


def _reaches_step(study: Study, outcome: str, step: str) -> Condition:
    return _with_parameters(study, study.inlined[str(FactName(FactKind.OUTCOME, outcome, step))])


def _with_parameters(study: Study, condition: Condition) -> Condition:
    """Return a condition with the values that parameters are set to; raises InvalidArgument where one is not set."""
    framework, numbers = study.framework, {}
    for value in sorted(values_of(condition)):
        read = read_value_name(value)
        names = {read.name, read.per} & framework.parameters.keys()
        number = framework.parameter_number(read.name) if names == {read.name} and read.per is None else None
        if names and number is None:
            message = f"{framework.id} rests on the parameter '{min(map(str, names))}', which no dossier records"
            raise InvalidArgument(message)
        if number is not None:
            numbers[value] = number
    return substitute(condition, {}, numbers)


# -- the two sides of a condition ----------------------------------------------------------------------------------


@st.composite
def _neighbours(
    draw: st.DrawFn, goal: Worlds, there: Worlds, elsewhere: Worlds, movable: Sequence[str]
) -> tuple[Assignment, Assignment]:
    """Pairs of worlds that differ in one fact or value, the goal certain in the first and impossible in the second.

    The first lies on the way from a world *there*, the second on the way to one *elsewhere*; only what is *movable*
    changes on the way.
    """
    start, end = draw(there.drawn()), draw(elsewhere.drawn())
    names = [n for n in movable if n in end.truths or n in end.values]
    first = draw(st.integers(0, max(len(names) - 1, 0)))
    return walk_between(goal, start, end, [*names[first:], *names[:first]]) or reject()


def _is_recorded_verdict(name: str) -> bool:
    """Whether a fact is the verdict of a node, by any side; other facts follow from records."""
    fact = read_fact_name(name)
    return fact.node is not None and fact.side is None


def _is_of_others(name: str) -> bool:
    """Whether a fact is a level that a member, or the subject itself, has under another framework."""
    return read_fact_name(name).kind is FactKind.REACHES


@st.composite
def _drawn_boundaries(draw: st.DrawFn, study: Study) -> Assignment:
    holding, failing = draw(st.sampled_from(_list_boundaries(study)))
    # A word that changes, such as a kind of area, leads across the number, but not to it.
    movable = [name for name in holding.movable_values if not _is_word(study, name)]
    return draw(_neighbours(holding, holding, failing, movable).flatmap(st.sampled_from))


@lru_cache(maxsize=16)
def _list_boundaries(study: Study) -> tuple[tuple[Worlds, Worlds], ...]:
    """Return the two sides of each comparison of ratings, points or several values, where both are possible."""
    everything = All(tuple(study.inlined.values()))
    compared = {
        part
        for part in walk(everything)
        if isinstance(part, Compare) and not _reads_parameter(study, part) and _is_of_quantity(study, part)
    }
    sides = [
        (Worlds(study, part, everything), Worlds(study, Not(part), everything)) for part in sorted(compared, key=repr)
    ]
    return tuple(pair for pair in sides if all(_has_world(side) for side in pair))


def _is_of_quantity(study: Study, compared: Compare) -> bool:
    """Whether a comparison is of more than a single input: for a single input the figures themselves are drawn.

    The figures of members are in a register, and are not figures of the subject.
    """
    names = [name for name in values_of(compared) if not _is_word(study, name)]
    return len(names) > 1 or any(read_value_name(n).node is not None or _is_of_member(study, n) for n in names)


def _is_of_member(study: Study, name: str) -> bool:
    found = study.framework.inputs.get(read_value_name(name).name)
    return found is not None and not set(found.each).isdisjoint(study.framework.definition.populations)


def _reads_parameter(study: Study, compared: Compare) -> bool:
    """Whether a comparison reads a parameter, of which no dossier has the value."""
    read = map(read_value_name, values_of(compared))
    return any({name.name, name.per} & study.framework.parameters.keys() for name in read)


def _is_word(study: Study, name: str) -> bool:
    """Whether a value is that of an input that is recorded as a word, such as a choice."""
    read = read_value_name(name)
    return read.kind is ValueKind.INPUT and allowed_entries(study.framework).inputs[read.name].measure.kind == "words"


def _has_world(worlds: Worlds) -> bool:
    return bool(worlds.movable_values) and worlds.proof.status is Satisfiability.SATISFIABLE


def _write_dossier(study: Study, world: Assignment, side: Side = "external") -> dict[str, Any]:
    """Return the dossier that records *world*; it names no framework, so that it fits a changed definition too."""
    try:
        dossier = dossier_from_facts(
            study.framework, world, on=study.on, stages=study.stages, side=side, populations=study.populations or ()
        )
    except ValueError:  # such as a part of nothing, while another whole is recorded
        reject()
    return {key: entry for key, entry in dossier.items() if key != "framework"}
