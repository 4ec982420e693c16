"""The columns of a table in SQL: what each is about, and how its cells are written there."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import ReadRecords, RecordReader
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.portfolio.coded import repeat_cell
from kiemdinh.portfolio.columns import ColumnMeaning, HeadingReader
from kiemdinh.portfolio.tables import CellEntry, SchoolTable, TableColumn, TableRows
from kiemdinh.standards.names import ValueKind, read_value_name, without_place

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Measure
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["MOST_DIGITS", "SqlColumn", "choose_columns", "read_columns", "table_of_columns"]

MOST_DIGITS: Final = 15
"""Digits of a figure: those that a number with a floating point has for certain."""
_SAMPLES: Final = (50, 1, 2, 0, 90, Fraction(5, 2))


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column of findings or figures.

    Attributes
    ----------
    name
        Its name in the table.
    meaning
        The node or input that it is about.
    words
        The words that its cells can be; none where they are numbers or dates.
    measure, step
        What its numbers are measured in, and the step of their scale; None of a column of words.
    entries
        What its cells record; the first is the empty one.
    """

    name: str
    meaning: ColumnMeaning
    words: tuple[str, ...]
    measure: Measure | None
    step: Fraction | None
    entries: tuple[CellEntry, ...]

    @property
    def decimals(self) -> int:
        """How many decimals its numbers can have."""
        if self.step is not None and self.step.denominator == 1 and (self.low or 0) % 1 == 0:
            return 0
        return max(0, MOST_DIGITS - len(str(max(abs(self.least), abs(self.greatest)))))

    @property
    def low(self) -> Fraction | None:
        """The least number that it can have; None where there is none."""
        return None if self.measure is None or self.measure.low is None else Fraction(self.measure.low)

    @property
    def least(self) -> int:
        """A whole number that no figure is below."""
        return -(10**9) if self.low is None else self.low.__floor__()

    @property
    def greatest(self) -> int:
        """A whole number that no figure is above."""
        high = None if self.measure is None else self.measure.high
        return 10**9 if high is None else high.__ceil__()


def choose_columns(rules: FrameworkRules, headings: HeadingReader) -> list[str]:
    """Return the headings of a table with a column for each requirement and each figure that the rules read.

    What is calculated, or decided by figures alone, has no column.
    """
    nodes = [
        form.id
        for form in headings.allowed.nodes.values()
        if form.kind is not None and form.kind != "level" and form.id not in rules.definitions
    ]
    values = dict.fromkeys(name for names in rules.values.values() for name in sorted(names))
    inputs: dict[str, None] = {}
    for value in map(read_value_name, values):
        both = (value.numerator, value.denominator) if value.kind is ValueKind.PER else (value,)
        inputs.update(dict.fromkeys(one.without_kind for one in both if one.kind is ValueKind.INPUT))
    recorded = headings.allowed.inputs
    types = {name: recorded[without_place(name)].definition.type for name in inputs if without_place(name) in recorded}
    return [*nodes, *(name for name, kind in types.items() if kind != "decision")]


def read_columns(names: Mapping[str, str], headings: HeadingReader) -> list[SqlColumn]:
    """Return the columns of a table.

    Parameters
    ----------
    names
        For each name in the table the heading that says what it is about.
    headings
        Reads headings under the framework.

    Raises
    ------
    InputError
        A heading is not known (KD701), can mean two things (KD702), or cannot be a column of SQL (KD730); or two are
        about one thing (KD703).
    """
    records = RecordReader(headings.allowed.framework)
    problems: list[Diagnostic] = []
    found: dict[ColumnMeaning, SqlColumn] = {}
    for name, heading in names.items():
        try:
            meaning = headings.read(heading)
        except ReadingError as error:
            problems.append(
                Diagnostic(error.code, "error", error.message, path="columns", found=heading, hint=error.hint)
            )  # fmt: skip
            continue
        problem = _find_problem(meaning, headings, found, name)
        if problem is not None:
            problems.append(problem)
        elif meaning.records:
            found[meaning] = _describe_column(name, meaning, records)
    if problems:
        raise InputError(problems)
    return list(found.values())


def _find_problem(
    meaning: ColumnMeaning, headings: HeadingReader, found: Mapping[ColumnMeaning, SqlColumn], name: str
) -> Diagnostic | None:
    if meaning in found:
        message = Message(
            "the columns '{one}' and '{two}' both mean '{meaning}'",
            one=found[meaning].name,
            two=name,
            meaning=meaning,
        )
        return Diagnostic("KD703", "error", message, path="columns", found=name)
    if meaning.kind == "step":
        message = Message("'{name}' is one step: SQL reads a column for the whole criterion", name=str(meaning))
        hint = Message("name the column '{name}', with the step that was reached", name=str(meaning.criterion))
        return Diagnostic("KD730", "error", message, path="columns", found=name, hint=hint)
    if meaning.kind != "input":
        return None
    form = headings.allowed.inputs[meaning.id]
    if "year" in form.kinds and meaning.year is None:
        message = Message("'{name}' is given for each school year: SQL reads a column for each", name=meaning.id)
        hint = Message("name the column '{name}@2025-2026'", name=meaning.id)
        return Diagnostic("KD730", "error", message, path="columns", found=name, hint=hint)
    if form.definition.type == "decision":
        message = Message("'{name}' is a decision, which has days of its own", name=meaning.id)
        return Diagnostic("KD730", "error", message, path="columns", found=name, hint=_TAKE_ASSESS_MANY)
    return None


_TAKE_ASSESS_MANY: Final = Message("assess such a table with kd.assess_many, which takes every framework")


def _describe_column(name: str, meaning: ColumnMeaning, records: RecordReader) -> SqlColumn:
    allowed = records.allowed
    measure, step = (
        (allowed.nodes[meaning.id].measure, allowed.nodes[meaning.id].step)
        if meaning.kind == "node"
        else (allowed.inputs[meaning.id].measure, allowed.inputs[meaning.id].step)
    )
    if measure is not None and measure.kind != "words":
        samples: Iterable[Any] = ("2020-01-01",) if measure.kind == "date" else (measure.low, measure.high, *_SAMPLES)
        entries = [*_list_entries(meaning, records, samples).values()][:1]
        return SqlColumn(
            name, meaning, (), measure, None if step is None else Fraction(step), (CellEntry(None), *entries)
        )
    form_words = (
        tuple(allowed.nodes[meaning.id].words)
        if meaning.kind == "node"
        else (*(measure.words if measure else ()), "unknown")
    )
    by_word = _list_entries(meaning, records, form_words)
    return SqlColumn(name, meaning, tuple(by_word), None, None, (CellEntry(None), *by_word.values()))


def _list_entries(meaning: ColumnMeaning, records: RecordReader, cells: Iterable[Any]) -> dict[Any, CellEntry]:
    """Return what each of some cells records; those that cannot be read have no entry."""
    found = {}
    for cell in cells:
        read = _read_cell(meaning, records, cell) if cell is not None else None
        if read is not None and read.error is None and read.records:
            found[cell] = CellEntry(cell, read.records)
    return found


def _read_cell(meaning: ColumnMeaning, records: RecordReader, cell: Any) -> ReadRecords:
    if meaning.kind == "node":
        return records.read_finding(meaning.id, cell, stage=meaning.stage)
    return records.read_figure(meaning.id, meaning.at, cell, stage=meaning.stage)


def table_of_columns(
    framework: Framework, columns: Sequence[SqlColumn], stages: tuple[str, ...] | None, day: dt.date
) -> SchoolTable:
    """Return a table that has all entries of these columns, and a school of some stages on a day."""
    nothing, days = repeat_cell(None, 1), repeat_cell(day, 1)
    rows = TableRows(nothing, nothing, nothing, days, days, repeat_cell(stages, 1), (1,), (0,))
    found = (
        TableColumn(one.name, "", one.meaning, one.entries, array("H", range(len(one.entries)))) for one in columns
    )
    return SchoolTable(framework, rows, tuple(found))
