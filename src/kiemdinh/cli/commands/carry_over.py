"""``kiemdinh carry-over``: a draft of a dossier under a new framework, made out of one under an old framework."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiemdinh.cli.shared import (
    format_option,
    full_option,
    lang_option,
    load_framework,
    name_beside,
    open_with_framework,
    say,
    write,
    write_new_file,
    write_page,
)
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions import CarriedOver
    from kiemdinh.transitions.carrying import BaseDossier, OldDossier

__all__ = ["carry_over"]


@click.command("carry-over", short_help="Carry a dossier over to a new framework.")
@click.argument("dossier")
@click.option("--to", required=True, metavar="ID|FILE", help="The new framework.")
@click.option("--on", required=True, metavar="DATE", help="Day of the new dossier, 2027-06-30.")
@click.option("--framework", metavar="ID|FILE", help="Framework of the old dossier; else the one that it names.")
@click.option("--into", metavar="FILE", help="A dossier under the new framework that records are carried into.")
@click.option("--crosswalk", metavar="FILE", help="How the two frameworks relate; else the bundled crosswalk.")
@click.option("--out", "-o", "--output", required=True, metavar="FILE", help="Write the draft to a new file.")
@click.option("--unofficial", is_flag=True, help="Allow another definition under the id of a bundled framework.")
@format_option("text", "json", "markdown")
@full_option
@lang_option
def carry_over(
    dossier: str,
    to: str,
    on: str,
    framework: str | None,
    into: str | None,
    crosswalk: str | None,
    out: str,
    form: str,
    lang: str | None,
    *,
    unofficial: bool,
    full: bool,
) -> None:
    """Make a draft of a dossier under a new framework out of DOSSIER, a file or workbook, or "-" for standard input.

    Findings are carried over as entries to confirm, with their source; evidence, awards, and figures of the same
    measure are carried over unchanged. The draft is written to a new file in YAML, and what was carried, and what to
    look at first, is printed. With --out FILE.xlsx it is a workbook. Repeating it with --into changes nothing.
    """
    if out.lower().endswith(".ods"):
        raise click.UsageError(say(Message("a workbook is written as XLSX: say --out FILE.xlsx")))
    day = _read_day(on)
    target = load_framework(to, unofficial=unofficial, on=day)
    old = _open_old(dossier, framework, unofficial=unofficial)
    named = name_beside(to, out)
    done = _carry(old, target, day, _open_base(into, target, day), crosswalk, lang, named)
    write_new_file(out, _make_workbook(done, target, named) if out.lower().endswith(".xlsx") else done.dossier)
    _report(done, form, lang, full=full)


def _read_day(on: str) -> dt.date:
    from kiemdinh.evidence.reading import read_date_argument

    day = read_date_argument(on, "on")
    if day is None:
        raise click.UsageError(say(Message("--on is a day, such as 2027-06-30")))
    return day


def _open_old(dossier: str, framework: str | None, *, unofficial: bool) -> OldDossier:
    from kiemdinh.evidence.reading import read_dossier
    from kiemdinh.transitions.carrying import OldDossier

    opened, found = open_with_framework(dossier, framework, unofficial=unofficial)
    return OldDossier(read_dossier(opened, found), found)


def _open_base(into: str | None, target: Framework, day: dt.date) -> BaseDossier:
    from kiemdinh.parsing.files import is_workbook
    from kiemdinh.transitions.carrying import open_base

    if into is None or not is_workbook(into):
        return open_base(None if into is None else Path(into), target, day)
    from kiemdinh.portfolio import open_school_workbook

    return open_base(open_school_workbook(into, target), target, day)


def _carry(
    old: OldDossier,
    target: Framework,
    day: dt.date,
    base: BaseDossier,
    crosswalk: str | None,
    lang: str | None,
    named: str,
) -> CarriedOver:
    from kiemdinh.transitions.carrying import carry_over_opened
    from kiemdinh.transitions.crosswalks import load_crosswalk_between

    # A crosswalk may name what is not bundled by its file, from its own folder.
    file = None if crosswalk is None else Path(crosswalk)
    found = None if file is None else load_crosswalk_between(old.framework, target, file, allow_files=True)
    return carry_over_opened(old, target, day, base, found, lang=lang, named=named)


def _make_workbook(done: CarriedOver, target: Framework, named: str) -> bytes:
    from kiemdinh.portfolio import write_carried_workbook

    return write_carried_workbook(done, target, named=named)


def _report(done: CarriedOver, form: str, lang: str | None, *, full: bool) -> None:
    from kiemdinh.narration.pages import carry_over_page

    if form == "json":
        write(done.to_json() + "\n")
    elif form == "markdown":
        write(done.to_markdown(lang, full=full))
    else:
        write_page(carry_over_page(done, lang or done.language, full=full))
