"""``kiemdinh columns``: what each column of a table of schools is taken for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiemdinh.cli.shared import lang_option, load_framework, write_new_file, write_page
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.narration.layout import Item
    from kiemdinh.portfolio.tables import DescribedColumn

__all__ = ["columns"]


@click.command(short_help="Say what each column of a table is taken for.")
@click.argument("table")
@click.option("--framework", required=True, help="A bundled id or a file.")
@click.option("--out", metavar="MAPPING", help="Write it as a new mapping file, to go through and to change.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; else the first with known headings.")
@click.option("--encoding", metavar="NAME", help="The encoding of a text; else it is found out.")
@click.option("--delimiter", metavar="CHAR", help="What separates the cells of a text; else it is found out.")
@lang_option
def columns(
    table: str,
    framework: str,
    out: str | None,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
    lang: str | None,
) -> None:
    """Say what each column of TABLE (CSV, XLSX, Parquet, …) is taken for under a framework.

    A column that is not known is not read. A mapping file says what it is: --out writes one with what is known.
    """
    from kiemdinh.narration.layout import Page
    from kiemdinh.portfolio.tables import describe_columns, write_mapping

    found = load_framework(framework, unofficial=True)
    described = describe_columns(found, Path(table), sheet=sheet, encoding=encoding, delimiter=delimiter)
    spoken = lang or found.language
    if out is not None:
        write_new_file(out, write_mapping(described, spoken))
    known = sum(column.meaning is not None for column in described)
    title = Message("{known} of {n} columns are known", known=known, n=len(described))
    write_page(Page(title.text_in(spoken), tuple(_describe(column, spoken) for column in described)))


def _describe(column: DescribedColumn, lang: str) -> Item:
    from kiemdinh.narration.layout import Item

    notes = [column.what.text_in(lang)]
    if column.problem is not None:
        notes.append(column.problem.message.text_in(lang))
        notes += [] if column.problem.hint is None else [column.problem.hint.text_in(lang)]
    return Item(f"{column.letters}: {column.heading}", tuple(Item(note) for note in notes))
