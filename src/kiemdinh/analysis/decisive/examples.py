"""Worlds in which a result depends on one fact: such an example makes a proof unnecessary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.inline import inline
from kiemdinh.analysis.part_bounds import PartBounds
from kiemdinh.analysis.worlds import choose_point, extreme_worlds, is_world_of, most_favourable_world
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Assignment,
    Condition,
    Interval,
    Simulation,
    evaluate,
    facts_of,
    sample_points,
    thresholds_of,
    values_of,
)
from kiemdinh.standards.names import FactKind, FactName, find_top

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study

__all__ = ["DecisiveExamples"]

_MAX_ROUNDS: Final = 12
"""Minimal worlds that are looked at; each shows facts that those before it have not shown."""


class DecisiveExamples:
    """Looks for worlds in which one result is met, and in which it is not met if one fact alone changes.

    A fact for which one is found is decisive. A fact for which none is found may still be decisive; that has to be
    proved.

    Parameters
    ----------
    study
        The framework under study.
    result
        A condition over free facts, values, and facts that figures decide.
    by_figures
        The condition, over free facts and values, of each fact that figures decide.
    """

    def __init__(self, study: Study, result: Condition, by_figures: Mapping[str, Condition]) -> None:
        self._study, self._space = study, study.space
        self._inlined = inline(result, by_figures, study.sided)
        self._by_figures = by_figures
        bounds = PartBounds(study.framework.definition, values_of(self._inlined))
        self._fit_worlds = bounds.fit_worlds
        self._bounds: dict[str, list[Condition]] = defaultdict(list)
        for bound in bounds.conditions():
            for value in values_of(bound):
                self._bounds[value].append(bound)
        self._simulation = Simulation(result)
        self._chained = {name for one, _, other, _ in study.space.list_implications() for name in (one, other)}
        # Only figures change: what else decides the fact stays as it is.
        deciding = {name for condition in by_figures.values() for name in facts_of(condition)}
        self._free = sorted(facts_of(result) - by_figures.keys() - self._chained - deciding)

    def is_shown(self, name: str) -> bool:
        """Return whether an example shows that a fact, which the result reads, is decisive.

        Linear in the size of the result for each of at most :data:`_MAX_ROUNDS` minimal worlds, which are tried once,
        and for each name that these do not show to be decisive.
        """
        if self._start is None:
            return False
        return name in self.in_minimal_worlds or self._is_shown_where_it_applies(name)

    def is_shown_near(self, name: str, own: Assignment) -> bool:
        """Return whether a world of its own node shows that a fact, which the result reads, is decisive.

        Everything that *own* leaves open is chosen so that it helps the result most. The values of *own* may be
        intervals.
        """
        if self._start is None:
            return False
        helpful = self._make_apply(name)
        points = {value: choose_point(interval, self._start.value(value)) for value, interval in own.values.items()}
        return self._turns_where(name, Assignment({**helpful.truths, **own.truths}, {**helpful.values, **points}))

    @cached_property
    def _start(self) -> Assignment | None:
        """A world of the space in which the result is met; None where none is found at once."""
        helpful, opposite = self._extremes
        mixed = Assignment(helpful.truths, {**helpful.values, **opposite.values})
        candidates = (helpful, *self._fit_worlds(helpful, self._space), mixed, opposite)
        return next(filter(self._is_example, candidates), None)

    @cached_property
    def _extremes(self) -> tuple[Assignment, Assignment]:
        """The world that helps the result most, and the one that hurts it most."""
        return extreme_worlds(self._inlined, self._space)

    @cached_property
    def varies(self) -> bool:
        """Whether the result was found to be met in one world of the space and unmet in another."""
        if self._start is None:
            return False
        _, opposite = self._extremes
        worlds = (opposite, *self._fit_worlds(opposite, self._space))
        is_seen = any(self._is_possible(world) and evaluate(self._inlined, world) is UNMET for world in worlds)
        return is_seen or bool(self.in_minimal_worlds)

    def _is_example(self, world: Assignment) -> bool:
        """Return whether a world lies in the space and meets the result."""
        return self._is_possible(world) and evaluate(self._inlined, world) is MET

    def _is_possible(self, world: Assignment) -> bool:
        return is_world_of(self._space, world) and self._keeps_bounds(world, self._bounds)

    def _keeps_bounds(self, world: Assignment, values: Iterable[str]) -> bool:
        """Return whether these values keep the bounds of parts and wholes."""
        return all(evaluate(bound, world) is MET for value in values for bound in self._bounds.get(value, ()))

    def _change_world(self, world: Assignment, changes: Assignment) -> Assignment | None:
        """Change the world of the simulation, and return it; None where the space has no such world."""
        changed = Assignment({**world.truths, **changes.truths}, {**world.values, **changes.values})
        possible = is_world_of(self._space, changes) and self._chained.isdisjoint(changes.truths)
        if not possible or not self._keeps_bounds(changed, changes.values):  # the others keep them already
            return None
        for name, truth in changes.truths.items():
            self._simulation.set_fact(name, truth)
        for value in changes.values:
            self._simulation.set_value(value, changed.value(value))
        self._decide_again(world, changed, (*changes.truths, *changes.values))
        return changed

    def _enter_world(self, world: Assignment) -> None:
        """Set the simulation to a world, with the facts that its figures decide."""
        decided = {name: evaluate(condition, world) for name, condition in self._by_figures.items()}
        self._simulation.enter_world(Assignment({**world.truths, **decided}, world.values))

    def _turns_on(self, name: str) -> bool:
        """Return whether the result is known, and changes where the truth of one fact changes."""
        before, own = self._simulation.truth, self._simulation.fact(name)
        self._simulation.set_fact(name, own.negated())
        after = self._simulation.truth
        self._simulation.set_fact(name, own)
        return UNKNOWN not in (before, after, own) and before is not after

    @cached_property
    def _start_readings(self) -> tuple[object, ...]:
        """The readings of the simulation in the world from which all others are made."""
        before = self._simulation.save_readings()
        self._enter_world(self._start or Assignment())
        saved = self._simulation.save_readings()
        self._simulation.restore_readings(before)
        return saved

    @cached_property
    def _removable(self) -> tuple[str, ...]:
        """The free facts that can be made unmet in that world while the result stays met; no others can be later."""
        saved, before = self._start_readings, self._simulation.save_readings()
        self._simulation.restore_readings(saved)
        removable = tuple(name for name in self._free if not self._turns_on(name))
        self._simulation.restore_readings(before)  # it may be asked for while the simulation is in another world
        return removable

    @cached_property
    def _minimal_readings(self) -> tuple[object, ...]:
        """The readings of the simulation in a minimal world."""
        saved, removable, before = self._start_readings, self._removable, self._simulation.save_readings()
        self._simulation.restore_readings(saved)
        self._take_away(removable)
        tight = self._simulation.save_readings()
        self._simulation.restore_readings(before)
        return tight

    @cached_property
    def in_minimal_worlds(self) -> Collection[str]:
        """The free facts on which the result depends in minimal worlds.

        Facts that were found before are made unmet first, so that each minimal world has other facts. Where none is
        found, it is not known whether the result varies.
        """
        found: dict[str, None] = {}
        for _ in range(_MAX_ROUNDS if self._start is not None else 0):
            self._simulation.restore_readings(self._start_readings)
            self._take_away(sorted(self._removable, key=lambda name: name not in found))
            new = [name for name in self._free if name not in found and self._turns_on(name)]
            if not new:
                break
            found.update(dict.fromkeys(new))
        return found

    def _take_away(self, names: Iterable[str]) -> None:
        """Make facts unmet, one after the other, as long as the result stays met."""
        for name in names:
            self._take_away_one(name)

    def _take_away_one(self, name: str) -> bool:
        """Make a fact unmet if the result stays met, and return whether it has been."""
        if self._simulation.fact(name) is not MET:
            return False
        self._simulation.set_fact(name, UNMET)
        if self._simulation.truth is MET:
            return True
        self._simulation.set_fact(name, MET)
        return False

    # -- one name --------------------------------------------------------------------------------------------------

    def _is_shown_where_it_applies(self, name: str) -> bool:
        """Return whether the result depends on a fact that applies and that one of its figures fails."""
        helpful = self._make_apply(name)
        if name not in self._by_figures:
            return self._turns_where(name, helpful)
        points = (
            (value, point) for value in sorted(values_of(self._by_figures[name])) for point in self._points_of(value)
        )
        return any(
            self._turns_where(name, Assignment(helpful.truths, {**helpful.values, value: point}))
            for value, point in points
        )

    def _turns_where(self, name: str, changes: Assignment) -> bool:
        """Return whether the result depends on a fact in a changed world, perhaps with other facts made unmet.

        The changed world is first a minimal one, in which few facts are met, and then the one that helps most.
        """
        return self._turns_from(self._minimal_readings, name, changes) or self._turns_from(
            self._start_readings, name, changes
        )

    def _turns_from(self, saved: tuple[object, ...], name: str, changes: Assignment) -> bool:
        assert self._start is not None  # noqa: S101 - it is looked at before any name is
        self._simulation.restore_readings(saved)
        self._restore_own_criterion(name, self._start)
        world = self._change_world(self._start, changes)
        if world is None or not self._is_free_to_turn(name, world):
            return False
        self._simulation.set_fact(name, MET)
        return self._turns_on(name) or self._turns_beside_others(name)

    def _restore_own_criterion(self, name: str, world: Assignment) -> None:
        own = find_top(name) + "/"
        for other in self._free:
            if other.startswith(own):
                self._simulation.set_fact(other, world.truth(other))

    def _make_apply(self, name: str) -> Assignment:
        """Return the facts and values that help a requirement, and the nodes above it, to apply."""
        nodes, inlined = self._study.framework.outline.nodes, self._study.inlined
        path = (name, *self._study.framework.outline.ancestors_of(name)) if name in nodes else ()
        applies = (inlined.get(str(FactName(FactKind.APPLIES, node))) for node in path)
        conditions = tuple(condition for condition in applies if condition is not None)
        return most_favourable_world(All(conditions), self._space) if conditions else Assignment()

    def _order_away_from(self, name: str) -> list[str]:
        """Return the free facts but one, those of its own criterion last, since they are needed together with it."""
        own = find_top(name) + "/"
        others = [other for other in self._removable if other != name]
        return sorted(others, key=lambda other: other.startswith(own))

    def _is_free_to_turn(self, name: str, world: Assignment) -> bool:
        """Return whether a fact may be met and may be unmet in a world: no figures decide it, or they fail it there."""
        return name not in self._by_figures or evaluate(self._by_figures[name], world) is UNMET

    def _turns_beside_others(self, name: str) -> bool:
        """Return whether the result depends on a fact after some of the other facts have been made unmet."""
        if self._simulation.truth is not MET:
            return False
        return any(self._take_away_one(other) and self._turns_on(name) for other in self._order_away_from(name))

    def _decide_again(self, before: Assignment, after: Assignment, names: Iterable[str]) -> None:
        """Decide again the facts that figures decide and that read one of *names*: a value, or a fact."""
        moved = [name for name in names if _is_moved(name, before, after)]
        for name in dict.fromkeys(chain.from_iterable(self._decided_by.get(each, ()) for each in moved)):
            self._simulation.set_fact(name, evaluate(self._by_figures[name], after))

    @cached_property
    def _decided_by(self) -> Mapping[str, list[str]]:
        """The facts that each value or fact helps to decide."""
        decided: dict[str, list[str]] = defaultdict(list)
        for name, condition in self._by_figures.items():
            for read in (*values_of(condition), *facts_of(condition)):
                decided[read].append(name)
        return decided

    def _points_of(self, value: str) -> Iterable[Interval]:
        """Return one point for each range of a value that the facts which read it distinguish."""
        choices = self._space.choices_of(value)
        if choices:
            return map(Interval.point, choices)
        cuts = (thresholds_of(self._by_figures[name], value) or () for name in self._decided_by[value])
        return sample_points(chain.from_iterable(cuts), self._space.interval_of(value))


def _is_moved(name: str, before: Assignment, after: Assignment) -> bool:
    return before.truth(name) is not after.truth(name) or before.value(name) != after.value(name)
