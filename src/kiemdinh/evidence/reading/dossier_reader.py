"""Reading a whole dossier (hồ sơ): every part of it checked against its framework.

What reads the single parts is imported when a dossier is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Dossier
from kiemdinh.evidence.reading.dossier_source import OpenDossier, open_dossier, read_date_argument
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.frozen import FrozenMap

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import RecordedResult, RegisterMember
    from kiemdinh.evidence.reading.figures import FigureReader
    from kiemdinh.evidence.reading.findings import FindingReader
    from kiemdinh.evidence.reading.reader import Reader
    from kiemdinh.parsing.read import Readable
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["check_known", "read_dossier"]

_KEYS: Final = (
    "school", "framework", "date", "evidence", "findings", "external", "inputs", "stages", "held", "complete", "notes",
    "subject", "register", "results", "texts",
)  # fmt: skip
_NO_DATE: Final = dt.date.min
"""Stands for a date of the dossier that is wrong, which is reported; no dossier with it is returned."""
_STAGE_KEYS: Final = ("findings", "external", "inputs")


def read_dossier(
    what: OpenDossier | Readable,
    framework: AnyFramework,
    *,
    default_date: dt.date | str | None = None,
) -> Dossier:
    """Read a dossier and check all of it against *framework*.

    Parameters
    ----------
    what
        The text or bytes of YAML or JSON, a ``Path``, a mapping, or an :class:`~kiemdinh.results.OpenDossier`.
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a framework that is loaded; as :func:`kiemdinh.load`
        takes it.
    default_date
        The date of records without one of their own, where the dossier has no date either (semantics 3.2).

    Returns
    -------
    Dossier
        The records, with nothing derived. Problems that do not prevent an assessment are in its ``warnings``.

    Raises
    ------
    InputError
        With every problem of the dossier, each at its line and column, or at its path in plain objects.

    Notes
    -----
    The cost is linear in the size of the dossier; a mapping of fifteen words takes well under a millisecond.

    Examples
    --------
    >>> dossier = read_dossier({"date": "2026-06-30", "findings": {"1.1": "muc-1"}}, "vn.tt57-2026.pho-thong")
    >>> dossier.findings[0].verdict
    Level(reached=1)
    """
    from kiemdinh.evidence.entries import allowed_entries  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.evidence.reading.reader import Reader  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.standards.catalogue import load  # noqa: PLC0415 - loaded when it is needed

    opened = open_dossier(what)
    problems = Problems(opened.source, list(opened.problems))
    reader = Reader(
        problems,
        opened.source,
        allowed_entries(load(framework)),
        opened.date or read_date_argument(default_date, "default_date") or (_NO_DATE if opened.hides("date") else None),
    )
    dossier = _read_parts(opened, reader)
    problems.raise_errors()
    return replace(dossier, warnings=tuple(problems.found)) if problems.found else dossier


def _read_parts(opened: OpenDossier, reader: Reader) -> Dossier:
    from kiemdinh.evidence.reading.awards_held import read_held  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.evidence.reading.evidence_index import check_citations, read_evidence  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.evidence.reading.figures import FigureReader  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.evidence.reading.findings import FindingReader  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.evidence.reading.parts_of_wholes import check_parts  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.evidence.reading.school import read_complete, read_notes, read_school  # noqa: PLC0415 - loaded when it is needed

    data = opened.source.data
    reader.check_keys(data, _KEYS, ())
    by_stage = reader.read_map(data.get("stages"), ("stages",), Message("findings, external and inputs by stage"))
    key = _key_of_subject(reader, data)
    school, notes_on_school = read_school(reader, data.get(key), by_stage, key)
    # The order matters: findings are read with the stages, the complete lists and the evidence index at hand.
    reader.stages, reader.complete = school.stages, read_complete(reader, data.get("complete"))
    reader.codes = read_evidence(reader, data.get("evidence"))
    findings, figures = FindingReader(reader), FigureReader(reader)
    _read_records(reader, findings, figures, data, (), None)
    seen = dict[str, Path]()
    for key, raw in by_stage.items():
        stage = reader.find_stage(key)
        if stage is None:
            reader.report_no_stage(key, ("stages", key))
        elif not reader.is_repeated(stage, seen, stage, ("stages", key)):
            _read_stage(reader, findings, figures, stage, raw, ("stages", key))
    check_parts(reader, figures.found.values())
    register, results = _read_others(reader, data)
    held = read_held(reader, data.get("held"), register)
    # After all records, and after the index: a code may be cited before it is listed.
    check_citations(reader)
    return Dossier(
        school,
        opened.date,
        reader.codes.index,
        tuple(findings.found.values()),
        tuple(figures.found.values()),
        held,
        reader.complete,
        notes=FrozenMap(notes_on_school | read_notes(reader, data.get("notes"))),
        framework=_name_framework(opened.framework_ref, reader.allowed.framework),
        register=register,
        results=results,
        texts=_read_texts(reader, data.get("texts")),
    )


def _read_texts(reader: Reader, raw: Any) -> Mapping[str, Mapping[str, str]]:
    if raw is None:
        return FrozenMap({})
    from kiemdinh.evidence.reading.texts import read_texts  # noqa: PLC0415 - loaded when it is needed

    return read_texts(reader, raw)


def _key_of_subject(reader: Reader, data: Mapping[str, Any]) -> str:
    """Return the key under which a dossier says who is assessed; both of them are reported."""
    if "school" in data and "subject" in data:
        message = Message("'school' and 'subject' both say who is assessed")
        reader.problems.add("KD105", message, ("subject",), key=True, expected=Message("one of the two"))
    return "school" if "school" in data else "subject"


def _read_others(
    reader: Reader, data: Mapping[str, Any]
) -> tuple[Mapping[str, tuple[RegisterMember, ...]], tuple[RecordedResult, ...]]:
    """Return what a dossier records of others: the members of its populations, and results under other frameworks."""
    if data.get("register") is None and data.get("results") is None:
        return FrozenMap({}), ()
    from kiemdinh.evidence.reading.register import read_register  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.evidence.reading.results import read_results  # noqa: PLC0415 - loaded when it is needed

    register = read_register(reader, data.get("register"))
    return register, read_results(reader, data.get("results"), register)


def check_known(dossier: Dossier, framework: Framework) -> None:
    """Refuse a dossier that was read under another framework and has records that do not fit this one.

    Raises
    ------
    InputError
        A finding or value is about a node or an input that *framework* does not have.
    """
    records = [(f.node, f.where) for f in dossier.findings if f.node not in framework.nodes]
    records += [(v.name, v.where) for v in dossier.values if v.name not in framework.inputs]
    if records:
        name, path = records[0]
        message = Message("{id} has no '{name}'", name=name, id=framework.id)
        if dossier.framework:
            reader = dossier.framework
            message = Message("{message}, the dossier was read by {reader}", message=message, reader=reader)
        hint = Message("read the dossier by the framework that it is assessed under")
        raise InputError([Diagnostic("KD413", "error", message, path=path, found=name, hint=hint)])


def _name_framework(named: str | None, framework: Framework) -> str:
    """Return which framework a dossier is of: *framework* where it names that one, or none; else what it names."""
    if named is None or named == framework.id:
        return framework.id
    # A path is compared by its last part: the folder that it is relative to may be another one.
    file = PurePath(framework.source.sources()[0].name or "").name if framework.source is not None else ""
    return framework.id if PurePath(named).name == file else named


def _read_records(
    reader: Reader,
    findings: FindingReader,
    figures: FigureReader,
    data: Mapping[str, Any],
    path: tuple[str, ...],
    stage: str | None,
) -> None:
    """Read the findings of both sides and the values, of the school as a whole or of one stage."""
    findings.read(data.get("findings"), (*path, "findings"), "self", stage)
    external = reader.read_map(data.get("external"), (*path, "external"), Message("findings by the id of a node"))
    findings.read(external, (*path, "external"), "external", stage)
    figures.read(data.get("inputs"), (*path, "inputs"), "self", stage)
    # External values stand under ``external: {inputs: …}``, beside findings by node, unless a node has that id.
    if "inputs" not in reader.allowed.nodes:
        figures.read(external.get("inputs"), (*path, "external", "inputs"), "external", stage)


def _read_stage(
    reader: Reader, findings: FindingReader, figures: FigureReader, stage: str, raw: Any, path: tuple[str, ...]
) -> None:
    data = reader.read_map(raw, path, Message.join(_STAGE_KEYS))
    reader.check_keys(data, _STAGE_KEYS, path)
    # Values may still be given by stage: a threshold that names a stage is compared with that stage's figures (2.6).
    if not reader.allowed.assessed_by_stage:
        for key in ("findings", "external"):
            found = reader.read_map(data.get(key), (*path, key), Message("findings by the id of a node"))
            if found.keys() - {"inputs"}:
                reader.report_not_by_stage((*path, key))
                data = {k: v for k, v in data.items() if k != key}
    _read_records(reader, findings, figures, data, path, stage)
