"""``kiemdinh assess``: the level and the awards of a school by its dossier, and what blocks the next level."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from kiemdinh.cli.shared import (
    assess_dossier,
    dossier_options,
    format_option,
    full_option,
    lang_option,
    say,
    target_option,
    write,
    write_error,
    write_page,
)
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment

__all__ = ["assess"]


@click.command(short_help="Assess a school from its dossier.")
@dossier_options
@target_option
@click.option(
    "--stage", "stages", metavar="STAGE", multiple=True, help="A stage of the school; it tells the framework."
)
@click.option("--kind", metavar="KIND", help="The kind of school: mam-non, pho-thong or gdtx; it tells the framework.")
@click.option("--require", metavar="LEVEL", help="Exit with 1 unless this level is guaranteed.")
@full_option
@click.option("--brief", is_flag=True, help="Show the first screen alone: the level, what blocks, what comes first.")
@format_option("text", "json", "markdown")
@lang_option
def assess(
    dossier: str,
    framework: str | None,
    unofficial: bool,
    on: str | None,
    target: str | None,
    stages: tuple[str, ...],
    kind: str | None,
    require: str | None,
    full: bool,
    brief: bool,
    form: str,
    lang: str | None,
) -> None:
    """Assess the school of DOSSIER, a YAML or JSON file, or "-" for standard input.

    Where neither you nor the dossier names a framework, the one is taken that is in force on the day for such a school.
    """
    result = assess_dossier(dossier, framework, on, target, unofficial=unofficial, stages=stages, kind=kind)
    # Asked before anything is written: a level that does not exist is bad input, and then there is no output.
    missing = require is not None and not _is_guaranteed(result, require)
    _write_assessment(result, form, lang, full=full, brief=brief)
    if missing:
        reason = say(Message("{level} is required and is not guaranteed", level=require))
        write_error(f"kiemdinh: {reason}")
        sys.exit(1)


def _write_assessment(result: Assessment, form: str, lang: str | None, *, full: bool, brief: bool) -> None:
    """Write a result in one of the forms of ``--format``; with *full* no list is shortened."""
    from kiemdinh.narration.layout import render_markdown
    from kiemdinh.narration.pages import assessment_page

    if form == "json":
        write(result.to_json() + "\n")
    elif form == "markdown":
        write(render_markdown(assessment_page(result, lang, full=full, brief=brief)))
    else:
        write_page(assessment_page(result, lang, full=full, brief=brief))


def _is_guaranteed(result: Assessment, level: str) -> bool:
    """Whether *level*, or one above it, is guaranteed; labels have no order, so of these *level* itself.

    Raises
    ------
    InputError
        The framework has no such level; the option ``--require`` is named as the place of the mistake.
    """
    from kiemdinh.api.assess import assess as assess_school
    from kiemdinh.diagnostics.diagnostic import InputError
    from kiemdinh.explanation.targets import levels_of

    # A target is checked against the levels of the framework, and a misspelt one is answered with the nearest.
    try:
        assess_school(result.framework, result.dossier, on=result.dates.evidence, target=level)
    except InputError as error:
        raise InputError([replace(d, path="--require") for d in error.diagnostics]) from None
    if result.level is None:
        return False
    ids = [one.id for one in levels_of(result.framework)]
    if result.outcomes[0].kind == "labels":
        return result.level.id == level
    return ids.index(result.level.id) >= ids.index(level)
