"""``kiemdinh renewals``: what falls due of the schools of a register, and when each is visited."""

from __future__ import annotations

from pathlib import Path

import click

from kiemdinh.cli.shared import office_options, say, show_progress, write_office_result
from kiemdinh.diagnostics.message import Message

__all__ = ["renewals"]


@click.command(short_help="Say what falls due and schedule visits.")
@click.argument("register")
@click.option("--on", metavar="DATE", required=True, help="The first day, 2026-12-01.")
@click.option("--until", metavar="DATE", required=True, help="The last day, 2027-12-31.")
@click.option("--teams", metavar="FILE", help="Who visits, YAML or JSON; else nothing is scheduled.")
@click.option("--blackout", metavar="MONTH", multiple=True, help="A month without visits, 2027-06; can be repeated.")
@click.option("--visits", metavar="FILE", help="Visits that the office owes, YAML or JSON.")
@click.option("--previous", metavar="FILE", help="An earlier result, as JSON, that is to change little.")
@click.option(
    "--lead", metavar="AWARD=TIME", multiple=True, help="Lead time of an award whose edition has none: 5 months."
)
@office_options
def renewals(
    register: str,
    on: str,
    until: str,
    teams: str | None,
    blackout: tuple[str, ...],
    visits: str | None,
    previous: str | None,
    lead: tuple[str, ...],
    form: str,
    out: str | None,
    lang: str | None,
) -> None:
    """Say which awards of REGISTER fall due, by when to file for them, and in which month each school is visited.

    A schedule is proved to be best, or the months and teams without room are named. Files are written by --out: .csv,
    .parquet, .xlsx, .json, .md, .txt, .html, .svg or .ics.
    """
    from kiemdinh.portfolio import find_renewals

    with show_progress():
        found = find_renewals(
            Path(register),
            on=on,
            until=until,
            teams=_open(teams),
            blackout=blackout,
            visits=_open(visits),
            previous=_open(previous),
            lead=dict(map(_split_lead, lead)) or None,
        )
        write_office_result(found, form, out, lang)


def _open(name: str | None) -> Path | None:
    return None if name is None else Path(name)


def _split_lead(text: str) -> tuple[str, str]:
    award, sign, time = text.partition("=")
    if not sign:
        raise click.BadParameter(say(Message("write it as AWARD=TIME")), param_hint="--lead")
    return award.strip(), time.strip()
