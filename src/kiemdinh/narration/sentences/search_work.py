"""What a search took, as a sentence: said only where the budget ran out (semantics 5.11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Line

if TYPE_CHECKING:
    from kiemdinh.data.search_work import SearchWork
    from kiemdinh.narration.language import Messages

__all__ = ["incomplete_lines"]


def incomplete_lines(search: SearchWork, messages: Messages) -> Iterator[Line]:
    """Yield that not everything was worked out, with the budget that ran out; nothing where all was."""
    if not search.complete:
        yield Line(messages.text("search.incomplete", budget=messages.format_number(search.budget)))
