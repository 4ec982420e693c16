"""Reading the awards that a school has by recorded decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import format_path
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Held
from kiemdinh.evidence.reading.reader import Reader, describe_value, given_value
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.catalogue import load_bundled
from kiemdinh.standards.definition import LadderAward, StepScale
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.names import read_award_name

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import RegisterMember
    from kiemdinh.standards.names import MemberName

__all__ = ["read_held"]

_HELD: Final = ("award", "grade", "signed", "until", "ended", "why")
_OF_MEMBER: Final = ("member", "kind")


def read_held(
    reader: Reader, raw: Any, register: Mapping[str, tuple[RegisterMember, ...]] = FrozenMap({})
) -> tuple[Held, ...]:
    """Read the awards by recorded decision (semantics 2.7, 2.8); those of another framework are kept as they are.

    Awards and grades may be written by their ids or titles. An award of the framework itself is kept under its id
    alone, whichever way it was written. Of records that are the
    same only the first is kept. An award of another framework is looked up where that one is bundled, with a warning if
    it is not there.

    Parameters
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    raw
        What stands under ``held``.
    register
        The members of populations, which can hold awards too.
    """
    found: dict[Held, Held] = {}
    for i, item in enumerate(reader.read_list(raw, ("held",), Message("awards"))):
        path: Path = ("held", i)
        entry = reader.read_map(item, path, Message("award, grade, signed, until"))
        held = _read_award(reader, entry, register, path) if entry else None
        if held is not None:
            found.setdefault(held, replace(held, where=format_path(reader.source.place_of(path))))
    return tuple(found.values())


def _read_award(
    reader: Reader, found: Mapping[str, Any], register: Mapping[str, tuple[RegisterMember, ...]], path: Path
) -> Held | None:
    keys = (*_HELD, *_OF_MEMBER) if reader.allowed.populations else _HELD
    reader.check_keys(found, keys, path)
    member = _find_member(reader, found, register, path) if reader.allowed.populations else None
    award, grade = (
        reader.read_text(found.get("award"), (*path, "award")),
        reader.read_text(found.get("grade"), (*path, "grade")),
    )
    signed, until = reader.read_period(found, "signed", path)
    ended, why = (
        reader.read_date(found.get("ended"), (*path, "ended")),
        reader.read_words(found.get("why"), (*path, "why")),
    )
    for key in ("award", "signed"):
        if given_value(found.get(key)) is None:
            reader.problems.add(
                "KD101", Message("'{key}' is missing", key=key), path, expected=Message("the key {key}", key=key)
            )
    if award is None:
        return None
    award, grade = _find_meaning(reader, award, grade, path)
    return None if signed is None else Held(award, grade, signed, until, ended, why, member=member)


def _find_member(
    reader: Reader, found: Mapping[str, Any], register: Mapping[str, tuple[RegisterMember, ...]], path: Path
) -> MemberName | None:
    from kiemdinh.evidence.reading.register import find_member  # noqa: PLC0415 - loaded when it is needed

    return find_member(reader, found, register, path)


def _find_meaning(reader: Reader, award: str, grade: str | None, path: Path) -> tuple[str, str | None]:
    """Return the ids of an award and a grade. Where there is no such award or grade, report it and return the text.

    An award of the framework itself may be written with the id of the framework or without it.
    """
    framework = reader.allowed.framework
    own = award.removeprefix(f"{framework.id}/")
    if own != award or "/" not in award or _award_names(framework).find(award) is not None:
        return _find_own_award(reader, own, grade, path)
    return _find_award_elsewhere(reader, award, grade, path)


def _find_own_award(reader: Reader, written: str, grade: str | None, path: Path) -> tuple[str, str | None]:
    """Return the ids of an award of the framework itself and of its grade."""
    framework = reader.allowed.framework
    names = _award_names(framework)
    award_id = names.find(written)
    if award_id is None:
        message = Message(
            "there is no award '{award_id}' here; another framework's is written framework/award", award_id=written
        )
        reader.report_unknown("KD303", message, written, names.titles, (*path, "award"), key=False, names=names)
        return written, grade
    grades = _grade_names(framework, award_id)
    if grade is None and grades.titles:
        expected = Message("one of {names}", names=", ".join(grades.titles))
        reader.problems.add("KD101", Message("'grade' is missing"), path, expected=expected)
    elif grade is not None and not grades.titles:
        message = Message("the award '{award_id}' has no grades", award_id=award_id)
        reader.problems.add("KD104", message, (*path, "grade"), found=describe_value(grade))
    elif grade is not None:
        message = Message("'{grade}' is not a grade of the award '{award_id}'", grade=grade, award_id=award_id)
        return award_id, _find_grade(reader, grade, grades, "KD104", message, path)
    return award_id, grade


def _find_award_elsewhere(reader: Reader, name: str, grade: str | None, path: Path) -> tuple[str, str | None]:
    """Return the ids of an award of another framework; warn where that one is bundled and has no such award.

    An award of a framework that is not bundled cannot be checked; it is kept as it is. So is one that the definition
    declares to be in records only.
    """
    read = read_award_name(name)
    framework_id = read.framework or ""
    framework = load_bundled(framework_id)
    if framework is None:
        return name, grade
    names = _award_names(framework)
    award_id = names.find(read.award)
    if award_id is None and name in reader.allowed.framework.definition.references:
        return name, grade
    if award_id is None:
        message = Message("{framework_id} has no award '{award_id}'", framework_id=framework_id, award_id=read.award)
        reader.report_unknown("KD323", message, read.award, names.titles, (*path, "award"), key=False, names=names)
        return name, grade
    own_name = f"{framework_id}/{award_id}"
    grades = _grade_names(framework, award_id)
    if grade is not None:
        message = Message("'{grade}' is not a grade of {name}", grade=grade, name=own_name)
        grade = _find_grade(reader, grade, grades, "KD323", message, path)
    return own_name, grade


def _find_grade(reader: Reader, grade: str, grades: Vocabulary, code: str, message: Message, path: Path) -> str:
    """Return the id of a grade. Where there is no such grade, report it and return the text."""
    found = grades.find(grade)
    if found is None:
        reader.report_unknown(code, message, grade, grades.titles, (*path, "grade"), key=False, names=grades)
    return found or grade


def _award_names(framework: Framework) -> Vocabulary:
    return Vocabulary({award.id: award.texts for award in framework.awards})


def _grade_names(framework: Framework, award_id: str) -> Vocabulary:
    """Return the grades of an award with their titles; none where it has no grades."""
    award = next(one for one in framework.awards if one.id == award_id)
    scale = framework.definition.scales.get(award.ladder) if isinstance(award, LadderAward) else None
    steps = scale.steps if isinstance(scale, StepScale) else ()
    return Vocabulary({step.id: step.texts for step in steps}, numbered=True)
