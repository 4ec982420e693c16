"""Reading the members of populations: the rows of a register, each with its days and its inputs (semantics 6.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import RegisterMember, ValueRecord
from kiemdinh.evidence.reading.figures import FigureReader
from kiemdinh.evidence.reading.reader import Reader, given_value
from kiemdinh.parsing.cells import is_like_a_year
from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.names import MemberName

__all__ = ["find_member", "read_register"]

_PLACES: Final = ("commune", "district", "province")
_KEYS: Final = ("id", "name", "stages", "from", "until", "succeeds", *_PLACES)
_MAX_MEMBERS: Final = 100_000


def read_register(reader: Reader, raw: Any) -> Mapping[str, tuple[RegisterMember, ...]]:
    """Return the members of each population that a dossier records, by the word of ``subject.has``.

    Where the framework has one population, its rows may stand without its name. What is wrong is reported: a kind that
    there is not, an input that is not given for each of them, rows of one member that overlap. The cost is linear in
    the number of rows.

    Parameters
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    raw
        What stands under ``register``.
    """
    raw, kinds = given_value(raw), reader.allowed.populations
    if isinstance(raw, list) and len(kinds) == 1:
        return FrozenMap({kinds[0]: _read_rows(reader, kinds[0], raw, ("register",))})
    found: dict[str, tuple[RegisterMember, ...]] = {}
    for kind, rows in reader.read_map(raw, ("register",), Message("lists of members by their kind")).items():
        at: Path = ("register", kind)
        if kind in kinds:
            found[kind] = _read_rows(reader, kind, rows, at)
        else:
            message = Message("the {subject} has no register of '{kind}'", subject=reader.subject, kind=kind)
            reader.report_unknown("KD325", message, kind, kinds, at)
    return FrozenMap(found)


def find_member(
    reader: Reader, found: Mapping[str, Any], register: Mapping[str, tuple[RegisterMember, ...]], path: Path
) -> MemberName | None:
    """Return the member that the keys ``member``, ``kind`` and ``stage`` of a record name; None where it names none.

    The kind need not be said where there is one population, or where one register alone has the id.
    """
    text = reader.read_text(found.get("member"), (*path, "member"))
    member = None if text is None else reader.read_id(text, (*path, "member"))
    stage = reader.read_text(found.get("stage"), (*path, "stage"))
    if member is None:
        return None
    kind = _find_kind(reader, reader.read_text(found.get("kind"), (*path, "kind")), member, register, path)
    return None if kind is None else MemberName(kind, member, stage)


def _find_kind(
    reader: Reader,
    said: str | None,
    member: str,
    register: Mapping[str, tuple[RegisterMember, ...]],
    path: Path,
) -> str | None:
    kinds = reader.allowed.populations
    if said is not None:
        if said not in kinds:
            message = Message("the {subject} has no register of '{kind}'", subject=reader.subject, kind=said)
            reader.report_unknown("KD325", message, said, kinds, (*path, "kind"), key=False)
        return said if said in kinds else None
    having = [kind for kind, rows in register.items() if any(row.id == member for row in rows)]
    possible = kinds if len(kinds) == 1 else having
    if len(possible) == 1:
        return possible[0]
    message = (
        Message("the kind of '{member}' is not clear", member=member)
        if kinds
        else Message("the {subject} has no members", subject=reader.subject)
    )
    expected = Message("kind: {names}", names=", ".join(kinds)) if kinds else None
    reader.problems.add("KD325", message, (*path, "member"), expected=expected, found=member)
    return None


def _read_rows(reader: Reader, kind: str, raw: Any, path: Path) -> tuple[RegisterMember, ...]:
    items = reader.read_list(raw, path, Message("members"))
    if len(items) > _MAX_MEMBERS:
        reader.problems.add("KD007", Message("more than {n} members", n=_MAX_MEMBERS), path, found=str(len(items)))
        return ()
    rows: dict[str, list[RegisterMember]] = {}
    for i, item in enumerate(items):
        at: Path = (*path, i)
        entry = reader.read_map(item, at, Message("id, name, stages, from, until and inputs"))
        row = _read_row(reader, kind, entry, at) if entry else None
        if row is not None:
            _check_overlap(reader, row, rows.setdefault(row.id, []), at)
            rows[row.id].append(row)
    return tuple(row for found in rows.values() for row in found)


def _read_row(reader: Reader, kind: str, found: Mapping[str, Any], path: Path) -> RegisterMember | None:
    inputs = {name for name, form in reader.allowed.inputs.items() if kind in form.definition.each}
    titles = reader.allowed.input_names
    # A place that the definition asks as an input is that input.
    keys = [key for key in _KEYS if key not in inputs]
    own = {key: value for key, value in found.items() if key in keys}
    others = {key: value for key, value in found.items() if key not in keys}
    for key in tuple(others):
        if key not in inputs and titles.find(key) not in inputs:
            known = (*keys, *sorted(inputs))
            reader.report_unknown("KD102", Message("unknown key '{key}'", key=key), key, known, (*path, key))
            del others[key]
    text = reader.read_text(own.get("id"), (*path, "id"))
    if text is None:
        expected = Message("the key {key}", key="id")
        reader.problems.add("KD101", Message("'{key}' is missing", key="id"), path, expected=expected)
        return None
    member = _read_member_id(reader, text, (*path, "id"))
    if member is None:
        return None
    first, last = reader.read_period(own, "from", path)
    places = {key: reader.read_words(own.get(key), (*path, key)) for key in _PLACES}
    return RegisterMember(
        member,
        reader.read_words(own.get("name"), (*path, "name")),
        _read_ids(reader, own.get("stages"), (*path, "stages")) or None,
        first,
        last,
        _read_ids(reader, own.get("succeeds"), (*path, "succeeds")),
        FrozenMap({key: place for key, place in places.items() if place is not None}),
        _read_values(reader, kind, member, others, path),
        reader.source.place_of(path),
    )


def _read_member_id(reader: Reader, text: str, path: Path) -> str | None:
    member = reader.read_id(text, path)
    if member is not None and is_like_a_year(member) and "-" in member:
        # In the name of a value a member stands beside a school year.
        reader.problems.add(
            "KD103", Message("the id of a member looks like a school year"), path, expected=Message("an id"), found=text
        )
        return None
    return member


def _read_ids(reader: Reader, raw: Any, path: Path) -> tuple[str, ...]:
    read = ((reader.read_id(text.strip(), place), place) for text, place in reader.list_texts(raw, path))
    return tuple(dict.fromkeys(found for found, _ in read if found is not None))


def _read_values(
    reader: Reader, kind: str, member: str, others: Mapping[str, Any], path: Path
) -> tuple[ValueRecord, ...]:
    figures = FigureReader(reader)
    figures.read_of_member(others, path, kind, member)
    return tuple(figures.found.values())


def _check_overlap(reader: Reader, row: RegisterMember, others: Iterable[RegisterMember], path: Path) -> None:
    """Report a row of a member that another row of the same member has days in common with."""
    for other in others:
        if _begin(row) <= _end(other) and _begin(other) <= _end(row):
            reader.problems.add(
                "KD325",
                Message("the register has '{id}' twice for the same days", id=row.id),
                path,
                expected=Message("rows of one member with days of their own"),
                found=row.id,
                hint=Message("say from and until of each row"),
            )
            return


def _begin(row: RegisterMember) -> dt.date:
    return dt.date.min if row.first_day is None else row.first_day


def _end(row: RegisterMember) -> dt.date:
    return dt.date.max if row.last_day is None else row.last_day
