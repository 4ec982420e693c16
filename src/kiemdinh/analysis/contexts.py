"""The context of a condition: what holds wherever it is read, such as the ``when`` of its requirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.rules import All, Condition
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.analysis.sites import ConditionSite
    from kiemdinh.analysis.study import Study
    from kiemdinh.standards.lowering import Scope

__all__ = ["GivenContext", "find_context"]

_OF_NODES = (FactKind.NODE, FactKind.GUARD, FactKind.APPLIES)


@dataclass(frozen=True, slots=True)
class GivenContext:
    """The context of a condition.

    Parameters
    ----------
    condition
        It holds wherever the condition is read; over free facts and values.
    nodes
        The nodes whose ``when`` it is, nearest first.
    """

    condition: Condition
    nodes: tuple[str, ...]


def find_context(study: Study, site: ConditionSite, scope: Scope) -> GivenContext | None:
    """Return the context of a condition of a node that is read in *scope*; None where it has none.

    The context is that the node and each node above it apply; for a ``when``, that the nodes above apply. The
    conditions of outcomes and awards have no context.
    """
    if site.owner.kind not in _OF_NODES or scope.node is None:
        return None
    own = () if site.owner.kind is FactKind.APPLIES else (scope.node,)
    path = (*own, *study.framework.outline.ancestors_of(scope.node))
    nodes = tuple(node for node in path if study.framework.nodes[node].node.when is not None)
    applies = tuple(study.inlined[str(FactName(FactKind.APPLIES, node))] for node in nodes)
    return GivenContext(All(applies), nodes) if nodes else None
