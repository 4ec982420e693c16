"""A result told in Vietnamese or English: the level first, then awards, what blocks, what to do, and the notes.

All prose is made here and in the modules beside it, from a result's data; the engine has none. The page is a tree
that is set as plain text, as Markdown, or on a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Block, Page, note_shortened_lists
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages.head import page_head, school_name
from kiemdinh.narration.sentences import (
    AwardSentences,
    BlockingSentences,
    NoteSentences,
    StandingSentences,
    target_section,
    todo_section,
)

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = ["assessment_page", "awards_page", "warnings_page"]


def assessment_page(result: AssessmentData, lang: str, *, full: bool = False) -> Page:
    """Return a result as a page in *lang* (``vi``, ``en``); with *full*, no list is shortened.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    messages = Messages(lang)
    names = Names(result.framework, messages)
    whys = {node.id: node.why for node in result.nodes if node.why}
    blocking = BlockingSentences(names, messages, whys, full)
    standing, notes = StandingSentences(names, messages), NoteSentences(names, messages, full)
    awards = AwardSentences(names, messages, blocking, result.dates.evidence)
    told: tuple[Block, ...] = (
        *page_head(result, names, messages),
        standing.standing_section(result),
        *awards.award_sections(result),
        *target_section(result.target, messages, blocking),
        *todo_section(result.target, names, messages, blocking),
        *standing.group_sections(result),
        *notes.decision_sections(result),
        *notes.warning_sections(result),
        *notes.legal_basis_sections(result),
    )
    return Page(school_name(result, messages), (*told, *note_shortened_lists(told, messages)))


def awards_page(result: AssessmentData, lang: str) -> Page | None:
    """Return the awards of a result in full, on a page with the id of the framework; None where it has none."""
    messages = Messages(lang)
    names = Names(result.framework, messages)
    whys = {node.id: node.why for node in result.nodes if node.why}
    words = AwardSentences(names, messages, BlockingSentences(names, messages, whys, True), result.dates.evidence)
    sections = tuple(words.award_sections(result))
    return Page(result.framework.id, sections) if sections else None


def warnings_page(result: AssessmentData, lang: str) -> Page | None:
    """Return the warnings of a result in full, on a page with the id of the framework; None where it has none."""
    messages = Messages(lang)
    sections = tuple(NoteSentences(Names(result.framework, messages), messages, True).warning_sections(result))
    return Page(result.framework.id, sections) if sections else None
