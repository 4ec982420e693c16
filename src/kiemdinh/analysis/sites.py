"""The sites of a definition: every condition as it is written, its place, and where it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from kiemdinh.parsing.collector import Path
from kiemdinh.standards.definition import (
    AllOf,
    AnyOf,
    Award,
    CountQuantity,
    Every,
    LadderAward,
    LadderOutcome,
    NotOf,
    Outcome,
    ShareQuantity,
)
from kiemdinh.standards.lowering import EVERYWHERE, Lowering, Scope
from kiemdinh.standards.names import FactKind, FactName
from kiemdinh.standards.parts import counted_set

__all__ = ["ConditionSite", "find_sites"]

_KIND_BY_KEY: Final = {"met_if": FactKind.NODE, "when": FactKind.APPLIES, "warn_unless": FactKind.GUARD}
"""The keys of a node that hold a condition, and what kind of fact that condition is."""

_Written: TypeAlias = tuple[FactName, Any, Path, tuple[Scope, ...]]
"""A condition that stands in no other: its owner, itself, its path, its scopes."""


@dataclass(frozen=True, slots=True)
class ConditionSite:
    """A condition as it is written, its place in the file, and the members for which it is read.

    Parameters
    ----------
    owner
        What the condition belongs to, named as facts are: ``1.3/muc-1/a`` for the ``met_if`` of a requirement, the id
        of a layer for that of all its nodes, ``applies:1.3/muc-1/d`` for a ``when``, ``outcome:muc/muc-2``,
        ``case:action=sc``, ``award:x/muc-do-1``, ``lost:x``, and ``guard:…`` for a condition that only warns.
    cond
        The condition: a model of :mod:`kiemdinh.standards.definition.conditions`, or a word such as ``met``.
    path
        Its keys and indices from the top of the definition. A defined name stands in ``define``.
    scopes
        For which members it is lowered, each once; empty where it stands inside a set that has no members.
    parts
        The sites directly inside.
    """

    owner: FactName
    cond: Any
    path: Path
    scopes: tuple[Scope, ...]
    parts: tuple[ConditionSite, ...] = ()

    def walk(self) -> Iterator[ConditionSite]:
        """Yield this site and every site inside, outer ones first."""
        yield self
        for part in self.parts:
            yield from part.walk()


def find_sites(lowering: Lowering) -> Iterator[ConditionSite]:
    """Yield every condition that is not part of another, in the order of the definition, each with the sites inside it.

    A defined name is walked wherever it is used, with the scopes of its user. So the cost is linear in the size of
    the definition with all names written out, times the members of its sets.
    """
    for owner, cond, path, scopes in _find_written(lowering):
        yield _build_site(lowering, owner, cond, path, scopes)


def _find_written(lowering: Lowering) -> Iterator[_Written]:
    definition, outline = lowering.context.definition, lowering.context.outline
    for info in outline.nodes.values():
        own = (Scope(node=info.id),)
        for key, kind in _KIND_BY_KEY.items():
            cond = getattr(info.node, key)
            if cond is not None:
                yield FactName(kind, info.id), cond, (*info.path, key), own
    for i, layer in enumerate(definition.layers):
        if layer.met_if is not None:
            scopes = tuple(Scope(node=node) for node in outline.by_layer.get(layer.id, ()))
            yield FactName(FactKind.NODE, layer.id), layer.met_if, ("layers", i, "met_if"), scopes
    for i, outcome in enumerate(definition.outcomes):
        yield from _find_in_outcome(outcome, ("outcomes", i))
    for i, award in enumerate(definition.awards):
        yield from _find_in_award(award, ("awards", i))


def _find_in_outcome(outcome: Outcome, path: Path) -> Iterator[_Written]:
    if isinstance(outcome, LadderOutcome):
        for step, cond in outcome.needs.items():
            yield FactName(FactKind.OUTCOME, outcome.id, step), cond, (*path, "needs", step), (EVERYWHERE,)
    else:
        for i, case in enumerate(outcome.cases):
            yield FactName(FactKind.CASE, outcome.id, case.id), case.if_, (*path, "cases", i, "if"), (EVERYWHERE,)
    if outcome.warn_unless is not None:
        guard = FactName(FactKind.GUARD, str(FactName(FactKind.OUTCOME, outcome.id)))
        yield guard, outcome.warn_unless, (*path, "warn_unless"), (EVERYWHERE,)


def _find_in_award(award: Award, path: Path) -> Iterator[_Written]:
    if isinstance(award, LadderAward):
        for step, cond in award.needs.items():
            yield FactName(FactKind.AWARD, award.id, step), cond, (*path, "needs", step), (EVERYWHERE,)
    else:
        yield FactName(FactKind.AWARD, award.id), award.needs, (*path, "needs"), (EVERYWHERE,)
    if award.lost_if is not None:
        yield FactName(FactKind.LOST, award.id), award.lost_if, (*path, "lost_if"), (EVERYWHERE,)


def _build_site(lowering: Lowering, owner: FactName, cond: Any, path: Path, scopes: tuple[Scope, ...]) -> ConditionSite:
    defined = lowering.context.definition.define
    if isinstance(cond, str) and cond in defined:
        inside = _build_site(lowering, owner, defined[cond], ("define", cond), scopes)
        return ConditionSite(owner, cond, path, scopes, (inside,))
    return ConditionSite(owner, cond, path, scopes, tuple(_build_parts(lowering, owner, cond, path, scopes)))


def _build_parts(
    lowering: Lowering, owner: FactName, cond: Any, path: Path, scopes: tuple[Scope, ...]
) -> Iterator[ConditionSite]:
    if isinstance(cond, AllOf | AnyOf):
        key, members = ("all", cond.all_) if isinstance(cond, AllOf) else ("any", cond.any_)
        for i, member in enumerate(members):
            yield _build_site(lowering, owner, member, (*path, key, i), scopes)
    elif isinstance(cond, NotOf):
        yield _build_site(lowering, owner, cond.not_, (*path, "not"), scopes)
    elif isinstance(cond, Every | CountQuantity | ShareQuantity) and cond.that is not None:
        name = counted_set(cond)
        inner = (member.scope for scope in scopes for member in lowering.find_members(name, scope, path).items)
        # A node can be a member as seen from several scopes; it is read once.
        yield _build_site(lowering, owner, cond.that, (*path, "that"), tuple(dict.fromkeys(inner)))
