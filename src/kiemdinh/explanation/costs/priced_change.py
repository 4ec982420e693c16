"""Changes that have a price: which keys reach a change, and with which changes it shares the price of a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.standards.names import FactKind, FactName, list_places

if TYPE_CHECKING:
    from kiemdinh.rules import Number
    from kiemdinh.standards.loading import Framework

__all__ = ["PricedChange", "SharedPrice"]


@dataclass(frozen=True, slots=True)
class SharedPrice:
    """A price that is paid once for all changes of one level of a node, in one stage.

    ``key`` is where it was given, ``name`` that of the number, such as ``cost``.
    """

    key: str
    name: str
    amount: Number
    stage: str | None
    node: str | None
    level: str | None


@dataclass(frozen=True, slots=True)
class PricedChange:
    """A change of a fact or value.

    Attributes
    ----------
    id
        The id by which results show it, without its stage: ``1.3/muc-1``, ``input:pupils@thcs``.
    node
        The node that it is about; None for an input.
    level
        The step of that node; None for a node as a whole and for an input.
    stage
        The stage whose own it is; None for what the school has as one.
    unit
        The judged node to which the change belongs, and its level. A price that is given above is the price of this
        level.
    requirements
        How many requirements the change covers: 1, or those of a step.
    is_value
        Whether it moves a figure, rating or points, which have units.
    """

    id: str
    node: str | None = None
    level: str | None = None
    stage: str | None = None
    unit: tuple[str | None, str | None] = (None, None)
    requirements: int = 1
    is_value: bool = False

    def is_named_by(self, key: str) -> bool:
        """Return whether a key names the change itself, and not a node or tag above it."""
        return key in {self.id, f"{self.stage}/{self.id}", *list_places(self.id)}

    def list_keys(self, framework: Framework) -> Iterator[str]:
        """Yield the keys that reach the change, nearest first: its own, the level, the nodes above, and their tags.

        In a school of several stages a key of the stage comes before the same key without one.
        """
        nodes = self.list_nodes(framework)
        keys = [*list_places(self.id)] if self.node is None else [*self._list_levels(framework)]
        for key in dict.fromkeys((*keys, *(tag for node in nodes for tag in framework.nodes[node].tags))):
            if self.stage is not None:
                yield f"{self.stage}/{key}"
            yield key

    def list_nodes(self, framework: Framework) -> tuple[str, ...]:
        """Return the node and the nodes above it, nearest first; none for an input."""
        return () if self.node is None else (self.node, *framework.outline.ancestors_of(self.node))

    def _list_levels(self, framework: Framework) -> Iterator[str]:
        """Yield the node and the nodes above it, each after the level of it that the change belongs to."""
        level = self.level
        for node in self.list_nodes(framework):
            if level is not None:
                yield str(FactName(FactKind.STEP, node, level))
            yield node
            level = framework.nodes[node].level
