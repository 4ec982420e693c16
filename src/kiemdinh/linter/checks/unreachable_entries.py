"""Entries of tables that no dossier gets (KD527).

The value by which a table is read has a range, and may be fixed by the table around it or by the ``when`` of its
requirement. The validity of an award is read by an outcome, and perhaps not every label of it can earn the award.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kiemdinh.analysis.study import Study
from kiemdinh.analysis.tables import TableEntry, TableReading, find_tables, list_entries
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import find_line, make_finding
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import MET, All, Any, Assignment, Condition, Known, Not, Satisfiability
from kiemdinh.standards.definition import (
    Award,
    LabelOutcome,
    LadderAward,
    Outcome,
    StepTable,
    Table,
    ValidityTable,
    ValueTable,
)
from kiemdinh.standards.names import FactKind, FactName

__all__ = ["check_unreachable_entries"]


@dataclass(frozen=True, slots=True)
class _TablePlace:
    """A place at which a table is read: the conditions that hold there, and the choices of the tables around it."""

    place: TableReading
    chosen: Condition

    @property
    def given(self) -> Condition:
        context = self.place.context
        return self.chosen if context is None else All((context.condition, self.chosen))


_Readings: TypeAlias = Sequence[_TablePlace]


def check_unreachable_entries(study: Study) -> Iterator[LintFinding]:
    """Find entries that are reached from no place at which their table is read; about one proof for each entry."""
    tables: dict[Path, tuple[Table, dict[TableReading, None]]] = {}
    for path, table, reading in find_tables(study):
        tables.setdefault(path, (table, {}))[1][reading] = None
    for path, (table, places) in tables.items():
        readings = [_TablePlace(place, Known(MET)) for place in places]
        yield from _check_table(study, table, path, readings)
    for i, award in enumerate(study.framework.awards):
        if isinstance(award.valid, ValidityTable):
            yield from _check_validity(study, award, award.valid, ("awards", i, "valid"))


def _check_table(study: Study, table: Table, path: Path, readings: _Readings) -> Iterator[LintFinding]:
    """Find entries of a table, and of the tables in it, that no dossier gets."""
    readings = [reading for reading in readings if _can_be(study, reading.given)]
    if not readings:  # the fault is in what surrounds the table
        return
    entries = zip(*(list_entries(study, table, path, reading.place.scope) for reading in readings), strict=True)
    columns = list(entries)
    reached = [_is_reached(study, readings, [entry.condition for entry in column]) for column in columns]
    others = [column for column, is_reached in zip(columns, reached, strict=True) if is_reached]
    for column, is_reached in zip(columns, reached, strict=True):
        entry = column[0]
        if not is_reached:
            # A table by a choice must have every choice: an entry that ``when`` rules out cannot be removed.
            is_forced = isinstance(table, ValueTable) and sum(reached) > 1 and _is_ruled_out(study, readings, column)
            world = study.prove(_take_one(readings, others)).world
            yield _report_entry(study, table, entry, readings[0], world, is_forced=is_forced)
        elif isinstance(entry.value, ValueTable | StepTable):
            inside = [
                _TablePlace(reading.place, All((reading.chosen, inner.condition)))
                for reading, inner in zip(readings, column, strict=True)
            ]
            yield from _check_table(study, entry.value, entry.path, inside)


def _can_be(study: Study, condition: Condition) -> bool:
    """Return whether it is not proved that no dossier meets a condition."""
    return study.prove(condition).status is not Satisfiability.UNSATISFIABLE


def _is_reached(study: Study, readings: _Readings, conditions: Sequence[Condition]) -> bool:
    pairs = zip(readings, conditions, strict=True)
    return any(_can_be(study, All((reading.given, condition))) for reading, condition in pairs)


def _is_ruled_out(study: Study, readings: _Readings, column: Sequence[TableEntry]) -> bool:
    """Return whether an entry could be taken without the ``when`` above it."""
    pairs = zip(readings, column, strict=True)
    return any(_can_be(study, All((reading.chosen, entry.condition))) for reading, entry in pairs)


def _take_one(readings: _Readings, columns: Sequence[Sequence[TableEntry]]) -> Condition:
    """Return the condition that one of some entries is taken."""
    taken = tuple(
        All((reading.given, entry.condition))
        for column in columns
        for reading, entry in zip(readings, column, strict=True)
    )
    return Any(taken) if taken else readings[0].given


def _report_entry(
    study: Study, table: Table, entry: TableEntry, reading: _TablePlace, world: Assignment | None, *, is_forced: bool
) -> LintFinding:
    return make_finding(
        study,
        "KD527",
        Message("no dossier gets this entry: where the table is read it is never so that {case}", case=entry.name),
        entry.path,
        hint=_find_cause(study, table, entry, reading),
        note=is_forced,
        witness=study.write_dossier(world),
    )


def _find_cause(study: Study, table: Table, entry: TableEntry, reading: _TablePlace) -> Message:
    """Return the cause for which an entry is never taken: its range, the table around it, or a ``when``."""
    if not _can_be(study, entry.condition):
        return Message("see what '{name}' can be", name=table.by)
    if not _can_be(study, All((reading.chosen, entry.condition))):
        return Message("the table around it has chosen already")
    context = reading.place.context
    line = None if context is None else find_line(study, (*study.framework.nodes[context.nodes[0]].path, "when"))
    return Message("see the 'when' above it") if line is None else Message("see 'when' in line {n}", n=line)


# -- the validity of an award ----------------------------------------------------------------------------------


def _check_validity(study: Study, award: Award, table: ValidityTable, path: Path) -> Iterator[LintFinding]:
    """Find labels for which an award states a validity, although it cannot be earned with them."""
    outcome = next(one for one in study.framework.outcomes if one.id == table.by)
    lowest = study.framework.definition.steps_of(award.ladder)[0] if isinstance(award, LadderAward) else None
    earned = study.inlined[str(FactName(FactKind.AWARD, award.id, lowest))]
    if not _can_be(study, earned):
        return
    # A table may name all labels for completeness, unless it lacks one with which the award can be earned.
    is_complete = table.otherwise is None and table.values.keys() >= _list_earning(study, outcome, earned)
    for word in table.values:  # an ``otherwise`` may be there for safety's sake
        condition = _given_label(study, outcome, word)
        if not _can_be(study, All((earned, condition))):
            yield make_finding(
                study,
                "KD527",
                Message(
                    "no dossier gets this entry: who earns '{award}' never has the label '{label}' of '{outcome}'",
                    award=award.id,
                    label=word,
                    outcome=table.by,
                ),
                (*path, "values", word),
                hint=Message("see what '{award}' needs", award=award.id),
                note=is_complete,
                witness=study.write_dossier(study.prove(earned).world),
            )


def _list_earning(study: Study, outcome: Outcome, earned: Condition) -> set[str]:
    """Return the labels or steps of an outcome with which an award can be earned."""
    if isinstance(outcome, LabelOutcome):
        words = [*(case.id for case in outcome.cases), outcome.otherwise.id]
    else:
        words = list(study.framework.definition.steps_of(outcome.ladder))
    return {word for word in words if _can_be(study, All((earned, _given_label(study, outcome, word))))}


def _given_label(study: Study, outcome: Outcome, word: str) -> Condition:
    """Return the condition that an outcome gives a label, or has a level as its highest."""
    if isinstance(outcome, LabelOutcome):
        return study.inlined[str(FactName(FactKind.LABEL, outcome.id, word))]
    steps = study.framework.definition.steps_of(outcome.ladder)
    own, *higher = (
        study.inlined[str(FactName(FactKind.OUTCOME, outcome.id, step))] for step in steps[steps.index(word) :]
    )
    return All((own, Not(higher[0]))) if higher else own
