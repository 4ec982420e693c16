"""Names for the facts and values of one framework that do not clash with those of another, related framework."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiemdinh.standards.names import split_top
from kiemdinh.transitions.diffs.matching import NodeMatch
from kiemdinh.transitions.diffs.proofs.shared_names import ONLY_NEW, SharedNames, are_alike

if TYPE_CHECKING:
    from kiemdinh.standards.names import FactName
    from kiemdinh.transitions.crosswalks import Crosswalk

__all__ = ["LinkedNames"]


class LinkedNames(SharedNames):
    """Gives each fact and value of the target a name that the source does not have.

    A figure that the crosswalk calls the same has the name of the source, where a number means the same in both.
    """

    def __init__(self, crosswalk: Crosswalk) -> None:
        super().__init__(crosswalk.source, crosswalk.target, NodeMatch({}, (), ()))
        self._figures = _find_figures(crosswalk)

    def rename_fact(self, text: str) -> str:
        """Return the name of a fact of the target."""
        name = self._new.outline.fact_names.read(text)
        renamed = str(name._replace(subject=self.rename_node(name.subject)))
        self._back[renamed] = text
        return renamed

    def rename_node(self, node: str) -> str:
        """Return the id of a node of the target."""
        return f"{node}{ONLY_NEW}"

    def rename_input(self, name: str) -> str:
        """Return the id that the source has for a figure; an id of its own where the crosswalk relates none."""
        return self._figures.get(name) or f"{name}{ONLY_NEW}"

    def name_in_new(self, name: FactName) -> FactName:
        """Return the name of a fact in the target."""
        return name._replace(subject=name.subject.removesuffix(ONLY_NEW))


def _find_figures(crosswalk: Crosswalk) -> Mapping[str, str]:
    """Return for each figure of the target the figure of the source that is the same."""
    found: dict[str, str] = {}
    source, target = crosswalk.source, crosswalk.target
    for relation in crosswalk.relations:
        ends = [split_top(end or "") for end in (relation.source, relation.target)]
        if relation.kind == "equivalent-to" and all(section == "inputs" for section, _ in ends):
            (_, mine), (_, theirs) = ends
            is_known = mine in source.inputs and theirs in target.inputs
            if is_known and mine not in found.values() and are_alike(mine, source, theirs, target):
                found.setdefault(theirs, mine)
    return found
