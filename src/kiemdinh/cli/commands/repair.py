"""``kiemdinh repair``: the ways to a level one by one, cheapest first."""

from __future__ import annotations

import click

from kiemdinh.cli.shared import (
    assess_dossier,
    budget_option,
    costs_options,
    dossier_options,
    format_option,
    full_option,
    lang_option,
    open_costs,
    target_option,
    write_explanation,
)

__all__ = ["repair"]


@click.command(short_help="List the ways to a level, cheapest first.")
@dossier_options
@target_option
@costs_options
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Give at most N ways.")
@budget_option
@full_option
@format_option("text", "json", "markdown")
@lang_option
def repair(
    dossier: str,
    framework: str | None,
    unofficial: bool,
    on: str | None,
    target: str | None,
    costs: str | None,
    minimise: str,
    limit: int | None,
    budget: int | None,
    full: bool,
    form: str,
    lang: str | None,
) -> None:
    """List the least changes that make a level certain for the school of DOSSIER, cheapest first.

    Without --costs every change counts 1; how many requirements stand behind a change is shown beside it.
    """
    result = assess_dossier(dossier, framework, on, target, budget, unofficial=unofficial)
    repairs = result.repairs(costs=open_costs(costs), minimise=minimise, limit=limit)
    write_explanation(repairs, form, lang, full=full)
