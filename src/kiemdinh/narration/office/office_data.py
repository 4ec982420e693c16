"""What a page needs of every result of an office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.standards.loading import Framework

__all__ = ["OfficeData"]


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
