"""``kiemdinh peers``: a school beside the schools that are alike."""

from __future__ import annotations

from pathlib import Path

import click

from kiemdinh.cli.shared import assess_tables, office_options, show_progress, tables_options, write_office_result

__all__ = ["peers"]


@click.command(short_help="Set a school beside its peers.")
@click.argument("table")
@click.argument("school")
@tables_options
@click.option("--register", metavar="FILE", help="Register of the schools that can be peers; else those of the table.")
@click.option(
    "--by", metavar="COLUMN", multiple=True, required=True, help="Column in which peers are alike; can be repeated."
)
@click.option("--at", metavar="LAYER", default="criterion", show_default=True, help="A layer, requirement or outcome.")
@office_options
def peers(
    table: str,
    school: str,
    framework: tuple[str, ...],
    on: tuple[str, ...],
    columns: str | None,
    register: str | None,
    by: tuple[str, ...],
    at: str,
    form: str,
    out: str | None,
    lang: str | None,
) -> None:
    """Show where SCHOOL of TABLE stands, beside the schools with the same value in each column of --by.

    The output says who these peers are, and why; they are not ranked.
    """
    from kiemdinh.portfolio import peers as find_peers

    with show_progress():
        (batch,) = assess_tables([table], framework, on, columns)
        given = None if register is None else Path(register)
        found = find_peers(batch, school, register=given, by=by, at=at)
        write_office_result(found, form, out, lang)
