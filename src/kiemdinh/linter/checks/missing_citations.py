"""Parts of a definition that do not cite their place in the law (KD533)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Cited
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_citations"]


def check_citations(study: Study) -> Iterator[LintFinding]:
    """Find requirements, outcomes and awards without a citation of their own, above them or inside them.

    If nothing cites the law at all, there is a single note, since not every standard has articles. If the definition as
    a whole cites the law, there is none.
    """
    definition = study.framework.definition
    if not _has_citation(definition):
        message = Message("nothing in this definition says where it stands in the law")
        yield make_finding(study, "KD533", message, ("source",), key=True, note=True)
    elif definition.cite is None:
        for what, path in (*_find_uncited_nodes(study), *_find_uncited_results(study)):
            yield make_finding(
                study, "KD533", Message("{what} says where it stands in the law", what=what), path, key=True
            )


def _has_citation(part: object) -> bool:
    """Return whether a part, or anything inside it, has a citation."""
    return any(isinstance(inner, Cited) and inner.cite is not None for inner, _ in walk_parts(part))


def _find_uncited_nodes(study: Study) -> Iterator[tuple[Message, Path]]:
    """Yield the topmost nodes that have no citation above them or inside them, each as the finding names it."""
    outline = study.framework.outline
    cited: set[str] = set()
    for name, info in outline.nodes.items():
        if info.citation.cite is not None or _has_citation(info.node):
            cited.update((name, *outline.ancestors_of(name)))
    if not cited:
        yield Message("no part of the tree"), ("tree",)
        return
    for name, info in outline.nodes.items():
        if name not in cited and (info.parent is None or info.parent in cited):
            yield Message("nothing in '{id}'", id=name), info.path


def _find_uncited_results(study: Study) -> Iterator[tuple[Message, Path]]:
    for i, outcome in enumerate(study.framework.outcomes):
        if not _has_citation(outcome):
            yield Message("nothing in outcome '{id}'", id=outcome.id), ("outcomes", i, "id")
    for i, award in enumerate(study.framework.awards):
        if not _has_citation(award):
            yield Message("nothing in award '{id}'", id=award.id), ("awards", i, "id")
