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
    """One stage that a school can have, such as lower secondary (THCS), with its text.

    Attributes
    ----------
    id
        Its id, such as ``thcs``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt18-2018").definition
    >>> [stage.en for stage in definition.subject.stages][:2]
    ['Primary', 'Lower secondary']
    """

    id: Id


class Subject(Localised):
    """What is assessed, what it consists of, its stages, and whether each is assessed on its own (2.6).

    ``vi`` and ``en`` are the word for it in small letters, such as "chương trình" and "programme". A usual kind, such
    as ``school``, needs none.

    Attributes
    ----------
    kind
        What is assessed, such as ``school``.
    has
        What it consists of: ``stage`` where figures can be given for each stage, and the populations whose members a
        register lists.
    assessed_by
        ``stage`` where each stage has findings of its own and the lowest level counts; None where there is one set of
        findings.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt18-2018").definition
    >>> definition.subject.kind, definition.subject.word.text_in("vi")
    ('school', 'trường')
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
    """When a school year (năm học) begins, and by which day it counts as ended.

    Attributes
    ----------
    begins
        The month and the day on which a school year begins.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt18-2018").definition
    >>> definition.school_year.begins
    (9, 1)
    """

    begins: MonthDay
    ended_by: MonthDay | None = key(
        default=None, description="Counts as ended from this day on; else from the day before the next begins (4.5)"
    )
