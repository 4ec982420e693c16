"""A dossier that is opened: read as data, with its framework and date, and not yet checked against anything."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError, format_path
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.read import Input, Readable, open_input
from kiemdinh.parsing.readers import read_object
from kiemdinh.parsing.source import Source

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["OpenDossier", "framework_of", "open_dossier", "read_date_argument", "read_required_date"]

# Plain objects beyond these bounds are not read at all.
_BREAKS_OFF: Final = ("KD007", "KD008")
_KEYS_OF_DEFINITIONS: Final = ("tree", "outcomes")
_TABLES: Final = frozenset({".csv", ".tsv", ".tab", ".parquet", ".feather", ".arrow"})
_READS_TABLES: Final = Message(
    "a table with a row for each school is read by kiemdinh batch FILE, and carried over in Python by carry_over_many"
)
_NO_FRAMEWORK: Final = Message("no framework is given")


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """A dossier that is read as data, and not yet checked against a framework.

    See the example of :func:`kiemdinh.read_dossier`.

    Attributes
    ----------
    source
        Its data, with the place of every value.
    framework_ref
        The framework that it names: an id, or a path relative to ``folder``. None where it names none.
    folder
        The folder of its file; None where it is no file.
    date
        Its date; None where it has none, or a wrong one.
    problems
        What is wrong so far. :func:`read_dossier` raises these with its own.
    """

    source: Source
    framework_ref: str | None = None
    folder: Path | None = None
    date: dt.date | None = None
    problems: tuple[Diagnostic, ...] = ()

    def hides(self, key: str) -> bool:
        """Whether ``problems`` says that what stands under the top key *key* is wrong or could not be read.

        Then the missing value is not reported a second time.
        """
        errors = (problem for problem in self.problems if problem.severity == "error")
        place = format_path(self.source.place_of((key,)))
        return any(error.path == place or error.code in _BREAKS_OFF for error in errors)


def open_dossier(what: OpenDossier | Input | Readable) -> OpenDossier:
    """Open a dossier from a file, from YAML or JSON text, or from plain Python objects.

    A ``str`` or ``bytes`` is content, a ``Path`` a file. Only the framework that it names and its date are read; a
    wrong one is kept in ``problems``, for :func:`read_dossier` to raise. A dossier that is open is returned as it is.

    Raises
    ------
    InputError
        It cannot be read as data at all, or is the definition of a framework.

    Examples
    --------
    >>> open_dossier({"framework": "vn.tt57-2026.pho-thong", "date": "2026-06-30"}).date
    datetime.date(2026, 6, 30)
    """
    if isinstance(what, OpenDossier):
        return what
    found: list[Diagnostic] = []
    with _hint_at_tables(what):
        opened = open_input(what)
        # Problems are collected and not raised, so that all of them come with those of the check against the framework.
        source = opened.read(found)
    problems = Problems(source, found)
    _refuse_definition(source, problems)
    framework_ref = _read_framework_ref(source.data.get("framework"), problems)
    date = _read_date(source.data.get("date"), problems)
    return OpenDossier(source, framework_ref, opened.folder, date, tuple(problems.found))


@contextmanager
def _hint_at_tables(what: Input | Readable) -> Iterator[None]:
    """Add a hint to a file that cannot be read as a dossier and is a table by its name: what reads tables."""
    name = what.name if isinstance(what, Input) else what if isinstance(what, os.PathLike) else None
    try:
        yield
    except InputError as error:
        if name is None or Path(name).suffix.lower() not in _TABLES:
            raise
        raise InputError([replace(one, hint=_READS_TABLES) for one in error.diagnostics]) from None


def framework_of(
    opened: OpenDossier,
    *,
    allow_files: bool,
    unofficial: bool = False,
    on: dt.date | None = None,
    stages: tuple[str, ...] = (),
    kind: str | None = None,
) -> Framework:
    """Return the framework that a dossier names, or the one that is in force for such a school where it names none.

    Parameters
    ----------
    opened
        The dossier.
    allow_files
        Whether it may name a file, from its own folder; else it names a bundled id.
    unofficial
        Whether that file may have the id of a bundled framework and differ from it.
    on
        The law date, which picks the edition of a bundled framework; None takes the date of the dossier.
    stages, kind
        The stages and the kind of the school, where the dossier does not say them.

    Raises
    ------
    InputError
        It names none that there is (KD243), at its line; it names none and says no date (KD330), or not exactly one
        is in force for such a school (KD335); with what else is wrong so far.
    """
    from kiemdinh.standards.catalogue import load_named  # noqa: PLC0415 - loaded when it is needed

    problems = Problems(opened.source, list(opened.problems))
    if opened.framework_ref is None:
        if opened.hides("framework"):
            raise InputError(opened.problems)
        chosen = _choose_framework(opened, on or opened.date, stages, kind)
        if chosen is not None:
            return chosen
        expected = Message("framework=…, or 'framework:' in the dossier")
        found = [*problems.found, Diagnostic("KD330", "error", _NO_FRAMEWORK, opened.source.name, expected=expected)]
        raise InputError(found)
    return load_named(
        opened.framework_ref,
        problems,
        folder=opened.folder,
        allow_files=allow_files,
        unofficial=unofficial,
        on=on or opened.date,
    )


def _choose_framework(
    opened: OpenDossier, on: dt.date | None, stages: tuple[str, ...], kind: str | None
) -> Framework | None:
    """Return the framework that is in force for the school of a dossier on a day; None without a day."""
    school = opened.source.data.get("school")
    said = school if isinstance(school, dict) else {}
    named = said.get("stages")
    own = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    words = stages or tuple(str(stage) for stage in own if isinstance(stage, str))
    wanted = kind if kind is not None else said.get("kind")
    if on is None:
        return None
    from kiemdinh.standards.catalogue import choose_edition  # noqa: PLC0415 - loaded when it is needed

    return choose_edition(on=on, stages=words, kind=None if wanted is None else str(wanted)).framework


def read_date_argument(value: object, name: str) -> dt.date | None:
    """Return the date that a caller gave as the argument *name*; None where it gave none.

    *value* is a date, a text such as ``2026-06-30``, or None; *name* stands in the message of the error.

    Raises
    ------
    InputError
        It is no date, no text of one, and not nothing.

    Examples
    --------
    >>> read_date_argument("2026-06-30", "on")
    datetime.date(2026, 6, 30)
    """
    from kiemdinh.evidence.reading.reader import read_date  # noqa: PLC0415 - loaded when it is needed

    problems = Problems(read_object({}))
    day = read_date(value, problems, (name,))
    problems.raise_errors()
    return day


def read_required_date(value: object, name: str) -> dt.date:
    """Return the date that a caller has to give as the argument *name*.

    Raises
    ------
    InputError
        It is no date, no text of one, or nothing.
    """
    day = read_date_argument(value, name)
    if day is None:
        refuse_argument(name, value, Message("a date"))
    return day


def _refuse_definition(source: Source, problems: Problems) -> None:
    """Raise an error where the data are a definition. Read as a dossier, each of its keys would be reported."""
    telling = next((key for key in _KEYS_OF_DEFINITIONS if key in source.data), None)
    # A dossier with a stray key ``tree`` is still a dossier if it has findings.
    if telling is None or "framework" not in source.data or "findings" in source.data:
        return
    problems.add(
        "KD324",
        Message("this is a definition, not a dossier"),
        (telling,),
        key=True,
        expected=Message("a dossier, whose 'framework' names this file"),
        hint=Message("'kiemdinh new FILE' prints an empty dossier of it, 'kiemdinh show FILE' its rules"),
    )
    problems.raise_errors()


def _read_framework_ref(raw: Any, problems: Problems) -> str | None:
    if raw is None or (isinstance(raw, str) and raw.strip()):
        return None if raw is None else raw.strip()
    problems.add(
        "KD103",
        Message("the id of a framework or the path of its file is expected"),
        ("framework",),
        expected=Message("text"),
    )
    return None


def _read_date(raw: Any, problems: Problems) -> dt.date | None:
    from kiemdinh.evidence.reading.reader import read_date  # noqa: PLC0415 - loaded when it is needed

    return read_date(raw, problems, ("date",))
