"""Reading the results of members, and of the subject itself, under other frameworks (semantics 6.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import RecordedResult, RegisterMember, ResultSide
from kiemdinh.evidence.reading.reader import Reader, describe_value, given_value
from kiemdinh.evidence.reading.register import find_member
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.parsing.collector import Path
from kiemdinh.standards.definition import ReferenceDef
from kiemdinh.standards.names import ReferenceName

__all__ = ["find_result_step", "means_unknown_result", "read_results"]

_KEYS: Final = (
    "member",
    "kind",
    "stage",
    "outcome",
    "is",
    "level",
    "attainable",
    "side",
    "on",
    "until",
    "by",
    "digest",
)
_SIDES: Final = Vocabulary({"external": (), "computed": (), "self": ()})
_NONE: Final = Vocabulary({"none": ("không", "chưa đạt", "not reached")})
"""The word for what lies below the lowest step, where that has no name."""
_UNKNOWN: Final = Vocabulary({"unknown": ("chưa rõ",)})
_UNDECLARED: Final = ReferenceDef()
"""Stands for an outcome that no rule reads: any word can be recorded of it."""


def read_results(
    reader: Reader, raw: Any, register: Mapping[str, tuple[RegisterMember, ...]]
) -> tuple[RecordedResult, ...]:
    """Return the results that a dossier records; those that are the same stand once.

    A result says what ``is``, or its ``level``, which is guaranteed, and what is ``attainable``. Without a side it is
    that of whom it is about; without a day, of the day of the dossier. A step that the outcome does not have, and one
    that is above what is attainable, are reported.

    Parameters
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    raw
        What stands under ``results``.
    register
        The members, to tell the kind of one that is named by its id alone.
    """
    found: dict[tuple[object, ...], RecordedResult] = {}
    for i, item in enumerate(reader.read_list(raw, ("results",), Message("results"))):
        path: Path = ("results", i)
        entry = reader.read_map(item, path, Message("member, outcome, is, side, on"))
        result = _read_result(reader, entry, register, path) if entry else None
        if result is not None:
            same = (
                result.of,
                result.member,
                result.stage,
                result.low,
                result.high,
                result.side,
                result.on,
                result.until,
            )
            found.setdefault(same, result)
    return tuple(found.values())


def _read_result(
    reader: Reader, found: Mapping[str, Any], register: Mapping[str, tuple[RegisterMember, ...]], path: Path
) -> RecordedResult | None:
    reader.check_keys(found, _KEYS, path)
    of = _read_outcome(reader, found, path)
    has_member = given_value(found.get("member")) is not None
    member = find_member(reader, found, register, path)
    stage = None if has_member else reader.read_text(found.get("stage"), (*path, "stage"))
    on = reader.read_record_date(found.get("on"), path)
    until = reader.read_last_day(found.get("until"), on, (*path, "until"))
    ends = None if of is None else _read_ends(reader, of, found, path)
    if of is None or on is None or ends is None or (has_member and member is None):
        return None
    by = reader.read_words(found.get("by"), (*path, "by"))
    digest = reader.read_text(found.get("digest"), (*path, "digest"))
    side = cast("ResultSide", reader.read_side(found.get("side"), _SIDES, "self", (*path, "side")))
    return RecordedResult(of, member, *ends, side, on, stage, by, digest, reader.source.place_of(path), until)


def _read_outcome(reader: Reader, found: Mapping[str, Any], path: Path) -> str | None:
    text = reader.read_text(found.get("outcome"), (*path, "outcome"))
    if text is None:
        expected = Message("the key {key}", key="outcome")
        reader.problems.add("KD101", Message("'{key}' is missing", key="outcome"), path, expected=expected)
    elif ReferenceName.read(text) is None:
        known = tuple(reader.allowed.references)
        message = Message("'{text}' does not say of which framework the outcome is", text=text)
        reader.report_unknown("KD326", message, text, known, (*path, "outcome"), key=False)
        return None
    return text


def _read_ends(reader: Reader, of: str, found: Mapping[str, Any], path: Path) -> tuple[str | None, str | None] | None:
    """Return the lowest and the highest step; None where they are not said or wrong, which is reported."""
    reference = reader.allowed.reference_of(of) or _UNDECLARED
    # An empty cell under level or attainable says that no step is guaranteed, or attainable.
    said = [key for key in ("is", "level", "attainable") if key in found and (key != "is" or _is_given(found))]
    if "is" in said and any(given_value(found.get(key)) is not None for key in said[1:]):
        message, expected = (
            Message("'is' is given together with 'level' or 'attainable'"),
            Message("either is, or the two"),
        )
        reader.problems.add("KD105", message, path, expected=expected)
        return None
    if not said:
        message, expected = Message("'{key}' is missing", key="is"), Message("the key {key}", key="is")
        reader.problems.add("KD101", message, path, expected=expected)
        return None
    steps = reference.steps
    if "is" in said and means_unknown_result(found["is"], reference):
        return None, steps[-1] if steps else None
    if "is" in said:
        step = _read_step(reader, found["is"], reference, (*path, "is"))
        return None if step is None else (step[0], step[0])
    low = _read_step(reader, found["level"], reference, (*path, "level")) if "level" in said else (None,)
    top = (steps[-1],) if steps else low
    high = _read_step(reader, found["attainable"], reference, (*path, "attainable")) if "attainable" in said else top
    if low is None or high is None:
        return None
    if steps and _rank(low[0], steps) > _rank(high[0], steps):
        message = Message("the level is above the attainable level")
        reader.problems.add("KD314", message, (*path, "attainable"), found=describe_value(found.get("attainable")))
        return None
    return low[0], high[0]


def _is_given(found: Mapping[str, Any]) -> bool:
    return given_value(found.get("is")) is not None


def _read_step(reader: Reader, raw: Any, reference: ReferenceDef, path: Path) -> tuple[str | None] | None:
    """Return a step, in which None is below the lowest; None where there is no such step, which is reported."""
    text = reader.read_text(raw, path)
    found = (None,) if text is None else find_result_step(text, reference)
    if found is None:
        message = Message("'{text}' is no step of this outcome", text=text)
        names = _name_steps(reference)
        reader.report_unknown("KD331", message, text or "", reference.words, path, key=False, names=names)
    return found


def means_unknown_result(said: Any, reference: ReferenceDef) -> bool:
    """Whether what a result says under ``is`` is that it is unknown; an outcome may have such a step of its own."""
    return _UNKNOWN.find(said) is not None and "unknown" not in reference.words


def find_result_step(text: str, reference: ReferenceDef) -> tuple[str | None] | None:
    """Return the step that a text means in a result, None in it for what lies below the lowest; None for no step.

    For an outcome whose steps are not known, any text is a step.

    >>> find_result_step("không", ReferenceDef.model_validate({"scale": ["muc-1", "muc-2"]}))
    (None,)
    """
    words = reference.words
    if _NONE.find(text) is not None and text not in words:
        return (None,)
    if not words:
        return (text,)
    meant = _name_steps(reference).find(text)
    return None if meant is None else (meant if meant in reference.steps else None,)


def _name_steps(reference: ReferenceDef) -> Vocabulary:
    return Vocabulary({word: step.texts for word, step in reference.words.items()}, numbered=True)


def _rank(step: str | None, steps: tuple[str, ...]) -> int:
    return -1 if step is None else steps.index(step)
