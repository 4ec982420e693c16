"""Reading the awards that a school has by recorded decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import format_path
from kiemdinh.evidence.dossier import Held
from kiemdinh.evidence.reading.reader import Reader, given, shown
from kiemdinh.parsing.collector import Path
from kiemdinh.standards.catalogue import load_bundled
from kiemdinh.standards.definition import Award, LadderAward
from kiemdinh.standards.loading import Framework

__all__ = ["read_held"]

_HELD: Final = ("award", "grade", "signed", "until", "ended", "why")


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
    signed, until = reader.period(found, "signed", path)
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
    framework = load_bundled(framework_id)
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
