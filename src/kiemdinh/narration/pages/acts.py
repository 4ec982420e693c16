"""What amendments have changed of a framework, as a part of its page: an item for each change, by act."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.layout import Item, Section
from kiemdinh.standards.names import find_top, words_of_address

if TYPE_CHECKING:
    from kiemdinh.narration.language import Messages
    from kiemdinh.narration.names import Names
    from kiemdinh.standards.loading import AppliedChange, Framework

__all__ = ["act_sections", "open_act_sections"]

_BOX: Final = "☐"
_LEAVE_NOTHING: Final = ("remove", "retitle", "renumber", "suspend", "resume", "unread")
"""Changes after which no part says what they did."""
_UNSEEN: Final = ("inputs", "parameters", "sets", "define", "scales", "tags", "layers", "shows")
"""Parts that only serve the rules: a change of one follows from the changes of rules."""

_NAMED_ALONE: Final = ("awards", "outcomes")
"""Parts whose names tell them, so that their address is not shown."""


def act_sections(framework: Framework, names: Names, messages: Messages) -> Iterator[Section]:
    """Yield a section for each act that made the edition, with what it changed and how sure we are of it."""
    for (document, day), changes in groupby(framework.acts, key=lambda change: (change.document, change.in_force)):
        items = tuple(_describe(change, names, messages) for change in changes if _is_shown(change))
        yield Section(messages.text("acts", document=document, date=messages.format_date(day)), items)


def open_act_sections(framework: Framework, names: Names, messages: Messages) -> Iterator[Section]:
    """Yield a section for each act, with those of its changes that left no part behind and are less than confirmed.

    A part that was added, or that took the place of another one, can be confirmed itself.
    """
    for (document, day), changes in groupby(framework.acts, key=lambda change: (change.document, change.in_force)):
        items = tuple(
            Item(f"{_BOX} {_describe(change, names, messages).text}")
            for change in changes
            if _is_shown(change) and change.do in _LEAVE_NOTHING and change.certainty != "confirmed"
        )
        if items:
            yield Section(messages.text("acts", document=document, date=messages.format_date(day)), items)


def _is_shown(change: AppliedChange) -> bool:
    return find_top(change.at) not in _UNSEEN


def _describe(change: AppliedChange, names: Names, messages: Messages) -> Item:
    what = _name_changed(change, messages)
    text = messages.text(f"acts.{change.do}", what=what, to=change.to or "")
    law = ", ".join(part for part in (change.cite, names.name_certainty(change.certainty)) if part)
    return Item(f"{text} [{law}]")


def _name_changed(change: AppliedChange, messages: Messages) -> str:
    """Return what was changed by its name: a node with its id, an award with the key that changed."""
    title = None if change.was is None else change.was.text_in(messages.lang)
    if title is None:
        return change.at
    top, *keys = words_of_address(change.at) if change.at else ("",)
    if top not in _NAMED_ALONE:
        return f"{change.at} {title}".lstrip()
    about = f"about.{keys[-1]}" if len(keys) > 1 else ""
    return messages.text("acts.key", title=title, key=messages.text(about)) if messages.has_text(about) else title
