"""The schools that are compared: those of each year, the batch that has the row of each, and the group of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import shorten_text, suggest
from kiemdinh.portfolio.batch import Batch
from kiemdinh.portfolio.coded import code_cells
from kiemdinh.portfolio.office_results import name_some, warn_of_rejected, warn_of_set_aside
from kiemdinh.portfolio.registers import Register, RegisterEntry, ensure_register
from kiemdinh.portfolio.tables import name_schools

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable

__all__ = ["ComparedSchools", "GroupKey", "YearBatch", "gather_schools", "read_columns", "read_given_register"]

GroupKey: TypeAlias = "tuple[str | None, ...]"
"""What a school has in the columns that make groups; None where a column says nothing of it."""

_OF_REGISTER: Final = ("commune", "district", "province", "stages", "public")
_OF_TABLE: Final = ("stage", "name")


@dataclass(frozen=True)
class YearBatch:
    """The rows of a batch that are of one year, each school once.

    Attributes
    ----------
    year
        The school year of the rows; the day of their assessment where they name none.
    day
        The latest day on which one of them was assessed.
    batch
        A batch of these rows alone.
    rows
        The row of each school.
    """

    year: str
    day: dt.date
    batch: Batch
    rows: Mapping[str, int]


@dataclass(frozen=True)
class ComparedSchools:
    """The schools of one year.

    Attributes
    ----------
    year
        The year.
    batches
        Its batches, one for each framework.
    groups
        Each school with what it has in the columns that make groups.
    names
        The name of each school, where the register has one, or the table where there is no register.
    stages
        What the register says of the stages of a school; empty where it says nothing, or there is none.
    """

    year: str
    batches: tuple[YearBatch, ...]
    groups: Mapping[str, GroupKey]
    names: Mapping[str, str | None]
    stages: Mapping[str, tuple[str, ...]]


def read_columns(by: Any) -> tuple[str, ...]:
    """Return the columns that the argument *by* names, each once.

    Raises
    ------
    InputError
        It is neither a name nor a list of names.
    """
    if isinstance(by, str):
        return (by,)
    if not isinstance(by, list | tuple) or not all(isinstance(name, str) for name in by):
        refuse_argument("by", by, Message("the name of a column, or a list of these"))
    return tuple(dict.fromkeys(by))


def read_given_register(register: Any) -> Register | None:
    """Return the register that a caller gives, after reading it where it is a table; None where there is none."""
    return None if register is None else ensure_register(register)


def gather_schools(
    batches: Sequence[Batch], register: Register | None, by: Sequence[str]
) -> tuple[list[ComparedSchools], list[Diagnostic]]:
    """Return the schools of each year, in order, and what a reader should know of them.

    Raises
    ------
    InputError
        A column of *by* is nowhere, or two batches have one school in one year under one framework.
    """
    _check_columns(batches, register, by)
    parts = [part for batch in batches for part in _split_years(batch)]
    _check_apart(parts)
    warnings = [warn_of_rejected(batch) for batch in batches if batch.rejected_rows]
    years = []
    for year in sorted({part.year for part in parts}):
        of_year = tuple(part for part in parts if part.year == year)
        found, outside = _gather_year(year, of_year, register, by)
        years.append(found)
        if outside:
            warnings.append(_warn_outside(year, outside))
    if register is not None:
        warnings += warn_of_set_aside(register)
    return years, warnings


# -- the rows of each year -----------------------------------------------------------------------------------


def _split_years(batch: Batch) -> Iterator[YearBatch]:
    """Yield the rows of each year; of a school with several rows in a year the latest counts."""
    about, names = batch.table.rows, name_schools(batch.table.rows)
    latest: dict[str, dict[str, int]] = {}
    for row in batch.rows:
        school, day = names[row] or str(about.numbers[row]), about.days[row]
        if day is None:
            continue  # no row is assessed without one
        of_year = latest.setdefault(about.years[row] or day.isoformat(), {})
        before = of_year.get(school)
        if before is None or (about.days[before] or day) <= day:
            of_year[school] = row
    for year, rows in latest.items():
        days = [day for row in rows.values() if (day := about.days[row]) is not None]
        yield YearBatch(year, max(days), _name_rows(batch.select(rows.values()), rows), rows)


def _name_rows(batch: Batch, rows: Mapping[str, int]) -> Batch:
    """Return a batch in which a school without an id has its name as id, and one without a name its row."""
    about = batch.table.rows
    if not about.schools.has_gaps:
        return batch
    names = {row: school for school, row in rows.items()}
    ids = code_cells(names.get(row) for row in range(len(about)))
    return replace(batch, table=replace(batch.table, rows=replace(about, schools=ids)), _frames={})


def _check_apart(parts: Sequence[YearBatch]) -> None:
    """Refuse a school twice in one year under one framework, since one would be lost, and two editions in one year."""
    known: dict[tuple[str, str, str], None] = {}
    twice: dict[str, None] = {}
    editions: dict[tuple[str, str], str] = {}
    problems = []
    for part in parts:
        framework = part.batch.framework
        if editions.setdefault((part.year, framework.id), framework.content_digest) != framework.content_digest:
            problems.append(_tell_editions(part.year, framework.id))
        for school in part.rows:
            key = (part.year, framework.id, school)
            if key in known:
                twice[school] = None
            known[key] = None
    if twice:
        message = Message(
            "two batches have the same school in the same year under the same framework: {schools}",
            schools=name_some(twice),
        )
        problems.append(Diagnostic("KD334", "error", message, path="batches"))
    if problems:
        raise InputError(problems)


def _tell_editions(year: str, framework: str) -> Diagnostic:
    message = Message(
        "two batches of {year} are assessed by two editions of {framework}", year=year, framework=framework
    )
    hint = Message("assess the schools of one year by one edition")
    return Diagnostic("KD334", "error", message, path="batches", hint=hint)


# -- groups --------------------------------------------------------------------------------------------------


def _gather_year(
    year: str, parts: tuple[YearBatch, ...], register: Register | None, by: Sequence[str]
) -> tuple[ComparedSchools, list[str]]:
    """Return the schools of a year, and those of the batches that the register does not have."""
    assessed = {school: part for part in parts for school in part.rows}
    if register is None:
        groups = {
            school: tuple(_read_table(name, part.batch.table, part.rows[school]) for name in by)
            for school, part in assessed.items()
        }
        names = {school: part.batch.table.rows.names[part.rows[school]] for school, part in assessed.items()}
        return ComparedSchools(year, parts, groups, names, {}), []
    entries = {entry.id: entry for entry in register.of(on=max(part.day for part in parts))}
    groups = {id_: tuple(_find_value(name, entry, assessed.get(id_)) for name in by) for id_, entry in entries.items()}
    stages = {id_: entry.stages for id_, entry in entries.items()}
    names = {id_: entry.name for id_, entry in entries.items()}
    return ComparedSchools(year, parts, groups, names, stages), [school for school in assessed if school not in entries]


def _find_value(name: str, entry: RegisterEntry, part: YearBatch | None) -> str | None:
    """Return what a school has in a column: that of the register, else that of the table."""
    if name in _OF_REGISTER or name in entry.inputs:
        return _write_value(getattr(entry, name) if name in _OF_REGISTER else entry.inputs[name])
    return None if part is None else _read_table(name, part.batch.table, part.rows[entry.id])


def _read_table(name: str, table: SchoolTable, row: int) -> str | None:
    if name == "stage":
        return _write_value(table.rows.stages[row])
    if name == "name":
        return table.rows.names[row]
    column = next((one for one in table.columns if name in (one.heading, str(one.meaning))), None)
    return None if column is None else _write_value(column.entries[column.codes[row]].written)


def _write_value(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or None
    # A question mark counts as an empty cell.
    return None if value is None or value in ("", "?") else str(value)


def _check_columns(batches: Sequence[Batch], register: Register | None, by: Sequence[str]) -> None:
    known = dict.fromkeys(_OF_TABLE)
    known |= dict.fromkeys(name for batch in batches for one in batch.table.columns for name in _names_of(one))
    if register is not None:
        known |= dict.fromkeys((*_OF_REGISTER, *register.inputs))
    for name in by:
        if name not in known:
            near = suggest(name, known)
            hint = None if near is None else Message("did you mean '{near}'?", near=near)
            message = Message("'{name}' is no column of the register or of a table", name=shorten_text(name))
            refuse_argument("by", name, list_names([*known][:12]), message=message, hint=hint)


def _names_of(column: Any) -> Iterable[str]:
    return (str(column.meaning), column.heading)


# -- what a reader should know -------------------------------------------------------------------------------


def _warn_outside(year: str, schools: Sequence[str]) -> Diagnostic:
    message = Message.for_count(
        "{year}: {n} school of the results is not in the register, and is not counted: {schools}",
        "{year}: {n} schools of the results are not in the register, and are not counted: {schools}",
        len(schools),
        year=year,
        schools=name_some(schools),
    )
    return Diagnostic("KD728", "warning", message)
