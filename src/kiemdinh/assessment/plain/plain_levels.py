"""Levels of plain dossiers, by rules that are compiled once dossiers of one outline keep coming."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.assessment.plain.compiled_outline import CompiledOutline, compile_outline, compile_packed
from kiemdinh.assessment.plain.mapping_outline import MAX_SIZE, Leaf, MappingOutline, outline_mapping, rebuild_mapping
from kiemdinh.assessment.plain.shape import NotPlainError
from kiemdinh.evidence.dossier import Dossier, DossierOutline, PackedDossier, keep_packed, pack
from kiemdinh.evidence.reading import read_dossier

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import Dates, LevelRef
    from kiemdinh.standards.loading import Framework

__all__ = ["PlainLevels", "PlainMapping", "find_plain_levels"]

AnyOutline: TypeAlias = "MappingOutline | DossierOutline"

_SECTIONS: Final = frozenset(("findings", "inputs", "school"))
_MAX_OUTLINES: Final = 8
"""Outlines that are kept; beyond these the one not asked for longest is forgotten."""
_CALLS_BEFORE: Final = 4
"""Compiling pays from some dossiers of one outline on; those before are read in the general way."""


@dataclass(slots=True)
class PlainMapping:
    """A plain mapping by its outline and leaves, as it was when it was handed over."""

    outline: MappingOutline
    leaves: list[Leaf]

    def read(self, framework: Framework, on: dt.date) -> Dossier:
        """Return the dossier, read against its framework."""
        return read_dossier(rebuild_mapping(self.outline, self.leaves), framework, default_date=on)


@dataclass(slots=True)
class PlainLevels:
    """What the compiled rules say of one plain dossier.

    Attributes
    ----------
    guaranteed, attainable
        The levels of the main outcome (2.2); None where there is none.
    dates
        The three clocks, all of the day of the assessment.
    recorded
        What was handed over: a mapping, or a dossier that had been read, which is kept in small.
    """

    guaranteed: LevelRef | None
    attainable: LevelRef | None
    dates: Dates
    recorded: PlainMapping | PackedDossier[Dossier]

    def read_dossier(self, framework: Framework) -> Dossier:
        """Return the dossier; the cost is that of reading the mapping, or of making a few records."""
        if isinstance(self.recorded, PackedDossier):
            return self.recorded.unpack()
        return self.recorded.read(framework, self.dates.evidence)


@dataclass(slots=True)
class _KnownOutline:
    """An outline that has been met: how often, and what is compiled for it; ``is_plain`` is False where nothing can."""

    outline: AnyOutline
    calls: int = 0
    compiled: CompiledOutline | None = None
    is_plain: bool = True

    def find_compiled(self, make: Callable[[], CompiledOutline]) -> CompiledOutline | None:
        """Return what is compiled, by *make* if it is time for that; None where it is too early, or nothing can."""
        if self.compiled is None and self.is_plain and self.calls > _CALLS_BEFORE:
            try:
                self.compiled = make()
            except NotPlainError:
                self.is_plain = False
        return self.compiled


@dataclass(slots=True)
class _KnownOutlines:
    """The outlines met last, by framework and date; safe for threads."""

    kept: OrderedDict[tuple[Framework, dt.date, AnyOutline], _KnownOutline] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def find(self, framework: Framework, on: dt.date, outline: AnyOutline) -> _KnownOutline:
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

    def find_of_other_day(self, framework: Framework, on: dt.date, outline: AnyOutline) -> CompiledOutline | None:
        """Return what was compiled for the outline on another day, for this one; None where that does not serve."""
        with self.lock:
            kept = [(key, known.compiled) for key, known in self.kept.items()]
        for (of_framework, _, of_outline), other in kept:
            if other is None or other.timeless_rules is None or of_outline != outline or of_framework != framework:
                continue
            moved = other.move_to(on, framework.rules(other.timeless_rules.setting.stages, on))
            if moved is not None:
                return moved
        return None


_known = _KnownOutlines()


def find_plain_levels(framework: Framework, dossier: object, on: dt.date) -> PlainLevels | None:
    """Return what the compiled rules say of a dossier; None where it has to be read and resolved in the general way.

    That is so for the first dossiers of an outline, and for everything that is not plain. The cost is one pass over
    the mapping and the rules; of a dossier that was read, until it is kept in small, one pass over its records.

    Parameters
    ----------
    framework, on
        What the dossier is assessed under, and when.
    dossier
        A mapping of findings, inputs and the school, or a dossier that was read.
    """
    try:
        if type(dossier) is dict:
            return _find_by_mapping(framework, dossier, on)
        return _find_by_records(framework, dossier, on) if isinstance(dossier, Dossier) else None
    except (NotPlainError, KeyError):
        return None


def _find_by_mapping(framework: Framework, mapping: dict[str, Any], on: dt.date) -> PlainLevels | None:
    if not mapping.keys() <= _SECTIONS:
        return None
    outline, leaves = outline_mapping(mapping)
    found = _known.find(framework, on, outline)
    if found.calls == 1:
        found.compiled = _known.find_of_other_day(framework, on, outline)
    compiled = found.compiled or found.find_compiled(lambda: compile_outline(framework, on, outline, leaves))
    if compiled is None:
        return None
    compiled.check_texts(leaves)
    # Outlines that are equal are kept once.
    kept: MappingOutline = found.outline  # type: ignore[assignment]
    return PlainLevels(*compiled.find_levels(leaves), compiled.dates, PlainMapping(kept, leaves))


def _find_by_records(framework: Framework, dossier: Dossier, on: dt.date) -> PlainLevels | None:
    if dossier.evidence is not None or len(dossier.findings) + len(dossier.values) > MAX_SIZE:
        return None
    packed = pack(dossier)
    found = _known.find(framework, on, packed.outline)
    if found.calls == 1:
        found.compiled = _known.find_of_other_day(framework, on, packed.outline)
    compiled = found.compiled or found.find_compiled(lambda: compile_packed(framework, on, packed))
    if compiled is None:
        return None
    # Only now: an outline that no other dossier has would take as much memory as the records.
    keep_packed(dossier, packed)
    return PlainLevels(*compiled.find_levels(packed.leaves), compiled.dates, packed)
