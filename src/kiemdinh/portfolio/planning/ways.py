"""The ways of a school to a level: its minimal repairs, without those that are worse than another in every number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kiemdinh.explanation.repairs import search_repairs
from kiemdinh.rules import Bound, Budget, ExhaustedError, FactAction, exact_number

if TYPE_CHECKING:
    from kiemdinh.explanation.costs import Effort
    from kiemdinh.rules import Action, Change, Fee, MinimalRepair, MinimalRepairs, Number, RepairProblem, Truth

__all__ = ["MONTHS", "FoundWays", "UnknownPrice", "WayChange", "Ways", "WorkWay", "list_ways", "make_way"]

MONTHS: Final = "months"
_MOST_WAYS: Final = 60
"""Repairs of one school to one level that are looked at; where there are more, what is proved says so."""


class SharedFee(NamedTuple):
    """A cost that several changes of a school share: it is paid once, with the first of them.

    Attributes
    ----------
    key
        The key of the fee; changes that share the fee have the same key.
    cost
        The cost, in money.
    numbers
        The other numbers, by name.

    Examples
    --------
    >>> SharedFee("hall", 5, {"posts": 1}).numbers
    {'posts': 1}
    """

    key: str
    cost: Number
    numbers: Mapping[str, Number]


class WayChange(NamedTuple):
    """A change of a way, with its own costs.

    Attributes
    ----------
    id
        The name of the fact or value that is changed, with its stage.
    to
        The truth or the bound that it is brought to.
    cost
        Its own cost, in money.
    months
        How many months it takes, including those of the fees that it shares.
    settled
        The part of ``cost`` that is paid for finding out an unknown fact; None where the fact is known already.
    numbers
        Its other numbers by name, without money and months.
    fees
        The fees that it shares with other changes.
    again
        For a value, the cost of moving it once more after it was moved; 0 for a fact.
    whole
        Its own cost from the present state of the school. ``cost`` is less where a value was moved before.

    Examples
    --------
    >>> from kiemdinh.rules import MET
    >>> WayChange("2.1/muc-1", MET, 4, months=18).years
    2
    """

    id: str
    to: Truth | Bound
    cost: Number
    months: Number = 0
    settled: Number | None = None
    numbers: Mapping[str, Number] = {}
    fees: tuple[SharedFee, ...] = ()
    again: Number = 0
    whole: Number = 0

    @property
    def years(self) -> int:
        """How many years it takes: one for each twelve months begun, and at least one."""
        return max(1, int(-(-self.months // 12)))

    def follow(self, done: Iterable[WayChange]) -> WayChange | None:
        """Return the rest of the change after other changes are made; None where nothing is left.

        A value that was moved a part of the way is moved on, from there.
        """
        before: WayChange | None = None
        for one in done:
            if one.id != self.id:
                continue
            if one.to == self.to:
                return None
            if not isinstance(one.to, Bound) or not isinstance(self.to, Bound) or one.to.direction != self.to.direction:
                continue
            if _reaches(one.to, self.to):
                return None
            if before is None or (isinstance(before.to, Bound) and _reaches(one.to, before.to)):
                before = one
        if before is None:
            return self
        cost = exact_number(Fraction(self.whole) - before.whole + self.again)
        return self._replace(cost=cost, settled=None)


def _reaches(one: Bound, other: Bound) -> bool:
    """Return whether a bound keeps another one of the same direction."""
    return one.position >= other.position if one.direction == "up" else one.position <= other.position


@dataclass(frozen=True, slots=True)
class WorkWay:
    """A way to a level: a minimal repair, or the rest of one after others are made.

    Attributes
    ----------
    cost
        The cost, in money.
    numbers
        The other numbers by name, without months.
    changes
        The changes.
    costs
        The cost of each change. A fee that several share is given at the first of them.
    alike
        How many repairs take the same; None where that is not known.
    """

    cost: Number
    numbers: Mapping[str, Number]
    changes: tuple[WayChange, ...]
    costs: tuple[Number, ...] = ()
    alike: int | None = 1

    @property
    def years(self) -> int:
        """How many years it takes: as many as its longest change.

        >>> from kiemdinh.rules import MET
        >>> [WorkWay(1, {}, (WayChange("1", MET, 1, months),)).years for months in (0, 12, 13)]
        [1, 1, 2]
        """
        return max((one.years for one in self.changes), default=1)

    def take(self, name: str) -> Number:
        """Return how much of something it takes."""
        return self.numbers.get(name, 0)

    def follow(self, earlier: Iterable[WorkWay]) -> WorkWay | None:
        """Return the rest of the way after other ways are done; None where nothing is left."""
        done = [one for way in earlier for one in way.changes]
        left = [rest for one in self.changes if (rest := one.follow(done)) is not None]
        return make_way(left, paid={fee.key for one in done for fee in one.fees}) if left else None


def make_way(changes: Iterable[WayChange], paid: Iterable[str] = ()) -> WorkWay:
    """Return the way of some changes, whose fees are paid but for those named in *paid*.

    >>> from kiemdinh.rules import MET
    >>> shared = (SharedFee("hall", 5, {"posts": 1}),)
    >>> found = make_way(WayChange(name, MET, 1, fees=shared) for name in "ab")
    >>> found.cost, found.costs, found.numbers
    (7, (6, 1), {'posts': 1})
    """
    kept, settled = tuple(changes), {*paid}
    costs: list[Number] = []
    numbers: dict[str, Number] = {}
    for one in kept:
        due = [fee for fee in one.fees if fee.key not in settled]
        settled.update(fee.key for fee in due)
        costs.append(one.cost + sum(fee.cost for fee in due) if due else one.cost)
        for taken in (one.numbers, *(fee.numbers for fee in due)):
            for name, number in taken.items():
                numbers[name] = numbers.get(name, 0) + number
    return WorkWay(exact_number(sum(costs)), numbers, kept, tuple(costs))


class FoundWays(NamedTuple):
    """Ways to a level, cheapest first, and what any further one costs at least; None where there is none."""

    ways: tuple[WorkWay, ...]
    least: Number | None


@dataclass(frozen=True)
class Ways:
    """The ways of a school to a level.

    Attributes
    ----------
    repairs
        Its minimal repairs.
    read
        Returns the way of a repair.
    short
        What is limited besides money, by name.
    """

    repairs: MinimalRepairs
    read: Callable[[MinimalRepair], WorkWay]
    short: tuple[str, ...]
    _seen: list[WorkWay] = field(default_factory=list)

    def __iter__(self) -> Iterator[WorkWay]:
        """Yield them, cheapest first.

        Raises
        ------
        ExhaustedError
            The steps of the search run out.
        """
        for number, repair in enumerate(self.repairs):
            if number == len(self._seen):
                self._seen.append(self.read(repair))
            yield self._seen[number]

    @cached_property
    def best(self) -> FoundWays:
        """Those that could stand in a cheapest plan by themselves; none where the level is out of reach."""
        if self.repairs.cost is None:
            return FoundWays((), None if self.repairs.proved else 0)
        return self._find_best() if self.short else self._find_cheapest()

    def _find_cheapest(self) -> FoundWays:
        """Return the cheapest way alone: it takes no more of anything than others."""
        found = self.repairs
        try:
            cheapest = next(iter(self), None)
        except ExhaustedError:
            cheapest = None
        if cheapest is None:
            return FoundWays((), 0)
        least = None if found.proved else exact_number(Fraction(found.cost or 0) - found.gap)
        return FoundWays((replace(cheapest, alike=found.count),), least)

    def _find_best(self) -> FoundWays:
        """Return the ways for which no cheaper one takes as little, or less, of everything that is limited."""
        kept: list[WorkWay] = []
        least: Number | None = None
        short, is_proved = self.short, self.repairs.proved
        try:
            for number, way in enumerate(self):
                least = way.cost
                if any(_takes_nothing(one, short) and one.cost < least for one in kept):
                    return FoundWays(_join_alike(kept, short), None)
                if number >= _MOST_WAYS:
                    return FoundWays(_join_alike(kept, short), least)
                if not any(_is_better(one, way, short) for one in kept):
                    kept.append(way)
        except ExhaustedError:
            return FoundWays(_join_alike(kept, short), 0 if least is None or not is_proved else least)
        return FoundWays(_join_alike(kept, short), None if is_proved else 0)

    @cached_property
    def every(self) -> FoundWays:
        """All that are looked at: an expensive one may save work on the way to another level."""
        kept: list[WorkWay] = []
        is_proved = self.repairs.proved
        try:
            for way in self:
                if len(kept) >= _MOST_WAYS:
                    return FoundWays(tuple(kept), way.cost if is_proved else 0)
                kept.append(way)
        except ExhaustedError:
            return FoundWays(tuple(kept), kept[-1].cost if kept and is_proved else 0)
        return FoundWays(tuple(kept), None if is_proved else 0)


@dataclass(frozen=True, slots=True)
class UnknownPrice:
    """The effort of finding out one unknown fact, and how it is assumed to turn out.

    Attributes
    ----------
    effort
        The effort; its cost is 1 where nothing is given.
    turns_out
        ``worst``: an unknown fact falls short, and has to be improved too. ``best``: it holds.
    """

    effort: Effort
    turns_out: Literal["worst", "best"]

    @property
    def cost(self) -> Number:
        """What finding out costs."""
        return self.effort.numbers.get("cost", 1)

    @property
    def also(self) -> Mapping[str, Number]:
        """The other numbers of the effort."""
        return {name: number for name, number in self.effort.numbers.items() if name != "cost"}

    def reprice(self, action: Action) -> Action:
        """Return an action that settles something with the effort of finding out; any other action as it is."""
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
        What is limited besides money, by name.
    given
        The names of all numbers that efforts give for any change.
    steps
        The steps that the search may take.
    """
    read = _WayReader({one.id: one for one in problem.actions}, problem.fees, show, settling.cost).read
    return Ways(search_repairs(problem, Budget(steps)), read, tuple(one for one in (*limited, MONTHS) if one in given))


@dataclass(frozen=True, slots=True)
class _WayReader:
    """Reads the ways of the repairs of a problem; shared costs of changes are kept apart from their own costs."""

    actions: Mapping[str, Action]
    fees: Mapping[str, Fee]
    show: Callable[[str], str]
    settling: Number
    _read: dict[tuple[str, Truth | Bound], WayChange] = field(default_factory=dict)

    def read(self, repair: MinimalRepair) -> WorkWay:
        """Return the way of a repair."""
        paid: set[str] = set()
        changes = []
        for one in repair.changes:
            if (one.id, one.to) not in self._read:
                self._read[one.id, one.to] = self._read_change(one, paid)
            changes.append(self._read[one.id, one.to])
            paid.update(fee.key for fee in changes[-1].fees)
        return make_way(changes)

    def _read_change(self, change: Change, paid: Collection[str]) -> WayChange:
        """Return a change. Its cost includes what it shares with others, except for fees that are paid."""
        action = self.actions[change.id]
        shared = {key: self.fees[key] for key in (action.fees if isinstance(action, FactAction) else ())}
        own = exact_number(change.cost - sum(fee.cost for key, fee in shared.items() if key not in paid))
        settled = self.settling if change.kind == "settle" else None
        months = exact_number(sum(Fraction(part.also.get(MONTHS, 0)) for part in (action, *shared.values())))
        again = 0 if isinstance(action, FactAction) else exact_number((action.cost or 0) - (settled or 0))
        due = tuple(SharedFee(key, fee.cost, _leave_months(fee.also)) for key, fee in shared.items())
        numbers = _leave_months(action.also)
        return WayChange(self.show(change.name), change.to, own, months, settled, numbers, due, again, own)


def _leave_months(also: Mapping[str, Number]) -> Mapping[str, Number]:
    return {name: number for name, number in also.items() if name != MONTHS}


def _amounts(way: WorkWay, short: Iterable[str]) -> tuple[Number, ...]:
    return tuple(way.years if name == MONTHS else way.take(name) for name in short)


def _takes_nothing(way: WorkWay, short: Sequence[str]) -> bool:
    return all(amount == (1 if name == MONTHS else 0) for name, amount in zip(short, _amounts(way, short), strict=True))


def _is_better(one: WorkWay, other: WorkWay, short: Sequence[str]) -> bool:
    """Return whether a way is cheaper than another, and takes no more of anything that is short."""
    pairs = zip(_amounts(one, short), _amounts(other, short), strict=True)
    return one.cost < other.cost and all(mine <= theirs for mine, theirs in pairs)


def _join_alike(ways: Sequence[WorkWay], short: Sequence[str]) -> tuple[WorkWay, ...]:
    """Return the ways; those with the same costs become one."""
    groups: dict[tuple[Number, ...], list[WorkWay]] = {}
    for way in ways:
        groups.setdefault((way.cost, *_amounts(way, short)), []).append(way)
    return tuple(replace(several[0], alike=len(several)) for several in groups.values())
