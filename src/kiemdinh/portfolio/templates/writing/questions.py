"""What a workbook asks: each finding and each figure of a framework, in the order in which people fill it in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.entries import AllowedEntries, InputForm, NodeForm
from kiemdinh.evidence.writing import AskedNode, At, InputReaders, find_readers, list_asked_nodes, name_tags
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.parsing.cells import clean_text
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.templates.writing.answers import Answer, answer_of_input, answer_of_node
from kiemdinh.standards.names import ValueKind, read_value_name, split_child

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Localised, NodeInfo

__all__ = ["Question", "QuestionGroup", "QuestionLister", "title_stage"]

_MAX_READERS: Final = 8
"""How many criteria are named at a figure that they read."""


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """A heading between questions: a standard, a criterion or a level whose parts are asked for.

    Attributes
    ----------
    id, title
        The node, and what the definition calls it.
    depth
        The number of nodes above it.
    marks
        The names of its tags, such as that of mandatory criteria.
    """

    id: str
    title: str
    depth: int
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A finding or a figure that is asked for.

    Attributes
    ----------
    meaning
        The node or input, with stage, members and year.
    title
        What the definition calls it.
    answer
        What can be answered.
    unit
        The unit of a figure, as people write it; empty where there is none.
    notes
        What helps to answer: statements of the law by level, or who reads a figure.
    marks
        The names of its tags.
    """

    meaning: ColumnMeaning
    title: str
    answer: Answer
    unit: str = ""
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionLister:
    """Lists what a workbook asks under one framework.

    Attributes
    ----------
    allowed
        What can be recorded.
    at
        Whether criteria are asked for as a whole, or by their requirements.
    lang
        The language of what is asked.
    day
        The day of the assessment, which decides the school years of figures.
    stages
        The stages for which figures of single stages are asked; empty where the framework has none.
    """

    allowed: AllowedEntries
    at: At
    lang: str
    day: dt.date
    stages: tuple[str, ...] = ()

    def list_questions(self) -> Iterator[QuestionGroup | Question]:
        """Yield each node with the figures that decide it, then all other figures.

        The cost is linear in the tree and the places of figures.
        """
        beside: Sequence[str] = ()
        listed: set[str] = set()
        for asked in list_asked_nodes(self.allowed, self.at):
            if asked.depth == 0:
                yield from self._ask_inputs(beside)
                beside = self._names_beside.get(asked.form.id, ())
                listed.update(beside)
            yield self._ask_node(asked)
        yield from self._ask_inputs(beside)
        others = [name for name in self.allowed.inputs if name not in listed]
        if others:
            yield QuestionGroup("", Message("Other figures and facts").text_in(self.lang), 0)
            yield from self._ask_inputs(others)

    # -- findings ----------------------------------------------------------------------------------------

    def _ask_node(self, asked: AskedNode) -> QuestionGroup | Question:
        form = asked.form
        marks = name_tags(self.allowed.framework, form, self.lang)
        title = self._title_of(form)
        if asked.role != "finding" or form.kind is None:
            return QuestionGroup(form.id, title, asked.depth, marks)
        notes = tuple(self._list_statements(form))
        return Question(
            ColumnMeaning("node", form.id), title, answer_of_node(form, self.allowed, self.lang), "", notes, marks
        )

    def _title_of(self, form: NodeForm) -> str:
        if form.info is not None:
            return self._text_of(form.info.node, form.id)
        above, step = split_child(form.id)
        return self._title_of_step(self.allowed.framework.nodes[above], step)

    def _title_of_step(self, info: NodeInfo, step: str) -> str:
        found = self.allowed.framework.definition.find_step(info.scale, step)
        return step if found is None else self._text_of(found, step)

    def _list_statements(self, form: NodeForm) -> Iterator[str]:
        """Yield what the law asks of a node that is judged as a whole, level by level."""
        info = form.info
        if info is None:
            return
        yield from self._list_parts(info.parts)
        for step, ids in info.levels.items():
            yield f"{self._title_of_step(info, step)}:"
            yield from self._list_parts(ids)

    def _list_parts(self, ids: Sequence[str]) -> Iterator[str]:
        for one in ids:
            info = self.allowed.framework.nodes[one]
            if info.layer is None:
                yield f"{info.node.id}) {self._text_of(info.node, one)}"
                yield from self._list_parts(info.parts)

    # -- figures -----------------------------------------------------------------------------------------

    def _ask_inputs(self, names: Iterable[str]) -> Iterator[Question]:
        for name in names:
            yield from self._ask_input(self.allowed.inputs[name])

    def _ask_input(self, form: InputForm) -> Iterator[Question]:
        definition = form.definition
        stages: tuple[str | None, ...] = (None,)
        if "stage" in definition.each:
            stages = self.stages or stages
        years = self.years_of(form.name) if "year" in form.kinds else (None,)
        title, answer = self._text_of(definition, form.name), answer_of_input(form, self.allowed, self.lang)
        unit, notes = self._speech.with_unit("", definition.unit).strip(), tuple(self.list_notes(form))
        for members in product(*(form.members[kind] for kind in form.kinds if kind != "year")):
            named = [self._text_of(self.allowed.framework.nodes[one].node, one) for one in members]
            text = f"{title} ({', '.join(named)})" if named else title
            for stage, year in product(stages, years):
                yield Question(ColumnMeaning("input", form.name, stage, members, year), text, answer, unit, notes)

    def list_notes(self, form: InputForm) -> Iterator[str]:
        """Yield who reads a figure, and what a decision has."""
        readers = self._readers[form.name]
        titled = {part.id: part for part in (*self.allowed.framework.outcomes, *self.allowed.framework.awards)}
        rules = [self._text_of(titled[one], one) if one in titled else one for one in readers.rules]
        used = (*readers.nodes, *rules)
        if used:
            yield Message("used in {names}", names=_cut(used)).text_in(self.lang)
        if readers.informed:
            yield Message("indicator of {names}", names=_cut(readers.informed)).text_in(self.lang)
        if form.definition.type == "decision":
            yield Message("a decision has its reason, who decided it and its date").text_in(self.lang)

    @cached_property
    def _readers(self) -> Mapping[str, InputReaders]:
        return find_readers(self.allowed.framework)

    @cached_property
    def _names_beside(self) -> Mapping[str, Sequence[str]]:
        """The figures that are asked with each node: those that it is the first to read, or to have as indicator."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.allowed.inputs:
            readers = self._readers[name]
            first = next(iter((*readers.nodes, *readers.informed)), None)
            if first is not None:
                found[first].append(name)
        return found

    def years_of(self, name: str) -> tuple[str, ...]:
        """Return the school years for which a figure is asked: those that rules read, else the latest."""
        return tuple(sorted(self._years_read.get(name, ()))) or (self.school_year,)

    @cached_property
    def school_year(self) -> str:
        """The latest school year that a rule reads on the day; else the one that ends in the year of the day."""
        years = {year for found in self._years_read.values() for year in found}
        return max(years, default=f"{self.day.year - 1}-{self.day.year}")

    @cached_property
    def _years_read(self) -> Mapping[str, set[str]]:
        """The school years of each figure that some rule reads."""
        rules = self.allowed.framework.rules(self.stages or None, self.day)
        found: dict[str, set[str]] = defaultdict(set)
        for value_id in {one for values in rules.values.values() for one in values}:
            name = read_value_name(value_id)
            for one in (name, name.denominator) if name.kind is ValueKind.PER else (name,):
                if name.kind in (ValueKind.INPUT, ValueKind.PER) and one.year is not None:
                    found[one.name].add(one.year)
        return found

    @cached_property
    def _speech(self) -> Messages:
        return speak_of(self.allowed.framework, self.lang)

    def _text_of(self, text: Localised, otherwise: str) -> str:
        return clean_text(text.text_in(self.lang) or otherwise)


def title_stage(allowed: AllowedEntries, stage: str, lang: str) -> str:
    """Return the name of a stage in a language; its id where the name is not read as the stage."""
    declared = allowed.framework.definition.subject.stages
    title = clean_text(next((one.text_in(lang) for one in declared if one.id == stage), None) or stage)
    return title if allowed.declared_stages.find(title) == stage else stage


def _cut(names: Sequence[str]) -> str:
    return ", ".join((*names[:_MAX_READERS], *(("…",) if len(names) > _MAX_READERS else ())))
