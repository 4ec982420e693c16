"""What a user says of the columns of a table: a mapping from headings to what they stand for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.parsing.cells import ReadingError, fold_word
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.read import open_input
from kiemdinh.portfolio.columns.meaning import ColumnMeaning

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path

__all__ = ["DATE_ORDERS", "ColumnMapping", "ColumnRule", "DateOrder", "MappedColumn", "read_mapping"]

_KEYS: Final = ("kiemdinh", "columns", "rows")
_COLUMN_KEYS: Final = ("id", "percent", "dates", "words")
_EXPECTED: Final = Message("an id, {{id: ID, percent: fraction, dates: day-first, words: {{TEXT: ID}}}}, or null")
RowForm: TypeAlias = Literal["year-inputs"]
DateOrder: TypeAlias = Literal["day-first", "month-first"]
"""Whether 03/04/2027 is 3 April or March 4."""

DATE_ORDERS: Final[tuple[DateOrder, ...]] = ("day-first", "month-first")


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How the cells of a column are to be taken, as a mapping says it.

    Attributes
    ----------
    percent
        ``fraction`` where 0.92 means 92 %.
    words
        What each text means, by the folded text.
    dates
        The order of day and month where a date has its year last, as 30/06/2027 has it; None where nothing is said.
    """

    percent: Literal["fraction"] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """What a mapping says of a column: what it stands for, None where it is left out, and how its cells are taken."""

    meaning: ColumnMeaning | None
    rule: ColumnRule = field(default_factory=ColumnRule)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a user says of a table.

    Attributes
    ----------
    columns
        The rule for each column, by its folded heading.
    headings
        The headings as the user wrote them, by the folded heading.
    rows
        ``year-inputs`` where the rows of a school that differ by year are one assessment; else None.
    """

    columns: Mapping[str, MappedColumn] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    rows: RowForm | None = None

    def find(self, heading: str) -> MappedColumn | None:
        """Return the rule for a column; None where there is none."""
        return self.columns.get(fold_word(heading))


class MappedReader(Protocol):
    """What reads the words of a mapping."""

    def read_mapped(self, word: str) -> ColumnMeaning:
        """Return what a word means; raise ReadingError where it means nothing."""


def read_mapping(columns: object, headings: MappedReader) -> ColumnMapping:
    """Return what a user says of the columns of a table.

    Parameters
    ----------
    columns
        A ``Path`` of a mapping file, its inner map from headings to ids, or None.
    headings
        Reads the ids.

    Raises
    ------
    InputError
        With every problem of the mapping (KD719).
    """
    if columns is None:
        return ColumnMapping()
    if not isinstance(columns, Mapping | os.PathLike):
        refuse_argument("columns", columns, Message("a map from headings to ids, or the Path of a mapping file"))
    source = open_input(columns).read()
    reader = _MappingReader(Problems(source), headings)
    # A map is the inner one, unless it has the keys of a file.
    is_file = not isinstance(columns, Mapping) or (
        "kiemdinh" in source.data and isinstance(source.data.get("columns"), dict)
    )
    mapping = reader.read_file(source.data) if is_file else reader.read_columns(source.data, ())
    reader.problems.raise_errors()
    return mapping


@dataclass(frozen=True, slots=True)
class _MappingReader:
    problems: Problems
    headings: MappedReader

    def read_file(self, data: Mapping[str, Any]) -> ColumnMapping:
        for key in data:
            if key not in _KEYS:
                self._add(Message("unknown key '{key}'", key=key), (key,), list_names(_KEYS), key=True)
        if str(data.get("kiemdinh")) != "1":
            self._add(Message("'{key}' is missing", key="kiemdinh: 1"), (), Message("the key {key}", key="kiemdinh"))
        rows = data.get("rows")
        if rows is not None and rows != "year-inputs":
            self._add(Message("'{word}' is no form of rows", word=rows), ("rows",), Message.verbatim("year-inputs"))
        columns = data.get("columns")
        if columns is not None and not isinstance(columns, dict):
            self._add(Message("{expected} is expected", expected=Message("a map")), ("columns",), _EXPECTED)
            columns = None
        found = self.read_columns(columns or {}, ("columns",))
        return ColumnMapping(found.columns, found.headings, "year-inputs" if rows == "year-inputs" else None)

    def read_columns(self, data: Mapping[str, Any], path: Path) -> ColumnMapping:
        found: dict[str, MappedColumn] = {}
        for heading, said in data.items():
            column = self._read_column(said, (*path, heading))
            if column is not None:
                found[fold_word(heading)] = column
        return ColumnMapping(found, {fold_word(heading): heading for heading in data})

    def _read_column(self, said: Any, path: Path) -> MappedColumn | None:
        if said is None or said == "":
            return MappedColumn(None)
        if isinstance(said, dict):
            return self._read_details(said, path)
        meaning = self._read_id(said, path)
        return None if meaning is None else MappedColumn(meaning)

    def _read_details(self, said: Mapping[str, Any], path: Path) -> MappedColumn | None:
        for key in said:
            if key not in _COLUMN_KEYS:
                self._add(Message("unknown key '{key}'", key=key), (*path, key), list_names(_COLUMN_KEYS), key=True)
        # Without an id the heading says what the column is.
        meaning = self._read_id(said.get("id") or str(path[-1]), (*path, "id"))
        percent = said.get("percent")
        if percent not in (None, "fraction"):
            message = Message("'{word}' is no way to write percentages", word=percent)
            self._add(message, (*path, "percent"), Message.verbatim("fraction"))
        dates = next((order for order in DATE_ORDERS if order == said.get("dates")), None)
        if said.get("dates") is not None and dates is None:
            message = Message("'{word}' is no order of day and month", word=said["dates"])
            self._add(message, (*path, "dates"), list_names(DATE_ORDERS))
        words = said.get("words") or {}
        if not isinstance(words, dict):
            self._add(Message("{expected} is expected", expected=Message("a map")), (*path, "words"), _EXPECTED)
            words = {}
        by_text = {fold_word(text): str(word) for text, word in words.items()}
        rule = ColumnRule("fraction" if percent == "fraction" else None, by_text, dates)
        return None if meaning is None else MappedColumn(meaning, rule)

    def _read_id(self, said: object, path: Path) -> ColumnMeaning | None:
        if not isinstance(said, str):
            self._add(Message("{expected} is expected", expected=_EXPECTED), path, _EXPECTED)
            return None
        word = str(said)
        try:
            return self.headings.read_mapped(word)
        except ReadingError as error:
            self.problems.add(
                "KD719", error.message, path, expected=error.expected, found=word,
                hint=error.hint if error.code != "KD702" else None,
            )  # fmt: skip
            return None

    def _add(self, message: Message, path: Path, expected: Message, *, key: bool = False) -> None:
        self.problems.add("KD719", message, path, key=key, expected=expected)
