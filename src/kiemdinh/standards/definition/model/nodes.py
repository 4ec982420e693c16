"""The tree: its layers, its nodes, and the tags that mark them."""

from __future__ import annotations

from typing import Literal

from kiemdinh.parsing.fields import Id, Map, NotNegative, RawText, YesNo
from kiemdinh.parsing.models import key
from kiemdinh.standards.definition.conditions import Comparand, Cond, Quantity
from kiemdinh.standards.definition.law import Localised
from kiemdinh.standards.definition.model.evidence_policies import EvidencePolicyOfNode
from kiemdinh.standards.definition.model.inputs import EffortHint
from kiemdinh.standards.definition.model.roles import RoleTerm

__all__ = ["LayerDef", "Node", "TagDef"]

_IfEmpty = Literal["met", "unmet", "unknown", "not-applicable"]


class TagDef(Localised):
    """A word that nodes are marked with, such as *mandatory* (bắt buộc).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt57-2026.gdtx").definition
    >>> definition.tags["bat-buoc"].en
    'mandatory'
    """


class LayerDef(Localised):
    """A layer of the tree, such as standard (tiêu chuẩn) or criterion (tiêu chí), and how its nodes are judged.

    Attributes
    ----------
    id
        Its id, which is also the set of all its nodes.
    in_
        The layer above; None for the uppermost.
    verdict
        How its nodes are judged, None where they only group others; ``scale`` names the levels, ratings or severities.
    scale
        The id of the scale of its levels, ratings or severities; None where its nodes have none.
    met_if, derive
        The condition or quantity from which the verdict of each of its nodes follows; None where it is recorded.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("org.abet").definition
    >>> layer = definition.layers[0]
    >>> layer.id, layer.verdict, layer.scale
    ('criterion', 'finding', 'severity')
    """

    id: Id
    in_: Id | None = key(default=None, alias="in")
    verdict: Literal["met", "level", "rating", "points", "finding"] | None = None
    scale: Id | None = None
    no_text: Literal["carries", "fails"] | None = key(
        default=None, description="What a level without requirements of its own means (2.3)"
    )
    met_if: Cond | None = None
    derive: Quantity | None = None
    not_applicable: RawText | None = key(
        default=None, description="How a node that does not apply counts: drop, met, unmet or a number (1.7)"
    )


class Node(Localised):
    """A part of the tree: a standard, a criterion, a requirement (nội hàm, chỉ báo) or a group of them.

    Attributes
    ----------
    id
        Its id: unique in the file for a node of a layer, among its siblings below that.
    layer
        The id of its layer, where that is written; None where it follows from where the node stands, and below the
        layers.
    tags
        The ids of its tags.
    points, weight
        How many points it can earn, and its weight in a sum or mean.
    warn_unless
        A condition that warns where it does not hold, and decides nothing (7.3); None where there is none.
    indicators
        The inputs that inform about it and decide nothing.
    guards, evidence
        What the text warns of, and what evidence it asks for, in words.
    evidence_policy
        What is asked of evidence here and below, where that differs from the policy above.
    effort
        What it takes to bring it about; None where that is not said.
    parts, levels
        The nodes below it: its parts, or its requirements by the steps of its layer's scale.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("asean.aun-qa-4").definition
    >>> definition.tree[0].id, definition.tree[0].en
    ('1', 'Expected Learning Outcomes')
    """

    id: Id
    layer: Id | None = None
    tags: tuple[Id, ...] = ()
    points: NotNegative | None = None
    weight: Comparand | None = None
    when: Cond | None = key(default=None, description="Applies only when this holds")
    may_not_apply: YesNo = key(default=False, description="The assessor may record that it does not apply")
    if_empty: _IfEmpty | None = key(default=None, description="What holds where no part applies (1.8)")
    met_if: Cond | None = key(default=None, description="The requirement is what this condition says (3.4)")
    demands_figure: YesNo = key(default=False, description="No finding stands in for the figure of met_if (3.4)")
    warn_unless: Cond | None = None
    wording: Literal["unknown"] | None = key(
        default=None, description="The text of the law is not known; the node is judged as a whole (3.6)"
    )
    indicators: tuple[Id, ...] = ()
    informs: RoleTerm | None = key(default=None, description="How long its figures inform, if not as elsewhere (3.4)")
    guards: tuple[Localised, ...] = ()
    evidence: tuple[Localised, ...] = ()
    evidence_policy: EvidencePolicyOfNode | None = key(default=None, description="What evidence has to be like (3.3)")
    effort: EffortHint | None = None
    parts: tuple[Node, ...] = ()
    levels: Map[tuple[Node, ...]] | None = None
