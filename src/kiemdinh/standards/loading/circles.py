"""Defined names and sets that lead back to themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.standards.definition import Definition
from kiemdinh.standards.names_used import names_in
from kiemdinh.standards.parts import walk_parts

__all__ = ["check_circles"]

_Name: TypeAlias = tuple[str, str]
"""A declared name, after the map of the definition in which it is declared: ``("sets", "others")``."""


def check_circles(definition: Definition, problems: Problems) -> None:
    """Add to *problems* the defined names and sets that lead back to themselves, also those that no rule uses (KD213).

    Of circles that are connected one is reported. Linear in the size of the definition.
    """
    declared: dict[_Name, Any] = {("define", name): rule for name, rule in definition.define.items()}
    declared |= {("sets", name): each for name, each in definition.sets.items()}
    uses = {name: [used for used in _list_names(rule) if used in declared] for name, rule in declared.items()}
    done: set[_Name] = set()
    for name in uses:
        circle = _find_circle(name, uses, done)
        if circle is not None:
            kind, first = circle[0]
            found = " -> ".join(name for _, name in circle)
            problems.add(
                "KD213", Message("'{name}' refers to itself", name=first), (kind, first), key=True, found=found
            )


def _list_names(rule: Any) -> Iterator[_Name]:
    if isinstance(rule, str):
        yield "define", rule
    for part, _ in walk_parts(rule):
        yield from names_in(part)


def _find_circle(start: _Name, uses: Mapping[_Name, list[_Name]], done: set[_Name]) -> tuple[_Name, ...] | None:
    """Return the first circle that a walk from *start* meets, with its first name again at its end; None for no circle.

    Names in *done* are passed over, and all that the walk has seen is added to them.
    """
    circle: tuple[_Name, ...] | None = None
    way, following = {start: None}, [iter(() if start in done else uses[start])]
    while following:
        name = next(following[-1], None)
        if name is None:
            following.pop()
            done.add(way.popitem()[0])
        elif name in way:
            circle = circle or (*itertools.dropwhile(name.__ne__, way), name)
        elif name not in done:
            way[name] = None
            following.append(iter(uses[name]))
    return circle
