"""Numbers of stages that the rules of a framework can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["MAX_SIZES", "name_stages", "school_sizes"]

MAX_SIZES: Final = 6
"""Sizes of schools that are looked at besides one stage."""

_MOST_STAGES: Final = 50
"""A dossier names no more stages."""

_COMPARATORS: Final = ("at_least", "at_most", "above", "below", "is")


def school_sizes(framework: Framework) -> tuple[int, ...]:
    """Return the numbers of stages of the schools in which a claim about all dossiers is to hold, lowest first.

    One stage, two and three; where stages are counted, also the numbers that the count is compared with, and one more.
    One alone where no rule depends on the number of stages.

    Parameters
    ----------
    framework
        A loaded framework.
    """
    definition = framework.definition
    if "stage" not in definition.subject.has or framework.source is None:
        return (1,)
    of_stages = {"stage", *(name for name, found in definition.sets.items() if found.among == "stage")}
    data = framework.source.data
    written = list(_mappings_in(data))
    if not any(_names_set(said, of_stages) for said in written):
        return (1,)
    counts = ("count", "sum")
    named = {
        str(name)
        for name, said in data.get("define", {}).items()
        if isinstance(said, Mapping) and any(str(said.get(key)) in of_stages for key in counts)
    }
    numbers: set[int] = set()
    for said in written:
        if any(str(said.get(key)) in of_stages for key in counts) or str(said.get("value")) in named:
            numbers.update(number for key in _COMPARATORS for number in _numbers_in(said.get(key)))
    sizes = {1, 2, 3, *numbers, *(number + 1 for number in numbers)}
    return tuple(sorted(size for size in sizes if 1 <= size <= _MOST_STAGES))[: MAX_SIZES + 1]


def name_stages(size: int) -> tuple[str, ...]:
    """Return the stages of a school of some size, for witnesses.

    >>> name_stages(1), name_stages(2)
    (('stage',), ('stage', 'stage-2'))
    """
    return tuple("stage" if i == 0 else f"stage-{i + 1}" for i in range(size))


def _names_set(said: Mapping[str, Any], names: set[str]) -> bool:
    keys = ("every", "count", "share", "sum", "mean", "lowest", "highest")
    return any(str(said.get(key)) in names for key in keys)


def _mappings_in(said: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every mapping of a definition as written; without recursion, for it may be nested deeply."""
    waiting = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)


def _numbers_in(said: Any) -> Iterator[int]:
    """Yield the whole numbers in what stands behind a comparator: a literal, a list or a table."""
    waiting = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)
        elif str(one).isdecimal():
            yield int(str(one))
