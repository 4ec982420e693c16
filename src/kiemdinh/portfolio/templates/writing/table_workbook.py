"""An empty workbook with a row for each school of a list, and a column for each finding and figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, get_args

from kiemdinh.diagnostics.arguments import check_choice
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.evidence.reading import RecordReader, read_date_argument
from kiemdinh.evidence.writing import At, choose_example_day
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.portfolio.columns import HeadingReader
from kiemdinh.portfolio.sheets import column_letters
from kiemdinh.portfolio.templates.labels import HEAD_ROWS, SHEET_TITLES
from kiemdinh.portfolio.templates.writing.answers import Answer
from kiemdinh.portfolio.templates.writing.book import Book, CellStyle
from kiemdinh.portfolio.templates.writing.legend import write_legend
from kiemdinh.portfolio.templates.writing.questions import Question, QuestionLister, title_stage
from kiemdinh.portfolio.templates.writing.school_list import ListedSchool, read_school_list
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["make_table_workbook"]

_ABOUT: Final = ("school", "name", "stage", "date")
_WIDTHS: Final = {"school": 13, "name": 34, "stage": 22, "date": 13}
_WIDTH: Final = 20
_LONGEST_HEADING: Final = 90
"""Characters of a heading; a longer title of a figure stands in the note, and its id in the heading."""
_LONGEST_TITLE: Final = 60
"""Characters of the title behind the id of a node."""
_CHARACTERS_IN_LINE: Final = 19
_LINE: Final = 13.5
"""Points of a line of a heading."""
_PRINTED_SIZE: Final = 60
"""How large it is printed, in per cent: more columns then stand on a page."""
_MAX_COLUMNS: Final = 16_000
_DATE: Final = Answer("date")


def make_table_workbook(
    framework: AnyFramework,
    schools: Any,
    *,
    at: At = "criterion",
    lang: str | None = None,
    on: dt.date | str | None = None,
) -> bytes:
    """Make an empty workbook (XLSX) with a row for each school, which :func:`kiemdinh.assess_many` reads.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework.
    schools
        A ``Path`` of a table, a frame, or rows as mappings, with the columns ``id``, ``name`` and ``stages``.
    at
        Whether each criterion has a column, or each requirement.
    lang
        The language of the workbook, ``vi`` or ``en``; None for that of the definition.
    on
        The day of the assessment, which stands in each row and decides the school years of figures; None leaves it
        open, and takes the years of a day on which the edition is in force.

    Returns
    -------
    bytes
        The content of the file. The cost is linear in its cells.

    Raises
    ------
    InputError
        The framework or the list cannot be read, or openpyxl is not installed (KD717).

    Examples
    --------
    >>> make_table_workbook("vn.tt57-2026.gdtx", [{"id": "79001", "name": "A"}], lang="en")[:2]
    b'PK'
    """
    check_choice("at", at, get_args(At))
    speech = None if lang is None else check_choice("lang", lang, LANGUAGES)
    day = read_date_argument(on, "on")
    found = load(framework, on=day)
    records = RecordReader(found)
    return _TableBook(records, read_school_list(schools, records), at, speech or found.language, day).write()


@dataclass
class _TableBook:
    records: RecordReader
    schools: Sequence[ListedSchool]
    at: At
    lang: str
    on: dt.date | None
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.lang)

    def write(self) -> bytes:
        framework = self.records.framework
        if len(self.columns) > _MAX_COLUMNS:
            message = Message("more than {n:,} columns", n=_MAX_COLUMNS)
            raise InputError([Diagnostic("KD718", "error", message, framework.id)])
        sheet = self.book.add_sheet(SHEET_TITLES["table"].text_in(self.lang))
        headings: list[tuple[Any, CellStyle]] = [(HEAD_ROWS[key].text_in(self.lang), "heading") for key in self.about]
        headings += [(text, "mandatory" if one.marks else "question") for text, one in self.columns]
        sheet.write_row(headings)
        lines = max((1 + len(text) // _CHARACTERS_IN_LINE for text, _ in self.columns), default=1)
        sheet.sheet.row_dimensions[1].height = _LINE * min(lines + 1, 9)
        answers = [_DATE if key == "date" else Answer("words") for key in self.about]
        answers += [question.answer for _, question in self.columns]
        for index, answer in enumerate(answers):
            sheet.ask_column(index, answer)
        for school in self.schools:
            sheet.write_row([(one, "entry") for one in self._cells_of(school)])
        for index, (_, question) in enumerate(self.columns, len(self.about)):
            sheet.add_note(f"{column_letters(index)}1", self._note_of(question))
        last = column_letters(len(answers) - 1)
        sheet.sheet.print_options.gridLines = True
        sheet.sheet.page_setup.scale = _PRINTED_SIZE
        sheet.sheet.print_area = f"A1:{last}{len(self.schools) + 1}"
        sheet.sheet.print_title_cols = f"A:{column_letters(min(1, len(self.about) - 1))}"
        widths = [*(_WIDTHS[key] for key in self.about), *(_WIDTH for _ in self.columns)]
        sheet.finish(widths, title=framework.title(self.lang), freeze="C2", fit=False)
        return self.book.to_bytes(write_legend(self.book, framework, self._advice(), self._colours()))

    def _cells_of(self, school: ListedSchool) -> Iterator[Any]:
        stages = ", ".join(title_stage(self.records.allowed, one, self.lang) for one in school.stages or ())
        cells = {"school": school.id, "name": school.name, "stage": stages or None, "date": self.on}
        return (cells[key] for key in self.about)

    def _note_of(self, question: Question) -> Iterator[str]:
        marks = f" [{', '.join(question.marks)}]" if question.marks else ""
        yield f"{question.meaning}{marks} {question.title}"
        if question.unit:
            yield Message("unit: {unit}", unit=question.unit).text_in(self.lang)
        yield from question.notes

    @cached_property
    def about(self) -> tuple[str, ...]:
        """The columns that say who and when a row is about."""
        has_stages = "stage" in self.records.framework.definition.subject.has
        return tuple(key for key in _ABOUT if has_stages or key != "stage")

    @cached_property
    def columns(self) -> tuple[tuple[str, Question], ...]:
        """What is asked, each with a heading that is read as what is asked."""
        named = ((self._find_heading(one), one) for one in self._questions)
        return tuple((heading, one) for heading, one in named if heading is not None)

    @cached_property
    def _questions(self) -> tuple[Question, ...]:
        day = self.on or choose_example_day(self.records.framework)
        lister = QuestionLister(self.records.allowed, self.at, self.lang, day, self._stages)
        asked = (one for one in lister.list_questions() if isinstance(one, Question))
        return tuple(one for one in asked if not self._is_decision(one))

    @property
    def _stages(self) -> tuple[str, ...]:
        """The stages that schools of the list have; all stages where a school names none."""
        declared = tuple(self.records.allowed.declared_stages.titles)
        if not all(school.stages for school in self.schools):
            return declared
        found = {stage for school in self.schools for stage in school.stages or ()}
        return tuple(stage for stage in declared if stage in found) or tuple(sorted(found))

    def _is_decision(self, question: Question) -> bool:
        """Whether the question is about a decision: one cell cannot say its reason and its author."""
        inputs, meaning = self.records.allowed.inputs, question.meaning
        return meaning.kind == "input" and inputs[meaning.id].definition.type == "decision"

    def _find_heading(self, question: Question) -> str | None:
        """Return the first heading that is read as what is asked; None where none is."""
        for heading in self._list_headings(question):
            try:
                if len(heading) <= _LONGEST_HEADING and self._headings.read(heading) == question.meaning:
                    return heading
            except ReadingError:
                continue
        return None

    def _list_headings(self, question: Question) -> Iterator[str]:
        meaning = question.meaning
        if meaning.kind == "node":
            yield f"{meaning.id} {_shorten(question.title)}"
            yield question.title
        else:
            title = self.records.allowed.inputs[meaning.id].definition.text_in(self.lang) or meaning.id
            stage = () if meaning.stage is None else (title_stage(self.records.allowed, meaning.stage, self.lang),)
            places = (*meaning.members, *stage, *(() if meaning.year is None else (meaning.year,)))
            if places == (meaning.year,):
                yield f"{title} ({meaning.year})"
            yield f"{title}@{'/'.join(places)}" if places else title
        yield str(meaning)

    @cached_property
    def _headings(self) -> HeadingReader:
        return HeadingReader(self.records.allowed)

    def _advice(self) -> tuple[Message, ...]:
        advice = (
            Message("Each row is a school, and each column is a finding or a figure; the heading says which"),
            Message("kiemdinh batch FILE.xlsx reads it"),
        )
        written = {one.meaning for _, one in self.columns}
        lacking = [str(one.meaning) for one in self._questions if one.meaning not in written]
        if not lacking:
            return advice
        return (*advice, Message("No heading can say these, so they are not asked: {names}", names=", ".join(lacking)))

    def _colours(self) -> Mapping[str, CellStyle]:
        found: dict[str, CellStyle] = {Message("a cell to fill in").text_in(self.lang): "entry"}
        marks = dict.fromkeys(mark for _, one in self.columns for mark in one.marks)
        return found | ({", ".join(marks): "mandatory"} if marks else {})


def _shorten(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"
