"""What schools need at each node, and on what their levels depend there, from the blockers and margins of a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.standards.names import FactName, ValueKind, ValueName

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch import Batch
    from kiemdinh.portfolio.comparison.standings import NodePlace
    from kiemdinh.standards.loading import Framework

__all__ = ["NEEDS", "PlaceNeeds", "SchoolNeeds", "count_needs", "read_needs"]

NEEDS: Final = ("margin", "cost", "necessary", "relevant", "pivotal")
_Pair: TypeAlias = "tuple[str, str | None]"
"""A node, and a level of it or None."""


@dataclass(frozen=True, slots=True)
class SchoolNeeds:
    """What one school needs for its next level, and on what its level depends.

    Attributes
    ----------
    target
        The next level; None where there is none.
    changes
        How many changes of its cheapest way to the next level are at each node and level.
    size
        How many changes that way has; None where no way is known.
    necessary
        The nodes and levels at which every way to the next level changes something.
    level
        The level that it holds; None where it holds none.
    margin
        How many things have to be lost at once before that level is.
    losses
        The nodes and levels of these things.
    """

    target: str | None = None
    changes: Mapping[_Pair, int] | None = None
    size: int | None = None
    necessary: Collection[_Pair] = ()
    level: str | None = None
    margin: int | None = None
    losses: Collection[_Pair] = ()


@dataclass(frozen=True, slots=True)
class PlaceNeeds:
    """What the schools of a group need at one node and level; None where nothing can be said of it.

    Attributes
    ----------
    margin
        The smallest number of losses, one of them here, after which a school loses its level.
    cost
        How many changes the cheapest ways of all schools to their next levels have here.
    necessary, relevant, pivotal
        Of how many schools every way to the next level, the cheapest way, and the cheapest way as its only change has
        one here.
    """

    margin: int | None = None
    cost: int | None = None
    necessary: int | None = None
    relevant: int | None = None
    pivotal: int | None = None


def read_needs(batch: Batch) -> dict[str, SchoolNeeds]:
    """Return what each school of a batch needs and stands on. Costs what its blockers and margins cost."""
    places_of = _place_finder(batch.framework)
    above = dict(_read_blockers(batch, places_of))
    held = dict(_read_margins(batch, places_of))
    schools = above.keys() | held.keys()
    return {one: SchoolNeeds(*above.get(one, _NO_TARGET), *held.get(one, _NO_LEVEL)) for one in schools}


_Above: TypeAlias = "tuple[str | None, Mapping[_Pair, int] | None, int | None, Collection[_Pair]]"
_Held: TypeAlias = "tuple[str | None, int | None, Collection[_Pair]]"
_NO_TARGET: Final[_Above] = (None, None, None, ())
_NO_LEVEL: Final[_Held] = (None, None, ())
_Finder: TypeAlias = "Callable[[str], tuple[_Pair, ...]]"


def _read_blockers(batch: Batch, places_of: _Finder) -> Iterator[tuple[str, _Above]]:
    names = ("school", "target", "changes", "necessary")
    for school, target, changes, necessary in zip(*(batch.blocker_columns[name] for name in names), strict=True):
        ids = _split(changes)
        counted = Counter(pair for one in ids for pair in places_of(one))
        always = {pair for one in _split(necessary) for pair in places_of(one)}
        yield school, (target, counted, None if changes is None else len(ids), always)


def _read_margins(batch: Batch, places_of: _Finder) -> Iterator[tuple[str, _Held]]:
    names = ("school", "level", "size", "losses")
    for school, level, size, losses in zip(*(batch.margin_columns[name] for name in names), strict=True):
        ids = {one for group in _split(losses) for one in group.split(" + ")}
        yield school, (level, size, {pair for one in ids for pair in places_of(one)})


def _split(text: str | None) -> list[str]:
    return text.split("; ") if text else []


def _place_finder(framework: Framework) -> _Finder:
    """Return what finds the nodes and levels at which something stands, by the id by which results show it."""
    deciding = _reader_finder(framework)

    @cache  # thousands of schools need the same
    def find(text: str) -> tuple[_Pair, ...]:
        name = framework.outline.fact_names.read_shown(text).name
        if isinstance(name, FactName) and name.node in framework.nodes:
            return tuple(dict.fromkeys(_climb(framework, name.node or "", name.step)))
        nodes = [] if isinstance(name, FactName) or name.input is None else deciding(name.input)
        return tuple(dict.fromkeys(pair for node in nodes for pair in _climb(framework, node, None)))

    return find


def _reader_finder(framework: Framework) -> Callable[[str], list[str]]:
    """Return what finds the nodes whose own rules read a figure, directly or through sets and named quantities."""

    @cache
    def find_graph() -> Any:
        return framework.graph()

    def find(figure: str) -> list[str]:
        graph, found = find_graph(), []
        seen = {str(ValueName(ValueKind.INPUT, figure))}
        left = [*seen]
        while left:
            for reader in graph.predecessors(left.pop()):
                if reader in framework.nodes:
                    found.append(reader)
                elif reader not in seen and reader.startswith(("set:", "quantity:")):
                    seen.add(reader)
                    left.append(reader)
        return sorted(found)

    return find


def _climb(framework: Framework, node: str, step: str | None) -> Iterator[_Pair]:
    """Yield a node at a step, and all above it, each at the level that the one below it belongs to."""
    yield node, step
    current: str | None = node
    while current is not None:
        info = framework.nodes[current]
        if info.parent is not None and info.level is not None:
            yield info.parent, info.level
        elif info.parent is not None and framework.nodes[info.parent].verdict == "met":
            yield info.parent, None
        current = info.parent


def count_needs(place: NodePlace, needs: Iterable[SchoolNeeds], framework: Framework) -> PlaceNeeds:
    """Return what schools need at a place; *needs* are those of the schools of a group.

    Of the whole school as a place there are its margin and its cost alone. Scores have neither.
    """
    schools = [*needs]
    if framework.main_ladder is None:
        return PlaceNeeds()
    if place.node not in framework.nodes:
        held = [one.margin for one in schools if one.level == place.level and one.margin is not None]
        ways = [one.size for one in schools if one.target == place.level and one.size is not None]
        return PlaceNeeds(min(held, default=None), sum(ways))
    if any(framework.nodes[node].verdict not in ("level", "met") for node in place.counted):
        return PlaceNeeds()
    pairs = {(node, place.level) for node in place.counted}
    margins = [one.margin for one in schools if one.margin is not None and not pairs.isdisjoint(one.losses)]
    here = [sum((one.changes or {}).get(pair, 0) for pair in pairs) for one in schools]
    return PlaceNeeds(
        min(margins, default=None),
        sum(here),
        sum(not pairs.isdisjoint(one.necessary) for one in schools),
        sum(count > 0 for count in here),
        sum(count > 0 and one.size == 1 for count, one in zip(here, schools, strict=True)),
    )
