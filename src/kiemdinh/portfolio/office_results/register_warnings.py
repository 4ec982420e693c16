"""Warnings beside results: rows that could not be read, and schools that a register lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.office_results.named_schools import name_some

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch import Batch
    from kiemdinh.portfolio.registers import Register

__all__ = ["warn_of_outside", "warn_of_register", "warn_of_rejected", "warn_of_set_aside"]


def warn_of_register(register: Register, schools: Iterable[str], day: dt.date) -> list[Diagnostic]:
    """Return that rows of a register were set aside, and which *schools* of a table it does not have on a day."""
    known = {entry.id for entry in register.of(on=day)}
    return [*warn_of_set_aside(register), *warn_of_outside(schools, known)]


def warn_of_outside(schools: Iterable[str], known: Collection[str]) -> list[Diagnostic]:
    """Return which *schools* of a table are not among those of a register that are *known*; nothing where all are."""
    outside = [school for school in schools if school not in known]
    message = Message.for_count(
        "{n} school of the table is not in the register, and is not counted: {schools}",
        "{n} schools of the table are not in the register, and are not counted: {schools}",
        len(outside),
        schools=name_some(outside),
    )
    return [Diagnostic("KD728", "warning", message)] if outside else []


def warn_of_set_aside(register: Register) -> list[Diagnostic]:
    """Return that rows of a register were set aside; nothing where none was."""
    n = len({cell.row_aside for cell in register.rejected})
    message = Message.for_count(
        "{n} row of the register was set aside: its school is not counted",
        "{n} rows of the register were set aside: their schools are not counted",
        n,
    )
    return [Diagnostic("KD727", "warning", message)] if n else []


def warn_of_rejected(batch: Batch) -> Diagnostic:
    """Return that rows of a table were set aside, whose schools count as not assessed."""
    message = Message.for_count(
        "{n} row of a table of {framework} was set aside: its school counts as not assessed",
        "{n} rows of a table of {framework} were set aside: their schools count as not assessed",
        len(batch.rejected_rows),
        framework=batch.framework.id,
    )
    return Diagnostic("KD732", "warning", message)
