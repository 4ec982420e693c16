"""Rules of one stage compiled for many schools: each fact as a pair of planes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.assessment.cases import find_dependents
from kiemdinh.assessment.plain.closed_rules import ClosedRules
from kiemdinh.assessment.plain.shape import RecordFact, RecordShape, is_settled
from kiemdinh.rules.compiled import FigureColumns, FigureForm, PlaneFunction, PlanePair, PlaneRows, PlaneSource
from kiemdinh.standards.names import read_fact_name

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
    wanted
        The facts that were asked for, by their names in the rules.
    names
        The facts that the function gives: besides those that are wanted, all that hang on context.
    records
        What the function asks of records, by the name of the fact that it takes.
    function
        The compiled rules.
    """

    rules: FrameworkRules
    wanted: frozenset[str]
    names: tuple[str, ...]
    records: Mapping[str, RecordFact]
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
            What is asked of records, by the names of ``records``.
        figures
            The columns of the values that the function takes.
        """
        return dict(zip(self.names, self.function.evaluate(rows, truths, figures), strict=True))


def compile_plane_rules(
    empty: StageFacts, shape: RecordShape, wanted: Iterable[str], forms: Mapping[str, FigureForm]
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

    Raises
    ------
    NotPlainError
        The rules cannot be closed over records of this shape.
    InexactError
        Quantities may be too large for columns of 64-bit integers.
    """
    source = PlaneSource(is_settled, forms)
    closed = ClosedRules(empty, shape, source)
    asked = frozenset(wanted)
    names = (*dict.fromkeys((*sorted(asked), *_find_context_facts(empty.rules))),)
    function = source.build([closed.truth(name) for name in names])
    records = {name: closed.records[name] for name in function.truths}
    return PlaneRules(empty.rules, asked, names, records, function)


def _find_context_facts(rules: FrameworkRules) -> Iterable[str]:
    """Yield the facts that hang on context and those that they read, which tell whose case makes a difference (1.7)."""
    dependents = find_dependents(set(rules.cases), rules)
    yield from sorted(dependents)
    for name in sorted(dependents):
        # A fact by the findings of one side hangs on what the fact of both does.
        yield from sorted(fact for fact in rules.facts[name] if str(read_fact_name(fact).without_side) in dependents)
