"""Declarations that nothing uses, tags that no node carries, sets that never have a member (KD530, KD531)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import ItsQuantity
from kiemdinh.standards.lowering import EVERYWHERE
from kiemdinh.standards.names_used import names_in

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_unused"]

_KINDS: Final = {
    "inputs": Message("input"),
    "define": Message("defined name"),
    "sets": Message("set"),
    "tags": Message("tag"),
    "scales": Message("scale"),
}
"""The maps of a definition in which names are declared, and the kind of name in each of them."""

_PARAMETER: Final = Message("parameter")
"""The kind of an input that is also a parameter."""


def check_unused(study: Study) -> Iterator[LintFinding]:
    """Find declarations without use and without members; unused ones are not checked for members.

    Linear in the size of the definition.
    """
    definition = study.framework.definition
    used = {name for part, _ in study.parts for name in names_in(part)}
    yield from _find_unread_weight(study)
    for kind, what in _KINDS.items():
        for name in getattr(definition, kind):
            if (kind, name) not in used:
                called = _PARAMETER if kind == "inputs" and name in definition.parameters else what
                yield make_finding(
                    study,
                    "KD530",
                    Message("{what} '{name}' is declared and not used", what=called, name=name),
                    (kind, name),
                    key=True,
                )
            elif kind == "tags" and not _is_carried(study, name):
                message = Message("tag '{name}' is asked for, and no node carries it", name=name)
                yield make_finding(study, "KD531", message, (kind, name), key=True)
            elif kind == "tags" and not _is_selected(study, name):
                message = Message("nodes carry the tag '{name}', and no set selects by it", name=name)
                yield make_finding(study, "KD530", message, (kind, name), key=True, note=True)
            elif kind == "sets" and _is_without_members(study, name):
                yield make_finding(
                    study, "KD531", Message("set '{name}' never has a member", name=name), (kind, name), key=True
                )


def _find_unread_weight(study: Study) -> Iterator[LintFinding]:
    """Yield a finding at the first weight where nodes differ in weight and no rule reads it."""
    parts = [part for part, _ in study.parts]
    if any(isinstance(part, ItsQuantity) and part.its == "weight" for part in parts):
        return
    weighted = [info for info in study.framework.nodes.values() if info.node.weight is not None]
    if len({str(info.node.weight) for info in weighted}) > 1:
        message = Message("nodes have a weight, and no rule reads it")
        yield make_finding(study, "KD530", message, (*weighted[0].path, "weight"), key=True)


def _is_carried(study: Study, tag: str) -> bool:
    return any(tag in info.tags for info in study.framework.nodes.values())


def _is_selected(study: Study, tag: str) -> bool:
    return any(tag in (*each.tagged, *each.untagged) for each in study.framework.definition.sets.values())


def _is_without_members(study: Study, name: str) -> bool:
    """Return whether a set is empty whatever the school is; False where the finding about its tag says so already."""
    if not all(_is_carried(study, tag) for tag in study.framework.definition.sets[name].tagged):
        return False
    members = study.lowering.find_members(name, EVERYWHERE, ("sets", name))
    return members.is_known and not members.items
