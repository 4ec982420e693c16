"""The ways of a school to a level: its minimal repairs, without those that cost more and take no less of anything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kiemdinh.explanation.repairs import search_repairs
from kiemdinh.rules import Budget, ExhaustedError, FactAction, exact_number

if TYPE_CHECKING:
    from kiemdinh.explanation.costs import Effort
    from kiemdinh.rules import Action, Bound, MinimalRepair, MinimalRepairs, Number, RepairProblem, Truth

__all__ = ["MONTHS", "UnknownPrice", "WayChange", "Ways", "WorkWay", "list_ways"]

MONTHS: Final = "months"
_MOST_WAYS: Final = 60
"""Repairs of one school to one level that are looked at; where there are more, what is proved says so."""


class WayChange(NamedTuple):
    """A change of a way.

    ``months`` is how long it takes, ``settled`` what of ``cost`` is paid for finding out, None where it is known.
    """

    id: str
    to: Truth | Bound
    cost: Number
    months: Number = 0
    settled: Number | None = None


@dataclass(frozen=True, slots=True)
class WorkWay:
    """A way to a level: a minimal repair.

    Attributes
    ----------
    cost
        What it costs, in money.
    numbers
        What else it takes, by name, months left out.
    changes
        What is done.
    alike
        How many repairs take the same; None where that is not known.
    """

    cost: Number
    numbers: Mapping[str, Number]
    changes: tuple[WayChange, ...]
    alike: int | None = 1

    @property
    def years(self) -> int:
        """How many years it takes: one for each twelve months begun of its longest change, and at least one.

        >>> from kiemdinh.rules import MET
        >>> [WorkWay(1, {}, (WayChange("1", MET, 1, months),)).years for months in (0, 12, 13)]
        [1, 1, 2]
        """
        return max(1, ceil(Fraction(max((one.months for one in self.changes), default=0)) / 12))

    def take(self, name: str) -> Number:
        """Return how much of something it takes."""
        return self.numbers.get(name, 0)

    def without(self, other: WorkWay) -> WorkWay | None:
        """Return what is left to do once another way is done; None where that is no part of this one."""
        done = {(one.id, one.to) for one in other.changes}
        left = tuple(one for one in self.changes if (one.id, one.to) not in done)
        if len(left) + len(done) != len(self.changes) or not left:
            return None
        cost = exact_number(Fraction(self.cost) - other.cost)
        numbers = {name: exact_number(Fraction(self.take(name)) - other.take(name)) for name in self.numbers}
        return None if cost < 0 or any(n < 0 for n in numbers.values()) else WorkWay(cost, numbers, left)


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of a school to a level.

    Attributes
    ----------
    found
        Those that could stand in a cheapest plan, cheapest first; none where the level is out of reach.
    least
        What any further way costs at least; None where there is none.
    """

    found: tuple[WorkWay, ...]
    least: Number | None = None


@dataclass(frozen=True, slots=True)
class UnknownPrice:
    """What finding out one unknown takes, and what it is taken to show.

    Attributes
    ----------
    effort
        What it takes; its cost is 1 where nothing is given.
    turns_out
        ``worst``: what is unknown falls short, and has to be improved too. ``best``: it holds.
    """

    effort: Effort
    turns_out: Literal["worst", "best"]

    @property
    def cost(self) -> Number:
        """What finding out costs."""
        return self.effort.numbers.get("cost", 1)

    @property
    def also(self) -> Mapping[str, Number]:
        """What else it takes."""
        return {name: number for name, number in self.effort.numbers.items() if name != "cost"}

    def reprice(self, action: Action) -> Action:
        """Return an action that settles something with what that takes; any other as it is."""
        if action.kind != "settle":
            return action
        if self.turns_out == "worst":
            also = {name: exact_number(Fraction(action.also.get(name, 0)) + n) for name, n in self.also.items()}
            cost = None if action.cost is None else exact_number(Fraction(action.cost) + self.cost)
            found = replace(action, cost=cost, also={**action.also, **also})
            if isinstance(found, FactAction):
                return found
            prices = (None if one is None else exact_number(Fraction(one) + self.cost) for one in found.prices)
            return replace(found, prices=tuple(prices))
        if isinstance(action, FactAction):
            return replace(action, cost=self.cost, also=self.also, fees=())
        return replace(action, cost=self.cost, also=self.also, rate=0, prices=tuple(self.cost for _ in action.prices))


def list_ways(
    problem: RepairProblem,
    show: Callable[[str], str],
    settling: UnknownPrice,
    limited: Collection[str],
    given: Collection[str],
    steps: int,
) -> Ways:
    """Return the ways that solve a problem.

    Parameters
    ----------
    show
        Returns the id for a name of the problem.
    limited
        What is short beside money, by name.
    given
        The names of all that efforts say of any change.
    steps
        The steps that the search may take.
    """
    found = search_repairs(problem, Budget(steps))
    if found.cost is None:
        return Ways((), None if found.proved else 0)

    months = _find_months(problem)

    def read(repair: MinimalRepair) -> WorkWay:
        changes = tuple(
            WayChange(show(one.name), one.to, one.cost, months[one.id], settling.cost if one.kind == "settle" else None)
            for one in repair.changes
        )
        return WorkWay(repair.cost, {name: n for name, n in repair.also.items() if name != MONTHS}, changes)

    short = [name for name in (*limited, MONTHS) if name in given]
    if not short:
        return _read_cheapest(found, read)
    return _read_several(found, read, short)


def _find_months(problem: RepairProblem) -> dict[str, Number]:
    """Return how long each action takes, what it shares with others included."""
    found: dict[str, Number] = {}
    for action in problem.actions:
        fees = [problem.fees[key] for key in action.fees] if isinstance(action, FactAction) else []
        found[action.id] = exact_number(sum(Fraction(one.also.get(MONTHS, 0)) for one in (action, *fees)))
    return found


def _read_cheapest(found: MinimalRepairs, read: Callable[[MinimalRepair], WorkWay]) -> Ways:
    """Return the cheapest way alone: it takes no more of anything than others."""
    try:
        cheapest = found.cheapest
    except ExhaustedError:
        cheapest = None
    if cheapest is None:
        return Ways((), 0)
    least = None if found.proved else exact_number(Fraction(found.cost or 0) - found.gap)
    return Ways((replace(read(cheapest), alike=found.count),), least)


def _read_several(found: MinimalRepairs, read: Callable[[MinimalRepair], WorkWay], short: Sequence[str]) -> Ways:
    """Return the ways that no cheaper one equals or betters in all that is short."""
    kept: list[WorkWay] = []
    repairs = iter(found)
    least: Number | None = None
    try:
        for number, repair in enumerate(repairs):
            least = repair.cost
            if any(_takes_nothing(one, short) and one.cost < repair.cost for one in kept):
                return Ways(_join_alike(kept, short))
            if number >= _MOST_WAYS:
                return Ways(_join_alike(kept, short), least)
            way = read(repair)
            if not any(_is_better(one, way, short) for one in kept):
                kept.append(way)
    except ExhaustedError:
        return Ways(_join_alike(kept, short), 0 if least is None or not found.proved else least)
    return Ways(_join_alike(kept, short), None if found.proved else 0)


def _amounts(way: WorkWay, short: Iterable[str]) -> tuple[Number, ...]:
    return tuple(way.years if name == MONTHS else way.take(name) for name in short)


def _takes_nothing(way: WorkWay, short: Sequence[str]) -> bool:
    return all(amount == (1 if name == MONTHS else 0) for name, amount in zip(short, _amounts(way, short), strict=True))


def _is_better(one: WorkWay, other: WorkWay, short: Sequence[str]) -> bool:
    """Return whether a way is cheaper than another, and takes no more of anything that is short."""
    pairs = zip(_amounts(one, short), _amounts(other, short), strict=True)
    return one.cost < other.cost and all(mine <= theirs for mine, theirs in pairs)


def _join_alike(ways: Sequence[WorkWay], short: Sequence[str]) -> tuple[WorkWay, ...]:
    """Return the ways, those that take the same as one."""
    groups: dict[tuple[Number, ...], list[WorkWay]] = {}
    for way in ways:
        groups.setdefault((way.cost, *_amounts(way, short)), []).append(way)
    return tuple(replace(several[0], alike=len(several)) for several in groups.values())
