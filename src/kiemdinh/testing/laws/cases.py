"""The cases on which laws are tried: the records of a school, opened, shuffled, replaced or contested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hypothesis import strategies as st

from kiemdinh.evidence.dossier import Side
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.oracle import PlainMember, PlainSchool
from kiemdinh.testing.strategies import (
    MISSING_CODE,
    DossierRecords,
    Record,
    Slot,
    complete_records,
    dossier_records,
    list_slots,
    make_evidence_index,
    make_record,
    records_at_slots,
    stages_of,
    start_dossier,
)

__all__ = [
    "ContestedClaim",
    "OpenedRecords",
    "RecordPair",
    "contested_claims",
    "has_contestable_claims",
    "has_plain_requirements",
    "opened_records",
    "plain_school",
    "records_of_one_requirement",
    "records_with_ends_to_come",
    "records_with_one_replaced",
    "shuffled_records",
    "slightly_opened_records",
]


_KEYS_OF_MEMBERS: Final = ("id", "stages", "from", "until")
_MAX_ENDS: Final = 6
"""How many records are given an end at once."""


def plain_school(case: DossierRecords) -> PlainSchool:
    """Return the school of complete records for the plain reading.

    The records must be complete and of one day, since the plain reading knows neither dates nor evidence. Records that
    have ended are left out: they count as open, and replace nothing (3.5).
    """
    standing = [r for r in case.records if r.until is None or r.until >= case.rest["date"]]
    findings = {(r.stage, r.about): r.value for r in standing if not r.is_input}
    inputs = {(r.about, r.stage, r.member, r.year): _bare_value(r.value) for r in standing if r.is_input}
    return PlainSchool(
        dt.date.fromisoformat(case.rest["date"]),
        case.stages,
        findings,
        inputs,
        "external",
        {kind: tuple(_list_members(kind, rows, case)) for kind, rows in case.rest.get("register", {}).items()},
        {
            (one["outcome"], one.get("kind"), one.get("member"), one.get("stage")): one["is"]
            for one in case.rest.get("results", ())
        },
        {(one["award"], one.get("kind"), one.get("member")): one.get("grade") for one in case.rest.get("held", ())},
    )


def _list_members(kind: str, rows: Sequence[Mapping[str, Any]], case: DossierRecords) -> Iterator[PlainMember]:
    """Yield the members that belong on the day of a dossier, the first and the last day included (6.2)."""
    day = case.rest["date"]
    for row in rows:
        if row.get("from", day) <= day <= row.get("until", day):
            recorded = {name: value for name, value in row.items() if name not in _KEYS_OF_MEMBERS}
            inputs = {
                (name, year): _bare_value(one)
                for name, value in recorded.items()
                for year, one in (value if _is_by_year(value) else {None: value}).items()
            }
            yield PlainMember(kind, row["id"], tuple(row.get("stages", ())), inputs)


def _is_by_year(value: Any) -> bool:
    return isinstance(value, Mapping) and not {"value", "part"} & set(value)


def _bare_value(value: Any) -> Any:
    """Return the value of a decision without its reason and author; any other value is returned as it is."""
    return value["value"] if isinstance(value, Mapping) and "value" in value else value


# -- what is open --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenedRecords:
    """Records of which a few are unknown, either recorded as unknown or absent, with their completions.

    ``is_exhaustive`` says whether ``completions`` has all possible completions.
    """

    records: DossierRecords
    completions: tuple[DossierRecords, ...]
    is_exhaustive: bool

    def dossier(self) -> dict[str, Any]:
        """Return the open dossier."""
        return self.records.dossier()


@st.composite
def opened_records(draw: st.DrawFn, framework: Framework) -> OpenedRecords:
    """Complete records of which up to three are opened.

    Either all of them are recorded as unknown, or all are left out. Up to three words of each are used for completions,
    so that there are at most 27 completions.
    """
    full = draw(complete_records(framework))
    slots = {slot.key: slot for slot in list_slots(framework, full.stages)}
    count = len(full.records)
    if not count:
        return OpenedRecords(full, (full,), is_exhaustive=True)
    opened = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=3, unique=True))
    is_recorded = draw(st.booleans())
    ways: list[tuple[Record, ...]] = [full.records]
    for i in opened:
        words = slots[full.records[i].key].words[:3]
        ways = [_with_word(way, i, word) for way in ways for word in words]
    left = [_unknown(r) if i in opened else r for i, r in enumerate(full.records) if is_recorded or i not in opened]
    # All completions are listed only for verdicts: a figure has endless values, and "not applicable" is one more way.
    few_words = all(not full.records[i].is_input and len(slots[full.records[i].key].words) <= 3 for i in opened)
    is_exhaustive = few_words and all(_is_verdict(framework, full.records[i]) for i in opened)
    return OpenedRecords(full.with_records(left), tuple(full.with_records(way) for way in ways), is_exhaustive)


def _is_verdict(framework: Framework, record: Record) -> bool:
    """Return whether a record is about a node that is met or unmet and always applies."""
    info = framework.nodes[record.about]
    return info.verdict == "met" and info.node.when is None and not info.node.may_not_apply


def _with_word(records: Sequence[Record], i: int, word: Any) -> tuple[Record, ...]:
    return (*records[:i], replace(records[i], value=word), *records[i + 1 :])


def _unknown(record: Record) -> Record:
    return replace(record, value="unknown")


@st.composite
def slightly_opened_records(draw: st.DrawFn, framework: Framework) -> DossierRecords:
    """Complete records of which up to three say *unknown*.

    Laws about explanations are tried on these: with so few unknowns, a search for repairs ends soon.
    """
    full = draw(complete_records(framework))
    count = len(full.records)
    opened = draw(st.sets(st.integers(0, count - 1), max_size=3)) if count else set()
    return full.with_records(_unknown(r) if i in opened else r for i, r in enumerate(full.records))


# -- two dossiers that belong together -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordPair:
    """The records of a dossier, and those of another that a law compares with it."""

    first: DossierRecords
    second: DossierRecords

    def dossier(self) -> dict[str, Any]:
        """Return the first dossier."""
        return self.first.dossier()


@st.composite
def shuffled_records(draw: st.DrawFn, framework: Framework) -> RecordPair:
    """Records, and the same in another order.

    All of them move, also those about one node: the first in the file is then another. So do the members of registers,
    results under other frameworks and awards.
    """
    first = draw(dossier_records(framework))
    rest = dict(first.rest)
    rest |= {key: draw(st.permutations(rest[key])) for key in ("results", "held") if key in rest}
    if "register" in rest:
        rest["register"] = {kind: draw(st.permutations(rows)) for kind, rows in rest["register"].items()}
    return RecordPair(first, DossierRecords(tuple(draw(st.permutations(first.records))), rest))


@st.composite
def records_with_ends_to_come(draw: st.DrawFn, framework: Framework) -> RecordPair:
    """Records, and the same with an end that is not over for some that had none; decisions stay as they are."""
    first = draw(dossier_records(framework, min_records=1))
    count = len(first.records)
    chosen = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=min(count, _MAX_ENDS)))
    on = dt.date.fromisoformat(first.rest["date"])
    days = st.sampled_from((0, 1, 300)).map(lambda n: (on + dt.timedelta(days=n)).isoformat())

    def may_end(record: Record) -> bool:
        # The end of a decision is part of what it says: two decisions that end on different days clash.
        return record.until is None and not (record.is_input and framework.inputs[record.about].type == "decision")

    ended = [
        replace(one, date=one.date or on.isoformat(), until=draw(days)) if i in chosen and may_end(one) else one
        for i, one in enumerate(first.records)
    ]
    return RecordPair(first, first.with_records(ended))


@st.composite
def records_with_one_replaced(draw: st.DrawFn, framework: Framework, *, word: str = "unknown") -> RecordPair:
    """Records, and the same with *word* in place of what one record says.

    The record keeps its node, side, date and evidence. It is drawn among all records of the dossier.
    """
    first = draw(dossier_records(framework, min_records=1))
    i = draw(st.integers(0, len(first.records) - 1))
    return RecordPair(first, first.with_records(_with_word(first.records, i, word)))


# -- one requirement -----------------------------------------------------------------------------------------------


def has_plain_requirements(framework: Framework) -> bool:
    """Return whether there is a requirement that only findings decide and that always applies.

    Without one, there are no cases for laws about the records of a requirement.
    """
    return bool(_plain_requirements(framework))


def _plain_requirements(framework: Framework) -> list[Slot]:
    """Return the slots of requirements that only findings decide and that always apply, of a school of one stage."""
    return [
        slot
        for slot in list_slots(framework, stages_of(framework)[0])
        if not slot.is_input and not slot.covers_parts and not slot.by_figures and _always_applies(framework, slot)
    ]


def _always_applies(framework: Framework, slot: Slot) -> bool:
    """Return whether neither the node of a slot nor any node above it can be not applicable."""
    info = framework.nodes[slot.about]
    above = [info, *(framework.nodes[i] for i in framework.outline.ancestors_of(info.id))]
    return info.verdict == "met" and all(one.node.when is None and not one.node.may_not_apply for one in above)


@st.composite
def records_of_one_requirement(draw: st.DrawFn, framework: Framework) -> DossierRecords:
    """Up to three records about one requirement, most *met*, by evidence that may not support it; nothing else."""
    slot = draw(st.sampled_from(_plain_requirements(framework)))
    full = make_evidence_index(framework)
    index = draw(st.sampled_from((full, full, full, None, {})))
    codes = () if index is None else (*full, MISSING_CODE)
    # Evidence matters for what the school itself finds met, so that this is drawn most often.
    mostly_met = replace(slot, words=("met", "met", "unmet"), optional=False)
    sides: tuple[Side, ...] = ("self", "self", "external")
    single = records_at_slots(framework, [mostly_met], sides=sides, codes=codes)
    found = draw(st.lists(single, min_size=1, max_size=3))
    rest = start_dossier(framework, stages_of(framework)[0])
    return DossierRecords(tuple(found), rest if index is None else {**rest, "evidence": index})


# -- a claim and a finding against it ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContestedClaim:
    """A self-assessed claim of a step of a node, and one requirement at or below that step that a side found unmet.

    ``reached`` and ``denied`` are the ranks of the step that is claimed and of the step of the requirement.
    """

    records: DossierRecords
    node: str
    stage: str | None
    reached: int
    denied: int
    side: str

    def dossier(self) -> dict[str, Any]:
        """Return the dossier with the claim and the finding."""
        return self.records.dossier()


def has_contestable_claims(framework: Framework) -> bool:
    """Return whether a claim about a node can stand against a finding about one of its requirements.

    The node is judged by level, its requirements always apply, and no figure is needed for it.
    """
    return bool(_contestable_claims(framework))


def _contestable_claims(framework: Framework) -> list[tuple[str, str, str]]:
    """Return node, step and requirement of each node judged by level, where only findings decide the requirement."""
    plain = {slot.about for slot in _plain_requirements(framework)}
    return [
        (info.id, step, part)
        for info in framework.nodes.values()
        if info.verdict == "level" and not _needs_more_than_findings(framework, info.id)
        for step, parts in info.levels.items()
        for part in parts
        if part in plain
    ]


def _needs_more_than_findings(framework: Framework, name: str) -> bool:
    """Return whether a claim of the node would wait for figures, or its requirements may not apply."""
    below = [framework.nodes[i].node for i in framework.outline.descendants_of(name)]
    return any(node.demands_figure or node.when is not None or node.may_not_apply for node in below)


@st.composite
def contested_claims(draw: st.DrawFn, framework: Framework) -> ContestedClaim:
    """A claim by the school, and a requirement that the school itself or the external side finds unmet.

    The requirement belongs to the step that is claimed, or to one below it.
    """
    node, step, part = draw(st.sampled_from(_contestable_claims(framework)))
    side = draw(st.sampled_from(("self", "external")))
    stages = stages_of(framework)[0]
    slots = {slot.about: slot for slot in list_slots(framework, stages) if not slot.is_input}
    steps = framework.nodes[node].steps
    denied = steps.index(step) + 1
    reached = draw(st.integers(denied, len(steps)))
    claim = make_record(slots[node], steps[reached - 1], "self")
    finding = make_record(slots[part], "unmet", side)
    records = DossierRecords((claim, finding), start_dossier(framework, stages))
    return ContestedClaim(records, node, slots[node].stage, reached, denied, side)
