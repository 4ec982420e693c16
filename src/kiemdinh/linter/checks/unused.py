"""What is declared and not used, and tags and sets that nothing belongs to (KD530, KD531)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.sites import parts_of
from kiemdinh.linter.checks.names_used import names_in
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.places import EVERYWHERE

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check"]

_WHAT: Final = {"inputs": "input", "define": "defined name", "sets": "set", "tags": "tag", "scales": "scale"}


def check(study: Study) -> Iterator[LintFinding]:
    """Find declarations that nothing names, tags that no node carries, and sets that never have a member."""
    named = {name for part, _ in parts_of(study.framework.definition) for name in names_in(part)}
    for kind, what in _WHAT.items():
        for name in getattr(study.framework.definition, kind):
            if (kind, name) not in named:
                yield make_finding(study, "KD530", f"{what} '{name}' is declared and not used", (kind, name), key=True)
            elif kind == "tags" and not _carried(study, name):
                message = f"tag '{name}' is asked for, and no node carries it"
                yield make_finding(study, "KD531", message, (kind, name), key=True)
            elif kind == "sets" and _without_members(study, name):
                yield make_finding(study, "KD531", f"set '{name}' never has a member", (kind, name), key=True)


def _carried(study: Study, tag: str) -> bool:
    return any(tag in info.tags for info in study.framework.nodes.values())


def _without_members(study: Study, name: str) -> bool:
    """Whether a set is empty whatever the school is; one picked by a tag that no node carries is the tag's matter."""
    tag = study.framework.definition.sets[name].tagged
    if tag is not None and not _carried(study, tag):
        return False
    members = study.lowering.members(name, EVERYWHERE, ("sets", name))
    return members.known and not members.items
