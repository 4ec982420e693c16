"""Amounts of money and of other things that are short, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.narration.language import Messages
    from kiemdinh.rules import Number

__all__ = ["format_budgeted"]


def format_budgeted(amount: Number, unit: str | None, messages: Messages) -> str:
    """Return an amount with its unit, its thousands in groups.

    >>> from kiemdinh.narration.language import Messages
    >>> format_budgeted(1_250_000, "VND", Messages("vi")), format_budgeted(1_250_000, None, Messages("en"))
    ('1.250.000 VND', '1,250,000')
    """
    number = f"{amount:,}" if isinstance(amount, int) else messages.format_number(amount)
    if isinstance(amount, int) and messages.lang == "vi":
        number = number.replace(",", ".")
    return f"{number} {unit}" if unit else number
