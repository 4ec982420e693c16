"""Thresholds on the wrong side, by the direction that an input calls better (KD523).

An input says which direction is better. A rule that asks for the other direction refuses schools for being good. For a
ground for losing an award it is the reverse: the ground must hold for the worse figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import Condition, Not, values_of
from kiemdinh.standards.definition import (
    ChangeQuantity,
    Compared,
    CountCompared,
    HighestQuantity,
    LowestQuantity,
    MeanQuantity,
    NotOf,
    ShareCompared,
    SumQuantity,
    ValueQuantity,
)
from kiemdinh.standards.names import FactKind

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Definition

__all__ = ["WrongSide", "check_wrong_sides", "find_wrong_sides"]

_DEMANDED: Final = {"at_least": "higher", "above": "higher", "at_most": "lower", "below": "lower"}
_OPPOSITE: Final = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}


@dataclass(frozen=True, slots=True)
class WrongSide:
    """A comparison of an input that asks for its worse direction.

    Parameters
    ----------
    site
        The comparison.
    input_id
        The input that is compared.
    better
        The direction that the input calls better: ``higher`` or ``lower``.
    key
        The key of the threshold in the comparison, such as ``at_least``.
    harmful
        Whether it is bad for the school that the comparison holds: it is in a ground for loss, in one ``not`` of a
        condition, or in a condition that only a limited number of members may fulfil.
    """

    site: ConditionSite
    input_id: str
    better: str
    key: str
    harmful: bool


def check_wrong_sides(study: Study) -> Iterator[LintFinding]:
    """Find thresholds on the wrong side; the better of two dossiers does not meet them, or meets a ground for loss.

    Two proofs for each threshold that is found.
    """
    for wrong in find_wrong_sides(study):
        condition = _lower_at_some_member(study, wrong.site)
        yield make_finding(
            study,
            "KD523",
            Message("'{name}' is better the higher, and this asks for the opposite", name=wrong.input_id)
            if wrong.better == "higher"
            else Message("'{name}' is better the lower, and this asks for the opposite", name=wrong.input_id),
            (*wrong.site.path, wrong.key),
            key=True,
            expected=_suggest_remedy(wrong),
            found=wrong.key,
            witness=study.write_dossier(study.prove(condition).world),
            contrast=study.write_dossier(study.prove(Not(condition)).world),
        )


def _lower_at_some_member(study: Study, site: ConditionSite) -> Condition:
    """Return the condition at the first member for which it demands anything: the oldest year has no change."""
    conditions = [study.lower_site(site, scope) for scope in site.scopes]
    return next((condition for condition in conditions if values_of(condition)), conditions[0])


def find_wrong_sides(study: Study) -> Iterator[WrongSide]:
    """Yield the thresholds on the wrong side, in the order of the definition; nothing is proved for it."""
    for site in study.sites:
        # Labels have no order, and a condition that decides whether a requirement applies makes no demand on the
        # school.
        if site.owner.kind not in (FactKind.CASE, FactKind.APPLIES):
            yield from _find_inside(study, site, harmful=site.owner.kind is FactKind.LOST)


def _find_inside(study: Study, site: ConditionSite, *, harmful: bool) -> Iterator[WrongSide]:
    if isinstance(site.cond, Compared) and site.scopes:
        yield from _find_in_comparison(study, site, harmful=harmful)
    turns = _turns_parts(site.cond)
    if turns is not None:
        for part in site.parts:
            yield from _find_inside(study, part, harmful=harmful is not turns)


def _turns_parts(cond: Any) -> bool | None:
    """Return whether it is bad for a condition that its parts hold; None where this is not known.

    It is bad for *not*, and for a count of members that must be small.
    """
    if not isinstance(cond, CountCompared | ShareCompared):
        return isinstance(cond, NotOf)
    wanted = {_DEMANDED.get(key) for key, _ in cond.list_comparisons()}
    return wanted == {"lower"} if wanted in ({"lower"}, {"higher"}) else None


def _find_in_comparison(study: Study, site: ConditionSite, *, harmful: bool) -> Iterator[WrongSide]:
    for input_id in _list_inputs(study.framework.definition, site.cond):
        declared = study.framework.inputs.get(input_id)
        if declared is None or declared.better is None:
            continue
        for key, _ in site.cond.list_comparisons():
            demanded = _DEMANDED.get(key)
            if demanded is not None and (demanded == declared.better) is harmful:
                yield WrongSide(site, input_id, declared.better, key, harmful)
    yield from _find_in_bounds(study, site, harmful=harmful)


def _find_in_bounds(study: Study, site: ConditionSite, *, harmful: bool) -> Iterator[WrongSide]:
    """Yield the figures that bound another one from the side on which they are worse: *industry at most rate*.

    Only bounds on figures that are given are checked, since two figures of the school may limit each other.
    """
    definition = study.framework.definition
    given = [study.framework.inputs.get(name) for name in _list_inputs(definition, site.cond)]
    if not given or not all(declared is not None and declared.given for declared in given):
        return
    for key, bound in site.cond.list_comparisons():
        demanded = _DEMANDED.get(_OPPOSITE.get(key, ""))
        for input_id in _list_inputs(definition, bound):
            declared = study.framework.inputs.get(input_id)
            if declared is None or declared.better is None or demanded is None:
                continue
            if (demanded == declared.better) is harmful:
                yield WrongSide(site, input_id, declared.better, key, harmful)


def _list_inputs(definition: Definition, quantity: Any) -> Iterator[str]:
    """Yield the inputs that a quantity grows with: itself, its change, what is added up or compared in it."""
    if isinstance(quantity, ValueQuantity):
        defined = definition.define.get(quantity.value)
        yield from (quantity.value,) if defined is None else _list_inputs(definition, defined)
    elif isinstance(quantity, ChangeQuantity):
        yield quantity.change
    elif isinstance(quantity, SumQuantity | MeanQuantity | LowestQuantity | HighestQuantity):
        yield from _list_inputs(definition, quantity.of)


def _suggest_remedy(wrong: WrongSide) -> Message:
    opposite = _OPPOSITE[wrong.key]
    return (
        Message("{opposite}: this is a ground for loss", opposite=opposite)
        if wrong.harmful
        else Message("{opposite}, or another 'better' of the input", opposite=opposite)
    )
