"""Keys of evidence policies that apply to nothing, or that no item can satisfy (KD559)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.evidence_policies import (
    describe_excluding_ages,
    evidence_terms_at,
    list_evidence_policies,
    list_terms_above,
)

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import EvidenceTerms
    from kiemdinh.standards.loading import Framework

__all__ = ["check_idle_evidence"]

_Place: TypeAlias = "tuple[str, str | None]"
"""A node and a step of it, None where it has none, that a school can find met, and needs evidence for."""
_AGES: Final = ("no_older_than", "in_place_for")


def check_idle_evidence(study: Study) -> Iterator[LintFinding]:
    """Find policies below which nothing is found met, and keys that apply to nothing or that no item can satisfy.

    Linear in the nodes and their steps, times the depth of the tree.
    """
    use = _find_use(study.framework)
    for placed in list_evidence_policies(study.framework.definition, study.framework.outline):
        is_empty = not (placed.list_stated() or placed.terms.lifts)
        if not is_empty and placed.path not in use.reached:
            message = Message("nothing that needs evidence is found met here, so this policy asks for nothing")
            hint = Message(
                "a rating, points or a figure needs no evidence; put the policy where something is found met"
            )
            # The policy of a whole framework may be there only for the code of items.
            yield make_finding(study, "KD559", message, placed.path, key=True, hint=hint, note=placed.node is None)
            continue
        for key in placed.list_stated():
            message_of_key = use.judge_key(placed.path, key)
            if message_of_key is not None:
                yield make_finding(study, "KD559", message_of_key, (*placed.path, key), key=True)
        for key in placed.terms.lifts:
            if (placed.path, key) not in use.lifted:
                message = Message("no policy above asks for '{key}', so nothing is lifted", key=key)
                yield make_finding(study, "KD559", message, (*placed.path, "lifts"))


@dataclass(slots=True)
class _Use:
    """The use of policies and keys: ``reached`` has the policies in use, ``terms`` the terms at the places of a key.

    ``opposed`` says how a key excludes a demand further above; ``lifted`` has the policies and keys that lift one.
    """

    reached: set[Path] = field(default_factory=set)
    terms: dict[Path, list[EvidenceTerms]] = field(default_factory=lambda: defaultdict(list))
    opposed: dict[Path, Message] = field(default_factory=dict)
    lifted: set[tuple[Path, str]] = field(default_factory=set)

    def judge_key(self, path: Path, key: str) -> Message | None:
        """Return the problem with a key of a policy; None where it applies to something."""
        at = (*path, key)
        if at not in self.terms:
            return Message("a nearer policy says '{key}' wherever this one could hold", key=key)
        if key != "items" and not any(terms.asks_for_evidence for terms in self.terms[at]):
            return Message("no item is needed wherever '{key}' holds, since 'items' is 0 there", key=key)
        return self.opposed.get(at)


def _find_use(framework: Framework) -> _Use:
    use = _Use()
    for node, step in _list_places(framework):
        terms = evidence_terms_at(framework.definition, framework.outline, node, step)
        nearest: dict[str, Path] = {}
        lifting: dict[str, Path] = {}
        for placed in list_terms_above(framework.definition, framework.outline, node, step):
            use.reached.add(placed.path)
            for key in placed.list_stated():
                if key in lifting:
                    use.lifted.add((lifting[key], key))
                else:
                    nearest.setdefault(key, (*placed.path, key))
            for key in placed.terms.lifts:
                if key not in nearest:
                    lifting.setdefault(key, placed.path)
        for at in nearest.values():
            use.terms[at].append(terms)
        excluding = describe_excluding_ages(terms)
        if excluding is not None:
            # The nearer of the two is the place where they exclude each other.
            use.opposed.setdefault(next(at for key, at in nearest.items() if key in _AGES), excluding)
    return use


def _list_places(framework: Framework) -> Iterator[_Place]:
    """Yield what a finding can say is met, without what only figures decide."""
    for info in framework.nodes.values():
        if info.verdict == "met" and not info.node.demands_figure:
            yield info.id, None
        for step in info.levels:
            yield info.id, step
