"""``kiemdinh schema``: the JSON Schema of a kind of file, for editors to complete and check with."""

from __future__ import annotations

from typing import Any

import click

from kiemdinh.cli.shared import write

__all__ = ["schema"]


@click.command(short_help="Print the JSON Schema of a kind of file, for editors.")
@click.argument("kind", type=click.Choice(["definition", "dossier", "scenario", "crosswalk"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a definition, dossier, scenario or crosswalk file, for editors.

    It is about shape. What ids and words mean is checked by 'kiemdinh check' and 'kiemdinh scenarios'.
    """
    from kiemdinh.standards.definition import schema_text

    write(schema_text(_find_schema(kind)))


def _find_schema(kind: str) -> dict[str, Any]:
    if kind == "dossier":
        from kiemdinh.evidence.dossier_schema import dossier_schema

        return dossier_schema()
    if kind == "scenario":
        from kiemdinh.testing.scenario_schema import scenario_schema

        return scenario_schema()
    if kind == "crosswalk":
        from kiemdinh.transitions.crosswalks import crosswalk_schema

        return crosswalk_schema()
    from kiemdinh.standards.definition import definition_schema

    return definition_schema()
