"""An empty workbook for one school: who it is, its findings and figures, its evidence, its awards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, get_args

from kiemdinh.diagnostics.arguments import check_choice, check_text, refuse_argument
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.evidence.entries import AllowedEntries
from kiemdinh.evidence.reading import RecordReader, read_date_argument
from kiemdinh.evidence.writing import At, choose_example_day
from kiemdinh.portfolio.sheets import column_letters
from kiemdinh.portfolio.templates.labels import (
    EVIDENCE_COLUMNS,
    HEAD_COLUMNS,
    HEAD_ROWS,
    HELD_COLUMNS,
    RECORD_COLUMNS,
    SHEET_TITLES,
    SIDES,
    WORDS,
)
from kiemdinh.portfolio.templates.writing.answers import Answer
from kiemdinh.portfolio.templates.writing.book import Book, CellStyle, FormSheet
from kiemdinh.portfolio.templates.writing.legend import write_legend
from kiemdinh.portfolio.templates.writing.questions import Question, QuestionGroup, QuestionLister, title_stage
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["make_school_workbook"]

_WIDTHS: Final = {
    "id": 10, "title": 56, "stage": 13, "year": 12, "value": 19, "unit": 9, "evidence": 22, "reason": 30, "date": 12,
    "author": 20,
}  # fmt: skip
_WIDEST_ID: Final = 34
_HEAD_WIDTHS: Final = (28, 60, 70)
_EVIDENCE: Final = ("code", "title", "place", "issued", "until")
_HELD: Final = ("award", "grade", "signed", "until")
_DATES: Final = frozenset({"date", "issued", "until", "signed", "founded"})
_PRINTED_ROWS: Final = 24
"""Rows of evidence and of awards that are printed where they are empty; on the screen there are more."""
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
        The content of the file. Filled in nowhere it is an empty dossier.

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
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.lang, SHEET_TITLES["legend"].text_in(self.lang))

    def write(self) -> bytes:
        self._write_head()
        self._write_records()
        self._write_list("evidence", EVIDENCE_COLUMNS, _EVIDENCE, (22, 70, 34, 14, 14), {})
        if self.allowed.framework.awards:
            awards = tuple(self._text_of(award, award.id) for award in self.allowed.framework.awards)
            self._write_list("held", HELD_COLUMNS, _HELD, (60, 30, 16, 16), {"award": Answer("words", awards)})
        colours: dict[str, CellStyle] = {Message("a cell to fill in").text_in(self.lang): "entry"}
        if any(one.marks for one in self.rows):
            marks = ", ".join(dict.fromkeys(mark for one in self.rows for mark in one.marks))
            colours[marks] = "mandatory"
        return self.book.to_bytes(write_legend(self.book, self.allowed.framework, self._advice(), colours))

    def _advice(self) -> tuple[Message, ...]:
        return (
            Message("Fill in the sheet '{sheet}' first", sheet=SHEET_TITLES["head"]),
            Message("The empty rows at the end of '{sheet}' take further records: of another stage or year, or of the "
                    "other side; write the id of what is recorded", sheet=SHEET_TITLES["records"]),
            Message("Without any row in '{sheet}' evidence is not checked", sheet=SHEET_TITLES["evidence"]),
            Message("kiemdinh assess FILE.xlsx reads it"),
        )  # fmt: skip

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
        sheet.finish(_HEAD_WIDTHS, title=self._title, freeze="A2")
        sheet.protect()

    def _has_head_row(self, key: str) -> bool:
        framework = self.allowed.framework
        has_years = any("year" in form.kinds for form in self.allowed.inputs.values())
        return {
            "stage": "stage" in framework.definition.subject.has, "year": has_years, "founded": has_years,
            "complete": bool(framework.awards),
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
                Message("who has found what stands in rows that do not say it"),
            ),
            "complete": (None, Message("yes, if there are no awards but those that are listed")),
        }
        value, hint = entries.get(key, (None, None))
        return value or None, "" if hint is None else hint.text_in(self.lang)

    def _ask_head(self, sheet: FormSheet, key: str, cell: str) -> None:
        words = {
            "side": tuple(side.text_in(self.lang) for side in SIDES.values()),
            "complete": (WORDS["true"].text_in(self.lang), WORDS["false"].text_in(self.lang)),
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
        last = sheet.row
        self._write_group(sheet, QuestionGroup("", Message("Further records").text_in(self.lang), 0))
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
        texts = {
            "id": _id_of(question), "title": _mark(question.title, question.marks), "unit": question.unit,
            "stage": self._stage_title(meaning.stage) if meaning.stage else None, "year": meaning.year,
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
        has["date"] = has["author"]
        return tuple(key for key in _WIDTHS if has.get(key, True))

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The width of each column, in characters; that of the ids as wide as the longest."""
        longest = max((len(_id_of(row)) for row in self.rows), default=0)
        own = {"id": min(max(_WIDTHS["id"], longest + 2), _WIDEST_ID)}
        return tuple(own.get(key, _WIDTHS[key]) for key in self.columns)

    def _letters(self, key: str) -> str:
        return column_letters(self.columns.index(key))

    # -- lists -------------------------------------------------------------------------------------------

    def _write_list(
        self,
        name: str,
        labels: Mapping[str, Message],
        keys: Sequence[str],
        widths: Sequence[float],
        answers: Mapping[str, Answer],
    ) -> None:
        sheet = self.book.add_sheet(SHEET_TITLES[name].text_in(self.lang))
        sheet.write_row([(labels[key].text_in(self.lang), "heading") for key in keys])
        for index, key in enumerate(keys):
            sheet.ask_column(index, answers.get(key, _DATE if key in _DATES else _TEXT))
        for _ in range(_PRINTED_ROWS):
            row = sheet.write_row([(None, "entry")] * len(keys))
            for index, key in enumerate(keys):
                sheet.format_cell(f"{column_letters(index)}{row}", answers.get(key, _DATE if key in _DATES else _TEXT))
        sheet.sheet.print_area = f"A1:{column_letters(len(keys) - 1)}{sheet.row}"
        sheet.finish(widths, title=self._title, freeze="A2")

    # -- texts -------------------------------------------------------------------------------------------

    @property
    def _title(self) -> str:
        return self.allowed.framework.title(self.lang)

    def _stage_title(self, stage: str) -> str:
        return title_stage(self.allowed, stage, self.lang)

    def _text_of(self, text: Any, otherwise: str) -> str:
        return text.text_in(self.lang) or otherwise


def _id_of(row: QuestionGroup | Question) -> str:
    """Return the id that stands before a row: the stage and the year stand in columns of their own."""
    if isinstance(row, QuestionGroup):
        return row.id
    members = f"@{'/'.join(row.meaning.members)}" if row.meaning.members else ""
    return f"{row.meaning.id}{members}"


def _mark(title: str, marks: Sequence[str]) -> str:
    return f"[{', '.join(marks)}] {title}" if marks else title
