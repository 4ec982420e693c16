"""``kiemdinh risk``: schools that hold an award, and whether they may lose it."""

from __future__ import annotations

from pathlib import Path

import click

from kiemdinh.cli.shared import (
    assess_tables,
    load_framework,
    office_options,
    say,
    show_progress,
    tables_options,
    write_office_result,
)
from kiemdinh.diagnostics.message import Message

__all__ = ["risk"]


@click.command(short_help="Report on awards at risk.")
@click.argument("tables", nargs=-1, required=True, metavar="TABLE...")
@tables_options
@click.option("--register", metavar="FILE", required=True, help="Register of the schools, with their awards.")
@click.option("--until", metavar="DATE", required=True, help="Last day for which threats are listed.")
@click.option("--concern", metavar="FILE", help="Framework by which schools are sorted; else that of kiemdinh.")
@office_options
def risk(
    tables: tuple[str, ...],
    framework: tuple[str, ...],
    on: tuple[str, ...],
    columns: str | None,
    register: str,
    until: str,
    concern: str | None,
    form: str,
    out: str | None,
    lang: str | None,
) -> None:
    """Report on the awards of the schools of a register: what is held, what it needs, and what puts it at risk.

    The levels of the schools are taken from each TABLE. Files are written by --out: .xlsx has a sheet for each
    district; .docx and .html are the report with its picture.
    """
    from kiemdinh.portfolio import risk as find_risk

    if len(on) != 1:
        raise click.BadParameter(say(Message("give the one day for which awards held are asked")), param_hint="--on")
    with show_progress():
        found = find_risk(
            assess_tables(tables, framework, on, columns),
            Path(register),
            on=on[0],
            until=until,
            concern=None if concern is None else load_framework(concern, unofficial=True),
        )
        write_office_result(found, form, out, lang)
