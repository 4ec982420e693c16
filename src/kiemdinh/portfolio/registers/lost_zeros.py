"""Ids from which a spreadsheet may have taken the leading zeros, as it makes 1234 of the commune 01234."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.sheets import Sheet, SheetColumn, column_letters

__all__ = ["find_lost_zeros"]

_WIDTHS: Final = {"province": 2, "district": 3, "commune": 5}
"""The digits of the codes of places in the national list."""
_LEAST_WIDTH: Final = 5
"""Ids with fewer digits than these may be numbers that somebody counted."""
_MAX_NAMED: Final = 10


def find_lost_zeros(column: str, cells: SheetColumn, ids: Sequence[Any], sheet: Sheet) -> list[Diagnostic]:
    """Return a warning about ids that have fewer digits than the others of their column (KD725), or nothing.

    There is a warning only where all ids of the column consist of digits, and at least half of them have the same
    number of digits. For places this must be the number that the national list has, for schools five or more.
    """
    texts = [text for text in ids if text is not None]
    if not texts or not all(isinstance(text, str) and text.isascii() and text.isdigit() for text in texts):
        return []
    width, count = Counter(map(len, texts)).most_common(1)[0]
    is_usual = width == _WIDTHS[column] if column in _WIDTHS else width >= _LEAST_WIDTH
    short = [text for text in texts if len(text) < width]
    if not short or not is_usual or 2 * count < len(texts):
        return []
    message = Message(
        "{names} have fewer digits than the others of their column, which have {width}",
        names=Message.join([*short[:_MAX_NAMED], *(["…"] if len(short) > _MAX_NAMED else [])]), width=width,
    )  # fmt: skip
    hint = Message("a spreadsheet drops the zeros at the front: format the column as text, and type them again")
    place = f"{column_letters(cells.index)}{sheet.heading_row}"
    return [Diagnostic("KD725", "warning", message, sheet.file, path=place, hint=hint)]
