"""``kiemdinh compare``: how many schools of each group meet each criterion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kiemdinh.cli.shared import assess_tables, office_options, show_progress, tables_options, write_office_result

if TYPE_CHECKING:
    from kiemdinh.portfolio.comparison import Audience

__all__ = ["compare"]

_AUDIENCES = ("office", "public")


@click.command(short_help="Compare groups of schools.")
@click.argument("tables", nargs=-1, required=True, metavar="TABLE...")
@tables_options
@click.option("--register", metavar="FILE", help="Register of the schools that are counted; else those of the tables.")
@click.option("--by", metavar="COLUMN", multiple=True, help="Column that makes groups; can be repeated.")
@click.option("--at", metavar="LAYER", default="criterion", show_default=True, help="A layer, requirement or outcome.")
@click.option("--level", metavar="LEVEL", help="The one level that is counted; else each.")
@click.option(
    "--audience",
    type=click.Choice(_AUDIENCES),
    default="office",
    show_default=True,
    help="For the public small groups are hidden.",
)
@click.option(
    "--min-group", type=click.IntRange(min=1), metavar="SCHOOLS", help="Hide smaller groups; 5 for the public."
)
@office_options
def compare(
    tables: tuple[str, ...],
    framework: tuple[str, ...],
    on: tuple[str, ...],
    columns: str | None,
    register: str | None,
    by: tuple[str, ...],
    at: str,
    level: str | None,
    audience: str,
    min_group: int | None,
    form: str,
    out: str | None,
    lang: str | None,
) -> None:
    """Count how many schools of each TABLE meet each criterion, group by group; with several years, say what changed.

    A school of the register that nobody assessed is unknown, never failed. Files are written by --out: .csv, .parquet,
    .xlsx, .json, .md, .txt, .html or .svg.
    """
    from kiemdinh.portfolio import compare as compare_schools

    with show_progress():
        found = compare_schools(
            assess_tables(tables, framework, on, columns),
            register=None if register is None else Path(register),
            by=by,
            at=at,
            level=level,
            audience=cast("Audience", audience),  # click has checked it
            min_group=min_group,
        )
        write_office_result(found, form, out, lang)
