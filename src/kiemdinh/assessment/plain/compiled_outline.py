"""The way from the leaves of plain dossiers to levels, compiled once for all dossiers of one outline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.assessment.levels import highest_level, ladder_of
from kiemdinh.assessment.plain.leaf_records import (
    LeafReader,
    LeafTables,
    PackedLeafReader,
    Record,
    WholeNumbers,
    check_record,
    place_of,
    read_records,
)
from kiemdinh.assessment.plain.mapping_outline import Leaf, MappingOutline, list_leaf_paths, rebuild_mapping
from kiemdinh.assessment.plain.shape import NotPlainError
from kiemdinh.assessment.plain.stage_compiler import CompiledStage, compile_stage
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import ValueRecord
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.evidence.dossier import Dossier, PackedDossier
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["CompiledOutline", "compile_outline", "compile_packed"]

_Levels: TypeAlias = "tuple[LevelRef | None, LevelRef | None]"
_LARGEST: Final = 10**12
"""A whole number beyond it is read by itself, so that nothing that compiled rules add up is large."""
_TEXTS: Final = (("school", "id"), ("school", "name"))
_SIMPLE_TEXT: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,98}[A-Za-z0-9])?")
"""Texts that need no reading: whatever reads them takes them as they are."""


@dataclass(frozen=True, slots=True)
class CompiledOutline:
    """What is compiled for all dossiers of one outline.

    Attributes
    ----------
    readers
        What reads each leaf; None for a text that says nothing of where the school stands.
    stages
        The compiled rules of each stage that is assessed; of the school as one where there are no stages.
    texts
        The positions of the leaves that no reader reads.
    ladder, dates
        The levels of the main outcome, lowest first, and the day of the assessment as the three clocks.
    timeless_rules
        The rules, where the same is compiled on every day from ``since`` on that has them; else None.
    since
        The last day of a record; of mappings the day for which they were compiled.
    """

    readers: tuple[LeafTables | None, ...]
    stages: tuple[CompiledStage, ...]
    texts: tuple[int, ...]
    ladder: Sequence[LevelRef]
    dates: Dates
    timeless_rules: FrameworkRules | None = None
    since: dt.date = dt.date.min
    _named: dict[tuple[int, ...], _Levels] = field(default_factory=dict)

    def move_to(self, on: dt.date, rules: FrameworkRules) -> CompiledOutline | None:
        """Return the same for another day and its rules; None where that day has to be compiled by itself."""
        if self.timeless_rules is not rules or on < self.since:
            return None
        return replace(self, dates=Dates(on, on, on))

    def find_levels(self, leaves: Sequence[Leaf]) -> _Levels:
        """Return the guaranteed level of the main outcome and the attainable one (2.2); None where there is none.

        Raises
        ------
        NotPlainError
            The dossier has to be resolved in the general way.
        """
        statuses = self.find_statuses(leaves)
        levels = self._named.get(statuses)
        if levels is None:
            certain, possible = ([status >= least for status in statuses] for least in (3, 2))
            levels = highest_level(self.ladder, certain), highest_level(self.ladder, possible)
            self._named[statuses] = levels
        return levels

    def find_statuses(self, leaves: Sequence[Leaf]) -> tuple[int, ...]:
        """Return the status of each level of the main outcome, lowest first: 0 unmet, 2 unknown, 3 met.

        The cost is one pass over the leaves and the compiled rules, for each case of a context that is open.

        Raises
        ------
        NotPlainError
            The dossier has to be resolved in the general way.
        """
        try:
            return self._find_known(leaves)
        except KeyError:
            self._read_new_leaves(leaves)
            return self._find_known(leaves)

    def _find_known(self, leaves: Sequence[Leaf]) -> tuple[int, ...]:
        is_only = len(self.stages) == 1
        found = [stage.find_statuses(leaves, is_only=is_only) for stage in self.stages]
        # One stage without the level leaves the school without it (2.6).
        return found[0] if is_only else tuple(map(min, *found))

    def _read_new_leaves(self, leaves: Sequence[Leaf]) -> None:
        for reader, leaf in zip(self.readers, leaves, strict=True):
            if reader is not None and not reader.is_known(leaf):
                reader.read_leaf(leaf)

    def check_texts(self, leaves: Sequence[Leaf]) -> None:
        """Refuse texts that have to be read.

        Raises
        ------
        NotPlainError
            A text has more in it than letters without marks, digits and a few signs.
        """
        for position in self.texts:
            leaf = leaves[position]
            if not (type(leaf) is str and _SIMPLE_TEXT.fullmatch(leaf)):
                message = "a text"
                raise NotPlainError(message)


def compile_outline(
    framework: Framework, on: dt.date, outline: MappingOutline, leaves: Sequence[Leaf]
) -> CompiledOutline:
    """Return what is compiled for all mappings of an outline.

    Each leaf is read by itself, and the mapping as a whole: they have to record the same. The cost is that of reading
    as many dossiers as there are leaves, and of compiling the rules: less than a tenth of a second in most frameworks.

    Parameters
    ----------
    framework, on
        What all mappings are assessed under, and when.
    outline, leaves
        One of the mappings.

    Raises
    ------
    NotPlainError
        Mappings of this outline have to be read and resolved in the general way.
    """
    _refuse_others(framework)
    paths = list_leaf_paths(outline)
    # 1, 1.0 and True are one key to Python, and only the first can be a key of a dossier.
    if not all(isinstance(key, str) for path in paths for key in path):
        message = "keys that are no texts"
        raise NotPlainError(message)
    mapping = rebuild_mapping(outline, leaves)
    dossier, records = read_records(mapping, framework, on)
    school = {key: value for key, value in mapping.get("school", {}).items() if ("school", key) not in _TEXTS}
    readers = tuple(None if path in _TEXTS else LeafReader(framework, on, path, school) for path in paths)
    compiled = _compile(framework, on, dossier, records, readers, leaves)
    # Its records are of the day of the assessment, whatever that is, and no awards are held in it.
    rules = framework.rules(dossier.school.stages, on)
    return compiled if rules.durations else replace(compiled, timeless_rules=rules, since=on)


def _refuse_others(framework: Framework) -> None:
    """Refuse a framework that reads registers or other frameworks: their records are resolved in the general way."""
    if framework.definition.populations or framework.definition.references:
        message = "others than the school are read"
        raise NotPlainError(message)


def compile_packed(framework: Framework, on: dt.date, packed: PackedDossier[Dossier]) -> CompiledOutline:
    """Return what is compiled for all dossiers that have the outline of one, which is packed.

    The cost is that of compiling the rules, as in :func:`compile_outline`.

    Raises
    ------
    NotPlainError
        Dossiers of this outline have to be resolved in the general way.
    """
    _refuse_others(framework)
    dossier = packed.unpack()
    records: tuple[Record, ...] = (*dossier.findings, *dossier.values)
    for record in records:
        check_record(record, framework, on)
    # The number of a record has been read: it stands for itself, whatever its input takes.
    readers = tuple(
        PackedLeafReader(packed.outline, position, whole_numbers=(None, None)) for position in range(len(records))
    )
    compiled = _compile(framework, on, dossier, records, readers, packed.leaves, is_checked=True)
    rules = framework.rules(dossier.school.stages, on)
    # Awards held and dates counted back are other facts on another day; decisions are not plain.
    is_timeless = not rules.durations and not dossier.held
    since = max((record.date for record in records), default=dt.date.min)
    return replace(compiled, timeless_rules=rules if is_timeless else None, since=since)


def _compile(
    framework: Framework,
    on: dt.date,
    dossier: Dossier,
    records: Sequence[Record],
    readers: Sequence[LeafTables | None],
    leaves: Sequence[Leaf],
    *,
    is_checked: bool = False,
) -> CompiledOutline:
    ladder = framework.main_ladder
    if ladder is None:
        message = "no ladder"
        raise NotPlainError(message)
    places = {place_of(record): i for i, record in _read_leaves(readers, leaves, framework)}
    if set(places) != {place_of(record) for record in records} or len(places) != len(records):
        message = "leaves that say something together"
        raise NotPlainError(message)
    refs = ladder_of(framework, ladder)
    levels = [str(FactName(FactKind.OUTCOME, ladder.id, level.id)) for level in refs]
    facts, empty = (_resolve(framework, one, on) for one in (dossier, replace(dossier, findings=(), values=())))
    stages = tuple(
        compile_stage(facts[stage], empty[stage], readers, places, levels, is_checked=is_checked) for stage in facts
    )
    texts = tuple(i for i, reader in enumerate(readers) if reader is None)
    return CompiledOutline(tuple(readers), stages, texts, refs, Dates(on, on, on))


def _resolve(framework: Framework, dossier: Dossier, on: dt.date) -> Mapping[str | None, StageFacts]:
    return resolve_school(framework, dossier, Dates(on, on, on)).stages


def _read_leaves(
    readers: Sequence[LeafTables | None], leaves: Sequence[Leaf], framework: Framework
) -> list[tuple[int, Record]]:
    """Return the record of each leaf, by its position, and tell its reader which numbers need no reading."""
    found = list[tuple[int, Record]]()
    for i, (reader, leaf) in enumerate(zip(readers, leaves, strict=True)):
        if reader is None:
            continue
        record = reader.read_record(leaf)
        if isinstance(record, ValueRecord) and reader.whole_numbers is None:
            reader.whole_numbers = _find_whole_numbers(framework, record.name)
        found.append((i, record))
    return found


def _find_whole_numbers(framework: Framework, name: str) -> WholeNumbers | None:
    """Return the least and the greatest whole number that an input takes as it stands; None where it takes none."""
    form = allowed_entries(framework).inputs[name]
    low, high = form.measure.low, form.measure.high
    if form.measure.kind != "number" or form.step not in (None, 1) or not isinstance(low or 0, int):
        return None
    return (-_LARGEST if low is None else low), (_LARGEST if high is None else high)
