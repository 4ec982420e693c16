"""``kiemdinh forecast``: where the school stands in time, and what to renew, while its records stay as they are."""

from __future__ import annotations

import click

from kiemdinh.cli.shared import (
    assess_dossier,
    budget_option,
    dossier_options,
    format_option,
    full_option,
    lang_option,
    write,
    write_explanation,
)

__all__ = ["forecast"]


@click.command(short_help="Say what changes on which day.")
@dossier_options
@click.option("--until", metavar="DATE", required=True, help="Last day of the forecast, 2031-12-31.")
@budget_option
@full_option
@format_option("text", "json", "markdown", "svg", "ics")
@lang_option
def forecast(
    dossier: str,
    framework: str | None,
    unofficial: bool,
    on: str | None,
    until: str,
    budget: int | None,
    full: bool,
    form: str,
    lang: str | None,
) -> None:
    """Say on which days something changes for the school of DOSSIER while its records stay as they are.

    Between two such days level and awards stay the same. The output says what falls and why, then what to renew first,
    and what would have to be in place by which day. The form ``ics`` is a calendar.
    """
    result = assess_dossier(dossier, framework, on, budget=budget, unofficial=unofficial)
    found = result.forecast(until=until)
    if form == "svg":
        write(found.to_svg(lang))
    elif form == "ics":
        write(found.to_ics(lang))
    else:
        write_explanation(found, form, lang, full=full)
