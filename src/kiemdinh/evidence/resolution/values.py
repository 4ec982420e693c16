"""Values as facts: which recorded value of an input speaks on a date, and what is left open where none does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import Reason, ValueRecord
from kiemdinh.evidence.resolution.precedence import Speaking, latest, prevailing
from kiemdinh.rules import UNBOUNDED, Interval, exact_number
from kiemdinh.standards.names import input_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import InputDef
    from kiemdinh.standards.loading import Framework

__all__ = ["Known", "Values", "domain", "share"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a value: its interval, the record that says so, and why where it is not a point."""

    interval: Interval
    record: ValueRecord | None = None
    reasons: frozenset[Reason] = frozenset()


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a dossier as seen from one stage (None: from the school as a whole).

    ``settled`` fixes context values by their ids, to settle what depends on them by cases (1.7).
    """

    framework: Framework
    records: Mapping[str, tuple[ValueRecord, ...]]
    stage: str | None
    context: frozenset[str]
    founded: dt.date | None
    settled: Mapping[str, Interval]

    def known(self, value_id: str) -> Known:
        """Return what is known of the value with this id (``input:…`` or ``per:…``)."""
        if value_id in self.settled:
            return Known(self.settled[value_id])
        if value_id.startswith("per:"):
            return self._whole(value_id)
        definition = self.framework.inputs[input_name(value_id)]
        speaking = self.speaking(value_id)
        open_ = domain(definition, self.framework)
        if speaking is None:
            return Known(open_, None, frozenset((self._why_missing(value_id, definition),)))
        if speaking.reason is not None:
            return Known(open_, speaking.record, frozenset((speaking.reason,)))
        record = speaking.record
        if record.value is None:
            nothing = record.whole == 0
            reason = Reason.NOTHING_TO_MEASURE if nothing else Reason.RECORDED_UNKNOWN
            return Known(open_, record, frozenset((reason,)))
        return Known(Interval.point(record.value), record)

    def speaking(self, value_id: str) -> Speaking[ValueRecord] | None:
        """Return the record that speaks for a value, of either side."""
        base, stage = self._split(value_id)
        records = [r for r in self.records.get(base, ()) if r.stage is None or r.stage == stage]
        sides = {side: latest((r for r in records if r.side == side), _said) for side in ("external", "self")}
        return prevailing(sides["external"], sides["self"], _said)

    def _split(self, value_id: str) -> tuple[str, str | None]:
        """Take the stage out of a value's id: ``input:x@thcs/2025-2026`` is ``input:x@2025-2026`` of thcs."""
        name, _, at = value_id.partition("@")
        if "stage" not in self.framework.inputs[input_name(value_id)].each or not at:
            return value_id, self.stage
        parts = at.split("/")
        years = [p for p in parts if _is_year(p)]
        stages = [p for p in parts if not _is_year(p)]
        return name + (f"@{'/'.join(years)}" if years else ""), stages[-1] if stages else self.stage

    def _whole(self, value_id: str) -> Known:
        """Return the whole that a part is held against: its own, where given as part and whole, else the input's."""
        _, part, rest = value_id.split(":", 2)
        whole, _, at = rest.partition("@")
        suffix = f"@{at}" if at else ""
        speaking = self.speaking(f"input:{part}{suffix}")
        if speaking is not None and speaking.reason is None and speaking.record.whole is not None:
            return Known(Interval.point(speaking.record.whole), speaking.record)
        return self.known(f"input:{whole}{suffix}")

    def _why_missing(self, value_id: str, definition: InputDef) -> Reason:
        year = next((p for p in value_id.partition("@")[2].split("/") if _is_year(p)), None)
        if year is not None and self.founded is not None and self._ended_before_founding(year):
            return Reason.BEFORE_FOUNDING
        is_context = value_id in self.context or definition.given
        return Reason.CONTEXT_UNKNOWN if is_context else Reason.MISSING_FIGURE

    def _ended_before_founding(self, year: str) -> bool:
        school_year = self.framework.definition.school_year
        month, day = school_year.begins if school_year else (1, 1)
        return self.founded is not None and dt.date(int(year[5:]), month, day) <= self.founded


def domain(definition: InputDef, framework: Framework) -> Interval:
    """Return all that an input can be: its declared range, its scale, the places of its choices; else unbounded."""
    from kiemdinh.standards.definition import input_measure  # noqa: PLC0415 - it loads pydantic

    measure = input_measure(definition, framework.definition.scales.get(definition.scale or ""))
    if measure.kind == "words":
        return Interval(0, len(measure.words) - 1)
    if measure.kind == "date":
        return UNBOUNDED
    return Interval(measure.low, measure.high)


def _said(record: ValueRecord) -> object:
    return record.value, record.part, record.whole


def _is_year(word: str) -> bool:
    return len(word) == len("2025-2026") and word[:4].isdigit() and word[4] == "-"


def share(part: int | Fraction, whole: int | Fraction) -> int | Fraction:
    """Return *part* of *whole* in percent, exactly."""
    return exact_number(Fraction(part) * 100 / Fraction(whole))
