"""Reading what a dossier says of the school itself: who it is, its evidence index, its awards, its notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from kiemdinh.evidence._reader import Reader, given, shown
from kiemdinh.evidence.dossier import EvidenceItem, Held, School
from kiemdinh.standards.bundled import bundled_framework
from kiemdinh.standards.diagnostics import format_path
from kiemdinh.standards.diagnostics_wording import suggest
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.frozen import FrozenMap
from kiemdinh.standards.model import Award, LadderAward
from kiemdinh.standards.problems import Path

__all__ = ["check_citations", "read_complete", "read_evidence", "read_held", "read_notes", "read_school"]

_SCHOOL: Final = ("id", "name", "stages", "founded")
_ITEM: Final = ("code", "title", "kind", "place", "keeper", "issued", "until")
_HELD: Final = ("award", "grade", "signed", "until", "ended", "why")
_MOST_SUGGESTED: Final = 20
_MOST_STAGES: Final = 50
_COMPLETE: Final = ("held", "findings")


def read_school(reader: Reader, raw: Any, named: Mapping[str, Any]) -> tuple[School, dict[str, str]]:
    """Read who is assessed, and the texts said of it that have no meaning here.

    Where ``school`` names no stages, those that the dossier has a part for (*named*) are its stages.
    """
    path: Path = ("school",)
    found = reader.map(raw, path, "id, name, stages")
    notes: dict[str, str] = {}
    for key, value in found.items():
        if key not in _SCHOOL:
            _further(reader, key, value, notes)
    stages = _stages(reader, found.get("stages"), (*path, "stages")) or tuple(named) or None
    school = School(
        reader.text(found.get("id"), (*path, "id")),
        reader.text(found.get("name"), (*path, "name")),
        stages,
        reader.day(found.get("founded"), (*path, "founded")),
    )
    return school, notes


def _further(reader: Reader, key: str, value: Any, notes: dict[str, str]) -> None:
    """Keep a text that is said of the school beside what has a meaning, unless its key looks like a slip."""
    path: Path = ("school", key)
    if suggest(key, _SCHOOL) is not None:
        reader.no_such("KD102", f"unknown key '{key}'", key, _SCHOOL, path)
        return
    text = reader.text(value, path)
    if text is not None:
        notes[f"school.{key}"] = text


def _stages(reader: Reader, raw: Any, path: Path) -> tuple[str, ...]:
    raw = [given(raw)] if isinstance(given(raw), str) else raw
    stages: list[str] = []
    items = reader.items(raw, path, "stages")
    if len(items) > _MOST_STAGES:
        reader.problems.add("KD007", f"more than {_MOST_STAGES} stages", path, found=str(len(items)))
        return ()
    for i, item in enumerate(items):
        stage = reader.text(item, (*path, i))
        if stage in stages:
            reader.problems.add("KD201", f"the stage '{stage}' is named twice", (*path, i), found=stage)
        elif stage is not None:
            stages.append(stage)
    return tuple(stages)


def read_complete(reader: Reader, raw: Any) -> frozenset[str]:
    """Read which lists are known to be complete (1.10)."""
    raw = [given(raw)] if isinstance(given(raw), str) else raw
    words = set()
    for i, item in enumerate(reader.items(raw, ("complete",), "held, findings")):
        path: Path = ("complete", i)
        word = reader.text(item, path)
        if word in _COMPLETE:
            words.add(word)
        elif word is not None:
            reader.no_such("KD104", f"'{word}' is no list that can be complete", word, _COMPLETE, path, key=False)
    return frozenset(words)


def read_notes(reader: Reader, raw: Any) -> dict[str, str]:
    """Read notes: a text, several, or texts by name."""
    raw = given(raw)
    if isinstance(raw, dict):
        named: list[tuple[str | int, Any]] = list(raw.items())
    elif isinstance(raw, list):
        named = list(enumerate(raw))
    else:
        text = reader.text(raw, ("notes",))
        return {} if text is None else {"notes": text}
    texts = {f"notes.{key}": reader.text(value, ("notes", key)) for key, value in named}
    return {key: text for key, text in texts.items() if text is not None}


# -- evidence ------------------------------------------------------------------------------------------------


def read_evidence(reader: Reader, raw: Any) -> Mapping[str, EvidenceItem] | None:
    """Read the evidence index; None where there is none at all (3.3)."""
    raw = given(raw)
    if raw is None:
        return None
    index: dict[str, EvidenceItem] = {}
    for code, value, path in _coded(reader, raw):
        if code in index:
            reader.problems.add("KD318", f"two items of evidence have the code '{code}'", path, key=True, found=code)
        else:
            index[code] = _item(reader, code, value, path)
            _check_code(reader, code, path, key=True)
    return FrozenMap(index)


def _coded(reader: Reader, raw: Any) -> Iterator[tuple[str, Any, Path]]:
    """Yield the items of an index with their codes, whether it is a map by code or a list."""
    if not isinstance(raw, list):
        for code, value in reader.map(raw, ("evidence",), "items by their code").items():
            yield code, value, ("evidence", code)
        return
    for i, item in enumerate(raw):
        path: Path = ("evidence", i)
        found = reader.map(item, path, "code, title, place")
        own_code = reader.text(found.get("code"), (*path, "code"))
        if own_code is not None:
            yield own_code, found, path
        elif given(item) is not None:
            reader.problems.add("KD101", "'code' is missing", path, expected="the key code")


def _item(reader: Reader, code: str, raw: Any, path: Path) -> EvidenceItem:
    raw = given(raw)
    if not isinstance(raw, dict | list):
        return EvidenceItem(code, reader.text(raw, path))
    found = reader.map(raw, path, "title, place, issued, until")
    reader.keys(found, _ITEM, path)
    texts = {key: reader.text(found.get(key), (*path, key)) for key in ("title", "kind", "place", "keeper")}
    issued, until = _period(reader, found, "issued", path)
    return EvidenceItem(code, **texts, issued=issued, until=until)


def _period(reader: Reader, found: Mapping[str, Any], begins: str, path: Path) -> tuple[dt.date | None, dt.date | None]:
    """Read from when and until when; it cannot end before it begins."""
    first, last = reader.day(found.get(begins), (*path, begins)), reader.day(found.get("until"), (*path, "until"))
    if first is not None and last is not None and last < first:
        reader.problems.add(
            "KD317",
            f"it ends on {last}, before it begins",
            (*path, "until"),
            expected=f"{first} ('{begins}') or later",
            found=last.isoformat(),
        )
        return None, None
    return first, last


def check_citations(reader: Reader) -> None:
    """Warn of codes that are cited but not in the index, each once (3.3); without an index of those off the pattern."""
    missing = 0
    for code, path in reader.cited.items():
        if reader.index is None:
            _check_code(reader, code, path)
        elif code not in reader.index:
            message = f"'{code}' is not in the evidence index, so it supports nothing"
            missing += 1
            near = suggest(code, reader.index) if missing <= _MOST_SUGGESTED else None  # each looks at the whole index
            hint = None if near is None else f"did you mean '{near}'?"
            reader.problems.add("KD320", message, path, found=code, hint=hint)


def _check_code(reader: Reader, code: str, path: Path, *, key: bool = False) -> None:
    pattern, policy = reader.forms.code, reader.forms.framework.definition.evidence
    if pattern is None or policy is None or pattern.fullmatch(code):
        return
    reader.problems.add(
        "KD319",
        f"the code '{code}' is off the pattern of this framework",
        path,
        key=key,
        expected=f"a code such as {policy.code}",
        found=code,
    )


# -- awards --------------------------------------------------------------------------------------------------


def read_held(reader: Reader, raw: Any) -> tuple[Held, ...]:
    """Read the awards by recorded decision; those of another framework are kept as they are."""
    found: dict[Held, Held] = {}
    for i, item in enumerate(reader.items(raw, ("held",), "awards")):
        path: Path = ("held", i)
        entry = reader.map(item, path, "award, grade, signed, until")
        held = _held(reader, entry, path) if entry else None
        if held is not None:
            found.setdefault(held, replace(held, where=format_path(path)))
    return tuple(found.values())


def _held(reader: Reader, found: Mapping[str, Any], path: Path) -> Held | None:
    reader.keys(found, _HELD, path)
    award, grade = reader.text(found.get("award"), (*path, "award")), reader.text(found.get("grade"), (*path, "grade"))
    signed, until = _period(reader, found, "signed", path)
    ended, why = reader.day(found.get("ended"), (*path, "ended")), reader.text(found.get("why"), (*path, "why"))
    for key in ("award", "signed"):
        if given(found.get(key)) is None:
            reader.problems.add("KD101", f"'{key}' is missing", path, expected=f"the key {key}")
    if award is None:
        return None
    own = award.removeprefix(f"{reader.forms.framework.id}/")
    if own != award or "/" not in award:
        _check_own(reader, own, grade, path)
    else:
        _check_other(reader, award, grade, path)
    return None if signed is None else Held(own, grade, signed, until, ended, why)


def _check_own(reader: Reader, award_id: str, grade: str | None, path: Path) -> None:
    """Check an award of the framework itself: that there is one, with that grade."""
    framework = reader.forms.framework
    awards = {award.id: award for award in framework.awards}
    award = awards.get(award_id)
    if award is None:
        message = f"there is no award '{award_id}' here; another framework's is written framework/award"
        reader.no_such("KD303", message, award_id, awards, (*path, "award"), key=False)
        return
    grades = _grades(framework, award)
    if grade is None and grades:
        reader.problems.add("KD101", "'grade' is missing", path, expected="one of " + ", ".join(grades))
    elif grade is not None and not grades:
        reader.problems.add("KD104", f"the award '{award_id}' has no grades", (*path, "grade"), found=shown(grade))
    elif grade is not None and grade not in grades:
        message = f"'{grade}' is no grade of the award '{award_id}'"
        reader.no_such("KD104", message, grade, grades, (*path, "grade"), key=False)


def _check_other(reader: Reader, name: str, grade: str | None, path: Path) -> None:
    """Warn of an award of another framework that is not in it, where that framework is bundled."""
    framework_id, _, award_id = name.rpartition("/")
    framework = bundled_framework(framework_id)
    if framework is None:
        return
    awards = {award.id: award for award in framework.awards}
    if award_id not in awards:
        message = f"{framework_id} has no award '{award_id}'"
        reader.no_such("KD323", message, award_id, awards, (*path, "award"), key=False)
        return
    grades = _grades(framework, awards[award_id])
    if grade is not None and grade not in grades:
        message = f"'{grade}' is no grade of {name}"
        reader.no_such("KD323", message, grade, grades, (*path, "grade"), key=False)


def _grades(framework: Framework, award: Award) -> tuple[str, ...]:
    return framework.definition.steps_of(award.ladder) if isinstance(award, LadderAward) else ()
