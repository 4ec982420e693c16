"""Findings of persons who compared a part of a definition with the law, as items beside its certainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Item

if TYPE_CHECKING:
    from kiemdinh.narration.language import Messages
    from kiemdinh.standards.definition import Confirmation
    from kiemdinh.standards.loading import Framework

__all__ = ["confirmation_items"]


def confirmation_items(framework: Framework, at: str, messages: Messages) -> Iterator[Item]:
    """Yield an item for each confirmation of a part that stands, those that found a difference included.

    *at* is the address of the part: a node, or an entry such as ``awards/ID``.
    """
    yield from (Item(_describe(one, messages)) for one in framework.confirmations if one.at == at)


def _describe(one: Confirmation, messages: Messages) -> str:
    how = "differs" if one.says == "differs" else "same"
    said = messages.text(f"confirmed.{how}", role=one.role, date=messages.format_date(one.on), document=one.document)
    return said if one.note is None else messages.text("confirmed.note", said=said, note=one.note)
