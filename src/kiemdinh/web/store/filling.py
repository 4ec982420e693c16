"""Filling a store: from files of dossiers, folders of them, and tables of schools."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import framework_of, open_dossier, read_dossier, read_required_date
from kiemdinh.evidence.writing import dossier_data
from kiemdinh.portfolio import read_register, read_table
from kiemdinh.web.store.entries import split_dossier
from kiemdinh.web.store.store import UnknownSchoolError

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.web.store.store import Store

__all__ = ["FilledStore", "fill_store"]

_TABLES: Final = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".ods", ".parquet", ".feather", ".arrow"})
_DOSSIERS: Final = frozenset({".yaml", ".yml", ".json"})
_SAYS_WHO: Final = ("school", "subject")
_FoundDossier: TypeAlias = "tuple[Path, str, dict[str, Any]]"
"""The file that a dossier was found in, the id of its school, and the dossier."""


@dataclass(slots=True)
class FilledStore:
    """The result of filling a store.

    Attributes
    ----------
    schools
        The ids of the schools whose dossiers the store has now.
    left
        The ids of the schools for which the store already had a different dossier, which stays as it is.
    problems
        Problems with sources that could not be read, and with dossiers of a school for which another source has one
        too.
    """

    schools: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def fill_store(
    store: Store,
    sources: Iterable[Path],
    *,
    framework: Framework | None,
    find_framework: Callable[[str], Framework] | None = None,
    on: dt.date | None = None,
    columns: Path | None = None,
    register: Path | None = None,
    replace: bool = False,
    author: str | None,
    at: dt.datetime,
) -> FilledStore:
    """Read schools into a store.

    Parameters
    ----------
    store
        The store.
    sources
        Each is a file of a dossier; a folder, below which every dossier is read; or a table with a row for each school.
        If a school has several rows, the last one counts.
    framework
        The framework of tables, and of dossiers that name none.
    find_framework
        A function that finds the framework that a dossier names; None finds only bundled ones.
    on
        The day of the assessment, for dossiers and tables without one of their own.
    columns
        The file that says what the columns of tables stand for.
    register
        A register, from which the commune and the district of each school are taken.
    replace
        Whether a school that is in the store already gets a new revision where something differs. Otherwise it stays as
        it is, since it may have been edited.
    author, at
        The author and the time, for the log.

    Returns
    -------
    FilledStore
        The schools that were kept, and the problems. Dossiers that can be read are kept even if others cannot.

    Raises
    ------
    InputError
        The register, or a table as a whole, cannot be read; or a table is given without a framework.
    """
    places = {} if register is None else _read_places(register)
    filled = FilledStore()
    dossiers: dict[str, tuple[Path, dict[str, Any]]] = {}
    for source in sources:
        for found in _read_source(source, framework, find_framework, on, columns):
            if isinstance(found, Diagnostic):
                filled.problems.append(found)
                continue
            file, school, dossier = found
            # Among rows of one table the last one counts. Of two files, neither is known to be the better one.
            if school in dossiers and dossiers[school][0] != file:
                filled.problems.append(_report_twice(school, dossiers[school][0], file))
                continue
            dossiers[school] = file, {**dossier, "school": {**dossier.get("school", {}), **places.get(school, {})}}
    for school, (_, dossier) in dossiers.items():
        is_kept = replace or not _differs(store, school, dossier)
        if is_kept:
            store.put(school, dossier, author=author, at=at)
        (filled.schools if is_kept else filled.left).append(school)
    return filled


def _differs(store: Store, school: str, dossier: Mapping[str, Any]) -> bool:
    """Return whether the store already has a different dossier of a school."""
    try:
        return split_dossier(store.read_dossier(school)) != split_dossier(dossier)
    except UnknownSchoolError:
        return False


def _report_twice(school: str, first: Path, second: Path) -> Diagnostic:
    message = Message("'{school}' has a dossier already, in {file}", school=school, file=str(first))
    hint = Message("give each school an id of its own: 'school: {{id: …}}'; this one was not taken")
    return Diagnostic("KD707", "error", message, str(second), hint=hint)


def _read_places(register: Path) -> dict[str, dict[str, str]]:
    """Return the commune and the district of each school of a register, by its id; the last of several rows counts."""
    found: dict[str, dict[str, str]] = {}
    for entry in read_register(register):
        said = {"commune": entry.commune, "district": entry.district}
        found[entry.id] = {key: value for key, value in said.items() if value is not None}
    return found


def _read_source(
    source: Path,
    framework: Framework | None,
    find_framework: Callable[[str], Framework] | None,
    on: dt.date | None,
    columns: Path | None,
) -> Iterator[_FoundDossier | Diagnostic]:
    if source.suffix.lower() in _TABLES:
        yield from _read_rows(source, framework, on, columns)
    elif source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.suffix.lower() in _DOSSIERS and _says_who(path):
                yield from _read_file(path, framework, find_framework, on)
    else:
        yield from _read_file(source, framework, find_framework, on)


def _says_who(path: Path) -> bool:
    """Whether a file of a folder is a dossier: the folder may also hold definitions, efforts and the like."""
    try:
        data = open_dossier(path).source.data
    except InputError:
        return False
    return any(key in data for key in _SAYS_WHO)


def _read_file(
    path: Path,
    framework: Framework | None,
    find_framework: Callable[[str], Framework] | None,
    on: dt.date | None,
) -> Iterator[_FoundDossier | Diagnostic]:
    try:
        opened = open_dossier(path)
        if opened.framework_ref is not None and find_framework is not None:
            found = find_framework(opened.framework_ref)
        else:
            found = framework or framework_of(opened, allow_files=False, on=on)
        day = opened.date or read_required_date(on, "on")
        # The folder of ``dossier.yaml`` has a name even if it is the working folder, whose relative path has none.
        otherwise = path.resolve().parent.name or path.stem
        yield path, *_take_dossier(read_dossier(opened, found, default_date=day), found, day, otherwise)
    except InputError as error:
        yield from error.diagnostics


def _read_rows(
    path: Path, framework: Framework | None, on: dt.date | None, columns: Path | None
) -> Iterator[_FoundDossier | Diagnostic]:
    if framework is None:
        message = Message("a table names no framework")
        raise InputError([Diagnostic("KD330", "error", message, str(path), expected=Message("--framework"))])
    table = read_table(framework, path, columns=columns, on=on)
    for cell in table.rejected:
        yield Diagnostic(
            cell.code, "error", cell.message, cell.file, path=cell.cell, expected=cell.expected, hint=cell.hint
        )
    for row in range(len(table)):
        plain = table.dossier_of(row)
        day = dt.date.fromisoformat(plain["date"]) if "date" in plain else read_required_date(on, "on")
        read = read_dossier(plain, table.framework, default_date=day)
        yield path, *_take_dossier(read, table.framework, day, str(table.rows.numbers[row]))


def _take_dossier(read: Any, framework: Framework, day: dt.date, otherwise: str) -> tuple[str, dict[str, Any]]:
    """Return the id of a school and its dossier as plain data; *otherwise* is its id where the dossier has none."""
    data = dossier_data(read, allowed_entries(framework))
    data.setdefault("date", day.isoformat())
    data["framework"] = framework.id
    school: Mapping[str, Any] = data.get("school", {})
    return school.get("id") or school.get("name") or otherwise, data
