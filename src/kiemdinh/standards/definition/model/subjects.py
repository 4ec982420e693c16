"""What is assessed, with its stages and its school year."""

from __future__ import annotations

from typing import Literal

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.fields import Id, MonthDay
from kiemdinh.parsing.models import key
from kiemdinh.standards.definition.law import Cited, Localised
from kiemdinh.standards.definition.subject_words import usual_word

__all__ = ["SchoolYear", "StageDef", "Subject"]


class StageDef(Localised):
    """One stage that a school can have, such as lower secondary (THCS), with its text."""

    id: Id


class Subject(Localised):
    """What is assessed, what it consists of, its stages, and whether each is assessed on its own (2.6).

    ``vi`` and ``en`` are the word for it in small letters, such as "chương trình" and "programme". A usual kind, such
    as ``school``, needs none.
    """

    kind: Id
    has: tuple[Id, ...] = ()
    stages: tuple[StageDef, ...] = key(default=(), description="The stages that a school can have; others are errors")
    assessed_by: Literal["stage"] | None = None

    @property
    def word(self) -> Message:
        """The word for what is assessed, in each language: the definition's own, else a usual one for its kind."""
        usual = usual_word(self.kind)
        return Message.in_each(en=self.en or usual.text_in("en"), vi=self.vi or usual.text_in("vi"))


class SchoolYear(Cited):
    """When a school year (năm học) begins, and by which day it counts as ended."""

    begins: MonthDay
    ended_by: MonthDay | None = key(
        default=None, description="Counts as ended from this day on; else from the day before the next begins (4.5)"
    )
