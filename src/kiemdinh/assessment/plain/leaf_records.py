"""What single leaves of plain dossiers record: each distinct leaf is read once."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
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
    from kiemdinh.evidence.dossier import Dossier, DossierOutline
    from kiemdinh.rules import Number
    from kiemdinh.standards.loading import Framework

__all__ = [
    "LeafReader",
    "LeafTables",
    "PackedLeafReader",
    "Record",
    "RecordPlace",
    "check_record",
    "interval_of",
    "place_of",
    "read_records",
    "whole_of",
]

Record: TypeAlias = "FindingRecord | ValueRecord"
RecordPlace: TypeAlias = "tuple[str, tuple[str, ...] | None, str | None]"
"""What a record is about: a node or input, the years and members of an input (None for a node), and the stage."""

WholeNumbers: TypeAlias = "tuple[Number | None, Number | None]"

MAX_ENTRIES: Final = 1_000
"""Distinct leaves that are kept of one place; what comes after them is read one school at a time."""


@dataclass(slots=True, kw_only=True)
class LeafTables(ABC):
    """What is known of the leaves at one place of dossiers of one outline: each distinct leaf is read once.

    Attributes
    ----------
    whole_numbers
        The least and the greatest whole number that needs no reading, since it stands for itself, each None where there
        is no bound; None for no such.
    seen
        The leaves that have been read.
    """

    whole_numbers: WholeNumbers | None = None
    seen: set[Leaf] = field(default_factory=set)
    _tables: list[tuple[Callable[[Record | None], object], dict[Leaf, Any]]] = field(default_factory=list)

    def add_table(self, make_entry: Callable[[Record | None], object]) -> dict[Leaf, Any]:
        """Return a dictionary that has what *make_entry* makes of the record of each leaf that is read from now on."""
        entries: dict[Leaf, Any] = {}
        self._tables.append((make_entry, entries))
        return entries

    @property
    def is_always(self) -> bool:
        """Whether each leaf is a record: a dossier of another outline would have no such leaf."""
        return True

    def write_optional(self, table: str, leaf: str) -> str:
        """Return the source of the entry of a leaf; a number that needs no reading has none."""
        return f"{table}.get({leaf})"

    def is_known(self, leaf: Leaf) -> bool:
        """Return whether a leaf has its entries, or needs none."""
        if leaf.__class__ is int and self.whole_numbers is not None:
            low, high = self.whole_numbers
            if (low is None or low <= leaf) and (high is None or leaf <= high):
                return True
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

    @abstractmethod
    def read_record(self, leaf: Leaf) -> Record:
        """Return the one record of a leaf.

        Raises
        ------
        NotPlainError
            The leaf by itself is no record, or several.
        """


@dataclass(slots=True)
class LeafReader(LeafTables):
    """Reads the leaves at one place of mappings of one outline, as dossiers are read.

    Attributes
    ----------
    framework, on
        What the leaf is read against, and the date of its record.
    path
        The keys above the leaf.
    school
        What stands under ``school`` and is the same in all mappings.
    """

    framework: Framework
    on: dt.date
    path: LeafPath
    school: Mapping[str, Any]

    def read_record(self, leaf: Leaf) -> Record:
        """Return the one record of a leaf; NotPlainError where it is none by itself, or several."""
        mapping: Any = leaf[1] if isinstance(leaf, tuple) else leaf
        for key in reversed(self.path):
            mapping = {key: mapping}
        records = read_records({"school": self.school, **mapping}, self.framework, self.on)[1]
        if len(records) != 1:
            message = f"{len(records)} records"
            raise NotPlainError(message)
        return records[0]


@dataclass(slots=True)
class PackedLeafReader(LeafTables):
    """Reads the leaves at one position of packed dossiers of one outline."""

    outline: DossierOutline
    position: int

    def read_record(self, leaf: Leaf) -> Record:
        """Return the record of a leaf."""
        return self.outline.read_record(self.position, leaf)


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
    if dossier.held or dossier.complete or dossier.evidence is not None or dossier.school.founded:
        message = "more than plain records"
        raise NotPlainError(message)
    for record in records:
        check_record(record, framework, on)
        if record.date != on or record.evidence_codes:
            message = "a day or evidence of its own"
            raise NotPlainError(message)
    return dossier, records


def check_record(record: Record, framework: Framework, on: dt.date) -> None:
    """Refuse a record that is not plain: of the other side, later than *on*, with a last day, or a decision.

    Raises
    ------
    NotPlainError
        It is such a record, or the framework has nothing that it could be about.
    """
    if isinstance(record, FindingRecord):
        is_plain = record.node in framework.nodes
    else:
        # A decision begins and ends on days of its own (2.9).
        is_plain = record.name in framework.inputs and framework.inputs[record.name].type != "decision"
    if not is_plain or record.side != "self" or record.date > on or record.until is not None:
        message = "a record that is not plain"
        raise NotPlainError(message)


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
