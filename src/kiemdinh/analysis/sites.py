"""Walking a definition: every part of it, and every condition with the places where it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kiemdinh.standards.conditions import AllOf, AnyOf, Count, Every, NotOf, Share
from kiemdinh.standards.lowering import Lowering
from kiemdinh.standards.model import Definition, LabelOutcome, LadderAward, LadderOutcome
from kiemdinh.standards.places import EVERYWHERE, Place
from kiemdinh.standards.problems import Path
from kiemdinh.standards.words import Model

__all__ = ["Site", "parts_of", "sites"]


def parts_of(value: Any, path: Path = ()) -> Iterator[tuple[Model, Path]]:
    """Yield every part of a definition that has keys of its own, with its path, outer ones first."""
    if isinstance(value, Model):
        yield value, path
        for name, field in type(value).model_fields.items():
            yield from parts_of(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple | list):
        for i, one in enumerate(value):
            yield from parts_of(one, (*path, i))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from parts_of(one, (*path, str(key)))


@dataclass(frozen=True, slots=True)
class Site:
    """A condition as written, where it stands in the file, and at which members it is read.

    ``owner`` says what it belongs to, as the names of facts do: ``1.3/muc-1/a``, ``outcome:muc/muc-2``,
    ``case:action=sc``, ``award:x/muc-do-1``, ``lost:x``, ``guard:…`` for one that only warns, ``set:x`` for the
    *where* of a set, ``applies:1.3/muc-1/d`` for a *when*. ``parts`` are the conditions directly inside.
    """

    owner: str
    cond: Any
    path: Path
    places: tuple[Place, ...]
    parts: tuple[Site, ...] = ()

    def walk(self) -> Iterator[Site]:
        """Yield this and every condition inside, outer ones first."""
        yield self
        for part in self.parts:
            yield from part.walk()


def sites(low: Lowering) -> Iterator[Site]:
    """Yield every condition of the definition that *low* lowers, each with what is inside it.

    A defined name is walked wherever it is used, with the places of its user.
    """
    definition = low.context.definition
    for owner, cond, path, places in _tops(low, definition):
        yield _site(low, owner, cond, path, places)


def _tops(low: Lowering, definition: Definition) -> Iterator[tuple[str, Any, Path, tuple[Place, ...]]]:
    for info in low.context.outline.nodes.values():
        here = (Place(node=info.id),)
        for key, owner in (("met_if", info.id), ("when", f"applies:{info.id}"), ("warn_unless", f"guard:{info.id}")):
            cond = getattr(info.node, key)
            if cond is not None:
                yield owner, cond, (*info.path, key), here
    for i, layer in enumerate(definition.layers):
        if layer.met_if is not None:
            members = tuple(Place(node=node) for node in low.context.outline.by_layer.get(layer.id, ()))
            yield layer.id, layer.met_if, ("layers", i, "met_if"), members
    for i, outcome in enumerate(definition.outcomes):
        yield from _of_outcome(outcome, ("outcomes", i))
    for i, award in enumerate(definition.awards):
        yield from _of_award(award, ("awards", i))


def _of_outcome(outcome: LadderOutcome | LabelOutcome, at: Path) -> Iterator[tuple[str, Any, Path, tuple[Place, ...]]]:
    if isinstance(outcome, LadderOutcome):
        for step, cond in outcome.needs.items():
            yield f"outcome:{outcome.id}/{step}", cond, (*at, "needs", step), (EVERYWHERE,)
    else:
        for i, case in enumerate(outcome.cases):
            yield f"case:{outcome.id}={case.id}", case.if_, (*at, "cases", i, "if"), (EVERYWHERE,)
    if outcome.warn_unless is not None:
        yield f"guard:outcome:{outcome.id}", outcome.warn_unless, (*at, "warn_unless"), (EVERYWHERE,)


def _of_award(award: Any, at: Path) -> Iterator[tuple[str, Any, Path, tuple[Place, ...]]]:
    if isinstance(award, LadderAward):
        for step, cond in award.needs.items():
            yield f"award:{award.id}/{step}", cond, (*at, "needs", step), (EVERYWHERE,)
    else:
        yield f"award:{award.id}", award.needs, (*at, "needs"), (EVERYWHERE,)
    if award.lost_if is not None:
        yield f"lost:{award.id}", award.lost_if, (*at, "lost_if"), (EVERYWHERE,)


def _site(low: Lowering, owner: str, cond: Any, path: Path, places: tuple[Place, ...]) -> Site:
    if isinstance(cond, str) and cond in low.context.definition.define:
        inside = _site(low, owner, low.context.definition.define[cond], ("define", cond), places)
        return Site(owner, cond, path, places, (inside,))
    return Site(owner, cond, path, places, tuple(_inside(low, owner, cond, path, places)))


def _inside(low: Lowering, owner: str, cond: Any, path: Path, places: tuple[Place, ...]) -> Iterator[Site]:
    if isinstance(cond, AllOf | AnyOf):
        key, members = ("all", cond.all_) if isinstance(cond, AllOf) else ("any", cond.any_)
        for i, one in enumerate(members):
            yield _site(low, owner, one, (*path, key, i), places)
    elif isinstance(cond, NotOf):
        yield _site(low, owner, cond.not_, (*path, "not"), places)
    elif isinstance(cond, Every | Count | Share) and cond.that is not None:
        name = next(getattr(cond, key) for key in ("every", "count", "share") if hasattr(cond, key))
        members_at = tuple(m.place for place in places for m in low.members(name, place, path).items)
        yield _site(low, owner, cond.that, (*path, "that"), tuple(dict.fromkeys(members_at)))
