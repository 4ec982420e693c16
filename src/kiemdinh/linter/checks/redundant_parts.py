"""Parts of a condition that follow from the others (KD522)."""

from __future__ import annotations

from collections.abc import Iterator

from kiemdinh.analysis.sites import Site
from kiemdinh.analysis.study import Study
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import All, Any, Condition, Not
from kiemdinh.standards.conditions import AllOf, AnyOf

__all__ = ["check"]


def check(study: Study) -> Iterator[LintFinding]:
    """Find parts of an ``all`` or ``any`` that add nothing to the others."""
    for top in study.sites:
        for site in top.walk():
            yield from _subsumed(study, site)


def _subsumed(study: Study, site: Site) -> Iterator[LintFinding]:
    if not isinstance(site.cond, AllOf | AnyOf) or len(site.parts) < 2 or not site.places:
        return
    conditions = [study.lowered(part.cond, site.places[0], part.path) for part in site.parts]
    gone: set[int] = set()
    for i in reversed(range(len(conditions))):
        others = tuple(c for j, c in enumerate(conditions) if j != i and j not in gone)
        if not others:
            continue
        within = isinstance(site.cond, AllOf)
        if study.is_never_met(_beyond(conditions[i], others, within=within)):
            gone.add(i)
            if not _settled(study, conditions[i], others, within=within):
                yield _finding(study, site, i, conditions[i])


def _beyond(part: Condition, others: tuple[Condition, ...], *, within: bool) -> Condition:
    """What would show that a part adds something to the others."""
    return All((*others, Not(part))) if within else All((part, Not(Any(others))))


def _settled(study: Study, part: Condition, others: tuple[Condition, ...], *, within: bool) -> bool:
    """Whether a part adds nothing only because it, or the others together, always hold or never do."""
    if within:
        return study.is_always_met(part) or study.is_never_met(All(others))
    return study.is_never_met(part) or study.is_always_met(Any(others))


def _finding(study: Study, site: Site, i: int, condition: Condition) -> LintFinding:
    within = isinstance(site.cond, AllOf)
    message = (
        "this part follows from the others: it asks nothing more"
        if within
        else "this alternative adds nothing: whenever it holds, another one does"
    )
    world = study.prove(Not(condition) if within else condition).world
    return make_finding(study, "KD522", message, site.parts[i].path, note=within, witness=study.dossier(world))
