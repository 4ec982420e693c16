"""``kiemdinh scenarios suggest``: a scenario for each thing that no scenario shows, for a person to confirm."""

from __future__ import annotations

from pathlib import Path

import click

from kiemdinh.cli.shared import lang_option, load_framework, name_beside, write, write_new_file

__all__ = ["scenarios"]


@click.group(short_help="Suggest scenarios for what no scenario shows.")
def scenarios() -> None:
    """Scenarios of a definition."""


@scenarios.command(short_help="Suggest scenarios for what no scenario shows.")
@click.argument("framework", metavar="FRAMEWORK")
@click.option("--scenarios", "files", multiple=True, metavar="FILE", help="A scenario file; may be given again.")
@click.option("--out", metavar="FILE", help="Write a new file instead; one that is there is kept.")
@lang_option
def suggest(framework: str, files: tuple[str, ...], out: str | None, lang: str | None) -> None:
    """Print a scenario for each gap that the scenarios of FRAMEWORK leave in its coverage.

    Each is marked "confirmed: false": it says what came out, and neither passes nor fails until a person takes the mark
    away.
    """
    from kiemdinh.testing.scenarios import load_scenarios
    from kiemdinh.testing.suggestions import suggest_scenarios, write_scenarios

    found = load_framework(framework, unofficial=True)
    given = [one for name in files for one in load_scenarios(Path(name), allow_files=True, unofficial=True).scenarios]
    named = framework if out is None else name_beside(framework, out)
    language = lang or found.language
    text = write_scenarios(suggest_scenarios(found, given, language), named, language)
    if out is None:
        write(text)
    else:
        write_new_file(out, text)
