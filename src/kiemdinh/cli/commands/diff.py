"""``kiemdinh diff``: what differs between two editions of a framework."""

from __future__ import annotations

import sys

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
@format_option("text", "markdown", "json", "html")
@full_option
@budget_option
@click.option("--exit-code", "tells", is_flag=True, help="Exit with code 1 where something differs.")
@lang_option
def diff(old: str, new: str, form: str, full: bool, budget: int | None, tells: bool, lang: str | None) -> None:
    """Tell what differs between OLD and NEW, two editions of a framework: bundled ids with a day, or files.

    Rules are compared by proof, each with an example of a school that the editions tell apart. The changes in the form
    json are those of an amendment that makes NEW of OLD.
    """
    from kiemdinh.narration.transitions import diff_page
    from kiemdinh.transitions.diffs import diff as compare

    before, after = (load_framework(name, unofficial=True) for name in (old, new))
    found = compare(before, after, budget=budget)
    if form == "json":
        write(found.to_json() + "\n")
    elif form == "text":
        write_page(diff_page(found, before, after, lang, full=full))
    else:
        write(found.to_markdown(lang, full=full) if form == "markdown" else found.to_html(lang))
    if tells and found:
        sys.exit(1)
