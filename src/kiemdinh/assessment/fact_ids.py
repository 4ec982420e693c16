"""Ids by which results show the facts and values of a stage: its own have the stage in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.standards.names import FactKind, ValueKind, ValueName

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts

__all__ = ["display_id", "has_own_record"]


def display_id(facts: StageFacts, name: str) -> str:
    """Return the id by which results show a fact or value of the stage of *facts*.

    A fact about which the stage itself has a record is ``thcs/1.3``, such a value is ``input:pupils@thcs``. A fact that
    the stage shares with the school keeps its name, and so do all facts of a school without stages.

    Parameters
    ----------
    facts
        The facts of one stage, or of the school as one.
    name
        The name of a fact or value in the rules, such as ``1.3/muc-1`` or ``input:pupils``.
    """
    stage = facts.stage
    if stage is None:
        return name
    read = facts.framework.outline.fact_names.read_any(name)
    if isinstance(read, ValueName):
        is_own = read.kind is ValueKind.INPUT and stage not in read.at and _has_own_value(facts, name)
        return str(read.placed_at(stage, *read.at)) if is_own else name
    # Each stage of the subject has its own result under another framework. The name of a member contains its stage.
    is_own = read.kind is FactKind.REACHES and read.member is None
    return read.shown_in(stage) if is_own or has_own_record(facts, name) else name


def _has_own_value(facts: StageFacts, value: str) -> bool:
    prevailing = facts.values.prevailing_record(value)
    return prevailing is not None and prevailing.record.stage == facts.stage


def has_own_record(facts: StageFacts, name: str) -> bool:
    """Return whether a record of the stage itself matters for a fact: it is about its node, or a node above or below.

    A fact that is about no node, such as an outcome, has none, nor has any fact of the school as one. Costs
    time linear in the number of nodes above and below, and of their records.

    Parameters
    ----------
    facts
        The facts of one stage, or of the school as one.
    name
        The name of a fact in the rules, such as ``1.3/muc-1``.
    """
    if facts.stage is None:
        return False
    outline = facts.framework.outline
    node = outline.fact_names.read(name).about_node
    if node is None:
        return False
    # A claim about a node above settles it, and the records of its parts decide it (3.7, 3.9).
    near = (*outline.ancestors_of(node), *facts.beforehand.with_nodes_below(node))
    records = facts.findings.by_node
    return any(record.stage == facts.stage for one in near for record in records.get(one, ()))
