"""``kiemdinh report``: a result as a document that a school signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kiemdinh.cli.shared import OutputError, assess_dossier, dossier_options, lang_option, open_costs, say, write
from kiemdinh.diagnostics.message import Message
from kiemdinh.reports.kinds import REPORT_FORMATS, REPORT_FORMS

__all__ = ["report"]

_TEXTS = ("html", "csv")


@click.command(short_help="Write a report of a school as a document.")
@dossier_options
@click.option("--form", type=click.Choice(REPORT_FORMS), required=True, help="What the report is made by.")
@click.option(
    "--format", "format_", type=click.Choice(REPORT_FORMATS), help="Format; else the ending of --out names it."
)
@click.option("--out", "-o", metavar="FILE", help="Write to a file; one that is there is replaced.")
@click.option("--template", metavar="FILE", help="Document (.docx) of your own whose fields are filled in instead.")
@click.option("--date", metavar="DATE", help="Day that is printed; else it is left blank.")
@click.option("--costs", metavar="FILE", help="Who does what, how long it takes and what it costs (YAML or CSV).")
@lang_option
def report(
    dossier: str,
    framework: str | None,
    unofficial: bool,
    on: str | None,
    form: str,
    format_: str | None,
    out: str | None,
    template: str | None,
    date: str | None,
    costs: str | None,
    lang: str | None,
) -> None:
    """Write a report of the school of DOSSIER as a document that is printed and signed.

    The forms mau-1, the self-assessment report, and mau-2, the improvement plan, are those of Circular 57/2026 as far
    as they are known. Every framework has the table of criteria, the list of evidence, and the picture of what is
    missing (gap).

    What the dossier does not say is printed as dots and listed at the end. The texts of a report stand in the dossier
    under texts.
    """
    chosen = format_ or _format_of(out)
    if out is None and chosen not in _TEXTS:
        raise click.UsageError(say(Message("this format is written to a file: say --out FILE.{format}", format=chosen)))
    result = assess_dossier(dossier, framework, on, None, None, unofficial=unofficial)
    content = result.report(
        form,
        format=chosen,
        template=None if template is None else Path(template),
        date=date,
        costs=open_costs(costs),
        lang=lang or result.framework.language,
    )
    if out is None:
        write(content.decode("utf-8-sig"))
    else:
        _save_report(out, content)


def _format_of(out: str | None) -> str:
    """Return the format that the ending of a file names; a document where there is no file."""
    if out is None:
        return "docx"
    ending = Path(out).suffix.lower().removeprefix(".")
    if ending not in REPORT_FORMATS:
        formats = ", ".join(REPORT_FORMATS)
        raise click.UsageError(say(Message("the ending of --out names the format: {formats}", formats=formats)))
    return ending


def _save_report(out: str, content: bytes) -> None:
    from kiemdinh.diagnostics.wording import describe_os_error
    from kiemdinh.portfolio.batch import write_whole

    def write_content(name: str) -> Any:
        return Path(name).write_bytes(content)

    try:
        write_whole(Path(out), write_content)
    except OSError as error:
        message = say(Message("{name} cannot be written: {reason}", name=out, reason=describe_os_error(error)))
        raise OutputError(message) from None
