"""What the commands of an office share: reading tables of schools, and writing results in every form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiemdinh.cli.shared.input import load_framework
from kiemdinh.cli.shared.language import say
from kiemdinh.cli.shared.options import format_option, lang_option
from kiemdinh.cli.shared.output import OutputError, write, write_page, write_problems
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch import Batch
    from kiemdinh.portfolio.office_results import OfficeResult

__all__ = ["assess_tables", "office_options", "tables_options", "write_office_result"]

F = TypeVar("F", bound=Callable[..., Any])


def office_options(command: F) -> F:
    """Add ``--format``, ``--out`` and ``--lang``: :func:`write_office_result` takes what they were given."""
    command = lang_option(command)
    command = click.option("--out", "-o", metavar="FILE", help="Write to a file; its ending names the form.")(command)
    return format_option("text", "markdown", "json", "html", "svg", "csv")(command)


def tables_options(command: F) -> F:
    """Add ``--framework``, ``--on`` and ``--columns``: :func:`assess_tables` takes what they were given."""
    command = click.option(
        "--columns", metavar="FILE", help="What the columns stand for, where their headings do not say it."
    )(command)
    command = click.option(
        "--on", metavar="DATE", multiple=True, help="Day of the assessment; once, or once for each table."
    )(command)
    return click.option(
        "--framework", metavar="ID|FILE", multiple=True, required=True, help="Framework; once, or once for each table."
    )(command)


def assess_tables(
    tables: Sequence[str], framework: Sequence[str], on: Sequence[str], columns: str | None
) -> list[Batch]:
    """Return the results of tables of schools, and report on standard error what cannot be read.

    Raises
    ------
    InputError
        A table or a framework cannot be read.
    """
    from kiemdinh.portfolio import assess_many
    from kiemdinh.standards.catalogue import bundled_ids

    names, days = _spread("--framework", framework, tables), _spread("--on", on or (None,), tables)
    mapping = None if columns is None else Path(columns)
    found = []
    for table, name, day in zip(tables, names, days, strict=True):
        chosen = name if name in bundled_ids() else load_framework(name)
        batch = assess_many(chosen, Path(table), on=day, columns=mapping)
        for cell in batch.set_aside:
            write_problems(cell.to_diagnostic())
        found.append(batch)
    return found


def _spread(option: str, given: Sequence[Any], tables: Sequence[str]) -> list[Any]:
    """Return what was given for each table: the same for all where it was given once."""
    if len(given) not in (1, len(tables)):
        raise click.BadParameter(say(Message("give it once, or once for each table")), param_hint=option)
    return [*given] * len(tables) if len(given) == 1 else [*given]


def write_office_result(result: OfficeResult, form: str, out: str | None, lang: str | None) -> None:
    """Write a result to standard output, or to a file in the form that its ending names, and tell its warnings.

    Raises
    ------
    InputError
        The ending names no form.
    OutputError
        It cannot be written.
    """
    for warning in result.warnings:
        write_problems(warning)
    if out is not None:
        _save(result, out, lang)
    elif form == "text":
        write_page(result.page(lang))
    else:
        forms: dict[str, Callable[[], str]] = {
            "markdown": lambda: result.to_markdown(lang),
            "json": lambda: result.to_json() + "\n",
            "html": lambda: result.to_html(lang),
            "svg": lambda: result.to_svg(lang),
            "csv": result.to_csv,
        }
        write(forms[form]())


def _save(result: OfficeResult, out: str, lang: str | None) -> None:
    from kiemdinh.diagnostics.wording import describe_os_error

    try:
        result.save(out, lang)
    except OSError as error:
        message = say(Message("{name} cannot be written: {reason}", name=out, reason=describe_os_error(error)))
        raise OutputError(message) from None
