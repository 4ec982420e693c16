"""``kiemdinh diff``: what differs between two editions of a framework."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiemdinh.cli.shared import (
    budget_option,
    format_option,
    full_option,
    lang_option,
    load_framework,
    write,
    write_page,
)

__all__ = ["diff"]


@click.command(short_help="Compare two editions of a framework.")
@click.argument("old")
@click.argument("new")
@click.option("--crosswalk", metavar="FILE", help="How the two frameworks relate; else the bundled crosswalk.")
@format_option("text", "markdown", "json", "html")
@full_option
@budget_option
@click.option("--exit-code", "tells", is_flag=True, help="Exit with code 1 where something differs.")
@lang_option
def diff(
    old: str,
    new: str,
    crosswalk: str | None,
    form: str,
    full: bool,
    budget: int | None,
    tells: bool,
    lang: str | None,
) -> None:
    """Tell what differs between OLD and NEW, two editions of a framework: bundled ids with a day, or files.

    Rules are compared by proof, each with an example of a school that the editions tell apart. The changes in the form
    json are those of an amendment that makes NEW of OLD.
    """
    from kiemdinh.narration.transitions import diff_page
    from kiemdinh.transitions.crosswalks import load_crosswalk_between
    from kiemdinh.transitions.diffs import diff as compare

    before, after = (load_framework(name, unofficial=True) for name in (old, new))
    # A crosswalk may name what is not bundled by its file, from its own folder.
    related = None if crosswalk is None else load_crosswalk_between(before, after, Path(crosswalk), allow_files=True)
    found = compare(before, after, crosswalk=related, budget=budget)
    if form == "json":
        write(found.to_json() + "\n")
    elif form == "text":
        write_page(diff_page(found, *found.frameworks, lang, full=full))
    else:
        write(found.to_markdown(lang, full=full) if form == "markdown" else found.to_html(lang))
    if tells and found:
        sys.exit(1)
