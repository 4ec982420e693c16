"""Which record of one side speaks, and which of both sides (semantics 3.5, and for a stage the end of 3.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from kiemdinh.evidence.dossier import Side
from kiemdinh.evidence.reasons import Reason

__all__ = ["Dated", "Speaking", "latest", "prevailing"]


class Dated(Protocol):
    """A record with a side, a date and perhaps a stage."""

    @property
    def side(self) -> Side: ...  # noqa: D102 - a protocol

    @property
    def on(self) -> dt.date: ...  # noqa: D102 - a protocol

    @property
    def stage(self) -> str | None: ...  # noqa: D102 - a protocol


R = TypeVar("R", bound=Dated)


@dataclass(frozen=True, slots=True)
class Speaking(Generic[R]):
    """The record that speaks, and where it cannot be believed why; ``others`` are those it clashes with."""

    record: R
    reason: Reason | None = None
    others: tuple[R, ...] = ()


def latest(records: Iterable[R], said: Callable[[R], object]) -> Speaking[R] | None:
    """Return the record of one side that speaks: the latest, of one date the stage's own.

    Records of that date and scope that say different things are *disputed*.
    """
    ordered = sorted(records, key=_precedence)
    if not ordered:
        return None
    last = ordered[-1]
    clashing = tuple(r for r in ordered if _precedence(r) == _precedence(last) and said(r) != said(last))
    return Speaking(last, Reason.DISPUTED if clashing else None, clashing)


def prevailing(
    external: Speaking[R] | None, own: Speaking[R] | None, said: Callable[[R], object]
) -> Speaking[R] | None:
    """Return which side's record speaks: the external one, *pending* where a later self-assessed one differs."""
    if external is None or own is None:
        return external or own
    later = own.record.on > external.record.on
    differs = said(own.record) != said(external.record) or own.reason is not None
    if later and differs:
        return Speaking(external.record, Reason.PENDING, (own.record,))
    return external


def _precedence(record: Dated) -> tuple[dt.date, bool]:
    return record.on, record.stage is not None
