"""Which records of a dossier play no part in a result, and why: a record is used, or its reader is told (7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from kiemdinh.data.notes import UnusedReason, UnusedRecord
from kiemdinh.data.outcomes import Dates
from kiemdinh.diagnostics.diagnostic import format_path
from kiemdinh.evidence.dossier import Dossier, FindingRecord, NotApplicable, ValueRecord
from kiemdinh.evidence.resolution import Dated, PrevailingRecord, Rank, StageFacts, choose_side, verdict_of
from kiemdinh.rules import UNMET, values_of
from kiemdinh.standards.names import (
    SIDES,
    FactKind,
    FactName,
    ShownName,
    ValueKind,
    ValueName,
    applicability_of,
    read_value_name,
)

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.loading import Framework

__all__ = ["UnusedRecords", "find_unused", "values_read", "years_of_inputs"]

R = TypeVar("R", bound=Dated)


def find_unused(framework: Framework, dossier: Dossier, dates: Dates, school: SchoolFacts) -> tuple[UnusedRecord, ...]:
    """Return every finding, value and item of evidence that plays no part in a result, in the order of the dossier.

    A value plays a part where a rule reads it, a finding where it prevails or contradicts what prevails, an item where
    it is cited. Awards held are all shown, so none is here. The cost is linear in the records and the rules.
    """
    return UnusedRecords(framework, dossier, dates, school).find()


@dataclass(eq=False, repr=False)
class UnusedRecords:
    """Tells which records of one dossier play a part; what they are compared with is worked out once.

    Attributes
    ----------
    framework, dossier
        The edition, and the records.
    dates
        Records after the knowledge date play no part.
    school
        The facts by a single reading: cases of an open context change no record.
    """

    framework: Framework
    dossier: Dossier
    dates: Dates
    school: SchoolFacts

    def find(self) -> tuple[UnusedRecord, ...]:
        """Return what plays no part."""
        return (*self._find_findings(), *self._find_values(), *self._find_evidence())

    @property
    def facts(self) -> tuple[StageFacts, ...]:
        """The facts of each stage, and of the school as one."""
        return _facts_of(self.school)

    # -- values ------------------------------------------------------------------------------------------

    @cached_property
    def read_values(self) -> frozenset[tuple[str, str | None]]:
        """What of the inputs some rule reads, as :func:`values_read` returns it."""
        return values_read(self.school)

    @cached_property
    def years_read(self) -> dict[str, tuple[str, ...]]:
        """The school years that rules read of each input, as :func:`years_of_inputs` returns them."""
        return years_of_inputs(self.read_values)

    @cached_property
    def _stages_read(self) -> dict[str, frozenset[str | None]]:
        """For which stages each value is read, by the name under which it is recorded."""
        stages: dict[str, set[str | None]] = {}
        for recorded_id, stage in self.read_values:
            stages.setdefault(recorded_id, set()).add(stage)
        return {recorded_id: frozenset(found) for recorded_id, found in stages.items()}

    @cached_property
    def _informing(self) -> frozenset[str]:
        return frozenset(name for info in self.framework.nodes.values() for name in info.node.indicators)

    def _find_values(self) -> Iterator[UnusedRecord]:
        used: set[ValueRecord] = set()
        for facts in self.facts:
            for recorded_id, stage in self.read_values:
                used.update(_heard(facts.values.prevailing_of(recorded_id, stage)))
        reviewed = frozenset(record.id for record in used if record.side == "external")
        for record in self.dossier.values:
            if record not in used:
                about = str(ShownName(record.stage, read_value_name(record.id)))
                yield UnusedRecord(about, record.where, self._why_value(record, reviewed))

    def _why_value(self, record: ValueRecord, reviewed: frozenset[str]) -> UnusedReason:
        if record.date > self.dates.knowledge:
            return UnusedReason.HIDDEN
        if record.date > self.dates.evidence and self.framework.inputs[record.name].type == "decision":
            return UnusedReason.NOT_YET
        if record.name not in self.years_read:
            return UnusedReason.INFORMS if record.name in self._informing else UnusedReason.NOT_READ
        year = read_value_name(record.id).year
        if year is not None and year not in self.years_read[record.name]:
            return UnusedReason.OTHER_YEAR
        stages = self._stages_read.get(record.id, frozenset())
        # What is recorded for the school counts for each of its stages.
        if not stages or (record.stage is not None and record.stage not in stages):
            return UnusedReason.NOT_READ
        outranked = record.side == "self" and record.id in reviewed
        return UnusedReason.OUTRANKED if outranked else UnusedReason.REPLACED

    # -- findings ----------------------------------------------------------------------------------------

    def _find_findings(self) -> Iterator[UnusedRecord]:
        used: set[FindingRecord] = set()
        outranked: set[FindingRecord] = set()
        for facts in self.facts:
            for node in facts.findings.by_node:
                external, own = (facts.findings.prevailing_record(node, s, facts.stage) for s in SIDES)
                heard = set(_heard(choose_side(external, own, verdict_of)))
                outranked.update(set(_heard(own)) - heard)
                if node in facts.rules.deciding_figures and self._figure_decides(facts, node, heard):
                    outranked.update(heard)
                elif not self._is_left_out(facts, node, heard):
                    used.update(heard)
        for record in self.dossier.findings:
            if record not in used:
                about = str(ShownName(record.stage, FactName(FactKind.NODE, record.node)))
                yield UnusedRecord(about, record.where, self._why_finding(record, outranked))

    def _why_finding(self, record: FindingRecord, outranked: set[FindingRecord]) -> UnusedReason:
        if record.date > self.dates.knowledge:
            return UnusedReason.HIDDEN
        if all(self._is_left_out(facts, record.node, {record}) for facts in self.facts):
            return UnusedReason.DOES_NOT_APPLY
        return UnusedReason.OUTRANKED if record in outranked else UnusedReason.REPLACED

    def _figure_decides(self, facts: StageFacts, node: str, heard: set[FindingRecord]) -> bool:
        if any(isinstance(record.verdict, NotApplicable) for record in heard):
            return False
        return facts.resolved(node).rank is Rank.METRIC

    def _is_left_out(self, facts: StageFacts, node: str, heard: set[FindingRecord]) -> bool:
        """Whether a node or one above it does not apply, for another reason than what is recorded here."""
        for one in (node, *self.framework.outline.ancestors_of(node)):
            name = applicability_of(one)
            own = one == node and any(isinstance(record.verdict, NotApplicable) for record in heard)
            if name in facts.rules.definitions and not own and facts.truth(name) is UNMET:
                return True
        return False

    # -- evidence ------------------------------------------------------------------------------------------

    def _find_evidence(self) -> Iterator[UnusedRecord]:
        records: tuple[FindingRecord | ValueRecord, ...] = (*self.dossier.findings, *self.dossier.values)
        cited = {code for record in records for code in record.evidence_codes}
        for code in self.dossier.evidence or ():
            if code not in cited:
                yield UnusedRecord(code, format_path(("evidence", code)), UnusedReason.NOT_CITED)


def values_read(school: SchoolFacts) -> frozenset[tuple[str, str | None]]:
    """Return what of the inputs some rule or guard reads: the name under which a value is recorded, and the stage.

    The cost is linear in the rules. A rule counts also where it makes no difference to this school.
    """
    rules = school.rules
    names = {name for found in rules.values.values() for name in found}
    names.update(name for guard in rules.guards for name in values_of(guard.condition))
    names.update(name for shown in rules.named_quantities.values() for name in values_of(shown.quantity))
    inputs = {part for name in names for part in _inputs_of(read_value_name(name))}
    return frozenset(facts.values.recorded_as(str(name)) for facts in _facts_of(school) for name in inputs)


def years_of_inputs(read: frozenset[tuple[str, str | None]]) -> dict[str, tuple[str, ...]]:
    """Return the school years that rules read of each input that they read, oldest first; none where it has no years.

    *read* is what :func:`values_read` returns.
    """
    years: dict[str, set[str]] = {}
    for recorded_id, _ in read:
        name = read_value_name(recorded_id)
        years.setdefault(name.name, set()).update((name.year,) if name.year else ())
    return {name: tuple(sorted(found)) for name, found in years.items()}


def _facts_of(school: SchoolFacts) -> tuple[StageFacts, ...]:
    # Without stages the facts of the school are those of its only entry.
    return tuple({id(facts): facts for facts in (*school.stages.values(), school.as_one)}.values())


def _inputs_of(name: ValueName) -> tuple[ValueName, ...]:
    """Return the values of inputs that a value of the rules is made of; none for scores and clocks."""
    if name.kind is ValueKind.PER:
        return name.numerator, name.denominator
    return (name,) if name.kind is ValueKind.INPUT else ()


def _heard(found: PrevailingRecord[R] | None) -> tuple[R, ...]:
    """Return the records that play a part: the one that prevails, and those that agree with it or contradict it."""
    return () if found is None else (found.record, *found.agreeing, *found.others)
