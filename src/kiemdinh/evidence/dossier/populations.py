"""Records about others in a dossier: the members of a register, and results under other frameworks (6.2, 6.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from kiemdinh.diagnostics.diagnostic import DataPath, format_path
from kiemdinh.evidence.dossier.records import ValueRecord
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.names import MemberName

__all__ = ["RecordedResult", "RegisterMember", "ResultSide"]

ResultSide: TypeAlias = Literal["external", "computed", "self"]
"""Who found a result: an external review or decision, what was computed from records, or whom it is about."""


@dataclass(frozen=True, slots=True)
class RegisterMember:
    """One row of a register: a member of a population, and the days on which it belongs (6.2).

    Attributes
    ----------
    id
        Its id; rows of one id are about one member, and never overlap.
    name
        Its name.
    stages
        The ids of its stages. A member that names none is one part.
    first_day, last_day
        The days on which it belongs, both included. None where there is no limit.
    succeeds
        The ids of the members that it has replaced.
    places
        The administrative units in which it lies, by their kind: ``commune``, ``district``, ``province``.
    values
        The values of this member, on these days, for the inputs that are given for each member.
    path
        Its place in the dossier.
    """

    id: str
    name: str | None = None
    stages: tuple[str, ...] | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    succeeds: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=lambda: FrozenMap({}))
    values: tuple[ValueRecord, ...] = ()
    path: DataPath = ()

    @property
    def where(self) -> str:
        """Its place in the dossier, as messages name it."""
        return format_path(self.path)

    def belongs_on(self, day: dt.date) -> bool:
        """Return whether it belongs on a day; the first and the last day are included.

        >>> RegisterMember("B", last_day=dt.date(2023, 8, 31)).belongs_on(dt.date(2023, 8, 31))
        True
        """
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class RecordedResult:
    """The outcome of a member, or of the subject itself, under another framework, as it was recorded or computed.

    Attributes
    ----------
    of
        The outcome, ``FRAMEWORK/OUTCOME``; the framework may be a family of frameworks.
    member
        The member that it is about, with the stage where it is about one stage; None for the subject as a whole.
    low, high
        The lowest and the highest step that it can be; None is below the lowest step. Both are the same where the step
        is known. For a computed result they are the guaranteed and the attainable step.
    side
        Who found it.
    on
        The day of the result.
    stage
        The stage of the subject itself; None where it is of a member, or of the subject as a whole.
    by
        The decision, or who computed it, in words.
    digest
        The digest of the framework that computed it.
    path
        Its place in the dossier.
    until
        Its last day, included; None where it has no end.
    framework
        The framework that computed it, where *of* names its family; None where that is not known.

    Examples
    --------
    >>> RecordedResult("vn.tt13-2020/muc", None, "muc-1", "muc-1", "external", dt.date(2026, 6, 30)).low
    'muc-1'
    """

    of: str
    member: MemberName | None
    low: str | None
    high: str | None
    side: ResultSide
    on: dt.date
    stage: str | None = None
    by: str | None = None
    digest: str | None = None
    path: DataPath = ()
    until: dt.date | None = None
    framework: str | None = None

    @property
    def where(self) -> str:
        """Its place in the dossier, as messages name it."""
        return format_path(self.path)
