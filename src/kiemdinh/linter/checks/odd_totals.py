"""Weights and points whose total is nearly one hundred, nearly one, or unlike that of other groups (KD565)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

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
"""The fewest numbers of a group: two often mean nothing together."""

_MIN_GROUPS: Final = 3
"""Of two groups, either may be the odd one."""

_Group: TypeAlias = "Sequence[tuple[NodeInfo, Fraction]]"
"""The nodes below one node that have a number, each with this number."""


def check_odd_totals(study: Study) -> Iterator[LintFinding]:
    """Find siblings whose weights or points add up to nearly a whole, or to another total than all other groups.

    Linear in the number of nodes.
    """
    for key in ("weight", "points"):
        siblings: dict[tuple[str | None, str | None], list[tuple[NodeInfo, Fraction]]] = defaultdict(list)
        for info in study.framework.nodes.values():
            written = getattr(info.node, key)
            number = find_number(str(written)) if isinstance(written, str | int | Fraction) else None
            if number is not None:
                siblings[info.parent, info.layer.id if info.layer else None].append((info, Fraction(number)))
        for group in siblings.values():
            yield from _check_total(study, key, group)
        for layer in dict.fromkeys(layer for _, layer in siblings):
            groups = [group for (parent, of), group in siblings.items() if of == layer and parent is not None]
            yield from _find_odd_group(study, key, groups)


def _find_odd_group(study: Study, key: str, groups: Sequence[_Group]) -> Iterator[LintFinding]:
    """Yield a note where all groups of a layer but one have the same total."""
    totals = [_add_up(group) for group in groups]
    counts = Counter(totals)
    odd = [i for i, total in enumerate(totals) if counts[total] == 1]
    if len(groups) < _MIN_GROUPS or len(odd) != 1 or len(counts) != 2:
        return
    (at,) = odd
    expected = Message.verbatim(write_number(totals[0 if at else 1]))
    yield make_finding(study, "KD565", _write_total(key, groups[at]), (*groups[at][-1][0].path, key), expected=expected)


def _add_up(group: _Group) -> Fraction:
    return sum((number for _, number in group), Fraction(0))


def _write_total(key: str, group: _Group) -> Message:
    n, total = len(group), write_number(_add_up(group))
    if key == "weight":
        return Message("the weights of these {n} nodes add up to {total}", n=n, total=total)
    return Message("the points of these {n} nodes add up to {total}", n=n, total=total)


def _check_total(study: Study, key: str, group: _Group) -> Iterator[LintFinding]:
    total = _add_up(group)
    for whole in _WHOLES:
        if len(group) >= _MIN_NODES and 0 < abs(total - whole) < _NEAR * whole:
            expected = Message("{whole}, or a total far from it", whole=write_number(whole))
            yield make_finding(study, "KD565", _write_total(key, group), (*group[-1][0].path, key), expected=expected)
