"""Levels that ask less of something than a lower level does (KD521)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.bands import name_operand
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import find_line, make_finding
from kiemdinh.rules import All, Condition, Not, Proof, Satisfiability
from kiemdinh.standards.definition import (
    AllOf,
    Compared,
    CountQuantity,
    Every,
    LadderAward,
    LadderOutcome,
    ShareQuantity,
)
from kiemdinh.standards.names import FactKind, FactName
from kiemdinh.standards.parts import counted_set

__all__ = ["check_weaker_levels"]

_LOWER_BOUNDS: Final = frozenset({"at_least", "above"})
_UPPER_BOUNDS: Final = frozenset({"at_most", "below"})

_Direction: TypeAlias = Literal["up", "down"]
_Ladder: TypeAlias = list[tuple[str, list[ConditionSite]]]
"""The steps of a ladder, lowest first, each with the conditions that it states itself."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition that a level asks for, with what it is about.

    Parameters
    ----------
    site
        The place of the demand.
    condition
        The condition over free facts.
    operand
        The quantity that is compared, without the threshold: equal texts mean the same quantity.
    counted
        The set whose members are counted, if the condition counts members.
    direction
        Whether the thresholds are lower bounds (up) or upper bounds (down); None where they are both or neither.
    """

    site: ConditionSite
    condition: Condition
    operand: str
    counted: str | None
    direction: _Direction | None


def check_weaker_levels(study: Study) -> Iterator[LintFinding]:
    """Find demands of a level that are weaker than a demand of a lower level on the same operand.

    The operand is a quantity, its thresholds on the same side, or a set whose members are counted. Each demand is
    compared with all demands of the lower levels, by at most two proofs for each pair with the same operand.
    """
    for steps in _list_ladders(study):
        lower: list[Demand] = []
        for step, sites in steps:
            demands = [demand for site in sites for demand in _list_demands(study, site)]
            for demand in demands:
                yield from _find_stronger(study, step, demand, lower)
            lower.extend(demands)


def _list_ladders(study: Study) -> Iterator[_Ladder]:
    by_owner: dict[FactName, list[ConditionSite]] = {}
    for site in study.sites:
        by_owner.setdefault(site.owner, []).append(site)
    framework = study.framework
    for kind, results in ((FactKind.OUTCOME, framework.outcomes), (FactKind.AWARD, framework.awards)):
        for result in results:
            if isinstance(result, LadderOutcome | LadderAward):
                steps = framework.definition.steps_of(result.ladder)
                yield [(step, by_owner.get(FactName(kind, result.id, step), [])) for step in steps]
    yield from _list_ladders_of_nodes(study, by_owner)


def _list_ladders_of_nodes(study: Study, by_owner: Mapping[FactName, list[ConditionSite]]) -> Iterator[_Ladder]:
    """Yield the levels of each node with the conditions of their requirements, where two levels have some."""
    outline = study.framework.outline
    for info in outline.nodes.values():
        by_level = {
            level: [
                site
                for part in parts
                for node in (part, *outline.descendants_of(part))
                for site in by_owner.get(FactName(FactKind.NODE, node), [])
            ]
            for level, parts in info.levels.items()
        }
        if sum(map(bool, by_level.values())) > 1:
            yield list(by_level.items())


def _list_demands(study: Study, site: ConditionSite) -> Iterator[Demand]:
    """Yield the conditions that a condition always requires: itself, or the parts of an ``all``."""
    cond = site.cond
    if isinstance(cond, AllOf) or (isinstance(cond, str) and site.parts):
        for part in site.parts:
            yield from _list_demands(study, part)
    elif isinstance(cond, Compared | Every) and site.scopes:
        counted = counted_set(cond) if isinstance(cond, Every | CountQuantity | ShareQuantity) else None
        yield Demand(site, study.lower_site(site), name_operand(cond), counted, _find_direction(cond))


def _find_direction(cond: Any) -> _Direction | None:
    if not isinstance(cond, Compared):
        return None
    keys = {key for key, _ in cond.list_comparisons()}
    if keys <= _LOWER_BOUNDS:
        return "up"
    return "down" if keys <= _UPPER_BOUNDS else None


def _find_stronger(study: Study, step: str, demand: Demand, lower: list[Demand]) -> Iterator[LintFinding]:
    """Yield a finding for the first demand of the lower levels that is stronger than *demand*."""
    for other in lower:
        proof = _prove_weaker(study, demand, other)
        if proof is None:
            continue
        line = find_line(study, other.site.path)
        where = Message("a lower level") if line is None else Message("line {n}", n=line)
        yield make_finding(
            study,
            "KD521",
            Message("'{step}' asks less here than a lower level does", step=step),
            demand.site.path,
            hint=Message("see {where}: the witness has enough for this, and not for that", where=where),
            witness=study.write_dossier(proof.world),
        )
        return


def _prove_weaker(study: Study, demand: Demand, other: Demand) -> Proof | None:
    """Return the proof that *demand* can be met without *other*, where both have the same operand."""
    weaker = All((demand.condition, Not(other.condition)))
    if demand.operand == other.operand and demand.direction is not None and demand.direction == other.direction:
        proof = study.prove(weaker)
        return proof if proof.status is Satisfiability.SATISFIABLE else None
    if demand.counted is None or demand.counted != other.counted:
        return None
    # Two conditions on the members of one set are only comparable where the lower demand implies the higher one.
    if not study.is_never_met(All((other.condition, Not(demand.condition)))):
        return None
    proof = study.prove(weaker)
    return proof if proof.status is Satisfiability.SATISFIABLE else None
