"""Which record of one side speaks, and which of both sides (semantics 3.5, and for a stage the end of 3.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from kiemdinh.evidence.dossier import Reason, Side

__all__ = ["Dated", "Speaking", "latest", "newest", "prevailing"]


class Dated(Protocol):
    """A record with a side, a date and perhaps a stage."""

    @property
    def side(self) -> Side: ...  # noqa: D102 - a protocol

    @property
    def on(self) -> dt.date: ...  # noqa: D102 - a protocol

    @property
    def stage(self) -> str | None: ...  # noqa: D102 - a protocol

    @property
    def by(self) -> tuple[str, ...]: ...  # noqa: D102 - a protocol

    @property
    def why(self) -> str | None: ...  # noqa: D102 - a protocol


R = TypeVar("R", bound=Dated)


@dataclass(frozen=True, slots=True)
class Speaking(Generic[R]):
    """The record that speaks, and where it cannot be believed why; ``others`` are those it clashes with.

    ``agreeing`` are the records of the same side, date and scope that say the same.
    """

    record: R
    reason: Reason | None = None
    others: tuple[R, ...] = ()
    agreeing: tuple[R, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The evidence codes that it rests on, those of the records that say the same included."""
        return tuple(dict.fromkeys(code for r in (self.record, *self.agreeing) for code in r.by))


def newest(records: Iterable[R]) -> tuple[R, ...]:
    """Return the records of one side that no other replaces: those of the last date, of one date the stage's own."""
    found = tuple(records)
    last = max(map(_precedence, found), default=None)
    return tuple(r for r in found if _precedence(r) == last)


def latest(records: Iterable[R], said: Callable[[R], object]) -> Speaking[R] | None:
    """Return the record of one side that speaks: the latest, of one date the stage's own.

    Records of that date and scope that say different things are *disputed*; those that say the same add up what they
    cite. Which of them is shown is settled by what they say, never by where they stand in the file.
    """
    ordered = sorted(newest(records), key=lambda r: _shown(r, said))
    if not ordered:
        return None
    *rest, last = ordered
    clashing = tuple(r for r in rest if said(r) != said(last))
    agreeing = tuple(r for r in rest if said(r) == said(last))
    return Speaking(last, Reason.DISPUTED if clashing else None, clashing, agreeing)


def prevailing(
    external: Speaking[R] | None, own: Speaking[R] | None, said: Callable[[R], object]
) -> Speaking[R] | None:
    """Return which side's record speaks: the external one, *pending* where a later self-assessed one differs.

    Where the external side is *disputed* in itself it stays so, and what the school said later is one more voice.
    """
    if external is None or own is None:
        return external or own
    later = own.record.on > external.record.on
    differs = said(own.record) != said(external.record) or own.reason is not None or external.reason is not None
    if later and differs:
        others = (*external.others, own.record, *own.others)
        return Speaking(external.record, external.reason or Reason.PENDING, others, external.agreeing)
    return external


def _precedence(record: Dated) -> tuple[dt.date, bool]:
    return record.on, record.stage is not None


def _shown(record: R, said: Callable[[R], object]) -> tuple[str, tuple[str, ...], str]:
    return str(said(record)), record.by, record.why or ""
