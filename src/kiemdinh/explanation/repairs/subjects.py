"""Subjects: the facts and values for which the names of a repair problem stand, of one stage or of several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.rules import Interval, Truth
from kiemdinh.standards.names import FactName, ValueName

__all__ = ["CaseFacts", "FactSubject", "Subject", "Subjects", "ValueSubject"]


@dataclass(frozen=True, slots=True)
class FactSubject:
    """A fact of one stage.

    Attributes
    ----------
    id
        The id by which results show it.
    stage
        The stage whose facts tell its truth; None for a school without stages.
    name
        Its name there.
    fact
        The same name with its parts. Where figures decide parts of a claimed step (3.4), ``name`` is that of the claim
        beside these figures, and ``fact`` is the step.
    """

    id: str
    stage: str | None
    name: str
    fact: FactName

    @property
    def node(self) -> str | None:
        """The node whose verdict it is, at a step or as a whole; None for any other fact."""
        return self.fact.node

    @property
    def level(self) -> str | None:
        """The step of that node, or of an outcome or award of another framework; None for any other fact."""
        return self.fact.step if self.fact.node is not None or self.fact.reference is not None else None


@dataclass(frozen=True, slots=True)
class ValueSubject:
    """A value of one stage: an input's, or a node's rating, points or gravest finding.

    ``id``, ``stage`` and ``name`` are as for a :class:`FactSubject`; a score has the id of its node.
    """

    level: ClassVar[None] = None
    id: str
    stage: str | None
    name: str
    value: ValueName

    @property
    def node(self) -> str | None:
        """The node that is rated, gives points or has a finding; None for an input."""
        return self.value.node


Subject: TypeAlias = FactSubject | ValueSubject


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of a problem, by their names in it. A subject that stages share is there once."""

    facts: dict[str, FactSubject] = field(default_factory=dict)
    values: dict[str, ValueSubject] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The facts of a school by the names of a problem, in one case of the open context.

    It is a :class:`kiemdinh.rules.Facts`.
    """

    subjects: Subjects
    school: SchoolFacts

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of the problem, in the stage of its subject."""
        subject = self.subjects.facts[name]
        return self.school.stages[subject.stage].truth(subject.name)

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value of the problem, in the stage of its subject."""
        subject = self.subjects.values[name]
        return self.school.stages[subject.stage].value(subject.name)
