"""A repair problem: a condition, what is known now, and the actions with their costs (*thay đổi*).

Semantics 5.3 to 5.5 define them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from kiemdinh.rules.terms import UNKNOWN, Number, Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.terms import Condition, Interval

__all__ = [
    "Action",
    "ActionKind",
    "Bound",
    "Change",
    "Cost",
    "Direction",
    "FactAction",
    "Fee",
    "RepairProblem",
    "ValueAction",
]

T = TypeVar("T")

Cost: TypeAlias = Number | None
"""A positive cost, in any unit that all actions share; ``None`` is infinite: the action cannot be taken."""
ActionKind: TypeAlias = Literal["settle", "improve"]
"""Whether an action settles what is unknown, or improves what is known."""
Direction: TypeAlias = Literal["up", "down"]
"""Whether an action makes a value larger or smaller."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound that a value is brought to: at least (``up``) or at most (``down``) ``number``, strictly or not.

    Attributes
    ----------
    number
        The bound itself, in the unit of the value.
    direction
        ``up`` where the value is brought to at least ``number``, ``down`` where it is brought to at most that.
    strict
        Whether ``number`` itself is not enough: more than it, or less.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, Compare, Constant, Interval, Value, find_minimal_repairs
    >>> grow = ValueAction(id="grow", value="area", direction="up")
    >>> large = Compare(Value("area"), ">", Constant(5))
    >>> now = Assignment({}, {"area": Interval.point(4)})
    >>> problem = RepairProblem(condition=large, cases=(now,), actions=(grow,))
    >>> find_minimal_repairs(problem).cheapest.changes[0].to
    Bound(number=5, direction='up', strict=True)
    """

    number: Number
    direction: Direction
    strict: bool = False

    @property
    def position(self) -> tuple[Number, int]:
        """The position on the number line, by which bounds on one value compare: "more than 5" lies just above 5."""
        return self.number, (1 if self.direction == "up" else -1) if self.strict else 0


@dataclass(frozen=True, slots=True)
class Fee:
    """What several actions cost together: it is paid once in a repair that makes any of them.

    Attributes
    ----------
    cost
        What it costs; it may be 0 where the fee has only other costs.
    also
        Other costs by name, as those of an action.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, All, Assignment, Fact, find_minimal_repairs
    >>> build = FactAction(id="build", fact="hall", to=MET, cost=0, fees=("site",))
    >>> equip = FactAction(id="equip", fact="stage", to=MET, cost=2, fees=("site",))
    >>> problem = RepairProblem(
    ...     condition=All((Fact("hall"), Fact("stage"))),
    ...     cases=(Assignment({"hall": UNMET, "stage": UNMET}),),
    ...     actions=(build, equip),
    ...     fees={"site": Fee(5)},
    ... )
    >>> find_minimal_repairs(problem).cheapest.cost
    7
    """

    cost: Number
    also: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAction:
    """An action that brings a fact to a truth.

    Attributes
    ----------
    id
        The name of the action, unique in its problem.
    fact
        The id of the fact.
    to
        The truth that it is brought to, met or unmet.
    cost
        What the action costs by itself; None if it cannot be taken. It may be 0 where it has fees.
    kind
        Whether it settles what is unknown (``settle``) or improves what is known (``improve``).
    requires
        Ids of the actions that must be taken too, such as the lower steps of a scale.
    fees
        Keys of the fees that it shares with other actions of its problem.
    also
        Other costs by name. They are summed for each repair, and not minimised.

    Raises
    ------
    ValueError
        If ``to`` is unknown, or the cost is not positive although there is no fee.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, Assignment, Fact, find_minimal_repairs
    >>> write = FactAction(id="write", fact="plan", to=MET, cost=3, also={"months": 2})
    >>> problem = RepairProblem(condition=Fact("plan"), cases=(Assignment({"plan": UNMET}),), actions=(write,))
    >>> repair = find_minimal_repairs(problem).cheapest
    >>> repair.cost, repair.also
    (3, {'months': 2})
    """

    id: str
    fact: str
    to: Truth
    cost: Cost = 1
    kind: ActionKind = "improve"
    requires: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()
    also: Mapping[str, Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.to is UNKNOWN:
            msg = f"{self.id}: a change settles a fact, it never makes it unknown"
            raise ValueError(msg)
        if not self.fees or self.cost != 0:
            _check_cost(self.id, self.cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAction:
    """An action that moves a value in one direction, as far as a repair needs.

    Attributes
    ----------
    id
        The name of the action, unique in its problem.
    value
        The id of the value.
    direction
        ``up`` where it makes the value larger, ``down`` where it makes it smaller.
    cost
        What it costs, however far the value goes; None if it cannot be taken.
    rate
        The additional cost of each unit of the distance from the present end of the value.
    kind
        Whether it settles what is unknown (``settle``) or improves what is known (``improve``).
    choices
        The only numbers that the value can be brought to, such as the steps of a scale; empty if any number will do.
    prices
        The cost of reaching each of ``choices``, instead of ``cost`` and ``rate``.
    spacing
        The distance between the numbers that are possible (1 for people): "more than 45" is then "at least 46". None
        where any number is possible.
    furthest
        The last number that can be reached; None if there is no limit.
    also
        Other costs by name. They are summed for each repair, and not minimised.

    Raises
    ------
    ValueError
        If a cost or ``spacing`` is not positive (with a rate, ``cost`` may be 0), ``rate`` is negative, or prices and
        choices differ in number.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, Compare, Constant, Interval, Value, find_minimal_repairs
    >>> hire = ValueAction(id="hire", value="teachers", direction="up", cost=0, rate=2, spacing=1)
    >>> enough = Compare(Value("teachers"), ">=", Constant(12))
    >>> now = Assignment({}, {"teachers": Interval.point(9)})
    >>> repair = find_minimal_repairs(RepairProblem(condition=enough, cases=(now,), actions=(hire,))).cheapest
    >>> repair.cost, repair.changes[0].to.number
    (6, 12)
    """

    id: str
    value: str
    direction: Direction
    cost: Cost = 1
    rate: Number = 0
    kind: ActionKind = "improve"
    choices: tuple[Number, ...] = ()
    prices: tuple[Cost, ...] = ()
    spacing: Number | None = None
    furthest: Number | None = None
    also: Mapping[str, Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.rate or self.cost != 0:
            _check_cost(self.id, self.cost)
        for price in self.prices:
            _check_cost(self.id, price)
        if self.rate < 0 or (self.spacing is not None and self.spacing <= 0):
            msg = f"{self.id}: a rate is not negative and a step is positive"
            raise ValueError(msg)
        if self.prices and len(self.prices) != len(self.choices):
            msg = f"{self.id}: {len(self.prices)} prices for {len(self.choices)} steps"
            raise ValueError(msg)


Action: TypeAlias = FactAction | ValueAction
"""Something that can be done (*việc có thể làm*)."""


def _check_cost(name: str, cost: Cost) -> None:
    """Raise an error for a cost that is not positive."""
    if cost is not None and cost <= 0:
        msg = f"{name}: a cost is positive, not {cost}"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a repair: a fact brought to a truth, or a value brought to a bound.

    Attributes
    ----------
    id, kind
        The name and the kind of the action that makes it.
    name
        The id of the fact or value.
    from_
        What is known of it now, in the first case of the problem.
    to
        The truth or the bound that it is brought to.
    cost
        What it costs. A fee that it shares with later changes of the repair is part of it, so that the costs add up.
    limit
        The bound on the other side that a value must keep as well, where the value can go too far: from 7 to exactly 3.
        None where it cannot go too far.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, Assignment, Fact, find_minimal_repairs
    >>> write = FactAction(id="write", fact="plan", to=MET)
    >>> problem = RepairProblem(condition=Fact("plan"), cases=(Assignment({"plan": UNMET}),), actions=(write,))
    >>> change = find_minimal_repairs(problem).cheapest.changes[0]
    >>> change.name, change.from_.name, change.to.name
    ('plan', 'UNMET', 'MET')
    """

    id: str
    name: str
    from_: Truth | Interval
    to: Truth | Bound
    cost: Number
    kind: ActionKind
    limit: Bound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairProblem:
    """A condition that should become certain, and what can be changed for it.

    Attributes
    ----------
    condition
        The target: the condition that should become certain.
    cases
        What is known now, once for each case of an open context (usually one): the condition must become certain
        in all of them.
    actions
        The actions, in declared order, which breaks ties (5.9).
    definitions
        The conditions that facts stand for.
    expand
        Tells whether a fact is read through its definition. Without it, every fact on which there is no action is read
        through its definition.
    fees
        What actions cost together, by the keys that these name.
    completions
        Where the cases leave context open, some of the ways in which it can turn out. A repair holds in these too, so
        their cost is a lower bound. Without any, the cases are exact.

    Raises
    ------
    ValueError
        If there is no case, if two actions share an id or have the same effect, or if ``requires`` names no action, or
        ``fees`` no fee.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, Assignment, Fact, find_minimal_repairs
    >>> write = FactAction(id="write", fact="plan", to=MET, cost=3)
    >>> problem = RepairProblem(condition=Fact("plan"), cases=(Assignment({"plan": UNMET}),), actions=(write,))
    >>> find_minimal_repairs(problem).cheapest.cost
    3
    """

    condition: Condition
    cases: tuple[Facts, ...]
    actions: tuple[Action, ...]
    definitions: Mapping[str, Condition] = field(default_factory=dict)
    expand: Callable[[str], bool] | None = None
    fees: Mapping[str, Fee] = field(default_factory=dict)
    completions: tuple[Facts, ...] = ()
    _worked_out: dict[Callable[[RepairProblem], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if not self.cases:
            msg = "a repair needs at least one case of what is known"
            raise ValueError(msg)
        _refuse_duplicates([action.id for action in self.actions])
        _refuse_duplicates([_effect_of(action) for action in self.actions])
        ids = {action.id for action in self.actions}
        missing = [
            name
            for action in self.actions
            if isinstance(action, FactAction)
            for name in action.requires
            if name not in ids
        ]
        if missing:
            msg = f"no action is called {', '.join(missing)}"
            raise ValueError(msg)
        fees = {fee for action in self.actions if isinstance(action, FactAction) for fee in action.fees}
        if not fees <= set(self.fees):
            msg = f"no fee is called {', '.join(sorted(fees - set(self.fees)))}"
            raise ValueError(msg)

    def work_out(self, work: Callable[[RepairProblem], T]) -> T:
        """Return the result of *work* for this problem; it is worked out once, for all questions about the problem."""
        if work not in self._worked_out:
            self._worked_out[work] = work(self)
        found: T = self._worked_out[work]
        return found

    def keep(self, work: Callable[[RepairProblem], T], found: T) -> None:
        """Keep *found* as the result of *work* for this problem, for a caller who knows it already."""
        self._worked_out[work] = found

    def is_expanded(self, name: str) -> bool:
        """Return whether a fact is read through its definition; false if it has none."""
        if name not in self.definitions:
            return False
        if self.expand is not None:
            return self.expand(name)
        return all(not isinstance(action, FactAction) or action.fact != name for action in self.actions)


def _effect_of(action: Action) -> str:
    """Return what an action does, as a text that is equal for two actions that do the same."""
    if isinstance(action, FactAction):
        return f"fact {action.fact} to {action.to.name}"
    return f"value {action.value} {action.direction}"


def _refuse_duplicates(names: list[str]) -> None:
    """Raise an error if a name occurs twice."""
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        msg = f"more than one action: {', '.join(twice)}"
        raise ValueError(msg)
