"""Parts of an ``all`` that follow from the others, and alternatives of an ``any`` that add nothing (KD522)."""

from __future__ import annotations

from collections.abc import Iterator

from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import All, Any, Condition, Not
from kiemdinh.standards.definition import AllOf, AnyOf

__all__ = ["check_redundant_parts"]


def check_redundant_parts(study: Study) -> Iterator[LintFinding]:
    """Find parts of a condition that could be left out; at most three proofs for each part.

    If parts follow from one another, the last is named. Constant parts are left to KD503 and KD504.
    """
    for top in study.sites:
        for site in top.walk():
            if isinstance(site.cond, AllOf | AnyOf) and len(site.parts) >= 2 and site.scopes:
                yield from _find_in_group(study, site)


def _find_in_group(study: Study, site: ConditionSite) -> Iterator[LintFinding]:
    is_all = isinstance(site.cond, AllOf)
    conditions = [study.lower_site(part) for part in site.parts]
    redundant: set[int] = set()
    # From the last, so that of two equal parts the first is kept.
    for i in reversed(range(len(conditions))):
        others = tuple(each for j, each in enumerate(conditions) if j != i and j not in redundant)
        if others and study.is_never_met(_build_difference(conditions[i], others, is_all=is_all)):
            redundant.add(i)
            if not _is_constant(study, conditions[i], others, is_all=is_all):
                yield _report_part(study, site.parts[i], conditions[i], is_all=is_all)


def _build_difference(part: Condition, others: tuple[Condition, ...], *, is_all: bool) -> Condition:
    """Return the condition that the group differs with a part and without it."""
    return All((*others, Not(part))) if is_all else All((part, Not(Any(others))))


def _is_constant(study: Study, part: Condition, others: tuple[Condition, ...], *, is_all: bool) -> bool:
    """Return whether a part adds nothing only because it, or the others together, cannot change."""
    if is_all:
        return study.is_always_met(part) or study.is_never_met(All(others))
    return study.is_never_met(part) or study.is_always_met(Any(others))


def _report_part(study: Study, part: ConditionSite, condition: Condition, *, is_all: bool) -> LintFinding:
    message = (
        Message("this part follows from the others: it asks nothing more")
        if is_all
        else Message("this alternative adds nothing: whenever it holds, another one does")
    )
    world = study.prove(Not(condition) if is_all else condition).world
    return make_finding(study, "KD522", message, part.path, note=is_all, witness=study.write_dossier(world))
