"""The outcomes and awards of other frameworks that a framework reads, and of whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.standards.definition import (
    AwardCompared,
    CountQuantity,
    Every,
    OutcomeCompared,
    ReferenceDef,
    ShareQuantity,
)
from kiemdinh.standards.parts import counted_set, walk_parts

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Definition
    from kiemdinh.standards.loading import Framework

__all__ = ["AskedReference", "list_asked_references"]


@dataclass(frozen=True, slots=True)
class AskedReference:
    """An outcome or award of another framework that some rule reads.

    Attributes
    ----------
    id
        The outcome, ``FRAMEWORK/OUTCOME``, or the award, ``FRAMEWORK/AWARD``.
    found
        Its steps and titles.
    is_award
        Whether it is an award, which is read from recorded decisions.
    kind
        The population whose members it is read of; None where it is that of the subject itself.
    """

    id: str
    found: ReferenceDef
    is_award: bool
    kind: str | None


def list_asked_references(framework: Framework) -> tuple[AskedReference, ...]:
    """Return what rules read of other frameworks, each once, in the order of the definition.

    The cost is one pass over the definition.
    """
    definition = framework.definition
    if not definition.references:
        return ()
    read = {name: is_award for name, is_award in _list_read(definition) if name in definition.references}
    kinds = dict(_list_kinds(definition))
    return tuple(AskedReference(name, definition.references[name], read[name], kinds.get(name)) for name in read)


def _list_read(rule: Any) -> Iterator[tuple[str, bool]]:
    """Yield each outcome and award that a rule compares, and whether it is an award."""
    for part, _ in walk_parts(rule):
        if isinstance(part, OutcomeCompared):
            yield part.outcome, False
        elif isinstance(part, AwardCompared):
            yield from ((award, True) for award in part.list_awards())


def _list_kinds(definition: Definition) -> Iterator[tuple[str, str]]:
    """Yield what is read inside sets of members, with the kind of these members."""
    for part, _ in walk_parts(definition):
        if isinstance(part, Every | CountQuantity | ShareQuantity):
            name = counted_set(part)
            own = definition.sets.get(name)
            kind = name if own is None else own.among
            if kind in definition.populations:
                yield from ((read, kind) for read, _ in _list_read(part.that))
