"""Efforts: what each change costs, what else it takes, and by whom (semantics 5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiemdinh.explanation.costs.effort_keys import EffortKey
from kiemdinh.rules import Number
from kiemdinh.standards.names import read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import EffortHint
    from kiemdinh.standards.loading import Framework

__all__ = ["Effort", "Efforts"]


@dataclass(frozen=True, slots=True)
class Effort:
    """What one change takes.

    Attributes
    ----------
    cost
        What is minimised; None where the change cannot be acted on.
    also
        Other numbers by their names, such as months; they are summed beside the cost.
    who
        By whom the change is made.
    priced
        Whether a cost was given. Where none was, the change costs what it costs without an effort.
    """

    cost: Number | None = 1
    also: Mapping[str, Number] = field(default_factory=dict)
    who: str | None = None
    priced: bool = True


@dataclass(frozen=True, slots=True)
class Efforts:
    """Efforts by the id of a step, requirement, node or input, or by a tag; the nearest to a change counts.

    ``minimise`` is the name of the number that their costs count.
    """

    by_id: Mapping[str, Effort]
    minimise: str = "cost"

    def effort_for(self, framework: Framework, change: str, node: str | None, *, default: Number = 1) -> Effort:
        """Return the effort of the fact or value *change*, which is about *node* (None: about no node).

        The first of these that has one counts: the change itself, its input wherever it is given, its node, the nodes
        above, the tags of these. Then come the hints of the definition, nearest first. What has neither costs
        *default*.

        >>> from kiemdinh.standards.catalogue import load
        >>> general = load("vn.tt57-2026.pho-thong")
        >>> efforts = Efforts({"3.3": Effort(4), "bat-buoc": Effort(2)})
        >>> [efforts.effort_for(general, f"{node}/muc-1", node).cost for node in ("1.1", "1.3", "3.3")]
        [1, 2, 4]
        """
        # What is given for the change itself counts before what is given for all that surrounds it.
        for key in (change, EffortKey(change).without_place, *_nodes_and_tags(framework, node)):
            if key in self.by_id:
                found = self.by_id[key]
                return found if found.priced else replace(found, cost=default)
        hint = next(_iterate_hints(framework, change, node), None)
        return Effort(default) if hint is None else _effort_of_hint(hint, default)


def _nodes_and_tags(framework: Framework, node: str | None) -> tuple[str, ...]:
    """Return the keys that a change of *node* answers to beside its own, nearest first."""
    chain = _with_ancestors(framework, node)
    return (*chain, *(tag for one in chain for tag in framework.nodes[one].tags))


def _with_ancestors(framework: Framework, node: str | None) -> tuple[str, ...]:
    return () if node is None else (node, *framework.outline.ancestors_of(node))


def _iterate_hints(framework: Framework, change: str, node: str | None) -> Iterator[EffortHint]:
    """Yield what the definition says of an input or node and of the nodes above, nearest first."""
    found = framework.inputs.get(read_value_name(change).input or "")
    chain = _with_ancestors(framework, node)
    for hint in (found.effort if found else None, *(framework.nodes[one].node.effort for one in chain)):
        if hint is not None:
            yield hint


def _effort_of_hint(hint: EffortHint, default: Number) -> Effort:
    # A hint without a cost says who and how long, and leaves the cost as it is.
    also = {"months": hint.months} if hint.months is not None else {}
    return Effort((hint.cost or default) if hint.actionable else None, also, hint.who)
