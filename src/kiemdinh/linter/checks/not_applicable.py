"""Members that count although they do not apply, and members that every school needs but may leave out (KD558)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Every, ShareQuantity

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_not_applicable"]


def check_not_applicable(study: Study) -> Iterator[LintFinding]:
    """Find shares in which members that do not apply count as met, and members of a gate that may be left out.

    A gate is a set selected by a tag, of which a rule asks for every member. Linear in the size of the definition.
    """
    parts = [part for part, _ in study.parts]
    shared = {part.share for part in parts if isinstance(part, ShareQuantity)}
    every = {part.every for part in parts if isinstance(part, Every)}
    for i, layer in enumerate(study.framework.definition.layers):
        if layer.id in shared and layer.not_applicable == "met":
            message = Message("a member that does not apply counts as met, and raises the share")
            hint = Message("not_applicable: drop takes the share of the members that apply")
            yield make_finding(study, "KD558", message, ("layers", i, "not_applicable"), key=True, hint=hint)
    yield from _find_in_gates(study, every)


def _find_in_gates(study: Study, every: set[str]) -> Iterator[LintFinding]:
    """Yield a note at each member of a gate that may be recorded as not applicable for any school."""
    sets = study.framework.definition.sets
    tags = {tag for name in every if name in sets for tag in sets[name].tagged}
    for info in study.framework.nodes.values():
        asked = tags.intersection(info.tags)
        if asked and info.node.may_not_apply and info.node.when is None:
            message = Message(
                "every school needs the nodes with the tag '{tag}', and '{id}' may be left out",
                tag=min(asked),
                id=info.id,
            )
            hint = Message("write in 'when' for which schools it applies")
            yield make_finding(study, "KD558", message, (*info.path, "may_not_apply"), key=True, hint=hint)
