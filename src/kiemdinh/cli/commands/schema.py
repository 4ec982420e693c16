"""``kiemdinh schema``: the JSON Schema of a definition, for editors to complete and check with."""

from __future__ import annotations

import click

from kiemdinh.cli.shared import write

__all__ = ["schema"]


@click.command(short_help="Print the JSON Schema of a definition, for editors.")
@click.argument("kind", type=click.Choice(["definition"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a definition, for editors. What ids mean together is checked by 'kiemdinh check'."""
    from kiemdinh.standards.definition import definition_schema, schema_text

    write(schema_text(definition_schema()))
