"""``kiemdinh what-if``: the same school with some findings or figures supposed to be otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kiemdinh.cli.shared import (
    assess_dossier,
    budget_option,
    dossier_options,
    format_option,
    full_option,
    lang_option,
    say,
    write_explanation,
)
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment, WhatIf

__all__ = ["what_if"]


@click.command("what-if", short_help="Suppose some findings or figures, and say what changes.")
@dossier_options
@click.option(
    "--set",
    "suppositions",
    multiple=True,
    required=True,
    metavar="ID=VALUE",
    help='What is supposed: "3.3=muc-2", "1.3/muc-1/a=met", "input:pupils=40"; may be given again.',
)
@budget_option
@full_option
@format_option("text", "json", "markdown")
@lang_option
def what_if(
    dossier: str,
    framework: str | None,
    unofficial: bool,
    on: str | None,
    suppositions: tuple[str, ...],
    budget: int | None,
    full: bool,
    form: str,
    lang: str | None,
) -> None:
    """Assess the school of DOSSIER with some findings or figures supposed to be otherwise; nothing is stored."""
    changes = _read_changes(suppositions)
    result = assess_dossier(dossier, framework, on, budget=budget, unofficial=unofficial)
    write_explanation(_assess_changes(result, changes), form, lang, full=full)


def _assess_changes(result: Assessment, changes: Mapping[str, Any]) -> WhatIf:
    """Return what *changes* would change; a mistake in one of them is placed at its ``--set``."""
    from kiemdinh.diagnostics.diagnostic import InputError

    try:
        return result.what_if(changes)
    except InputError as error:
        options = {key: f"--set {key}={value}" for key, value in changes.items()}
        raise InputError([replace(d, path=options.get(d.path, d.path)) for d in error.diagnostics]) from None


def _read_changes(suppositions: tuple[str, ...]) -> dict[str, Any]:
    """Return the values by their ids; each is read as in a dossier: ``true`` is yes, ``40`` a number."""
    from kiemdinh.parsing.readers import read_text

    found: dict[str, Any] = {}
    for supposition in suppositions:
        name, equals, value = supposition.partition("=")
        if not equals or not name:
            message = say(Message("'{supposition}' is not ID=VALUE", supposition=supposition))
            raise click.BadParameter(message, param_hint="--set")
        # Read as a line of YAML: so a value means here what it means in a dossier.
        found[name.strip()] = read_text(f"value: {value}").data["value"]
    return found
