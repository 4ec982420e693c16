"""The members of populations on a date, and what is recorded of others (semantics 6.2, 6.5).

Frameworks that read neither registers nor other frameworks pay nothing for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.standards.lowering import FrameworkRules, Population, PopulationMember

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier, RegisterMember, ValueRecord
    from kiemdinh.evidence.resolution.references import References
    from kiemdinh.rules import Number
    from kiemdinh.standards.definition import Definition
    from kiemdinh.standards.loading import Framework

__all__ = ["find_references", "list_values_of_members", "populations_on", "rules_for"]


def rules_for(framework: Framework, dossier: Dossier, on: dt.date) -> FrameworkRules:
    """Return the rules of a framework for the stages of a dossier and the members of its registers on a date."""
    populations = populations_on(framework.definition, dossier, on)
    return framework.rules(dossier.school.stages, on, populations)


def populations_on(definition: Definition, dossier: Dossier, on: dt.date) -> tuple[Population, ...] | None:
    """Return the members of each population that belong on a date (6.2); None where the definition has none.

    A population without a register has no member that is known, and is complete only where the dossier says so.
    """
    kinds = definition.populations
    if not kinds:
        return None
    return tuple(
        Population(
            kind,
            tuple(
                PopulationMember(row.id, row.stages or (), tuple(_list_known(row)))
                for row in _rows_on(dossier, kind, on)
            ),
            kind in dossier.complete,
        )
        for kind in kinds
    )


def list_values_of_members(framework: Framework, dossier: Dossier, on: dt.date) -> Iterator[ValueRecord]:
    """Yield the values of the members that belong on a date."""
    for kind in framework.definition.populations:
        for row in _rows_on(dossier, kind, on):
            yield from row.values


def find_references(
    framework: Framework, dossier: Dossier, on: dt.date, known_on: dt.date, law_date: dt.date
) -> References | None:
    """Return the outcomes of other frameworks on a date, by what is known on another; None where no rule reads one.

    *law_date* picks the framework of a family.
    """
    if not framework.definition.references:
        return None
    from kiemdinh.evidence.resolution.references import References  # noqa: PLC0415 - loaded when it is needed

    return References(framework.definition, dossier, on, known_on, law_date)


def _list_known(row: RegisterMember) -> Iterator[tuple[str, Number]]:
    """Yield what is known of a member by itself, so that who belongs to a set is known when the rules are lowered."""
    for value in row.values:
        if value.value is not None and value.at == (row.id,) and value.stage is None:
            yield value.name, value.value


def _rows_on(dossier: Dossier, kind: str, on: dt.date) -> list[RegisterMember]:
    return [row for row in dossier.register.get(kind, ()) if row.belongs_on(on)]
