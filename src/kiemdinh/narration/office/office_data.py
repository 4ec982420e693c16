"""What a page needs of every result of an office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kiemdinh.narration.layout import Item

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.narration.language import Messages
    from kiemdinh.standards.loading import Framework

__all__ = ["OfficeData", "list_warnings"]


class OfficeData(Protocol):
    """What a page needs of every result of an office."""

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks or editions, the first of which gives the language."""

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The days of the assessments, or the first and the last day that are asked about."""

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What a reader should know."""


def list_warnings(found: OfficeData, messages: Messages) -> list[Item]:
    """Return what a reader should know as items of a page."""
    return [Item(one.message.text_in(messages.lang)) for one in found.warnings]
