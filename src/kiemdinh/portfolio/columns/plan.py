"""The meaning of each column of a sheet: by the mapping of the user, else by its heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import ReadingError, Vocabulary, fold_word
from kiemdinh.portfolio.columns.headings import ABOUT_ROWS, OF_LONG_ROWS, HeadingReader
from kiemdinh.portfolio.columns.mapping import ColumnMapping, ColumnRule, MappedColumn
from kiemdinh.portfolio.columns.meaning import ColumnMeaning
from kiemdinh.portfolio.sheets import SchoolFormError, Sheet, column_letters

__all__ = [
    "FORM_HEAD",
    "ColumnPlan",
    "PlannedColumn",
    "check_mapped_columns",
    "count_known",
    "find_twice",
    "plan_columns",
]


FORM_HEAD: Final[Mapping[str, Message]] = {"field": Message("About the school"), "answer": Message("Entry")}
"""The headings of the first sheet of a workbook that one school fills in."""
_FORM_HEAD: Final = Vocabulary({key: tuple(map(label.text_in, LANGUAGES)) for key, label in FORM_HEAD.items()})


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column that is known: its place, its heading, what it stands for and how its cells are taken."""

    index: int
    heading: str
    meaning: ColumnMeaning
    rule: ColumnRule = field(default_factory=ColumnRule)

    def lacks_year(self, records: RecordReader) -> bool:
        """Whether it is a figure that is given for each school year, and does not name one."""
        meaning = self.meaning
        if meaning.kind != "input" or meaning.year is not None:
            return False
        return "year" in records.allowed.inputs[meaning.id].kinds

    @property
    def letters(self) -> str:
        """The column as a spreadsheet names it."""
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The meanings of the columns of a sheet.

    Attributes
    ----------
    columns
        The columns that are known, by their place.
    left_out
        The headings of those that the user leaves out.
    unknown
        Warnings about columns that are not known.
    is_long
        Whether each row has one record: the table has the columns ``id`` and ``value``.
    """

    columns: Mapping[int, PlannedColumn]
    left_out: tuple[str, ...] = ()
    unknown: tuple[Diagnostic, ...] = ()
    is_long: bool = False

    def about_row(self, kind: str) -> PlannedColumn | None:
        """Return the column that says one thing of each row, such as its school; None where there is none."""
        return next((one for one in self.columns.values() if one.meaning.kind == kind), None)

    @property
    def records(self) -> tuple[PlannedColumn, ...]:
        """The columns that record something."""
        return tuple(one for one in self.columns.values() if one.meaning.records)


def plan_columns(sheet: Sheet, headings: HeadingReader, mapping: ColumnMapping) -> ColumnPlan:
    """Return the meanings of the columns of a sheet.

    Raises
    ------
    InputError
        Two columns stand for one thing (KD703).
    """
    is_long = is_long_table(sheet.headings, mapping)
    read = headings.read_of_long if is_long else headings.read
    planned: dict[int, PlannedColumn] = {}
    left_out: list[str] = []
    unknown: list[Diagnostic] = []
    for index, heading in enumerate(sheet.headings):
        if not heading.strip():
            message = Message("the column {letters} has no heading, and is not read", letters=column_letters(index))
            path = f"{column_letters(index)}{sheet.heading_row}"
            unknown.append(Diagnostic("KD701", "warning", message, sheet.file, path=path))
            continue
        try:
            mapped = mapping.find(heading) or MappedColumn(read(heading))
        except ReadingError as error:
            path = f"{column_letters(index)}{sheet.heading_row}"
            unknown.append(
                Diagnostic(error.code, "warning", error.message, sheet.file, path=path,
                           expected=error.expected, found=heading, hint=error.hint)
            )  # fmt: skip
            continue
        if mapped.meaning is None:
            left_out.append(heading)
        else:
            planned[index] = PlannedColumn(index, heading, mapped.meaning, mapped.rule)
    problems = [*find_twice(sheet, planned), *_find_steps_twice(sheet, planned)]
    if problems:
        raise InputError(problems)
    return ColumnPlan(planned, tuple(left_out), tuple(unknown), is_long)


def check_mapped_columns(sheets: Sequence[Sheet], mapping: ColumnMapping) -> None:
    """Refuse a mapping that names a column which no sheet has.

    Raises
    ------
    InputError
        With every such column (KD719).
    """
    if not sheets:  # workbooks of one school alone, which have no columns of their own
        return
    there = {fold_word(heading) for sheet in sheets for heading in sheet.headings}
    problems = [
        Diagnostic(
            "KD719", "error", Message("the table has no column '{key}'", key=heading), sheets[0].file, path="columns",
            found=heading,
        )
        for key, heading in mapping.headings.items()
        if key not in there
    ]  # fmt: skip
    if problems:
        raise InputError(problems)


def refuse_form(names: Sequence[str]) -> None:
    """Refuse the head of a workbook of one school: its rows are answers, and no schools.

    Raises
    ------
    SchoolFormError
        The headings are those of such a head (KD720).
    """
    if set(FORM_HEAD) <= {_FORM_HEAD.find(name) for name in names}:
        message = Message("this is the workbook of one school")
        hint = Message(
            "its columns need no mapping: kiemdinh assess and kiemdinh batch read it, and kiemdinh batch a folder of "
            "such files; in Python kd.assess_many, or kiemdinh.portfolio.open_school_workbook(path)"
        )
        expected = Message("a row for each school")
        raise SchoolFormError([Diagnostic("KD720", "error", message, expected=expected, hint=hint)])


def is_long_table(names: Sequence[str], mapping: ColumnMapping) -> bool:
    """Whether the headings are those of a table with one record in each row."""
    return {"id", "value"} <= {_long_kind(name, mapping) for name in names}


def count_known(names: Sequence[str], headings: HeadingReader, mapping: ColumnMapping) -> int:
    """Return how many of some headings are known, each once: a row of codes such as 1, 2, 1 has no headings."""
    given = list(dict.fromkeys(name for name in names if name.strip()))
    if is_long_table(given, mapping):
        return sum(_long_kind(name, mapping) is not None for name in given)
    return sum(mapping.find(name) is not None or headings.is_known(name) for name in given)


def _long_kind(name: str, mapping: ColumnMapping) -> str | None:
    said = mapping.find(name)
    if said is not None:
        return None if said.meaning is None else said.meaning.kind
    return ABOUT_ROWS.find(name) or OF_LONG_ROWS.find(name)


def find_twice(sheet: Sheet, planned: Mapping[int, PlannedColumn]) -> list[Diagnostic]:
    """Return the problems of columns that stand for the same as a column before them (KD703)."""
    first: dict[ColumnMeaning, PlannedColumn] = {}
    problems = []
    for column in planned.values():
        before = first.setdefault(column.meaning, column)
        if before is not column:
            message = Message(
                "the columns {first} ('{one}') and {second} ('{other}') both mean '{meaning}'",
                first=before.letters, one=before.heading, second=column.letters, other=column.heading,
                meaning=column.meaning,
            )  # fmt: skip
            path = f"{column.letters}{sheet.heading_row}"
            problems.append(
                Diagnostic("KD703", "error", message, sheet.file, path=path, found=column.heading, hint=_LEAVE_ONE)
            )
    return problems


def _find_steps_twice(sheet: Sheet, planned: Mapping[int, PlannedColumn]) -> list[Diagnostic]:
    """Return the problems of columns of steps whose criterion has a column of its own."""
    whole = {one.meaning: one for one in planned.values() if one.meaning.kind == "node"}
    problems = []
    for column in planned.values():
        before = whole.get(column.meaning.criterion) if column.meaning.kind == "step" else None
        if before is not None:
            message = Message(
                "the column {first} ('{one}') records a criterion, and {second} ('{other}') a step of it",
                first=before.letters, one=before.heading, second=column.letters, other=column.heading,
            )  # fmt: skip
            path = f"{column.letters}{sheet.heading_row}"
            problems.append(
                Diagnostic("KD703", "error", message, sheet.file, path=path, found=column.heading, hint=_LEAVE_ONE)
            )
    return problems


_LEAVE_ONE = Message(
    "leave out one of them in the mapping of columns, {{HEADING: null}}; a spreadsheet makes 1.1 of 1.10"
)
