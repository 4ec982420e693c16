"""The recorded figures of indicators: they inform and decide nothing, and are shown beside earlier years (3.4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.notes import IndicatorFigure, IndicatorResult
from kiemdinh.evidence.dossier import Dossier, ValueRecord
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["find_indicators"]


def find_indicators(framework: Framework, dossier: Dossier, knowledge: dt.date) -> tuple[IndicatorResult, ...]:
    """Return the indicators that something is recorded of, in the order of the definition, each with its figures.

    Records made after the *knowledge* date are left out (4.1). The cost is linear in the records and the nodes.
    """
    recorded: dict[str, list[ValueRecord]] = defaultdict(list)
    for record in dossier.values:
        if record.date <= knowledge:
            recorded[record.name].append(record)
    nodes: dict[str, list[str]] = defaultdict(list)
    for info in framework.nodes.values():
        for name in info.node.indicators:
            nodes[name].append(info.id)
    return tuple(
        _indicator_result(framework, name, tuple(nodes[name]), recorded[name]) for name in nodes if name in recorded
    )


def _indicator_result(
    framework: Framework, name: str, nodes: tuple[str, ...], records: list[ValueRecord]
) -> IndicatorResult:
    value_id = str(ValueName(ValueKind.INPUT, name))
    figures = [
        IndicatorFigure(read_value_name(r.id).year, r.stage, r.value, r.part, r.whole, r.side, r.date, r.evidence_codes)
        for r in records
    ]
    # The latest first: the year, then the day of the record.
    figures.sort(key=lambda figure: (figure.year or "", figure.on), reverse=True)
    unit, better = framework.inputs[name].unit, framework.inputs[name].better
    return IndicatorResult(value_id, nodes, unit, better, tuple(figures), find_titles(framework, value_id))
