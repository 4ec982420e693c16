"""Redundant parts."""

from __future__ import annotations

from collections.abc import Iterator

from kiemdinh.analysis.decisive import _never
from kiemdinh.analysis.sites import Site
from kiemdinh.analysis.study import Study
from kiemdinh.linter.finding import Finding
from kiemdinh.rules import All, Any, Condition, Not
from kiemdinh.standards.conditions import AllOf, AnyOf

__all__ = []


def _subsumed(study: Study, site: Site) -> Iterator[Finding]:
    if not isinstance(site.cond, AllOf | AnyOf) or len(site.parts) < 2 or not site.places:
        return
    conditions = [study.lowered(part.cond, site.places[0], part.path) for part in site.parts]
    gone: set[int] = set()
    for i in reversed(range(len(conditions))):
        others = tuple(c for j, c in enumerate(conditions) if j != i and j not in gone)
        if not others:
            continue
        within = isinstance(site.cond, AllOf)
        if _never(study, _beyond(conditions[i], others, within=within)):
            gone.add(i)
            if not _settled(study, conditions[i], others, within=within):
                yield _finding(study, site, i, conditions[i])


def _beyond(part: Condition, others: tuple[Condition, ...], *, within: bool) -> Condition:
    """What would show that a part adds something to the others."""
    return All((*others, Not(part))) if within else All((part, Not(Any(others))))


def _settled(study: Study, part: Condition, others: tuple[Condition, ...], *, within: bool) -> bool:
    """Whether a part adds nothing only because it, or the others together, always hold or never do."""
    if within:
        return _never(study, Not(part)) or _never(study, All(others))
    return _never(study, part) or _never(study, Not(Any(others)))


def _finding(study: Study, site: Site, i: int, condition: Condition) -> Finding:
    within = isinstance(site.cond, AllOf)
    message = (
        "this part follows from the others: it asks nothing more"
        if within
        else "this alternative adds nothing: whenever it holds, another one does"
    )
    world = study.prove(Not(condition) if within else condition).world
    return study.finding("KD522", message, site.parts[i].path, note=within, witness=study.dossier(world))
