"""Drawn worlds in which a condition holds, and the way from such a world to one in which it does not.

A *world* is an assignment in which everything that a condition reads is known. A proof finds one. A *move* leads to
another: one fact differs, or one value is another number, which one record of a dossier can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from hypothesis import reject
from hypothesis import strategies as st

from kiemdinh.analysis.part_bounds import PartBounds
from kiemdinh.analysis.study import Study
from kiemdinh.rules import (
    MET,
    UNMET,
    All,
    Assignment,
    Condition,
    Interval,
    Number,
    Proof,
    Prover,
    Truth,
    evaluate,
    facts_of,
    values_of,
)
from kiemdinh.standards.names import FactKind, ValueKind, read_fact_name, read_value_name
from kiemdinh.testing.strategies.numbers import NumberRange

__all__ = ["Worlds", "walk_between"]

_MAX_TURNED: Final = 6
"""How many facts of a world are drawn unlike its usual preference."""
_MAX_MOVED: Final = 14
"""How many moves of values lead from the world that a proof finds to the one that is drawn."""


class Worlds:
    """The worlds in which *goal* is certain; the facts and values that *read* reads are known in them too.

    Both are conditions over the free facts and values of *study*.
    """

    # A plain class: hypothesis would write out the fields of a dataclass with every strategy that is made of it.
    def __init__(self, study: Study, goal: Condition, read: Condition) -> None:
        self.study = study
        self.goal = goal
        self.read = read
        self._ranges: dict[str, NumberRange] = {}

    def __repr__(self) -> str:
        return f"<Worlds of {self.study.framework.id}>"

    @cached_property
    def proof(self) -> Proof:
        """Whether there is such a world."""
        return self.study.prove(self.goal)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that are known in each world."""
        return tuple(sorted(facts_of(self._all)))

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The values that are known in each world."""
        return tuple(sorted(values_of(self._all)))

    @cached_property
    def movable_values(self) -> tuple[str, ...]:
        """The values that one record can change: all but clocks."""
        return tuple(name for name in self.values if read_value_name(name).kind is not ValueKind.CLOCK)

    @cached_property
    def _all(self) -> Condition:
        return All((self.goal, self.read))

    @cached_property
    def _parts(self) -> PartBounds:
        """The condition that no part is more than its whole: otherwise a dossier would be refused."""
        return PartBounds(self.study.framework.definition, self.values)

    @cached_property
    def _bounds(self) -> tuple[Condition, ...]:
        return tuple(self._parts.conditions())

    @cached_property
    def _prover(self) -> Prover:
        return Prover(self.study.space)

    def contains(self, world: Assignment) -> bool:
        """Return whether the goal is certain in a world, and a dossier can record it."""
        return evaluate(self.goal, world) is MET and self.can_be_recorded(world)

    def can_be_recorded(self, world: Assignment) -> bool:
        """Return whether no part is more than its whole in a world, and its facts are possible together."""
        return self._can_be(world) and all(evaluate(bound, world) is not UNMET for bound in self._bounds)

    def _can_be(self, world: Assignment) -> bool:
        return not any(
            world.truths.get(name) is truth and world.truths.get(other) is then.negated()
            for name, truth, other, then in self._implied
        )

    @cached_property
    def _implied(self) -> tuple[tuple[str, Truth, str, Truth], ...]:
        return tuple(self.study.space.list_implications())

    def range_of(self, name: str) -> NumberRange:
        """Return the numbers that a value can be drawn with; kept, since every draw asks for it."""
        if name not in self._ranges:
            self._ranges[name] = NumberRange.of_value(self.study, name, self._all)
        return self._ranges[name]

    # -- drawing ---------------------------------------------------------------------------------------------------

    def drawn(self) -> st.SearchStrategy[Assignment]:
        """Return the strategy of these worlds; each costs one proof, and one evaluation for each move."""
        return _proved_worlds(self).flatmap(lambda world: _moved_worlds(self, world))

    def find_near(self, preferred: dict[str, Truth], *, high: bool) -> Assignment | None:
        """Return a world in which facts are as preferred as far as a proof gets, and everything is known.

        Facts that the proof leaves open do not matter. *high* takes the upper end of the range of each value. Facts of
        awards held and of levels of others stay open, since they exclude one another. None where a dossier could not
        record what was found.
        """
        proof = self._prover.prove(self.goal, max_decisions=self.study.splits, prefer=preferred)
        for world in (proof.world, self.proof.world):
            whole = self._complete(world or Assignment(), preferred, high=high)
            fitted = next(filter(self.contains, (whole, *self._parts.fit_worlds(whole, self.study.space))), None)
            if fitted is not None:
                return fitted
        return None

    def _complete(self, world: Assignment, preferred: dict[str, Truth], *, high: bool) -> Assignment:
        truths = {name: truth for name, truth in preferred.items() if not _excludes_others(name)}
        space = self.study.space.values
        open_values = {n: space.get(n, Interval.point(0)) for n in self.values if n not in world.values}
        values = {n: self._point_of(n, i, high=high) for n, i in (*open_values.items(), *world.values.items())}
        return Assignment({**truths, **world.truths}, values)

    def _point_of(self, name: str, interval: Interval, *, high: bool) -> Interval:
        """Return a single value inside *interval*: an end of it, or the first or last of its choices."""
        choices = [n for n in self.study.space.choices.get(name, ()) if interval.low is None or n >= interval.low]
        choices = [n for n in choices if interval.high is None or n <= interval.high]
        ends = choices or [end for end in (interval.low, interval.high) if end is not None]
        if read_value_name(name).kind is ValueKind.PER and interval.low == 0 and interval.high != 0:
            ends = [min(1, interval.high or 1), *ends[1:]]  # no other figure could be a part of a whole of 0
        # Where nothing bounds the value, 0 is as good as any other.
        return Interval.point(ends[-1 if high else 0] if ends else 0)


def _excludes_others(name: str) -> bool:
    """Whether a fact settles others: an award that is held was given, and a school at a level is above lower ones."""
    fact = read_fact_name(name)
    return fact.is_of_decision or fact.kind is FactKind.REACHES


@st.composite
def _proved_worlds(draw: st.DrawFn, worlds: Worlds) -> Assignment:
    """Worlds as near to drawn preferences as a proof gets, so that facts differ from draw to draw."""
    usual = draw(st.sampled_from((UNMET, MET)))
    turned = draw(st.sets(st.sampled_from(worlds.facts), max_size=_MAX_TURNED)) if worlds.facts else set()
    preferred = {name: usual.negated() if name in turned else usual for name in worlds.facts}
    return worlds.find_near(preferred, high=draw(st.booleans())) or reject()


@st.composite
def _moved_worlds(draw: st.DrawFn, worlds: Worlds, world: Assignment) -> Assignment:
    """Worlds to which moves of values lead, each of which keeps the goal.

    Each value is moved towards a drawn number, as far as the goal allows it.
    """
    names = worlds.movable_values[:_MAX_MOVED]
    if len(worlds.movable_values) > _MAX_MOVED:
        names = tuple(draw(st.lists(st.sampled_from(worlds.movable_values), max_size=_MAX_MOVED, unique=True)))
    first = draw(st.integers(0, len(names))) if names else 0
    for name in (*names[first:], *names[:first]):
        wanted = draw(st.none() | worlds.range_of(name).drawn())
        if wanted is not None:
            world = _move_towards(worlds, world, name, wanted)
    return world


def _move_towards(worlds: Worlds, world: Assignment, name: str, wanted: Number) -> Assignment:
    """Return *world* with a value at *wanted*, or half or a quarter of the way; unchanged if the goal would be lost."""
    numbers = worlds.range_of(name).between(_number(world, name), wanted)
    last = len(numbers) - 1
    for index in dict.fromkeys((last, last // 2, last // 4)):
        other = _with_number(world, name, numbers[index])
        if worlds.contains(other):
            return other
    return world


# -- the way to a world in which the goal does not hold ------------------------------------------------------------


def walk_between(
    worlds: Worlds, start: Assignment, end: Assignment, names: Iterable[str]
) -> tuple[Assignment, Assignment] | None:
    """Return two worlds that differ in one fact or value: the goal holds in the first, and cannot hold in the second.

    The named facts and values are moved one after the other from *start*, where the goal holds, to *end*. The last
    value is moved only as far as it must be. None where the goal also holds at the end. The cost is one evaluation for
    each name.
    """
    here = start
    for name in names:
        there = _with_answer_of(here, end, name)
        if not worlds.can_be_recorded(there):
            continue
        if worlds.contains(there):
            here = there
        elif not evaluate(worlds.goal, there).possible:
            return next(_shorten_move(worlds, here, there, name), (here, there))
    return None


def _shorten_move(
    worlds: Worlds, here: Assignment, there: Assignment, name: str
) -> Iterator[tuple[Assignment, Assignment]]:
    """Yield the neighbouring numbers of a value between which the goal is lost; nothing for a fact."""
    if name not in here.values:
        return
    numbers = worlds.range_of(name).between(_number(here, name), _number(there, name))
    last, first = 0, len(numbers) - 1
    while first - last > 1:
        middle = (last + first) // 2
        if worlds.contains(_with_number(here, name, numbers[middle])):
            last = middle
        else:
            first = middle
    pair = _with_number(here, name, numbers[last]), _with_number(here, name, numbers[first])
    if worlds.contains(pair[0]) and worlds.can_be_recorded(pair[1]) and not evaluate(worlds.goal, pair[1]).possible:
        yield pair


def _number(world: Assignment, name: str) -> Number:
    low = world.value(name).low
    # Every value of a world is a point.
    assert low is not None  # noqa: S101
    return low


def _with_number(world: Assignment, name: str, number: Number) -> Assignment:
    return Assignment(world.truths, {**world.values, name: Interval.point(number)})


def _with_answer_of(world: Assignment, other: Assignment, name: str) -> Assignment:
    """Return *world* with one fact or value as it is in *other*."""
    if name in other.values:
        return Assignment(world.truths, {**world.values, name: other.values[name]})
    return Assignment({**world.truths, name: other.truths[name]}, world.values)
