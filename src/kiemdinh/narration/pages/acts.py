"""What amendments have changed of a framework, as a part of its page: an item for each change, by act."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.layout import Item, Section
from kiemdinh.standards.names import find_top

if TYPE_CHECKING:
    from kiemdinh.narration.language import Messages
    from kiemdinh.narration.names import Names
    from kiemdinh.standards.loading import AppliedChange, Framework

__all__ = ["act_sections"]

_UNSEEN: Final = ("inputs", "parameters", "sets", "define", "scales", "tags", "layers", "shows")
"""Parts that only serve the rules: a change of one follows from the changes of rules."""


def act_sections(framework: Framework, names: Names, messages: Messages) -> Iterator[Section]:
    """Yield a section for each act that made the edition, with what it changed and how sure we are of it."""
    for (document, day), changes in groupby(framework.acts, key=lambda change: (change.document, change.in_force)):
        items = tuple(_describe(change, names, messages) for change in changes if _is_shown(change))
        yield Section(messages.text("acts", document=document, date=messages.format_date(day)), items)


def _is_shown(change: AppliedChange) -> bool:
    return find_top(change.at) not in _UNSEEN


def _describe(change: AppliedChange, names: Names, messages: Messages) -> Item:
    title = None if change.was is None else change.was.text_in(messages.lang)
    what = title or change.at
    if change.at and title:
        what = f"{change.at} {title}"
    text = messages.text(f"acts.{change.do}", what=what, to=change.to or "")
    law = ", ".join(part for part in (change.cite, names.name_certainty(change.certainty)) if part)
    return Item(f"{text} [{law}]")
