"""Rules of one stage compiled for many schools: each fact as a pair of planes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.assessment.plain.closed_reasons import ClosedReasons
from kiemdinh.assessment.plain.closed_rules import ClosedRules
from kiemdinh.assessment.plain.shape import RecordFact, RecordShape, is_settled
from kiemdinh.rules.compiled import (
    MAX_NUMBER,
    CompiledColumns,
    CompiledPlanes,
    FigureColumns,
    FigureForm,
    Plane,
    PlaneFunction,
    PlaneLogic,
    PlanePair,
    PlaneRows,
    PlaneSource,
)

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Reason
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["Ground", "PlaneRules", "compile_plane_rules"]

_MAX_COMPILED: Final = 32
"""Compiled rules that are kept; of Circular 18 one takes some hundred kB."""


class Ground(NamedTuple):
    """The ground of a fact of a node: whether the fact, where it is unknown, is unknown for a given reason (3.6).

    With None for the reason: whether a finding or a claim decides the fact.
    """

    fact: str
    reason: Reason | None


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
    grounds
        The grounds that ``ground_function`` gives.
    ground_function
        The compiled function for grounds, with the same arguments as the rules; None where grounds are not asked for.
    """

    rules: FrameworkRules
    names: tuple[str, ...]
    records: Mapping[str, RecordFact]
    given: frozenset[str]
    function: PlaneFunction
    grounds: tuple[Ground, ...] = ()
    ground_function: PlaneFunction | None = None

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

    def read_grounds(
        self, rows: PlaneRows, truths: Mapping[str, PlanePair], figures: Mapping[str, FigureColumns]
    ) -> dict[Ground, Plane]:
        """Return the grounds of facts; the arguments are those of :meth:`read_once`."""
        if self.ground_function is None:
            return {}
        found = self.ground_function.evaluate(rows, truths, figures)
        return {ground: pair.certain for ground, pair in zip(self.grounds, found, strict=True)}


def compile_plane_rules(
    empty: StageFacts,
    shape: RecordShape,
    wanted: Iterable[str],
    forms: Mapping[str, FigureForm],
    given: Iterable[str] = (),
    max_number: int | None = MAX_NUMBER,
    explained: Iterable[str] = (),
) -> PlaneRules:
    """Return the rules of a stage, compiled for tables of schools.

    Costs the writing and compiling of the rules below the facts that are asked for: some tens of milliseconds. What was
    compiled last is kept, so that the next table with the same columns, and figures of the same forms, costs a look-up.

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
    explained
        The facts of nodes whose grounds are given too.

    Raises
    ------
    NotPlainError
        The rules cannot be closed over records of this shape.
    InexactError
        Quantities may be too large for a column.
    """
    asked = _Asked(
        _tell_apart(empty, shape), tuple(sorted({*wanted})), tuple(sorted(forms.items(), key=_first)), frozenset(given),
        max_number, tuple(explained), empty, shape,
    )  # fmt: skip
    return _compile(asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The request for compiled rules. *key* stands for the facts of an empty school and for the shape."""

    key: tuple[object, ...]
    wanted: tuple[str, ...]
    forms: tuple[tuple[str, FigureForm], ...]
    given: frozenset[str]
    max_number: int | None
    explained: tuple[str, ...]
    empty: StageFacts = field(compare=False)
    shape: RecordShape = field(compare=False)


def _first(pair: tuple[str, FigureForm]) -> str:
    return pair[0]


def _tell_apart(empty: StageFacts, shape: RecordShape) -> tuple[object, ...]:
    """Return a key that is equal where the same rules are compiled: what the rules read of a school without records."""
    about, dossier = (empty.framework, empty.rules, empty.stage), empty.dossier
    clocks = tuple((name, day) for name, day in empty.clocks.items() if name not in shape.clocks)
    recorded = (shape.side, frozenset(shape.nodes.items()), frozenset(shape.values.items()), shape.anywhere)
    return (*about, dossier.held, dossier.complete, dossier.school.founded, clocks, *recorded, shape.clocks)


@lru_cache(maxsize=_MAX_COMPILED)
def _compile(asked: _Asked) -> PlaneRules:
    empty, handed = asked.empty, asked.given
    source = PlaneSource(is_settled, dict(asked.forms), PlaneLogic(max_number=asked.max_number))
    closed = ClosedRules(empty, asked.shape, source, handed)
    conditions = [closed.truth(name) for name in asked.wanted]
    grounds = _close_grounds(ClosedReasons(closed), asked.explained)
    function = source.build(conditions)
    ground_function = source.build([*grounds.values()]) if grounds else None
    records = {name: closed.records[name] for name in source.truths if name not in handed}
    return PlaneRules(empty.rules, asked.wanted, records, handed, function, tuple(grounds), ground_function)


def _close_grounds(
    reasons: ClosedReasons[CompiledPlanes, CompiledColumns], explained: Iterable[str]
) -> dict[Ground, CompiledPlanes]:
    found = {}
    for name in explained:
        found[Ground(name, None)] = reasons.has_finding(name)
        found |= {Ground(name, reason): condition for reason, condition in reasons.of_fact(name).items()}
    return found
