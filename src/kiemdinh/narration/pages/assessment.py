"""The page of a result: first what a head has to know, then the table of criteria, then the rest.

The first part fits on a screen: the level, what blocks the next, what expires, and what to do first. The command
``assess`` and ``to_text`` show this page. The reports of scenario tests show two parts of it by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.explanation.targets import levels_of
from kiemdinh.narration.language import speak_of
from kiemdinh.narration.layout import Page, PageBlock
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages.school import blocking_sentences, school_page
from kiemdinh.narration.sentences import (
    AwardSentences,
    BlockingSentences,
    CriteriaSentences,
    FigureSentences,
    NoteSentences,
    StandingSentences,
    first_steps_section,
    label_target_section,
    target_section,
    todo_section,
)

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = ["assessment_page", "awards_page", "warnings_page"]


_TOLD_BEFORE: Final = frozenset({"KD405", "KD415"})
"""Warnings that the page does not repeat: what has expired and what indicators say has a section of its own."""


def assessment_page(result: AssessmentData, lang: str | None, *, full: bool = False, brief: bool = False) -> Page:
    """Return a result as a page.

    Parameters
    ----------
    result
        Any object with the attributes of a result, such as :class:`kiemdinh.Assessment`.
    lang
        The language, ``vi`` or ``en``; None for that of the definition.
    full
        Whether all entries of every list are shown. Without it long lists are shortened, and the page says so.
    brief
        Whether the page ends behind its first part.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    blocking = blocking_sentences(result, lang, full=full)
    rest = () if brief else _list_rest(result, blocking)
    return school_page(result, blocking.names, (*_list_first(result, blocking), *rest))


def _list_first(result: AssessmentData, blocking: BlockingSentences) -> Iterator[PageBlock]:
    """Yield what a head has to know: the level and the awards, what blocks, what expires, and what to do first."""
    names, messages = blocking.names, blocking.messages
    awards = AwardSentences(names, messages, blocking, result.dates.evidence)
    yield StandingSentences(names, messages).standing_section(result, *awards.brief_items(result))
    yield from FigureSentences(names, messages).figure_sections(result.figures)
    if result.target is None and result.outcomes[0].kind == "labels":
        yield label_target_section([label.id for label in levels_of(result.framework)], messages)
    yield from target_section(result.target, messages, blocking)
    yield from blocking.evidence.expiry_sections(result)
    yield from first_steps_section(result.target, messages, blocking)


def _list_rest(result: AssessmentData, blocking: BlockingSentences) -> Iterator[PageBlock]:
    """Yield the table of criteria and everything else."""
    names, messages = blocking.names, blocking.messages
    criteria, notes = CriteriaSentences(result, blocking), NoteSentences(names, messages, blocking.full)
    yield from criteria.table_sections()
    yield from todo_section(result.target, names, messages, blocking)
    yield from AwardSentences(names, messages, blocking, result.dates.evidence).award_sections(result)
    yield from StandingSentences(names, messages).group_sections(result)
    yield from criteria.indicator_sections()
    yield from notes.decision_sections(result)
    yield from notes.reference_sections(result)
    yield from notes.warning_sections(result, _TOLD_BEFORE)
    yield from notes.legal_basis_sections(result)


def awards_page(result: AssessmentData, lang: str | None) -> Page | None:
    """Return the awards of a result in full, under the id of the framework; None where the result has none.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    blocking = blocking_sentences(result, lang, full=True)
    awards = AwardSentences(blocking.names, blocking.messages, blocking, result.dates.evidence)
    sections = tuple(awards.award_sections(result))
    return Page(result.framework.id, sections) if sections else None


def warnings_page(result: AssessmentData, lang: str | None) -> Page | None:
    """Return the warnings of a result in full, under the id of the framework; None where the result has none.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(result.framework, lang)
    notes = NoteSentences(Names(result.framework, messages), messages, True)
    sections = tuple(notes.warning_sections(result))
    return Page(result.framework.id, sections) if sections else None
