"""Changes of what a definition declares: inputs, scales, layers, sets, nodes, outcomes, terms of awards, dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.standards.definition import (
    EvidenceTerms,
    InputDef,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    LawSource,
    LayerDef,
    Node,
    Range,
    RoleTerm,
    SchoolYear,
    SetDef,
    SimpleAward,
    StepScale,
    Subject,
    ValidityTable,
)
from kiemdinh.testing.mutation.changes.change import DataPart, find_data
from kiemdinh.testing.mutation.changes.changes_of_conditions import str_of
from kiemdinh.testing.mutation.changes.neighbours import list_neighbours

if TYPE_CHECKING:
    from kiemdinh.parsing.models import Model
    from kiemdinh.standards.definition import Definition
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.mutation.changes.change import DefinitionChange

__all__ = ["list_part_changes", "list_tag_changes"]

_OTHER_WORD: Final = {
    "better": ("higher", "lower"),
    "no_text": ("carries", "fails"),
    "if_empty": ("met", "unmet"),
}
_AWARD_TERMS: Final = ("valid", "renew_before", "cure_within", "wait_for_higher")
_SOME_UNIT: Final = "item"


def list_part_changes(model: Model, part: DataPart, definition: Definition) -> Iterator[DefinitionChange]:
    """Yield the changes of one declared part, which was read as *model*; none where it is of another kind."""
    if isinstance(model, InputDef):
        yield from _change_input(model, part, definition)
    elif isinstance(model, SetDef):
        yield from _change_set(part)
    elif isinstance(model, Node):
        yield from _change_node(part)
    elif isinstance(model, LabelOutcome | LadderOutcome):
        yield from _change_outcome(part)
    elif isinstance(model, SimpleAward | LadderAward):
        yield from _change_award(part)
    elif isinstance(model, StepScale):
        yield from part.swap_items("steps", "order of levels")
    elif isinstance(model, LayerDef):
        yield from (*_flip_word(part, "no_text", "level without text"), *_drop(part, "not_applicable", "absence"))
    elif isinstance(model, Subject):
        yield from _drop(part, "assessed_by", "stages")
    else:
        yield from _change_terms(model, part)


def _change_terms(model: Model, part: DataPart) -> Iterator[DefinitionChange]:
    """Yield the changes of a part that has dates, lengths of time or numbers alone."""
    if isinstance(model, Range):
        yield from _step(part, ("from", "to"), "range")
    elif isinstance(model, EvidenceTerms):
        yield from _step(part, ("items", "no_older_than", "in_place_for"), "evidence policy")
        for key in ("kinds", "issuers", "lifts"):
            yield from _drop(part, key, "evidence policy")
    elif isinstance(model, ValidityTable):
        values = part.data.get("values")
        if isinstance(values, Mapping):
            yield from _step(DataPart((*part.path, "values"), values), tuple(values), "award term")
        yield from _step(part, ("otherwise",), "award term")
    elif isinstance(model, LawSource):
        yield from _step(part, ("in_force", "until"), "date")
    elif isinstance(model, SchoolYear):
        yield from _step(part, ("begins", "ended_by"), "date")
    elif isinstance(model, RoleTerm):
        yield from _step(part, ("from", "until"), "role")


# -- inputs and sets -----------------------------------------------------------------------------------------------


def _change_input(model: InputDef, part: DataPart, definition: Definition) -> Iterator[DefinitionChange]:
    """Yield the changes of an input: its unit, its better direction, whether it is context, its step, its whole."""
    if model.unit is not None:
        others = sorted({found.unit for found in definition.inputs.values() if found.unit} - {model.unit, "percent"})
        yield part.replace("unit", next(iter(others), _SOME_UNIT), "unit")
    yield from _flip_word(part, "better", "better")
    for key, kind in (("given", "role"), ("part_of", "whole"), ("step", "whole numbers")):
        yield from _drop(part, key, kind)


def _change_set(part: DataPart) -> Iterator[DefinitionChange]:
    """Yield the changes of a set: its members, and what holds if it has none."""
    for key in ("tagged", "untagged", "where"):
        yield from (*_drop(part, key, "set"), *part.drop_items(key, "set"))
    yield from (*part.drop_items("ids", "set"), *part.drop_items("except", "set", least=0))
    yield from _drop_from_table(part)
    yield from _step(part, ("last",), "window")
    yield from (*_drop(part, "running", "window"), *_flip_word(part, "if_empty", "empty set"))
    yield from _drop(part, "not_applicable", "absence")


def _drop_from_table(part: DataPart) -> Iterator[DefinitionChange]:
    """Yield the changes that leave out one id of a table of lists."""
    table = part.data.get("ids")
    values = table.get("values") if isinstance(table, Mapping) else None
    if isinstance(values, Mapping):
        inside = DataPart((*part.path, "ids", "values"), values)
        for key in values:
            yield from inside.drop_items(key, "set", least=0)


# -- the tree ------------------------------------------------------------------------------------------------------


def _change_node(part: DataPart) -> Iterator[DefinitionChange]:
    """Yield the changes of a node: when it applies, its weight and points, what decides it, its tags."""
    for key in ("when", "may_not_apply"):
        yield from _drop(part, key, "applicability")
    for key in ("demands_figure", "warn_unless"):
        yield from _drop(part, key, "figure")
    yield from _flip_word(part, "if_empty", "empty group")
    yield from _step(part, ("points", "weight"), "points and weight")
    yield from part.drop_items("tags", "tag", least=0)


def list_tag_changes(framework: Framework, data: Mapping[str, Any]) -> Iterator[DefinitionChange]:
    """Yield the changes that mark a node with a tag that others of its layer have; *data* is that of the definition."""
    for nodes in framework.outline.by_layer.values():
        tags_beside = {tag for name in nodes for tag in framework.nodes[name].node.tags}
        for info in (framework.nodes[name] for name in nodes):
            part = DataPart(info.path, find_data(data, info.path))
            for tag in sorted(tags_beside - {*info.node.tags}):
                tags = [*part.data.get("tags", ()), tag]
                yield part.replace("tags", tags, "tag") if "tags" in part.data else _add(part, "tags", tags, "tag")


# -- outcomes and awards -------------------------------------------------------------------------------------------


def _change_outcome(part: DataPart) -> Iterator[DefinitionChange]:
    """Yield the changes of an outcome: the order of its cases, its warnings, the conditions of two levels."""
    yield from (*part.swap_items("cases", "order of cases"), *_drop(part, "warn_unless", "figure"))
    yield from _swap_needs(part)


def _change_award(part: DataPart) -> Iterator[DefinitionChange]:
    """Yield the changes of an award: its lengths of time, what it continues, when it is lost."""
    yield from _step(part, _AWARD_TERMS, "award term")
    for key in ("wait_for_higher", "lost_if"):
        yield from _drop(part, key, "award term")
    yield from (*part.drop_items("continues", "award term", least=0), *_swap_needs(part))


def _swap_needs(part: DataPart) -> Iterator[DefinitionChange]:
    """Yield the changes that swap the needs of two neighbouring levels."""
    needs = part.data.get("needs")
    if not isinstance(needs, Mapping) or "ladder" not in part.data:
        return
    steps = list(needs)
    for one, two in pairwise(steps):
        swapped = {**needs, one: needs[two], two: needs[one]}
        change = part.replace("needs", swapped, "order of levels")
        yield type(change)(change.kind, (*change.path, one), f"{one}, {two}", f"{two}, {one}", change.at, change.data)


# -- single keys ---------------------------------------------------------------------------------------------------


def _step(part: DataPart, keys: tuple[str, ...], kind: str) -> Iterator[DefinitionChange]:
    """Yield the changes of the literals at *keys* by one step."""
    for key in keys:
        literal = part.data.get(key)
        if literal is not None and not isinstance(literal, Mapping | list):
            yield from (part.replace(key, near, kind) for near in list_neighbours(str_of(literal)))


def _flip_word(part: DataPart, key: str, kind: str) -> Iterator[DefinitionChange]:
    words = _OTHER_WORD[key]
    if part.data.get(key) in words:
        yield part.replace(key, next(word for word in words if word != part.data[key]), kind)


def _drop(part: DataPart, key: str, kind: str) -> Iterator[DefinitionChange]:
    if key in part.data:
        yield part.drop(key, kind)


def _add(part: DataPart, key: str, value: object, kind: str) -> DefinitionChange:
    """Return the change that gives a part a key; its place is the part itself."""
    added = DataPart(part.path, {**part.data, key: value})
    change = added.replace(key, value, kind)
    return type(change)(kind, part.path, f"without {key}", change.becomes, part.path, dict(added.data))
