"""Where each node of many plain rows stands: each pattern of facts is decoded once for all its rows."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.assessment.nodes import NodeStanding, find_standing, find_unknown_reasons, sort_reasons, step_facts
from kiemdinh.assessment.plain import Ground
from kiemdinh.data.outcomes import NodeResult
from kiemdinh.evidence.dossier import FindingRecord
from kiemdinh.evidence.resolution import reasons_of_score
from kiemdinh.portfolio.coded import group_rows
from kiemdinh.rules import MET, UNKNOWN, UNMET, Assignment, Truth
from kiemdinh.rules.compiled import CodeColumn
from kiemdinh.standards.names import ValueKind, ValueName, applicability_of

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch.plain_rows import SettledRows
    from kiemdinh.portfolio.batch.table_part import TablePart
    from kiemdinh.rules.compiled import Plane, PlanePair, PlaneRows
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["NodeFacts", "NodePatterns", "code_nodes", "facts_of_nodes"]

_JUDGED: Final = ("level", "met")
_OWN: Final = "own"
_TOLD: Final = "told"
_DETERMINED: Final = "determined"


class NodePatterns(NamedTuple):
    """Where one node stands in many rows: for each row a code, and by code the node; None where it is not listed."""

    codes: array[int]
    nodes: Sequence[NodeResult | None]


class NodeFacts(NamedTuple):
    """The facts that tell where nodes stand, and those of them whose grounds are asked for."""

    asked: Sequence[str]
    explained: Sequence[str]


class _Bit(NamedTuple):
    """Whether a fact is certain, or possible."""

    fact: str
    reading: str


class _Pattern(NamedTuple):
    """What rows of one pattern have in common: the keys of the planes that they are in, and a code."""

    keys: frozenset[Hashable]
    code: int

    def truth_of(self, name: str) -> Truth:
        if _Bit(name, "certain") in self.keys:
            return MET
        return UNKNOWN if _Bit(name, "possible") in self.keys else UNMET


def facts_of_nodes(framework: Framework, rules: FrameworkRules, infos: Sequence[NodeInfo]) -> NodeFacts:
    """Return the facts that tell where some nodes stand, and those of them that tell why."""
    # A score that is derived depends on all below it.
    judged = framework.nodes.values() if any(map(_is_derived, infos)) else infos
    steps = [name for info in judged if info.verdict in _JUDGED for name in step_facts(info)]
    applies = [name for name in map(applicability_of, (info.id for info in infos)) if name in rules.definitions]
    explained = [name for info in infos if info.verdict in _JUDGED for name in step_facts(info)]
    return NodeFacts((*steps, *applies), explained)


def code_nodes(framework: Framework, settled: SettledRows, infos: Sequence[NodeInfo]) -> Iterator[NodePatterns]:
    """Yield where some nodes stand, in the order of results: those of the first stage first.

    A node without records of the stage's own is listed once, as that of the school. The cost is some operations on
    planes for each fact, some passes over the rows for each node, and the work of one school for each pattern of facts.
    """
    everybody = settled.planes.nobody ^ settled.planes.full
    all_own = {info.id: everybody for info in infos}
    for number, records in enumerate(settled.stages.values()):
        facts, grounds = settled.found.facts.parts[number], settled.found.grounds[number]
        stage = _StageNodes(framework, settled.planes, records, facts, grounds)
        for info in infos:
            own = stage.find_own(info)
            # An earlier stage has listed the node for the school, unless each of them had records of its own.
            yield stage.code(info, own, own | all_own[info.id])
            all_own[info.id] = all_own[info.id] & own


@dataclass(slots=True)
class _StageNodes:
    framework: Framework
    planes: PlaneRows
    records: TablePart
    facts: Mapping[str, PlanePair]
    grounds: Mapping[Ground, Plane]
    _determined: dict[str, Plane] = field(default_factory=dict)

    def find_own(self, info: NodeInfo) -> Plane:
        """Return the rows in which the stage has records of its own about a node, or one above or below it."""
        outline = self.framework.outline
        return self.records.read_own((*outline.ancestors_of(info.id), info.id, *outline.descendants_of(info.id)))

    def code(self, info: NodeInfo, own: Plane, told: Plane) -> NodePatterns:
        """Return where a node stands; *told* are the rows in which it is listed for this stage."""
        bits = {_OWN: own, _TOLD: told, **self._find_standing_bits(info), **self._find_ground_bits(info)}
        applies = applicability_of(info.id)
        if applies in self.facts:
            bits |= self._find_fact_bits(applies)
        codes, patterns = self._group(bits, self._code_score(info))
        return NodePatterns(codes, [self._decode(info, pattern) for pattern in patterns])

    # -- patterns ----------------------------------------------------------------------------------------

    def _group(
        self, bits: Mapping[Hashable, Plane], score: tuple[array[int], int] | None
    ) -> tuple[array[int], list[_Pattern]]:
        """Return the pattern of each row by its code, and the patterns."""
        keys = [key for key, plane in bits.items() if self.planes.count(plane)]
        chunks = [keys[start : start + 8] for start in range(0, len(keys), 8)]
        numbers = [array("B", bytes(self.planes.combine([bits[key] for key in chunk]))) for chunk in chunks]
        columns = [(number, 1 << 8) for number in numbers] + ([] if score is None else [score])
        groups = group_rows(columns, self.planes.rows)
        found = []
        for row in groups.rows:
            pairs = zip(chunks, numbers, strict=True)
            in_planes = {key for chunk, number in pairs for i, key in enumerate(chunk) if number[row] >> i & 1}
            found.append(_Pattern(frozenset(in_planes), 0 if score is None else score[0][row]))
        return groups.codes, found

    def _find_fact_bits(self, name: str) -> dict[Hashable, Plane]:
        certain, possible = self.facts[name]
        return {_Bit(name, "certain"): certain, _Bit(name, "possible"): possible}

    def _find_standing_bits(self, info: NodeInfo) -> dict[Hashable, Plane]:
        if info.verdict in _JUDGED:
            return {key: plane for name in step_facts(info) for key, plane in self._find_fact_bits(name).items()}
        return {_DETERMINED: self._find_determined(info)} if _is_derived(info) else {}

    def _find_ground_bits(self, info: NodeInfo) -> dict[Hashable, Plane]:
        found: dict[Hashable, Plane] = {}
        names = {*step_facts(info)} if info.verdict in _JUDGED else set()
        for ground, plane in self.grounds.items():
            if ground.fact in names:
                certain, possible = self.facts[ground.fact]
                # Only what is unknown has a reason.
                found[ground] = plane if ground.reason is None else plane & possible & (certain ^ self.planes.full)
        return found

    def _code_score(self, info: NodeInfo) -> tuple[array[int], int] | None:
        if info.verdict in _JUDGED or _is_derived(info):
            return None
        codes, spans, _ = self.records.read_value(_name_of_score(info))
        return codes, len(spans)

    def _find_determined(self, info: NodeInfo) -> Plane:
        """Return the rows in which nothing that matters for a node is unknown."""
        if info.id not in self._determined:
            if _is_derived(info):
                below = (self.framework.nodes[node] for node in self.framework.outline.descendants_of(info.id))
                known = [self._find_determined(node) for node in below if node.verdict is not None]
                self._determined[info.id] = reduce(and_, known, self.planes.nobody ^ self.planes.full)
            else:
                codes, patterns = self._group(self._find_standing_bits(info), self._code_score(info))
                flags = [self._find_standing(info, pattern).determined for pattern in patterns]
                self._determined[info.id] = CodeColumn(self.planes, codes).find(flags)
        return self._determined[info.id]

    # -- one pattern -------------------------------------------------------------------------------------

    def _decode(self, info: NodeInfo, pattern: _Pattern) -> NodeResult | None:
        if _TOLD not in pattern.keys:
            return None
        stage = self.records.empty.stage if _OWN in pattern.keys else None
        applies, stands = applicability_of(info.id), self._find_standing(info, pattern)
        names = step_facts(info) if info.verdict in _JUDGED else []
        return NodeResult(
            id=info.id if stage is None else f"{stage}/{info.id}",
            node=info.id,
            layer=info.layer.id if info.layer else None,
            stage=stage,
            kind=info.verdict or "met",
            applies=pattern.truth_of(applies) if applies in self.facts else MET,
            truth=stands.truth,
            guaranteed=stands.guaranteed,
            attainable=stands.attainable,
            value=stands.value,
            reasons=self._find_reasons(info, pattern),
            side="self" if any(Ground(name, None) in pattern.keys for name in names) else None,
            why=None,
            determined=stands.determined,
            outcome=stands.outcome,
        )

    def _find_standing(self, info: NodeInfo, pattern: _Pattern) -> NodeStanding:
        if _is_derived(info):
            return NodeStanding(None, None, None, None, _DETERMINED in pattern.keys, None)
        return find_standing(self.framework, info, self._assign(info, pattern))

    def _assign(self, info: NodeInfo, pattern: _Pattern) -> Assignment:
        if info.verdict in _JUDGED:
            return Assignment({name: pattern.truth_of(name) for name in step_facts(info)}, {})
        name = _name_of_score(info)
        return Assignment({}, {name: self.records.read_value(name)[1][pattern.code]})

    def _find_reasons(self, info: NodeInfo, pattern: _Pattern) -> tuple[str, ...]:
        if info.verdict in _JUDGED:
            grounds = [key for key in pattern.keys if isinstance(key, Ground) and key.reason is not None]
            reasons = {
                name: frozenset(
                    ground.reason for ground in grounds if ground.fact == name and ground.reason is not None
                )
                for name in step_facts(info)
            }
            return find_unknown_reasons(info, self._assign(info, pattern), reasons)
        if _is_derived(info):
            return ()
        record = self.records.read_value(_name_of_score(info))[2][pattern.code]
        return sort_reasons(reasons_of_score(record.verdict if isinstance(record, FindingRecord) else None))


def _is_derived(info: NodeInfo) -> bool:
    return info.verdict not in _JUDGED and info.layer is not None and info.layer.derive is not None


def _name_of_score(info: NodeInfo) -> str:
    return str(ValueName(ValueKind(info.verdict or "points"), info.id))
