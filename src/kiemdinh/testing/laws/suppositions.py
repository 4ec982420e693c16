"""A school with some findings or figures supposed to be different: laws use this to carry out explanations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

from kiemdinh.api.assessment import Assessment
from kiemdinh.rules import MET, Bound
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.names import FactName, ValueKind, read_fact_name, read_value_name
from kiemdinh.testing.laws.outcome_spans import rank_of
from kiemdinh.testing.strategies import list_slots

__all__ = [
    "is_kept_without",
    "is_reached_by",
    "list_requirements",
    "next_level",
    "reference_of",
    "suppose_changes",
    "supposition_text",
]

_DECIMALS: Final = 10**6
"""Figures are supposed with six decimals."""


def next_level(result: Assessment) -> str | None:
    """Return the next level above the guaranteed one; None at the top, or where labels have no order.

    An explanation takes this target where none is named.
    """
    main = result.framework.outcomes[0]
    if not isinstance(main, LadderOutcome):
        return None
    steps = result.framework.definition.steps_of(main.ladder)
    rank = rank_of(result.framework, main.ladder, result.level)
    return steps[rank] if rank < len(steps) else None


def is_reached_by(result: Assessment, step: str, supposed: Mapping[str, Any]) -> bool:
    """Return whether the level *step* is certain under the supposition *supposed*.

    *supposed* is as ``Assessment.what_if`` takes it: values by the ids of nodes and inputs. The cost is that of an
    assessment.
    """
    ladder = _ladder_of(result)
    after = result.what_if(supposed).result
    return rank_of(result.framework, ladder, after.level) > result.framework.definition.steps_of(ladder).index(step)


def is_kept_without(result: Assessment, lost: Sequence[str]) -> bool:
    """Return whether the guaranteed level stays once the findings *lost* are unknown.

    A level above it counts as the level kept. The cost is that of an assessment.
    """
    ladder = _ladder_of(result)
    after = result.what_if(dict.fromkeys(lost, "unknown")).result
    return rank_of(result.framework, ladder, after.level) >= rank_of(result.framework, ladder, result.level)


def _ladder_of(result: Assessment) -> str:
    return getattr(result.framework.outcomes[0], "ladder", "")


def list_requirements(framework: Framework, result: Assessment) -> list[str]:
    """Return the requirements that only findings decide, as changes name them: ``thcs/1.1/muc-1/a``.

    A requirement that may not apply is left out: whether it applies is not a change (5.3).
    """
    plain = [
        slot
        for slot in list_slots(framework, result.dossier.school.stages or None)
        if not (slot.is_input or slot.covers_parts or slot.by_figures or slot.optional)
        and framework.nodes[slot.about].verdict == "met"
    ]
    return [f"{slot.stage}/{slot.about}" if slot.stage else slot.about for slot in plain]


# -- from changes to what is supposed ------------------------------------------------------------------------------


def suppose_changes(result: Assessment, changes: Collection[Any]) -> dict[str, Any] | None:
    """Return the supposition in which *changes* are made, for ``Assessment.what_if``.

    A member of a register that reaches a level under another framework is supposed to have reached it (6.4). None where
    this is impossible: a node and a part of it are both changed, or a figure is not a plain number.
    """
    supposed: dict[str, Any] = {}
    bounds: dict[str, list[Any]] = {}
    for change in changes:
        if isinstance(change.to, Bound):
            bounds.setdefault(change.id, []).append(change)
        # A single step of a node has no record of its own by which a change of it could be supposed.
        elif change.node is not None and change.id not in result.framework.nodes and change.level is not None:
            return None
        else:
            supposed[change.id] = "met" if change.to is MET else "unmet"
    for name, several in bounds.items():
        value = _value_within(result, name, several)
        if value is None:
            return None
        supposed[name] = value
    return supposed


def reference_of(change: Any) -> FactName | None:
    """Return the fact of another framework that a change is about; None for any other change."""
    if isinstance(change.to, Bound):
        return None
    name = read_fact_name(change.id)
    return name if name.framework is not None else None


def _value_within(result: Assessment, name: str, changes: Sequence[Any]) -> Any:
    """Return a value of an input within the bounds of *changes*; None where it is no plain number or yes or no."""
    value = read_value_name(name)
    declared = result.framework.inputs.get(value.name) if value.kind is ValueKind.INPUT else None
    is_of_member = declared is not None and not set(declared.each).isdisjoint(result.framework.definition.populations)
    found = declared if is_of_member or not value.at else None
    if found is None or found.type not in ("number", "yes_no") or any(c.whole is not None for c in changes):
        return None
    # Where a bound is strict the value lies half a unit beyond it.
    ups = [Fraction(c.to.number) + Fraction(c.to.strict, 2) for c in changes if c.to.direction == "up"]
    downs = [Fraction(c.to.number) - Fraction(c.to.strict, 2) for c in changes if c.to.direction == "down"]
    number = max(ups) if ups else min(downs)
    if found.type == "yes_no":
        return bool(number)
    # A third has no exact decimal; the next one on the wanted side is taken, if no other bound forbids it.
    scaled = number * _DECIMALS
    if scaled.denominator != 1 and ups and downs:
        return None
    number = Fraction(ceil(scaled) if ups else floor(scaled), _DECIMALS)
    return int(number) if number.denominator == 1 else str(float(number))


def supposition_text(supposed: Mapping[str, Any]) -> str:
    """Return a supposition for a message: ``1.1 is met, input:books is 40``."""
    return ", ".join(f"{name} is {value}" for name, value in supposed.items()) or "nothing"
