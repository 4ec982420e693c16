"""What single leaves of a plain mapping record: each distinct one is read once, by the reader of dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.assessment.plain.shape import NotPlainError
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.dossier import FindingRecord, Score, ValueRecord
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.rules import Interval

if TYPE_CHECKING:
    from kiemdinh.assessment.plain.mapping_outline import Leaf, LeafPath
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.rules import Number
    from kiemdinh.standards.loading import Framework

__all__ = ["LeafReader", "Record", "RecordPlace", "interval_of", "place_of", "read_records", "whole_of"]

Record: TypeAlias = "FindingRecord | ValueRecord"
RecordPlace: TypeAlias = "tuple[str, tuple[str, ...] | None, str | None]"
"""What a record is about: a node or input, the years and members of an input (None for a node), and the stage."""

MAX_ENTRIES: Final = 1_000
"""Distinct leaves that are kept of one place of a mapping; what comes after them is read one school at a time."""


@dataclass(slots=True)
class LeafReader:
    """Reads the leaves at one place of mappings of one outline.

    Attributes
    ----------
    framework, on
        What the leaf is read against, and the date of its record.
    path
        The keys above the leaf.
    school
        What stands under ``school`` and is the same in all mappings.
    whole_numbers
        The least and the greatest whole number that needs no reading, since it stands for itself; None for no such.
    seen
        The leaves that have been read.
    """

    framework: Framework
    on: dt.date
    path: LeafPath
    school: Mapping[str, Any]
    whole_numbers: tuple[Number, Number] | None = None
    seen: set[Leaf] = field(default_factory=set)
    _tables: list[tuple[Callable[[Record | None], object], dict[Leaf, Any]]] = field(default_factory=list)

    def add_table(self, make_entry: Callable[[Record | None], object]) -> dict[Leaf, Any]:
        """Return a dictionary that has what *make_entry* makes of the record of each leaf that is read from now on."""
        entries: dict[Leaf, Any] = {}
        self._tables.append((make_entry, entries))
        return entries

    @property
    def is_always(self) -> bool:
        """Whether each leaf is a record: a mapping of another outline would have no such leaf."""
        return True

    def write_optional(self, table: str, leaf: str) -> str:
        """Return the source of the entry of a leaf; a number that needs no reading has none."""
        return f"{table}.get({leaf})"

    def is_known(self, leaf: Leaf) -> bool:
        """Return whether a leaf has its entries, or needs none."""
        if leaf.__class__ is int and self.whole_numbers is not None:
            low, high = self.whole_numbers
            return low <= leaf <= high or leaf in self.seen
        return leaf in self.seen

    def read_leaf(self, leaf: Leaf) -> None:
        """Read a leaf and keep its entries.

        Raises
        ------
        NotPlainError
            The leaf by itself is no record, or too many different ones have been kept.
        """
        if len(self.seen) >= MAX_ENTRIES:
            message = "too many different leaves"
            raise NotPlainError(message)
        record = self.read_record(leaf)
        for make_entry, entries in self._tables:
            entries[leaf] = make_entry(record)
        self.seen.add(leaf)

    def read_record(self, leaf: Leaf) -> Record:
        """Return the one record of a leaf.

        Raises
        ------
        NotPlainError
            The leaf by itself is no record, or several.
        """
        mapping: Any = leaf[1] if isinstance(leaf, tuple) else leaf
        for key in reversed(self.path):
            mapping = {key: mapping}
        records = read_records({"school": self.school, **mapping}, self.framework, self.on)[1]
        if len(records) != 1:
            message = f"{len(records)} records"
            raise NotPlainError(message)
        return records[0]


def read_records(mapping: Mapping[str, Any], framework: Framework, on: dt.date) -> tuple[Dossier, tuple[Record, ...]]:
    """Return a dossier and its records, which are all plain.

    Raises
    ------
    NotPlainError
        It has an error, or a record that is not plain.
    """
    try:
        dossier = read_dossier(mapping, framework, default_date=on)
    except InputError as error:
        message = "not readable"
        raise NotPlainError(message) from error
    records: tuple[Record, ...] = (*dossier.findings, *dossier.values)
    is_plain = not (dossier.held or dossier.complete or dossier.evidence is not None or dossier.school.founded)
    if not is_plain or not all(_is_plain(record, framework, on) for record in records):
        message = "more than plain records"
        raise NotPlainError(message)
    return dossier, records


def _is_plain(record: Record, framework: Framework, on: dt.date) -> bool:
    if record.side != "self" or record.date != on or record.evidence_codes:
        return False
    # A decision begins and ends on days of its own (2.9).
    return isinstance(record, FindingRecord) or framework.inputs[record.name].type != "decision"


def place_of(record: Record) -> RecordPlace:
    """Return what a record is about; no two plain records of one dossier are about the same."""
    if isinstance(record, FindingRecord):
        return record.node, None, record.stage
    return record.name, record.at, record.stage


def interval_of(record: Record | None, anything: Interval) -> Interval:
    """Return what a record says of a figure or a score; *anything* where it says nothing, or there is none."""
    if isinstance(record, ValueRecord):
        return anything if record.value is None else Interval.point(record.value)
    if record is not None and isinstance(record.verdict, Score):
        return record.verdict.interval
    return anything


def whole_of(record: Record | None) -> Interval | None:
    """Return the whole that a figure was recorded with; None where it was recorded as one number, or not at all."""
    if isinstance(record, ValueRecord) and record.whole is not None:
        return Interval.point(record.whole)
    return None
