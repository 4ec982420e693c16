"""``kiemdinh ask-next``: which unknown fact to settle next."""

from __future__ import annotations

import click

from kiemdinh.cli.shared import (
    assess_dossier,
    budget_option,
    dossier_options,
    format_option,
    full_option,
    lang_option,
    write_explanation,
)

__all__ = ["ask_next"]


@click.command("ask-next", short_help="Say what to find out next.")
@dossier_options
@click.option("--target", metavar="LEVEL", help="Ask whether this level is held; else which level is.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Give so many questions at most.")
@budget_option
@full_option
@format_option("text", "json", "markdown")
@lang_option
def ask_next(
    dossier: str,
    framework: str | None,
    unofficial: bool,
    on: str | None,
    target: str | None,
    limit: int | None,
    budget: int | None,
    full: bool,
    form: str,
    lang: str | None,
) -> None:
    """Say which unknown fact about the school of DOSSIER to settle next: the one that leaves the fewest outcomes."""
    result = assess_dossier(dossier, framework, on, budget=budget, unofficial=unofficial)
    write_explanation(result.ask_next(target, limit=limit), form, lang, full=full)
