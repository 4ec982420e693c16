"""A result told in Vietnamese or English: the level first, then awards, what blocks, what to do, and the notes.

All prose is made here and in the modules beside it, from a result's data; the engine has none. The page is a tree
that is set as plain text, as Markdown, or on a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout import Block, Page, note_shortened_lists
from kiemdinh.narration.names import Titles
from kiemdinh.narration.pages.head import page_head, school_name
from kiemdinh.narration.sentences.awards import AwardWords
from kiemdinh.narration.sentences.blocking import BlockingWords
from kiemdinh.narration.sentences.notes import NoteWords
from kiemdinh.narration.sentences.standing import StandingWords
from kiemdinh.narration.sentences.to_do import target_section, todo_section

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
    say = Phrases(lang)
    titles = Titles(result.framework, say)
    whys = {node.id: node.why for node in result.nodes if node.why}
    blocking = BlockingWords(titles, say, whys, full)
    standing, notes = StandingWords(titles, say), NoteWords(titles, say, full)
    awards = AwardWords(titles, say, blocking, result.dates.evidence)
    told: tuple[Block, ...] = (
        *page_head(result, titles, say),
        standing.section(result),
        *awards.sections(result),
        *target_section(result.target, say, blocking),
        *todo_section(result.target, titles, say, blocking),
        *standing.groups(result),
        *notes.decisions(result),
        *notes.warnings(result),
        *notes.footing(result),
    )
    return Page(school_name(result, say), (*told, *note_shortened_lists(told, say)))


def awards_page(result: AssessmentData, lang: str) -> Page | None:
    """Return the awards of a result in full, on a page with the id of the framework; None where it has none."""
    say = Phrases(lang)
    titles = Titles(result.framework, say)
    whys = {node.id: node.why for node in result.nodes if node.why}
    words = AwardWords(titles, say, BlockingWords(titles, say, whys, True), result.dates.evidence)
    sections = tuple(words.sections(result))
    return Page(result.framework.id, sections) if sections else None


def warnings_page(result: AssessmentData, lang: str) -> Page | None:
    """Return the warnings of a result in full, on a page with the id of the framework; None where it has none."""
    say = Phrases(lang)
    sections = tuple(NoteWords(Titles(result.framework, say), say, True).warnings(result))
    return Page(result.framework.id, sections) if sections else None
