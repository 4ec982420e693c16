"""A dossier as plain data, which reads back as the same records: the inverse of reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.evidence.dossier import (
    EvidenceItem,
    FindingRecord,
    Held,
    Level,
    MetOrUnmet,
    NotApplicable,
    School,
    Score,
    ToConfirm,
    ValueRecord,
    Verdict,
)
from kiemdinh.evidence.entries import TO_CONFIRM
from kiemdinh.evidence.writing.others import name_member, write_members, write_others_results
from kiemdinh.evidence.writing.places import add_at, write_day
from kiemdinh.parsing.cells import write_number
from kiemdinh.rules import Number, exact_number

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.entries import AllowedEntries, InputForm, NodeForm

__all__ = ["dossier_data", "write_entry", "write_verdict"]

_UNKNOWN: Final = "unknown"


def dossier_data(dossier: Dossier, allowed: AllowedEntries) -> dict[str, Any]:
    """Return a dossier as plain data: :func:`~kiemdinh.evidence.reading.read_dossier` reads the same records from it.

    Records without a date of their own are those of the dossier's date. The cost is linear in the records.

    Parameters
    ----------
    dossier
        The dossier.
    allowed
        What can be recorded under the framework that it was read by.
    """
    writer = _RecordWriter(allowed, dossier.date)
    return {
        "school": _write_school(dossier.school) | _notes_below(dossier.notes, "school"),
        "framework": dossier.framework or allowed.framework.id,
        **({} if dossier.date is None else {"date": dossier.date.isoformat()}),
        **({} if dossier.evidence is None else {"evidence": _write_items(dossier.evidence.values())}),
        **_place_records(dossier, writer),
        **({"register": write_members(dossier.register, writer.write_value)} if dossier.register else {}),
        **({"results": write_others_results(dossier.results)} if dossier.results else {}),
        **({"held": [_write_held(one) for one in dossier.held]} if dossier.held else {}),
        **({"complete": sorted(dossier.complete)} if dossier.complete else {}),
        **({"texts": {node: dict(said) for node, said in dossier.texts.items()}} if dossier.texts else {}),
        **_write_notes(dossier.notes),
    }


# -- who, evidence, awards, notes ----------------------------------------------------------------------------


def _write_school(school: School) -> dict[str, Any]:
    found = {
        "id": school.id,
        "name": school.name,
        "stages": None if school.stages is None else list(school.stages),
        "founded": write_day(school.founded),
    }
    return {key: value for key, value in found.items() if value is not None}


def _write_items(items: Iterable[EvidenceItem]) -> dict[str, Any]:
    return {item.code: _write_item(item) for item in items}


def _write_item(item: EvidenceItem) -> dict[str, Any]:
    texts = {key: getattr(item, key) for key in ("title", "kind", "place", "keeper", "issuer")}
    more = {"issued": write_day(item.issued), "until": write_day(item.until), "also": list(item.also) or None}
    return {key: value for key, value in {**texts, **more}.items() if value is not None}


def _write_held(held: Held) -> dict[str, Any]:
    days = {"signed": held.signed, "until": held.until, "ended": held.ended}
    found = {"award": held.award, "grade": held.grade, **{key: write_day(day) for key, day in days.items()}}
    said = {key: value for key, value in {**found, "why": held.why}.items() if value is not None}
    return {**name_member(held.member), **said}


def _write_notes(notes: Mapping[str, str]) -> dict[str, Any]:
    below = _notes_below(notes, "notes")
    return {"notes": notes["notes"]} if "notes" in notes else {"notes": below} if below else {}


def _notes_below(notes: Mapping[str, str], top: str) -> dict[str, str]:
    return {place.removeprefix(f"{top}."): text for place, text in notes.items() if place.startswith(f"{top}.")}


# -- records -------------------------------------------------------------------------------------------------


def _place_records(dossier: Dossier, writer: _RecordWriter) -> dict[str, Any]:
    """Return findings and values under the keys that they stand under: of the school, and of each stage."""
    found: dict[str, Any] = {}
    for finding in dossier.findings:
        section = "findings" if finding.side == "self" else "external"
        where = _section_of(found, finding.stage, section)
        add_at(where, (finding.node,), writer.write_finding(finding))
    for value in dossier.values:
        where = _section_of(found, value.stage, "inputs" if value.side == "self" else "external")
        path = (value.name, *value.at) if value.side == "self" else ("inputs", value.name, *value.at)
        add_at(where, path, writer.write_value(value))
    return found


def _section_of(found: dict[str, Any], stage: str | None, section: str) -> dict[str, Any]:
    top = found if stage is None else found.setdefault("stages", {}).setdefault(stage, {})
    below: dict[str, Any] = top.setdefault(section, {})
    return below


class _RecordWriter:
    """Writes single records; those of *date* do not say it."""

    def __init__(self, allowed: AllowedEntries, date: dt.date | None) -> None:
        self.allowed = allowed
        self.date = date

    def write_finding(self, record: FindingRecord) -> Any:
        """Return a finding: a word alone, or a map with its details."""
        form = self.allowed.nodes[record.node]
        said = write_verdict(record.verdict, form)
        origin = record.verdict.origin if isinstance(record.verdict, ToConfirm) else ()
        details = {**({"from": list(origin)} if origin else {}), **dict(self._list_details(record))}
        # A list stands for several records, so that one list of severities needs a map around it.
        return {"is": said, **details} if details or isinstance(said, list) else said

    def write_value(self, record: ValueRecord) -> Any:
        """Return a value: a word or number alone, or a map with its details."""
        form = self.allowed.inputs[record.name]
        details = dict(self._list_details(record))
        if record.author is not None:
            details["author"] = record.author
        said = write_entry(record, form)
        return {**said, **details} if details or len(said) > 1 else said["value"]

    def _list_details(self, record: FindingRecord | ValueRecord) -> Iterator[tuple[str, Any]]:
        if record.date != self.date:
            yield "on", record.date.isoformat()
        if record.until is not None:
            yield "until", record.until.isoformat()
        if record.evidence_codes:
            yield "by", list(record.evidence_codes)
        if record.why is not None:
            yield "why", record.why


def write_verdict(verdict: Verdict, form: NodeForm) -> Any:
    """Return what a finding says of its node as a dossier writes it: a word, a number, or a list of severities."""
    if isinstance(verdict, ToConfirm):
        return TO_CONFIRM
    if isinstance(verdict, MetOrUnmet | Level | NotApplicable):
        return next(word for word in (*form.shown, *form.words) if form.words.get(word) == verdict)
    if not isinstance(verdict, Score):
        return _UNKNOWN
    low = verdict.interval.low or 0
    if form.measure is not None and form.measure.words:
        word = form.measure.words[int(low)]
        return word if verdict.interval.known else [word]
    return _plain_number(low)


def write_entry(record: ValueRecord, form: InputForm) -> dict[str, Any]:
    """Return the keys that say a value: ``value``, or ``part`` and ``of``."""
    if record.part is not None and record.whole is not None:
        return {"part": _plain_number(record.part), "of": _plain_number(record.whole)}
    return {"value": _UNKNOWN if record.value is None else _write_number(record.value, form)}


def _write_number(value: Number, form: InputForm) -> Any:
    measure = form.measure
    if measure.kind == "date":
        return dt.date.fromordinal(int(value)).isoformat()
    if measure.kind == "words":
        word = measure.words[int(value)]
        return word == "true" if measure.words == ("false", "true") else word
    number = _plain_number(value)
    return f"{number}%" if measure.only_percent else number


def _plain_number(value: Number) -> Any:
    whole = exact_number(Fraction(value))
    return whole if isinstance(whole, int) else write_number(value)
