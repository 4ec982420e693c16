"""``kiemdinh export``: a framework as a workbook or text, and what there is for other software."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import click

from kiemdinh.cli.shared import (
    assess_dossier,
    is_crosswalk,
    lang_option,
    load_framework,
    open_argument,
    open_framework,
    say,
    write,
    write_new_file,
)
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.parsing.read import Input
    from kiemdinh.standards.loading import Framework

__all__ = ["export"]

_XLSX: Final = "xlsx"
_DATED: Final = ("case", "oscal")


@click.command(short_help="Write a framework as a workbook or in another format.")
@click.argument("what", metavar="FRAMEWORK|CROSSWALK|DOSSIER", required=False)
@click.option("--starter", is_flag=True, help="Take a small example, to begin a framework of your own with.")
@click.option(
    "--format",
    "form",
    type=click.Choice([_XLSX, "yaml", "case", "oscal", "prov"]),
    required=True,
    help="A workbook to write in, the text of a definition, or a format of other software.",
)
@click.option("--out", "-o", "--output", metavar="FILE", help="Write a new file instead; one that is there is kept.")
@click.option("--changed", metavar="DATE", help="Day of the last change; else the first day in force. For case, oscal.")
@lang_option
def export(what: str | None, starter: bool, form: str, out: str | None, changed: str | None, lang: str | None) -> None:
    """Write FRAMEWORK (a bundled id, a file, or a workbook of a framework) in another form.

    With --starter in the place of FRAMEWORK it is a small example, for those who begin a framework of their own.

    With --format xlsx it is a workbook for authors who do not write YAML: kiemdinh check, lint, show and export read it
    like any other definition. With --format yaml it is the text of a definition, in one file.

    With --format case it is a package of 1EdTech CASE 1.1. With --format oscal a framework is a catalog of NIST OSCAL,
    and a crosswalk a collection of mappings. With --format prov a dossier is assessed, and where the result comes from
    is written in W3C PROV (JSON).
    """
    if (what is None) != starter:
        raise click.UsageError(say(Message("name a FRAMEWORK, or say --starter without one")))
    if form == _XLSX and out is None:
        raise click.UsageError(say(Message("a workbook is written to a file: say --out FILE.xlsx")))
    if changed is not None and form not in _DATED:
        raise click.UsageError(say(Message("--changed is for the formats case and oscal")))
    content = _write_export(what, form, lang, changed)
    if not isinstance(content, str | bytes):
        content = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    if out is not None:
        write_new_file(out, content)
    else:
        assert isinstance(content, str)  # noqa: S101 - a workbook has a file
        write(content)


def _write_export(what: str | None, form: str, lang: str | None, changed: str | None) -> str | bytes | dict[str, Any]:
    """Return what an argument names, else the starter, in a form: text, a workbook, or data to be written as JSON."""
    from kiemdinh import exchange

    if what is None:
        return _write_framework(exchange.load_starter(), form, lang, changed)
    if form == "prov":
        return exchange.write_prov(assess_dossier(what, None, None, unofficial=True))
    crosswalk = _open_crosswalk(what) if form == "oscal" else None
    if crosswalk is not None:
        from kiemdinh.transitions.crosswalks import load_opened_crosswalk

        loaded = load_opened_crosswalk(crosswalk, allow_files=what != "-")
        return exchange.write_oscal_mapping(loaded, lang=lang, changed=changed)
    return _write_framework(load_framework(what, unofficial=True), form, lang, changed)


def _write_framework(
    framework: Framework, form: str, lang: str | None, changed: str | None
) -> str | bytes | dict[str, Any]:
    from kiemdinh import exchange

    if form == "prov":
        raise click.UsageError(say(Message("--starter is for the formats of frameworks, not for prov")))
    if form == "case":
        return exchange.write_case(framework, lang=lang, changed=changed)
    if form == "oscal":
        return exchange.write_oscal_catalog(framework, lang=lang, changed=changed)
    if form == _XLSX:
        return exchange.write_framework_workbook(framework, lang=lang)
    return exchange.write_definition(framework)


def _open_crosswalk(what: str) -> Input | None:
    """Return the crosswalk that an argument names; None where it names a framework."""
    from kiemdinh.parsing.read import Input

    if what == "-":  # standard input is read once: it is a framework
        return None
    opened = open_framework(what)
    return open_argument(what) if isinstance(opened, Input) and is_crosswalk(opened) else None
