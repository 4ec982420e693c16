"""Conditions for schools that show an observation that no scenario shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kiemdinh.analysis.inline import inline
from kiemdinh.analysis.observations import (
    APPLIES,
    DOES_NOT_APPLY,
    FALSE,
    PIVOTAL_FALSE,
    PIVOTAL_TRUE,
    TRUE,
)
from kiemdinh.rules import MET, UNMET, All, Condition, Fact, Known, Not, Truth
from kiemdinh.standards.names import read_fact_name

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study

__all__ = ["list_gap_conditions"]


def list_gap_conditions(study: Study, name: str, what: str) -> Iterator[Condition]:
    """Yield conditions over free facts, each of which holds only in schools that show *what* of the fact *name*.

    Nothing is yielded for observations that a condition cannot express, such as that something is unknown.
    """
    own = study.inlined.get(name, Fact(name))
    if what in (TRUE, APPLIES):
        yield own
    elif what in (FALSE, DOES_NOT_APPLY):
        yield Not(own)
    elif what in (PIVOTAL_TRUE, PIVOTAL_FALSE):
        truth = MET if what == PIVOTAL_TRUE else UNMET
        yield from _list_pivotal(study, name, own if truth is MET else Not(own), truth.negated())


def _list_pivotal(study: Study, name: str, held: Condition, otherwise: Truth) -> Iterator[Condition]:
    """Yield, for each outcome and award, the condition that it would change if *name* were *otherwise*."""
    changed = _inline_with(study, name, otherwise)
    for top, condition in study.inlined.items():
        if read_fact_name(top).is_top and top != name and changed[top] != condition:
            yield All((held, condition, Not(changed[top])))
            yield All((held, Not(condition), changed[top]))
    if read_fact_name(name).is_top:
        yield held


def _inline_with(study: Study, name: str, truth: Truth) -> Mapping[str, Condition]:
    """Return every definition over free facts, with *name* taken to be *truth* wherever it is read."""
    inlined: dict[str, Condition] = {name: Known(truth)}
    for other, condition in study.rules.definitions.items():
        if other != name:
            inlined[other] = inline(condition, inlined)
    return inlined
