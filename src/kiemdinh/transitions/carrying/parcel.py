"""The state of a carry-over: the records of the new dossier so far, and what became of each old record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from kiemdinh.data.outcomes import NO_TITLES, Titles
from kiemdinh.data.transitions import CarriedRecord, UncarriedRecord, UnmappedRecord
from kiemdinh.evidence.dossier import EvidenceItem, FindingRecord, Held, School, ValueRecord

if TYPE_CHECKING:
    from kiemdinh.data.transitions import CarriedKind, NotCarriedReason
    from kiemdinh.transitions.carrying.mapping import RecordMapping
    from kiemdinh.transitions.carrying.opening import BaseDossier, OldDossier

__all__ = ["Parcel"]

_T = TypeVar("_T")


@dataclass(slots=True)
class Parcel:
    """The state of one carry-over, to which each kind of records adds those that are carried and those that are not.

    Attributes
    ----------
    old, base
        The old dossier, and the one into which records are carried.
    mapping
        Finds what the nodes and figures of the old dossier have become.
    on
        The day of the new dossier.
    school, findings, values, items, held, texts
        The parts that are added to the base. But the school is that of the new dossier as a whole, and so are the texts
        of a node.
    carried, unmapped, unused
        What became of the old records.
    targets_of_code
        For each code of evidence the nodes of the new framework to which the findings that cite it were carried.
    """

    old: OldDossier
    base: BaseDossier
    mapping: RecordMapping
    on: dt.date
    school: School
    findings: list[FindingRecord] = field(default_factory=list)
    values: list[ValueRecord] = field(default_factory=list)
    items: list[EvidenceItem] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    texts: dict[str, Mapping[str, str]] = field(default_factory=dict)
    carried: list[CarriedRecord] = field(default_factory=list)
    unmapped: dict[str, UnmappedRecord] = field(default_factory=dict)
    unused: dict[UncarriedRecord, None] = field(default_factory=dict)
    targets_of_code: dict[str, dict[str, None]] = field(default_factory=dict)
    _places: dict[tuple[str, str, str | None], int] = field(default_factory=dict)

    def carry(self, record: CarriedRecord) -> None:
        """Note a record that was carried; all records of one figure, of any years and days, are one entry."""
        at = self._places.setdefault((record.kind, record.id, record.stage), len(self.carried))
        if at == len(self.carried):
            self.carried.append(record)
            return
        before = self.carried[at]
        self.carried[at] = replace(
            before,
            sources=_join(before.sources, record.sources),
            origin=_join(before.origin, record.origin),
            expired=before.expired and record.expired,
            records=_join(before.records, record.records),
        )

    def leave(self, kind: CarriedKind, what: str, reason: NotCarriedReason, date: dt.date | None = None) -> None:
        """Note a record that has a counterpart but is not carried."""
        self.unused.setdefault(UncarriedRecord(kind, what, reason, date, self._find_titles(what)))

    def leave_unmapped(self, record: UnmappedRecord) -> None:
        """Note records without a counterpart; records about one node or figure are one entry."""
        before = self.unmapped.get(record.id)
        if before is None:
            record = replace(record, titles=self._find_titles(record.id))
        else:
            origin = _join(before.origin, record.origin)
            record = replace(before, origin=origin, records=_join(before.records, record.records))
        self.unmapped[record.id] = record

    def cite(self, codes: Iterable[str], targets: Iterable[str]) -> None:
        """Note to which nodes a finding that cites these codes was carried."""
        found = dict.fromkeys(targets)
        for code in codes:
            self.targets_of_code.setdefault(code, {}).update(found)

    def _find_titles(self, what: str) -> Titles:
        """Return the texts of the old framework for a node (``1.5``) or a figure (``inputs/ID``); else nothing."""
        framework = self.old.framework
        if what.startswith("inputs/"):
            figure = framework.inputs.get(what.removeprefix("inputs/"))
            return NO_TITLES if figure is None else Titles(figure.vi, figure.en)
        info = framework.nodes.get(what)
        return NO_TITLES if info is None else Titles(info.node.vi, info.node.en)


def _join(first: tuple[_T, ...], second: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
