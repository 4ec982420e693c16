"""Facts that are no longer certain from one day to the next, and the turns that cause it (semantics 4.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.assessment.later_facts import read_fact_readers
from kiemdinh.rules import MET
from kiemdinh.standards.names import FactKind, FactName, read_fact_name, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules
    from kiemdinh.transitions.forecasts.day_standing import DayStanding
    from kiemdinh.transitions.forecasts.turns import Touched, Turn

__all__ = ["DayChanges", "Effect", "compare_days", "list_effects"]

_ORDER = (FactKind.OUTCOME, FactKind.LABEL, FactKind.AWARD, FactKind.STEP, FactKind.NODE)


@dataclass(frozen=True, slots=True)
class DayChanges:
    """The facts that differ on a day from the day before.

    Attributes
    ----------
    names
        The names of the facts whose truth has changed.
    lowered
        The names of those that are no longer certain, by the ids under which results show them; outcomes and awards
        first.
    """

    names: frozenset[str]
    lowered: Mapping[str, str]


def compare_days(before: DayStanding, after: DayStanding, names: frozenset[str]) -> DayChanges:
    """Return which of the facts *names* differ; a fact that only one of the days has is left out."""
    old, new = before.find_truths(names), after.find_truths(names)
    changed = [shown for shown in old if shown in new and old[shown][1] is not new[shown][1]]
    place = _FactOrder(after)
    fallen = sorted((shown for shown in changed if old[shown][1] is MET), key=lambda s: (place.of(old[s][0]), s))
    return DayChanges(frozenset(old[shown][0] for shown in changed), {shown: old[shown][0] for shown in fallen})


@dataclass
class _FactOrder:
    """The order in which facts are listed: outcomes, awards, then nodes; of each the highest step first."""

    day: DayStanding

    def of(self, name: str) -> tuple[int, int, int]:
        fact = self.day.framework.outline.fact_names.read(name)
        steps = self._steps(fact)
        step = steps.index(fact.step) if fact.step in steps else -1
        return _ORDER.index(fact.kind), self._nodes.get(fact.subject, 0), -step

    @cached_property
    def _nodes(self) -> Mapping[str, int]:
        return {node: place for place, node in enumerate(self.day.framework.nodes)}

    def _steps(self, fact: FactName) -> tuple[str | None, ...]:
        framework = self.day.framework
        if fact.kind in (FactKind.STEP, FactKind.NODE):
            return framework.nodes[fact.subject].steps if fact.subject in framework.nodes else ()
        named = (*framework.outcomes, *framework.awards)
        ladder = next((getattr(one, "ladder", None) for one in named if one.id == fact.subject), None)
        return framework.definition.steps_of(ladder)


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a turn: the ids of the facts that it lowers, and whether any fact that it affects has changed."""

    lowers: tuple[str, ...]
    changes_something: bool


def list_effects(turns: Sequence[Turn], day: DayStanding, changes: DayChanges) -> tuple[Effect, ...]:
    """Return the effect of each of the turns of a day.

    A turn lowers the facts that read, through facts that have changed, the facts that it affects. A lowered fact
    without such a turn is assigned to the turns that reach it in any way, else to those that change the rules.
    """
    reached = [_reach(turn.touched, day, changes.names) for turn in turns]
    bearing = [bool(found) for found in reached]
    loose = set(changes.lowered.values()).difference(*reached)
    if loose:
        anyhow = [_reach(turn.touched, day, None) & loose for turn in turns]
        rest = loose.difference(*anyhow)
        of_rules = [rest if turn.kind == "edition" or turn.touched.rules else frozenset[str]() for turn in turns]
        reached = [a | b | c for a, b, c in zip(reached, anyhow, of_rules, strict=True)]
    lowered = (tuple(shown for shown, name in changes.lowered.items() if name in found) for found in reached)
    return tuple(Effect(ids, bool(ids) or bears) for ids, bears in zip(lowered, bearing, strict=True))


def _reach(touched: Touched, day: DayStanding, within: frozenset[str] | None) -> frozenset[str]:
    readers = read_fact_readers(day.framework, day.rules)
    return readers.find_readers(_list_touched(touched, day.framework, day.rules), within)


def _list_touched(touched: Touched, framework: Framework, rules: FrameworkRules) -> Iterator[str]:
    readers = read_fact_readers(framework, rules)
    for by, keys in (
        (readers.by_node, touched.nodes),
        (readers.by_input, touched.inputs),
        (readers.by_award, touched.awards),
    ):
        for key in keys:
            yield from by.get(key, ())
    for award in framework.awards if touched.awards else ():
        # The wait for a higher grade depends on the awards held, and is in no condition.
        yield from (name for name in rules.definitions if _is_of_award(name, award.id))
    if touched.rules:
        for name, values in rules.values.items():
            if any(read_value_name(value).year is not None for value in values):
                yield name
    if touched.results:
        read = frozenset[str]().union(*rules.facts.values())
        yield from (name for name in read if _is_of_result(name, touched.results))


def _is_of_result(name: str, results: frozenset[str]) -> bool:
    fact = read_fact_name(name)
    return fact.kind is FactKind.REACHES and str(fact._replace(step=None)) in results


def _is_of_award(name: str, award: str) -> bool:
    fact = read_fact_name(name)
    return fact.kind is FactKind.AWARD and fact.subject == award
