"""Reading a dossier for the commands that explain, and writing what they found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiemdinh.cli.shared.output import write, write_page

if TYPE_CHECKING:
    from kiemdinh.assessment.assessed import Assessment
    from kiemdinh.assessment.telling import Narrated
    from kiemdinh.standards.diagnostics import Diagnostic

__all__ = ["assessed", "tell"]


def assessed(dossier: str, framework: str | None, on: str | None, target: str | None = None) -> Assessment:
    """Return the assessment of a dossier, a file or "-" for standard input."""
    from kiemdinh.assessment.assess import assess  # noqa: PLC0415 - it loads the engine
    from kiemdinh.cli.shared.input import named_input  # noqa: PLC0415 - it loads the engine
    from kiemdinh.standards.diagnostics import InputError  # noqa: PLC0415 - it is not needed for help

    try:
        return assess(framework, named_input(dossier), on=on, target=target)
    except InputError as error:
        raise InputError([_on_the_command_line(d, dossier) for d in error.diagnostics]) from None


def _on_the_command_line(found: Diagnostic, dossier: str) -> Diagnostic:
    """Say a missing date as it is given here, and for which file."""
    if found.code != "KD310" or found.file is not None:
        return found
    return replace(found, file=dossier, expected="--on DATE, or 'date:' in the dossier")


def tell(told: Narrated, form: str, lang: str, *, full: bool) -> None:
    """Write an explanation as text, JSON or Markdown."""
    from kiemdinh.assessment.explanation_page import page_of_told  # noqa: PLC0415 - only when needed

    if form == "json":
        write(told.to_json() + "\n")
    elif form == "markdown":
        write(told.to_markdown(lang, full=full))
    else:
        write_page(page_of_told(told.result, told, lang, full=full))
