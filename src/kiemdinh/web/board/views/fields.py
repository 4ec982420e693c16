"""The fields of a page with a form, one for each node or figure that can be recorded, and the index of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from kiemdinh.evidence.entries import AllowedEntries, allowed_entries
from kiemdinh.evidence.writing import dossier_data
from kiemdinh.standards.names import ValueKind, ValueName
from kiemdinh.web.board.views.said_findings import SaidFinding

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.evidence.dossier import Dossier, FindingRecord, ValueRecord
    from kiemdinh.web.board.views.said_findings import FindingWords

__all__ = [
    "CriterionLink",
    "RecordField",
    "RecordsView",
    "find_name",
    "list_evidence",
    "list_own_stages",
    "split_share",
    "write_kept",
]

_SHARE: Final = re.compile(r"([^/\s]+)\s*/\s*([^/\s]+)")


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field in which a finding about a node, or a figure at one place, can be recorded.

    Attributes
    ----------
    id
        The id by which fields of the form are named: the id of the node, or the name of the figure with its place.
    kind
        Whether it is a finding or a figure; a decision is a figure that has an author.
    name
        The id of the node or input.
    stage
        The stage to which it belongs; None where it belongs to the school.
    members, year
        The members of layers and the school year that a figure is given for.
    title
        Its title in the definition.
    group
        The heading above it: the level of which it is a requirement, or the criterion that reads the figure; or empty.
    options
        The words that can be recorded, each with its name for people; none where the value is typed.
    form
        How it is typed: ``words``, ``number`` or ``date``.
    hint
        Help for the answer: the unit and the range of a figure, and the criteria that read it.
    takes_share
        Whether a text such as ``92/96`` is a part of a whole.
    external
        The finding of an external review.
    """

    id: str
    kind: Literal["finding", "figure", "decision"]
    name: str
    stage: str | None
    members: tuple[str, ...]
    year: str | None
    title: str
    group: str
    options: tuple[tuple[str, str], ...]
    form: Literal["words", "number", "date"]
    hint: str
    takes_share: bool
    external: SaidFinding

    @property
    def at(self) -> tuple[str, ...]:
        """The members and the year, in the order in which a dossier nests them."""
        return (*self.members, *([] if self.year is None else [self.year]))

    @property
    def value(self) -> ValueName:
        """The name of the figure in results."""
        years = [] if self.year is None else [self.year]
        return ValueName(ValueKind.INPUT, self.name, at=(*self.members, *([self.stage] if self.stage else []), *years))


@dataclass(frozen=True, slots=True)
class CriterionLink:
    """A criterion in the list of the page: its id, its title, and what each side has found."""

    id: str
    title: str
    own: SaidFinding
    external: SaidFinding


@dataclass(frozen=True, slots=True)
class RecordsView:
    """The data of a dossier that a page with a form shows.

    Attributes
    ----------
    name
        The name of the school.
    subject
        The subject of the form: a criterion, as results show its id, or a stage; empty for the figures of the school;
        None where there is no form.
    stage
        The stage whose own records the form has; None where they are the school's.
    stages
        The stages that can have records of their own here, each with its subject; the subject of the school comes
        first.
    fields
        What can be recorded.
    evidence
        The index of evidence: code, title and last day of each item.
    dossier
        The dossier as it is kept: each record at its own place.
    criteria
        All criteria; none on the page of figures.
    registers
        The registers that the framework asks for, each with the name and the number of its members. Registers have no
        form. None on the page of findings.
    """

    name: str
    subject: str | None
    stage: str | None
    stages: tuple[tuple[str | None, str], ...]
    fields: tuple[RecordField, ...]
    evidence: tuple[tuple[str, str, str], ...]
    dossier: Mapping[str, Any]
    criteria: tuple[CriterionLink, ...] = ()
    registers: tuple[tuple[str, int], ...] = ()


def split_share(typed: str) -> dict[str, str] | None:
    """Return a part of a whole as a dossier writes it; None where something else was typed.

    >>> split_share("92/96")
    {'part': '92', 'of': '96'}
    """
    found = _SHARE.fullmatch(typed.strip())
    return None if found is None else {"part": found[1], "of": found[2]}


def list_own_stages(
    result: Assessment, records: Iterable[FindingRecord] | Iterable[ValueRecord]
) -> tuple[str | None, ...]:
    """Return the stages that can have records of their own beside those of the school, and None for the school.

    A school of one stage has only the records of the school, unless some of *records* belong to the stage already.
    """
    stages = result.dossier.school.stages or ()
    by_stage = allowed_entries(result.framework).assessed_by_stage
    recorded = {one.stage for one in records}
    return (None, *(one for one in stages if by_stage and (len(stages) > 1 or one in recorded)))


def find_name(result: Assessment) -> str:
    """Return the name of a school, else its id."""
    return result.school["name"] or result.school["id"] or ""


def list_evidence(dossier: Dossier, words: FindingWords) -> tuple[tuple[str, str, str], ...]:
    """Return the index of evidence: code, title and last day of each item."""
    return tuple(
        (item.code, item.title or "", "" if item.until is None else words.messages.format_date(item.until))
        for item in (dossier.evidence or {}).values()
    )


def write_kept(read: Dossier, allowed: AllowedEntries, dossier: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dossier that was read as the store keeps it; *dossier* is the plain data that it was read from."""
    kept = dossier_data(read, allowed)
    school = {**dossier.get("school", {}), **kept["school"]}
    return {**kept, "framework": dossier["framework"], "school": school}
