"""What formats of others ask for: identifiers that stay the same, the day of a change, texts on one line."""

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
"""The namespace of all of them; with another one every identifier would be another."""


def make_uuid(*names: str) -> str:
    """Return the UUID (version 5) of a thing by the names that tell it from all others, the widest first.

    >>> make_uuid("case", "vn.tt57-2026.gdtx@2026-07-07", "1.1")
    '530b6bf7-aea1-5ba0-bb29-d2da32a7b4b1'
    """
    # A name cannot run into the next one: each is written with its length.
    return str(uuid.uuid5(_NAMESPACE, "".join(f"{len(name)}:{name}" for name in names)))


def read_change_time(framework: Framework, changed: dt.date | str | None) -> str:
    """Return the moment of the last change as formats ask for it: that of a day, else of the first day in force.

    Nothing here reads the clock, so that one framework gives one file.

    Raises
    ------
    InputError
        It is no date, or none is given and the edition states no first day (KD330).
    """
    day = read_date_argument(changed, "changed") or framework.definition.source.in_force
    if day is None:
        message = Message("the format asks when this was last changed, and the definition states no first day in force")
        refuse_argument("changed", changed, Message("a date"), message=message)
    return f"{day.isoformat()}T00:00:00+00:00"


def write_line(text: str) -> str:
    """Return a text on one line, as titles and properties have it."""
    return " ".join(text.split())
