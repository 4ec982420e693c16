"""Values on a date: the recorded value of an input that counts, or all that it can be where there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.evidence.dossier import Reason, ValueRecord
from kiemdinh.evidence.resolution.known_of_rules import KnownOfRules
from kiemdinh.evidence.resolution.precedence import (
    PrevailingRecord,
    choose_side,
    has_begun,
    has_ended,
    latest_record,
)
from kiemdinh.evidence.resolution.reasons_of_records import reasons_of_value
from kiemdinh.rules import Interval, Number, exact_number
from kiemdinh.standards.names import SIDES, ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import InputDef
    from kiemdinh.standards.loading import Framework

__all__ = ["KnownValue", "Values", "changes_with_date", "percentage_of"]


class KnownValue(NamedTuple):
    """What is known of a value: all that it can be, the record that says so, and why it is not exact.

    Attributes
    ----------
    interval
        All that the value can be, a single point where it is known (semantics 1.4).
    record
        The record that prevails; None where nothing is recorded.
    reasons
        Why the interval is not a point (semantics 3.6).
    ended
        The last day of the record, where it is over: that is why the value is *expired*.
    """

    interval: Interval
    record: ValueRecord | None = None
    reasons: frozenset[Reason] = frozenset()
    ended: dt.date | None = None


@dataclass(slots=True, eq=False, repr=False)
class Values:
    """The values of a dossier for one stage, or for the school as one.

    Attributes
    ----------
    framework
        The framework that declares the inputs.
    rules
        What the rules say of values beforehand.
    records
        The recorded values by the text of their name, the stage left out.
    stage
        The stage; None for the school as one.
    context
        The names of the values that are context.
    founded
        When the school was founded, where that is recorded.
    fixed
        Context values that are given an interval whatever is recorded, to settle what depends on them by cases (1.7).
    on
        The evidence date, on which decisions count; None where all that are recorded count.
    not_made
        The decisions that count as not made where they are not recorded (2.9).
    decisions_complete
        Whether all decisions are recorded, so that any other was not made (2.9).
    """

    framework: Framework
    rules: KnownOfRules
    records: Mapping[str, tuple[ValueRecord, ...]]
    stage: str | None
    context: frozenset[str]
    founded: dt.date | None
    fixed: Mapping[str, Interval]
    on: dt.date | None = None
    not_made: frozenset[str] = frozenset()
    decisions_complete: bool = False

    def known(self, value_id: str) -> KnownValue:
        """Return what is known of an input's value, or of the denominator of one that is given per another.

        An unknown value spans the declared range or scale of its input (semantics 1.4). The reason is *missing figure*,
        *context unknown* or *before founding* where nothing is recorded, and otherwise why the record does not settle
        it.

        Parameters
        ----------
        value_id
            The name of the value as the rules write it: ``input:excellent@2025-2026``.

        Raises
        ------
        KeyError
            The framework has no such input.
        """
        # A case of an unknown context overrides the records (1.7).
        if value_id in self.fixed:
            return KnownValue(self.fixed[value_id])
        return self._known_by_records(value_id)

    def _known_by_records(self, value_id: str) -> KnownValue:
        name = read_value_name(value_id)
        if name.kind is ValueKind.FURTHER:
            return KnownValue(Interval(0, None), None, frozenset((Reason.INCOMPLETE_REGISTER,)))
        if name.kind is ValueKind.PER:
            return self._denominator(name)
        if name.name in self.framework.parameters:
            is_set = self.framework.parameter_number(name.name) is not None
            reasons = frozenset() if is_set else frozenset((Reason.NOT_SET,))
            return KnownValue(self.rules.range_of(name.name), None, reasons)
        prevailing = self.prevailing_record(value_id)
        if prevailing is None:
            return self._known_without_record(value_id, name)
        record = prevailing.record
        if prevailing.reason is not None:
            ended = record.until if prevailing.has_ended else None
            return KnownValue(self.rules.range_of(name.name), record, frozenset((prevailing.reason,)), ended)
        if record.value is None:
            return KnownValue(self.rules.range_of(name.name), record, reasons_of_value(record))
        # A decision that has ended still decides: it no longer holds (2.9).
        has_ended = record.until is not None and self.on is not None and record.until < self.on
        return KnownValue(Interval.point(0 if has_ended else record.value), record)

    def _known_without_record(self, value_id: str, name: ValueName) -> KnownValue:
        definition = self.framework.inputs[name.name]
        if definition.type == "decision" and self._counts_as_not_made(value_id):
            return KnownValue(Interval.point(0))
        reasons = frozenset((self._why_missing(value_id, name, definition),))
        return KnownValue(self.rules.range_of(name.name), None, reasons)

    def prevailing_record(self, value_id: str) -> PrevailingRecord[ValueRecord] | None:
        """Return the record of a value that prevails, of either side; None where nothing is recorded (3.5, 3.9).

        A value recorded for the school stands for each of its stages unless a stage has its own (S7). The argument is
        as in :meth:`known`.
        """
        return self.prevailing_of(*self.recorded_as(value_id))

    def prevailing_of(self, recorded_id: str, stage: str | None) -> PrevailingRecord[ValueRecord] | None:
        """Return the record that prevails of what :meth:`recorded_as` returns; None where nothing is recorded."""
        external, own = self.by_side(recorded_id, stage)
        return choose_side(external, own, self.content_of)

    def content_of(self, record: ValueRecord) -> object:
        """Return what of a value is compared with another: its number, part and whole, and the end of a decision."""
        until = record.until if self._is_decision(record) else None
        return record.value, record.part, record.whole, until

    @property
    def has_ends(self) -> bool:
        """Whether some value has a last day."""
        return any(one.until is not None for found in self.records.values() for one in found)

    def by_side(
        self, recorded_id: str, stage: str | None
    ) -> tuple[PrevailingRecord[ValueRecord] | None, PrevailingRecord[ValueRecord] | None]:
        """Return the record that prevails of each side, the external one first; None where it recorded nothing."""
        found = self.records.get(recorded_id)
        if found is None:
            return None, None
        records = [r for r in found if r.stage in (None, stage) and self._has_begun(r)]
        # A decision that has ended still decides: it no longer holds (2.9).
        on = None if not records or self._is_decision(records[0]) else self.on
        if len(records) == 1:  # the usual case
            only = PrevailingRecord(records[0], Reason.EXPIRED if has_ended(records[0], on) else None)
            return (only, None) if records[0].side == "external" else (None, only)
        external, own = (latest_record((r for r in records if r.side == s), self.content_of, on) for s in SIDES)
        return external, own

    def names_stage(self, value_id: str) -> bool:
        """Return whether the name of a value says of which stage it is, as ``input:x@thcs`` does."""
        return self.recorded_as(value_id)[0] != value_id

    def _counts_as_not_made(self, value_id: str) -> bool:
        """Whether a decision that is not recorded was not made: it could only help, or all are recorded (2.9)."""
        return self.decisions_complete or value_id in self.not_made

    def _has_begun(self, record: ValueRecord) -> bool:
        """Whether a record counts yet: a decision from its date (2.9), a figure with a last day too (3.5)."""
        if self._is_decision(record):
            return self.on is None or record.date <= self.on
        return has_begun(record, self.on)

    def _is_decision(self, record: ValueRecord) -> bool:
        return self.framework.inputs[record.name].type == "decision"

    def recorded_as(self, value_id: str) -> tuple[str, str | None]:
        """Return the name under which a value is recorded, and the stage that the record has to be about.

        ``input:x@thcs/2025-2026`` is recorded under ``input:x@2025-2026``, about the stage thcs.
        """
        place = self.rules.place_of(value_id)
        return place.recorded_id, self.stage if place.stage is None else place.stage

    def _denominator(self, name: ValueName) -> KnownValue:
        """Return the denominator of a value that is given per another.

        Where the value was recorded as part and whole it is that whole, else the value of the other input.
        """
        prevailing = self.prevailing_record(str(name.numerator))
        # The whole that was recorded with the part is the one it was counted from (S13).
        if prevailing is not None and prevailing.reason is None and prevailing.record.whole is not None:
            return KnownValue(Interval.point(prevailing.record.whole), prevailing.record)
        # The number of a case stands for all numbers between two thresholds (S1), but a ratio distinguishes them.
        return self._known_by_records(str(name.denominator))

    def _why_missing(self, value_id: str, name: ValueName, definition: InputDef) -> Reason:
        if name.year is not None and self.founded is not None and self._ended_before_founding(name.year):
            return Reason.BEFORE_FOUNDING
        is_context = value_id in self.context or definition.given
        return Reason.CONTEXT_UNKNOWN if is_context else Reason.MISSING_FIGURE

    def _ended_before_founding(self, year: str) -> bool:
        from kiemdinh.standards.lowering import school_year_end  # noqa: PLC0415 - loaded when it is needed

        begins = int(year[:4])
        return self.founded is not None and school_year_end(self.framework.definition, begins) < self.founded


def percentage_of(part: Number, whole: Number) -> Number:
    """Return *part* of *whole* in percent, exactly: as an integer, else a fraction (semantics 1.5).

    Raises ZeroDivisionError where *whole* is 0, which resolution keeps as unknown, *nothing to measure* (S13).

    >>> percentage_of(3, 4)
    75
    >>> percentage_of(1, 3)
    Fraction(100, 3)
    """
    return exact_number(Fraction(part) * 100 / Fraction(whole))


def changes_with_date(value_id: str, framework: Framework) -> bool:
    """Return whether what is known of a value depends on the date: it is a date counted back, or a decision (2.9)."""
    name = read_value_name(value_id)
    if name.kind is ValueKind.CLOCK:
        return True
    definition = framework.inputs.get(name.name) if name.node is None else None
    return definition is not None and definition.type == "decision"
