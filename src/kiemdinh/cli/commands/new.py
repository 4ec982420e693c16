"""``kiemdinh new``: an empty dossier to fill in, as a text or as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from kiemdinh.cli.shared import lang_option, load_framework, name_beside, say, write, write_new_file
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["new"]

_XLSX = "xlsx"


@click.command(short_help="Make an empty dossier or workbook to fill in.")
@click.argument("framework")
@click.option(
    "--at",
    type=click.Choice(["criterion", "requirement"]),
    default="criterion",
    show_default=True,
    help="Ask for criteria as a whole, or requirement by requirement.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", _XLSX]),
    default="yaml",
    show_default=True,
    help="A dossier as text, or a workbook.",
)
@click.option("--out", "-o", "--output", metavar="FILE", help="Write a new file instead; one that is there is kept.")
@click.option("--schools", metavar="LIST", help="A workbook with a row for each school of a table: id, name, stages.")
@click.option("--stages", metavar="IDS", help="Stages of the school, with commas between; for a workbook.")
@click.option("--on", metavar="DATE", help="Day of the assessment; for a workbook.")
@lang_option
def new(
    framework: str,
    at: Literal["criterion", "requirement"],
    form: str,
    out: str | None,
    schools: str | None,
    stages: str | None,
    on: str | None,
    lang: str | None,
) -> None:
    """Make an empty dossier of FRAMEWORK (a bundled id or a file), with its statements as comments.

    It is printed, or written with --out. With --format xlsx it is a workbook of one school, which kiemdinh assess
    reads; with --schools it has a row for each school of a list, and kiemdinh batch reads it.

    The dossier names FRAMEWORK as it is given here: a relative path holds from the folder that the dossier is saved in.
    With --out the path is written so that it holds from there.
    """
    if form == _XLSX and out is None:
        raise click.UsageError(say(Message("a workbook is written to a file: say --out FILE.xlsx")))
    if form != _XLSX and (schools, stages, on) != (None, None, None):
        raise click.UsageError(say(Message("--schools, --stages and --on are for a workbook: say --format xlsx")))
    if schools is not None and stages is not None:
        raise click.UsageError(say(Message("--stages does not go with --schools, which has the stages of each school")))
    found = load_framework(framework, unofficial=True)
    # A definition from standard input has no file that the dossier could name.
    named = None if framework == "-" else name_beside(framework, out) if out is not None else framework
    if out is None:
        write(_make_text(found, at, lang, named))
    elif form != _XLSX:
        write_new_file(out, _make_text(found, at, lang, named))
    elif schools is not None:
        write_new_file(out, _make_table(found, at, lang, schools, on))
    else:
        write_new_file(out, _make_workbook(found, at, lang, named, stages, on))


def _make_text(
    framework: Framework, at: Literal["criterion", "requirement"], lang: str | None, named: str | None
) -> str:
    from kiemdinh.evidence.writing import blank_dossier

    return blank_dossier(framework, at=at, lang=lang, named=named)


def _make_table(
    framework: Framework, at: Literal["criterion", "requirement"], lang: str | None, schools: str, on: str | None
) -> bytes:
    from kiemdinh.portfolio import make_table_workbook

    return make_table_workbook(framework, Path(schools), at=at, lang=lang, on=on)


def _make_workbook(
    framework: Framework,
    at: Literal["criterion", "requirement"],
    lang: str | None,
    named: str | None,
    stages: str | None,
    on: str | None,
) -> bytes:
    from kiemdinh.portfolio import make_school_workbook

    words = [] if stages is None else [word.strip() for word in stages.split(",") if word.strip()]
    return make_school_workbook(framework, at=at, lang=lang, named=named, stages=words, on=on)
