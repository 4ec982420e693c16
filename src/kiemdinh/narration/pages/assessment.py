"""A result told in Vietnamese or English: the level first, then awards, what blocks, what to do, and the notes.

All prose is made here and in the modules beside it, from a result's data; the engine has none. The page is a tree
that is set as plain text, as Markdown, or on a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout.markdown import as_markdown
from kiemdinh.narration.layout.shortened import shortened_note
from kiemdinh.narration.layout.text import as_text
from kiemdinh.narration.layout.tree import Block, Line, Page
from kiemdinh.narration.names import Titles
from kiemdinh.narration.sentences.awards import AwardWords
from kiemdinh.narration.sentences.blocking import BlockingWords
from kiemdinh.narration.sentences.notes import NoteWords
from kiemdinh.narration.sentences.standing import StandingWords
from kiemdinh.narration.sentences.to_do import target_section, todo_section

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = ["awards_page", "narrate", "narrate_markdown", "page_head", "page_of", "school_name", "warnings_page"]


def narrate(result: AssessmentData, lang: str = "vi", *, width: int = 80, full: bool = False) -> str:
    """Return a result as plain text in *lang* (``vi``, ``en``), *width* columns wide, without control characters.

    With *full*, no list is shortened.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    return as_text(page_of(result, lang, full=full), width)


def narrate_markdown(result: AssessmentData, lang: str = "vi", *, full: bool = False) -> str:
    """Return a result as Markdown in *lang*; otherwise as :func:`narrate`."""
    return as_markdown(page_of(result, lang, full=full))


def page_of(result: AssessmentData, lang: str, *, full: bool = False) -> Page:
    """Return a result as a page, from which every form of it is set; raises as :func:`narrate`."""
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
    return Page(school_name(result, say), (*told, *shortened_note(told, say)))


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


def school_name(result: AssessmentData, say: Phrases) -> str:
    """Return the title of a page about a school: its name, else its id."""
    return result.school["name"] or result.school["id"] or say("head.no_name")


def page_head(result: AssessmentData, titles: Titles, say: Phrases) -> Iterator[Line]:
    """Yield the lines that every page about a result begins with: the framework and the dates."""
    yield Line(say("head.framework", title=result.framework.title(say.lang), source=titles.source()))
    dates = result.dates
    if dates.law == dates.evidence == dates.knowledge:
        yield Line(say("head.date", date=say.date(dates.evidence)))
    else:
        three = {name: say.date(getattr(dates, name)) for name in ("law", "evidence", "knowledge")}
        yield Line(say("head.dates", **three))
