"""The record that prevails: of one side the latest, of both sides the external one (semantics 3.5, 3.9).

A record with a last day counts from its date through that day. Afterwards it still replaces what it replaced, and says
nothing more (3.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from kiemdinh.evidence.dossier import Reason, Side
from kiemdinh.standards.names import SIDES

__all__ = [
    "Dated",
    "Ending",
    "PrevailingRecord",
    "choose_side",
    "find_prevailing",
    "has_begun",
    "has_ended",
    "latest_record",
    "newest_records",
    "speaks_after",
]


class Ending(Protocol):
    """What can have a last day."""

    @property
    def until(self) -> dt.date | None:
        """Its last day, included; None where it has no end."""


class Dated(Protocol):
    """The attributes of a record, a finding or a value, by which precedence is decided."""

    @property
    def side(self) -> Side:
        """Who made it: the school itself or an external review."""

    @property
    def date(self) -> dt.date:
        """The day on which it was made."""

    @property
    def stage(self) -> str | None:
        """The stage that it is confined to; None where it is about the school."""

    @property
    def evidence_codes(self) -> tuple[str, ...]:
        """The codes of the evidence that it cites."""

    @property
    def why(self) -> str | None:
        """The reason that is written beside it."""

    @property
    def until(self) -> dt.date | None:
        """Its last day, included; None where it has no end."""


R = TypeVar("R", bound=Dated)


@dataclass(frozen=True, slots=True)
class PrevailingRecord(Generic[R]):
    """The record that prevails among several about the same thing.

    Attributes
    ----------
    record
        The record itself.
    reason
        Why it leaves the fact unknown all the same: *disputed*, *pending* or *expired*. None where it decides.
    others
        The records that contradict it.
    agreeing
        Records of the same side, date and stage with the same content; what they cite counts too.
    """

    record: R
    reason: Reason | None = None
    others: tuple[R, ...] = ()
    agreeing: tuple[R, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The evidence codes that it rests on, those of the agreeing records included, each once and in their order."""
        return tuple(dict.fromkeys(code for r in (self.record, *self.agreeing) for code in r.evidence_codes))

    @property
    def has_ended(self) -> bool:
        """Whether its last day is over."""
        return self.reason is Reason.EXPIRED


def has_begun(record: Dated, on: dt.date | None) -> bool:
    """Whether a record counts yet on a date: one with a last day counts from its date, any other always."""
    return record.until is None or on is None or record.date <= on


def has_ended(record: Ending, on: dt.date | None) -> bool:
    """Whether the last day of a record is over on a date."""
    return record.until is not None and on is not None and record.until < on


def speaks_after(ended: Dated, other: Dated) -> bool:
    """Whether another record decides after one has ended, because *ended* has not replaced it (3.5).

    An external record replaces those of the school of its date and earlier ones, any record the earlier ones of its
    side. One of the school replaces no external one.
    """
    if ended.side == other.side:
        return other.date >= ended.date
    return other.side == "external" or other.date > ended.date


def newest_records(records: Iterable[R]) -> tuple[R, ...]:
    """Return the records of one side that no other replaces: those of the last date (semantics 3.5, 3.9).

    Of one date a record about the stage itself replaces one about the school. More than one is returned only where
    several have the same date and are about the same stage or school; :func:`latest_record` decides among them.

    The order of *records* is kept. None given, none returned. The cost is two passes over the records.
    """
    found = tuple(records)
    if len(found) < 2:  # the usual case
        return found
    last = max(map(_precedence, found))
    return tuple(r for r in found if _precedence(r) == last)


def latest_record(
    records: Iterable[R], content_of: Callable[[R], object], on: dt.date | None = None
) -> PrevailingRecord[R] | None:
    """Return the record of one side that prevails: the latest, and of one date that of the stage itself.

    Records of that date and stage with different content are *disputed* (semantics 3.5). Which of several is kept
    depends on their content and never on their order in the file (3.9). Of these records those that have ended
    contradict none; where all have, what prevails is *expired*. None where there are no records. The cost is that of
    sorting the records of the last date.

    Parameters
    ----------
    records
        The records of one side about one thing.
    content_of
        What of a record is compared: the verdict of a finding, the number of a value.
    on
        The date on which records have ended or not; None where none of them ends.

    Examples
    --------
    >>> from kiemdinh.evidence.dossier import ValueRecord
    >>> day = dt.date(2026, 5, 30)
    >>> old, new = ValueRecord("pupils", 400, "self", day), ValueRecord("pupils", 410, "self", day.replace(month=6))
    >>> latest_record([new, old], lambda r: r.value).record.value
    410
    >>> latest_record([old, ValueRecord("pupils", 395, "self", day)], lambda r: r.value).reason.value
    'disputed'
    """
    newest = newest_records(records)
    standing = tuple(r for r in newest if not has_ended(r, on))
    ended = Reason.EXPIRED if newest and not standing else None
    newest = standing or newest
    if len(newest) < 2:
        return PrevailingRecord(newest[0], ended) if newest else None
    # Sorted by content, so that the same records prevail whatever their order in the file (3.9).
    *rest, last = sorted(newest, key=lambda record: _order_by_content(record, content_of))
    clashing = tuple(r for r in rest if content_of(r) != content_of(last))
    agreeing = tuple(r for r in rest if content_of(r) == content_of(last))
    if ended is not None:
        return PrevailingRecord(last, ended, (), agreeing)
    return PrevailingRecord(last, Reason.DISPUTED if clashing else None, clashing, agreeing)


def choose_side(
    external: PrevailingRecord[R] | None, own: PrevailingRecord[R] | None, content_of: Callable[[R], object]
) -> PrevailingRecord[R] | None:
    """Return the record that prevails of both sides: the external one where there is one (semantics 3.5).

    It is *pending* where a later record of the school differs. Where the external records are *disputed* among
    themselves they stay so, and the later record of the school is one more that contradicts. A record of the school of
    the same date or an earlier one yields, and is not among ``others``. One that has ended contradicts none: after an
    external record has ended, a later one of the school decides, and one of the school that has ended makes nothing
    *pending*.

    Parameters
    ----------
    external, own
        What :func:`latest_record` returns for each side; None where that side has recorded nothing.
    content_of
        What of a record is compared, as in :func:`latest_record`.
    """
    if external is None or own is None:
        return external or own
    later = own.record.date > external.record.date
    if external.has_ended:
        return own if later else external
    if own.has_ended:
        return external
    # A dispute among the later records of the school is a difference too: one of them must differ.
    differs = content_of(own.record) != content_of(external.record) or own.reason is not None
    if later and (differs or external.reason is not None):
        others = (*external.others, own.record, *own.others)
        return PrevailingRecord(external.record, external.reason or Reason.PENDING, others, external.agreeing)
    return external


def find_prevailing(records: Iterable[R], content_of: Callable[[R], object], on: dt.date) -> PrevailingRecord[R] | None:
    """Return the record of either side that prevails on a date; None where none has begun (semantics 3.5).

    The arguments are those of :func:`latest_record`, with records of both sides.

    >>> from kiemdinh.evidence.dossier import ValueRecord
    >>> may, june = dt.date(2026, 5, 30), dt.date(2026, 6, 30)
    >>> found = [ValueRecord("pupils", 410, "external", may), ValueRecord("pupils", 400, "self", may)]
    >>> find_prevailing(found, lambda r: r.value, june).record.value
    410
    """
    begun = tuple(r for r in records if has_begun(r, on))
    external, own = (latest_record((r for r in begun if r.side == side), content_of, on) for side in SIDES)
    return choose_side(external, own, content_of)


def _precedence(record: Dated) -> tuple[dt.date, bool]:
    # The date comes first: a later record about the school replaces an earlier one about the stage.
    return record.date, record.stage is not None


def _order_by_content(record: R, content_of: Callable[[R], object]) -> tuple[str, tuple[str, ...], str]:
    return str(content_of(record)), record.evidence_codes, record.why or ""
