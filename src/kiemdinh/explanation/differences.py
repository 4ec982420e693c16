"""How one assessment differs from another: the outcomes, awards and nodes with another standing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.what_if import Difference, Standing, State
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outcomes import LevelRef

__all__ = ["find_differences"]


def find_differences(old: AssessmentData, new: AssessmentData) -> tuple[Difference, ...]:
    """Return the outcomes, awards and nodes of layers, in this order, whose standing differs in *new*.

    Requirements and other nodes below those of a layer are not compared. Both results are of one school, at two times
    or with and without an assumption.
    """
    before, after = ({one.id: one for one in _list_compared(result)} for result in (old, new))
    return tuple(
        _build_difference(new, key, before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if _text_of(before.get(key)) != _text_of(after.get(key))
    )


@dataclass(frozen=True, slots=True)
class _ComparedThing:
    """Something that is compared: its id and kind, where it stands, and the text of that."""

    id: str
    kind: Literal["outcome", "award", "node"]
    state: State
    standing: Standing


def _build_difference(
    result: AssessmentData, key: str, before: _ComparedThing | None, after: _ComparedThing | None
) -> Difference:
    known = after or before
    return Difference(
        id=key,
        before=_text_of(before),
        after=_text_of(after),
        kind="node" if known is None else known.kind,
        was=None if before is None else before.state,
        now=None if after is None else after.state,
        titles=find_titles(result.framework, key),
    )


def _text_of(subject: _ComparedThing | None) -> str:
    return "" if subject is None else str(subject.standing)


def _list_compared(result: AssessmentData) -> Iterator[_ComparedThing]:
    """Yield all that is compared, by the ids of results."""
    for outcome in result.outcomes:
        span = _build_span(outcome.guaranteed, outcome.attainable)
        standing = Standing(tuple(label.id for label in outcome.labels)) if outcome.labels else span
        state = State(outcome.guaranteed, outcome.attainable, outcome.outcome, outcome.labels)
        yield _ComparedThing(str(FactName(FactKind.OUTCOME, outcome.id)), "outcome", state, standing)
    for award in result.awards:
        span, state = _build_span(award.certain, award.possible), State(award.certain, award.possible)
        yield _ComparedThing(str(FactName(FactKind.AWARD, award.id)), "award", state, span)
    for node in result.nodes:
        state = State(node.guaranteed, node.attainable, node.outcome, (), node.truth)
        if node.layer is not None and node.kind == "level":
            # "Below the lowest level" is named only where it is certain (2.2).
            ends = (node.outcome, node.outcome) if node.determined else (node.guaranteed, node.attainable)
            yield _ComparedThing(node.id, "node", state, _build_span(*ends))
        elif node.layer is not None and node.truth is not None:
            yield _ComparedThing(node.id, "node", state, Standing((str(node.truth),)))


def _build_span(certain: LevelRef | None, possible: LevelRef | None) -> Standing:
    return Standing(tuple("" if ref is None else ref.id for ref in (certain, possible)), is_span=True)
