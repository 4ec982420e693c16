"""Conditions that can never hold, and conditions that cannot fail (KD503, KD504).

Of conditions inside one another only the innermost are named: the outer ones follow. Where the cause is a threshold
out of its range or of another unit, that is named instead (KD505, KD506).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.different_units import find_different_units
from kiemdinh.linter.checks.thresholds_out_of_range import find_out_of_range
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.rules import UNKNOWN, Condition, Known, Not, Satisfiability, walk
from kiemdinh.standards.definition import Compared, CountQuantity

__all__ = ["check_constant_conditions"]


def check_constant_conditions(study: Study) -> Iterator[LintFinding]:
    """Find conditions whose truth no dossier can change, and thresholds that make them so.

    At most two proofs for each condition and each scope in which it is read.
    """
    for site in study.sites:
        thresholds = list(_find_wrong_thresholds(study, site))
        yield from thresholds or _find_innermost(study, site)


def _find_wrong_thresholds(study: Study, top: ConditionSite) -> Iterator[LintFinding]:
    for site in top.walk():
        if isinstance(site.cond, Compared) and site.scopes:
            for key, threshold in site.cond.list_comparisons():
                yield from find_out_of_range(study, site, key, threshold)
                yield from find_different_units(study, site, key, threshold)


def _find_innermost(study: Study, site: ConditionSite) -> Iterator[LintFinding]:
    # All parts are looked at before the whole, since a constant part often makes it constant too.
    inner = [finding for part in site.parts for finding in _find_innermost(study, part)]
    yield from inner
    if not inner and not isinstance(site.cond, str):  # a word such as "met" is what it is
        yield from _find_at(study, site)


def _find_at(study: Study, site: ConditionSite) -> Iterator[LintFinding]:
    """Yield a finding where a condition is never met, or always met, in all scopes in which it is read."""
    conditions = [study.lower_site(site, scope) for scope in site.scopes]
    # A condition on members is read for each of them, and is a flaw only where it is constant for all.
    if conditions and not any(map(_is_outside_dossiers, conditions)):
        yield from _find_never_met(study, site, "KD503", conditions)
        # What cannot fail is that whose negation can never hold.
        yield from _find_never_met(study, site, "KD504", [Not(each) for each in conditions])


def _is_outside_dossiers(condition: Condition) -> bool:
    """Return whether a condition reads nothing, or what no dossier can tell in the setting of the study."""
    return isinstance(condition, Known) or Known(UNKNOWN) in tuple(walk(condition))


def _find_never_met(study: Study, site: ConditionSite, code: str, conditions: list[Condition]) -> Iterator[LintFinding]:
    """Yield the claim about a site where all of the conditions are proved to be never met."""
    statuses = {study.prove(condition).status for condition in conditions}
    if statuses == {Satisfiability.UNSATISFIABLE}:
        world = most_favourable_world(conditions[0], study.space)
        yield make_finding(
            study,
            code,
            Message("this condition can never hold, whatever the dossier says")
            if code == "KD503"
            else Message("this condition cannot fail, whatever the dossier says"),
            site.path,
            found=_describe_count(study, site),
            witness=study.write_dossier(world),
        )
    elif Satisfiability.SATISFIABLE not in statuses:
        can_hold = Message("whether this can never hold")
        question = can_hold if code == "KD503" else Message("whether this cannot fail")
        yield make_undecided_note(study, code, question, site.path)


def _describe_count(study: Study, site: ConditionSite) -> Message | None:
    """Return how many members are asked for, and of how many, such as ``at least 6 of 5``."""
    if not isinstance(site.cond, CountQuantity):
        return None
    members = len(study.lowering.find_members(site.cond.count, site.scopes[0], site.path).items)
    bounds = _describe_bounds(site.cond)
    return None if bounds is None else Message("{bounds} of {n}", bounds=bounds, n=members)


def _describe_bounds(cond: Any) -> str | None:
    if not isinstance(cond, Compared):
        return None
    return ", ".join(
        f"{key.replace('_', ' ')} {value}" for key, value in cond.list_comparisons() if isinstance(value, str)
    )
