"""``kiemdinh plan``: which schools do what in which year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from kiemdinh.cli.shared import (
    assess_dossier,
    assess_tables,
    load_framework,
    office_options,
    say,
    show_progress,
    tables_options,
    write_office_result,
)
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.portfolio.batch import Batch
    from kiemdinh.portfolio.planning import Objective

__all__ = ["plan"]


@click.command(short_help="Plan which schools do what in which year.")
@click.argument("table")
@tables_options
@click.option("--terms", metavar="FILE", required=True, help="Targets and budgets: YAML with these two keys.")
@click.option("--efforts", metavar="FILE", help="What changes take: YAML or CSV; else each costs 1.")
@click.option("--register", metavar="FILE", help="Register of the schools that are counted; else those of the table.")
@click.option(
    "--references",
    metavar="FILE",
    multiple=True,
    help="Dossier of a subject whose node is a target, such as a commune; ID=TABLE for many; repeatable.",
)
@click.option(
    "--objective",
    type=click.Choice(("cheapest", "most")),
    default="cheapest",
    show_default=True,
    help="Meet the targets for least money, or in as many schools as budgets allow.",
)
@click.option(
    "--unknowns",
    type=click.Choice(("worst", "best")),
    default="worst",
    show_default=True,
    help="What unknown things turn out to be.",
)
@click.option("--require", metavar="ID", multiple=True, help="School that has to meet the highest target; repeatable.")
@click.option("--exclude", metavar="ID", multiple=True, help="School that does nothing; repeatable.")
@click.option("--phased", is_flag=True, help="Let each change begin in a year of its own; in small cases.")
@click.option("--phased-at", metavar="ID", multiple=True, help="School whose changes may do so; repeatable.")
@click.option("--budget", type=click.IntRange(min=1), metavar="STEPS", help="Steps that all searches may take.")
@office_options
def plan(
    table: str,
    framework: tuple[str, ...],
    on: tuple[str, ...],
    columns: str | None,
    terms: str,
    efforts: str | None,
    register: str | None,
    references: tuple[str, ...],
    objective: str,
    unknowns: str,
    require: tuple[str, ...],
    exclude: tuple[str, ...],
    phased: bool,
    phased_at: tuple[str, ...],
    budget: int | None,
    form: str,
    out: str | None,
    lang: str | None,
) -> None:
    """Plan which schools of TABLE do what in which year, so that targets are met within budgets.

    The day of --on is that of the assessment, and the plan begins in its year. Files are written by --out: .xlsx has a
    sheet for each table, .html the page with the cost curve.
    """
    from kiemdinh.parsing.read import open_input
    from kiemdinh.portfolio import plan as make_plan

    if len(on) != 1:
        raise click.BadParameter(say(Message("give the one day from which on it is planned")), param_hint="--on")
    asked = open_input(Path(terms)).read().data
    with show_progress():
        (batch,) = assess_tables((table,), framework, on, columns)
        found = make_plan(
            batch,
            on=on[0],
            targets=asked.get("targets", ()),
            budgets=asked.get("budgets", {}),
            efforts=None if efforts is None else Path(efforts),
            register=None if register is None else Path(register),
            references=[_assess_reference(name, on[0], register) for name in references],
            objective=cast("Objective", objective),  # click has checked it
            unknowns=cast("Literal['worst', 'best']", unknowns),
            require=require,
            exclude=exclude,
            phased=phased or phased_at,
            budget=budget,
        )
        write_office_result(found, form, out, lang)


def _assess_reference(name: str, on: str, register: str | None) -> Assessment | Batch:
    """Return how a subject stands, or those of a table; members that its dossier does not have are in the register."""
    from kiemdinh.api.assess import assess
    from kiemdinh.portfolio import assess_many

    framework, _, table = name.partition("=")
    members = None if register is None else Path(register)
    if table and not Path(name).exists():
        return assess_many(load_framework(framework), Path(table), on=on, register=members)
    result = assess_dossier(name, None, on)
    if members is None or result.dossier.register or not result.framework.definition.populations:
        return result
    return assess(result.framework, result.dossier, on=on, register=members)
