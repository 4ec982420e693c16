"""Results that rules read by the findings of one side alone, and what each side records.

Some results are read in one way by all rules. Then what one side has found stands for both sides, and one side records
everything. Other results are read in several ways. Then what each side has found is a separate fact: a school can hold
a level by its own findings and not by those of the external review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias, get_args

from kiemdinh.rules import MET, All, Assignment, Condition, Not, substitute
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.names import FactKind, FactName, NameSide, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["chain_sided_levels", "find_sided_facts", "split_sides"]

_FindWorld: TypeAlias = Callable[[Condition], Assignment | None]


def find_sided_facts(rules: FrameworkRules) -> frozenset[str]:
    """Return the facts of one side alone that have to be kept apart from those of both, or of the other side.

    They are facts of results that rules read in several ways; a level that is read through the levels above it does not
    count. Linear in what the definitions read.
    """
    readings: dict[str, set[FactName]] = {}
    for reader, facts in rules.facts.items():
        for name in map(read_fact_name, facts):
            if name.kind in (FactKind.OUTCOME, FactKind.CASE) and name.subject != read_fact_name(reader).subject:
                readings.setdefault(name.subject, set()).add(name)
    several = [names for names in readings.values() if len({name.side for name in names}) > 1]
    return frozenset(str(name) for names in several for name in names if name.side is not None)


def chain_sided_levels(framework: Framework, sided: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Yield for each ladder and side the facts of its levels that are kept apart, lowest first.

    A school that reaches a level by the findings of a side also reaches the levels below it by these.
    """
    for outcome in framework.outcomes:
        if isinstance(outcome, LadderOutcome):
            for side in get_args(NameSide):
                steps = framework.definition.steps_of(outcome.ladder)
                names = (str(FactName(FactKind.OUTCOME, outcome.id, step, side)) for step in steps)
                chain = tuple(name for name in names if name in sided)
                if len(chain) > 1:
                    yield chain


def split_sides(
    world: Assignment, sided: frozenset[str], inlined: Mapping[str, Condition], find_world: _FindWorld
) -> tuple[Assignment, Assignment | None]:
    """Return what the external review and the school itself record, so that each has its own facts as in *world*.

    What is read of both sides is recorded by a side whose own findings no rule reads, if possible by the external
    review. The second is None where the school itself has nothing to record.

    Parameters
    ----------
    world
        A world with some of the facts in *sided*.
    sided
        The facts of one side alone.
    inlined
        Every definition over free facts and values.
    find_world
        Returns a world in which a condition holds, None where there is none or it is not found.
    """
    rest = Assignment({name: truth for name, truth in world.truths.items() if name not in sided}, world.values)
    points = {name: value.low for name, value in world.values.items() if value.known and value.low is not None}
    found: dict[str, Assignment | None] = dict.fromkeys(get_args(NameSide))
    for side in found:
        wanted = tuple(
            inlined[str(name.without_side)] if truth is MET else Not(inlined[str(name.without_side)])
            for name, truth in ((read_fact_name(text), truth) for text, truth in world.truths.items() if text in sided)
            if name.side == side
        )
        found[side] = find_world(substitute(All(wanted), {}, points)) if wanted else None
    external, own = found["external"], found["self"]
    if external is None:
        return rest, own
    return Assignment(external.truths, {**external.values, **rest.values}), own or rest
