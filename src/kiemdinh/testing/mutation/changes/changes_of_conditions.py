"""Changes of conditions, quantities and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.standards.definition import (
    COMPARATORS,
    AllOf,
    AnyOf,
    AwardCompared,
    Compared,
    CountCompared,
    Every,
    HighestQuantity,
    ItsCompared,
    LowestQuantity,
    MeanQuantity,
    NotOf,
    OutcomeCompared,
    Rounding,
    Step,
    SumQuantity,
    ValueCompared,
    ValueTable,
)
from kiemdinh.testing.mutation.changes.neighbours import list_neighbours

if TYPE_CHECKING:
    from kiemdinh.parsing.models import Model
    from kiemdinh.standards.definition import Definition
    from kiemdinh.testing.mutation.changes.change import DataPart, DefinitionChange

__all__ = ["ConditionChanges"]

_OPPOSITE: Final = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}
_OTHER_BOUNDARY: Final = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
_HALVES: Final = ("away", "even", "up", "down")
_IN_STEPS: Final = ("yes_no", "choice", "scale", "decision")


@dataclass(frozen=True, slots=True)
class ConditionChanges:
    """Makes the changes of conditions and of what they compare.

    ``orders`` has the ordered lists of words in the definition, from which the neighbours of a word are taken.
    """

    definition: Definition
    orders: tuple[tuple[str, ...], ...]

    def list_changes(self, model: Model, part: DataPart) -> Iterator[DefinitionChange]:
        """Yield the changes of one part, which was read as *model*; none where it is of another kind."""
        if isinstance(model, Compared):
            yield from self._change_comparison(model, part)
        if isinstance(model, AllOf | AnyOf):
            yield from _change_group(model, part)
        elif isinstance(model, NotOf):
            yield part.become("not", part.data["not"], "negation")
        elif isinstance(model, Every):
            rest = {key: value for key, value in part.data.items() if key != "every"}
            yield part.become("every", {"count": part.data["every"], **rest, "at_least": "1"}, "quantifier")
        elif isinstance(model, ValueTable):
            yield from self._change_table(part)
        elif isinstance(model, Step):
            yield from self._change_literals(part, ("up_to", "then"), "table cell")
        elif isinstance(model, Rounding):
            yield from self._change_rounding(part)
        yield from _change_aggregate(model, part)

    # -- comparisons -------------------------------------------------------------------------------------------

    def _change_comparison(self, model: Compared, part: DataPart) -> Iterator[DefinitionChange]:
        for key in COMPARATORS:
            if key in part.data:
                yield from self._change_bound(key, part)
                others = {_OPPOSITE.get(key), None if self._is_in_steps(model) else _OTHER_BOUNDARY.get(key)}
                yield from (part.rename(key, to, "comparator") for to in sorted(filter(None, others - {*part.data})))
        if isinstance(model, OutcomeCompared) and "side" in part.data:
            yield part.drop("side", "side")
        if isinstance(model, AwardCompared) and "for" in part.data:
            yield from (part.drop("for", "award term"), *self._change_literals(part, ("for",), "award term"))

    def _change_bound(self, key: str, part: DataPart) -> Iterator[DefinitionChange]:
        bound = part.data[key]
        if isinstance(bound, Sequence) and not isinstance(bound, str):
            yield from part.drop_items(key, "list")
        elif not isinstance(bound, Mapping):
            yield from self._change_literals(part, (key,), "threshold")

    def _is_in_steps(self, model: Compared) -> bool:
        """Return whether a quantity moves in steps, so that *above* a bound is *at least* its neighbour."""
        if isinstance(model, CountCompared | ItsCompared | OutcomeCompared | AwardCompared):
            return True
        found = self.definition.inputs.get(model.value) if isinstance(model, ValueCompared) else None
        is_alone = isinstance(model, ValueCompared) and model.per is None
        return is_alone and found is not None and (found.step is not None or found.type in _IN_STEPS)

    def _change_literals(self, part: DataPart, keys: Sequence[str], kind: str) -> Iterator[DefinitionChange]:
        for key in keys:
            literal = part.data.get(key)
            if literal is not None and not isinstance(literal, Mapping | list):
                yield from (part.replace(key, near, kind) for near in list_neighbours(str_of(literal), self.orders))

    # -- tables and rounding -----------------------------------------------------------------------------------

    def _change_table(self, part: DataPart) -> Iterator[DefinitionChange]:
        values = part.data.get("values")
        if isinstance(values, Mapping):
            inside = type(part)((*part.path, "values"), values)
            yield from self._change_literals(inside, tuple(values), "table cell")
        yield from self._change_literals(part, ("otherwise",), "table cell")

    def _change_rounding(self, part: DataPart) -> Iterator[DefinitionChange]:
        yield from self._change_literals(part, ("digits",), "rounding")
        half = str(part.data.get("half"))
        yield from (part.replace("half", other, "rounding") for other in _HALVES if other != half)


def str_of(literal: Any) -> str:
    """Return a literal as text; a literal from a file is text already, and knows whether it was quoted."""
    if isinstance(literal, bool):
        return "true" if literal else "false"
    return literal if isinstance(literal, str) else str(literal)


def _change_group(model: AllOf | AnyOf, part: DataPart) -> Iterator[DefinitionChange]:
    key, other = ("all", "any") if isinstance(model, AllOf) else ("any", "all")
    if len(part.data[key]) > 1:
        yield part.rename(key, other, "all or any")
    yield from part.drop_items(key, "part of a condition")


def _change_aggregate(model: Model, part: DataPart) -> Iterator[DefinitionChange]:
    if isinstance(model, LowestQuantity):
        yield part.rename("lowest", "highest", "lowest or highest")
    elif isinstance(model, HighestQuantity):
        yield part.rename("highest", "lowest", "lowest or highest")
    elif isinstance(model, SumQuantity | MeanQuantity) and "weight" in part.data:
        yield part.drop("weight", "weight")
    if "round" in part.data and isinstance(model, SumQuantity | MeanQuantity | LowestQuantity | HighestQuantity):
        yield part.drop("round", "rounding")
