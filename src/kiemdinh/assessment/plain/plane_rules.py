"""Rules of one stage compiled for many schools: each fact as a pair of planes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.assessment.plain.closed_rules import ClosedRules
from kiemdinh.assessment.plain.shape import RecordFact, RecordShape, is_settled
from kiemdinh.rules.compiled import (
    MAX_NUMBER,
    FigureColumns,
    FigureForm,
    PlaneFunction,
    PlaneLogic,
    PlanePair,
    PlaneRows,
    PlaneSource,
)

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["PlaneRules", "compile_plane_rules"]


@dataclass(frozen=True, slots=True)
class PlaneRules:
    """The rules of one stage, of the school as one where there is none, as a function of what is recorded.

    Attributes
    ----------
    rules
        The rules of the framework, in the setting of all schools.
    names
        The facts that the function gives, by their names in the rules.
    records
        What the function asks of records, by the name of the fact that it takes.
    given
        The facts that are handed over as they are, by their names in the rules.
    function
        The compiled rules.
    """

    rules: FrameworkRules
    names: tuple[str, ...]
    records: Mapping[str, RecordFact]
    given: frozenset[str]
    function: PlaneFunction

    def read_once(
        self, rows: PlaneRows, truths: Mapping[str, PlanePair], figures: Mapping[str, FigureColumns]
    ) -> dict[str, PlanePair]:
        """Return the facts of a single reading, in which context may be unknown.

        Parameters
        ----------
        rows
            How many schools there are.
        truths
            What is asked of records, by the names of ``records``, and the facts that are given.
        figures
            The columns of the values that the function takes.
        """
        return dict(zip(self.names, self.function.evaluate(rows, truths, figures), strict=True))


def compile_plane_rules(
    empty: StageFacts,
    shape: RecordShape,
    wanted: Iterable[str],
    forms: Mapping[str, FigureForm],
    given: Iterable[str] = (),
    max_number: int | None = MAX_NUMBER,
) -> PlaneRules:
    """Return the rules of a stage, compiled for tables of schools.

    Costs the writing and compiling of the rules below the facts that are asked for: some tens of milliseconds.

    Parameters
    ----------
    empty
        The facts of the stage in a school that has recorded nothing.
    shape
        What is recorded.
    wanted
        The facts to compile, by their names in the rules.
    forms
        What is known of the columns of each value that is recorded or has cases.
    given
        Facts that are handed over as they are: the outcomes of schools, for what awards need of them.
    max_number
        The greatest number that a column may hold, as the rows say; None where there is none.

    Raises
    ------
    NotPlainError
        The rules cannot be closed over records of this shape.
    InexactError
        Quantities may be too large for a column.
    """
    source = PlaneSource(is_settled, forms, PlaneLogic(max_number=max_number))
    handed = frozenset(given)
    closed = ClosedRules(empty, shape, source, handed)
    names = tuple(sorted({*wanted}))
    function = source.build([closed.truth(name) for name in names])
    records = {name: closed.records[name] for name in function.truths if name not in handed}
    return PlaneRules(empty.rules, names, records, handed, function)
