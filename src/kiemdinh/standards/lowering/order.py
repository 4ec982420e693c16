"""The order of a framework's definitions: each comes after those that it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from kiemdinh.standards.names import bare_name

__all__ = ["order_definitions"]

_Needed: TypeAlias = dict[str, list[str]]
"""The other definitions that each definition reads."""


def order_definitions(
    facts: Mapping[str, frozenset[str]], report_circle: Callable[[Sequence[str]], None]
) -> tuple[str, ...]:
    """Return the names of all definitions in an order in which each comes after those that it reads.

    A fact by the findings of one side is read from the definition for both. Where definitions are in a circle, all are
    returned in the order in which they came. The cost grows with the number of facts in all definitions.

    Parameters
    ----------
    facts
        For each definition the names of the facts in its condition.
    report_circle
        Called where there is a circle, with the names on a path into it and around it, each read by the one before.
    """
    needed = {name: sorted({bare_name(fact) for fact in read} & facts.keys()) for name, read in facts.items()}
    blocked = _find_blocked(needed)
    if not blocked:
        return _order_by_use(needed)
    report_circle(_walk_into_circle(needed, blocked))
    return tuple(facts)


def _find_blocked(needed: _Needed) -> dict[str, None]:
    """Return the names that are in a circle or need one that is, in the order of *needed*."""
    sorter = TopologicalSorter(needed)
    with suppress(CycleError):  # it goes on; its circle lacks the path into it
        sorter.prepare()
    free: set[str] = set()
    while ready := sorter.get_ready():
        free.update(ready)
        sorter.done(*ready)
    return {name: None for name in needed if name not in free}


def _walk_into_circle(needed: _Needed, blocked: Mapping[str, None]) -> list[str]:
    """Return a path through *blocked*, each name needing the next, that ends at the first name that comes twice."""
    path = [next(iter(blocked))]
    seen: set[str] = set()
    while path[-1] not in seen:
        seen.add(path[-1])
        path.append(next(name for name in needed[path[-1]] if name in blocked))
    return path


def _order_by_use(needed: _Needed) -> tuple[str, ...]:
    """Return the names that are in no circle, each as soon as all that it needs has come.

    The order of ``graphlib`` goes level by level; this order is seen by users, in the legal basis and in warnings.
    """
    ordered: dict[str, None] = {}
    stack = list(reversed(needed))
    while stack:
        missing = [name for name in needed[stack[-1]] if name not in ordered]
        if missing:
            stack.extend(reversed(missing))
        else:
            ordered[stack.pop()] = None
    return tuple(ordered)
