"""The outcomes of other frameworks that rules read, each with what settled it (semantics 6.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.data.notes import ReferenceResult
from kiemdinh.data.outcomes import LevelRef, Titles
from kiemdinh.evidence.dossier import Reason
from kiemdinh.standards.names import FactKind, FactName, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.definition import ReferenceDef

__all__ = ["find_references_read"]


def find_references_read(school: SchoolFacts) -> tuple[ReferenceResult, ...]:
    """Return what is known of each outcome of another framework that a rule reads, members in their order.

    None for a framework whose rules read no other. The cost is linear in the rules.
    """
    references = school.as_one.references
    if references is None:
        return ()
    names = (read_fact_name(fact) for facts in school.rules.facts.values() for fact in sorted(facts))
    read = {(str(name.reference), name.member): name for name in names if name.kind is FactKind.REACHES}
    found = [_describe(school, name) for name in read.values()]
    order = {row.id: i for rows in references.dossier.register.values() for i, row in enumerate(rows)}
    return tuple(sorted(found, key=lambda one: (one.of, order.get(one.member.id, 0) if one.member else -1)))


def _describe(school: SchoolFacts, name: FactName) -> ReferenceResult:
    references = school.as_one.references
    assert references is not None  # noqa: S101 - a name of another framework is read
    settled = references.settle(name)
    definition = references.definition.references[str(name.reference)]
    first = settled.results[0] if settled.results else None
    return ReferenceResult(
        of=str(name.reference),
        member=name.member,
        guaranteed=_level_at(definition, settled.low),
        attainable=_level_at(definition, settled.high),
        determined=settled.low == settled.high,
        side=settled.side,
        on=None if first is None else first.on,
        by=None if first is None else first.by,
        digest=None if first is None else first.digest,
        reasons=tuple(reason.value for reason in Reason if reason in settled.reasons),
        titles=Titles(definition.vi, definition.en),
    )


def _level_at(definition: ReferenceDef, position: int) -> LevelRef | None:
    if position == 0:
        return None
    step = definition.scale[position - 1]
    return LevelRef(step.id, step.vi, step.en)
