"""Positions: where each name stands in a condition. Names with the same positions can be exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, TypeAlias

from kiemdinh.rules import (
    All,
    Any,
    AtLeast,
    Condition,
    Count,
    Fact,
    Maximum,
    Mean,
    Minimum,
    Sum,
    Term,
    Value,
    rename_ids,
    walk,
)

__all__ = ["Position", "find_positions"]

_SYMMETRIC = (All, Any, AtLeast, Count, Sum, Mean, Minimum, Maximum)
"""Terms whose members can change places, those of a sum with their weights."""

_MANY: Final = object()
"""Stands for the names in a term that has several."""

Position: TypeAlias = tuple[object, ...]
"""The group, what stands there with the name hidden, and its weight."""


def find_positions(condition: Condition) -> Mapping[str, Counter[Position]]:
    """Return where each name stands: in which group, within what, with which weight, and how often.

    If two names with the same positions are exchanged, the condition says the same. A name that is not returned stands
    in no group. Linear in the size of the condition.

    Examples
    --------
    >>> from kiemdinh.rules import Not
    >>> found = find_positions(All((Fact("a"), Fact("b"), Not(Fact("c")))))
    >>> found["a"] == found["b"], found["a"] == found["c"]
    (True, False)
    """
    leaves = _find_single_leaves(condition)
    found: dict[str, Counter[Position]] = {}
    for term in walk(condition):
        if leaves[term] is not _MANY:
            continue
        weights = term.weights if isinstance(term, Sum) and term.weights is not None else (1,) * len(term.members)
        for i, (member, weight) in enumerate(zip(term.members, weights, strict=True)):
            name = leaves[member]
            if isinstance(name, str):
                is_symmetric = isinstance(term, _SYMMETRIC)
                within = (rename_ids(member, _hide_name, _hide_name), weight) if is_symmetric else (member, i)
                found.setdefault(name, Counter())[term, *within] += 1
    return found


def _hide_name(_name: str) -> str:
    return "*"


def _find_single_leaves(condition: Condition) -> Mapping[Term, object]:
    """Return for each term the one name in it, ``None`` for none, or ``_MANY``."""
    found: dict[Term, object] = {}
    for term in walk(condition):
        if isinstance(term, Fact | Value):
            found[term] = term.id
            continue
        names = {found[member] for member in term.members} - {None}
        found[term] = None if not names else next(iter(names)) if len(names) == 1 else _MANY
    return found
