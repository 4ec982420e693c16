"""The vocabulary of repair: what could be changed, at what cost (*thay đổi*, semantics 5.3, 5.4, 5.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

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
    "RepairProblem",
    "ValueAction",
]

Cost: TypeAlias = Number | None
"""A positive cost; ``None`` is infinite: it cannot be acted on."""
ActionKind: TypeAlias = Literal["settle", "improve"]
Direction: TypeAlias = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound that a value is brought to: at least (``up``) or at most (``down``) `number`, strictly or not."""

    number: Number
    direction: Direction
    strict: bool = False

    @property
    def position(self) -> tuple[Number, int]:
        """The place on the line, so that bounds on one value compare: "more than 5" lies just above 5."""
        return self.number, (1 if self.direction == "up" else -1) if self.strict else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAction:
    """One fact that can be brought to `to`.

    Attributes
    ----------
    requires
        Ids of the actions that must be made too: the steps below this one.
    also
        Other costs by name, summed beside the one that is minimised.
    """

    id: str
    fact: str
    to: Truth
    cost: Cost = 1
    kind: ActionKind = "improve"
    requires: tuple[str, ...] = ()
    also: Mapping[str, Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.to is UNKNOWN:
            msg = f"{self.id}: a change settles a fact, it never makes it unknown"
            raise ValueError(msg)
        _check_cost(self.id, self.cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAction:
    """One value that can be moved one way; what it costs is `cost`, and `rate` for each unit of the way.

    Attributes
    ----------
    choices
        The only numbers that the value can be brought to, such as the steps of a scale; else any bound is free.
    prices
        What it costs to reach each of `steps`, instead of `cost` and `rate`.
    spacing
        The grid a bound lies on (1 for whole people): "more than 45" is then "at least 46".
    furthest
        The last number that can be reached, if there is one.
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
"""One thing that can be changed (*việc có thể làm*)."""


def _check_cost(name: str, cost: Cost) -> None:
    if cost is not None and cost <= 0:
        msg = f"{name}: a cost is positive, not {cost}"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a repair: a fact brought to a truth, or a value to a bound, from what is known of it now."""

    id: str
    name: str
    from_: Truth | Interval
    to: Truth | Bound
    cost: Number
    kind: ActionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairProblem:
    """A condition that should become certain, and what can be changed for it.

    Attributes
    ----------
    cases
        What is known now, once for each case of an open context (usually one): the condition must become certain
        in all of them.
    actions
        In declared order, which breaks ties (5.9).
    definitions
        Conditions that facts stand for.
    expand
        Whether a fact is opened into its definition; without it, all are that no action acts on.

    Raises
    ------
    ValueError
        Without cases, if two actions share an id or do the same to the same thing, or if `after` names no action.
    """

    condition: Condition
    cases: tuple[Facts, ...]
    actions: tuple[Action, ...]
    definitions: Mapping[str, Condition] = field(default_factory=dict)
    expand: Callable[[str], bool] | None = None

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

    def is_expanded(self, name: str) -> bool:
        """Say whether a fact is read through its definition."""
        if name not in self.definitions:
            return False
        if self.expand is not None:
            return self.expand(name)
        return all(not isinstance(action, FactAction) or action.fact != name for action in self.actions)


def _effect_of(action: Action) -> str:
    if isinstance(action, FactAction):
        return f"fact {action.fact} to {action.to.name}"
    return f"value {action.value} {action.direction}"


def _refuse_duplicates(names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"more than one action: {', '.join(twice)}"
        raise ValueError(msg)
