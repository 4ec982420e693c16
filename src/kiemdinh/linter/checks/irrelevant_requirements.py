"""Requirements whose verdict changes no outcome, label, award or loss (KD520)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from kiemdinh.analysis.decisive import DecisiveRequirements
from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.rules import All, Assignment, Fact, Not, values_of
from kiemdinh.standards.definition import Node, NodeInfo

__all__ = ["check_irrelevant_requirements"]


def check_irrelevant_requirements(study: Study) -> Iterator[LintFinding]:
    """Find requirements that never matter; if a whole branch of the tree never matters, the branch is named.

    If a requirement repeats one of a lower level, the finding is a note: this is usual, and harmless. For the cost see
    :meth:`~kiemdinh.analysis.decisive.DecisiveRequirements.find_never_decisive`.
    """
    decisive = DecisiveRequirements(study)
    nodes = study.framework.nodes.values()
    never = decisive.find_never_decisive({info.id for info in nodes if study.is_in_focus(info.path)})
    proved = {name for name, is_proved in never.items() if is_proved and not decisive.is_explained(name)}
    for name in _find_topmost(study, proved):
        yield _report_requirement(study, study.framework.nodes[name])
    for name, is_proved in never.items():
        if not is_proved:
            path = study.framework.nodes[name].path
            yield make_undecided_note(study, "KD520", Message("whether '{name}' ever matters", name=name), path)


def _find_topmost(study: Study, names: Collection[str]) -> list[str]:
    """Return the requirements; a node replaces the requirements below it if all of them are named."""
    outline = study.framework.outline

    def is_irrelevant(node: str) -> bool:
        below = [name for name in outline.descendants_of(node) if outline.nodes[name].is_requirement]
        return node in names or (bool(below) and all(name in names for name in below))

    found = [node for node in outline.nodes if is_irrelevant(node)]
    return [node for node in found if not any(map(is_irrelevant, outline.ancestors_of(node)))]


def _report_requirement(study: Study, info: NodeInfo) -> LintFinding:
    name = info.id
    repeated = _find_repeated(study, info)
    # Figures that meet it may decide other requirements too: then no second dossier differs only in this requirement.
    has_figures = any(
        node in study.rules.deciding_figures for node in (name, *study.framework.outline.descendants_of(name))
    )
    stricter = _find_stricter(study, name) if repeated is None else None
    return make_finding(
        study,
        "KD520",
        Message("whether '{name}' is met changes no outcome and no award", name=name),
        info.path,
        hint=stricter if repeated is None else Message("it repeats '{repeated}'", repeated=repeated),
        obstacles=() if stricter is None else ((*info.path, "met_if"),),
        note=repeated is not None,
        witness=_write_dossier(study, name, is_met=False),
        contrast=None if has_figures else _write_dossier(study, name, is_met=True),
    )


def _find_stricter(study: Study, name: str) -> Message | None:
    """Return a hint that names a requirement on the same figures that is never met without this one, if there is."""
    own = study.inlined.get(name)
    if own is None or name not in study.rules.deciding_figures:
        return None
    values = values_of(own)
    for other in study.rules.deciding_figures:
        condition = study.inlined.get(other)
        if condition is None or other == name or values.isdisjoint(values_of(condition)):
            continue
        if study.is_never_met(All((condition, Not(own)))):
            return Message("wherever '{other}' is met, it is met too", other=other)
    return None


def _find_repeated(study: Study, info: NodeInfo) -> str | None:
    """Return the requirement of a lower level with the same rule or the same text, if there is one."""
    nodes = study.framework.outline.nodes
    path = (info.id, *study.framework.outline.ancestors_of(info.id))
    of_level = next((nodes[name] for name in path if nodes[name].level is not None), None)
    if of_level is None or of_level.parent is None or of_level.level is None:
        return None
    levels = nodes[of_level.parent].levels
    lower = list(levels)[: list(levels).index(of_level.level)]
    candidates = (
        name
        for level in lower
        for part in levels[level]
        for name in (part, *study.framework.outline.descendants_of(part))
    )
    return next((name for name in candidates if _is_repetition(nodes[name].node, info.node)), None)


def _is_repetition(one: Node, two: Node) -> bool:
    has_same_rule = one.met_if is not None and one.met_if == two.met_if
    return has_same_rule or ((one.vi, one.en) != (None, None) and (one.vi, one.en) == (two.vi, two.en))


def _write_dossier(study: Study, name: str, *, is_met: bool) -> dict[str, Any] | None:
    """Return a dossier that shows the flaw; None where it was shown for another school."""
    return None if study.has_focus else study.write_dossier(_choose_world(study, name, is_met=is_met))


def _choose_world(study: Study, name: str, *, is_met: bool) -> Assignment:
    """Return a world in which all is well, and this requirement, or the first one below this node, is met or unmet."""
    outline = study.framework.outline
    requirement = next((n for n in (name, *outline.descendants_of(name)) if outline.nodes[n].is_requirement), name)
    best = study.best_world
    own = study.inlined.get(requirement, Fact(requirement))
    decided = study.prove(own if is_met else Not(own)).world or Assignment()
    return Assignment({**best.truths, **decided.truths}, {**best.values, **decided.values})
