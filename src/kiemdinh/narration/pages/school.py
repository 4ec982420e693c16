"""What all pages about a school share: the title, the lines at the head, the note at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Line, Page, PageBlock, note_shortened_lists
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences import BlockingSentences
from kiemdinh.standards.catalogue import is_unofficial

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = ["blocking_sentences", "page_head", "school_name", "school_page"]


def school_page(result: AssessmentData, names: Names, blocks: Iterable[PageBlock]) -> Page:
    """Return a page about a school: the head, *blocks*, and a note where a list in them is shortened."""
    content = (*page_head(result, names), *blocks)
    return Page(school_name(result, names.messages), (*content, *note_shortened_lists(content, names.messages)))


def school_name(result: AssessmentData, messages: Messages) -> str:
    """Return the title of a page about a school: its name, else its id, else that it has no name."""
    return result.school["name"] or result.school["id"] or messages.text("head.no_name")


def page_head(result: AssessmentData, names: Names) -> Iterator[Line]:
    """Yield the lines that every page about a school begins with: the framework, then the date or dates.

    A definition under the id of a bundled framework that is another one is called so (7.6).

    One date is given where the law, the evidence and what is known are of the same day; otherwise all three (4.1).
    """
    messages, dates = names.messages, result.dates
    title = result.framework.title(messages.lang)
    yield Line(messages.text("head.framework", title=title, source=names.name_source()))
    if is_unofficial(result.framework):
        yield Line(messages.text("head.unofficial", id=result.framework.id))
    if dates.law == dates.evidence == dates.knowledge:
        yield Line(messages.text("head.date", date=messages.format_date(dates.evidence)))
    else:
        texts = {name: messages.format_date(getattr(dates, name)) for name in ("law", "evidence", "knowledge")}
        yield Line(messages.text("head.dates", **texts))
    yield from _certainty_line(result.certainty, names)


def _certainty_line(certainty: Mapping[str, int], names: Names) -> Iterator[Line]:
    """Yield how many requirements are how sure (7.2); nothing where all of them are confirmed."""
    if any(n for name, n in certainty.items() if name != "confirmed"):
        counts = (
            names.messages.text("head.certainty_count", n=n, certainty=names.name_certainty(name))
            for name, n in certainty.items()
            if n
        )
        yield Line(names.messages.text("head.certainty", counts=", ".join(counts)))


def blocking_sentences(result: AssessmentData, lang: str | None, *, full: bool) -> BlockingSentences:
    """Return what describes the blocking trees of *result* in *lang*, with the reasons that its findings give.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(result.framework, lang)
    reasons = {node.id: node.why for node in result.nodes if node.why}
    references = {(one.of, one.member): one for one in result.references}
    return BlockingSentences(Names(result.framework, messages), messages, reasons, full, references=references)
