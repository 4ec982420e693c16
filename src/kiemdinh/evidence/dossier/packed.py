"""Packed dossiers, which take little memory: dossiers with one outline share it, and each keeps only its own leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar
from weakref import WeakValueDictionary

from kiemdinh.diagnostics.diagnostic import DataPath
from kiemdinh.evidence.dossier.records import (
    FindingRecord,
    Held,
    Level,
    MetOrUnmet,
    NotApplicable,
    Score,
    Side,
    ToConfirm,
    Unknown,
    ValueRecord,
    Verdict,
)
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval

if TYPE_CHECKING:
    from kiemdinh.rules import Number

__all__ = ["DossierOutline", "PackedDossier", "RecordLeaf", "pack_dossier"]

D = TypeVar("D")
RecordLeaf: TypeAlias = Any
"""What one record says, without the place, day and reason: a text, a whole number, None or a tuple of these."""
_FindingPlace: TypeAlias = tuple[str, Side, dt.date, str | None, DataPath, dt.date | None]
_ValuePlace: TypeAlias = tuple[str, Side, dt.date, tuple[str, ...], str | None, DataPath, dt.date | None]
_Aside: TypeAlias = tuple[str | None, tuple[str, ...], str | None]
"""What stands beside a record: the reason, the codes of evidence and the author."""

_NOTHING: Final[_Aside] = (None, (), None)
_VERDICTS: Final[dict[str, Verdict]] = {
    "met": MetOrUnmet(MET),
    "unmet": MetOrUnmet(UNMET),
    "neither": MetOrUnmet(UNKNOWN),  # no reader makes it
    "unknown": Unknown(),
    "not-applicable": NotApplicable(),
}
_TO_CONFIRM: Final = "to-confirm"
_levels: Final[dict[int, tuple[str, int]]] = {}
"""The leaf of each level, so that dossiers share it."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class DossierOutline:
    """The part that dossiers share if their records are about the same things and only their content differs.

    All dossiers with one outline share one object, as long as one of them is kept.

    Attributes
    ----------
    stages, held, complete
        As in the dossier.
    findings
        For each finding, its node, side, date, stage, path and last day.
    values
        For each value, its name, side, date, members and year, stage, path and last day.
    """

    stages: tuple[str, ...] | None
    held: tuple[Held, ...]
    complete: frozenset[str]
    findings: tuple[_FindingPlace, ...]
    values: tuple[_ValuePlace, ...]

    def read_finding(self, position: int, leaf: RecordLeaf, aside: _Aside = _NOTHING) -> FindingRecord:
        """Return the finding at a position with this leaf."""
        node, side, date, stage, path, until = self.findings[position]
        return FindingRecord(node, _verdict_of(leaf), side, date, stage, aside[0], aside[1], path, until)

    def read_value(self, position: int, leaf: RecordLeaf, aside: _Aside = _NOTHING) -> ValueRecord:
        """Return the value at a position, counted from the first value, with this leaf."""
        name, side, date, at, stage, path, until = self.values[position]
        numbers = leaf if isinstance(leaf, tuple) and len(leaf) == _PARTS else (leaf, None, None)
        value, part, whole = map(_number_of, numbers)
        why, codes, author = aside
        return ValueRecord(name, value, side, date, at, stage, part, whole, why, author, codes, path, until)

    def read_record(self, position: int, leaf: RecordLeaf) -> FindingRecord | ValueRecord:
        """Return the record at a position, counted through findings and then values, with this leaf."""
        first_value = len(self.findings)
        if position < first_value:
            return self.read_finding(position, leaf)
        return self.read_value(position - first_value, leaf)


@dataclass(frozen=True, slots=True)
class PackedDossier(Generic[D]):
    """A dossier that takes about a tenth of the memory, from which the same dossier can be made again.

    Attributes
    ----------
    shell
        The dossier without its findings and values.
    outline
        The part that it shares with other dossiers.
    leaves
        The contents of its findings, and then those of its values.
    asides
        The further details of each record, such as its reason; None where no record has any.
    """

    shell: D
    outline: DossierOutline
    leaves: tuple[RecordLeaf, ...]
    asides: tuple[_Aside, ...] | None

    def unpack(self) -> D:
        """Return the dossier, equal to the one that was packed; the cost is linear in its records."""
        first_value = len(self.outline.findings)
        asides = self.asides or (_NOTHING,) * len(self.leaves)
        rows = list(zip(self.leaves, asides, strict=True))
        findings = tuple(self.outline.read_finding(i, *row) for i, row in enumerate(rows[:first_value]))
        values = tuple(self.outline.read_value(i, *row) for i, row in enumerate(rows[first_value:]))
        shell: Any = self.shell
        unpacked: D = replace(shell, findings=findings, values=values)
        return unpacked


def pack_dossier(dossier: Any) -> PackedDossier[Any]:
    """Return a :class:`~kiemdinh.evidence.dossier.Dossier` in packed form; the cost is linear in its records.

    >>> from kiemdinh.evidence.dossier import Dossier
    >>> found = Dossier(findings=(FindingRecord("1.1", Level(1), "self", dt.date(2026, 6, 30)),))
    >>> pack_dossier(found).leaves, pack_dossier(found).unpack() == found
    ((('level', 1),), True)
    """
    findings: Sequence[FindingRecord] = dossier.findings
    values: Sequence[ValueRecord] = dossier.values
    stages = dossier.school.stages
    outline = _outlines.find(
        None if stages is None else tuple(stages),
        tuple(dossier.held),
        frozenset(dossier.complete),
        tuple([(f.node, f.side, f.date, f.stage, tuple(f.path), f.until) for f in findings]),
        tuple([(v.name, v.side, v.date, tuple(v.at), v.stage, tuple(v.path), v.until) for v in values]),
    )
    leaves = (*[_leaf_of_verdict(f.verdict) for f in findings], *[_leaf_of_value(v) for v in values])
    return PackedDossier(replace(dossier, findings=(), values=()), outline, leaves, _list_asides(findings, values))


class _Outlines:
    """The outlines of the dossiers that are kept, each once; safe for threads."""

    def __init__(self) -> None:
        self.kept: WeakValueDictionary[object, DossierOutline] = WeakValueDictionary()
        self.lock = Lock()

    def find(self, *parts: Any) -> DossierOutline:
        with self.lock:
            found = self.kept.get(parts)
            if found is None:
                found = self.kept[parts] = DossierOutline(*parts)
        return found


_outlines: Final = _Outlines()


def _list_asides(findings: Iterable[FindingRecord], values: Iterable[ValueRecord]) -> tuple[_Aside, ...] | None:
    asides = [
        *[(f.why, f.evidence_codes, None) for f in findings],
        *[(v.why, v.evidence_codes, v.author) for v in values],
    ]
    return tuple(asides) if any(aside != _NOTHING for aside in asides) else None


# -- verdicts and numbers ------------------------------------------------------------------------------------


def _leaf_of_verdict(verdict: Verdict) -> RecordLeaf:
    match verdict:
        case MetOrUnmet():
            return "met" if verdict.truth is MET else "unmet" if verdict.truth is UNMET else "neither"
        case Level():
            return _levels.setdefault(verdict.reached, ("level", verdict.reached))
        case Score():
            low, high = verdict.interval.low, verdict.interval.high
            return "score", _leaf_of_number(low), _leaf_of_number(high)
        case ToConfirm():
            return _TO_CONFIRM, verdict.origin
        case Unknown():
            return "unknown"
        case NotApplicable():
            return "not-applicable"


def _verdict_of(leaf: RecordLeaf) -> Verdict:
    match leaf:
        case str():
            return _VERDICTS[leaf]
        case ("level", reached):
            return Level(reached)
        case (first, origin) if first == _TO_CONFIRM:
            return ToConfirm(origin)
        case (_, low, high):
            return Score(Interval(_number_of(low), _number_of(high)))
    raise TypeError(leaf)


_PARTS: Final = 3
"""How many numbers the leaf of a value has that was recorded as a part of a whole."""


def _leaf_of_value(record: ValueRecord) -> RecordLeaf:
    value = _leaf_of_number(record.value)
    if record.part is None and record.whole is None:
        return value
    return value, _leaf_of_number(record.part), _leaf_of_number(record.whole)


def _leaf_of_number(number: Number | None) -> RecordLeaf:
    # A pair is found in a table much faster than a fraction.
    return (number.numerator, number.denominator) if isinstance(number, Fraction) else number


def _number_of(leaf: RecordLeaf) -> Number | None:
    return Fraction(*leaf) if isinstance(leaf, tuple) else leaf
