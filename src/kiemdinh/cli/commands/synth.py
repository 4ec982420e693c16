"""``kiemdinh synth``: a table of synthetic schools, to try things on and to measure."""

from __future__ import annotations

from pathlib import Path

import click

from kiemdinh.cli.shared import OutputError, lang_option, load_framework, say, write_lines
from kiemdinh.diagnostics.message import Message

__all__ = ["synth"]

# As in kiemdinh.portfolio.synthetic, which is loaded when it is used.
_MOST_SCHOOLS = 1_000_000
_MOST_YEARS = 20


@click.command(short_help="Make a table of synthetic schools.")
@click.option("--framework", metavar="ID|FILE", required=True, help="Framework of all schools.")
@click.option("--schools", type=click.IntRange(1, _MOST_SCHOOLS), default=200, show_default=True, help="Schools.")
@click.option(
    "--years", type=click.IntRange(1, _MOST_YEARS), default=1, show_default=True, help="Years of each school."
)
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed makes the same table."
)
@click.option("--out", "-o", metavar="FILE", required=True, help="Write the table as a new file: .csv or .xlsx.")
@lang_option
def synth(framework: str, schools: int, years: int, seed: int, out: str, lang: str | None) -> None:
    """Make a table of schools that do not exist, with a row for each school and year.

    The records of one school fit together, and its figures lie near what rules ask for. Each row says that it is
    synthetic.
    """
    from kiemdinh.diagnostics.wording import describe_os_error
    from kiemdinh.portfolio.synthetic import make_schools

    writers = {".csv": "to_csv", ".xlsx": "to_xlsx"}
    suffix = Path(out).suffix.lower()
    if suffix not in writers:
        message = say(Message("{name} must end in one of {names}", name=out, names=", ".join(writers)))
        raise click.BadParameter(message, param_hint="--out")
    found = load_framework(framework, unofficial=True)
    table = make_schools(found, schools=schools, years=years, seed=seed, lang=lang)
    _refuse_present(out)
    try:
        getattr(table, writers[suffix])(out)
    except OSError as error:
        reason = describe_os_error(error)
        raise OutputError(say(Message("{name} cannot be written: {reason}", name=out, reason=reason))) from None
    counted = Message.for_count("{n} row in {file}", "{n} rows in {file}", len(table), file=out)
    write_lines(f"{counted.text_in(lang or found.language)}\n{table.note}\n")


def _refuse_present(name: str) -> None:
    """Raise InputError where there is such a file: it could be a table of real schools."""
    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError

    if Path(name).exists():
        message = Message("this file exists already, and is not overwritten")
        raise InputError([Diagnostic("KD001", "error", message, name)])
