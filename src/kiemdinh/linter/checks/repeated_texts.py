"""Neighbours that have the same text: requirements of a level, choices, steps, inputs (KD544)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.distinct_words import words_of
from kiemdinh.linter.obstacles import name_line
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import LabelOutcome, Localised, StepScale

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import Definition, Node, NodeInfo

__all__ = ["Named", "check_repeated_texts", "list_siblings"]

Named: TypeAlias = "tuple[str, Any, Path]"
"""The id of a part, the part itself and its place."""

_Group: TypeAlias = "tuple[str | None, str | None]"
"""A node, and one of its levels; None for what is below no node, and at no level."""


def check_repeated_texts(study: Study) -> Iterator[LintFinding]:
    """Find texts that two neighbours share, so that a reader cannot tell them apart. Linear in the definition."""
    for siblings in list_siblings(study):
        yield from _find_repeated(study, siblings)
    yield from _find_copied(study)
    for info in study.framework.nodes.values():
        yield from _find_repeated_below(study, info)


def list_siblings(study: Study) -> Iterator[list[Named]]:
    """Yield groups of siblings that are shown by their texts: nodes, requirements of a level, declarations, labels."""
    yield from _list_nodes(study)
    yield from _list_declarations(study.framework.definition)


def _find_repeated(study: Study, siblings: Iterable[Named]) -> Iterator[LintFinding]:
    first: dict[tuple[str, str], tuple[str, Path]] = {}
    for name, part, path in siblings:
        if not isinstance(part, Localised):
            continue
        for code in ("vi", "en"):
            text = part.text_in(code) if getattr(part, code) is not None else None
            if text is None:
                continue
            other, at = first.setdefault((code, " ".join(text.casefold().split())), (name, path))
            if other != name:
                yield make_finding(
                    study,
                    "KD544",
                    Message("'{name}' has the same text as '{other}'", name=name, other=other),
                    (*path, code),
                    found=text,
                    hint=Message("see {line}", line=name_line(study, at, path)),
                )
                break


def _find_copied(study: Study) -> Iterator[LintFinding]:
    """Yield a note where two nodes of a layer have the same text, with words that only one group has in its title."""
    nodes = study.framework.nodes
    first: dict[tuple[str, str], NodeInfo] = {}
    for info in nodes.values():
        text = info.node.en if info.node.en is not None else info.node.vi
        if text is None or info.layer is None or info.parent is None:
            continue
        other = first.setdefault((info.layer.id, text.casefold()), info)
        if other.parent == info.parent:
            continue
        said = words_of(text)
        own, their = (_read_title(nodes[each.parent or ""].node) for each in (info, other))
        for copy, source, there, here in ((info, other, their, own), (other, info, own, their)):
            if (there - here) & said and here.isdisjoint(said):
                path = (*copy.path, "vi" if info.node.en is None else "en")
                message = Message("'{name}' has the same text as '{other}'", name=copy.id, other=source.id)
                hint = Message("see {line}", line=name_line(study, source.path, copy.path))
                yield make_finding(study, "KD544", message, path, found=text, hint=hint, note=True)
                break


def _find_repeated_below(study: Study, criterion: NodeInfo) -> Iterator[LintFinding]:
    """Yield a note where persons judge what a level adds, and a lower level of the criterion has the same text."""
    nodes = study.framework.nodes
    first: dict[tuple[str | None, str | None], NodeInfo] = {}
    for level, parts in criterion.levels.items():
        for info in (nodes[part] for part in parts):
            node = info.node
            # If the wording of a node is not known, each level has only its title.
            says_more = (node.met_if, node.warn_unless, node.indicators, node.wording) != (None, None, (), None)
            if not info.is_requirement or says_more or not node.texts:
                continue
            other = first.setdefault((node.vi, node.en), info)
            if other.level != level:
                message = Message("'{name}' repeats '{other}' of a lower level", name=info.id, other=other.id)
                hint = Message("see {line}", line=name_line(study, other.path, info.path))
                at = (*info.path, "vi" if node.en is None else "en")
                yield make_finding(study, "KD544", message, at, found=node.texts[0], hint=hint, note=True)


def _read_title(node: Node) -> frozenset[str]:
    return words_of((node.en or node.vi) or "")


def _list_nodes(study: Study) -> Iterator[list[Named]]:
    """Yield the nodes that stand beside one another below one node, then all requirements of each level."""
    siblings: dict[_Group, list[NodeInfo]] = {}
    of_level: dict[_Group, list[NodeInfo]] = {}
    groups: dict[str, _Group] = {}
    for info in study.framework.nodes.values():
        own = (info.parent, info.level)
        siblings.setdefault(own, []).append(info)
        above = groups.get(info.parent or "", own)
        groups[info.id] = above if info.level is None and above[1] is not None else own
        if info.is_requirement:
            of_level.setdefault(groups[info.id], []).append(info)
    for infos in (*siblings.values(), *of_level.values()):
        yield [(info.id, info.node, info.path) for info in infos]


def _list_declarations(definition: Definition) -> Iterator[list[Named]]:
    """Yield what is declared side by side and shown to people by its text."""
    for kind in ("inputs", "tags"):
        yield [(name, part, (kind, name)) for name, part in getattr(definition, kind).items()]
    for name, given in definition.inputs.items():
        yield [(choice.id, choice, ("inputs", name, "choices", i)) for i, choice in enumerate(given.choices or ())]
    for name, scale in definition.scales.items():
        if isinstance(scale, StepScale):
            yield [(step.id, step, ("scales", name, "steps", i)) for i, step in enumerate(scale.steps)]
    for i, outcome in enumerate(definition.outcomes):
        if isinstance(outcome, LabelOutcome):
            cases: list[Named] = [(case.id, case, ("outcomes", i, "cases", j)) for j, case in enumerate(outcome.cases)]
            yield [*cases, (outcome.otherwise.id, outcome.otherwise, ("outcomes", i, "otherwise"))]
