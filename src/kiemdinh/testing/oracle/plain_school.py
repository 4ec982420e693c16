"""A school as plain data, and the position in it at which a condition is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["AbsentError", "OpenError", "PlainMember", "PlainSchool", "Position"]


class OpenError(Exception):
    """The plain reading has no answer: something is unknown, or it does not read such a condition."""


class AbsentError(Exception):
    """A part of a calculation is not applicable: its set is empty and says that it then drops out."""


@dataclass(frozen=True, slots=True)
class PlainMember:
    """A member of a population on the day of the assessment.

    ``stages`` is empty where it names none. ``inputs`` has its records by the name of the input and the school year,
    which is None where the input is not given by year.
    """

    kind: str
    id: str
    stages: tuple[str, ...]
    inputs: Mapping[tuple[str, str | None], Any]


@dataclass(frozen=True, slots=True)
class PlainSchool:
    """All that is known of a school, found by one side.

    Parameters
    ----------
    date
        The day of the assessment.
    stages
        The stages of the school; None where the framework has no stages.
    findings
        What was found of each node, by stage and node: a word or a number as a dossier has it.
    inputs
        What was recorded of each input, by its name, stage, member and year: a value as written, or the mapping of
        a share with the keys ``part`` and ``of``.
    side
        The side that found all of it, ``"self"`` or ``"external"``.
    members
        The members of each population, by its kind; there are no others.
    results
        The outcomes under other frameworks, one at each place, by the outcome, the kind and id of the member (None for
        the subject itself), and the stage: a word as written.
    held
        The awards of other frameworks that stand, by the award and the kind and id of the member: the grade, or None
        for an award without grades. No other award was ever given.
    """

    date: dt.date
    stages: tuple[str, ...] | None
    findings: Mapping[tuple[str | None, str], Any]
    inputs: Mapping[tuple[str, str | None, str | None, str | None], Any]
    side: str = "external"
    members: Mapping[str, tuple[PlainMember, ...]] = field(default_factory=dict)
    results: Mapping[tuple[str, str | None, str | None, str | None], Any] = field(default_factory=dict)
    held: Mapping[tuple[str, str | None, str | None], Any] = field(default_factory=dict)

    def result(self, of: str, member: PlainMember | None, stage: str | None) -> Any:
        """Return the outcome under another framework of a member or the subject, in a stage.

        Raises
        ------
        OpenError
            Nothing was recorded of it.
        """
        whose = (None, None) if member is None else (member.kind, member.id)
        for at in (stage, None):  # a result of the whole holds for each stage
            if (of, *whose, at) in self.results:
                return self.results[of, *whose, at]
        raise OpenError

    def finding(self, node: str, stage: str | None) -> Any:
        """Return what was found of *node* in a stage, a word or a number as written.

        Raises
        ------
        OpenError
            Nothing was found of it.
        """
        if (stage, node) not in self.findings:
            raise OpenError
        return self.findings[stage, node]

    def record(self, name: str, stage: str | None, member: str | None, year: str | None) -> Any:
        """Return what was recorded of the input *name*, a value as written or a share.

        *stage*, *member* and *year* are None where the input is not given by them.

        Raises
        ------
        OpenError
            Nothing was recorded of it.
        """
        key = (name, stage, member, year)
        if key not in self.inputs:
            raise OpenError
        return self.inputs[key]


@dataclass(frozen=True, slots=True)
class Position:
    """The position at which a condition is read: the node, the stage and the school year.

    ``year_before`` is the school year before ``year``, for a change from one to the other. ``assumed`` is the verdict
    with which a member counts although it does not apply. ``if_not_asked`` is the verdict with which it counts if it
    has no text at the level; without this verdict it drops out of the rule. ``is_node`` says that a member is a node,
    and not a year or a stage that is only read at a node. ``member`` is the current member of a population.
    """

    node: str | None = None
    stage: str | None = None
    year: str | None = None
    year_before: str | None = None
    assumed: bool | None = None
    if_not_asked: bool | None = None
    is_node: bool = False
    member: PlainMember | None = None
