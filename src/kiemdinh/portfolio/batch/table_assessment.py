"""Assess all schools of a table, by the quick way where their rows are plain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar, get_args, overload

from kiemdinh.api.assess import load_references
from kiemdinh.assessment.plain import NotPlainError
from kiemdinh.diagnostics.arguments import check_choice, check_flag, refuse_argument
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.explanation.search_work import check_budget
from kiemdinh.portfolio.batch.batch import DETAILS, Batch, Detail
from kiemdinh.portfolio.batch.general_rows import find_standing
from kiemdinh.portfolio.batch.plain_rows import find_general_rows, gather_rows, group_plain_rows
from kiemdinh.portfolio.batch.sql import SparkFrame, assess_spark_frame, is_spark_frame
from kiemdinh.portfolio.batch.standing import RowStanding, StandingNames
from kiemdinh.portfolio.batch.streams import StreamedBatch, assess_stream, is_large
from kiemdinh.portfolio.coded import (
    CodedColumn,
    code_cells,
    put_codes,
    repeat_cell,
    translate_codes,
)
from kiemdinh.portfolio.frames import frame_maker
from kiemdinh.portfolio.populations import open_members
from kiemdinh.portfolio.progress import track
from kiemdinh.portfolio.tables import SchoolTable, TableOptions
from kiemdinh.portfolio.templates import read_schools
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.portfolio.sheets import RejectedCell
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["Engine", "assess_many", "check_read"]

S = TypeVar("S", bound=SparkFrame)
Engine: TypeAlias = Literal["auto", "general", "duckdb"]
_ENGINES: Final = get_args(Engine)


@overload
def assess_many(framework: AnyFramework, table: S, *, on: dt.date | str | None = None, columns: Any = None) -> S: ...
@overload
def assess_many(
    framework: AnyFramework,
    table: Any,
    *,
    engine: Literal["duckdb"],
    on: dt.date | str | None = None,
    columns: Any = None,
    strict: bool = False,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> StreamedBatch: ...
@overload
def assess_many(
    framework: AnyFramework,
    table: Any,
    *,
    on: dt.date | str | None = None,
    columns: Any = None,
    detail: Detail = "level",
    strict: bool = False,
    engine: Engine = "auto",
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    budget: int | None = None,
    register: Any = None,
    results: Iterable[Any] = (),
    references: Iterable[AnyFramework] = (),
) -> Batch: ...
def assess_many(
    framework: AnyFramework,
    table: Any,
    *,
    on: dt.date | str | None = None,
    columns: Any = None,
    detail: Detail = "level",
    strict: bool = False,
    engine: Engine = "auto",
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    budget: int | None = None,
    register: Any = None,
    results: Iterable[Any] = (),
    references: Iterable[AnyFramework] = (),
) -> Any:
    r"""Assess all schools of a table; a row is one assessment.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework.
    table
        A ``Path`` of a file, or what :func:`kiemdinh.portfolio.tables.read_table` takes else; or a table that it
        read, which has its framework and options. Of a folder of workbooks of one school each, as ``kiemdinh new
        --format xlsx`` makes them, each is a row. A DataFrame of Spark stays one: of the other options it takes *on*
        and *columns*.
    on
        The assessment date of all rows; None takes the date of each row.
    columns
        What the columns stand for where their headings do not say it: a map or the ``Path`` of a mapping file.
    detail
        Which tables are worked out at once and written to files: ``level``; ``criterion``, with each criterion; or
        ``requirement``, with each criterion and each requirement. The others are worked out when they are asked for.
    strict
        Whether a row that cannot be read is an error of the whole table; else it is set aside, and the others go on.
    engine
        ``auto`` takes compiled rules for rows of plain findings and figures and the general way for all others;
        ``general`` takes the general way for all. ``duckdb`` reads a file of text or Parquet, a folder of such files
        or a relation of DuckDB in blocks and keeps results on disk, so that memory does not grow with the rows: it
        gives a :class:`StreamedBatch`, which has levels, what was rejected and the summary. ``auto`` does so with a
        file of more than 2 GB whose levels alone are asked for. The answers are the same.
    sheet, encoding, delimiter
        Which sheet of a workbook is read, and how a text is read.
    budget
        The steps that each search for an explanation may take (semantics 5.11); None takes the default.
    register, results, references
        The members of each row, such as the schools of communes, and what is known of them, as :func:`kiemdinh.assess`
        takes them. They are read once; each row gets what a single assessment with the same register gives.

    Returns
    -------
    Batch
        The levels of all rows; what stands behind them is worked out when it is asked for. The cost is that of reading
        the table, and some microseconds for each plain row. Of a DataFrame of Spark it is a DataFrame with the columns
        of :func:`kiemdinh.sql`, of which nothing is worked out before it is asked for.

    Raises
    ------
    InputError
        The table cannot be read as one; or, with *strict*, some row cannot be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
    >>> rows = [["school", *criteria], ["A", *["muc-2"] * 15], ["B", *["muc-1"] * 15]]
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "schools.csv")
    ...     _ = file.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    ...     batch = assess_many("vn.tt57-2026.pho-thong", file, on="2027-06-30")
    >>> list(batch.level_columns["level"]), batch.general
    (['muc-2', 'muc-1'], 0)
    """
    check_choice("engine", engine, _ENGINES)
    check_choice("detail", detail, DETAILS)
    is_strict = check_flag("strict", strict)
    steps = None if budget is None else check_budget(budget)
    known = load_references(references, None if isinstance(table, SchoolTable) else read_date_argument(on, "on"))
    framework = load(framework, on=on, references=known) if known else framework
    if is_spark_frame(table):
        return assess_spark_frame(load(framework, on=on), table, on=on, columns=columns)
    if engine == "duckdb" or (engine == "auto" and detail == "level" and is_large(table)):
        return _assess_stream(
            load(framework, on=on), table, TableOptions(columns, sheet, encoding, delimiter), on, detail, is_strict
        )
    options = {"columns": columns, "on": on, "sheet": sheet, "encoding": encoding, "delimiter": delimiter}
    read = (
        check_read(framework, table, options)
        if isinstance(table, SchoolTable)
        else read_schools(
            framework, table, TableOptions(columns, sheet, encoding, delimiter, read_date_argument(on, "on"))
        )
    )
    read = _with_members(read, register, results, known)
    standings, rejected, general = _find_standings(read, engine)
    set_aside = [*read.rejected, *rejected]
    if is_strict and set_aside:
        raise InputError([cell.to_diagnostic() for cell in set_aside])
    return Batch(read, standings, set_aside, general, detail, frame_maker(table), steps).complete()


def _with_members(
    table: SchoolTable, register: Any, results: Iterable[Any], references: Sequence[Framework]
) -> SchoolTable:
    """Return a table whose rows get the members that the caller gives; the same table where there are none."""
    if register is None and isinstance(results, tuple) and not results and not references:
        return table
    return replace(table, members=open_members(table.framework, register, results, references))


def _assess_stream(
    framework: Framework, table: Any, options: TableOptions, on: dt.date | str | None, detail: Detail, strict: bool
) -> StreamedBatch:
    if detail != "level":
        expected = Message("level: nothing else is worked out for a table that is streamed")
        refuse_argument("detail", detail, expected, code="KD731")

    def assess_block(read: SchoolTable) -> Batch:
        standings, rejected, general = _find_standings(read, "auto")
        return Batch(read, standings, [*read.rejected, *rejected], general, "level", frame_maker([]))

    found = assess_stream(framework, table, options, on, assess_block)
    if strict and found.set_aside:
        raise InputError([cell.to_diagnostic() for cell in found.set_aside])
    return found


def check_read(framework: AnyFramework, table: SchoolTable, options: Mapping[str, Any]) -> SchoolTable:
    """Return a table that has been read; refuse another framework than its own, and options for reading it."""
    # The id of a bundled framework means the edition that the table was read by.
    found = table.framework if framework == table.framework.id else load(framework)
    if found.digest != table.framework.digest:
        refuse_argument("framework", found.id, Message("the framework by which the table was read"))
    for name, value in options.items():
        if value is not None:
            refuse_argument(name, value, Message("None, for the table has been read already"))
    return table


def _find_standings(
    table: SchoolTable, engine: Engine
) -> tuple[CodedColumn[RowStanding | None], list[RejectedCell], int]:
    """Return where each row stands, the cells for which rows were set aside, and how many went the general way."""
    general = set(range(len(table))) if engine == "general" else set(find_general_rows(table))
    found: CodedColumn[RowStanding | None] = repeat_cell(None, len(table))
    plain = [row for row in range(len(table)) if row not in general] if general else range(len(table))
    for rows in group_plain_rows(table, plain) if plain else ():
        try:
            found = _put_cells(found, rows, gather_rows(table, rows[0]).find_standings(rows))
        except NotPlainError:
            general.update(rows)
    one_by_one, rejected = _find_general(table, sorted(general))
    return _put_cells(found, sorted(general), one_by_one), rejected, len(general)


def _find_general(
    table: SchoolTable, rows: Sequence[int]
) -> tuple[CodedColumn[RowStanding | None], list[RejectedCell]]:
    """Return where some rows stand by the general way, None for those that are set aside, and the cells for which."""
    names = StandingNames.of(table.framework)
    rejected: list[RejectedCell] = []
    standings: list[RowStanding | None] = []
    for row in track(rows, Message("assessing schools one by one")):
        standing = find_standing(table, row, names)
        if isinstance(standing, RowStanding):
            standings.append(standing)
        else:
            standings.append(None)
            rejected += standing
    return code_cells(standings), rejected


def _put_cells(
    column: CodedColumn[RowStanding | None], rows: Sequence[int], others: CodedColumn[RowStanding | None]
) -> CodedColumn[RowStanding | None]:
    """Return a column with other cells in some rows."""
    size = len(column.contents)
    moved = translate_codes(others.codes, range(size, size + len(others.contents)))
    return CodedColumn([*column.contents, *others.contents], put_codes(column.codes, rows, moved))
