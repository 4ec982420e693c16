"""``kiemdinh margin``: how firm the level is, and which evidence carries it alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

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
    write_page,
)

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment

__all__ = ["margin"]


@click.command(short_help="Say how firm the level is.")
@dossier_options
@budget_option
@full_option
@format_option("text", "json", "markdown")
@lang_option
def margin(
    dossier: str,
    framework: str | None,
    unofficial: bool,
    on: str | None,
    budget: int | None,
    full: bool,
    form: str,
    lang: str | None,
) -> None:
    """Say what the school of DOSSIER would have to lose before its level is no longer certain."""
    result = assess_dossier(dossier, framework, on, budget=budget, unofficial=unofficial)
    found = result.margin()
    if found is None:
        _write_no_margin(result, form, lang)
    else:
        write_explanation(found, form, lang, full=full)


def _write_no_margin(result: Assessment, form: str, lang: str | None) -> None:
    """Write that no level is guaranteed, so that there is nothing to lose."""
    from kiemdinh.data.as_json import explanation_header
    from kiemdinh.narration.layout import render_markdown
    from kiemdinh.narration.pages import no_level_page

    if form == "json":
        write(json.dumps({**explanation_header(result, "margin"), "level": None}, ensure_ascii=False, indent=2) + "\n")
    elif form == "markdown":
        write(render_markdown(no_level_page(result, lang)))
    else:
        write_page(no_level_page(result, lang))
