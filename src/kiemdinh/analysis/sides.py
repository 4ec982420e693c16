"""Sides: whether a rule reads one result by the findings of both sides and by those of one side alone.

A study takes what one side found for the finding of both (``inline``). What it proves to be the same for all dossiers
can then differ where a dossier has findings of two sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kiemdinh.standards.names import FactName, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["reads_several_sides"]


def reads_several_sides(rules: FrameworkRules, names: Iterable[str]) -> bool:
    """Return whether definitions read some result by more than one kind of findings: those of both sides, or of one.

    Parameters
    ----------
    rules
        The rules of a framework.
    names
        The definitions to begin with; what they read is looked at too. Linear in the size of these.
    """
    sides: dict[tuple[object, str], set[str | None]] = {}
    for name in _reached_from(rules, names):
        sides.setdefault((name.kind, name.subject), set()).add(name.side)
    return any(len(found) > 1 for found in sides.values())


def _reached_from(rules: FrameworkRules, names: Iterable[str]) -> Iterator[FactName]:
    waiting, seen = list(names), set(names)
    while waiting:
        name = waiting.pop()
        yield read_fact_name(name)
        new = rules.facts.get(name, frozenset()) - seen
        seen |= new
        waiting.extend(new)
