"""Reading a school's dossier (hồ sơ) from a file, a text or plain Python objects, and checking it whole.

Opening tells which framework a dossier is for and its date; reading checks everything else against that framework.
What reads the single parts stands in private modules, imported when a dossier is read: they load pydantic.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.evidence.dossier.digest import dossier_digest
from kiemdinh.evidence.dossier.model import Dossier
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.read import Readable, open_input
from kiemdinh.parsing.source import Source, read_object

if TYPE_CHECKING:
    from kiemdinh.evidence.reading.figures import FigureReader
    from kiemdinh.evidence.reading.findings import FindingReader
    from kiemdinh.evidence.reading.reader import Reader
    from kiemdinh.standards.catalogue import Bundled
    from kiemdinh.standards.loading import Framework

__all__ = ["OpenDossier", "asked_date", "open_dossier", "read_dossier"]

_KEYS: Final = (
    "school", "framework", "date", "evidence", "findings", "external", "inputs", "stages", "held", "complete", "notes",
)  # fmt: skip
_KEYS_OF_DEFINITIONS: Final = ("tree", "outcomes")
_STAGE_KEYS: Final = ("findings", "external", "inputs")


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


def read_dossier(
    what: OpenDossier | Readable,
    framework: Framework | Bundled | str | os.PathLike[str] | Mapping[str, Any],
    *,
    default_date: dt.date | str | None = None,
) -> Dossier:
    """Read a dossier and check all of it against *framework*: a bundled id, a path, or one loaded.

    A record without a date of its own was made on the dossier's date, else on *default_date*. What the reader could
    live with is in ``warnings`` of the result. The cost is linear in the size of the dossier; a mapping of fifteen
    words takes well under a millisecond.

    Raises
    ------
    InputError
        With every problem of the dossier, each at its line and column, or at its path in plain objects.
    """
    from kiemdinh.evidence.reading.allowed import forms_of  # noqa: PLC0415 - it loads pydantic
    from kiemdinh.evidence.reading.reader import Reader  # noqa: PLC0415 - it loads pydantic
    from kiemdinh.standards.catalogue import resolve_framework  # noqa: PLC0415 - it loads pydantic

    opened = what if isinstance(what, OpenDossier) else open_dossier(what)
    problems = Problems(opened.source, list(opened.problems))
    reader = Reader(
        problems, forms_of(resolve_framework(framework)), opened.date or asked_date(default_date, "default_date")
    )
    dossier = _read(opened, reader)
    problems.raise_errors()
    dossier = replace(dossier, warnings=tuple(problems.found))
    return replace(dossier, digest=dossier_digest(dossier))


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


def _read(opened: OpenDossier, reader: Reader) -> Dossier:
    from kiemdinh.evidence.reading.awards_held import read_held  # noqa: PLC0415 - it loads pydantic
    from kiemdinh.evidence.reading.evidence_index import check_citations, read_evidence  # noqa: PLC0415 - it loads pydantic
    from kiemdinh.evidence.reading.figures import FigureReader  # noqa: PLC0415 - it loads pydantic
    from kiemdinh.evidence.reading.findings import FindingReader  # noqa: PLC0415 - it loads pydantic
    from kiemdinh.evidence.reading.school import read_complete, read_notes, read_school  # noqa: PLC0415 - it loads pydantic

    data = opened.source.data
    reader.keys(data, _KEYS, ())
    by_stage = reader.map(data.get("stages"), ("stages",), "findings, external and inputs by stage")
    school, said_of_school = read_school(reader, data.get("school"), by_stage)
    reader.stages, reader.complete = school.stages, read_complete(reader, data.get("complete"))
    reader.index = read_evidence(reader, data.get("evidence"))
    findings, figures = FindingReader(reader), FigureReader(reader)
    _records(reader, findings, figures, data, (), None)
    for stage, raw in by_stage.items():
        _stage(reader, findings, figures, stage, raw)
    held = read_held(reader, data.get("held"))
    check_citations(reader)
    return Dossier(
        school,
        opened.date,
        reader.index,
        tuple(findings.found.values()),
        tuple(figures.found.values()),
        held,
        reader.complete,
        notes=FrozenMap(said_of_school | read_notes(reader, data.get("notes"))),
    )


def _records(
    reader: Reader,
    findings: FindingReader,
    figures: FigureReader,
    data: Mapping[str, Any],
    path: tuple[str, ...],
    stage: str | None,
) -> None:
    """Read the findings of both sides and the values, of the school as a whole or of one stage."""
    findings.read(data.get("findings"), (*path, "findings"), "self", stage)
    external = reader.map(data.get("external"), (*path, "external"), "findings by the id of a node")
    findings.read(external, (*path, "external"), "external", stage)
    figures.read(data.get("inputs"), (*path, "inputs"), "self", stage)
    if "inputs" not in reader.forms.nodes:
        figures.read(external.get("inputs"), (*path, "external", "inputs"), "external", stage)


def _stage(reader: Reader, findings: FindingReader, figures: FigureReader, stage: str, raw: Any) -> None:
    path = ("stages", stage)
    if stage not in (reader.stages or ()):
        reader.no_such("KD304", f"the school has no stage '{stage}'", stage, reader.stages or (), path)
        return
    data = reader.map(raw, path, ", ".join(_STAGE_KEYS))
    reader.keys(data, _STAGE_KEYS, path)
    if not reader.forms.assessed_by_stage:
        for key in ("findings", "external"):
            found = reader.map(data.get(key), (*path, key), "findings by the id of a node")
            if found.keys() - {"inputs"}:
                reader.not_by_stage((*path, key))
                data = {k: v for k, v in data.items() if k != key}
    _records(reader, findings, figures, data, path, stage)


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
