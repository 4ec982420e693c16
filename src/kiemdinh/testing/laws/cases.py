"""The cases that laws are tried on: papers, with what is opened, shuffled, replaced or supposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from kiemdinh.evidence.dossier import Side
from kiemdinh.standards.framework import Framework
from kiemdinh.testing.oracle import PlainSchool
from kiemdinh.testing.strategies.dossiers import (
    MISSING,
    complete_papers,
    evidence_index,
    papers,
    record_at,
    records,
    school_of,
)
from kiemdinh.testing.strategies.places import Place, places, stages_of
from kiemdinh.testing.strategies.records import Papers, Record

__all__ = [
    "Claimed",
    "Holes",
    "Swap",
    "claimed",
    "has_claims",
    "has_requirements",
    "holes",
    "known",
    "one_requirement",
    "school",
    "shuffled",
    "slightly_open",
    "swaps",
]


def school(case: Papers, side: str = "external") -> PlainSchool:
    """Return what complete papers say, for the plain reading."""
    findings = {(r.stage, r.about): r.says for r in case.records if not r.is_input}
    inputs = {(r.about, r.stage, r.member, r.year): _bare(r.says) for r in case.records if r.is_input}
    stages = case.rest.get("school", {}).get("stages")
    on = dt.date.fromisoformat(case.rest["date"])
    return PlainSchool(on, None if stages is None else tuple(stages), findings, inputs, side)


def _bare(says: Any) -> Any:
    return says["value"] if isinstance(says, Mapping) and "value" in says else says


def known(framework: Framework) -> st.SearchStrategy[Papers]:
    """Papers in which everything is known."""
    return complete_papers(framework)


# -- what is open ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Holes:
    """Papers of which a few records are unknown, recorded so or absent, and every way that these can turn out.

    ``all_ways`` says whether the ways are all there are.
    """

    papers: Papers
    ways: tuple[Papers, ...]
    all_ways: bool

    def dossier(self) -> dict[str, Any]:
        """Return the dossier with the holes."""
        return self.papers.dossier()


@st.composite
def holes(draw: st.DrawFn, framework: Framework) -> Holes:
    """Known papers in which up to three records are opened."""
    full = draw(complete_papers(framework))
    stages = draw(st.just(_stages(full)))
    by_key = {place.key: place for place in places(framework, stages)}
    count = len(full.records)
    if not count:
        return Holes(full, (full,), all_ways=True)
    opened = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=3, unique=True))
    recorded = draw(st.booleans())
    ways: list[tuple[Record, ...]] = [full.records]
    for i in opened:
        words = by_key[full.records[i].place].words[:3]
        ways = [_with(way, i, word) for way in ways for word in words]
    left = [_unknown(r) if i in opened else r for i, r in enumerate(full.records) if recorded or i not in opened]
    exhaustive = all(not full.records[i].is_input and len(by_key[full.records[i].place].words) <= 3 for i in opened)
    judged = exhaustive and all(_is_verdict(framework, full.records[i]) for i in opened)
    return Holes(full.with_records(left), tuple(full.with_records(way) for way in ways), judged)


def _stages(case: Papers) -> tuple[str, ...] | None:
    stages = case.rest.get("school", {}).get("stages")
    return None if stages is None else tuple(stages)


def _is_verdict(framework: Framework, record: Record) -> bool:
    info = framework.nodes[record.about]
    return info.verdict == "met" and info.node.when is None and not info.node.may_not_apply


def _with(way: Sequence[Record], i: int, word: Any) -> tuple[Record, ...]:
    return (*way[:i], _saying(way[i], word), *way[i + 1 :])


def _saying(record: Record, word: Any) -> Record:
    return replace(record, says=word)


def _unknown(record: Record) -> Record:
    return _saying(record, "unknown")


@st.composite
def slightly_open(draw: st.DrawFn, framework: Framework) -> Papers:
    """Papers in which requirements and figures are known one by one, except a few."""
    full = draw(complete_papers(framework))
    count = len(full.records)
    opened = draw(st.sets(st.integers(0, count - 1), max_size=3)) if count else set()
    return full.with_records(_unknown(r) if i in opened else r for i, r in enumerate(full.records))


# -- two dossiers that belong together -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Swap:
    """Papers, and the same with something else in their place."""

    papers: Papers
    other: Papers

    def dossier(self) -> dict[str, Any]:
        """Return the first dossier."""
        return self.papers.dossier()


@st.composite
def shuffled(draw: st.DrawFn, framework: Framework) -> Swap:
    """Papers, and the same records in another order."""
    first = draw(papers(framework))
    return Swap(first, first.with_records(draw(st.permutations(first.records))))


@st.composite
def swaps(draw: st.DrawFn, framework: Framework, *, word: str = "unknown") -> Swap:
    """Papers, and the same with *word* in the place of what one record says."""
    first = draw(papers(framework, min_records=1))
    i = draw(st.integers(0, len(first.records) - 1))
    return Swap(first, first.with_records(_with(first.records, i, word)))


# -- one requirement, and one claim ---------------------------------------------------------------------------------


def _plain_requirements(framework: Framework) -> list[Place]:
    """Requirements that only findings decide and that always apply, of a school of one stage."""
    return [
        place
        for place in places(framework, stages_of(framework)[0])
        if not place.is_input and not place.whole and not place.measured and _always(framework, place)
    ]


def _always(framework: Framework, place: Place) -> bool:
    info = framework.nodes[place.about]
    above = [info, *(framework.nodes[i] for i in framework.outline.ancestors(info.id))]
    return info.verdict == "met" and all(one.node.when is None and not one.node.may_not_apply for one in above)


def has_requirements(framework: Framework) -> bool:
    """Whether there is a requirement that only findings decide."""
    return bool(_plain_requirements(framework))


@st.composite
def one_requirement(draw: st.DrawFn, framework: Framework) -> Papers:
    """Several records about one requirement, and nothing else; most say *met*, by evidence that may not support it."""
    place = draw(st.sampled_from(_plain_requirements(framework)))
    full = evidence_index(framework)
    index = draw(st.sampled_from((full, full, None, {})))
    codes = () if index is None else (*full, MISSING)
    usual = replace(place, words=("met", "met", "unmet"), optional=False)
    sides: tuple[Side, ...] = ("self", "external")
    found = draw(st.lists(records(framework, [usual], sides=sides, codes=codes), min_size=1, max_size=3))
    rest = school_of(framework, stages_of(framework)[0])
    return Papers(tuple(found), rest if index is None else {**rest, "evidence": index})


@dataclass(frozen=True, slots=True)
class Claimed:
    """A self-assessed claim of a step, and what a side found of one part of a step at or below it."""

    papers: Papers
    node: str
    stage: str | None
    reached: int
    denied: int
    side: str

    def dossier(self) -> dict[str, Any]:
        """Return the dossier with both."""
        return self.papers.dossier()


def _claimable(framework: Framework) -> list[tuple[str, str, str]]:
    """Nodes judged by level with a step and a requirement of it that only findings decide."""
    plain = {place.about for place in _plain_requirements(framework)}
    return [
        (info.id, step, part)
        for info in framework.nodes.values()
        if info.verdict == "level" and not _awaits_figures(framework, info.id)
        for step, parts in info.levels.items()
        for part in parts
        if part in plain
    ]


def _awaits_figures(framework: Framework, name: str) -> bool:
    below = [framework.nodes[i].node for i in framework.outline.descendants(name)]
    return any(node.demands_figure or node.when is not None or node.may_not_apply for node in below)


def has_claims(framework: Framework) -> bool:
    """Whether a claim about a whole node can be held against a part of it."""
    return bool(_claimable(framework))


@st.composite
def claimed(draw: st.DrawFn, framework: Framework) -> Claimed:
    """A claim, and a part that does not hold by the same side or by the one above."""
    node, step, part = draw(st.sampled_from(_claimable(framework)))
    side = draw(st.sampled_from(("self", "external")))
    stages = stages_of(framework)[0]
    by_key = {place.about: place for place in places(framework, stages) if not place.is_input}
    steps = framework.nodes[node].steps
    denied = steps.index(step) + 1
    reached = draw(st.integers(denied, len(steps)))
    claim = record_at(by_key[node], steps[reached - 1], "self")
    found = record_at(by_key[part], "unmet", side)
    made = Papers((claim, found), school_of(framework, stages))
    return Claimed(made, node, by_key[node].stage, reached, denied, side)
