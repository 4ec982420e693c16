"""``kiemdinh explain``: what to do first, and what it would take."""

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
    write,
    write_explanation,
)

__all__ = ["explain"]


@click.command(short_help="Say what to do first for a level.")
@dossier_options
@target_option
@costs_options
@budget_option
@full_option
@format_option("text", "json", "markdown", "svg")
@lang_option
def explain(
    dossier: str,
    framework: str | None,
    unofficial: bool,
    on: str | None,
    target: str | None,
    costs: str | None,
    minimise: str,
    budget: int | None,
    full: bool,
    form: str,
    lang: str | None,
) -> None:
    """Say what keeps the school of DOSSIER from a level, what is needed in every way, and what can be chosen.

    Without --costs every change counts 1; how many requirements stand behind a change is shown beside it.

    The picture (--format svg) fits a sheet of A4.
    """
    result = assess_dossier(dossier, framework, on, target, budget, unofficial=unofficial)
    explanation = result.explain(costs=open_costs(costs), minimise=minimise)
    if form == "svg":
        write(explanation.to_svg(lang))
    else:
        write_explanation(explanation, form, lang, full=full)
