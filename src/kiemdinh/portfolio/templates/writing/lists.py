"""The sheets of a workbook with a row for each item of a kind: evidence, awards, members, results of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.writing import AskedReference, list_asked_references, list_member_inputs
from kiemdinh.parsing.cells import clean_text
from kiemdinh.portfolio.templates.labels import (
    EVIDENCE_COLUMNS,
    HELD_COLUMNS,
    KIND_OF_MEMBER,
    REGISTER_COLUMNS,
    RESULT_COLUMNS,
    RESULT_SIDES,
    write_kind,
)
from kiemdinh.portfolio.templates.member_headings import MemberHeadings
from kiemdinh.portfolio.templates.writing.answers import Answer, answer_of_input
from kiemdinh.portfolio.templates.writing.questions import QuestionLister
from kiemdinh.standards.names import split_place, words_of_place

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries, InputForm

__all__ = ["ListColumn", "SheetLists"]

_EVIDENCE: Final = {
    "code": 22, "title": 70, "kind": 14, "place": 34, "keeper": 20, "issuer": 20, "issued": 14, "until": 14, "also": 22,
}  # fmt: skip
_HELD: Final = {"kind": 16, "member": 16, "award": 60, "grade": 30, "signed": 16, "until": 16, "ended": 16, "why": 30}
_REGISTER: Final = {
    KIND_OF_MEMBER: 16, "id": 16, "name": 40, "stages": 20, "from": 14, "until": 14, "succeeds": 18, "commune": 16,
    "district": 16, "province": 16,
}  # fmt: skip
_RESULTS: Final = {
    "kind": 16, "member": 16, "stage": 14, "outcome": 34, "is": 20, "level": 20, "attainable": 20, "side": 18, "on": 14,
    "until": 14, "by": 30, "digest": 30,
}  # fmt: skip
_INPUT_WIDTH: Final = 18
_ASKED: Final[Mapping[str, frozenset[str]]] = {
    "evidence": frozenset({"code", "title", "place", "issued", "until"}),
    "held": frozenset({"member", "award", "grade", "signed", "until"}),
    "register": frozenset({"id", "name", "stages", "from", "until"}),
    "results": frozenset({"member", "stage", "outcome", "is", "side", "on", "until", "by"}),
}
"""Columns that stand in an empty workbook too; others where an entry has something in them."""
_DATES: Final = frozenset({"issued", "until", "signed", "ended", "from", "on"})
_OF_MEMBERS: Final = frozenset({"kind", "member"})
_TEXT: Final = Answer("words")
_NO_NOTES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its key, heading and width, what can stand in it, whether it is always there, its note."""

    key: str
    heading: str
    width: float
    answer: Answer
    is_asked: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetLists:
    """The columns of the lists of a workbook under one framework.

    Attributes
    ----------
    allowed
        What can be recorded.
    lister
        Lists what a workbook asks, of which the years of figures are taken.
    used
        The keys of inputs for which the rows of members have a value.
    """

    allowed: AllowedEntries
    lister: QuestionLister
    used: Sequence[str] = ()

    @property
    def lang(self) -> str:
        """The language of the headings."""
        return self.lister.lang

    def evidence(self) -> Iterator[ListColumn]:
        """Yield the columns of the index of evidence."""
        yield from self._make_columns("evidence", EVIDENCE_COLUMNS, _EVIDENCE, {})

    def held(self) -> Iterator[ListColumn]:
        """Yield the columns of awards held, of the subject and of members."""
        own = tuple(award.text_in(self.lang) or award.id for award in self.allowed.framework.awards)
        others = [one for one in self._asked if one.is_award]
        words = (*own, *(one.id for one in others))
        answers = {"award": Answer("words", words), "kind": self._kinds}
        notes = {"award": tuple(map(self._describe, others))}
        yield from self._make_columns("held", HELD_COLUMNS, _HELD, answers, notes)

    def register(self) -> Iterator[ListColumn]:
        """Yield the columns of the members of all populations, then one for each of their inputs."""
        inputs = {one.name: one for kind in self.allowed.populations for one in list_member_inputs(self.allowed, kind)}
        widths = {key: width for key, width in _REGISTER.items() if key not in inputs}
        yield from self._make_columns("register", REGISTER_COLUMNS, widths, {KIND_OF_MEMBER: self._kinds})
        headings = MemberHeadings(self.allowed)
        for form in inputs.values():
            answer, notes = answer_of_input(form, self.allowed, self.lang), tuple(self.lister.list_notes(form))
            for key in dict.fromkeys((*self._keys_of(form), *(key for key in self.used if _is_of(key, form.name)))):
                place = split_place(key)[1]
                heading = headings.write(form, words_of_place(place) if place else (), self.lang)
                yield ListColumn(key, heading, _INPUT_WIDTH, answer, is_asked=True, notes=notes)

    def results(self) -> Iterator[ListColumn]:
        """Yield the columns of results under other frameworks."""
        asked = [one for one in self._asked if not one.is_award]
        sides = tuple(side.text_in(self.lang) for side in RESULT_SIDES.values())
        answers = {
            "outcome": Answer("words", tuple(one.id for one in asked)), "side": Answer("words", sides),
            "kind": self._kinds,
        }  # fmt: skip
        notes = {"outcome": tuple(map(self._describe, asked))}
        yield from self._make_columns("results", RESULT_COLUMNS, _RESULTS, answers, notes)

    def asks_for(self, name: str) -> bool:
        """Whether an empty workbook has a list: of members, of results or of awards."""
        if name == "register":
            return bool(self.allowed.populations)
        if name == "results":
            return any(not one.is_award for one in self._asked)
        return bool(self.allowed.framework.awards) or any(one.is_award for one in self._asked)

    @property
    def _asked(self) -> Sequence[AskedReference]:
        return list_asked_references(self.allowed.framework)

    @property
    def _kinds(self) -> Answer:
        kinds = self.allowed.populations
        return Answer("words", tuple(write_kind(kind, kinds, self.lang) for kind in kinds))

    def _make_columns(
        self,
        name: str,
        labels: Mapping[str, Message],
        widths: Mapping[str, float],
        answers: Mapping[str, Answer],
        notes: Mapping[str, tuple[str, ...]] = _NO_NOTES,
    ) -> Iterator[ListColumn]:
        for key, width in widths.items():
            answer = answers.get(key, Answer("date") if key in _DATES else _TEXT)
            asked = key in _ASKED[name] and (key not in _OF_MEMBERS or bool(self.allowed.populations))
            asked |= answer == self._kinds and len(self.allowed.populations) > 1
            yield ListColumn(key, labels[key].text_in(self.lang), width, answer, asked, notes.get(key, ()))

    def _keys_of(self, form: InputForm) -> Iterator[str]:
        """Yield the keys of a member's input: its name, with each school year that it is asked for."""
        years = self.lister.years_of(form.name) if "year" in form.kinds else ()
        yield from (f"{form.name}@{year}" for year in years) if years else (form.name,)

    def _describe(self, one: AskedReference) -> str:
        """Return the name of an outcome or award, with the words that can be recorded of it."""
        title = clean_text(one.found.text_in(self.lang) or one.id)
        words = ", ".join(word.text_in(self.lang) or step for step, word in one.found.words.items())
        return f"{one.id}: {title} ({words})" if words else f"{one.id}: {title}"


def _is_of(key: str, name: str) -> bool:
    return split_place(key)[0] == name
