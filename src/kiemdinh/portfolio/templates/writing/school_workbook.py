"""A workbook for one school, empty or with its records: who it is, findings and figures, evidence, awards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, get_args

from kiemdinh.assessment.titles import find_titles
from kiemdinh.diagnostics.arguments import check_choice, check_text, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.evidence.dossier import Score
from kiemdinh.evidence.entries import AllowedEntries, allowed_entries
from kiemdinh.evidence.reading import RecordReader, read_date_argument
from kiemdinh.evidence.writing import At, choose_example_day
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.sheets import column_letters
from kiemdinh.portfolio.tables import find_unreadable_text
from kiemdinh.portfolio.templates.labels import (
    HEAD_COLUMNS,
    HEAD_ROWS,
    RECORD_COLUMNS,
    SHEET_TITLES,
    SIDES,
    WORDS,
    write_kind,
)
from kiemdinh.portfolio.templates.writing.answers import Answer
from kiemdinh.portfolio.templates.writing.book import Book, CellStyle, FormSheet
from kiemdinh.portfolio.templates.writing.filled_others import FilledOthers
from kiemdinh.portfolio.templates.writing.filled_rows import FilledRow, FilledRows, list_items
from kiemdinh.portfolio.templates.writing.legend import write_legend
from kiemdinh.portfolio.templates.writing.lists import ListColumn, SheetLists
from kiemdinh.portfolio.templates.writing.questions import Question, QuestionGroup, QuestionLister, title_stage
from kiemdinh.portfolio.templates.writing.text_sheet import write_text_sheet
from kiemdinh.standards.catalogue import load
from kiemdinh.standards.names import split_place

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier, ValueRecord
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["make_school_workbook", "write_school_workbook"]

_WIDTHS: Final = {
    "id": 10, "title": 56, "stage": 13, "year": 12, "value": 19, "unit": 9, "evidence": 22, "reason": 30, "date": 12,
    "author": 20, "until": 12, "side": 16, "origin": 60,
}  # fmt: skip
_ONLY_IF_USED: Final = ("date", "side", "origin")
"""Columns that are written where a record needs them."""
_WIDEST_ID: Final = 34
_HEAD_WIDTHS: Final = (28, 60, 70)
_DATES: Final = frozenset({"date", "founded"})
_PRINTED_ROWS: Final = 24
"""Rows of a list that are printed where they are empty; on the screen there are more."""
_DATE: Final = Answer("date")
_TEXT: Final = Answer("words")


def make_school_workbook(
    framework: AnyFramework,
    *,
    at: At = "criterion",
    lang: str | None = None,
    named: str | None = None,
    on: dt.date | str | None = None,
    stages: Sequence[str] = (),
) -> bytes:
    """Make an empty workbook (XLSX) of one school to fill in, which :func:`open_school_workbook` reads.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework.
    at
        Whether each criterion is asked for as a whole, or by its requirements.
    lang
        The language of the workbook, ``vi`` or ``en``; None for that of the definition.
    named
        What it says of its framework, such as the path of one that is not bundled; without it the framework's id.
    on
        The day of the assessment, which decides the school years of figures; None leaves the day open, and takes the
        years of a day on which the edition is in force.
    stages
        The school's stages, by ids or titles; empty asks for all that the framework has.

    Returns
    -------
    bytes
        The content of the file. Without any entry it is read as an empty dossier.

    Raises
    ------
    InputError
        The framework cannot be loaded, an argument cannot be used, or openpyxl is not installed (KD717).

    Examples
    --------
    >>> make_school_workbook("vn.tt57-2026.gdtx", lang="en")[:2]
    b'PK'
    """
    check_choice("at", at, get_args(At))
    speech = None if lang is None else check_choice("lang", lang, LANGUAGES)
    name = None if named is None else check_text("named", named)
    day = read_date_argument(on, "on")
    found = load(framework, on=day)
    records = RecordReader(found)
    own = _read_stages(stages, records)
    return _SchoolBook(records.allowed, at, speech or found.language, name or found.id, day, own).write()


def write_school_workbook(
    dossier: Dossier,
    framework: Framework,
    *,
    lang: str | None = None,
    named: str | None = None,
    first: Sequence[str] = (),
    remarks: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> bytes:
    """Return the workbook (XLSX) of a school with its records in it, which :func:`open_school_workbook` reads.

    Each record stands in the row of its question, and in a row of its own where no question asks for it. Reading the
    workbook gives the same records.

    Parameters
    ----------
    dossier
        The records.
    framework
        The framework that they were read by.
    lang
        The language of the workbook, ``vi`` or ``en``; None for that of the definition.
    named
        What it says of its framework, such as the path of one that is not bundled; without it the framework's id.
    first
        Lines below the head, such as what to look at first.
    remarks
        Notes beside records, by the section of a dossier and the key below it: ``("evidence", "H1-1.1-01")``.

    Raises
    ------
    InputError
        The dossier has something that no workbook can say (KD720), or openpyxl is not installed (KD717).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> framework = kd.load("vn.tt57-2026.gdtx")
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "findings": {"1.1": "muc-1"}}, framework)
    >>> workbook = write_school_workbook(dossier, framework, lang="en")
    >>> workbook[:2]
    b'PK'
    """
    speech = framework.language if lang is None else check_choice("lang", lang, LANGUAGES)
    allowed = allowed_entries(framework)
    _refuse_unsaid(dossier, allowed)
    filling = _Filling(dossier, tuple(first), remarks, FilledRows(dossier, allowed, speech))
    stages = dossier.school.stages or ()
    book = _SchoolBook(allowed, "criterion", speech, named or framework.id, dossier.date, stages, filling)
    return book.write()


def _refuse_unsaid(dossier: Dossier, allowed: AllowedEntries) -> None:
    """Refuse a dossier that has something for which a workbook has no cells."""
    keys = list(FilledOthers(FilledRows(dossier, allowed, "en")).list_unsaid())
    if dossier.evidence is not None and not dossier.evidence:
        keys.append("evidence: {}")  # an empty sheet is no index
    open_ended = (f.node for f in dossier.findings if isinstance(f.verdict, Score) and not f.verdict.interval.known)
    keys += [f"findings: {node}" for node in dict.fromkeys(open_ended)]  # a list of findings that may go on
    parts = (one for one in dossier.values if one.part is not None and not _is_said_as_share(one, allowed))
    keys += [f"inputs: {name}" for name in dict.fromkeys(one.name for one in parts)]
    keys += [name for name, text in _list_texts(dossier) if text is not None and find_unreadable_text(text)]
    keys += [f"complete: {one}" for one in sorted(dossier.complete) if one not in ("held", *allowed.populations)]
    if keys:
        message = Message("a workbook of one school has no place for this: {keys}", keys=", ".join(keys))
        hint = Message("write the dossier as YAML")
        raise InputError([Diagnostic("KD720", "error", message, path=keys[0].partition(":")[0], hint=hint)])


def _list_texts(dossier: Dossier) -> Iterator[tuple[str, str | None]]:
    """Yield the texts that stand in cells, each with its place in the dossier: the length of a cell is limited."""
    yield from (("school", dossier.school.id), ("school", dossier.school.name))
    for item in (dossier.evidence or {}).values():
        yield from ((f"evidence: {item.code}", text) for text in (item.title, item.kind, item.place, item.keeper))
    for finding in dossier.findings:
        yield from ((f"findings: {finding.node}", text) for text in (finding.why, "; ".join(finding.evidence_codes)))
    for node, texts_of_node in dossier.texts.items():
        yield from ((f"texts: {node}", text) for text in texts_of_node.values())
    for value in dossier.values:
        texts = (value.why, value.author, "; ".join(value.evidence_codes))
        yield from ((f"inputs: {value.name}", text) for text in texts)


def _is_said_as_share(record: ValueRecord, allowed: AllowedEntries) -> bool:
    """Whether a cell can say a part of a whole: both are whole numbers, and the cell can mean nothing else."""
    numbers = (record.part, record.whole)
    return allowed.takes_shares(record.name) and all(one is not None and one.denominator == 1 for one in numbers)


@dataclass(frozen=True, slots=True)
class _Filling:
    """What a workbook that is not empty has in it."""

    dossier: Dossier
    first: tuple[str, ...]
    remarks: Mapping[tuple[str, str], str]
    rows: FilledRows


def _read_stages(stages: object, records: RecordReader) -> tuple[str, ...]:
    if isinstance(stages, str) or not isinstance(stages, Iterable) or not all(isinstance(one, str) for one in stages):
        refuse_argument("stages", stages, Message("a list of stages"))
    found, problems = records.read_stages(list(stages))
    if problems:
        raise InputError([replace(problem, path="stages") for problem in problems])
    return found


@dataclass
class _SchoolBook:
    allowed: AllowedEntries
    at: At
    lang: str
    named: str
    on: dt.date | None
    stages: tuple[str, ...]
    filling: _Filling | None = None
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.lang)

    def write(self) -> bytes:
        self._write_head()
        self._write_records()
        self._write_lists()
        colours: dict[str, CellStyle] = {Message("a cell to fill in").text_in(self.lang): "entry"}
        if any(one.marks for one in self.rows):
            marks = ", ".join(dict.fromkeys(mark for one in self.rows for mark in one.marks))
            colours[marks] = "mandatory"
        return self.book.to_bytes(write_legend(self.book, self.allowed.framework, self._advice(), colours))

    def _write_lists(self) -> None:
        """Write the lists that are asked for, and those that have something in them."""
        others = None if self.filling is None else FilledOthers(self.filling.rows)
        members = () if others is None else tuple(others.list_members())
        lists = SheetLists(self.allowed, self.lister, tuple(dict.fromkeys(key for row in members for key in row)))
        results = () if others is None else tuple(others.list_results())
        held = () if others is None else tuple(others.list_awards())
        items = () if self.filling is None else tuple(list_items(self.filling.dossier))
        if members or lists.asks_for("register"):
            self._write_list("register", tuple(lists.register()), members)
        if results or lists.asks_for("results"):
            self._write_list("results", tuple(lists.results()), results)
        self._write_list("evidence", tuple(lists.evidence()), items)
        if held or lists.asks_for("held"):
            self._write_list("held", tuple(lists.held()), held)
        texts = {} if self.filling is None else self.filling.dossier.texts
        write_text_sheet(self.book, self.allowed.framework, self.rows, texts)

    def _advice(self) -> tuple[Message, ...]:
        return (
            Message("Fill in the sheet '{sheet}' first", sheet=SHEET_TITLES["head"]),
            Message("The empty rows at the end of '{sheet}' take further records: of another stage or year, or of the "
                    "other side; write the id of what is recorded", sheet=SHEET_TITLES["records"]),
            *self._advice_on_members,
            Message("Without any row in '{sheet}' evidence is not checked", sheet=SHEET_TITLES["evidence"]),
            Message("'{sheet}' is for kiemdinh report; no result depends on it", sheet=SHEET_TITLES["texts"]),
            Message("kiemdinh assess FILE.xlsx reads it"),
        )  # fmt: skip

    @property
    def _advice_on_members(self) -> tuple[Message, ...]:
        if not self.allowed.populations:
            return ()
        message = Message(
            "'{members}' has a row for each member, and a further one where something of it changes on a day; "
            "what each has reached stands in '{results}' or '{held}' under its id",
            members=SHEET_TITLES["register"], results=SHEET_TITLES["results"], held=SHEET_TITLES["held"],
        )  # fmt: skip
        return (message,)

    # -- the head ----------------------------------------------------------------------------------------

    def _write_head(self) -> None:
        sheet = self.book.add_sheet(SHEET_TITLES["head"].text_in(self.lang))
        sheet.write_row([(label.text_in(self.lang), "heading") for label in HEAD_COLUMNS.values()] + [("", "heading")])
        for key, label in HEAD_ROWS.items():
            if self._has_head_row(key):
                value, hint = self._head_entry(key)
                style: CellStyle = "text" if key == "framework" else "entry"
                cells: list[tuple[Any, CellStyle]] = [
                    (label.text_in(self.lang), "group"),
                    (value, style),
                    (hint, "small"),
                ]
                row = sheet.write_row(cells, _HEAD_WIDTHS)
                self._ask_head(sheet, key, f"B{row}")
        self._write_first(sheet)
        sheet.finish(_HEAD_WIDTHS, title=self._title, freeze="A2")
        sheet.protect()

    def _write_first(self, sheet: FormSheet) -> None:
        """Write what to look at first, which is not read back, then the notes of the dossier, which are."""
        if self.filling is None:
            return
        for line in self.filling.first:
            sheet.write_row([("", "small"), ("", "small"), (line, "text")], _HEAD_WIDTHS)
        notes = {key.removeprefix("notes."): text for key, text in self.filling.dossier.notes.items() if _is_note(key)}
        for key, text in notes.items():
            sheet.write_row([(key, "group"), (text, "entry"), ("", "small")], _HEAD_WIDTHS)

    def _has_head_row(self, key: str) -> bool:
        if self.filling is not None and getattr(self.filling.dossier.school, key, None):
            return True
        framework = self.allowed.framework
        has_years = any("year" in form.kinds for form in self.allowed.inputs.values())
        return {
            "stage": "stage" in framework.definition.subject.has, "year": has_years, "founded": has_years,
            "complete": bool(framework.awards) or bool(self.filling and "held" in self.filling.dossier.complete),
            "members": bool(self.allowed.populations),
        }.get(key, True)  # fmt: skip

    def _head_entry(self, key: str) -> tuple[Any, str]:
        titles = self.allowed.declared_stages.titles
        names = Message.join([self._stage_title(one) for one in titles][:12])
        entries: Mapping[str, tuple[Any, Message | None]] = {
            "framework": (self.named, None),
            "stage": (
                ", ".join(map(self._stage_title, self.stages)),
                Message("one or several, with commas between: {names}", names=names) if titles else None,
            ),
            "founded": (None, Message("figures of school years that ended before it are unknown for that reason")),
            "date": (self.on, Message("the day of the assessment, such as 30/06/2027")),
            "year": (self.lister.school_year, Message("the year of figures whose row names none")),
            "side": (
                SIDES["self"].text_in(self.lang),
                Message("who made the findings in rows that do not name a side"),
            ),
            "complete": (None, Message("yes, if there are no awards but those that are listed")),
            "members": (None, self._members_hint),
        }
        value, hint = entries.get(key, (None, None))
        value = self._filled_head.get(key, value)
        return value or None, "" if hint is None else hint.text_in(self.lang)

    @cached_property
    def _filled_head(self) -> Mapping[str, Any]:
        if self.filling is None:
            return {}
        dossier, school = self.filling.dossier, self.filling.dossier.school
        complete = WORDS["true"].text_in(self.lang) if "held" in dossier.complete else None
        members = self._name_complete(dossier.complete)
        return {
            "school": school.id, "name": school.name, "founded": school.founded, "complete": complete,
            "members": members,
        }  # fmt: skip

    def _name_complete(self, complete: Collection[str]) -> str | None:
        """Return the answer whether all members are listed: yes, or the kinds of which all members are."""
        kinds = self.allowed.populations
        found = [kind for kind in kinds if kind in complete]
        if len(found) == len(kinds):
            return WORDS["true"].text_in(self.lang) if kinds else None
        return ", ".join(write_kind(kind, kinds, self.lang) for kind in found) or None

    @property
    def _members_hint(self) -> Message:
        kinds = self.allowed.populations
        if len(kinds) < 2:
            return Message("yes, if there are no members but those that are listed")
        names = ", ".join(write_kind(kind, kinds, self.lang) for kind in kinds)
        return Message("yes, if there are no members but those listed; else of which kinds: {names}", names=names)

    def _ask_head(self, sheet: FormSheet, key: str, cell: str) -> None:
        words = {
            "side": tuple(side.text_in(self.lang) for side in SIDES.values()),
            "complete": _yes_no(self.lang),
            **({"members": _yes_no(self.lang)} if len(self.allowed.populations) == 1 else {}),
        }
        if key in words:
            sheet.ask(cell, Answer("words", words[key]))
        elif key in _DATES:
            sheet.ask(cell, _DATE)
        else:
            sheet.ask(cell, _TEXT)

    # -- records -----------------------------------------------------------------------------------------

    def _write_records(self) -> None:
        sheet = self.book.add_sheet(SHEET_TITLES["records"].text_in(self.lang))
        sheet.write_row([(RECORD_COLUMNS[key].text_in(self.lang), "heading") for key in self.columns])
        for row in self.rows:
            self._write_group(sheet, row) if isinstance(row, QuestionGroup) else self._write_question(sheet, row)
        last = sheet.row + len(self._other_rows) + bool(self._other_rows)
        self._write_group(sheet, QuestionGroup("", Message("Further records").text_in(self.lang), 0))
        for other in self._other_rows:
            self._write_other(sheet, other)
        for index, key in enumerate(self.columns):
            sheet.ask_column(index, self._answers_beside.get(key, _TEXT))
        sheet.sheet.print_area = f"A1:{column_letters(len(self.columns) - 1)}{last}"
        sheet.finish(self.widths, title=self._title, freeze="C2")
        sheet.protect()

    def _write_group(self, sheet: FormSheet, group: QuestionGroup) -> None:
        style: CellStyle = "group" if group.depth == 0 else "part"
        texts = {"id": group.id, "title": _mark(group.title, group.marks)}
        styles: dict[str, CellStyle] = dict.fromkeys(texts, "mandatory") if group.marks else {}
        sheet.write_row([(texts.get(key, ""), styles.get(key, style)) for key in self.columns], self.widths)

    def _write_question(self, sheet: FormSheet, question: Question) -> None:
        meaning = question.meaning
        filled = self._first_rows.get(meaning)
        texts: dict[str, Any] = {
            **self._place_of(meaning), "title": _mark(question.title, question.marks), "unit": question.unit,
            **({} if filled is None else filled.cells),
        }  # fmt: skip
        is_criterion = meaning.kind == "node" and self.at == "criterion"
        asked: CellStyle = "mandatory" if question.marks else "criterion" if is_criterion else "text"
        styles: Mapping[str, CellStyle] = {"id": asked, "title": asked, "unit": "text"}
        row = sheet.write_row([(texts.get(key), styles.get(key, "entry")) for key in self.columns], self.widths)
        for key, answer in self._answers_beside.items():
            if key in self.columns:
                sheet.ask(f"{self._letters(key)}{row}", answer)
        sheet.ask(f"{self._letters('value')}{row}", question.answer)
        sheet.add_note(f"{self._letters('title')}{row}", question.notes)
        if filled is not None:
            self._add_remark(sheet, row, "value", ("inputs", meaning.id))

    def _write_other(self, sheet: FormSheet, row: FilledRow) -> None:
        """Write a record for which there is no question, or a further record for a question."""
        titles = find_titles(self.allowed.framework, split_place(_id_of(row.meaning))[0])
        texts = {**self._place_of(row.meaning), "title": titles.said(self.lang), **row.cells}
        styles: Mapping[str, CellStyle] = {"id": "text", "title": "text", "unit": "text"}
        number = sheet.write_row([(texts.get(key), styles.get(key, "entry")) for key in self.columns], self.widths)
        self._add_remark(sheet, number, "value", ("inputs", row.meaning.id))

    def _place_of(self, meaning: ColumnMeaning) -> dict[str, Any]:
        """Return the cells that say what a row is about."""
        stage = self._stage_title(meaning.stage) if meaning.stage else None
        return {"id": _id_of(meaning), "stage": stage, "year": meaning.year}

    def _add_remark(self, sheet: FormSheet, row: int, column: str, about: tuple[str, str]) -> None:
        remark = self.filling.remarks.get(about) if self.filling is not None else None
        if remark is not None:
            sheet.add_note(f"{self._letters(column)}{row}", (remark,))

    @cached_property
    def _split_rows(self) -> tuple[Mapping[ColumnMeaning, FilledRow], Sequence[FilledRow]]:
        """The record of each thing that is asked, and the records that stand in rows of their own."""
        if self.filling is None:
            return {}, ()
        first, others = self.filling.rows.take_first()
        asked = {one.meaning for one in self.rows if isinstance(one, Question)}
        loose = [row for meaning, row in first.items() if meaning not in asked]
        return {meaning: row for meaning, row in first.items() if meaning in asked}, (*loose, *others)

    @property
    def _first_rows(self) -> Mapping[ColumnMeaning, FilledRow]:
        return self._split_rows[0]

    @property
    def _other_rows(self) -> Sequence[FilledRow]:
        return self._split_rows[1]

    @cached_property
    def _answers_beside(self) -> Mapping[str, Answer]:
        """What can stand in the columns beside the result."""
        stages = tuple(self._stage_title(one) for one in self.stages or self.allowed.declared_stages.titles)
        texts = dict.fromkeys(("year", "evidence", "reason", "author"), _TEXT)
        return {"stage": Answer("words", stages), "date": _DATE, **texts}

    @cached_property
    def rows(self) -> tuple[QuestionGroup | Question, ...]:
        """What is asked."""
        return tuple(self.lister.list_questions())

    @cached_property
    def lister(self) -> QuestionLister:
        """Lists what is asked."""
        day = self.on or choose_example_day(self.allowed.framework)
        stages = self.stages or tuple(self.allowed.declared_stages.titles)
        return QuestionLister(self.allowed, self.at, self.lang, day, stages)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that the framework needs."""
        forms = self.allowed.inputs.values()
        has = {
            "stage": self.allowed.assessed_by_stage or any(form.by_stage for form in forms),
            "year": any("year" in form.kinds for form in forms),
            "author": any(form.definition.type == "decision" for form in forms),
        }
        used = frozenset[str]() if self.filling is None else self.filling.rows.keys
        has |= {key: key in used for key in _ONLY_IF_USED}
        has["date"] |= has["author"]
        if self.filling is not None:
            has["stage"] |= any(row.meaning.stage for row in self.filling.rows.rows)
        return tuple(key for key in _WIDTHS if has.get(key, True))

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The width of each column, in characters; that of the ids as wide as the longest."""
        ids = [_id_of(one.meaning) if isinstance(one, Question) else one.id for one in self.rows]
        longest = max(map(len, ids), default=0)
        own = {"id": min(max(_WIDTHS["id"], longest + 2), _WIDEST_ID)}
        return tuple(own.get(key, _WIDTHS[key]) for key in self.columns)

    def _letters(self, key: str) -> str:
        return column_letters(self.columns.index(key))

    # -- lists -------------------------------------------------------------------------------------------

    def _write_list(self, name: str, columns: Sequence[ListColumn], entries: Sequence[Mapping[str, Any]]) -> None:
        """Write a list with its entries and empty rows; a column that is not asked for is written where it is used."""
        columns = [one for one in columns if one.is_asked or any(row.get(one.key) is not None for row in entries)]
        sheet = self.book.add_sheet(SHEET_TITLES[name].text_in(self.lang))
        sheet.write_row([(one.heading, "heading") for one in columns])
        for index, one in enumerate(columns):
            sheet.ask_column(index, one.answer)
            sheet.add_note(f"{column_letters(index)}1", one.notes)
        nothing: Mapping[str, Any] = {}
        for entry in (*entries, *[nothing] * max(1, _PRINTED_ROWS - len(entries))):
            row = sheet.write_row([(entry.get(one.key), "entry") for one in columns])
            for index, one in enumerate(columns):
                sheet.format_cell(f"{column_letters(index)}{row}", one.answer)
            remark = self.filling.remarks.get((name, str(entry.get(columns[0].key)))) if self.filling else None
            if remark is not None:
                sheet.add_note(f"A{row}", (remark,))
        sheet.sheet.print_area = f"A1:{column_letters(len(columns) - 1)}{sheet.row}"
        sheet.finish([one.width for one in columns], title=self._title, freeze="A2")

    # -- texts -------------------------------------------------------------------------------------------

    @property
    def _title(self) -> str:
        return self.allowed.framework.title(self.lang)

    def _stage_title(self, stage: str) -> str:
        return title_stage(self.allowed, stage, self.lang)


def _is_note(key: str) -> bool:
    """Whether a note stands under ``notes``; of a school no workbook has any."""
    return key == "notes" or key.startswith("notes.")


def _id_of(meaning: ColumnMeaning) -> str:
    """Return the id that stands before a row: the stage and the year stand in columns of their own."""
    members = f"@{'/'.join(meaning.members)}" if meaning.members else ""
    return f"{meaning.id}{members}"


def _mark(title: str, marks: Sequence[str]) -> str:
    return f"[{', '.join(marks)}] {title}" if marks else title


def _yes_no(lang: str) -> tuple[str, str]:
    return (WORDS["true"].text_in(lang), WORDS["false"].text_in(lang))
