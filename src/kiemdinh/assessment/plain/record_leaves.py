"""Where each record stands: which leaf says what of a node or value, for one stage of schools of one shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kiemdinh.assessment.plain.leaf_records import Record, RecordPlace, WholeNumbers, place_of
from kiemdinh.assessment.plain.shape import NotPlainError, RecordFact, RecordShape
from kiemdinh.evidence.dossier import FindingRecord
from kiemdinh.rules import MET, UNMET, Truth
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts

__all__ = ["LeafSource", "RecordLeaves"]


class LeafSource(Protocol):
    """What is known beforehand of the leaves at one place."""

    @property
    def is_always(self) -> bool:
        """Whether each leaf is a record."""

    @property
    def whole_numbers(self) -> WholeNumbers | None:
        """The least and the greatest whole number that stands for itself; None where each leaf is looked up."""

    def add_table(self, make_entry: Callable[[Record | None], object], /) -> object:
        """Return what has an entry for each leaf, by the leaf: what is made of its record, None where it is none."""

    def write_optional(self, table: str, leaf: str, /) -> str:
        """Return the source of the entry of a leaf, None where it has none."""


@dataclass(frozen=True, slots=True)
class RecordLeaves:
    """The leaves of one stage.

    Attributes
    ----------
    facts
        The facts of the stage in a school that has a record in each place: they tell which record prevails where.
    leaves
        What is known of the leaves at each place; None for a place that records nothing.
    places
        The position of the leaf of each record, by what it is about.
    """

    facts: StageFacts
    leaves: Sequence[LeafSource | None]
    places: Mapping[RecordPlace, int]

    def find_shape(self) -> RecordShape:
        """Return which nodes and values are recorded, in some school or in every one.

        Raises
        ------
        NotPlainError
            A stage has records of its own in some schools only, and those of the school stand in for them.
        """
        by_node = {node: self.leaf_of_node(node) for node in self.facts.findings.by_node}
        nodes = {node: self.source_of(leaf).is_always for node, leaf in by_node.items() if leaf is not None}
        names = {name for values in self.facts.rules.values.values() for name in values}
        return RecordShape(
            "self", nodes, {name: self._is_always(name) for name in names if self._is_recorded(name, nodes)}
        )

    def _is_always(self, name: str) -> bool:
        leaf = self.leaf_of_value(name) if read_value_name(name).kind is ValueKind.INPUT else None
        return leaf is not None and self.source_of(leaf).is_always

    def _is_recorded(self, name: str, nodes: Mapping[str, bool]) -> bool:
        value = read_value_name(name)
        if value.node is not None:
            return value.node in nodes
        if value.kind is ValueKind.PER:
            return any(self.leaf_of_value(str(one)) is not None for one in (value.numerator, value.denominator))
        return value.kind is ValueKind.INPUT and self.leaf_of_value(name) is not None

    def leaf_of_node(self, node: str) -> int | None:
        """Return the position of the leaf that is the finding about a node; None where there is none."""
        prevailing = self.facts.findings.prevailing_record(node, "self", self.facts.stage)
        return None if prevailing is None else self._leaf_of(prevailing.record)

    def leaf_of_value(self, name: str) -> int | None:
        """Return the position of the leaf that is the figure of a value; None where there is none."""
        prevailing = self.facts.values.prevailing_record(name)
        return None if prevailing is None else self._leaf_of(prevailing.record)

    def _leaf_of(self, record: Record) -> int:
        subject, at, stage = place_of(record)
        leaf = self.places[subject, at, stage]
        # Where a stage has no record of its own, that of the school counts for it (3.9).
        if stage is not None and (subject, at, None) in self.places and not self.source_of(leaf).is_always:
            message = "records of the school stand in for some of a stage"
            raise NotPlainError(message)
        return leaf

    def source_of(self, leaf: int) -> LeafSource:
        """Return what is known of the leaves at a position, which record something."""
        source = self.leaves[leaf]
        if source is None:
            raise IndexError(leaf)  # only texts of the school have none
        return source

    def find_leaf(self, about: RecordFact) -> int:
        """Return the position of the leaf that a fact is about.

        Raises
        ------
        KeyError
            The shape has no such node or value.
        """
        is_node = about.subject in self.facts.framework.nodes
        leaf = self.leaf_of_node(about.subject) if is_node else self.leaf_of_value(about.subject)
        if leaf is None:
            raise KeyError(about.subject)
        return leaf

    def truth_of(self, about: RecordFact, record: Record | None) -> Truth:
        """Return a fact about the record of a leaf; None where the leaf is no record."""
        node = self.facts.framework.nodes.get(about.subject)
        if node is None:
            return UNMET if record is None else MET
        return about.truth_of(record.verdict if isinstance(record, FindingRecord) else None, node)
