"""Where each record stands: which leaf says what of a node or value, for one stage of schools of one shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kiemdinh.assessment.plain.leaf_records import Record, RecordPlace, WholeNumbers, place_of
from kiemdinh.assessment.plain.shape import NotPlainError, RecordFact, RecordShape
from kiemdinh.evidence.dossier import FindingRecord
from kiemdinh.rules import MET, UNMET, Truth
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts

__all__ = ["LeafSource", "RecordLeaves", "ValueLeaves"]


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


class ValueLeaves(NamedTuple):
    """Which leaves say what of a value.

    Attributes
    ----------
    own
        Those that can be its record: the first that is one is.
    parts
        Of a value that is given per another, those that can be the record of the part: a whole that was recorded with
        it comes before all others (S13).
    """

    own: tuple[int, ...]
    parts: tuple[int, ...] = ()


def _only_itself(name: str) -> tuple[str]:
    return (name,)


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

    def find_shape(self, names_of: Callable[[str], Iterable[str]] = _only_itself) -> RecordShape:
        """Return which nodes and values are recorded, in some school or in every one.

        *names_of* returns all names that a value of the rules has: that of a school year has one for each day.
        """
        by_node = {node: self.leaves_of_node(node) for node in self.facts.findings.by_node}
        nodes = {node: self._is_always(leaves) for node, leaves in by_node.items() if leaves}
        names = {name for values in self.facts.rules.values.values() for name in values}
        values = {
            name: all(map(self._has_always, names_of(name)))
            for name in names
            if any(any(self.sources_of_value(one)) for one in names_of(name))
        }
        return RecordShape("self", nodes, values, frozenset(by_node))

    def _is_always(self, leaves: Sequence[int]) -> bool:
        return any(self.source_of(leaf).is_always for leaf in leaves)

    def sources_of_value(self, name: str) -> ValueLeaves:
        """Return which leaves say what of a value, by its name in the rules."""
        value = read_value_name(name)
        if value.node is not None:
            return ValueLeaves(self.leaves_of_node(value.node))
        if value.kind is ValueKind.PER:
            whole, part = (self.leaves_of_value(str(one)) for one in (value.denominator, value.numerator))
            return ValueLeaves(whole, part)
        return ValueLeaves(self.leaves_of_value(name) if value.kind is ValueKind.INPUT else ())

    def _has_always(self, name: str) -> bool:
        return read_value_name(name).kind is ValueKind.INPUT and self._is_always(self.leaves_of_value(name))

    def leaves_of_node(self, node: str) -> tuple[int, ...]:
        """Return the positions of the leaves that can be the finding about a node: the first that is a record is."""
        prevailing = self.facts.findings.prevailing_record(node, "self", self.facts.stage)
        return () if prevailing is None else self._leaves_of(prevailing.record)

    def leaves_of_value(self, name: str) -> tuple[int, ...]:
        """Return the positions of the leaves that can be the figure of a value: the first that is a record is."""
        prevailing = self.facts.values.prevailing_record(name)
        return () if prevailing is None else self._leaves_of(prevailing.record)

    def _leaves_of(self, record: Record) -> tuple[int, ...]:
        subject, at, stage = place_of(record)
        leaf = self.places[subject, at, stage]
        of_school = self.places.get((subject, at, None))
        # Where a stage has no record of its own, that of the school counts for it (3.9).
        if stage is not None and of_school is not None and not self.source_of(leaf).is_always:
            return leaf, of_school
        return (leaf,)

    def only_leaf(self, leaves: Sequence[int]) -> int | None:
        """Return the only one of some leaves; None where there is none.

        Raises
        ------
        NotPlainError
            A stage has records of its own in some schools only, and those of the school stand in for them.
        """
        if len(leaves) > 1:
            message = "records of the school stand in for some of a stage"
            raise NotPlainError(message)
        return leaves[0] if leaves else None

    def source_of(self, leaf: int) -> LeafSource:
        """Return what is known of the leaves at a position, which record something."""
        source = self.leaves[leaf]
        if source is None:
            raise IndexError(leaf)  # only texts of the school have none
        return source

    def leaves_of(self, about: RecordFact) -> tuple[int, ...]:
        """Return the positions of the leaves that a fact is about; none where the shape has no such node or value."""
        is_node = about.subject in self.facts.framework.nodes
        return self.leaves_of_node(about.subject) if is_node else self.leaves_of_value(about.subject)

    def truth_of(self, about: RecordFact, record: Record | None) -> Truth:
        """Return a fact about the record of a leaf; None where the leaf is no record."""
        node = self.facts.framework.nodes.get(about.subject)
        if node is None:
            return UNMET if record is None else MET
        return about.truth_of(record.verdict if isinstance(record, FindingRecord) else None, node)
