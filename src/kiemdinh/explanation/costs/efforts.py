"""Efforts: what each change costs, what else it takes, and by whom (semantics 5.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from kiemdinh.explanation.costs.priced_change import PricedChange, SharedPrice
from kiemdinh.rules import Number, exact_number
from kiemdinh.standards.names import read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import EffortHint
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = [
    "COST_EACH",
    "COST_PER",
    "ChangeEffort",
    "Effort",
    "Efforts",
    "OwnRepair",
    "OwnRepairFinder",
    "effort_of_change",
    "is_priced",
    "keys_reaching",
]

COST_EACH: Final = "cost_each"
"""The price of each requirement that is changed, beside ``cost``, which is that of a change or of a level."""
COST_PER: Final = "cost_per"
"""The price of each unit by which a figure, rating or points are moved, beside ``cost``, which does not count them."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What is given at one key.

    Attributes
    ----------
    numbers
        Prices and other numbers by their names: ``cost``, ``cost_each``, ``cost_per``, ``months`` and others.
    who
        By whom the change is made.
    actionable
        Whether the change can be made; None where that is not said. A given cost says that it can.
    unit
        The unit of its cost, such as a currency; None where that is not said.

    Examples
    --------
    >>> Effort({"cost": 4, "months": 2}, who="the province").has_price("months")
    True
    """

    numbers: Mapping[str, Number] = field(default_factory=dict)
    who: str | None = None
    actionable: bool | None = None
    unit: str | None = None

    def has_price(self, name: str) -> bool:
        """Return whether a number is given; ``cost`` also counts as given where the cost of each requirement is."""
        return name in self.numbers or (name == "cost" and COST_EACH in self.numbers)


@dataclass(frozen=True, slots=True)
class ChangeEffort:
    """What one change takes, by the keys that reach it.

    Attributes
    ----------
    cost
        What it costs by itself, in the number that is minimised; None where the change cannot be made.
    also
        Other numbers by their names, which it takes by itself.
    shared
        What it costs together with other changes of its level.
    who
        By whom it is made.
    rate
        The additional cost of each unit by which a value is moved; 0 for a fact.
    is_given
        Whether any key or hint gives its cost; else it costs 1.
    """

    cost: Number | None
    also: Mapping[str, Number]
    shared: tuple[SharedPrice, ...]
    who: str | None
    rate: Number = 0
    is_given: bool = True


class OwnRepair(Protocol):
    """The cheapest repair of a member, under its own framework."""

    @property
    def cost(self) -> Number | None:
        """What it costs; None where the step is out of reach."""

    @property
    def changes(self) -> tuple[Any, ...]:
        """What it changes, as repairs say it."""


OwnRepairFinder: TypeAlias = Callable[["FactName"], "OwnRepair | None"]
"""Finds the own repair for a step of another framework; None where the member was not assessed."""


@dataclass(frozen=True, slots=True)
class Efforts:
    """Efforts by the keys that their author gave. For each number, the key that is nearest to a change counts.

    Where no key gives a number, the hints of the definition do.

    Attributes
    ----------
    by_key
        What is given at each key of the effort file, such as the id of a node, of a step or of a tag.
    minimise
        The name of the number that counts as the cost of a repair, such as ``cost`` or ``months``.
    find_own
        Finds the own repairs of members of a register, under their own frameworks; None where none was assessed.

    Examples
    --------
    >>> Efforts({"1.1": Effort({"cost": 4}, unit="million")}).unit
    'million'
    """

    by_key: Mapping[str, Effort]
    minimise: str = "cost"
    find_own: OwnRepairFinder | None = None

    @property
    def unit(self) -> str | None:
        """What costs are counted in: that of every effort which names one; None where none does."""
        return next((one.unit for one in self.by_key.values() if one.unit is not None), None)

    def give_anything(self, framework: Framework) -> bool:
        """Return whether a key, or a hint of the definition, may give the effort of a change."""
        return bool(self.by_key) or _has_hints(framework)


@lru_cache(maxsize=256)
def _has_hints(framework: Framework) -> bool:
    hints = [found.effort for found in framework.inputs.values()]
    hints += [info.node.effort for info in framework.nodes.values()]
    return any(hint is not None for hint in hints)


def is_priced(efforts: Efforts, framework: Framework) -> bool:
    """Return whether any key or hint gives the number that is minimised."""
    hints = [found.effort for found in framework.inputs.values()]
    hints += [info.node.effort for info in framework.nodes.values()]
    given = (*efforts.by_key.values(), *(_effort_of_hint(hint) for hint in hints if hint is not None))
    return any(effort.has_price(efforts.minimise) or COST_PER in effort.numbers for effort in given)


def keys_reaching(efforts: Efforts, framework: Framework, change: PricedChange) -> frozenset[str]:
    """Return the keys that reach a change; a price of each unit alone reaches no fact, which has no units."""
    reached = _efforts_at_keys(efforts, framework, change)
    return frozenset(key for key, effort in reached if change.is_value or {*effort.numbers} != {COST_PER})


def effort_of_change(efforts: Efforts, framework: Framework, change: PricedChange) -> ChangeEffort:
    """Return the effort of a change; its cost is 1 where no key and no hint gives it.

    >>> from kiemdinh.standards.catalogue import load
    >>> general = load("vn.tt57-2026.pho-thong")
    >>> efforts = Efforts({"3.3/muc-1": Effort({"cost": 4}), "bat-buoc": Effort({"cost": 2})})
    >>> changes = [PricedChange(f"{node}/muc-1", node, "muc-1") for node in ("1.1", "1.3", "3.3")]
    >>> found = [effort_of_change(efforts, general, change) for change in changes]
    >>> [(effort.cost, [price.amount for price in effort.shared]) for effort in found]
    [(1, []), (0, [2]), (4, [])]
    """
    reached = [*_efforts_at_keys(efforts, framework, change), *_efforts_of_hints(framework, change)]
    names = dict.fromkeys(name for _, effort in reached for name in effort.numbers if name not in (COST_EACH, COST_PER))
    own: dict[str, Number] = {}
    shared: list[SharedPrice] = []
    for name in dict.fromkeys(("cost", *names)):
        found = next(((key, effort) for key, effort in reached if effort.has_price(name)), None)
        if found is not None:
            _add_price(name, *found, change, own, shared)
    is_actionable = next((effort.actionable for _, effort in reached if effort.actionable is not None), True)
    rate = _find_rate(reached) if change.is_value and efforts.minimise == "cost" else 0
    cost = own.pop(efforts.minimise, None)
    if cost is None:
        cost = 0 if rate or any(price.name == efforts.minimise for price in shared) else 1
    who = next((effort.who for _, effort in reached if effort.who is not None), None)
    return ChangeEffort(cost if is_actionable else None, own, tuple(shared), who, rate, bool(reached))


def _find_rate(reached: Sequence[tuple[str, Effort]]) -> Number:
    """Return the nearest price of each unit; 0 where none is given."""
    return next((effort.numbers[COST_PER] for _, effort in reached if COST_PER in effort.numbers), 0)


def _add_price(
    name: str, key: str, effort: Effort, change: PricedChange, own: dict[str, Number], shared: list[SharedPrice]
) -> None:
    """Add what one key asks for: to *own* for the change itself, to *shared* once for its level."""
    amount = effort.numbers.get(name)
    if amount is not None and change.is_named_by(key):
        own[name] = amount
    elif amount is not None:
        shared.append(SharedPrice(key, name, amount, change.stage, *change.unit))
    if name == "cost" and COST_EACH in effort.numbers:
        own[name] = exact_number(own.get(name, 0) + effort.numbers[COST_EACH] * change.requirements)


def _efforts_at_keys(efforts: Efforts, framework: Framework, change: PricedChange) -> Iterator[tuple[str, Effort]]:
    """Yield what was given at the keys that reach a change, nearest first."""
    for key in change.list_keys(framework):
        if key in efforts.by_key:
            yield key, efforts.by_key[key]


def _efforts_of_hints(framework: Framework, change: PricedChange) -> Iterator[tuple[str, Effort]]:
    """Yield what the definition says of an input or node and of the nodes above, nearest first."""
    name = read_value_name(change.id).input
    found = framework.inputs.get(name or "")
    if found is not None and found.effort is not None:
        yield change.id, _effort_of_hint(found.effort)
    for node in change.list_nodes(framework):
        hint = framework.nodes[node].node.effort
        if hint is not None:
            yield node, _effort_of_hint(hint)


def _effort_of_hint(hint: EffortHint) -> Effort:
    numbers = {"cost": hint.cost, "months": hint.months}
    given = {name: number for name, number in numbers.items() if number is not None}
    # A hint without a cost says who and how long, and does not change the cost.
    actionable = False if not hint.actionable else True if given else None
    return Effort(given, hint.who, actionable)
