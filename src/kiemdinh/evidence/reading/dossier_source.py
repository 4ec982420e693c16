"""A dossier that is opened: read as data, with its framework and date, and not yet checked against anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.read import Readable, open_input
from kiemdinh.parsing.source import Source, read_object

__all__ = ["OpenDossier", "asked_date", "open_dossier"]

_KEYS_OF_DEFINITIONS: Final = ("tree", "outcomes")


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """A dossier that can be read as data, not yet checked against a framework.

    ``framework_ref`` is what ``framework:`` says (an id or a path, relative to ``folder``), None where it says
    nothing; ``folder`` is that of the file, None where there is no file; ``date`` that of the dossier, None where it
    has none or a wrong one. ``problems`` are those so far; :func:`read_dossier` raises them with its own.
    """

    source: Source
    framework_ref: str | None = None
    folder: Path | None = None
    date: dt.date | None = None
    problems: tuple[Diagnostic, ...] = ()


def open_dossier(what: Readable) -> OpenDossier:
    """Open a dossier from a file, from YAML or JSON text, or from plain Python objects.

    A string with a line break, or one that begins with ``{``, is text; any other names a file.

    Raises
    ------
    InputError
        It cannot be read as data at all, or is the definition of a framework.
    """
    found: list[Diagnostic] = []
    given = open_input(what)
    source = given.read(found)
    problems = Problems(source, found)
    _refuse_definition(source, problems)
    framework_ref = _framework_ref(source.data.get("framework"), problems)
    date = _date(source.data.get("date"), problems)
    return OpenDossier(source, framework_ref, given.folder, date, tuple(problems.found))


def asked_date(value: object, name: str) -> dt.date | None:
    """Return the date that a caller gave as the argument *name*; None where it gave none.

    Raises
    ------
    InputError
        It is no date, no text of one, and not nothing.
    """
    from kiemdinh.evidence.reading.reader import read_day  # noqa: PLC0415 - it loads pydantic

    problems = Problems(read_object({}))
    day = read_day(value, problems, (name,))
    problems.raise_errors()
    return day


def _refuse_definition(source: Source, problems: Problems) -> None:
    """A definition given for a dossier would be reported key by key, which helps nobody."""
    telling = next((key for key in _KEYS_OF_DEFINITIONS if key in source.data), None)
    if telling is None or "framework" not in source.data or "findings" in source.data:
        return
    problems.add(
        "KD324",
        "this is a definition, not a dossier",
        (telling,),
        key=True,
        expected="a dossier, whose 'framework' names this file",
        hint="'kiemdinh new FILE' prints an empty dossier of it, 'kiemdinh show FILE' its rules",
    )
    problems.raise_errors()


def _framework_ref(raw: Any, problems: Problems) -> str | None:
    if raw is None or (isinstance(raw, str) and raw):
        return None if raw is None else str(raw)
    problems.add("KD103", "the id of a framework or the path of its file is expected", ("framework",), expected="text")
    return None


def _date(raw: Any, problems: Problems) -> dt.date | None:
    from kiemdinh.evidence.reading.reader import read_day  # noqa: PLC0415 - it loads pydantic

    return read_day(raw, problems, ("date",))
