"""Findings: each is carried to the criteria to which its own is related, and is unknown there, *to confirm*."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.data.outcomes import LevelRef, Titles
from kiemdinh.data.transitions import CarriedRecord, OldRecord, UnmappedRecord
from kiemdinh.evidence.dossier import FindingRecord, ToConfirm
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.writing import write_verdict
from kiemdinh.standards.definition import StepScale

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.carrying.parcel import Parcel
    from kiemdinh.transitions.crosswalks import Relation

__all__ = ["carry_findings"]

_NONE: Final = "none"
_BELOW: Final = "/*"
"""The sign after a node whose parts are meant."""


_Days: TypeAlias = "tuple[dt.date, dt.date | None]"
"""The day of a record, and its last day."""


@dataclass(slots=True)
class _Gathered:
    """The old records that are carried to one node."""

    records: list[FindingRecord] = field(default_factory=list)

    def list_sources(self, framework: Framework) -> tuple[str, ...]:
        """Return the criteria of the old framework that the records are about, each once."""
        return tuple(dict.fromkeys(_criterion_of(framework, record.node) for record in self.records))


def carry_findings(parcel: Parcel) -> None:
    """Carry the findings in force of each side; earlier findings of the same side are only history."""
    going: dict[tuple[str, str | None], _Gathered] = {}
    lost: dict[str, tuple[list[FindingRecord], Titles]] = {}
    for record in _list_newest(parcel):
        relations = parcel.mapping.relations_of_finding(record)
        targets = [node for node in map(parcel.mapping.node_of, relations) if node is not None]
        if not targets:
            lost.setdefault(record.node, ([], _why_none(parcel, record, relations)))[0].append(record)
        stage = _stage_of(parcel, record)
        for node in dict.fromkeys(targets):
            going.setdefault((node, stage), _Gathered()).records.append(record)
        parcel.cite(record.evidence_codes, targets)
    for node, (records, why) in lost.items():
        found = describe_findings(parcel.old.framework, records)
        origin = tuple(write_origin(parcel.old.framework.edition, one) for one in found)
        parcel.leave_unmapped(UnmappedRecord(node, origin, why, found))
    recorded = _RecordedNodes.of(parcel.mapping.target, parcel.base.dossier.findings)
    in_order = {node: i for i, node in enumerate(parcel.mapping.target.nodes)}
    for (node, stage), gathered in sorted(going.items(), key=lambda one: (in_order[one[0][0]], one[0][1] or "")):
        free = list(_list_free_stages(parcel, recorded, node, stage))
        for each in free:
            _add(parcel, node, each, gathered)
        if not free:
            for source in gathered.list_sources(parcel.old.framework):
                parcel.leave("finding", source, "recorded")


def describe_findings(framework: Framework, records: Iterable[FindingRecord]) -> tuple[OldRecord, ...]:
    """Return old findings as data; findings of both sides that say the same on one day become one.

    Findings about nodes below a criterion are counted, as in ``2.2/*: 3 met, 1 unmet``.
    """
    counted: dict[tuple[str, _Days, str], Counter[str]] = {}
    for record in records:
        said = write_verdict(record.verdict, allowed_entries(framework).nodes[record.node])
        words = ", ".join(map(str, said)) if isinstance(said, list) else str(said)
        criterion = _criterion_of(framework, record.node)
        stage = "" if record.stage is None else f"{record.stage}/"
        below = "" if criterion == record.node else _BELOW
        days = record.date, record.until
        counted.setdefault((f"{stage}{criterion}{below}", days, record.side), Counter())[words] += 1
    sides: dict[tuple[str, _Days, tuple[tuple[str, int], ...]], list[str]] = {}
    for (name, days, side), found in counted.items():
        sides.setdefault((name, days, tuple(found.items())), []).append(side)
    titles = _titles_of_words(framework)
    return tuple(
        OldRecord(
            name,
            tuple(titles.get(word, LevelRef(word, None, None)) for word, _ in found),
            tuple(n for _, n in found) if name.endswith(_BELOW) else (),
            days[0],
            tuple(who),
            days[1],
        )
        for (name, days, found), who in sides.items()
    )


def write_origin(edition: str, record: OldRecord) -> str:
    """Return an old finding in words: ``vn.tt18-2018@2018-10-10 1.1: muc-2 (2024-10-04)``."""
    words = [one.id for one in record.said]
    said = [f"{n} {word}" for n, word in zip(record.counts, words, strict=True)] if record.counts else words
    sides = "" if record.sides == ("self",) else f", {', '.join(record.sides)}"
    until = "" if record.until is None else f", until {record.until}"
    return f"{edition} {record.id}: {', '.join(said)} ({record.date}{until}{sides})"


def _titles_of_words(framework: Framework) -> dict[str, LevelRef]:
    """Return the titles of the steps of all scales, by their words."""
    scales = [one for one in framework.definition.scales.values() if isinstance(one, StepScale)]
    steps = (step for scale in scales for step in (*scale.steps, *((scale.not_reached,) if scale.not_reached else ())))
    return {step.id: LevelRef(step.id, step.vi, step.en) for step in steps}


def _criterion_of(framework: Framework, node: str) -> str:
    """Return the nearest node of a layer at or above a node; the node itself where there is none."""
    chain = (node, *framework.outline.ancestors_of(node))
    return next((one for one in chain if framework.nodes[one].layer is not None), node)


def _list_newest(parcel: Parcel) -> Iterator[FindingRecord]:
    """Yield the old findings of the last day of their node, stage and side, in the order of the dossier."""
    newest: dict[tuple[str, str | None, str], list[FindingRecord]] = defaultdict(list)
    for record in parcel.old.dossier.findings:
        if record.date > parcel.on:
            parcel.leave("finding", record.node, "later", record.date)
            continue
        records = newest[record.node, record.stage, record.side]
        if records and record.date > records[0].date:
            records.clear()
        if not records or record.date == records[0].date:
            records.append(record)
    for records in newest.values():
        yield from records


def _why_none(parcel: Parcel, record: FindingRecord, relations: Iterable[Relation]) -> Titles:
    said = next((one.why for one in relations if one.kind == _NONE), None)
    if said is not None:
        return Titles(said.vi, said.en)
    return parcel.mapping.explain_gone(record.node)


def _stage_of(parcel: Parcel, record: FindingRecord) -> str | None:
    """Return the stage of a finding under the new framework, if that assesses the stage."""
    by_stage = allowed_entries(parcel.mapping.target).assessed_by_stage
    return record.stage if by_stage and record.stage in (parcel.school.stages or ()) else None


@dataclass(frozen=True, slots=True)
class _RecordedNodes:
    """The nodes at, above or below which there is a record, by the stage of the record."""

    stages_by_node: dict[str, set[str | None]]

    @classmethod
    def of(cls, framework: Framework, findings: Iterable[FindingRecord]) -> _RecordedNodes:
        """Return the nodes of records, the nodes above them, and all nodes below them."""
        found: dict[str, set[str | None]] = defaultdict(set)
        own: dict[str, set[str | None]] = defaultdict(set)
        for record in findings:
            own[record.node].add(record.stage)
            for node in (record.node, *framework.outline.ancestors_of(record.node)):
                found[node].add(record.stage)
        for node in framework.nodes:
            for above in framework.outline.ancestors_of(node):
                if above in own:
                    found[node] |= own[above]
        return cls(dict(found))


def _list_free_stages(parcel: Parcel, recorded: _RecordedNodes, node: str, stage: str | None) -> Iterator[str | None]:
    """Yield the stages for which a finding about a node can be carried; None stands for the school as one."""
    taken = recorded.stages_by_node.get(node, set())
    if not taken:
        yield stage
    elif None in taken:
        return
    elif stage is not None:
        if stage not in taken:
            yield stage
    else:
        yield from (one for one in parcel.school.stages or () if one not in taken)


def _add(parcel: Parcel, node: str, stage: str | None, gathered: _Gathered) -> None:
    framework = parcel.old.framework
    found = describe_findings(framework, gathered.records)
    origin = tuple(write_origin(framework.edition, one) for one in found)
    parcel.findings.append(FindingRecord(node, ToConfirm(origin), "self", parcel.on, stage))
    expired = all(one.until is not None and one.until < parcel.on for one in gathered.records)
    sources = gathered.list_sources(framework)
    parcel.carried.append(CarriedRecord("finding", node, stage, sources, origin, expired=expired, records=found))
