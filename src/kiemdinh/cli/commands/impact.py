"""``kiemdinh impact``: what another edition does to the schools of a table."""

from __future__ import annotations

from pathlib import Path

import click

from kiemdinh.cli.shared import budget_option, load_framework, office_options, show_progress, write_office_result

__all__ = ["impact"]


@click.command(short_help="Tell what another edition does to schools.")
@click.argument("table")
@click.argument("old")
@click.argument("new")
@click.option("--on", metavar="DATE", required=True, help="Day on which all schools are assessed, by both editions.")
@click.option("--columns", metavar="FILE", help="What the columns stand for, where their headings do not say it.")
@click.option("--register", metavar="FILE", help="Register of the schools that are asked about; else those of TABLE.")
@click.option("--crosswalk", metavar="FILE", help="How the two frameworks relate; else the bundled crosswalk.")
@budget_option
@office_options
def impact(
    table: str,
    old: str,
    new: str,
    on: str,
    columns: str | None,
    register: str | None,
    crosswalk: str | None,
    budget: int | None,
    form: str,
    out: str | None,
    lang: str | None,
) -> None:
    """Tell how the schools of TABLE stand by the edition OLD and by NEW: bundled ids with a day, or files.

    NEW may be the file of an amendment of OLD, such as a draft.

    A school counts as moved only where it moves whatever its open records turn out to be. Each change that makes
    schools move is named, and so are the open criteria that would decide the other schools.
    """
    from kiemdinh.portfolio import impact as find_impact
    from kiemdinh.standards.catalogue import looks_like_file_name

    with show_progress():
        found = find_impact(
            Path(table),
            load_framework(old, unofficial=True),
            Path(new) if looks_like_file_name(new) else load_framework(new, unofficial=True),
            on=on,
            register=None if register is None else Path(register),
            columns=None if columns is None else Path(columns),
            crosswalk=None if crosswalk is None else Path(crosswalk),
            budget=budget,
        )
        write_office_result(found, form, out, lang)
