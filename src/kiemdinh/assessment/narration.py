"""A result told in Vietnamese or English: the level first, then awards, what blocks, what to do, and the notes.

All prose is made here and in the modules beside it, from a result's data; the engine has none. The page is a tree
that is set as plain text, as Markdown, or on a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.assessment.award_words import AwardWords
from kiemdinh.assessment.blocking_words import MOST, BlockingWords
from kiemdinh.assessment.note_words import NoteWords
from kiemdinh.assessment.page import Block, Item, Line, Page, Section
from kiemdinh.assessment.page_markdown import as_markdown
from kiemdinh.assessment.page_text import as_text
from kiemdinh.assessment.phrases import Phrases
from kiemdinh.assessment.standing_words import StandingWords
from kiemdinh.assessment.titles import Titles
from kiemdinh.rules import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from kiemdinh.assessment.assessed import Assessment
    from kiemdinh.assessment.result import Target, ToDo
    from kiemdinh.rules import Truth

__all__ = ["narrate", "narrate_markdown", "page_of"]

_MOST_TO_DO = 3


def narrate(result: Assessment, lang: str = "vi", *, width: int = 80, full: bool = False) -> str:
    """Return a result as plain text in *lang* (``vi``, ``en``), *width* columns wide, without control characters.

    With *full*, no list is shortened.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    return as_text(page_of(result, lang, full=full), width)


def narrate_markdown(result: Assessment, lang: str = "vi", *, full: bool = False) -> str:
    """Return a result as Markdown in *lang*; otherwise as :func:`narrate`."""
    return as_markdown(page_of(result, lang, full=full))


def page_of(result: Assessment, lang: str, *, full: bool = False) -> Page:
    """Return a result as a page, from which every form of it is set; raises as :func:`narrate`."""
    say = Phrases(lang)
    titles = Titles(result.framework, say)
    whys = {node.id: node.why for node in result.nodes if node.why}
    blocking = BlockingWords(titles, say, whys, full)
    standing, notes = StandingWords(titles, say), NoteWords(titles, say, full)
    awards = AwardWords(titles, say, blocking, result.dates.evidence)
    return Page(
        result.school["name"] or result.school["id"] or say("head.no_name"),
        (
            *_head(result, titles, say),
            standing.section(result),
            *awards.sections(result),
            *_target(result.target, say, blocking),
            *_todos(result.target, titles, say, blocking),
            *standing.groups(result),
            *notes.warnings(result),
            *notes.footing(result),
        ),
    )


def _head(result: Assessment, titles: Titles, say: Phrases) -> Iterator[Line]:
    yield Line(say("head.framework", title=result.framework.title(say.lang), source=titles.source()))
    dates = result.dates
    if dates.law == dates.evidence == dates.knowledge:
        yield Line(say("head.date", date=say.date(dates.evidence)))
    else:
        three = {name: say.date(getattr(dates, name)) for name in ("law", "evidence", "knowledge")}
        yield Line(say("head.dates", **three))


def _target(target: Target | None, say: Phrases, blocking: BlockingWords) -> Iterator[Section]:
    if target is None:
        return
    level = say.level(target.level)
    blocks: list[Block] = []
    if target.blocking is None:
        blocks.append(Line(say("target.certain", level=level)))
    else:
        blocks.extend(blocking.roots(target.blocking))
    if target.irrelevant:
        ids = blocking.cut([Item(node) for node in target.irrelevant], MOST)
        blocks.append(Line(say("target.irrelevant", level=level, ids=", ".join(item.text for item in ids))))
    yield Section(say("target", level=level), tuple(blocks))


def _todos(target: Target | None, titles: Titles, say: Phrases, blocking: BlockingWords) -> Iterator[Section]:
    if target is None:
        return
    lists = {name: (getattr(target, name), truth) for name, truth in _LISTS.items()}
    sections = tuple(
        Section(say(f"todo.{name}"), blocking.cut(_entries(todos, truth, titles, say, blocking), _MOST_TO_DO))
        for name, (todos, truth) in lists.items()
        if todos
    )
    if sections:
        yield Section(say("todo"), sections)


_LISTS: dict[str, Truth] = {"settle": UNKNOWN, "improve": UNMET, "wait": MET, "decide": UNKNOWN}
"""The four lists in the order in which they are told, with what each says of its entries."""


def _entries(
    todos: tuple[ToDo, ...], truth: Truth, titles: Titles, say: Phrases, blocking: BlockingWords
) -> list[Item]:
    """Return the entries of a list, each place in the law named where it first occurs."""
    items: list[Item] = []
    cited: set[str] = set()
    for todo in todos:
        text = blocking.todo(todo, truth)
        cite = titles.cite(titles.framework.nodes[todo.node].law) if todo.node else None
        items.append(Item(say("todo.cite", text=text, cite=cite) if cite and cite not in cited else text))
        cited.add(cite or "")
    return items
