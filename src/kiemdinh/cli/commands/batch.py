"""``kiemdinh batch``: the levels of all schools of a table, on the screen in short and in a file as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kiemdinh.cli.shared import (
    OutputError,
    given_members,
    given_references,
    lang_option,
    load_framework,
    member_options,
    read_law_day,
    say,
    show_progress,
    write_error,
    write_lines,
    write_page,
    write_problems,
)
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch import Batch, Detail, Engine
    from kiemdinh.portfolio.frames import TableName
    from kiemdinh.standards.loading import Framework

__all__ = ["batch"]

_DETAILS = ("level", "criterion", "requirement")
_ENDINGS = (".csv", ".parquet", ".xlsx")
_ENGINES = ("auto", "general", "duckdb")
_SHOWN = 10
"""Cells that are shown of those for which rows were set aside; the file has all."""


@click.command(short_help="Assess all schools of a table.")
@click.argument("table")
@click.option("--framework", metavar="ID|FILE", required=True, help="Framework of all schools.")
@click.option("--unofficial", is_flag=True, help="Allow another definition under the id of a bundled framework.")
@click.option("--on", metavar="DATE", help="Day of the assessment, 2027-06-30; else each row has a date.")
@click.option("--columns", metavar="FILE", help="What the columns stand for, where their headings do not say it.")
@click.option("--detail", type=click.Choice(_DETAILS), default="level", show_default=True, help="How far down to go.")
@click.option(
    "--engine", type=click.Choice(_ENGINES), default="auto", show_default=True, help="duckdb streams large files."
)
@click.option("--school", metavar="ID", help="Show the whole result of one school.")
@click.option("--year", metavar="YEAR", help="The school year of that school, 2025-2026, where it has several.")
@click.option("--out", "-o", metavar="FILE", help="Write the results: .csv, .parquet or .xlsx.")
@click.option("--rejected", metavar="FILE", help="Write the cells that cannot be read: .csv, .parquet or .xlsx.")
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook; else the first that has headings.")
@click.option("--encoding", metavar="NAME", help="Encoding of a text, where it is not found out.")
@click.option("--delimiter", metavar="CHAR", help="Separator of the cells of a text, where it is not found out.")
@click.option("--strict", is_flag=True, help="Exit with 2 and write nothing if a row cannot be read.")
@member_options
@lang_option
def batch(
    table: str,
    framework: str,
    unofficial: bool,
    on: str | None,
    columns: str | None,
    detail: str,
    engine: str,
    school: str | None,
    year: str | None,
    out: str | None,
    rejected: str | None,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
    strict: bool,
    lang: str | None,
) -> None:
    """Assess all schools of TABLE: a CSV, TSV, Parquet, Arrow, XLSX or ODS file with a row for each school.

    TABLE can be a folder: of such files, or of workbooks that one school each has filled in. A row that cannot be read
    is set aside; the others go on.
    """
    from kiemdinh.portfolio import assess_many

    files: list[tuple[str, TableName | None]] = []
    if out is not None:
        files.append((_check_ending(out, "--out"), None))
    if rejected is not None:
        files.append((_check_ending(rejected, "--rejected"), "rejected"))
    with show_progress():
        found = assess_many(
            _choose_framework(framework, on, unofficial=unofficial),
            Path(table),
            on=on,
            columns=None if columns is None else Path(columns),
            detail=cast("Detail", detail),  # click has checked it
            engine=cast("Engine", engine),
            strict=strict,
            sheet=sheet,
            encoding=encoding,
            delimiter=delimiter,
            **given_members(),
        )
        shown = None if school is None else found.school(school, year)
        for name, chosen in files:
            _write_table(found, name, chosen, lang)
    if shown is not None:
        from kiemdinh.narration.pages import assessment_page

        write_page(assessment_page(shown, lang))
    else:
        write_lines(_summarise(found, lang or found.framework.language))
    _tell_rejected(found)


def _choose_framework(name: str, on: str | None, *, unofficial: bool) -> Framework | str:
    """Return the framework that an argument names; of a bundled one its id, since the days of the rows may choose."""
    from kiemdinh.standards.catalogue import bundled_ids

    references = given_references()
    if name in bundled_ids() and not references:
        return name
    return load_framework(name, unofficial=unofficial, on=read_law_day(on), references=references)


def _summarise(found: Batch, lang: str) -> str:
    """Return how many schools are at each level, the highest first, and how many are not determined."""
    summary = found.summary_columns
    counts: dict[str | None, int] = {}
    for level, count in zip(summary["level"], summary["schools"], strict=True):
        counts[level] = counts.get(level, 0) + count
    names = {ref.id: ref.said(lang) for ref in found.level_refs}
    below = Message("no level is guaranteed").text_in(lang)
    total = Message("assessed: {n}", n=len(found.rows)).text_in(lang)
    lines = [f"{found.framework.title(lang)}; {total}"]
    lines += [f"  {names[level]}: {counts[level]}" for level in reversed(names) if level in counts]
    if None in counts:
        lines.append(f"  {below}: {counts[None]}")
    is_open = len(found.rows) - sum(summary["determined"])
    if is_open:
        lines.append(Message("not determined: {n}", n=is_open).text_in(lang))
    return "\n".join(lines) + "\n"


def _check_ending(name: str, option: str) -> str:
    """Return the name of a file to write; refuse one whose ending names no format of tables."""
    if Path(name).suffix.lower() not in _ENDINGS:
        message = say(Message("{name} must end in one of {names}", name=name, names=", ".join(_ENDINGS)))
        raise click.BadParameter(message, param_hint=option)
    return name


def _write_table(found: Batch, name: str, table: TableName | None, lang: str | None) -> None:
    """Write a table of the results in the format that the ending names; None is the table of the detail."""
    ending = Path(name).suffix.lower()
    if ending == ".xlsx":
        _write_file(name, lambda: found.to_xlsx(name, table, lang=lang))
    else:
        write = found.to_csv if ending == ".csv" else found.to_parquet
        _write_file(name, lambda: write(name, table))


def _write_file(name: str, write: Callable[[], None]) -> None:
    from kiemdinh.diagnostics.wording import describe_os_error

    try:
        write()
    except OSError as error:
        message = say(Message("{name} cannot be written: {reason}", name=name, reason=describe_os_error(error)))
        raise OutputError(message) from None


def _tell_rejected(found: Batch) -> None:
    """Say on standard error for which cells rows were set aside, and what else was noticed in the table."""
    for warning in found.warnings:
        write_problems(warning)
    rows = found.rejected_rows
    for cell in found.set_aside[:_SHOWN]:
        write_problems(cell.to_diagnostic())
    if rows:
        message = Message.for_count("{n} row was set aside", "{n} rows were set aside", len(rows))
        write_error(f"kiemdinh: {say(message)}")
