"""Thresholds on the wrong side of what an input calls better (KD523).

An input says which direction is better. A rule that asks for the other direction refuses schools for being good.
A ground for losing an award is the reverse: it must hold for the worse figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import Not
from kiemdinh.standards.definition import NotOf, ValueCompared
from kiemdinh.standards.names import FactKind

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
        Whether the comparison stands where to hold is bad: in a ground for loss, or in one ``not`` of a condition.
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
        condition = study.lower_site(wrong.site)
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


def find_wrong_sides(study: Study) -> Iterator[WrongSide]:
    """Yield the thresholds on the wrong side, in the order of the definition; nothing is proved for it."""
    for site in study.sites:
        # Labels have no order, and what decides whether a requirement applies is no demand on the school.
        if site.owner.kind not in (FactKind.CASE, FactKind.APPLIES):
            yield from _find_inside(study, site, harmful=site.owner.kind is FactKind.LOST)


def _find_inside(study: Study, site: ConditionSite, *, harmful: bool) -> Iterator[WrongSide]:
    if isinstance(site.cond, ValueCompared) and site.scopes:
        yield from _find_in_comparison(study, site, site.cond, harmful=harmful)
    for part in site.parts:
        yield from _find_inside(study, part, harmful=harmful is not isinstance(site.cond, NotOf))


def _find_in_comparison(
    study: Study, site: ConditionSite, cond: ValueCompared, *, harmful: bool
) -> Iterator[WrongSide]:
    declared = study.framework.inputs.get(cond.value)
    if declared is None or declared.better is None:
        return
    for key, _ in cond.list_comparisons():
        demanded = _DEMANDED.get(key)
        if demanded is not None and (demanded == declared.better) is harmful:
            yield WrongSide(site, cond.value, declared.better, key, harmful)


def _suggest_remedy(wrong: WrongSide) -> Message:
    opposite = _OPPOSITE[wrong.key]
    return (
        Message("{opposite}: this is a ground for loss", opposite=opposite)
        if wrong.harmful
        else Message("{opposite}, or another 'better' of the input", opposite=opposite)
    )
