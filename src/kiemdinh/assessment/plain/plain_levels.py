"""Levels of plain mappings, by rules that are compiled once mappings of one outline keep coming."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.assessment.plain.compiled_outline import CompiledOutline, compile_outline
from kiemdinh.assessment.plain.mapping_outline import Leaf, MappingOutline, outline_mapping, rebuild_mapping
from kiemdinh.assessment.plain.shape import NotPlainError

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import Dates, LevelRef
    from kiemdinh.standards.loading import Framework

__all__ = ["PlainLevels", "find_plain_levels"]

_SECTIONS: Final = frozenset(("findings", "inputs", "school"))
_MAX_OUTLINES: Final = 8
"""Outlines that are kept; beyond these the one not asked for longest is forgotten."""
_CALLS_BEFORE: Final = 4
"""Compiling pays from some mappings of one outline on; those before are read in the general way."""


@dataclass(slots=True)
class PlainLevels:
    """What the compiled rules say of one plain mapping.

    Attributes
    ----------
    guaranteed, attainable
        The levels of the main outcome (2.2); None where there is none.
    dates
        The three clocks, all of the day of the assessment.
    outline, leaves
        The mapping.
    """

    guaranteed: LevelRef | None
    attainable: LevelRef | None
    dates: Dates
    outline: MappingOutline
    leaves: list[Leaf]

    @property
    def mapping(self) -> dict[str, Any]:
        """The mapping, as it was when it was handed over."""
        return rebuild_mapping(self.outline, self.leaves)


@dataclass(slots=True)
class _KnownOutline:
    """An outline that has been met: how often, and what is compiled for it; ``is_plain`` is False where nothing can."""

    outline: MappingOutline
    calls: int = 0
    compiled: CompiledOutline | None = None
    is_plain: bool = True


@dataclass(slots=True)
class _KnownOutlines:
    """The outlines met last, by framework and date; safe for threads."""

    kept: OrderedDict[tuple[Framework, dt.date, MappingOutline], _KnownOutline] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def find(self, framework: Framework, on: dt.date, outline: MappingOutline) -> _KnownOutline:
        """Return what is known of an outline, and count the call."""
        key = (framework, on, outline)
        with self.lock:
            found = self.kept.get(key)
            if found is None:
                found = self.kept[key] = _KnownOutline(outline)
                if len(self.kept) > _MAX_OUTLINES:
                    self.kept.popitem(last=False)
            else:
                self.kept.move_to_end(key)
            found.calls += 1
        return found


_known = _KnownOutlines()


def find_plain_levels(framework: Framework, mapping: object, on: dt.date) -> PlainLevels | None:
    """Return what the compiled rules say of a mapping; None where it has to be read and resolved in the general way.

    That is so for the first mappings of an outline, and for everything that is not plain. The cost is one pass over
    the mapping and the rules.

    Parameters
    ----------
    framework, on
        What the mapping is assessed under, and when.
    mapping
        A dossier as a mapping of findings, inputs and the school.
    """
    if type(mapping) is not dict or not mapping.keys() <= _SECTIONS:
        return None
    try:
        outline, leaves = outline_mapping(mapping)
        found = _known.find(framework, on, outline)
        if not found.is_plain or found.calls <= _CALLS_BEFORE:
            return None
        compiled = found.compiled or _compile(framework, on, found, leaves)
        if compiled is None:
            return None
        compiled.check_texts(leaves)
        return PlainLevels(*compiled.find_levels(leaves), compiled.dates, found.outline, leaves)
    except (NotPlainError, KeyError):
        return None


def _compile(framework: Framework, on: dt.date, found: _KnownOutline, leaves: list[Leaf]) -> CompiledOutline | None:
    try:
        found.compiled = compile_outline(framework, on, found.outline, leaves)
    except NotPlainError:
        found.is_plain = False
    return found.compiled
