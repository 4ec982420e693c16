"""Reading the contents of a column: each distinct one once, by the readers of dossiers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import AnyRecord, ReadRecords, RecordReader
from kiemdinh.parsing.cells import ReadingError, Vocabulary, clean_text, fold_word, read_number, write_number
from kiemdinh.parsing.placed_tree import find_forbidden_text
from kiemdinh.parsing.readers import read_object
from kiemdinh.portfolio.columns import ColumnMeaning, ColumnRule
from kiemdinh.portfolio.sheets import MAX_CELL_LENGTH, NOT_CALCULATED, is_nothing
from kiemdinh.portfolio.tables.school_table import CellEntry
from kiemdinh.rules import exact_number

__all__ = [
    "CellReader",
    "ReadContents",
    "StackedCell",
    "as_percentage",
    "find_unreadable_text",
    "join_details",
    "read_serial_date",
]

# From 1927 to 2173: outside of it, a number in a column of dates is no date of a school.
_FIRST_SERIAL: Final = 10_000
_LAST_SERIAL: Final = 100_000
_MAX_WORD: Final = 20
"""Characters of the longest word that a hint names."""
_BARE_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_SHARE: Final = re.compile(r"\s*(?P<part>[0-9]+)\s*/\s*(?P<of>[0-9]+)\s*")
"""A part of a whole, such as 36/38."""
_ERRORS: Final = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA)|Err:[0-9]+")


@dataclass(frozen=True, slots=True)
class StackedCell:
    """The records that several rows have of one thing: what each has recorded, and its details."""

    values: tuple[Any, ...]
    details: tuple[Mapping[str, Any], ...]

    def __str__(self) -> str:
        """Return what the rows have recorded."""
        return ", ".join(map(str, self.values))


@dataclass(slots=True)
class ReadContents:
    """What the contents of a column record.

    Attributes
    ----------
    entries
        The distinct entries; the first is the empty one.
    numbers
        For each content the number of its entry.
    errors
        What is wrong with a content, by its number; it has no entry.
    warnings
        What is worth knowing of a content, by its number.
    """

    entries: list[CellEntry]
    numbers: list[int]
    errors: dict[int, Diagnostic]
    warnings: dict[int, Diagnostic]


_MADE_A_DATE: Final = Message("a spreadsheet may have made a date of it: format the column as text, and type it again")


class CellReader:
    """Reads contents of columns under one framework.

    Parameters
    ----------
    records
        The reader of single records of a dossier.
    epoch
        The day 0 from which serial dates count; None where a number is no date.
    """

    def __init__(self, records: RecordReader, epoch: dt.datetime | None = None) -> None:
        self.records = records
        self.epoch = epoch

    def read(self, meaning: ColumnMeaning, contents: Sequence[Any], rule: ColumnRule) -> ReadContents:
        """Return what the distinct contents of a column record; contents that record the same are one entry.

        The cost is that of one record of a dossier for each content.
        """
        found = ReadContents([CellEntry(None)], [], {}, {})
        known: dict[tuple[AnyRecord, ...], int] = {(): 0}
        for number, content in enumerate(contents):
            written, problem = self.prepare(meaning, content, rule)
            read = ReadRecords((), ()) if written is None else self._read_written(meaning, written)
            problem = problem or read.error
            if problem is not None and problem.hint is None:
                problem = replace(problem, hint=self._find_hint(meaning, content, problem))
            if problem is not None:
                found.errors[number] = problem
            elif read.problems:
                found.warnings[number] = read.problems[0]
            records = () if problem is not None else read.records
            if records not in known:
                known[records] = len(found.entries)
                found.entries.append(CellEntry(written, records))
            found.numbers.append(known[records])
        return found

    def _read_written(self, meaning: ColumnMeaning, written: Any) -> ReadRecords:
        if meaning.kind == "node":
            return self.records.read_finding(meaning.id, written, stage=meaning.stage)
        return self.records.read_figure(meaning.id, meaning.at, written, stage=meaning.stage)

    def prepare(self, meaning: ColumnMeaning, content: Any, rule: ColumnRule) -> tuple[Any, Diagnostic | None]:
        """Return what a dossier would have for a cell, None for nothing; or what keeps it from being read.

        Parameters
        ----------
        meaning
            What the cell is about.
        content
            What stands in it.
        rule
            How a mapping says that it is to be taken.
        """
        if isinstance(content, StackedCell):
            return self._prepare_stacked(meaning, content, rule)
        word = rule.words.get(fold_word(_write(content))) if rule.words else None
        if word is not None:
            return word, None
        if is_nothing(content) and not self._is_word(meaning, content):
            return None, None
        if isinstance(content, str):
            problem = find_unreadable_text(content)
            if problem is not None:
                return None, problem
        if isinstance(content, Mapping | list | tuple):
            return _read_parts(content)
        if self._is_date(meaning):
            return read_serial_date(content, self.epoch), None
        share = _SHARE.fullmatch(content) if isinstance(content, str) and self._takes_shares(meaning) else None
        if share is not None:
            return {"part": share["part"], "of": share["of"]}, None
        if rule.percent == "fraction":
            content = as_percentage(content)
        elif _is_bare_number(content) and self._needs_words(meaning, content):
            return None, self._refuse_number(meaning, content)
        return content, None

    def _prepare_stacked(
        self, meaning: ColumnMeaning, content: StackedCell, rule: ColumnRule
    ) -> tuple[Any, Diagnostic | None]:
        """Return the records of several rows as a dossier has them: a plain value, a map, or a list of these."""
        key = "is" if meaning.kind == "node" else "value"
        found: list[Any] = []
        for value, details in zip(content.values, content.details, strict=True):
            written, problem = self.prepare(meaning, value, rule)
            unreadable = (find_unreadable_text(text) for text in details.values() if isinstance(text, str))
            problem = problem or next(filter(None, unreadable), None)
            if problem is not None:
                return None, problem
            found.append(join_details(key, written, details))
        return (found[0] if len(found) == 1 else found), None

    def _find_hint(self, meaning: ColumnMeaning, content: Any, problem: Diagnostic) -> Message | None:
        """Return how a cell may be mended that no reader understands."""
        if isinstance(content, dt.date):
            return _MADE_A_DATE
        words = tuple(self._words_of(meaning).titles)
        is_word = isinstance(content, str | int | float) and len(str(content)) <= _MAX_WORD
        if problem.code != "KD104" or not words or not is_word:
            return None
        return Message(
            "say in the mapping of columns what it means: {{id: '{id}', words: {{'{value}': {word}}}}}",
            id=str(meaning), value=_write(content), word=words[0] if "met" in words else words[-1],
        )  # fmt: skip

    def _is_date(self, meaning: ColumnMeaning) -> bool:
        return meaning.kind == "input" and self.records.allowed.inputs[meaning.id].measure.kind == "date"

    def _takes_shares(self, meaning: ColumnMeaning) -> bool:
        return meaning.kind == "input" and self.records.allowed.takes_shares(meaning.id)

    def _words_of(self, meaning: ColumnMeaning) -> Vocabulary:
        allowed = self.records.allowed
        form = allowed.nodes[meaning.id] if meaning.kind == "node" else allowed.inputs[meaning.id]
        return form.vocabulary

    def _is_word(self, meaning: ColumnMeaning, content: object) -> bool:
        return content in self._words_of(meaning)

    def _needs_words(self, meaning: ColumnMeaning, number: object) -> bool:
        """Whether the cells are steps of a scale and the number is none of them: it may be a code for any step."""
        words = self._words_of(meaning)
        if not words.titles or _write(number) in words:
            return False
        if meaning.kind == "node":
            return self.records.allowed.nodes[meaning.id].kind != "met"
        return self.records.allowed.inputs[meaning.id].definition.type == "scale"

    def _refuse_number(self, meaning: ColumnMeaning, content: object) -> Diagnostic:
        words = tuple(self._words_of(meaning).titles)
        message = Message("{value} is a number, and the column has words", value=_write(content))
        hint = Message(
            "say in the mapping of columns which word each number means: {{id: '{id}', words: {{'{value}': {word}}}}}",
            id=meaning.id, value=_write(content), word=words[-1],
        )  # fmt: skip
        return Diagnostic("KD714", "error", message, expected=Message.join(words), hint=hint)


def join_details(key: str, written: Any, details: Mapping[str, Any]) -> Any:
    """Return a record as a dossier has it: its value under *key*, unless it has keys already, with its details.

    >>> join_details("value", {"part": 36, "of": 38}, {"why": "Count"})
    {'part': 36, 'of': 38, 'why': 'Count'}
    """
    if not details:
        return written
    return {**(written if isinstance(written, Mapping) else {key: written}), **details}


def find_unreadable_text(text: str) -> Diagnostic | None:
    r"""Return why no cell of any column can say a text; None where one can.

    It is too long, it has a character that no dossier may have, or it stands for an error of the spreadsheet.

    >>> find_unreadable_text("THCS A"), find_unreadable_text("A\x07").code, find_unreadable_text("#REF!").code
    (None, 'KD014', 'KD713')
    """
    if len(text) > MAX_CELL_LENGTH:
        message = Message("a cell of {n:,} characters, more than {most:,}", n=len(text), most=MAX_CELL_LENGTH)
        return Diagnostic("KD718", "error", message)
    if text == NOT_CALCULATED:
        message = Message("the cell has a formula, and the file has no value of it")
        hint = Message("open the file in a spreadsheet and save it")
        return Diagnostic("KD713", "error", message, hint=hint)
    if _ERRORS.fullmatch(text.strip()):
        message = Message("the cell has an error: {text}", text=text.strip())
        return Diagnostic("KD713", "error", message, hint=Message("mend the formula, or leave the cell empty"))
    forbidden = find_forbidden_text(text)
    return None if forbidden is None else Diagnostic("KD014", "error", forbidden[1])


def read_serial_date(content: Any, epoch: dt.datetime | None) -> Any:
    """Return the date that a number is in a workbook, counted from its day 0; anything else as it is.

    >>> read_serial_date(46203, dt.datetime(1899, 12, 30))
    datetime.date(2026, 6, 30)
    """
    is_number = isinstance(content, int | float) and not isinstance(content, bool)
    if epoch is None or not is_number or not _FIRST_SERIAL <= content <= _LAST_SERIAL:
        return content
    return (epoch + dt.timedelta(days=int(content))).date()


def _read_parts(content: Any) -> tuple[Any, Diagnostic | None]:
    """Return a map or list as a dossier of Python objects has it, such as a finding with its reason."""
    try:
        return read_object({"cell": content}).data["cell"], None
    except InputError as error:
        return None, error.diagnostics[0]


def _write(content: object) -> str:
    """Return a content as text; a whole number that a program has written with a decimal point loses the point."""
    if isinstance(content, float) and content.is_integer():
        return str(int(content))
    return clean_text(str(content))


def _is_bare_number(content: object) -> bool:
    if isinstance(content, str):
        return _BARE_NUMBER.fullmatch(clean_text(content)) is not None
    return not isinstance(content, bool) and hasattr(content, "__float__")


def as_percentage(content: Any) -> Any:
    """Return a bare number as the percentage that it is the fraction of; anything else as it is."""
    if not _is_bare_number(content):
        return content
    try:
        return f"{write_number(exact_number(read_number(content) * 100))}%"
    except (ReadingError, ValueError):
        return content
