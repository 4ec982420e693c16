"""Reading the awards that a school has by recorded decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import format_path
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Held
from kiemdinh.evidence.reading.reader import Reader, describe_value, given_value
from kiemdinh.parsing.collector import Path
from kiemdinh.standards.catalogue import load_bundled
from kiemdinh.standards.definition import Award, LadderAward
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.names import read_award_name

__all__ = ["read_held"]

_HELD: Final = ("award", "grade", "signed", "until", "ended", "why")


def read_held(reader: Reader, raw: Any) -> tuple[Held, ...]:
    """Read the awards by recorded decision (semantics 2.7, 2.8); those of another framework are kept as they are.

    An award of the framework itself is kept under its id alone, whichever way it was written. Of records that are the
    same only the first is kept. An award of another framework is looked up where that one is bundled, with a warning if
    it is not there.

    Parameters
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    raw
        What stands under ``held``.
    """
    found: dict[Held, Held] = {}
    for i, item in enumerate(reader.read_list(raw, ("held",), Message("awards"))):
        path: Path = ("held", i)
        entry = reader.read_map(item, path, Message("award, grade, signed, until"))
        held = _read_award(reader, entry, path) if entry else None
        if held is not None:
            found.setdefault(held, replace(held, where=format_path(path)))
    return tuple(found.values())


def _read_award(reader: Reader, found: Mapping[str, Any], path: Path) -> Held | None:
    reader.check_keys(found, _HELD, path)
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
    # An own award may be written with the id of its framework or without; both mean the same.
    own = award.removeprefix(f"{reader.allowed.framework.id}/")
    if own != award or "/" not in award:
        _check_own_award(reader, own, grade, path)
    else:
        _check_award_elsewhere(reader, award, grade, path)
    return None if signed is None else Held(own, grade, signed, until, ended, why)


def _check_own_award(reader: Reader, award_id: str, grade: str | None, path: Path) -> None:
    """Check an award of the framework itself: that there is one, with that grade."""
    framework = reader.allowed.framework
    awards = {award.id: award for award in framework.awards}
    award = awards.get(award_id)
    if award is None:
        message = Message(
            "there is no award '{award_id}' here; another framework's is written framework/award", award_id=award_id
        )
        reader.report_unknown("KD303", message, award_id, awards, (*path, "award"), key=False)
        return
    grades = _grades_of(framework, award)
    if grade is None and grades:
        reader.problems.add(
            "KD101", Message("'grade' is missing"), path, expected=Message("one of {names}", names=", ".join(grades))
        )
    elif grade is not None and not grades:
        reader.problems.add(
            "KD104",
            Message("the award '{award_id}' has no grades", award_id=award_id),
            (*path, "grade"),
            found=describe_value(grade),
        )
    elif grade is not None and grade not in grades:
        message = Message("'{grade}' is no grade of the award '{award_id}'", grade=grade, award_id=award_id)
        reader.report_unknown("KD104", message, grade, grades, (*path, "grade"), key=False)


def _check_award_elsewhere(reader: Reader, name: str, grade: str | None, path: Path) -> None:
    """Warn of an award of another framework that is not in it, where that framework is bundled."""
    read = read_award_name(name)
    framework_id, award_id = read.framework or "", read.award
    # An award of a framework that is not bundled cannot be checked; it is kept as it is.
    framework = load_bundled(framework_id)
    if framework is None:
        return
    awards = {award.id: award for award in framework.awards}
    if award_id not in awards:
        message = Message("{framework_id} has no award '{award_id}'", framework_id=framework_id, award_id=award_id)
        reader.report_unknown("KD323", message, award_id, awards, (*path, "award"), key=False)
        return
    grades = _grades_of(framework, awards[award_id])
    if grade is not None and grade not in grades:
        message = Message("'{grade}' is no grade of {name}", grade=grade, name=name)
        reader.report_unknown("KD323", message, grade, grades, (*path, "grade"), key=False)


def _grades_of(framework: Framework, award: Award) -> tuple[str, ...]:
    return framework.definition.steps_of(award.ladder) if isinstance(award, LadderAward) else ()
