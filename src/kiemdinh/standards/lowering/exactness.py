"""Where the readings of a framework's rules are sound but may be too wide, and the cases that make them exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kiemdinh.rules import (
    Condition,
    Fact,
    Interval,
    Number,
    both_ways,
    children,
    rebuild,
    representatives,
    thresholds,
    values_of,
)
from kiemdinh.standards.definition import NodeInfo
from kiemdinh.standards.lowering.conditions import Lowering
from kiemdinh.standards.names import input_name

__all__ = ["find_cases", "find_mixed_polarity", "inline_definitions"]


def find_mixed_polarity(definitions: Mapping[str, Condition], nodes: Mapping[str, NodeInfo]) -> frozenset[str]:
    """Return the names that enter an outcome or award under both signs (semantics 1.6).

    *definitions* stand in their order, lower ones first. The levels of a node of *nodes* count as one name.
    """
    whole: dict[str, Condition] = {}
    for name, condition in definitions.items():
        whole[name] = inline_definitions(condition, whole)

    def group(name: str) -> str:
        above, _, step = name.rpartition("/")
        return above if above in nodes and step in nodes[above].levels else name

    tops = [c for n, c in whole.items() if n.startswith(("outcome:", "label:", "award:", "lost:"))]
    once = Counter(v for c in definitions.values() for v in values_of(c) if v.startswith("per:"))
    # A whole is asked to be above zero and then held against its part: one reading, though it occurs twice.
    return both_ways(*tops, group=group) - {v for v, count in once.items() if count == 1}


def find_cases(
    both: frozenset[str], definitions: Mapping[str, Condition], low: Lowering
) -> dict[str, tuple[Interval, ...]]:
    """Return, for each context value of *both*, one value for each way in which the conditions on it can turn out.

    Context that enters one way only is read exactly as it is; the rest is settled by cases (semantics 1.6, 1.7).
    """
    split = sorted(both & low.context.context_values)
    return {v: cells for v in split if (cells := _cells(v, definitions, low))}


def _cells(value_id: str, definitions: Mapping[str, Condition], low: Lowering) -> tuple[Interval, ...]:
    """One value for each cell that the thresholds cut the value's domain into; empty where it cannot be cut."""
    found = low.context.definition.inputs.get(input_name(value_id))
    if found is None:
        return ()
    measure = low.operands.input_measure(found)
    if measure.kind == "words":
        return tuple(Interval.point(i) for i in range(len(measure.words)))
    cuts: set[Number] = set()
    for condition in definitions.values():
        here = thresholds(condition, value_id)
        if here is None:
            return ()
        cuts.update(here)
    return representatives(tuple(sorted(cuts)), Interval(measure.low, measure.high))


def inline_definitions(condition: Condition, definitions: Mapping[str, Condition]) -> Condition:
    """Put definitions in the place of the facts that they define."""

    def put(node: Any) -> Any:
        if isinstance(node, Fact):
            return definitions.get(node.id, node)
        below = children(node)
        return rebuild(node, tuple(put(child) for child in below)) if below else node

    result: Condition = put(condition)
    return result
