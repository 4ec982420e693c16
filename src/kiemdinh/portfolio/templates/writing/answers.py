"""The possible answers to a question: words in a language that are read back, or numbers within a range."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kiemdinh.evidence.entries import AllowedEntries, InputForm, NodeForm
from kiemdinh.parsing.cells import clean_text
from kiemdinh.portfolio.templates.labels import WORDS
from kiemdinh.standards.definition import Measure, StepScale

if TYPE_CHECKING:
    from kiemdinh.rules import Number

__all__ = ["Answer", "answer_of_input", "answer_of_node", "write_word"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be answered.

    Attributes
    ----------
    kind
        Whether it is one of some words, a number, a percentage, a date, or picked from cells, in which case other
        answers may be typed.
    words
        The words, each as the reader of dossiers takes it.
    low, high
        The ends of the range of a number; of a percentage in per cent.
    source
        The formula of a spreadsheet that gives the cells.
    """

    kind: Literal["words", "number", "percent", "date", "cells"]
    words: tuple[str, ...] = ()
    low: Number | None = None
    high: Number | None = None
    source: str = ""


def answer_of_node(form: NodeForm, allowed: AllowedEntries, lang: str) -> Answer:
    """Return what can be answered about a node, its words in a language."""
    if form.measure is not None and form.measure.kind == "number":
        return _answer_number(form.measure)
    layer = form.info.layer if form.info else None
    titles = _title_steps(allowed, layer.scale if layer else None, lang) if form.kind != "met" else {}
    return Answer("words", tuple(_write_words(form.shown, titles, form.find_word, lang)))


def answer_of_input(form: InputForm, allowed: AllowedEntries, lang: str) -> Answer:
    """Return what can be answered about an input, its words in a language."""
    definition, measure = form.definition, form.measure
    if measure.kind == "date":
        return Answer("date")
    if measure.kind == "number":
        return _answer_number(measure)
    words = tuple(_write_words(measure.words, _title_choices(form, allowed, lang), form.vocabulary.find, lang))
    # People answer yes or no, in this order.
    return Answer("words", words[::-1] if definition.type in ("yes_no", "decision") else words)


def write_word(word: str, form: NodeForm | InputForm, allowed: AllowedEntries, lang: str) -> str:
    """Return a word that is recorded as a person would write it, where that is read as the word; else the word."""
    if isinstance(form, InputForm):
        titles = _title_choices(form, allowed, lang)
        return next(_write_words((word,), titles, form.vocabulary.find, lang))
    layer = form.info.layer if form.info else None
    titles = _title_steps(allowed, layer.scale if layer else None, lang) if form.kind != "met" else {}
    return next(_write_words((word,), titles, form.find_word, lang))


def _title_choices(form: InputForm, allowed: AllowedEntries, lang: str) -> dict[str, str | None]:
    titles = {one.id: one.text_in(lang) for one in form.definition.choices or ()}
    return titles | _title_steps(allowed, form.definition.scale, lang)


def _answer_number(measure: Measure) -> Answer:
    return Answer("percent" if measure.only_percent else "number", (), measure.low, measure.high)


def _title_steps(allowed: AllowedEntries, name: str | None, lang: str) -> dict[str, str | None]:
    scale = allowed.framework.definition.scales.get(name or "")
    if not isinstance(scale, StepScale):
        return {}
    below = (scale.not_reached,) if scale.not_reached else ()
    return {step.id: step.text_in(lang) for step in (*below, *scale.steps)}


def _write_words(
    words: Sequence[str], titles: Mapping[str, str | None], find: Callable[[object], str | None], lang: str
) -> Iterator[str]:
    """Yield each word as a person would write it, or as it is declared where only that is read as the word."""
    for word in words:
        general = WORDS.get(word)
        shown = clean_text(titles.get(word) or (general.text_in(lang) if general else word))
        yield shown if find(shown) == word else word
