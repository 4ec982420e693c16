"""Reading the school itself: its id, name and stages, which of its lists are complete, and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.evidence.dossier import School
from kiemdinh.evidence.reading.reader import Reader, given_value
from kiemdinh.parsing.cells import Vocabulary, clean_text
from kiemdinh.parsing.collector import Path

__all__ = ["read_complete", "read_notes", "read_school"]

_SCHOOL: Final = ("id", "name", "stages", "kind", "founded")
_MAX_STAGES: Final = 50
_COMPLETE: Final = ("held", "findings", "decisions")


def read_school(
    reader: Reader, raw: Any, named: Mapping[str, Any], key: str = "school"
) -> tuple[School, dict[str, str]]:
    """Return the school, and the other texts under its *key* by their place; these have no effect on a result.

    Parameters
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    raw
        What stands under *key*.
    named
        What stands under ``stages``, by stage. Where *raw* names no stages, these are its stages.
    key
        Under which key it stands: ``school``, or ``subject`` where something else is assessed.
    """
    path: Path = (key,)
    found = reader.read_map(raw, path, Message("id, name, stages"))
    notes: dict[str, str] = {}
    for word, value in found.items():
        if word not in _SCHOOL:
            _keep_note(reader, (key, word), value, notes)
    # None and never an empty tuple: a dossier that names no stages is assessed as one part (2.6).
    stages = _read_stages(reader, found.get("stages"), (*path, "stages")) or _find_stages(reader, named) or None
    school = School(
        reader.read_words(found.get("id"), (*path, "id")),
        reader.read_words(found.get("name"), (*path, "name")),
        stages,
        reader.read_date(found.get("founded"), (*path, "founded")),
    )
    return school, notes


def _keep_note(reader: Reader, path: tuple[str, str], value: Any, notes: dict[str, str]) -> None:
    """Keep a text under an unknown key of whom is assessed, unless the key looks like a slip of a known one."""
    key = path[-1]
    if suggest(key, _SCHOOL) is not None:
        reader.report_unknown("KD102", Message("unknown key '{key}'", key=key), key, _SCHOOL, path)
        return
    text = reader.read_words(value, path)
    if text is not None:
        notes[".".join(path)] = text


def _read_stages(reader: Reader, raw: Any, path: Path) -> tuple[str, ...]:
    raw = given_value(raw)
    # One word may stand for a list of one.
    alone = isinstance(raw, str)
    stages: dict[str, Path] = {}
    items = reader.read_list([raw] if alone else raw, path, Message("stages"))
    if len(items) > _MAX_STAGES:
        reader.problems.add("KD007", Message("more than {n} stages", n=_MAX_STAGES), path, found=str(len(items)))
        return ()
    for i, item in enumerate(items):
        at = path if alone else (*path, i)
        stage = _read_stage(reader, item, at)
        if stage in stages:
            message = Message("the stage '{stage}' is named twice", stage=stage)
            reader.problems.add("KD201", message, at, found=stage, first=stages[stage])
        elif stage is not None:
            stages[stage] = at
    return tuple(stages)


def _find_stages(reader: Reader, named: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the stages that the keys of a map name; those that name none are reported where their part is read."""
    declared = reader.allowed.declared_stages
    found = (declared.find(key) if declared.titles else reader.read_id(key, ("stages", key)) for key in named)
    return tuple(dict.fromkeys(stage for stage in found if stage is not None))


def _read_stage(reader: Reader, item: Any, path: Path) -> str | None:
    """Return a stage that the definition declares, or any id where it declares none; what is neither is reported."""
    text = reader.read_text(item, path)
    if text is None:
        return None
    names, stage = reader.allowed.declared_stages, clean_text(text)
    parts = [part.strip() for part in re.split("[,;]", stage)]
    if len(parts) > 1 and names.find(stage) is None:
        found = [(names.find(part) if names.titles else part) for part in parts]
        hint = Message("write [{names}]", names=", ".join(one for one in found if one)) if all(found) else None
        reader.problems.add(
            "KD304", Message("several stages in one text"), path, expected=Message("a list"), found=text, hint=hint
        )
        return None
    if not names.titles:
        return reader.read_id(stage, path)
    meant = names.find(stage)
    if meant is None:
        message = Message("there is no stage '{text}' in this framework", text=text)
        reader.report_unknown("KD304", message, text, names.titles, path, key=False, names=names)
    return meant


def read_complete(reader: Reader, raw: Any) -> frozenset[str]:
    """Return which lists are called complete: ``held``, ``findings``, populations (semantics 1.10, 6.2).

    *raw* is one word or a list of them. A list that is not named here may be incomplete: what it does not contain is
    unknown. Any other word is reported.
    """
    raw = [given_value(raw)] if isinstance(given_value(raw), str) else raw
    words, lists = set(), Vocabulary(dict.fromkeys((*_COMPLETE, *reader.allowed.populations), ()))
    for i, item in enumerate(reader.read_list(raw, ("complete",), Message("held, findings"))):
        path: Path = ("complete", i)
        word = reader.read_text(item, path)
        meant = lists.find(word)
        if meant is not None:
            words.add(meant)
        elif word is not None:
            reader.report_unknown(
                "KD104",
                Message("'{word}' is not a list that can be complete", word=word),
                word,
                lists.titles,
                path,
                key=False,
                names=lists,
            )
    return frozenset(words)


def read_notes(reader: Reader, raw: Any) -> dict[str, str]:
    """Return the notes of a dossier, which have no meaning here, as texts by their place: ``notes.author``.

    *raw* is a text, a list of texts, whose places are numbered from 0, or texts by name. What is no text is reported.
    """
    raw = given_value(raw)
    if isinstance(raw, dict):
        named: list[tuple[str | int, Any]] = list(raw.items())
    elif isinstance(raw, list):
        named = list(enumerate(raw))
    else:
        text = reader.read_words(raw, ("notes",))
        return {} if text is None else {"notes": text}
    texts = {f"notes.{key}": reader.read_words(value, ("notes", key)) for key, value in named}
    return {key: text for key, text in texts.items() if text is not None}
