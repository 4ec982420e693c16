"""From the arguments of a command to an assessment, and from an explanation to standard output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from kiemdinh.cli.shared.input import load_framework, open_argument
from kiemdinh.cli.shared.members import given_members, given_references
from kiemdinh.cli.shared.output import write, write_page
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.api.narrated import Narrated
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.evidence.reading import OpenDossier
    from kiemdinh.parsing.read import Input
    from kiemdinh.standards.loading import Framework

__all__ = ["assess_dossier", "name_the_option", "open_with_framework", "read_law_day", "write_explanation"]


def assess_dossier(
    dossier: str,
    framework: str | None,
    on: str | None,
    target: str | None = None,
    budget: int | None = None,
    *,
    unofficial: bool = False,
    stages: tuple[str, ...] = (),
    kind: str | None = None,
) -> Assessment:
    """Return the assessment of a dossier.

    Parameters
    ----------
    dossier
        The path of a file, or "-" for standard input.
    framework
        A bundled id or the path of a definition; None takes the framework that the dossier names, which may be a file
        where the dossier is one.
    on
        The day of the assessment as it was typed; None takes the date of the dossier.
    target
        The level that is asked about; None takes the next one above the guaranteed level.
    budget
        The steps that a search may take; None takes the default.
    unofficial
        Whether a definition may have the id of a bundled framework and differ from it.
    stages, kind
        The stages and the kind of the school, by which a framework is chosen that neither the caller nor the dossier
        names; without them those of the dossier.

    Raises
    ------
    InputError
        The dossier or the framework has a problem, there is no date, or no such level.
    """
    from kiemdinh.api.assess import assess

    opened, found = open_with_framework(dossier, framework, unofficial=unofficial, on=on, stages=stages, kind=kind)
    with _name_options():
        return assess(found, opened, on=on, target=target, budget=budget, **given_members())


def open_with_framework(
    dossier: str,
    framework: str | None,
    given: Input | None = None,
    *,
    unofficial: bool = False,
    on: str | None = None,
    stages: tuple[str, ...] = (),
    kind: str | None = None,
) -> tuple[OpenDossier, Framework]:
    """Return the dossier that an argument names, a text or a workbook, and the framework that it is read by.

    The parameters are those of :func:`assess_dossier`; *given* is the text of the dossier where it was read before.

    Raises
    ------
    InputError
        The dossier cannot be read, or there is no such framework.
    """
    from kiemdinh.evidence.reading import framework_of, open_dossier
    from kiemdinh.parsing.files import is_workbook

    day = read_law_day(on)
    with _name_options():
        if given is None and dossier != "-" and is_workbook(dossier):
            from kiemdinh.portfolio.templates import read_school_workbook

            book = read_school_workbook(dossier)
            opened, read = book.named, book.read
        else:
            opened = open_dossier(given or open_argument(dossier))
            read = None
        # The date of the dossier picks the edition, where none is given.
        day = day or opened.date
        # A dossier on standard input may come from a stranger, and it has no folder.
        allows = dossier != "-"
        found = (
            framework_of(opened, allow_files=allows, unofficial=unofficial, on=day, stages=stages, kind=kind)
            if framework is None
            else load_framework(framework, unofficial=unofficial, on=day, references=given_references())
        )
        return opened if read is None else read(found), found


def read_law_day(on: str | None) -> dt.date | None:
    """Return the law date as it was typed; None where it is no date, which the assessment reports with all else."""
    from kiemdinh.diagnostics.diagnostic import InputError
    from kiemdinh.evidence.reading import read_date_argument

    try:
        return read_date_argument(on, "on")
    except InputError:
        return None


@contextmanager
def _name_options() -> Iterator[None]:
    """Raise errors inside the ``with`` block with the options that would mend them."""
    from kiemdinh.diagnostics.diagnostic import InputError

    try:
        yield
    except InputError as error:
        raise InputError(map(name_the_option, error.diagnostics)) from None


def name_the_option(found: Diagnostic) -> Diagnostic:
    """Return *found*; where it says that a date or framework is missing, with the option that gives it."""
    # The engine does not know where it was called from: on the command line these are given by options.
    options = {
        "KD310": Message("--on DATE, or 'date:' in the dossier"),
        "KD330": Message("--framework, or 'framework:' in the dossier"),
    }
    return replace(found, expected=options[found.code]) if found.code in options else found


def write_explanation(explanation: Narrated, form: str, lang: str | None, *, full: bool) -> None:
    """Write an explanation to standard output, with styles where that is a terminal.

    *form* is "text", "json" or "markdown"; *lang* is "vi" or "en", and None for that of the definition. With *full* no
    list is shortened.
    """
    from kiemdinh.narration.pages import explanation_page

    if form == "json":
        write(explanation.to_json() + "\n")
    elif form == "markdown":
        write(explanation.to_markdown(lang, full=full))
    else:
        write_page(explanation_page(explanation.result, explanation, lang, full=full))
