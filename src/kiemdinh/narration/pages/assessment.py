"""The page of a result: the level first, then awards, what blocks, what to do, and the notes.

The command ``assess`` and ``to_text`` show this page. The reports of scenario tests show two parts of it by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.narration.language import speak_of
from kiemdinh.narration.layout import Page
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages.school import blocking_sentences, school_page
from kiemdinh.narration.sentences import (
    AwardSentences,
    NoteSentences,
    StandingSentences,
    target_section,
    todo_section,
)

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = ["assessment_page", "awards_page", "warnings_page"]


def assessment_page(result: AssessmentData, lang: str | None, *, full: bool = False) -> Page:
    """Return a result as a page.

    Parameters
    ----------
    result
        Any object with the attributes of a result, such as :class:`kiemdinh.Assessment`.
    lang
        The language, ``vi`` or ``en``; None for that of the definition.
    full
        Whether all entries of every list are shown. Without it long lists are shortened, and the page says so.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    blocking = blocking_sentences(result, lang, full=full)
    names, messages = blocking.names, blocking.messages
    standing, notes = StandingSentences(names, messages), NoteSentences(names, messages, full)
    awards = AwardSentences(names, messages, blocking, result.dates.evidence)
    blocks = (
        standing.standing_section(result),
        *awards.award_sections(result),
        *target_section(result.target, messages, blocking),
        *todo_section(result.target, names, messages, blocking),
        *standing.group_sections(result),
        *notes.decision_sections(result),
        *notes.warning_sections(result),
        *notes.legal_basis_sections(result),
    )
    return school_page(result, names, blocks)


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
