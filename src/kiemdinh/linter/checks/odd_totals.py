"""Weights and points that add up to nearly one hundred, or nearly one (KD565)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.cells import find_number, write_number

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["check_odd_totals"]

_WHOLES: Final = (Fraction(1), Fraction(100))
_NEAR: Final = Fraction(1, 10)
"""A scheme of 110 points has 10 for extras, and one of 90 is as good as one of 100."""

_MIN_NODES: Final = 3
"""Two numbers often stand for themselves."""


def check_odd_totals(study: Study) -> Iterator[LintFinding]:
    """Find siblings whose weights or points add up to nearly a whole; linear in the number of nodes."""
    for key in ("weight", "points"):
        siblings: dict[tuple[str | None, str | None], list[tuple[NodeInfo, Fraction]]] = defaultdict(list)
        for info in study.framework.nodes.values():
            written = getattr(info.node, key)
            number = find_number(str(written)) if isinstance(written, str | int | Fraction) else None
            if number is not None:
                siblings[info.parent, info.layer.id if info.layer else None].append((info, Fraction(number)))
        for group in siblings.values():
            yield from _check_total(study, key, group)


def _check_total(study: Study, key: str, group: Sequence[tuple[NodeInfo, Fraction]]) -> Iterator[LintFinding]:
    total = sum((number for _, number in group), Fraction(0))
    for whole in _WHOLES:
        if len(group) >= _MIN_NODES and 0 < abs(total - whole) < _NEAR * whole:
            info, _ = group[-1]
            message = (
                Message("the weights of these {n} nodes add up to {total}", n=len(group), total=write_number(total))
                if key == "weight"
                else Message("the points of these {n} nodes add up to {total}", n=len(group), total=write_number(total))
            )
            expected = Message("{whole}, or a total far from it", whole=write_number(whole))
            yield make_finding(study, "KD565", message, (*info.path, key), expected=expected)
