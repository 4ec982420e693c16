"""Expressions as columns of layers: what is read more than once has a name, and each layer reads the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kiemdinh.rules.sql.sql_terms import SqlTerm

__all__ = ["ColumnLayers", "arrange_columns"]

_SHORT: Final = frozenset({"not", "is_true", "is_not_false", "coalesce"})
"""What is written again where it is read again, if it reads a column alone."""
_MOST_NESTED: Final = 30
"""How deep expressions nest: parsers of SQL take none of thousands of levels."""


@dataclass(frozen=True, slots=True)
class ColumnLayers:
    """Columns in layers.

    Attributes
    ----------
    layers
        For each layer, the first of which reads the table, its columns by name.
    names
        The name of each expression that is a column.
    """

    layers: tuple[Mapping[str, SqlTerm], ...]
    names: Mapping[SqlTerm, str]


def arrange_columns(
    results: Iterable[SqlTerm], first: Mapping[SqlTerm, str], names: Mapping[SqlTerm, str], prefix: str = ""
) -> ColumnLayers:
    """Return the layers in which expressions are columns. Costs time linear in the number of expressions.

    Parameters
    ----------
    results
        What has to be there at the end.
    first
        The columns of the first layer by what they are, each with its name.
    names
        The names of expressions that are columns wherever they are read, once or more.
    prefix
        Stands before the names of all others.
    """
    wanted = [*dict.fromkeys(results)]
    needed = sorted(set(_iterate_terms(wanted, first)), key=lambda term: term.number)
    uses = Counter(part for term in needed if term not in first for part in term.parts)
    uses.update(wanted)
    found: dict[SqlTerm, str] = {}
    depth: dict[SqlTerm, int] = {}
    nested: dict[SqlTerm, int] = {}
    layers: list[dict[str, SqlTerm]] = []
    taken = {*first.values(), *names.values()}
    for term in needed:
        inner = () if term in first else term.parts
        depth[term] = max((depth[part] for part in inner), default=0)
        nested[term] = 1 + max((nested[part] for part in inner), default=0)
        if not _is_column(term, first, names, uses[term], nested[term], found):
            continue
        name = first.get(term) or names.get(term) or _find_free_name(taken, term, prefix)
        taken.add(name)
        while len(layers) <= depth[term]:
            layers.append({})
        layers[depth[term]][name] = term
        found[term] = name
        depth[term] += 1
        nested[term] = 0
    return ColumnLayers(tuple(layers), found)


def _iterate_terms(results: Iterable[SqlTerm], first: Mapping[SqlTerm, str]) -> Iterator[SqlTerm]:
    seen: set[SqlTerm] = set()
    left = list(results)
    while left:
        term = left.pop()
        if term not in seen:
            seen.add(term)
            yield term
            if term not in first:
                left += term.parts


def _is_column(
    term: SqlTerm,
    first: Mapping[SqlTerm, str],
    names: Mapping[SqlTerm, str],
    uses: int,
    nested: int,
    found: Mapping[SqlTerm, str],
) -> bool:
    if term in first or (term in names and not term.is_constant):
        return True
    if term.is_constant:
        return False
    if term.operator in _SHORT and all(part in found or part.is_constant for part in term.parts):
        return False
    return uses > 1 or nested > _MOST_NESTED


def _find_free_name(taken: set[str], term: SqlTerm, prefix: str) -> str:
    name = f"{prefix}e{term.number}"
    while name in taken:
        name += "_"
    return name
