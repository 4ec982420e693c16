"""From the arguments of a command to an assessment, and from an explanation to standard output."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiemdinh.cli.shared.output import write, write_page

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.api.narrated import Narrated
    from kiemdinh.diagnostics.diagnostic import Diagnostic

__all__ = ["assess_dossier", "write_explanation"]


def assess_dossier(
    dossier: str,
    framework: str | None,
    on: str | None,
    target: str | None = None,
    budget: int | None = None,
) -> Assessment:
    """Return the assessment of a dossier.

    Parameters
    ----------
    dossier
        The path of a file, or "-" for standard input.
    framework
        A bundled id or the path of a definition; None takes the framework that the dossier names.
    on
        The day of the assessment as it was typed; None takes the date of the dossier.
    target
        The level that is asked about; None takes the next one above the guaranteed level.
    budget
        The steps that a search may take; None takes the default.

    Raises
    ------
    InputError
        The dossier or the framework has a problem, there is no date, or no such level.
    """
    from kiemdinh.api.assess import assess
    from kiemdinh.cli.shared.input import named_input
    from kiemdinh.diagnostics.diagnostic import InputError

    try:
        return assess(framework, named_input(dossier), on=on, target=target, budget=budget)
    except InputError as error:
        raise InputError([_name_the_option(d, dossier) for d in error.diagnostics]) from None


def _name_the_option(found: Diagnostic, dossier: str) -> Diagnostic:
    """Return *found*; where it says that a date is missing, with the file and the option that gives a date."""
    # The engine does not know where it was called from: on the command line a date is given by an option.
    if found.code != "KD310" or found.file is not None:
        return found
    return replace(found, file=dossier, expected="--on DATE, or 'date:' in the dossier")


def write_explanation(explanation: Narrated, form: str, lang: str, *, full: bool) -> None:
    """Write an explanation to standard output, with styles where that is a terminal.

    *form* is "text", "json" or "markdown"; *lang* is "vi" or "en". With *full* no list is shortened.
    """
    from kiemdinh.narration.pages import explanation_page

    if form == "json":
        write(explanation.to_json() + "\n")
    elif form == "markdown":
        write(explanation.to_markdown(lang, full=full))
    else:
        write_page(explanation_page(explanation.result, explanation, lang, full=full))
