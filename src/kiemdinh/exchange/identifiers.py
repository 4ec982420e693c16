"""Data that formats of other software require: stable identifiers, the day of a change, texts on one line."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_date_argument

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["make_uuid", "read_change_time", "write_line"]

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kiemdinh:identifiers")
"""The namespace of all identifiers; with another one every identifier would change."""


def make_uuid(*names: str) -> str:
    """Return the UUID (version 5) of a thing from the names that identify it, the widest first.

    >>> make_uuid("case", "vn.tt57-2026.gdtx@2026-07-07", "1.1")
    '530b6bf7-aea1-5ba0-bb29-d2da32a7b4b1'
    """
    # Each name is written with its length, so that different lists of names never give the same text.
    return str(uuid.uuid5(_NAMESPACE, "".join(f"{len(name)}:{name}" for name in names)))


def read_change_time(framework: Framework, changed: dt.date | str | None) -> str:
    """Return the moment of the last change in the form that formats require: of a day, else of the first day in force.

    Nothing here reads the clock, so that one framework gives one file.

    Raises
    ------
    InputError
        The day is not a date, or no day is given and the edition states no first day (KD330).
    """
    day = read_date_argument(changed, "changed") or framework.definition.source.in_force
    if day is None:
        message = Message("the format asks when this was last changed, and the definition states no first day in force")
        refuse_argument("changed", changed, Message("a date"), message=message)
    return f"{day.isoformat()}T00:00:00+00:00"


def write_line(text: str) -> str:
    """Return a text on one line, as titles and properties need it."""
    return " ".join(text.split())
